"""What to be reminded of and when, typed or by buttons; and yes, before anything rings."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import gettext as _

from bot.domain import cases, reminders
from bot.domain.directory import zone
from bot.domain.guide import Guide
from bot.domain.moments import Repeat, Understood, understand
from bot.domain.people import Actor, Scope
from bot.domain.reminders import Reminder
from bot.domain.urgent import answering
from bot.store import Store
from bot.telegram import entrance, reminding, urgency
from bot.telegram.client_buttons import Urgent
from bot.telegram.packing import packed_day, unpacked, unpacked_day
from bot.telegram.reminder_buttons import (
    AgreeToRemind,
    AskRepeat,
    AskTime,
    AskWords,
    CheckTime,
    PickDay,
    PickQuarter,
    Remind,
    SetTime,
)
from bot.telegram.screens import Screen
from bot.telegram.visits import Visits
from bot.telegram.wording import Names, said


class Reminding(StatesGroup):
    """What to be reminded of, other words for it, or when, is expected."""

    what = State()
    words = State()
    time = State()


async def remind(
    event: CallbackQuery,
    callback_data: Remind,
    actor: Actor,
    store: Store,
    state: FSMContext,
    guide: Guide,
    names: Names,
) -> Screen:
    # what is typed now is for no organisation
    await entrance.leave_talk(store, actor)
    await state.clear()
    if not actor.agreed(Scope.REMINDERS):
        return reminding.consent_first(callback_data)
    return await _begin(callback_data, actor, store, state, guide, names)


async def agree(
    event: CallbackQuery,
    callback_data: AgreeToRemind,
    actor: Actor,
    store: Store,
    state: FSMContext,
    guide: Guide,
    names: Names,
    visits: Visits,
) -> Screen:
    actor = await entrance.agreed(actor, event.from_user.id, store, visits, Scope.REMINDERS)
    return await _begin(Remind(**callback_data.model_dump()), actor, store, state, guide, names)


async def _begin(about: Remind, actor: Actor, store: Store, state: FSMContext, guide: Guide, names: Names) -> Screen:
    text = await _about(about, actor, store, guide, names)
    if not text:
        await state.set_state(Reminding.what)
        return reminding.ask_what()
    reminder = await reminders.draft(store, actor, text, _zone(actor))
    return await _ask_time(reminder, store, state)


async def _about(about: Remind, actor: Actor, store: Store, guide: Guide, names: Names) -> str:
    """The name of what the button stood on."""
    if (place := guide.directory.places.get(about.place or "")) is not None:
        return " · ".join(part for part in (said(place.name), place.address) if part)
    if about.case is not None:
        case = await cases.of_client(store, actor, about.case)
        return f"{case.code} · {names.organisation(case.organisation)}"
    return ""


def _zone(actor: Actor) -> ZoneInfo:
    return zone(actor.territory or entrance.likely_country(actor))


async def _expect_time(state: FSMContext, reminder: Reminder, repeats: Repeat, day: date | None = None) -> None:
    """What is typed next is a time; on this day, if it names no other."""
    await state.set_state(Reminding.time)
    await state.set_data(
        {"reminder": reminder.id, "repeats": repeats, "day": packed_day(day) if day is not None else None}
    )


async def _ask_time(
    reminder: Reminder, store: Store, state: FSMContext, repeats: Repeat = Repeat.ONCE, *, first: str = ""
) -> Screen:
    await _expect_time(state, reminder, repeats)
    return reminding.ask_time(reminder, repeats, _shown(reminder, store).date(), first=first)


def _typed(event: Message) -> str:
    return " ".join((event.text or "").split())


async def what(event: Message, actor: Actor, store: Store, state: FSMContext) -> Screen:
    """The words, and the time if it is among them."""
    text = _typed(event)
    understood = understand(text, store.now, _zone(actor))
    reminder = await reminders.draft(store, actor, understood.rest or text, _zone(actor))
    return await _understood(understood, reminder, actor, store, state)


async def time(event: Message, actor: Actor, store: Store, state: FSMContext) -> Screen:
    text = _typed(event)
    expected = await state.get_data()
    reminder = await reminders.of_person(store, actor, expected.get("reminder", 0))
    day = unpacked_day(expected["day"]) if expected.get("day") else None
    understood = understand(text, store.now, reminder.zone, day)
    repeats = Repeat(expected.get("repeats", ""))
    return await _understood(understood, reminder, actor, store, state, repeats)


async def _understood(
    understood: Understood,
    reminder: Reminder,
    actor: Actor,
    store: Store,
    state: FSMContext,
    repeats: Repeat = Repeat.ONCE,
) -> Screen:
    """Asks whether it is right, or for what is missing. ``repeats`` was said before."""
    repeats = understood.repeats or repeats
    if (wall := understood.wall) is not None:
        if wall <= _shown(reminder, store):
            return await _ask_time(reminder, store, state, repeats, first=_("This time is already over."))
        return await _check(reminder, wall, repeats, actor, store, state)
    if understood.day is not None:
        return await _ask_quarter(understood.day, reminder, repeats, store, state)
    first = _("The time was not understood.") if understood.rest != reminder.text else ""
    return await _ask_time(reminder, store, state, repeats, first=first)


def _shown(reminder: Reminder, store: Store) -> datetime:
    """What the wall of its zone shows now."""
    return store.now.astimezone(reminder.zone).replace(tzinfo=None)


async def _check(
    reminder: Reminder, wall: datetime, repeats: Repeat, actor: Actor, store: Store, state: FSMContext
) -> Screen:
    # what is typed instead of a press is another time, of this day if it names none
    await _expect_time(state, reminder, repeats, wall.date())
    night = await reminders.night_of(store, actor)
    return reminding.check_time(reminder, wall, repeats, _shown(reminder, store).date(), night)


async def words(event: Message, actor: Actor, store: Store, state: FSMContext) -> Screen:
    """Other words for one that is there; then back to where one was."""
    text = _typed(event)
    expected = await state.get_data()
    reminder = await reminders.of_person(store, actor, expected.get("reminder", 0))
    reminder = await reminders.set_words(store, reminder, text)
    if expected.get("at"):
        return await _check(
            reminder, unpacked(expected["at"]), Repeat(expected.get("repeats", "")), actor, store, state
        )
    await state.clear()
    return reminding.reminder_screen(reminder, store.now)


async def not_words(event: Message) -> Screen:
    return Screen("", _("Voice notes and pictures are not understood here. Please type it."))


def tells_of_danger(event: Message, guide: Guide) -> bool:
    return guide.directory.tells_of_danger(_typed(event))


async def urgent(event: Message, actor: Actor, store: Store, state: FSMContext, guide: Guide) -> Screen:
    """Who says here that they want to die is asked for neither words nor a time."""
    await state.clear()
    where = entrance.standing(actor, guide) or entrance.likely_country(actor)
    return urgency.urgent(answering(guide.directory, where, store.now), Urgent(asked=True))


async def _ask_quarter(day: date, reminder: Reminder, repeats: Repeat, store: Store, state: FSMContext) -> Screen:
    """Of the day; or the hour is typed."""
    if day < _shown(reminder, store).date():
        return await _ask_time(reminder, store, state, repeats, first=_("This day is already over."))
    await _expect_time(state, reminder, repeats, day)
    return reminding.ask_quarter(reminder, day, repeats, _shown(reminder, store))


async def ask_time(
    event: CallbackQuery, callback_data: AskTime, actor: Actor, store: Store, state: FSMContext
) -> Screen:
    reminder = await reminders.of_person(store, actor, callback_data.reminder)
    await entrance.leave_talk(store, actor)
    return await _ask_time(reminder, store, state, callback_data.repeats)


async def pick_day(
    event: CallbackQuery, callback_data: PickDay, actor: Actor, store: Store, state: FSMContext
) -> Screen:
    reminder = await reminders.of_person(store, actor, callback_data.reminder)
    day = unpacked_day(callback_data.day)
    return await _ask_quarter(day, reminder, callback_data.repeats, store, state)


async def pick_quarter(event: CallbackQuery, callback_data: PickQuarter, actor: Actor, store: Store) -> Screen:
    reminder = await reminders.of_person(store, actor, callback_data.reminder)
    day = unpacked_day(callback_data.day)
    return reminding.ask_hour(reminder, day, callback_data.quarter, callback_data.repeats, _shown(reminder, store))


async def check_time(
    event: CallbackQuery, callback_data: CheckTime, actor: Actor, store: Store, state: FSMContext
) -> Screen:
    reminder = await reminders.of_person(store, actor, callback_data.reminder)
    wall = unpacked(callback_data.at)
    return await _check(reminder, wall, callback_data.repeats, actor, store, state)


async def ask_repeat(event: CallbackQuery, callback_data: AskRepeat, actor: Actor, store: Store) -> Screen:
    reminder = await reminders.of_person(store, actor, callback_data.reminder)
    wall = unpacked(callback_data.at)
    return reminding.ask_repeat(reminder, wall, _shown(reminder, store).date())


async def set_time(
    event: CallbackQuery, callback_data: SetTime, actor: Actor, store: Store, state: FSMContext
) -> Screen:
    reminder = await reminders.of_person(store, actor, callback_data.reminder)
    wall = unpacked(callback_data.at)
    reminder = await reminders.set_time(store, reminder, wall, callback_data.repeats)
    await entrance.leave(state)
    return reminding.is_set(reminder, _shown(reminder, store).date())


async def ask_words(
    event: CallbackQuery, callback_data: AskWords, actor: Actor, store: Store, state: FSMContext
) -> Screen:
    reminder = await reminders.of_person(store, actor, callback_data.reminder)
    await entrance.leave_talk(store, actor)
    await state.set_state(Reminding.words)
    await state.set_data({"reminder": reminder.id, "at": callback_data.at, "repeats": callback_data.repeats})
    return reminding.ask_words(reminder)

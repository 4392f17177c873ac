"""The officer moves an appointment or proposes another time: typed, read back, and then said yes to."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import gettext as _

from bot.domain import appointments
from bot.domain.appointments import InThePast, TooFarAway, checked_wall
from bot.domain.errors import Outdated
from bot.domain.moments import understand
from bot.domain.people import Actor
from bot.store import Store
from bot.telegram import entrance
from bot.telegram.appointment_buttons import CallOff, ChangeTime, OfficeAppointment
from bot.telegram.office_screens import back_to_office
from bot.telegram.packing import packed, unpacked
from bot.telegram.reminding import when_in_words
from bot.telegram.screens import Button, Screen
from bot.telegram.wording import refusal


class Changing(StatesGroup):
    """Another time is expected."""

    time = State()


async def change(
    event: CallbackQuery, callback_data: ChangeTime, actor: Actor, store: Store, state: FSMContext
) -> Screen:
    known, link = await appointments.of_officer(store, actor, callback_data.appointment)
    if callback_data.wall is None:
        if known.cancelled:
            raise Outdated
        await state.set_state(Changing.time)
        await state.set_data({"appointment": known.id, "propose": callback_data.propose})
        return _ask(known.id)
    wall = unpacked(callback_data.wall)
    await entrance.leave(state)
    if callback_data.propose:
        await appointments.propose(store, actor, known.id, wall)
        text = _("“{label}” is asked: {when}. Until they say yes, all stays as it was.")
    else:
        if known.wall != wall:
            await appointments.move(store, actor, known.id, wall)
        text = _("“{label}” is told: {when}.")
    when = when_in_words(wall, store.now.astimezone(known.at).date())
    rows = ((Button(_("📅 Look at it"), OfficeAppointment(appointment=known.id)),), back_to_office())
    return Screen("", text.format(label=link.label, when=when), rows, footer=False)


def _ask(appointment: int, first: str = "") -> Screen:
    text = _("Type day and time, for example 15.12 9:30.")
    back = (Button(_("◀ Back"), OfficeAppointment(appointment=appointment)),)
    return Screen(_("🕐 Another time"), "\n\n".join(filter(None, (first, text))), (back,), footer=False)


async def typed(event: Message, actor: Actor, store: Store, state: FSMContext) -> Screen:
    data = await state.get_data()
    known, link = await appointments.of_officer(store, actor, data.get("appointment", 0))
    wall = understand(event.text or "", store.now, known.at).wall
    if wall is None:
        return _ask(known.id, _("This was not understood."))
    try:
        checked_wall(wall, known.at, store.now)
    except (InThePast, TooFarAway) as error:
        return _ask(known.id, refusal(error))
    when = when_in_words(wall, store.now.astimezone(known.at).date())
    text = _("“{label}”: {when}. Is this right?").format(label=link.label, when=when)
    yes = ChangeTime(appointment=known.id, propose=bool(data.get("propose")), wall=packed(wall))
    rows = (
        (Button(_("✅ Yes"), yes), Button(_("Change"), yes.model_copy(update={"wall": None}))),
        (Button(_("◀ Back"), OfficeAppointment(appointment=known.id)),),
    )
    return Screen(_("🕐 Another time"), text, rows, footer=False)


async def call_off(event: CallbackQuery, callback_data: CallOff, actor: Actor, store: Store) -> Screen:
    known, link = await appointments.of_officer(store, actor, callback_data.appointment)
    when = when_in_words(known.wall, store.now.astimezone(known.at).date())
    if callback_data.sure:
        count = await appointments.cancel(store, actor, known.id, series=callback_data.series)
        text = _("Called off: {n}. “{label}” is told.").format(n=count, label=link.label)
        return Screen("", text, (back_to_office(),), footer=False)
    text = _("Call it off? “{label}”: {when}. They will be told.").format(label=link.label, when=when)
    if callback_data.series:
        text = _("Call off all that repeat, from now on? “{label}” will be told.").format(label=link.label)
    yes = Button(_("Yes, call off"), callback_data.model_copy(update={"sure": True}), style="danger")
    no = Button(_("No"), OfficeAppointment(appointment=known.id))
    return Screen(_("✖️ Call off"), text, ((yes, no),), footer=False)


def register(router: Router) -> None:
    router.message.register(typed, F.text, ~F.text.startswith("/"), StateFilter(Changing.time))
    router.callback_query.register(change, ChangeTime.filter())
    router.callback_query.register(call_off, CallOff.filter())

"""A new appointment, step by step: what is missing is asked; a button of an earlier step just changes its answer."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import gettext as _

from bot.content.models import Place
from bot.domain import appointments, offices
from bot.domain.appointments import InThePast, TooFarAway, at_office, zone_of
from bot.domain.appointments.model import MOST_BRING, MOST_TIMES, MOST_WHERE
from bot.domain.directory import country
from bot.domain.errors import Outdated
from bot.domain.guide import Guide
from bot.domain.moments import Repeat, understand
from bot.domain.offices import Office
from bot.domain.people import Actor
from bot.store import Store
from bot.telegram import entrance, planning
from bot.telegram.appointment_buttons import Field, Fill, OfficeAppointment, SetFor, SetIt
from bot.telegram.office_screens import back_to_office
from bot.telegram.planning import NOTHING, OFFICE, OWN, missing, question
from bot.telegram.screens import Button, Screen
from bot.telegram.wording import Names, locale, refusal

MOST_SHOWN, MOST_PLACES = 6, 5


class Setting(StatesGroup):
    """An answer to the question on the screen is expected."""

    answer = State()


async def begin(
    event: CallbackQuery, callback_data: SetFor, actor: Actor, store: Store, state: FSMContext, names: Names
) -> Screen:
    office = await offices.office_of(store, actor)
    await entrance.leave_talk(store, actor)
    draft: dict[str, Any] = {}
    if callback_data.link is not None:
        link = await offices.link_of_officer(store, actor, callback_data.link)
        office = await offices.office_of(store, actor, link.office)
        draft[Field.LABEL] = link.id
    return await _next(office, draft, store, state, actor, names)


async def _next(
    office: Office,
    draft: dict[str, Any],
    store: Store,
    state: FSMContext,
    actor: Actor,
    names: Names,
    *,
    first: str = "",
) -> Screen:
    """The next question, or the preview."""
    await state.set_state(Setting.answer)
    await state.set_data({"office": office.id, "draft": draft})
    today = store.now.astimezone(zone_of(office)).date()
    field = missing(draft)
    if field is not None:
        clients = []
        if field is Field.LABEL:
            newest = await store.links.of_office(office.id, most=4 * MOST_SHOWN)
            clients = [link for link in newest if link.person is not None][:MOST_SHOWN]
        return question(field, office, today, first=first, clients=clients)
    link = await offices.link_of_officer(store, actor, draft[Field.LABEL])
    try:
        return planning.preview(draft, link, office, names, store.now)
    except (InThePast, TooFarAway) as error:
        again = planning.without(planning.without(draft, Field.DAY), Field.CLOCK)
        return await _next(office, again, store, state, actor, names, first=refusal(error))


async def _draft(state: FSMContext, store: Store, actor: Actor) -> tuple[Office, dict[str, Any]]:
    """What is filled in so far.

    Raises:
        Outdated: nothing is being filled in.
        NotAllowed: they are no officer of that office any more.
    """
    data = await state.get_data()
    if await state.get_state() != Setting.answer.state or "draft" not in data:
        raise Outdated
    return await offices.office_of(store, actor, data["office"]), data["draft"]


async def filled(
    event: CallbackQuery,
    callback_data: Fill,
    actor: Actor,
    store: Store,
    state: FSMContext,
    guide: Guide,
    names: Names,
) -> Screen:
    """By button. An answer that cannot be is as good as none."""
    office, draft = await _draft(state, store, actor)
    field, value = callback_data.field, callback_data.value
    if value is None:
        return await _next(office, planning.without(draft, field), store, state, actor, names)
    try:
        read = await _read(field, value, office, draft, guide, store, actor)
    except ValueError:
        raise Outdated from None
    return await _next(office, {**draft, **read}, store, state, actor, names)


async def _read(
    field: Field, value: str, office: Office, draft: dict[str, Any], guide: Guide, store: Store, actor: Actor
) -> dict[str, Any]:
    """Raises ValueError: no button of ours says so."""
    if field is Field.LABEL:
        return {field: (await offices.link_of_officer(store, actor, int(value))).id}
    if field is Field.WHERE:
        return {field: _place(value, office, draft, guide)}
    readers: dict[Field, Callable[[str], Any]] = {
        Field.DAY: lambda said: date.fromisoformat(said).isoformat(),
        Field.CLOCK: lambda said: time(int(said[:2]), int(said[2:])).isoformat("minutes"),
        Field.BRING: lambda said: "" if said == NOTHING else _("Identity document"),
        Field.REPEATS: lambda said: Repeat("" if said == "once" else said),
        Field.TIMES: lambda said: min(max(int(said), 1), MOST_TIMES),
        Field.MORNING: lambda said: said == "1",
        Field.WEEKENDS: lambda said: said == "1",
    }
    return {field: readers[field](value)}


def _place(value: str, office: Office, draft: dict[str, Any], guide: Guide) -> dict[str, Any]:
    if value == OFFICE:
        here = at_office(office)
        return {"place": here.place, "where": here.where}
    if value == OWN and "typed" in draft:
        return {"place": None, "where": draft["typed"]}
    place = guide.directory.places.get(value)
    if place is None or place.address_hidden:
        raise ValueError(value)
    return {"place": place.id, "where": place.address or ""}


async def typed(event: Message, actor: Actor, store: Store, state: FSMContext, guide: Guide, names: Names) -> Screen:
    office, draft = await _draft(state, store, actor)
    text = " ".join((event.text or "").split())
    field = missing(draft)
    if field is Field.LABEL:
        link = await store.links.by_label(office.id, text)
        if link is None or link.person is None:
            sorry = _("There is no linked client of this label. Type it as you gave it.")
            return await _next(office, draft, store, state, actor, names, first=sorry)
        return await _next(office, {**draft, field: link.id}, store, state, actor, names)
    if field in {Field.DAY, Field.CLOCK}:
        understood = understand(text, store.now, zone_of(office))
        read: dict[str, Any] = {}
        # a time alone would mean a day that nobody named
        if understood.day is not None and field is Field.DAY:
            read[Field.DAY] = understood.day.isoformat()
        if understood.clock is not None and (field is Field.CLOCK or understood.day is not None):
            read[Field.CLOCK] = understood.clock.isoformat("minutes")
        sorry = "" if read else _("This was not understood.")
        return await _next(office, {**draft, **read}, store, state, actor, names, first=sorry)
    if field is Field.WHERE and 0 < len(text) <= MOST_WHERE:
        return await _typed_place(text, office, draft, store, state, actor, guide, names)
    if field is Field.BRING and 0 < len(text) <= MOST_BRING:
        return await _next(office, {**draft, field: text}, store, state, actor, names)
    too_long = _("Please say it shorter.") if field in {Field.WHERE, Field.BRING} else _("Please choose by a button.")
    return await _next(office, draft, store, state, actor, names, first=too_long)


async def _typed_place(
    text: str,
    office: Office,
    draft: dict[str, Any],
    store: Store,
    state: FSMContext,
    actor: Actor,
    guide: Guide,
    names: Names,
) -> Screen:
    draft = {**draft, "typed": text}
    places = _places(text, office, guide)
    if not places:
        return await _next(office, {**draft, Field.WHERE: {"place": None, "where": text}}, store, state, actor, names)
    await state.set_data({"office": office.id, "draft": draft})
    return planning.which_place(text, places)


def _places(text: str, office: Office, guide: Guide) -> list[Place]:
    """Of the office's own country, with an address that may be shown."""
    hits = guide.directory.search(text, locale(), office.territory, limit=4 * MOST_PLACES)
    found = [guide.directory.places[hit.id] for hit in hits if hit.what == "place"]
    land = country(office.territory)
    return [one for one in found if country(one.territory) == land and not one.address_hidden][:MOST_PLACES]


async def set_it(event: CallbackQuery, actor: Actor, store: Store, state: FSMContext, names: Names) -> Screen:
    """Pressed twice it is set once: the draft is gone with the first press."""
    office, draft = await _draft(state, store, actor)
    if missing(draft) is not None:
        return await _next(office, draft, store, state, actor, names)
    link = await offices.link_of_officer(store, actor, draft[Field.LABEL])
    try:
        made = await appointments.make(store, actor, link, planning.plan_of(draft))
    except (InThePast, TooFarAway):
        return await _next(office, draft, store, state, actor, names)
    await state.clear()
    text = _("“{label}” is told. Appointments set: {n}.").format(label=link.label, n=len(made))
    rows = (
        (Button(_("📅 Look at it"), OfficeAppointment(appointment=made[0].id)),),
        (Button(_("➕ Another appointment"), SetFor()),),
        back_to_office(),
    )
    return Screen(_("✅ Set"), text, rows, footer=False)


def register(router: Router) -> None:
    router.message.register(typed, F.text, ~F.text.startswith("/"), StateFilter(Setting.answer))
    router.callback_query.register(begin, SetFor.filter())
    router.callback_query.register(filled, Fill.filter())
    router.callback_query.register(set_it, SetIt.filter())

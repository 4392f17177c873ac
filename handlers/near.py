"""Near me: kinds of help, the nearest places, and a place's card."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import gettext as _

from bot.content.models import Place
from bot.domain.dormitories import house_of, nearby
from bot.domain.guide import Guide
from bot.domain.people import Actor
from bot.domain.urgent import ASKING_AGE
from bot.store import Store
from bot.telegram import bed_screens, entrance, lists
from bot.telegram.bed_buttons import MyBed
from bot.telegram.buttons import NearMe
from bot.telegram.cards import card
from bot.telegram.client_buttons import Nearest, NeedsIn, PlaceCard
from bot.telegram.screens import Button, Screen
from bot.telegram.urgency import age_row
from bot.telegram.wording import Names


async def needs_here(event: CallbackQuery, actor: Actor, state: FSMContext, guide: Guide) -> Screen:
    where = entrance.standing(actor, guide)
    if where is None:
        return await entrance.ask_where(state, guide, entrance.likely_country(actor), then=NearMe())
    await entrance.leave(state)
    return lists.needs_menu(guide, where)


async def needs_there(event: CallbackQuery, callback_data: NeedsIn, guide: Guide, state: FSMContext) -> Screen:
    await entrance.leave(state)
    if callback_data.where not in guide.directory.territories:
        return gone()
    return lists.needs_menu(guide, callback_data.where, elsewhere=True)


async def attached(event: Message, actor: Actor, state: FSMContext, guide: Guide) -> Screen:
    """A place on the map serves one answer; by now it is the middle of its town, and it is not kept."""
    assert event.location is not None  # noqa: S101 - the filter's promise
    town = guide.directory.settlement_near(event.location.latitude, event.location.longitude)
    if town is None:
        sorry = _("That is too far from every place we know.")
        return await entrance.ask_where(state, guide, entrance.likely_country(actor), first=sorry)
    await entrance.leave(state)
    return lists.needs_menu(guide, town.code, elsewhere=True, first=_("For this answer only; not kept."))


async def nearest(
    event: CallbackQuery,
    callback_data: Nearest,
    actor: Actor,
    store: Store,
    state: FSMContext,
    guide: Guide,
    names: Names,
) -> Screen:
    own = entrance.standing(actor, guide)
    want = lists.wanted(callback_data.what, callback_data.where, own, guide.directory)
    if want is None and own is None:
        return await entrance.ask_where(state, guide, entrance.likely_country(actor), then=callback_data)
    await entrance.leave(state)
    if want is None:
        return gone()
    beds = await nearby.counts_near(store, guide, want.where) if want.need == nearby.BED else {}
    screen = lists.nearest_list(want, guide, names, store.now, await store.cases.units_used(), beds)
    if want.need == nearby.BED and actor.id is not None and await store.beds.concerns(actor.id):
        screen = replace(screen, rows=((Button(_("🛏 My place"), MyBed()),), *screen.rows))
    if want.need not in ASKING_AGE or callback_data.asked:
        return screen
    age = age_row(callback_data.model_copy(update={"asked": True}), where=callback_data.where)
    return replace(screen, rows=(*screen.rows[:-1], age, screen.rows[-1]))


async def place_card(
    event: CallbackQuery, callback_data: PlaceCard, actor: Actor, store: Store, state: FSMContext, guide: Guide
) -> Screen:
    await entrance.leave(state)
    place = guide.directory.places.get(callback_data.place)
    if place is None:
        return gone()
    can_ask = await _is_contracted(place, entrance.standing(actor, guide), store, guide)
    if place.id not in guide.dormitories:
        return card(place, guide, store.now, callback_data, can_ask=can_ask)
    house, counts = house_of(guide, place.id), await store.beds.counts([place.id])
    lines, rows = bed_screens.card_lines(house, counts, store.now), bed_screens.card_rows(house, counts, store.now)
    return card(place, guide, store.now, callback_data, can_ask=can_ask, beds=lines, bed_rows=rows)


async def _is_contracted(place: Place, own: str | None, store: Store, guide: Guide) -> bool:
    """Whether someone under contract, for where the person is, answers for what the place serves first."""
    served = [*place.needs, *(need.id for need in guide.content.needs if place.kind in need.kinds)]
    if not served:
        return False
    used = await store.cases.units_used()
    return guide.route(served[0], own or place.territory, store.now, used).provider is not None


def gone() -> Screen:
    return Screen(
        "",
        _("This is not in the list any more."),
        ((Button(_("📍 Near me"), NearMe()),),),
    )


def router() -> Router:
    made = Router(name=__name__)
    made.message.register(attached, F.location, F.chat.type == "private")
    made.callback_query.filter(F.message.chat.type == "private")
    made.callback_query.register(needs_here, NearMe.filter())
    made.callback_query.register(needs_there, NeedsIn.filter())
    made.callback_query.register(nearest, Nearest.filter())
    made.callback_query.register(place_card, PlaceCard.filter())
    return made

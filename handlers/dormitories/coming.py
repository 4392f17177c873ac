"""Who needs a bed: hold it, come, or wait for one."""

from collections.abc import Sequence

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery
from aiogram.utils.i18n import gettext as _

from bot.domain.dormitories import Hold, HoldState, House, Needs, coming, house_of, nearby, waiting
from bot.domain.dormitories.holds import own
from bot.domain.guide import Guide
from bot.domain.people import Actor, Scope
from bot.store import Store
from bot.telegram import bed_screens, entrance
from bot.telegram.bed_buttons import (
    HoldBed,
    IAmHere,
    ItIsFull,
    LeaveList,
    MyBed,
    NotNeeded,
    OnMyWay,
    PassOffer,
    StillWaiting,
    TakeOffer,
    WaitForBed,
    needs_of,
)
from bot.telegram.bed_words import how_far
from bot.telegram.buttons import Agree, Onwards
from bot.telegram.client_buttons import tagged
from bot.telegram.screens import Screen
from bot.telegram.visits import Visits


def house_tagged(guide: Guide, tag: str | None) -> House | None:
    """The dormitory that a button means; None if the content no longer has it."""
    ident = tagged(guide.dormitories, tag)
    return house_of(guide, ident) if ident is not None else None


async def hold(
    event: CallbackQuery, callback_data: HoldBed, actor: Actor, store: Store, state: FSMContext, guide: Guide
) -> Screen:
    await entrance.leave(state)
    house = house_tagged(guide, callback_data.house)
    if house is None:
        return bed_screens.nowhere()
    if not actor.agreed(Scope.SERVICE):
        return bed_screens.consent_first(house)
    needs = needs_of(callback_data.who, step_free=callback_data.step_free)
    if needs is None:
        beds = await store.beds.counts([house.id])
        return bed_screens.whose(house, beds, store.now, step_free=callback_data.step_free)
    if not house.fitting(needs):
        await coming.found_nothing(store, actor, house)
        return await _none_free(actor, store, guide, house, needs, first=_("They have no room of this kind."))
    held = await coming.make(store, actor, house, needs, guide)
    if held is None:
        return await _none_free(actor, store, guide, house, needs)
    return bed_screens.held(held, house, store.now)


async def agree(
    event: CallbackQuery,
    callback_data: Agree,
    actor: Actor,
    store: Store,
    state: FSMContext,
    guide: Guide,
    visits: Visits,
) -> Screen:
    """Goes on to the place they wanted to hold when they were asked."""
    actor = await entrance.agreed(actor, event.from_user.id, store, visits)
    return await hold(event, HoldBed(house=callback_data.of or ""), actor, store, state, guide)


async def _none_free(
    actor: Actor, store: Store, guide: Guide, house: House, needs: Needs, *, first: str = ""
) -> Screen:
    around = entrance.standing(actor, guide) or house.place.territory
    found = await nearby.free(store, guide, around, needs, limit=bed_screens.MOST_OTHERS + 1)
    others = [(one.house, how_far(one.kilometres)) for one in found if one.house.id != house.id]
    turn = await waiting.turn(store, house, actor.id or 0)
    fits = bool(house.fitting(needs))
    shown = others[: bed_screens.MOST_OTHERS]
    return bed_screens.none_free(house, needs, shown, turn=turn, can_wait=fits, first=first)


async def wait(event: CallbackQuery, callback_data: WaitForBed, actor: Actor, store: Store, guide: Guide) -> Screen:
    house = house_tagged(guide, callback_data.house)
    needs = needs_of(callback_data.who, step_free=callback_data.step_free)
    if house is None or needs is None:
        return bed_screens.nowhere()
    return bed_screens.joined(house, await waiting.join(store, actor, house, needs))


async def my_bed(event: CallbackQuery, actor: Actor, store: Store, state: FSMContext, guide: Guide) -> Screen:
    await entrance.leave(state)
    return await _mine(actor, store, guide)


async def _mine(actor: Actor, store: Store, guide: Guide, first: str = "") -> Screen:
    person = actor.id or 0
    holds = [(hold, house_of(guide, hold.dormitory)) for hold in await _known(store, guide, person)]
    turns = [
        (one, house, await waiting.turn(store, house, person))
        for one in await store.beds.waits(person)
        if one.dormitory in guide.dormitories
        for house in (house_of(guide, one.dormitory),)
    ]
    return bed_screens.mine(holds, turns, store.now, first=first)


async def _known(store: Store, guide: Guide, person: int) -> Sequence[Hold]:
    """Without offers whose time is over and those of houses the content no longer has."""
    return [
        hold
        for hold in await store.beds.of_person(person)
        if hold.dormitory in guide.dormitories and (hold.state is not HoldState.OFFERED or hold.until > store.now)
    ]


async def on_my_way(event: CallbackQuery, callback_data: OnMyWay, actor: Actor, store: Store, guide: Guide) -> Screen:
    held = await coming.on_my_way(store, actor, callback_data.hold, guide)
    return bed_screens.held(held, house_of(guide, held.dormitory), store.now)


async def arrived(event: CallbackQuery, callback_data: IAmHere, actor: Actor, store: Store, guide: Guide) -> Screen:
    held = await coming.has_arrived(store, actor, callback_data.hold, guide)
    return bed_screens.staying(held, house_of(guide, held.dormitory))


async def not_needed(
    event: CallbackQuery, callback_data: NotNeeded, actor: Actor, store: Store, guide: Guide
) -> Screen:
    if not callback_data.sure:
        await own(store, actor, callback_data.hold, HoldState.HELD)
        text = _("Give this place up? It goes to the next person at once.")
        return bed_screens.sure(_("🛏 My place"), text, _sure(callback_data))
    await coming.give_up(store, actor, callback_data.hold, guide)
    return await _mine(actor, store, guide, _("Thank you. The place is free for someone else."))


async def full(event: CallbackQuery, callback_data: ItIsFull, actor: Actor, store: Store, guide: Guide) -> Screen:
    held = await own(store, actor, callback_data.hold, HoldState.HELD)
    if not callback_data.sure:
        text = _("You stand there, and they have no bed? Then we show it as full, and ask the house at once.")
        return bed_screens.sure(_("🛏 My place"), text, _sure(callback_data))
    house = await coming.full_at_the_door(store, actor, held.id, guide)
    assert held.needs is not None  # noqa: S101 - a hold has them until arrival
    sorry = _(
        "We are sorry. It reads as full now, and the house is asked. Your turn counts from when the place was held."
    )
    return await _none_free(actor, store, guide, house, held.needs, first=sorry)


def _sure(data: CallbackData) -> CallbackData:
    return data.model_copy(update={"sure": True})


async def take_offer(
    event: CallbackQuery, callback_data: TakeOffer, actor: Actor, store: Store, guide: Guide
) -> Screen:
    held = await waiting.accept(store, actor, callback_data.offer, guide)
    return bed_screens.held(held, house_of(guide, held.dormitory), store.now)


async def pass_offer(
    event: CallbackQuery, callback_data: PassOffer, actor: Actor, store: Store, guide: Guide
) -> Screen:
    await waiting.decline(store, actor, callback_data.offer, guide)
    return await _mine(actor, store, guide, _("It goes to the next. Your turn is kept."))


async def leave_list(
    event: CallbackQuery, callback_data: LeaveList, actor: Actor, store: Store, guide: Guide
) -> Screen:
    house = house_tagged(guide, callback_data.house)
    if house is None:
        return bed_screens.nowhere()
    if not callback_data.sure:
        return bed_screens.sure(bed_screens.title_of(house), _("Wait there no more?"), _sure(callback_data))
    await waiting.leave(store, actor, house)
    return await _mine(actor, store, guide)


async def still_waiting(
    event: CallbackQuery, callback_data: StillWaiting, actor: Actor, store: Store, guide: Guide
) -> Screen:
    house = house_tagged(guide, callback_data.house)
    if house is None:
        return bed_screens.nowhere()
    await waiting.still_waits(store, actor, house)
    return await _mine(actor, store, guide)


def router() -> Router:
    made = Router(name=__name__)
    made.callback_query.filter(F.message.chat.type == "private")
    made.callback_query.register(hold, HoldBed.filter())
    made.callback_query.register(agree, Agree.filter(F.to == Onwards.BED))
    made.callback_query.register(wait, WaitForBed.filter())
    made.callback_query.register(my_bed, MyBed.filter())
    made.callback_query.register(on_my_way, OnMyWay.filter())
    made.callback_query.register(arrived, IAmHere.filter())
    made.callback_query.register(not_needed, NotNeeded.filter())
    made.callback_query.register(full, ItIsFull.filter())
    made.callback_query.register(take_offer, TakeOffer.filter())
    made.callback_query.register(pass_offer, PassOffer.filter())
    made.callback_query.register(leave_list, LeaveList.filter())
    made.callback_query.register(still_waiting, StillWaiting.filter())
    return made

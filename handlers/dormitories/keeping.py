"""Who keeps a dormitory: counts, takes in, lets out. Two taps from the private chat with the bot."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import gettext as _

from bot.domain.dormitories import HoldState, House, figures, house_of, keeping
from bot.domain.dormitories.keeping import Refusal
from bot.domain.errors import NotAllowed
from bot.domain.guide import Guide
from bot.domain.people import Actor
from bot.store import Store
from bot.telegram import bed_desk, entrance
from bot.telegram.bed_buttons import (
    BedFigures,
    CameIn,
    Comers,
    Extend,
    Guest,
    KeepBeds,
    KeepRoom,
    Left,
    NotTaken,
    OutOfOrder,
    SetFree,
    Stayers,
    StillSo,
    TookIn,
    WentOut,
)
from bot.telegram.client_buttons import tagged
from bot.telegram.screens import Screen


def _house(guide: Guide, tag: str) -> House:
    """
    Raises:
        NotAllowed: the content no longer has it.
    """
    ident = tagged(guide.dormitories, tag)
    if ident is None:
        raise NotAllowed
    return house_of(guide, ident)


async def places(event: Message, actor: Actor, store: Store, state: FSMContext, guide: Guide) -> Screen:
    await entrance.leave_talk(store, actor)
    await entrance.leave(state)
    return await _choose(actor, store, guide)


async def _choose(actor: Actor, store: Store, guide: Guide) -> Screen:
    """The one house they keep, or which of several.

    Raises:
        NotAllowed: they keep none.
    """
    kept = keeping.kept(actor.memberships, guide)
    if not kept:
        raise NotAllowed
    return bed_desk.houses(kept) if len(kept) > 1 else await _glance(actor, store, kept[0])


async def glance(event: CallbackQuery, callback_data: KeepBeds, actor: Actor, store: Store, guide: Guide) -> Screen:
    if callback_data.house is None:
        return await _choose(actor, store, guide)
    return await _glance(actor, store, _house(guide, callback_data.house))


async def _glance(actor: Actor, store: Store, house: House, toast: str = "") -> Screen:
    beds = await keeping.look(store, actor, house)
    coming = len(await store.beds.of_house(house.id, HoldState.HELD))
    staying = sum(one.staying for one in beds)
    return bed_desk.keeping(house, beds, coming, staying, store.now, toast=toast)


async def room(event: CallbackQuery, callback_data: KeepRoom, actor: Actor, store: Store, guide: Guide) -> Screen:
    return await _room(actor, store, _house(guide, callback_data.house), callback_data.room)


async def _room(actor: Actor, store: Store, house: House, name: str) -> Screen:
    beds = {one.room: one for one in await keeping.look(store, actor, house)}
    return bed_desk.room(house, beds[house.room(name).id], store.now)


async def set_free(event: CallbackQuery, callback_data: SetFree, actor: Actor, store: Store, guide: Guide) -> Screen:
    house = _house(guide, callback_data.house)
    await keeping.count(store, actor, house, callback_data.room, callback_data.free)
    return await _glance(actor, store, house, _("Noted."))


async def still_so(event: CallbackQuery, callback_data: StillSo, actor: Actor, store: Store, guide: Guide) -> Screen:
    house = _house(guide, callback_data.house)
    await keeping.confirm(store, actor, house)
    return await _glance(actor, store, house, _("Thank you."))


async def out_of_order(
    event: CallbackQuery, callback_data: OutOfOrder, actor: Actor, store: Store, guide: Guide
) -> Screen:
    house = _house(guide, callback_data.house)
    await keeping.set_out_of_order(store, actor, house, callback_data.room, callback_data.broken)
    return await _room(actor, store, house, callback_data.room)


async def came_in(event: CallbackQuery, callback_data: CameIn, actor: Actor, store: Store, guide: Guide) -> Screen:
    house = _house(guide, callback_data.house)
    await keeping.came(store, actor, house, callback_data.room)
    return await _glance(actor, store, house, _("Noted."))


async def went_out(event: CallbackQuery, callback_data: WentOut, actor: Actor, store: Store, guide: Guide) -> Screen:
    house = _house(guide, callback_data.house)
    await keeping.went(store, actor, house, callback_data.room)
    return await _glance(actor, store, house, _("Noted."))


async def comers(event: CallbackQuery, callback_data: Comers, actor: Actor, store: Store, guide: Guide) -> Screen:
    house = _house(guide, callback_data.house)
    keeping.keeper(actor, house)
    return bed_desk.comers(house, await store.beds.of_house(house.id, HoldState.HELD), store.now)


async def stayers(event: CallbackQuery, callback_data: Stayers, actor: Actor, store: Store, guide: Guide) -> Screen:
    house = _house(guide, callback_data.house)
    keeping.keeper(actor, house)
    staying = await store.beds.of_house(house.id, HoldState.ARRIVED)
    return bed_desk.stayers(house, staying, callback_data.page, store.now)


async def guest(event: CallbackQuery, callback_data: Guest, actor: Actor, store: Store, guide: Guide) -> Screen:
    house, hold = await keeping.held(store, actor, guide, callback_data.hold, HoldState.HELD, HoldState.ARRIVED)
    return bed_desk.guest(house, hold, store.now)


async def took_in(event: CallbackQuery, callback_data: TookIn, actor: Actor, store: Store, guide: Guide) -> Screen:
    house = await keeping.arrived(store, actor, guide, callback_data.hold)
    return await _glance(actor, store, house, _("Noted."))


async def not_taken(
    event: CallbackQuery, callback_data: NotTaken, actor: Actor, store: Store, guide: Guide
) -> Screen:
    if callback_data.why not in set(Refusal):
        return bed_desk.why_not(*await keeping.held(store, actor, guide, callback_data.hold, HoldState.HELD))
    house = await keeping.refuse(store, actor, guide, callback_data.hold, Refusal(callback_data.why))
    return await _glance(actor, store, house, _("The person is told why."))


async def left(event: CallbackQuery, callback_data: Left, actor: Actor, store: Store, guide: Guide) -> Screen:
    house = await keeping.left(store, actor, guide, callback_data.hold)
    return await _glance(actor, store, house, _("Noted."))


async def extend(event: CallbackQuery, callback_data: Extend, actor: Actor, store: Store, guide: Guide) -> Screen:
    house, longer = await keeping.extend(store, actor, guide, callback_data.hold, callback_data.nights)
    return bed_desk.guest(house, longer, store.now)


async def show_figures(
    event: CallbackQuery, callback_data: BedFigures, actor: Actor, store: Store, guide: Guide
) -> Screen:
    house = _house(guide, callback_data.house)
    keeping.keeper(actor, house)
    (of_it,) = await figures.of(store, [house])
    return bed_desk.figures(house, of_it)


def router() -> Router:
    made = Router(name=__name__)
    made.message.register(places, Command("places"), F.chat.type == "private")
    made.callback_query.filter(F.message.chat.type == "private")
    made.callback_query.register(glance, KeepBeds.filter())
    made.callback_query.register(room, KeepRoom.filter())
    made.callback_query.register(set_free, SetFree.filter())
    made.callback_query.register(still_so, StillSo.filter())
    made.callback_query.register(out_of_order, OutOfOrder.filter())
    made.callback_query.register(came_in, CameIn.filter())
    made.callback_query.register(went_out, WentOut.filter())
    made.callback_query.register(comers, Comers.filter())
    made.callback_query.register(stayers, Stayers.filter())
    made.callback_query.register(guest, Guest.filter())
    made.callback_query.register(took_in, TookIn.filter())
    made.callback_query.register(not_taken, NotTaken.filter())
    made.callback_query.register(left, Left.filter())
    made.callback_query.register(extend, Extend.filter())
    made.callback_query.register(show_figures, BedFigures.filter())
    return made

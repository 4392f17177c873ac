"""What a keeper does: counts, takes in, lets out, and says who came."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.dormitories import holds, letters
from bot.domain.dormitories.counts import Beds
from bot.domain.dormitories.holds import Hold, HoldState
from bot.domain.dormitories.houses import House, house_of, houses_of
from bot.domain.dormitories.waiting import offer_on
from bot.domain.errors import N_, DomainError, NotAllowed
from bot.domain.guide import Guide
from bot.domain.people import Actor, Membership, Role

if TYPE_CHECKING:
    from bot.store import Store

DAY = timedelta(days=1)


class Refusal(StrEnum):
    """Why someone whose place was held is not taken in; they are told it in their language."""

    #: their bed is taken after all: they keep a turn from the hour their hold was made
    FULL = "full"
    #: the rules of the house
    RULES = "rules"
    #: nobody is taken in now
    CLOSED = "closed"


class NotSoMany(DomainError):
    """A count that cannot be."""

    sentence = N_("There are not so many places: the others are held, out of order, or of people who stay there.")


class NobodyThere(DomainError):
    """Only people under a code are left, and they leave by their code."""

    sentence = N_("Everyone who stays there has a code. Press “They stay” and the code of who left.")


class LongestStay(DomainError):
    """The house's own limit."""

    sentence = N_("The longest stay in this house is reached: {nights} nights.")


def keeper(actor: Actor, house: House) -> None:
    """
    Raises:
        NotAllowed: they do not keep it.
    """
    if not _keeps(actor.memberships, house):
        raise NotAllowed


def _keeps(held: Iterable[Membership], house: House) -> bool:
    return any(
        one.role is Role.STAFF and one.organisation == house.organisation and one.duties & letters.KEEPING
        for one in held
    )


def kept(held: Iterable[Membership], guide: Guide) -> list[House]:
    """The houses that someone with these memberships keeps."""
    return [house for house in houses_of(guide) if _keeps(held, house)]


async def look(store: "Store", actor: Actor, house: House) -> list[Beds]:
    """The counts, by room; makes them where there are none yet.

    Raises:
        NotAllowed: they do not keep it.
    """
    keeper(actor, house)
    await store.beds.know(house.id, {room.id: room.places for room in house.dormitory.rooms})
    by_room = {one.room: one for one in await store.beds.counts([house.id])}
    return [by_room[room.id] for room in house.dormitory.rooms]


async def count(store: "Store", actor: Actor, house: House, room: str, free: int) -> None:
    """So many are free now, besides those held.

    Raises:
        NotSoMany: there are not.
    """
    await look(store, actor, house)
    if free < 0 or not await store.beds.set_free(house.id, house.room(room).id, free):
        raise NotSoMany
    await store.audit.add("bed.counted", actor=actor.id, subject=f"beds:{house.id}:{room}", free=free)
    await offer_on(store, house)


async def confirm(store: "Store", actor: Actor, house: House) -> None:
    """All is as it is written."""
    keeper(actor, house)
    await store.beds.confirm(house.id)
    await store.audit.add("bed.confirmed", actor=actor.id, subject=f"beds:{house.id}")
    await offer_on(store, house)


async def set_out_of_order(store: "Store", actor: Actor, house: House, room: str, broken: int) -> None:
    """
    Raises:
        NotSoMany: not so many stand empty.
    """
    await look(store, actor, house)
    if broken < 0 or not await store.beds.set_out_of_order(house.id, house.room(room).id, broken):
        raise NotSoMany
    await store.audit.add("bed.broken", actor=actor.id, subject=f"beds:{house.id}:{room}", broken=broken)
    await offer_on(store, house)


async def came(store: "Store", actor: Actor, house: House, room: str) -> None:
    """Someone came who held nothing.

    Raises:
        NotSoMany: every empty place is held.
    """
    await look(store, actor, house)
    if not await store.beds.take_in(house.id, house.room(room).id):
        raise NotSoMany
    await store.beds.happened("arrived", house.id)
    await store.audit.add("bed.came", actor=actor.id, subject=f"beds:{house.id}:{room}")


async def went(store: "Store", actor: Actor, house: House, room: str) -> None:
    """Someone left who was under no code.

    Raises:
        NobodyThere: nobody was.
    """
    await look(store, actor, house)
    if not await store.beds.let_out(house.id, house.room(room).id):
        raise NobodyThere
    await store.beds.happened("left", house.id)
    await store.audit.add("bed.went", actor=actor.id, subject=f"beds:{house.id}:{room}")
    await offer_on(store, house)


async def held(store: "Store", actor: Actor, guide: Guide, hold_id: int, *states: HoldState) -> tuple[House, Hold]:
    """A hold or a stay in a house they keep.

    Raises:
        NotAllowed: it is another's.
        HoldOver: it is no more.
    """
    hold = await store.beds.get(hold_id)
    if hold is None:
        raise holds.HoldOver
    house = house_of(guide, hold.dormitory)
    keeper(actor, house)
    if hold.state not in states:
        raise holds.HoldOver
    return house, hold


async def arrived(store: "Store", actor: Actor, guide: Guide, hold_id: int) -> House:
    """Who holds a place stands there; twice is once."""
    house, hold = await held(store, actor, guide, hold_id, HoldState.HELD, HoldState.ARRIVED)
    if hold.state is HoldState.HELD:
        await holds.arrive(store, house, hold, by=actor.id)
    return house


async def refuse(store: "Store", actor: Actor, guide: Guide, hold_id: int, why: Refusal) -> House:
    """Does not take in who holds a place; they are told why, and keep a turn where a bed was missing."""
    house, hold = await held(store, actor, guide, hold_id, HoldState.HELD)
    await holds.end(store, hold, "refused")
    await store.audit.add("bed.refused", actor=actor.id, subject=f"hold:{hold.id}", why=why)
    if why is Refusal.FULL:
        # the bed that is free by our count is somebody's
        await store.beds.take_in(house.id, hold.room)
        if hold.person is not None and hold.needs is not None:
            await store.beds.wait(hold.person, house.id, hold.needs, since=hold.made_at)
    elif why is Refusal.CLOSED:
        await store.beds.doubt(house.id, hold.room)
    await letters.to_person(store, hold.person, f"refused_{why}", house.id, hold.id)
    await offer_on(store, house)
    return house


async def left(store: "Store", actor: Actor, guide: Guide, hold_id: int) -> House:
    """Who stayed under a code is gone; how long they stayed is counted, of nobody."""
    house, hold = await held(store, actor, guide, hold_id, HoldState.ARRIVED)
    if not await store.beds.end(hold):
        raise holds.HoldOver
    since = (hold.arrived_at or hold.made_at).astimezone(house.zone).date()
    nights = (store.now.astimezone(house.zone).date() - since).days
    await store.beds.happened("left", house.id, nights=nights)
    await store.audit.add("bed.left", actor=actor.id, subject=f"hold:{hold.id}")
    await offer_on(store, house)
    return house


async def extend(store: "Store", actor: Actor, guide: Guide, hold_id: int, nights: int) -> tuple[House, Hold]:
    """
    Raises:
        LongestStay: the house allows no more.
    """
    house, hold = await held(store, actor, guide, hold_id, HoldState.ARRIVED)
    until = max(hold.until, store.now) + nights * DAY
    most = house.dormitory.most_nights
    if most is not None and until - (hold.arrived_at or hold.made_at) > most * DAY:
        raise LongestStay(nights=most)
    if not await store.beds.extend(hold.id, until):
        raise holds.HoldOver
    await store.audit.add("bed.extended", actor=actor.id, subject=f"hold:{hold.id}", nights=nights)
    return house, replace(hold, until=until)

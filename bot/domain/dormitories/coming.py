"""Who is coming: holds a place, sets out, arrives, does not need it, or finds it full."""

from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.cases import new_case_code
from bot.domain.dormitories import letters
from bot.domain.dormitories.counts import CALL_AFTER
from bot.domain.dormitories.holds import (
    AlreadyHolding,
    Hold,
    HoldState,
    NothingFits,
    agreed_person,
    arrive,
    comes,
    count_once,
    end,
    own,
)
from bot.domain.dormitories.houses import LONGEST_WAY, House, Needs, house_of, way
from bot.domain.dormitories.waiting import offer_on
from bot.domain.errors import NotAllowed
from bot.domain.guide import Guide
from bot.domain.people import Actor

if TYPE_CHECKING:
    from bot.store import Store


async def make(store: "Store", actor: Actor, house: House, needs: Needs, guide: Guide) -> Hold | None:
    """Holds a place that fits; None if none is free, which is counted.

    Who waits comes before who comes now: what is free is offered on first, and an offer to this very person is taken.

    Raises:
        ConsentNeeded: they have not agreed that we keep it.
        AlreadyHolding: they hold one already, here or elsewhere.
        NothingFits: no room here is for them, free or not.
    """
    person = agreed_person(actor)
    if await store.beds.held_by(person) is not None:
        raise AlreadyHolding
    rooms = house.fitting(needs)
    if not rooms:
        raise NothingFits
    until = house.held_until(guide, actor.territory, store.now)
    await store.beds.change_needs(person, house.id, needs)
    await offer_on(store, house)
    hold = await _offered(store, person, house, needs, until) or await store.beds.hold(
        new_case_code,
        house.id,
        [room.id for room in rooms],
        person,
        needs,
        until,
        counted_after=store.now - CALL_AFTER,
    )
    if hold is None:
        if await store.beds.held_by(person) is not None:
            raise AlreadyHolding
        await count_once(store, person, house, "none_free")
        return None
    await comes(store, house, hold, person)
    return hold


async def found_nothing(store: "Store", actor: Actor, house: House) -> None:
    """They asked, and the house has no room of the kind, free or not."""
    await count_once(store, agreed_person(actor), house, "none_fitting")


async def _offered(store: "Store", person: int, house: House, needs: Needs, until: datetime) -> Hold | None:
    """What is kept for them there becomes their hold; what does not fit any more goes to the next."""
    for offer in await store.beds.of_person(person):
        if offer.state is not HoldState.OFFERED or offer.dormitory != house.id:
            continue
        if needs.fit(house.room(offer.room)) and await store.beds.accept(offer, until):
            return await store.beds.get(offer.id)
        await store.beds.end(offer, passed_on=True)
    return None


async def on_my_way(store: "Store", actor: Actor, hold_id: int, guide: Guide) -> Hold:
    """They set out now: it is held for the way from now on, and never longer than a day in all.

    Raises:
        HoldOver: it is held no longer.
    """
    hold = await own(store, actor, hold_id, HoldState.HELD)
    house = house_of(guide, hold.dormitory)
    latest = hold.made_at + LONGEST_WAY
    until = max(hold.until, min(store.now + way(guide, actor.territory, house.place), latest))
    if not hold.on_way:
        await store.beds.set_out(hold.id, until)
        await letters.to_keepers(store, house, "sets_out", hold.id)
    return await own(store, actor, hold_id)


async def has_arrived(store: "Store", actor: Actor, hold_id: int, guide: Guide) -> Hold:
    """They are there: the bed is theirs, and what it had to know of them is forgotten.

    Raises:
        HoldOver: it is held no longer.
    """
    hold = await own(store, actor, hold_id, HoldState.HELD, HoldState.ARRIVED)
    house = house_of(guide, hold.dormitory)
    if hold.state is HoldState.HELD:
        await arrive(store, house, hold, by=actor.id)
        await letters.to_keepers(store, house, "arrived", hold.id)
    return await own(store, actor, hold_id)


async def give_up(store: "Store", actor: Actor, hold_id: int, guide: Guide) -> None:
    """They do not need it: it is free for the next at once.

    Raises:
        HoldOver: it was not held any more.
    """
    hold = await own(store, actor, hold_id, HoldState.HELD)
    house = house_of(guide, hold.dormitory)
    await end(store, hold, "given_up")
    await letters.to_keepers(store, house, "not_coming", hold.id)
    await offer_on(store, house)


async def full_at_the_door(store: "Store", actor: Actor, hold_id: int, guide: Guide) -> House:
    """They stand there, and it is full: nothing is offered there until a keeper has counted anew.

    They are first on the list, as they came before who waits: by the time their hold was made.

    Raises:
        HoldOver: it was not held any more.
    """
    hold = await own(store, actor, hold_id, HoldState.HELD)
    house = house_of(guide, hold.dormitory)
    if hold.needs is None or hold.person is None:
        raise NotAllowed
    await end(store, hold, "full")
    await store.beds.doubt(house.id, hold.room)
    await store.beds.wait(hold.person, house.id, hold.needs, since=hold.made_at)
    await letters.to_keepers(store, house, "full", hold.id)
    return house

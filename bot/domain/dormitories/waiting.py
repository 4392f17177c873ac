"""The waiting list of a dormitory: an honest turn, an offer with a time to answer, and nobody dropped in silence.

A place that becomes free is kept for the first it fits for half an hour by day and two hours at night; refused or
missed, it goes to the next, and everyone keeps their turn. After three offers in a row without an answer they are
not asked until they say that they still wait; that is told them, and their turn is kept too.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.cases import new_case_code
from bot.domain.dormitories import holds, letters
from bot.domain.dormitories.counts import CALL_AFTER, Beds
from bot.domain.dormitories.holds import Hold, HoldState
from bot.domain.dormitories.houses import House, Needs, house_of
from bot.domain.errors import N_, DomainError
from bot.domain.guide import Guide
from bot.domain.people import Actor

if TYPE_CHECKING:
    from bot.store import Store

#: offers in a row without an answer
MOST_MISSED = 3


@dataclass(frozen=True, slots=True)
class Waiting:
    """Someone's turn at one dormitory."""

    id: int
    dormitory: str
    person: int
    needs: Needs
    joined_at: datetime
    #: when they were last offered a place, or answered an offer
    asked_at: datetime | None
    missed: int

    @property
    def rests(self) -> bool:
        """Is not asked until they say that they still wait."""
        return self.missed >= MOST_MISSED


class PlaceIsFree(DomainError):
    """Nobody needs to wait."""

    sentence = N_("There is a free place now. You can hold it instead of waiting.")


class OfferOver(DomainError):
    """Its time ran out, or it was answered before."""

    sentence = N_("This offer is over. Your turn in the list is kept.")


async def join(store: "Store", actor: Actor, house: House, needs: Needs) -> int:
    """Puts them on the list, or keeps their turn there; returns which turn it is.

    Raises:
        ConsentNeeded: they have not agreed that we keep it.
        NothingFits: no room here is for them.
        PlaceIsFree: one is free for them now.
    """
    person = holds.agreed_person(actor)
    fitting = {room.id for room in house.fitting(needs)}
    if not fitting:
        raise holds.NothingFits
    if any(beds.room in fitting and beds.can_be_given(store.now) for beds in await store.beds.counts([house.id])):
        raise PlaceIsFree
    await store.beds.wait(person, house.id, needs)
    await store.audit.add("bed.waits", actor=person, subject=f"person:{person}", dormitory=house.id)
    return await turn(store, house, person)


async def turn(store: "Store", house: House, person: int) -> int:
    """1 for who is asked next: only those count who came before, are still asked, and fit the same rooms.

    0 for who does not wait there.
    """
    everyone = await store.beds.waiting_at(house.id)
    mine = next((one for one in everyone if one.person == person), None)
    if mine is None:
        return 0
    before = everyone[: everyone.index(mine)]
    rooms = {room.id for room in house.fitting(mine.needs)}
    rivals = [one for one in before if not one.rests and rooms & {room.id for room in house.fitting(one.needs)}]
    return len(rivals) + 1


async def offer_on(store: "Store", house: House) -> None:
    """Offers what is free to those who wait and were not asked since it became free, in their turn."""
    counts = {beds.room: beds for beds in await store.beds.counts([house.id]) if beds.can_be_given(store.now)}
    candidates = await store.beds.can_be_asked(house.id) if counts else []
    for room in house.dormitory.rooms:
        if (beds := counts.get(room.id)) is None:
            continue
        fitting = [one for one in candidates if one.needs.fit(room) and _is_to_be_asked(one, beds)]
        for one in fitting[: beds.free]:
            if await _offer(store, house, beds, one):
                candidates.remove(one)


def _is_to_be_asked(one: Waiting, beds: Beds) -> bool:
    if one.rests:
        return False
    return one.asked_at is None or (beds.opened_at is not None and one.asked_at < beds.opened_at)


async def _offer(store: "Store", house: House, beds: Beds, one: Waiting) -> bool:
    until = store.now + house.offer_lasts(store.now)
    after = store.now - CALL_AFTER
    offer = await store.beds.offer(new_case_code, house.id, beds.room, one, until, counted_after=after)
    if offer is None:
        return False
    await store.beds.was_asked(one.id, missed=one.missed)
    await letters.to_person(
        store, one.person, "offer", house.id, offer.id, until=f"{until.astimezone(house.zone):%H:%M}"
    )
    return True


async def accept(store: "Store", actor: Actor, offer_id: int, guide: Guide) -> Hold:
    """The place is held for them from now on.

    Raises:
        OfferOver: too late.
        AlreadyHolding: another place is held for them.
    """
    offer = await _own_offer(store, actor, offer_id)
    house = house_of(guide, offer.dormitory)
    if await store.beds.held_by(offer.person or 0) is not None:
        raise holds.AlreadyHolding
    if not await store.beds.accept(offer, house.held_until(guide, actor.territory, store.now)):
        raise OfferOver
    await holds.comes(store, house, offer, offer.person or 0)
    return await holds.own(store, actor, offer.id)


async def decline(store: "Store", actor: Actor, offer_id: int, guide: Guide) -> House:
    """Goes to the next; their turn is kept.

    Raises:
        OfferOver: it has gone there already.
    """
    offer = await _own_offer(store, actor, offer_id)
    if not await store.beds.end(offer, passed_on=True):
        raise OfferOver
    if offer.waiting is not None:
        await store.beds.was_asked(offer.waiting, missed=0)
    house = house_of(guide, offer.dormitory)
    await offer_on(store, house)
    return house


async def _own_offer(store: "Store", actor: Actor, offer_id: int) -> Hold:
    offer = await store.beds.get(offer_id)
    if offer is None or actor.id is None or offer.person != actor.id or offer.state is not HoldState.OFFERED:
        raise OfferOver
    return offer


async def leave(store: "Store", actor: Actor, house: House) -> None:
    """By their own word; what is offered to them there goes to the next."""
    if actor.id is None:
        return
    for offer in await store.beds.of_person(actor.id):
        if offer.state is HoldState.OFFERED and offer.dormitory == house.id:
            await store.beds.end(offer, passed_on=True)
    await store.beds.leave_list_of(actor.id, house.id)
    await offer_on(store, house)


async def still_waits(store: "Store", actor: Actor, house: House) -> None:
    """They are asked again, from the next place on."""
    for one in await store.beds.waits(actor.id) if actor.id is not None else []:
        if one.dormitory == house.id:
            await store.beds.still_waits(one.id)
    await offer_on(store, house)

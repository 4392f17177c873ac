"""A place held for who is on the way: made by one statement, one at a time, ended by arrival, word or time."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.dormitories import letters
from bot.domain.dormitories.houses import House, Needs
from bot.domain.errors import N_, ConsentNeeded, DomainError
from bot.domain.people import Actor, Scope

if TYPE_CHECKING:
    from bot.store import Store


class HoldState(StrEnum):
    """What a bed that is not free is to somebody."""

    #: free for them until their time to answer is over
    OFFERED = "offered"
    HELD = "held"
    ARRIVED = "arrived"


@dataclass(frozen=True, slots=True)
class Hold:
    """One bed, and whose it is now."""

    id: int
    code: str
    dormitory: str
    room: str
    #: None: they erased themselves
    person: int | None
    state: HoldState
    #: None from arrival on
    needs: Needs | None
    made_at: datetime
    until: datetime
    arrived_at: datetime | None
    on_way: bool
    waiting: int | None


class AlreadyHolding(DomainError):
    """One at a time, so that nobody's bed stays empty."""

    sentence = N_("A place is held for you already. To take another, give that one up first.")


class NothingFits(DomainError):
    """The house has no room for someone with these needs."""

    sentence = N_("They have no room of this kind. “A bed tonight” shows other houses.")


class HoldOver(DomainError):
    """It was given up, ran out, or was refused."""

    sentence = N_("This place is no longer held for you.")


def agreed_person(actor: Actor) -> int:
    """
    Raises:
        ConsentNeeded: a hold is kept, and they have not agreed to that.
    """
    if actor.id is None or not actor.agreed(Scope.SERVICE):
        raise ConsentNeeded
    return actor.id


async def comes(store: "Store", house: House, hold: Hold, person: int) -> None:
    """Notes that the person waits no more, and tells the keepers who comes."""
    await store.beds.leave_list_of(person, house.id)
    await store.beds.happened("held", house.id)
    await store.audit.add("bed.held", actor=person, subject=f"hold:{hold.id}", dormitory=house.id)
    await letters.to_keepers(store, house, "comes", hold.id)


async def count_once(store: "Store", person: int, house: House, what: str) -> None:
    """However often they ask, it counts once a day; who it was is not kept."""
    once_for = f"{person}:{house.id}:{what}:{await store.meta.salt_of_the_day()}"
    await store.beds.happened(what, house.id, once_for=once_for)


async def own(store: "Store", actor: Actor, hold_id: int, *states: HoldState) -> Hold:
    """The person's own hold, in one of these states.

    Raises:
        HoldOver: it is not so any more, or was never theirs.
    """
    hold = await store.beds.get(hold_id)
    if hold is None or actor.id is None or hold.person != actor.id or (states and hold.state not in states):
        raise HoldOver
    return hold


async def arrive(store: "Store", house: House, hold: Hold, *, by: int | None) -> None:
    """
    Raises:
        HoldOver: someone said so, or it ran out, a moment before.
    """
    if not await store.beds.arrive(hold, house.stays_until(store.now)):
        raise HoldOver
    await store.beds.happened("arrived", house.id)
    await store.audit.add("bed.arrived", actor=by, subject=f"hold:{hold.id}")


async def end(store: "Store", hold: Hold, what: str) -> None:
    """
    Raises:
        HoldOver: it ended a moment before.
    """
    if not await store.beds.end(hold):
        raise HoldOver
    await store.beds.happened(what, hold.dormitory)
    await store.audit.add("bed.ended", actor=None, subject=f"hold:{hold.id}", what=what)


async def let_go(store: "Store", person: int) -> None:
    """Of who erases themselves or takes their consent back: what is held is free, where they wait nobody waits.

    Who sleeps there sleeps on; the bed is a nobody's until they leave. The next tick offers on what became free.
    """
    for hold in await store.beds.of_person(person):
        if hold.state is HoldState.ARRIVED:
            await store.beds.make_nobodys(hold.id)
        elif await store.beds.end(hold):
            await store.beds.happened("given_up", hold.dormitory)
    await store.beds.leave_lists(person)

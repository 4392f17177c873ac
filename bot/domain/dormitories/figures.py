"""Occupancy, who was turned away, and how long people stay: of houses, never of a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.domain.dormitories.houses import House

if TYPE_CHECKING:
    from bot.store import Store

#: how far back what happened is counted
PERIOD = timedelta(days=30)
TURNED_AWAY = ("none_free", "none_fitting", "full", "refused")
#: smaller counts could be somebody
FEW = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one house, now and in the last thirty days."""

    house: str
    places: int
    occupied: int
    held: int
    out_of_order: int
    arrived: int
    turned_away: int
    did_not_come: int
    #: of those who left under a code; None: nobody did
    mean_nights: float | None
    left: int


async def of(store: "Store", houses: Iterable[House]) -> list[Figures]:
    """A line for each house, in the order given."""
    known = list(houses)
    counts = await store.beds.counts([house.id for house in known])
    often: dict[tuple[str, str], tuple[int, float | None]] = {
        (house, what): (count, nights) for house, what, count, nights in await store.beds.tally(store.now - PERIOD)
    }
    made = []
    for house in known:
        rooms = [one for one in counts if one.dormitory == house.id]

        def count(*what: str, of: str = house.id) -> int:
            return sum(often.get((of, one), (0, None))[0] for one in what)

        made.append(
            Figures(
                house.id,
                sum(one.total for one in rooms) or sum(room.places for room in house.dormitory.rooms),
                sum(one.occupied for one in rooms),
                sum(one.held for one in rooms),
                sum(one.out_of_order for one in rooms),
                count("arrived"),
                count(*TURNED_AWAY),
                count("expired"),
                often.get((house.id, "left"), (0, None))[1],
                count("left"),
            )
        )
    return made


def guarded(count: int) -> str:
    """As those see it who are not of the house: a small number could be somebody."""
    return f"<{FEW}" if 0 < count < FEW else str(count)

"""The nearest places that are free, in the directory's own order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.directory import Found, Rank
from bot.domain.dormitories.counts import Beds
from bot.domain.dormitories.houses import House, Needs, house_of
from bot.domain.guide import Guide

if TYPE_CHECKING:
    from bot.store import Store

#: what is looked for, as the directory names it
BED = "bed"
#: looked at first, and how many more each time none of those has a place
A_FEW, TIMES = 20, 8
#: further away one goes where somebody can be asked first
WITHIN_REACH = frozenset({Rank.LINE, Rank.SERVES, Rank.REGION})


@dataclass(frozen=True, slots=True)
class Free:
    """A dormitory with a place, and how far it is."""

    house: House
    beds: tuple[Beds, ...]
    #: None: in the person's own town, or not known
    kilometres: float | None


async def free(store: "Store", guide: Guide, where: str, needs: Needs | None, *, limit: int) -> list[Free]:
    """The nearest dormitories with a free place, for someone with these needs, or for anyone."""
    most, seen = A_FEW, 0
    found: list[Free] = []
    while len(found) < limit:
        near = guide.directory.nearest(BED, where, store.now, limit=most)
        found += await _with_places(store, guide, near[seen:], needs)
        if len(near) < most:
            break
        most, seen = most * TIMES, len(near)
    return found[:limit]


async def _with_places(store: "Store", guide: Guide, near: Sequence[Found], needs: Needs | None) -> list[Free]:
    houses = {one.place.id: one for one in near if one.place.id in guide.dormitories}
    counts = await store.beds.counts(list(houses)) if houses else []
    found = []
    for ident, one in houses.items():
        house = house_of(guide, ident)
        rooms = {room.id for room in (house.fitting(needs) if needs else house.dormitory.rooms)}
        beds = tuple(
            beds for beds in counts if beds.dormitory == ident and beds.room in rooms and beds.can_be_given(store.now)
        )
        if beds:
            found.append(Free(house, beds, one.distance_km))
    return found


async def counts_near(store: "Store", guide: Guide, where: str) -> dict[str, list[Beds]]:
    """By dormitory, the counts of those near enough to be listed."""
    near = guide.directory.nearest(BED, where, store.now, limit=A_FEW)
    houses = [one.place.id for one in near if one.place.id in guide.dormitories]
    by_house: dict[str, list[Beds]] = {}
    for beds in await store.beds.counts(houses) if houses else []:
        by_house.setdefault(beds.dormitory, []).append(beds)
    return by_house

"""The places that serve one need, laid out so that the nearest few are found without looking at all of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

import numpy as np

from bot.content.models import Kind, Place
from bot.domain.directory.geometry import Floats, Indexes, chords, kilometres, smallest, unit_vectors
from bot.domain.directory.territories import LOCATED, Territories

#: added to the squared chord (at most 5): first what is believed, then, among what serves here, the fitter kind
SINK = 1_000_000.0
FITNESS = 10.0

NONE: Indexes = np.array([], dtype=np.intp)


class Rank(IntEnum):
    """Why a place stands where it stands among the nearest; lower comes first."""

    #: a line for the whole country, of the kind that fits the need best
    LINE = 0
    #: serves the person's territory, or lies in it, or serves the whole country from the person's own region
    SERVES = 1
    #: stands in the person's region, or in the one around or within it that has the same centre
    REGION = 2
    #: serves the whole country: a call reaches further than a journey to another region
    NATIONAL = 3
    #: elsewhere in the country
    ELSEWHERE = 4


@dataclass(frozen=True, slots=True)
class Near:
    place: Place
    rank: Rank
    #: None where an end is not known to be a point
    kilometres: float | None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a person is: a territory (None: outside every country served), and a point to measure from."""

    territory: str | None
    point: Floats
    #: whether the point is where the person is (a pin, a town), not just the middle of a large area
    located: bool
    #: whether it is a pin, exact to metres
    pinned: bool


class Shelf:
    """Places that serve one need, each with its fitness (0: of the kind that fits best)."""

    def __init__(
        self, places: Sequence[tuple[Place, int]], kinds: Mapping[str, Kind], territories: Territories
    ) -> None:
        self._places = [place for place, _ in places]
        self._territories = territories
        self._fitness = np.array([fitness for _, fitness in places], dtype=float)
        self._points = _points(self._places, territories)
        limits = [_limits(place, kinds[place.kind]) for place in self._places]
        self._believed = np.array([believed for believed, _ in limits], dtype=np.int64)
        self._listed = np.array([listed for _, listed in limits], dtype=np.int64)
        self._standing = _grouped(territories.chain(place.territory) for place in self._places)
        self._serving = _grouped((scope(place),) for place in self._places)
        self._serving_within = _grouped(territories.chain(scope(place)) for place in self._places)

    def nearest(self, origin: Origin, limit: int, on: date) -> list[Near]:
        """The first few in the order of rank, belief, fitness (of what serves here) and distance."""
        chosen: list[Near] = []
        left = np.ones(len(self._places), dtype=bool)
        for rank, members in self._groups(origin):
            remaining = members[left[members]]
            left[remaining] = False
            chosen += self._pick(rank, remaining, origin, limit - len(chosen), on)
            if len(chosen) >= limit:
                break
        return chosen

    def _groups(self, origin: Origin) -> Iterator[tuple[Rank, Indexes]]:
        """The members of each rank, in order; a member named before is not meant again."""
        if origin.territory is None:
            yield Rank.ELSEWHERE, np.arange(len(self._places))
            return
        country, *inner = reversed(self._territories.chain(origin.territory))
        national = self._serving.get(country, NONE)
        region = self._standing_in(self._territories.surroundings(origin.territory))
        yield Rank.LINE, national[self._fitness[national] == 0]
        yield Rank.SERVES, self._serving_here(origin.territory, inner, national, region)
        yield Rank.REGION, region
        yield Rank.NATIONAL, national
        yield Rank.ELSEWHERE, self._standing.get(country, NONE)

    def _standing_in(self, regions: Sequence[str]) -> Indexes:
        standing = [self._standing[code] for code in regions if code in self._standing]
        return np.sort(np.concatenate(standing), kind="stable") if standing else NONE

    def _serving_here(self, home: str, inner: list[str], national: Indexes, region: Indexes) -> Indexes:
        """What serves the home or what it lies in, a part of it, or the whole country from the home's own region."""
        within = self._serving_within.get(home, NONE)
        if not inner:
            return np.setdiff1d(within, national)
        around = [self._serving.get(code, NONE) for code in inner if code != home]
        in_region = np.zeros(len(self._places), dtype=bool)
        in_region[region] = True
        # Sorted, so that equals keep their order; the runs are sorted already, which the stable sort makes use of.
        return np.sort(np.concatenate([within, *around, national[in_region[national]]]), kind="stable")

    def _pick(self, rank: Rank, members: Indexes, origin: Origin, limit: int, on: date) -> list[Near]:
        if not len(members):
            return []
        far = chords(self._points[members], origin.point)
        today = on.toordinal()
        keys = far + SINK * (self._believed[members] < today)
        if rank is Rank.SERVES:
            keys += FITNESS * self._fitness[members]
        keys[self._listed[members] < today] = np.inf
        return [
            Near(self._places[members[n]], rank, kilometres(far[n]) if origin.located else None)
            for n in smallest(keys, limit)
        ]


def scope(place: Place) -> str:
    """The territory whose people the place serves."""
    return place.serves or place.territory


def _grouped(codes: Iterable[Iterable[str]]) -> dict[str, Indexes]:
    """For each code, the indexes of the items that have it, in order."""
    found: dict[str, list[int]] = defaultdict(list)
    for index, of_one in enumerate(codes):
        for code in of_one:
            found[code].append(index)
    return {code: np.array(indexes, dtype=np.intp) for code, indexes in found.items()}


def _limits(place: Place, kind: Kind) -> tuple[int, int]:
    """The last days, as ordinals, on which the place is believed and on which it is listed at all."""
    if place.assured is None:
        return 0, date.max.toordinal()
    assured = place.assured.toordinal()
    return assured + kind.assured_days, assured + 2 * kind.assured_days


def _points(places: Sequence[Place], territories: Territories) -> Floats:
    """Where the places are; a place without coordinates is taken to be in the middle of its town."""
    known = [_coordinates(place, territories) for place in places]
    return unit_vectors([latitude for latitude, _ in known], [longitude for _, longitude in known])


def _coordinates(place: Place, territories: Territories) -> tuple[float, float]:
    if place.latitude is not None and place.longitude is not None:
        return place.latitude, place.longitude
    territory = territories[place.territory]
    if territory.level in LOCATED and territory.latitude is not None and territory.longitude is not None:
        return territory.latitude, territory.longitude
    return np.nan, np.nan

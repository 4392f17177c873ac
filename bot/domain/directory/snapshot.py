"""The directory: organisations, services, places and opening hours as one immutable snapshot.

It is built from the content at one version and swapped whole when that changes. Everything asked of it is answered
from memory and without side effects.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np

from bot.content.models import Content, Kind, Need, Organisation, Place, Service, Territory
from bot.domain.directory.freshness import Freshness, freshness
from bot.domain.directory.gazetteer import Named
from bot.domain.directory.geometry import Floats, chords, kilometres, unit_vectors
from bot.domain.directory.hours import UNKNOWN as UNKNOWN_HOURS
from bot.domain.directory.hours import Opening, Schedule
from bot.domain.directory.meaning import Meaning
from bot.domain.directory.search import Hit
from bot.domain.directory.shelf import Near, Origin, Rank, Shelf
from bot.domain.directory.territories import LOCATED, Territories, country, zone
from bot.domain.directory.week import Week, week

#: a territory's code, or latitude and longitude in degrees
Where = str | tuple[float, float]

#: beyond this many kilometres from every settlement known, a pin is in none of our countries
OUTSIDE = 100.0


@dataclass(frozen=True, slots=True)
class Found:
    """A place among the nearest, with what a short line about it says."""

    place: Place
    rank: Rank
    #: None where either end is not known to be a point
    distance_km: float | None
    #: whether the distance is to the address itself, so that metres and a map pin are honest
    precise: bool
    #: whether it stands in the person's own town
    in_town: bool
    freshness: Freshness
    opening: Opening


@dataclass(frozen=True, slots=True)
class NoCentre:
    """Nothing in the directory serves this need here: who can direct the person, and what is nearest anyway."""

    director: Place | None
    nearest: Found | None


class Directory:
    """Answers who helps with what, where and when."""

    def __init__(self, content: Content) -> None:
        self.version = content.version
        self.territories = Territories(content.territories)
        self.needs: dict[str, Need] = {need.id: need for need in content.needs}
        self.kinds: dict[str, Kind] = {kind.id: kind for kind in content.kinds}
        self.services: dict[str, Service] = {service.id: service for service in content.services}
        self.organisations: dict[str, Organisation] = {body.id: body for body in content.organisations}
        self.places: dict[str, Place] = {place.id: place for place in content.places}
        self._meaning = Meaning(content, self.territories)
        self._shelves: dict[str | tuple[str, ...], Shelf] = {}
        self._schedules: dict[tuple[str, str, str | None], Schedule] = {}
        self._weeks: dict[tuple[str, int], Week] = {}

    def territory(self, code: str) -> Territory:
        """The territory of this code, or KeyError."""
        return self.territories[code]

    def children(self, code: str) -> tuple[Territory, ...]:
        return self.territories.children(code)

    def name(self, code: str, language: str) -> str:
        """A territory's name with its path: "Мозырь, Гомельская область"."""
        return self.territories.path(code, language)

    def nearest(self, need: str | Sequence[str], where: Where, at: datetime, limit: int = 5) -> list[Found]:
        """The places nearest to a person that serve a need (its id) or are of one of these kinds, the fittest first.

        Places that only direct elsewhere, and those not assured for twice their limit, are not among them.
        """
        origin = self._origin(where)
        on = at.astimezone(zone(origin.territory or "BY")).date()
        return [self._found(near, origin, at) for near in self._shelf(need).nearest(origin, limit, on)]

    def no_centre(self, need: str | Sequence[str], where: Where, at: datetime) -> NoCentre | None:
        """What to say if nothing serves the need where the person is; None if something does.

        A line for the whole country serves where it fits the need best, not where it is only better than nothing.
        """
        found = self.nearest(need, where, at, limit=20)
        if any(one.rank in (Rank.LINE, Rank.SERVES) for one in found):
            return None
        elsewhere = [one for one in found if one.rank in (Rank.REGION, Rank.ELSEWHERE)]
        nearest = min(elsewhere, key=_by_region_and_distance, default=None)
        return NoCentre(self.director(where), nearest)

    def director(self, where: Where) -> Place | None:
        """The body nearest above the person, below the country, that takes nobody in but directs people on."""
        home = self._origin(where).territory
        around = self.territories.chain(home)[:-1] if home else ()
        return next((self._directors[code] for code in around if code in self._directors), None)

    def freshness(self, place: Place, at: datetime) -> Freshness:
        """How far the entry is believed on the day it is there."""
        return freshness(place, self.kinds[place.kind], at.astimezone(zone(place.territory)).date())

    def opening(self, place: Place, at: datetime) -> Opening:
        """Whether the place is open; UNKNOWN where it gives no hours."""
        schedule = self._schedule(place)
        return schedule.opening(at) if schedule else UNKNOWN_HOURS

    def week(self, place: Place, at: datetime) -> Week | None:
        """The place's hours in rules; None where it gives no hours."""
        schedule = self._schedule(place)
        if schedule is None:
            return None
        local = at.astimezone(zone(place.territory))
        key = place.id, local.year
        if key not in self._weeks:
            self._weeks[key] = week(schedule, local)
        return self._weeks[key]

    def search(self, text: str, language: str, where: Where | None = None, limit: int = 8) -> list[Hit]:
        """What the words mean: needs, kinds, services, places, bodies and territories, the likeliest first."""
        home = self._origin(where).territory if where is not None else None
        return self._meaning.search(text, language, home, limit)

    def tells_of_danger(self, text: str) -> bool:
        """Whether a phrase stands in the text that is said by who may be in danger of their life."""
        return self._meaning.tells_of_danger(text)

    def named(self, text: str, land: str | None = None) -> Named:
        """The territories that the words name, the likeliest first; only one of the country ``land`` may be sure."""
        return self._meaning.named(text, land)

    def settlement_near(self, latitude: float, longitude: float) -> Territory | None:
        """The settlement nearest to a pin; None far from all of them. What replaces a location someone attached."""
        settlements, points = self._settlements
        if not settlements:
            return None
        far = chords(points, unit_vectors(latitude, longitude))
        nearest = int(far.argmin())
        distance = kilometres(far[nearest])
        return settlements[nearest] if distance is not None and distance <= OUTSIDE else None

    def _found(self, near: Near, origin: Origin, at: datetime) -> Found:
        place = near.place
        town = origin.territory and self.territories.at_level(origin.territory, "settlement")
        in_town = bool(town) and self.territories.at_level(place.territory, "settlement") == town
        precise = origin.pinned and place.precision == "address"
        return Found(
            place=place,
            rank=near.rank,
            distance_km=None if in_town and not precise else near.kilometres,
            precise=precise,
            in_town=in_town,
            freshness=self.freshness(place, at),
            opening=self.opening(place, at),
        )

    def _origin(self, where: Where) -> Origin:
        if not isinstance(where, str):
            near = self.settlement_near(*where)
            return Origin(near.code if near else None, unit_vectors(*where), located=True, pinned=True)
        territory = self.territories[where]
        point = unit_vectors(
            np.nan if territory.latitude is None else territory.latitude,
            np.nan if territory.longitude is None else territory.longitude,
        )
        return Origin(where, point, located=territory.level in LOCATED, pinned=False)

    def _shelf(self, need: str | Sequence[str]) -> Shelf:
        key = need if isinstance(need, str) else tuple(need)
        if key not in self._shelves:
            self._shelves[key] = Shelf(self._serving(key), self.kinds, self.territories)
        return self._shelves[key]

    def _serving(self, need: str | tuple[str, ...]) -> list[tuple[Place, int]]:
        """Places that serve a need or are of the kinds, with their fitness: how late their kind is named."""
        kinds = self.needs[need].kinds if isinstance(need, str) else need
        fitness = {kind: order for order, kind in enumerate(kinds) if self.kinds[kind].serves_people}
        return [
            (place, fitness.get(place.kind, len(kinds)))
            for place in self.places.values()
            if place.kind in fitness or (need in place.needs and self.kinds[place.kind].serves_people)
        ]

    def _schedule(self, place: Place) -> Schedule | None:
        if place.hours is None:
            return None
        holidays_of = country(place.territory) if self.kinds[place.kind].keeps_holidays else None
        key = place.hours, place.territory[:2], holidays_of
        if key not in self._schedules:
            self._schedules[key] = Schedule(place.hours, zone(place.territory), holidays_of)
        return self._schedules[key]

    @cached_property
    def _settlements(self) -> tuple[list[Territory], Floats]:
        """Settlements whose position is known, and their positions."""
        known = [
            (territory, territory.latitude, territory.longitude)
            for territory in self.territories
            if territory.level == "settlement" and territory.latitude is not None and territory.longitude is not None
        ]
        points = unit_vectors([latitude for _, latitude, _ in known], [longitude for _, _, longitude in known])
        return [territory for territory, _, _ in known], points

    @cached_property
    def _directors(self) -> dict[str, Place]:
        """By territory, the body that directs people on: of the kind named first, that governs just this area."""
        order = {kind: number for number, kind in enumerate(self.kinds)}
        directing = [place for place in self.places.values() if not self.kinds[place.kind].serves_people]
        found: dict[str, Place] = {}
        for place in sorted(directing, key=lambda place: order[place.kind]):
            found.setdefault(self._governed(place), place)
        return found

    def _governed(self, place: Place) -> str:
        """The area a directing body answers for: the district of the town it stands in, if it says no other."""
        district = self.territories.at_level(place.territory, "district")
        return place.serves or district or place.territory


def _by_region_and_distance(found: Found) -> tuple[Rank, float]:
    return found.rank, math.inf if found.distance_km is None else found.distance_km

"""A dormitory as the content has it, and which of its rooms fit someone."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from bot.content.models import Dormitory, Place, Room
from bot.domain.directory import OpenState, zone
from bot.domain.directory.geometry import chords, kilometres, unit_vectors
from bot.domain.directory.hours import Schedule
from bot.domain.errors import NotAllowed
from bot.domain.guide import Guide

#: by bus, with waiting for it and the walk at both ends
KILOMETRES_AN_HOUR = 30
LEAST_WAY, LONGEST_WAY = timedelta(hours=2), timedelta(hours=24)
#: after the doors open again
AT_THE_DOOR = timedelta(hours=1)
#: by day one sees a message sooner
DAY_BEGINS, NIGHT_BEGINS = 7, 22
BY_DAY, BY_NIGHT = timedelta(minutes=30), timedelta(hours=2)


class Sex(StrEnum):
    """Which room; nothing else follows from it."""

    WOMAN = "w"
    MAN = "m"


@dataclass(frozen=True, slots=True)
class Needs:
    """What a bed has to know of who comes."""

    sex: Sex
    children: bool = False
    step_free: bool = False

    def as_data(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Needs":
        return cls(Sex(data["sex"]), bool(data["children"]), bool(data["step_free"]))

    def fit(self, room: Room) -> bool:
        """Whether one with these needs may sleep there; children sleep where families do, and nobody else there."""
        if self.step_free and not room.step_free:
            return False
        if self.children or room.who == "families":
            return self.children and room.who == "families"
        return room.who in {"anyone", "men" if self.sex is Sex.MAN else "women"}


@dataclass(frozen=True, slots=True)
class House:
    """A dormitory, and the place of the directory that it is."""

    dormitory: Dormitory
    place: Place

    @property
    def id(self) -> str:
        return self.place.id

    @property
    def organisation(self) -> str:
        """Whose members keep it; the content is checked for it."""
        return self.place.organisation or ""

    @property
    def zone(self) -> ZoneInfo:
        return zone(self.place.territory)

    def room(self, ident: str) -> Room:
        """
        Raises:
            NotAllowed: there is none of this name.
        """
        for room in self.dormitory.rooms:
            if room.id == ident:
                return room
        raise NotAllowed

    def fitting(self, needs: Needs) -> list[Room]:
        """Rooms for someone with these needs; those without steps are spared for who needs them."""
        return sorted((room for room in self.dormitory.rooms if needs.fit(room)), key=lambda room: room.step_free)

    def offer_lasts(self, at: datetime) -> timedelta:
        """How long an offer waits for an answer."""
        return BY_DAY if DAY_BEGINS <= at.astimezone(self.zone).hour < NIGHT_BEGINS else BY_NIGHT

    def held_until(self, guide: Guide, territory: str | None, at: datetime) -> datetime:
        """As long as the way there takes; where the doors are shut by then, until they have been open a while."""
        until = at + way(guide, territory, self.place)
        opens = self._shut_until(until)
        return min(max(until, opens + AT_THE_DOOR if opens else until), at + LONGEST_WAY)

    def stays_until(self, at: datetime) -> datetime:
        """When a stay is planned to end that begins now; a keeper can extend it."""
        return at + timedelta(days=self.dormitory.least_nights or 1)

    def _shut_until(self, at: datetime) -> datetime | None:
        hours = self.dormitory.admission or self.place.hours
        if hours is None:
            return None
        opening = Schedule(hours, self.zone, None).opening(at)
        return None if opening.state in {OpenState.OPEN, OpenState.UNKNOWN} else opening.until


def way(guide: Guide, territory: str | None, place: Place) -> timedelta:
    """How long it takes to get there: two hours to a day; a day where nobody knows how far it is."""
    far = _distance(guide, territory, place)
    if far is None:
        return LONGEST_WAY
    return min(max(timedelta(hours=far / KILOMETRES_AN_HOUR), LEAST_WAY), LONGEST_WAY)


def _distance(guide: Guide, territory: str | None, place: Place) -> float | None:
    territories = guide.directory.territories
    if territory is None or territory not in territories:
        return None
    here, there = territories[territory], territories[place.territory]
    latitude, longitude = place.latitude or there.latitude, place.longitude or there.longitude
    if here.latitude is None or here.longitude is None or latitude is None or longitude is None:
        return None
    return kilometres(
        float(chords(unit_vectors([latitude], [longitude]), unit_vectors(here.latitude, here.longitude))[0])
    )


def house_of(guide: Guide, ident: str) -> House:
    """
    Raises:
        NotAllowed: the content has no such dormitory, or no longer.
    """
    dormitory, place = guide.dormitories.get(ident), guide.directory.places.get(ident)
    if dormitory is None or place is None:
        raise NotAllowed
    return House(dormitory, place)


def houses_of(guide: Guide) -> Iterator[House]:
    """All of them."""
    return (house_of(guide, ident) for ident in guide.dormitories)

"""What holds for a dormitory: someone keeps it, and its rooms, hours and stays make sense."""

from collections.abc import Iterator

import opening_hours

from bot.content.draft import Draft, Entry
from bot.content.mistakes import Mistake
from bot.content.models import Dormitory, Place


def impossible_beds(draft: Draft) -> Iterator[Mistake]:
    places = {entry.value.id: entry.value for entry in draft.places}
    providers = {entry.value.id: entry.value.provider for entry in draft.contracts}
    for entry in draft.dormitories:
        yield from _terms(entry)
        place = places.get(entry.value.id)
        if place is not None:
            yield from _keepers(entry, place, providers.get(entry.value.contract or ""))


def _terms(entry: Entry[Dormitory]) -> Iterator[Mistake]:
    house = entry.value
    rooms = [room.id for room in house.rooms]
    for number, room in enumerate(rooms):
        if room in rooms[:number]:
            yield entry.mistake(f"rooms.{number}.id", f"{room} is already the name of another room here")
    if house.admission is not None and not opening_hours.validate(house.admission):
        yield entry.mistake("admission", f"{house.admission!r} is not in the form of OpenStreetMap's opening_hours")
    if house.least_nights and house.most_nights and house.least_nights > house.most_nights:
        yield entry.mistake("least_nights", "is more than most_nights")


def _keepers(entry: Entry[Dormitory], place: Place, provider: str | None) -> Iterator[Mistake]:
    if place.organisation is None:
        yield entry.mistake("id", "is a place without an organisation: nobody would count its beds")
    elif provider is not None and provider != place.organisation:
        yield entry.mistake("contract", f"is {provider}'s, and the place is {place.organisation}'s")

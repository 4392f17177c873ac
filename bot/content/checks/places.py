"""What holds for a single place: hours, secrecy, precision, dates, grade."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import opening_hours

from bot.content.checks.territories import inside
from bot.content.draft import Draft
from bot.content.mistakes import Mistake

_DATE = re.compile(r"^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$")


def bad_hours(draft: Draft) -> Iterator[Mistake]:
    for entry in draft.places:
        phones = ((f"phones.{position}.hours", phone.hours) for position, phone in enumerate(entry.value.phones))
        for where, hours in (("hours", entry.value.hours), *phones):
            if hours is not None and not opening_hours.validate(hours):
                yield entry.mistake(where, f"{hours!r} is not in the form of OpenStreetMap's opening_hours")


def shown_secrets(draft: Draft) -> Iterator[Mistake]:
    """An address that must not be published is not written down at all."""
    for entry in draft.places:
        if entry.value.address_hidden:
            for field in ("address", "latitude", "longitude"):
                if getattr(entry.value, field) is not None:
                    yield entry.mistake(field, "must not be written: the address is hidden")


def doubtful_coordinates(draft: Draft) -> Iterator[Mistake]:
    """Coordinates say what they are of, lie in the country, and are not a town's centre passed off as an address."""
    centres = {
        (entry.value.latitude, entry.value.longitude)
        for entry in draft.territories
        if entry.value.level == "settlement"
    }
    for entry in draft.places:
        place = entry.value
        at = (place.latitude, place.longitude)
        if len({place.latitude is None, place.longitude is None, place.precision is None}) > 1:
            yield entry.mistake("latitude", "latitude, longitude and precision come together")
        elif not inside(place.territory, *at):
            yield entry.mistake("latitude", "lies outside its country")
        elif place.precision == "address" and at in centres and "doubtful-coordinates" not in place.waivers:
            yield entry.mistake("precision", "these are the coordinates of the town, not of the address")


def impossible_dates(draft: Draft) -> Iterator[Mistake]:
    """Nothing was assured in the future, nor by a source that is older than the assurance."""
    for entry in draft.places:
        assured, latest = entry.value.assured, _last_day(entry.value.source_date)
        if assured is None:
            continue
        if assured > draft.today:
            yield entry.mistake("assured", "is in the future")
        if latest is None:
            yield entry.mistake("assured", "needs a source_date such as 2026, 2026-04 or 2026-04-13")
        elif assured > latest:
            yield entry.mistake("assured", "is later than source_date: name the newer source and its day")


def _last_day(source_date: str) -> date | None:
    """The last day a written date can mean: 2026 is 31 December 2026, 2026-04 is 30 April 2026."""
    found = _DATE.match(source_date)
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        if day is not None:
            return date(year or 1, month or 1, day)
        return (date(year or 1, month or 12, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    except ValueError:
        return None


def grade_and_phones(draft: Draft) -> Iterator[Mistake]:
    for entry in draft.places:
        if entry.value.grade == "B" and entry.value.phones:
            yield entry.mistake("phones", "grade B means a source without contacts: give grade A or leave phones out")

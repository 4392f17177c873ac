"""How far an entry is believed: the limits by kind are in the content, what follows from them is here."""

from datetime import date, timedelta
from enum import Enum

from bot.content.models import Kind, Place


class Freshness(Enum):
    """What may be said of an entry, from when someone last assured it."""

    FRESH = "fresh"
    #: past its kind's limit, or never assured: shown after the fresh ones, with "call first"
    CALL_FIRST = "call_first"
    #: past twice the limit: found only by its name
    GONE = "gone"


def freshness(place: Place, kind: Kind, on: date) -> Freshness:
    """How far the entry is believed on this day."""
    if place.assured is None:
        return Freshness.CALL_FIRST
    age = on - place.assured
    if age <= timedelta(days=kind.assured_days):
        return Freshness.FRESH
    return Freshness.CALL_FIRST if age <= timedelta(days=2 * kind.assured_days) else Freshness.GONE

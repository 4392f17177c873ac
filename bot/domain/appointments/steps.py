"""When a client is reminded: four days and one day before, which trials found to work; the same morning if asked for.

On Saturdays and Sundays nothing comes unless that was asked for: it comes on the working day before instead.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum

#: on the day of a step, on the client's wall
AT = time(10)
MORNING_AT, EARLIEST = time(8), time(6)
#: the same morning, at least so long before
AHEAD = timedelta(minutes=90)


class Step(StrEnum):
    """A reminder of an appointment."""

    FOUR = "four"
    ONE = "one"
    MORNING = "morning"


_DAYS = {Step.FOUR: 4, Step.ONE: 1}


def steps(wall: datetime, *, morning: bool, weekends: bool) -> Mapping[Step, datetime]:
    """The steps of an appointment, each with its time on the same wall, in their order."""
    found = {step: _before(wall, days, weekends=weekends) for step, days in _DAYS.items()}
    if morning:
        early = min(datetime.combine(wall.date(), MORNING_AT), wall - AHEAD)
        if early.date() == wall.date() and early.time() >= EARLIEST:
            found[Step.MORNING] = early
    return found


def _before(wall: datetime, days: int, *, weekends: bool) -> datetime:
    day = wall.date() - timedelta(days=days)
    while not weekends and day.weekday() > 4:
        day -= timedelta(days=1)
    return datetime.combine(day, AT)

"""What a time on the wall means as a moment, and when something that repeats comes again.

A time that the clocks skip is as many minutes after the skip as it would have been (02:30 rings at 03:30), unless
that is another day: then it rings an hour before the skip. A time that comes twice rings the first time. So every
local day has its one reminder, in every zone; a day that a zone leaves out altogether has none.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Repeat(StrEnum):
    """How often something comes again."""

    ONCE = ""
    DAY = "day"
    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    #: on the same day of the month; where a month has no such day, on its last
    MONTH = "month"


_STEP = {Repeat.DAY: 1, Repeat.WEEK: 7, Repeat.TWO_WEEKS: 14}


def moment(wall: datetime, zone: ZoneInfo) -> datetime | None:
    """The moment at which the wall shows this time; None if its whole day does not exist in this zone."""
    for fold in (0, 1):
        at = wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)
        if at.astimezone(zone).date() == wall.date():
            return at
    return None


def surely(wall: datetime, zone: ZoneInfo) -> datetime:
    """The same for what comes once: on a day that does not exist, a day later."""
    return moment(wall, zone) or wall.replace(tzinfo=zone).astimezone(UTC)


def on_wall(at: datetime, zone: ZoneInfo) -> datetime:
    """What the wall shows at a moment; a minute that has begun is over."""
    shown = at.astimezone(zone).replace(tzinfo=None)
    return shown if shown.second == shown.microsecond == 0 else shown.replace(second=0, microsecond=0) + _MINUTE


_MINUTE = timedelta(minutes=1)


def occurrence(first: datetime, repeats: Repeat, number: int) -> datetime:
    """The wall time of an occurrence, counted from 0."""
    if repeats is Repeat.MONTH:
        months = first.month - 1 + number
        year, month = first.year + months // 12, months % 12 + 1
        day = min(first.day, monthrange(year, month)[1])
        return datetime.combine(date(year, month, day), first.time())
    return first + timedelta(days=_STEP[repeats] * number)


def around(first: datetime, repeats: Repeat, zone: ZoneInfo, at: datetime) -> tuple[datetime | None, datetime]:
    """The wall times of the last occurrence that is not after ``at``, and of the first that is."""
    number = max(_guess(first, repeats, at.astimezone(zone).date()) - 2, 0)
    last = None
    while True:
        wall = occurrence(first, repeats, number)
        rings = moment(wall, zone)
        if rings is not None and rings > at:
            return last, wall
        if rings is not None:
            last = wall
        number += 1


def _guess(first: datetime, repeats: Repeat, day: date) -> int:
    if repeats is Repeat.MONTH:
        return (day.year - first.year) * 12 + day.month - first.month
    return (day - first.date()).days // _STEP[repeats]


def end_of_night(at: datetime, night: tuple[int, int] | None, zone: ZoneInfo) -> datetime:
    """The moment itself; within the night, the end of it. A night is two hours of the day, such as 22 and 8."""
    shown = at.astimezone(zone)
    if night is None or not is_within(shown.hour, night):
        return at
    day = shown.date() + timedelta(days=shown.hour >= night[1])
    return surely(datetime.combine(day, time(night[1])), zone)


def is_within(hour: int, night: tuple[int, int]) -> bool:
    start, end = night
    return start <= hour < end if start < end else hour >= start or hour < end

"""Opening hours as a person says them: on these days from then till then, perhaps only in some months or weeks."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.directory.hours import Schedule, Span, midnight

DAY = timedelta(days=1)
YEAR = 364

#: from and till within a day; "till" at or before "from" is on the next day
Times = tuple[tuple[time, time], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """The same times on some days of the week. Empty months or weeks mean all of them."""

    #: 0 is Monday
    days: tuple[int, ...]
    times: Times
    months: tuple[int, ...] = ()
    #: which of the month's such weekdays: 1 is the first
    weeks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Week:
    """The hours of a place: always, by rules, or (``irregular``) not sayable so: then its own note has to do."""

    always: bool = False
    rules: tuple[Rule, ...] = ()
    irregular: bool = False


def week(schedule: Schedule, at: datetime) -> Week:
    """The hours in rules, read off the coming year without its holidays."""
    if schedule.always:
        return Week(always=True)
    first = midnight(at)
    days = _days(schedule, first)
    by_rule: dict[tuple[Times, tuple[int, ...], tuple[int, ...]], list[int]] = defaultdict(list)
    for weekday in range(7):
        dates = [first.date() + DAY * n for n in range(YEAR) if (first.date() + DAY * n).weekday() == weekday]
        for times in dict.fromkeys(days[day] for day in dates if day in days):
            when = _when(dates, {day for day in dates if days.get(day) == times})
            if when is None:
                return Week(irregular=True)
            by_rule[times, *when].append(weekday)
    return Week(rules=tuple(Rule(tuple(weekdays), *key) for key, weekdays in by_rule.items()))


def _days(schedule: Schedule, first: datetime) -> dict[date, Times]:
    """The times of each day of the coming year on which it opens."""
    from opening_hours import State  # noqa: PLC0415 - as in hours

    found: dict[date, list[tuple[time, time]]] = defaultdict(list)
    for span in schedule.spans(first, with_holidays=False):
        if span.state != State.OPEN:
            continue
        for part in _by_day(span):
            found[part.start.date()].append((part.start.time(), part.end.time()))
    return {day: tuple(times) for day, times in found.items()}


def _by_day(span: Span) -> Iterator[Span]:
    """A span of more than a day cut at its midnights; a night stays whole and belongs to its evening."""
    while span.end - span.start > DAY:
        cut = midnight(span.start) + DAY
        yield span._replace(end=cut)
        span = span._replace(start=cut)
    yield span


def _when(all_dates: list[date], dates: set[date]) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """The months and weeks of the month that pick exactly these dates out of a year's; None if none do."""
    months = {day.month for day in dates}
    weeks = {_ordinal(day) for day in dates}
    if {day for day in all_dates if day.month in months and _ordinal(day) in weeks} != dates:
        return None
    every_month = months == {day.month for day in all_dates}
    every_week = weeks == {_ordinal(day) for day in all_dates}
    return () if every_month else tuple(sorted(months)), () if every_week else tuple(sorted(weeks))


def _ordinal(day: date) -> int:
    return (day.day - 1) // 7 + 1

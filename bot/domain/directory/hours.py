"""Opening hours: OSM ``opening_hours`` strings read in the place's zone, with its country's public holidays."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from bot.content.models import Country

if TYPE_CHECKING:
    from opening_hours import State

#: the longest gap within a day that is read as a lunch break
LUNCH = timedelta(hours=2)
#: how far ahead an opening is looked for
HORIZON = timedelta(days=370)


class OpenState(Enum):
    OPEN = "open"
    #: closed, opens again the same day after a short gap
    BREAK = "break"
    CLOSED = "closed"
    #: no hours are known, or the hours themselves say "unknown"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether a place is open at a moment, and until when that holds; times are local to the place."""

    state: OpenState
    #: when it closes if open, when it opens if closed; None: always, or not within a year
    until: datetime | None = None
    #: if it closes for a lunch break: when it opens again
    resumes: datetime | None = None
    #: closed today because of a public holiday
    holiday: bool = False


class Span(NamedTuple):
    """An unbroken stretch of time of one state."""

    start: datetime
    end: datetime
    state: "State"


UNKNOWN = Opening(OpenState.UNKNOWN)


@lru_cache(maxsize=64)
def public_holidays(country: Country, year: int) -> frozenset[date]:
    import holidays  # noqa: PLC0415 - four megabytes, and a tenth of a second of each start, till an office is asked for

    return frozenset(holidays.country_holidays(country, years=year).keys())


class Schedule:
    """The parsed hours of one place. An expression that the grammar does not allow is a ``ParserError``."""

    def __init__(self, expression: str, zone: ZoneInfo, holidays_of: Country | None) -> None:
        from opening_hours import OpeningHours  # noqa: PLC0415 - the calendars of the world, till hours are asked for

        self._hours = OpeningHours(expression, timezone=zone, max_interval_days=HORIZON.days)
        self._zone = zone
        self._always = str(self._hours.normalize()) == "24/7"
        # Somewhere that never closes does not close on holidays either.
        self._country = None if self._always else holidays_of

    @property
    def always(self) -> bool:
        """Whether it never closes."""
        return self._always

    def opening(self, at: datetime) -> Opening:
        """The state at this moment and what ends it."""
        if self._always:
            return Opening(OpenState.OPEN)
        at = at.astimezone(self._zone)
        spans = self.spans(at)
        before: Span | None = None
        for span in spans:
            if span.end > at:
                return self._within(span, next(spans, None)) if span.start <= at else self._before(span, before, at)
            before = span
        return Opening(OpenState.CLOSED, holiday=self._is_holiday(at.date()))

    def spans(self, at: datetime, *, with_holidays: bool = True) -> Iterator[Span]:
        """Not-closed spans from the day before ``at`` on, joined where they touch, within the horizon."""
        from opening_hours import State  # noqa: PLC0415

        start = midnight(at) - timedelta(days=1)
        pending: Span | None = None
        for begin, end, state, _ in self._hours.intervals(start, start + HORIZON):
            if state == State.CLOSED or (with_holidays and self._is_holiday(begin.date())):
                continue
            if pending and pending.end == begin and pending.state == state:
                pending = pending._replace(end=end)
                continue
            if pending:
                yield pending
            pending = Span(begin, end, state)
        if pending:
            yield pending

    def _within(self, span: Span, following: Span | None) -> Opening:
        from opening_hours import State  # noqa: PLC0415

        if span.state == State.UNKNOWN:
            return UNKNOWN
        resumes = following.start if following and is_lunch(span.end, following.start) else None
        return Opening(OpenState.OPEN, until=span.end, resumes=resumes)

    def _before(self, span: Span, last: Span | None, at: datetime) -> Opening:
        if last and is_lunch(last.end, span.start):
            return Opening(OpenState.BREAK, until=span.start)
        return Opening(OpenState.CLOSED, until=span.start, holiday=self._is_holiday(at.date()))

    def _is_holiday(self, day: date) -> bool:
        return self._country is not None and day in public_holidays(self._country, day.year)


def midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def is_lunch(closes: datetime, opens: datetime) -> bool:
    """Whether a gap is short and within one day: our reading of a lunch break."""
    return closes.date() == opens.date() and opens - closes <= LUNCH

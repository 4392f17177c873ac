"""An appointment and its words; the values that the rest of this package speaks of."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.directory import zone
from bot.domain.errors import N_, DomainError
from bot.domain.moments.walls import Repeat, surely
from bot.domain.offices import Office

#: nobody sets an appointment further ahead than this but by a slip
FURTHEST = timedelta(days=2 * 366)
MOST_WHERE, MOST_BRING = 150, 200
#: how often one can repeat at most: half a year of weeks
MOST_TIMES = 26


class Answer(StrEnum):
    """What the client said."""

    COMING = "coming"
    NOT_COMING = "not_coming"


class Reason(StrEnum):
    """Why the client cannot come; nothing more is asked."""

    WORK = "work"
    ILL = "ill"
    NO_FARE = "no_fare"
    DOCUMENTS = "documents"
    OTHER = "other"


class Outcome(StrEnum):
    """What the officer marked afterwards."""

    CAME = "came"
    MISSED = "missed"


class Word(StrEnum):
    """What the client is told of, beside the steps before the day."""

    SET = "set"
    MOVED = "moved"
    CANCELLED = "cancelled"
    PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class Details:
    """Where, and what to bring: sealed."""

    #: of the directory
    place: str | None = None
    where: str = ""
    bring: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an officer is about to set."""

    wall: datetime
    details: Details = Details()
    repeats: Repeat = Repeat.ONCE
    times: int = 1
    morning: bool = False
    weekends: bool = False


@dataclass(frozen=True, slots=True)
class Appointment:
    """One appointment; ``wall`` is what the clock on the office's wall shows."""

    id: int
    link: int
    wall: datetime
    zone: str
    starts_at: datetime
    details: Details
    morning: bool
    weekends: bool
    version: int = 1
    series: int | None = None
    cancelled: bool = False
    answer: Answer | None = None
    reason: Reason | None = None
    answered_at: datetime | None = None
    receipt: str | None = None
    proposal: datetime | None = None
    outcome: Outcome | None = None
    #: what became of the newest message about it: told, or why it could not be
    told: str | None = None
    made_by: int | None = None

    @property
    def at(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def is_over(self, now: datetime) -> bool:
        return now >= self.starts_at

    def open_proposal(self, now: datetime) -> datetime | None:
        """Another time that can still be taken: after the first one too, as long as nobody marked what came of it."""
        if self.proposal is None or self.cancelled or self.outcome is not None:
            return None
        return self.proposal if surely(self.proposal, self.at) > now else None

    def was_not_delivered(self, now: datetime) -> bool:
        """What was said of it last did not arrive, or nothing ever did; no fault of the client's."""
        return self.told != "told" and (self.told is not None or self.is_over(now))


class InThePast(DomainError):
    """It would be over before anybody is told."""

    sentence = N_("This time is over already. Please choose a later one.")


class TooFarAway(DomainError):
    """A slip of the finger, most likely."""

    sentence = N_("This is more than two years ahead. Please check the date.")


class AppointmentOver(DomainError):
    """Answers count only before the time; later one has to call."""

    sentence = N_("Its time has come, or it was cancelled. Please call the office.")


def at_office(office: Office) -> Details:
    """Where the office's people are expected."""
    return Details(office.place, office.whereabouts or "")


def zone_of(office: Office) -> ZoneInfo:
    """The time on the office's wall."""
    return zone(office.territory)


def checked_wall(wall: datetime, at: ZoneInfo, now: datetime) -> datetime:
    """The moment a wall time means.

    Raises:
        InThePast: it is over.
        TooFarAway: hardly meant.
    """
    starts_at = surely(wall, at)
    if starts_at <= now:
        raise InThePast
    if starts_at > now + FURTHEST:
        raise TooFarAway
    return starts_at

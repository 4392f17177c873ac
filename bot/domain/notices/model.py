"""A notice, its audience and its totals; the values that the rest of this package speaks of."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.content.models import LANGUAGES
from bot.domain.errors import N_, DomainError, NotAllowed
from bot.domain.offices import Office
from bot.domain.people import Actor, Role

if TYPE_CHECKING:
    from bot.domain.directory import Territories
    from bot.store import Store

#: of one text, so that a screen holds it with what stands around
MOST_TEXT = 600
#: what a phone shows without scrolling
A_SCREEN = 350
#: how long what was sent can be changed and taken back
CORRECTABLE = timedelta(hours=48)
#: nobody plans further ahead but by a slip
FURTHEST = timedelta(days=90)
#: what could not begin for so long is not begun at all: its author is asked
TOO_LATE = timedelta(hours=6)
#: fewer than so many are not told apart
FEW = 5


class State(StrEnum):
    """Where a notice is."""

    DRAFT = "draft"
    #: waits for the word of a second officer
    ASKED = "asked"
    #: agreed to; its time is to come
    PLANNED = "planned"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"
    RECALLED = "recalled"


#: it went out, at least to some
SENT = frozenset({State.RUNNING, State.PAUSED, State.STOPPED, State.DONE})
#: nothing more goes out by itself
OVER = frozenset({State.STOPPED, State.DONE, State.RECALLED})


class Whom(StrEnum):
    """Who is meant; always only those who agreed to notices."""

    OFFICE = "office"
    DISTRICT = "district"
    REGION = "region"


class CopyState(StrEnum):
    """What became of one person's copy."""

    OWED = "owed"
    DELIVERED = "delivered"
    UNREACHED = "unreached"
    #: stopped or taken back before it went out
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice; ``version`` grows with whatever changes what people would see, or who would."""

    id: int
    office: str
    state: State
    version: int
    texts: Mapping[str, str]
    whom: Whom
    language: str
    asks: bool
    changed_at: datetime
    author: int | None
    send_at: datetime | None = None
    started_at: datetime | None = None
    corrected_at: datetime | None = None
    approver: int | None = None
    #: the message in the author's chat that shows how far it is; 0: they look at something else
    screen: int | None = None
    #: other texts, until a second officer agrees
    proposed: Mapping[str, str] | None = None

    @property
    def newest(self) -> Mapping[str, str]:
        """The texts as their author has them by now, agreed to or not."""
        return self.texts if self.proposed is None else self.proposed

    def is_correctable(self, now: datetime) -> bool:
        return self.state in SENT and self.started_at is not None and now < self.started_at + CORRECTABLE


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a notice goes to, as the store finds them."""

    #: those linked to it; none: all who live in these territories
    office: str | None
    areas: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """How many copies there are, and what became of them: of nobody in particular."""

    owed: int = 0
    delivered: int = 0
    unreached: int = 0
    dropped: int = 0
    opened: int = 0
    read: int = 0

    @property
    def total(self) -> int:
        return self.owed + self.delivered + self.unreached + self.dropped


class NoText(DomainError):
    """There is nothing to send."""

    sentence = N_("There is no text yet. Write one in at least one language.")


class TextTooLong(DomainError):
    """A screen would not hold it."""

    sentence = N_("This is too long: {n} characters of {most}. Shorter texts are read.")


class NobodyMeant(DomainError):
    """Nobody of this audience agreed to notices."""

    sentence = N_("Nobody of these people agreed to notices. Choose other people.")


class Unconfirmed(DomainError):
    """There are warnings, and nobody said that they were read."""

    sentence = N_("There are warnings. Please read them first.")


class NoSecondOfficer(DomainError):
    """To so many it may not go by one person's word."""

    sentence = N_("To so many people a second officer of your office must agree, and there is none here yet.")


class NotByAuthor(DomainError):
    """A second pair of eyes is another person's."""

    sentence = N_("You wrote this one. Another officer of your office must agree to it.")


class TooLateToCorrect(DomainError):
    """Two days after it was sent."""

    sentence = N_("It was sent more than two days ago: it can no longer be changed or taken back.")


class TimeOver(DomainError):
    """Nothing can begin then."""

    sentence = N_("This time is over, or too far ahead. Please choose another.")


def text_for(texts: Mapping[str, str], language: str) -> tuple[str, str]:
    """The language that a reader of this one gets, and the text: Russian where there is none of their own."""
    for one in (language, *LANGUAGES):
        if one in texts:
            return one, texts[one]
    raise NoText


def shown(count: int, total: int) -> str:
    """A count as it may be shown: neither few people nor all but a few can be told apart."""
    if 0 <= count < FEW:
        return f"<{FEW}"
    if 0 <= total - count < FEW:
        return f"{max(total - FEW + 1, FEW)}–{max(total, FEW)}"
    return str(count)


def number(count: int) -> str:
    """How many people there are in all."""
    return f"<{FEW}" if count < FEW else str(count)


def places(office: Office, territories: "Territories") -> dict[Whom, str]:
    """What this office may choose from, with the territory of each."""
    if office.territory not in territories:
        return {Whom.OFFICE: office.territory}
    district = territories.at_level(office.territory, "district")
    region = territories.at_level(office.territory, "region")
    chosen = {Whom.OFFICE: office.territory, Whom.DISTRICT: district, Whom.REGION: region}
    return {whom: code for whom, code in chosen.items() if code is not None}


def audience(notice: Notice, office: Office, territories: "Territories") -> Audience:
    if notice.whom is Whom.OFFICE:
        return Audience(office.id, language=notice.language)
    outer = places(office, territories).get(notice.whom)
    if outer is None:
        raise NotAllowed
    areas = tuple(area.code for area in territories if territories.contains(outer, area.code))
    return Audience(None, areas, notice.language)


async def of_officer(store: "Store", actor: Actor, notice: int) -> Notice:
    """A notice of the officer's own office.

    Raises:
        NotAllowed: there is none, or it is another office's.
    """
    found = await store.notices.hold(notice)
    if found is None:
        raise NotAllowed
    actor.membership(Role.OFFICER, found.office)
    return found


async def of_author(store: "Store", actor: Actor, notice: int) -> Notice:
    """One that the officer wrote: what others wrote one may agree to, stop and take back, and not change.

    Raises:
        NotAllowed: there is none, or somebody else wrote it.
    """
    found = await of_officer(store, actor, notice)
    if found.author is None or found.author != actor.id:
        raise NotAllowed
    return found


def with_proposal(notice: Notice, now: datetime) -> Notice:
    """As it would be, once its new words are agreed to."""
    if notice.proposed is None:
        return notice
    return replace(notice, texts=notice.proposed, proposed=None, corrected_at=now)

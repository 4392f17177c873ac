"""The client's own reminders: a few words and a time, once or again and again.

A reminder is kept as the wall shows it, with the zone, and as the moment this means; when it is due, a knock is owed
in the transaction that notes that it rang. So none rings twice, and none is lost.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.domain.errors import N_, ConsentNeeded, DomainError, NotAllowed, Outdated
from bot.domain.moments.walls import Repeat, around, end_of_night, is_within, on_wall, surely
from bot.domain.people import Actor, Scope

if TYPE_CHECKING:
    from bot.store import Store

#: of one person at a time
MOST = 50
#: of the words, so that a screen holds them
MOST_WORDS = 300
#: how long something done or removed can be brought back
UNDO = timedelta(minutes=5)
#: a draft nobody went on with; something that rang and nobody answered
DRAFT_LIFE, UNANSWERED_LIFE = timedelta(hours=1), timedelta(days=14)
FURTHEST = timedelta(days=3660)
#: later than this it is our fault or Telegram's, and said to be over
LATE = timedelta(minutes=2)
#: later than this it may not ring at night any more
VERY_LATE = timedelta(minutes=10)
#: after Hide nothing rings for this time
HUSHED = timedelta(minutes=15)
#: from ten in the evening to eight in the morning, unless the person chose otherwise
NIGHT = (22, 8)
#: what can be chosen instead; the last is no night at all
NIGHTS = ((22, 8), (21, 9), (23, 7), None)


class State(StrEnum):
    """Where a reminder is."""

    #: has no time that was agreed to yet
    DRAFT = "draft"
    WAITING = "waiting"
    #: once, and rang
    RUNG = "rung"
    DONE = "done"
    REMOVED = "removed"


class Snooze(StrEnum):
    """How long one can put it off."""

    MINUTES = "10m"
    HOUR = "1h"
    TOMORROW = "1d"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder of one person. ``wall`` is the occurrence it waits for, or the last one."""

    id: int
    person: int
    state: State
    repeats: Repeat
    zone: ZoneInfo
    first: datetime | None
    wall: datetime | None
    due_at: datetime | None
    snoozed_at: datetime | None
    rang_at: datetime | None
    unseen: bool
    changed_at: datetime
    text: str = ""
    #: as ``night`` reads it; known where it is due
    quiet: str | None = None

    @property
    def has_rung(self) -> bool:
        """Rang, and is neither done nor given a new time."""
        return self.rang_at is not None and self.state in {State.RUNG, State.WAITING}

    @property
    def is_over(self) -> bool:
        return self.state in {State.DONE, State.REMOVED}


@dataclass(frozen=True, slots=True)
class Rang:
    """What is to be written when a reminder rings: the knock, and how the reminder goes on."""

    id: int
    person: int
    key: str
    knock_at: datetime
    #: which it is, and the moment it was for, as the knock says it
    knock: dict[str, Any]
    changes: dict[str, Any]


class TooManyReminders(DomainError):
    """More than anyone can mind; and a way to fill our disk."""

    sentence = N_("You have {n} reminders: no more fit. Remove one first.")


class TimePassed(DomainError):
    """The time is over by now."""

    sentence = N_("This time is already over. Please choose another.")


class TooFarAhead(DomainError):
    """Nobody knows the clocks of that year."""

    sentence = N_("This is more than ten years ahead. Please choose an earlier time.")


class TooLateToUndo(DomainError):
    """The five minutes are over, and so is what was kept for them."""

    sentence = N_("This cannot be brought back any more. You can set a new reminder.")


async def draft(store: "Store", actor: Actor, text: str, zone: ZoneInfo) -> Reminder:
    """Begins a reminder; it rings only once a time is agreed to.

    Raises:
        ConsentNeeded: the person has not agreed that we keep reminders.
        TooManyReminders: they have as many as one can.
    """
    if actor.id is None or not actor.agreed(Scope.REMINDERS):
        raise ConsentNeeded
    await _room(store, actor.id)
    return await store.reminders.add(actor.id, text[:MOST_WORDS], zone)


async def _room(store: "Store", person: int) -> None:
    if await store.reminders.count(person) >= MOST:
        raise TooManyReminders(n=MOST)


async def of_person(store: "Store", actor: Actor, reminder: int) -> Reminder:
    """The person's own reminder.

    Raises:
        NotAllowed: it is another's, or is not there any more.
    """
    found = await store.reminders.get(reminder)
    if found is None or actor.id is None or found.person != actor.id:
        raise NotAllowed
    return found


async def set_words(store: "Store", reminder: Reminder, text: str) -> Reminder:
    return await store.reminders.set_words(_alive(reminder), text[:MOST_WORDS])


async def set_time(store: "Store", reminder: Reminder, wall: datetime, repeats: Repeat = Repeat.ONCE) -> Reminder:
    """It rings at this time on the wall of its zone, and again as often as wished, counted from there.

    Raises:
        TimePassed, TooFarAhead: it cannot ring then.
        Outdated: it is done or removed.
    """
    due = surely(wall, reminder.zone)
    if due <= store.now:
        raise TimePassed
    if due > store.now + FURTHEST:
        raise TooFarAhead
    if _alive(reminder).state is State.DRAFT:
        await _room(store, reminder.person)
    return await store.reminders.change(
        reminder, state=State.WAITING, repeats=repeats, first=wall, wall=wall, due_at=due, snoozed_at=None,
        rang_at=None, unseen=False,
    )  # fmt: skip


def _alive(reminder: Reminder) -> Reminder:
    if reminder.is_over:
        raise Outdated
    return reminder


async def opened(store: "Store", reminder: Reminder) -> None:
    """The person has seen what it is about: Hide need not ring it again."""
    if reminder.unseen:
        await store.reminders.change(reminder, unseen=False)


async def snooze(store: "Store", reminder: Reminder, wish: Snooze) -> Reminder:
    """Puts off one that rang. One that repeats does not wait past its next time.

    Raises:
        Outdated: it has not rung, or is over.
    """
    if not reminder.has_rung:
        raise Outdated
    at = _put_off(reminder, wish, store.now)
    if reminder.repeats is not Repeat.ONCE and (upcoming := _upcoming(reminder)) <= at:
        return await store.reminders.change(reminder, snoozed_at=None, due_at=upcoming, unseen=False)
    return await store.reminders.change(reminder, state=State.WAITING, snoozed_at=at, due_at=at, unseen=False)


def _put_off(reminder: Reminder, wish: Snooze, now: datetime) -> datetime:
    if wish is Snooze.MINUTES:
        return now + timedelta(minutes=10)
    if wish is Snooze.HOUR:
        return now + timedelta(hours=1)
    assert reminder.rang_at is not None  # noqa: S101 - it has rung
    hour = on_wall(reminder.rang_at, reminder.zone).time()
    tomorrow = now.astimezone(reminder.zone).date() + timedelta(days=1)
    return surely(datetime.combine(tomorrow, hour), reminder.zone)


def _upcoming(reminder: Reminder) -> datetime:
    assert reminder.wall is not None  # noqa: S101 - it has a time
    return surely(reminder.wall, reminder.zone)


async def done(store: "Store", reminder: Reminder) -> Reminder:
    """What it was for is done; one that repeats goes on with its next time. Twice is as good as once."""
    if reminder.is_over:
        return reminder
    if reminder.state is State.WAITING and reminder.repeats is not Repeat.ONCE:
        return await store.reminders.change(
            reminder, snoozed_at=None, due_at=_upcoming(reminder), rang_at=None, unseen=False
        )
    return await store.reminders.change(reminder, state=State.DONE)


async def remove(store: "Store", reminder: Reminder) -> Reminder:
    """Takes it away, all its times with it."""
    return reminder if reminder.is_over else await store.reminders.change(reminder, state=State.REMOVED)


async def undo(store: "Store", reminder: Reminder) -> Reminder:
    """Brings back what was done or removed a moment ago; if it was due meanwhile, it rings now.

    Raises:
        TooLateToUndo: that was more than five minutes ago.
        TooManyReminders: others have taken its place.
    """
    if not reminder.is_over:
        return reminder
    if reminder.changed_at < store.now - UNDO:
        raise TooLateToUndo
    await _room(store, reminder.person)
    return await store.reminders.change(reminder, state=_before(reminder))


def _before(reminder: Reminder) -> State:
    """A reminder that is over keeps all it had but its state."""
    if reminder.wall is None:
        return State.DRAFT
    return State.RUNG if reminder.due_at is None else State.WAITING


async def hush(store: "Store", actor: Actor) -> None:
    """The chat was hidden, the knock with it: what was not opened rings again when it has been quiet for a while."""
    if actor.id is not None:
        await store.reminders.ring_again(actor.id, store.now + HUSHED)


async def came_back(store: "Store", actor: Actor) -> None:
    """Who had blocked us got no knock, or has none any more: what was not opened rings now, as what is over."""
    if actor.id is not None:
        await store.reminders.ring_again(actor.id, store.now)


def night(quiet: str | None) -> tuple[int, int] | None:
    """The hours in which we may not ring by ourselves, as they are kept; None: there are none."""
    if quiet is None:
        return NIGHT
    start, dash, end = quiet.partition("-")
    return (int(start), int(end)) if dash else None


async def night_of(store: "Store", actor: Actor) -> tuple[int, int] | None:
    return night(await store.reminders.quiet(actor.id) if actor.id is not None else None)


async def set_night(store: "Store", actor: Actor, hours: tuple[int, int] | None) -> None:
    """
    Raises:
        ConsentNeeded: nothing is kept of this person.
    """
    if actor.id is None:
        raise ConsentNeeded
    await store.reminders.set_quiet(actor.id, "-".join(map(str, hours)) if hours else "")


async def ring_due(store: "Store", most: int) -> int:
    """Owes a knock for each reminder that is due, up to ``most``; returns how many there were."""
    due = await store.reminders.due(most)
    ringing = [_ring(reminder, store.now) for reminder in due]
    await store.outbox.add_all("reminder", ((one.key, one.person, one.knock_at, one.knock) for one in ringing))
    await store.reminders.go_on(ringing)
    return len(due)


def _ring(reminder: Reminder, now: datetime) -> Rang:
    assert reminder.due_at is not None  # noqa: S101 - so it was found
    changes, due = _goes_on(reminder, reminder.due_at, now)
    hidden = reminder.unseen and due == reminder.snoozed_at
    if hidden and reminder.rang_at is not None:
        # Hide took its knock away before it was opened: it speaks of the time it was for, not of this one
        due = reminder.rang_at
    return Rang(
        reminder.id,
        reminder.person,
        f"reminder:{reminder.id}:{reminder.due_at.timestamp():.0f}",
        _knock_at(reminder, due, now),
        {"reminder": reminder.id, "for": due.isoformat(), "zone": reminder.zone.key},
        changes | {"unseen": True, "snoozed_at": None},
    )


def _goes_on(reminder: Reminder, due: datetime, now: datetime) -> tuple[dict[str, Any], datetime]:
    """What becomes of it, and the moment it rings for: of several that were missed, the last."""
    if reminder.repeats is Repeat.ONCE:
        rang_at = due if reminder.snoozed_at is None else reminder.rang_at
        return {"state": State.RUNG, "wall": reminder.wall, "due_at": None, "rang_at": rang_at}, due
    assert reminder.first is not None and reminder.wall is not None  # noqa: S101, PT018 - it has a time
    last, following = around(reminder.first, reminder.repeats, reminder.zone, now)
    upcoming = {"state": State.WAITING, "wall": following, "due_at": surely(following, reminder.zone)}
    if last is None or last < reminder.wall:
        # it was put off, and its next time is still to come
        return upcoming | {"rang_at": reminder.rang_at}, due
    rang_at = surely(last, reminder.zone)
    return upcoming | {"rang_at": rang_at}, rang_at


def _knock_at(reminder: Reminder, due: datetime, now: datetime) -> datetime:
    """Now; at night only if it is on time, or was meant for the night by the person themselves."""
    hours = night(reminder.quiet)
    own_hour = due.astimezone(reminder.zone).hour
    if hours is None or now - due <= VERY_LATE or is_within(own_hour, hours):
        return now
    return end_of_night(now, hours, reminder.zone)


def is_late(due: datetime, now: datetime) -> bool:
    """Whether it may not be said as if it were still to come."""
    return now - due > LATE


def new_due(reminder: Reminder) -> datetime | None:
    """When it is due under the rules of its zone as they are now known; what was put off is not on the wall."""
    put_off = reminder.repeats is Repeat.ONCE and reminder.snoozed_at is not None
    if reminder.wall is None or reminder.due_at is None or put_off:
        return reminder.due_at
    at = surely(reminder.wall, reminder.zone)
    return min(at, reminder.snoozed_at or at)

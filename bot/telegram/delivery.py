"""The only code that writes to someone who did not just write to us: sends what the outbox owes.

Each row is claimed in a short transaction, sent outside any, and marked as its answer comes. What certainly was not
sent is owed again; what perhaps was keeps its lease and is tried again when that runs out.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import structlog
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from bot.domain import regrets
from bot.domain.regrets import GROUP_LOST, TOO_LATE
from bot.store.outbox import Owed, Priority, Target
from bot.tasks import Tasks
from bot.telegram.bed_courier import to_keeper
from bot.telegram.desk_courier import DeskCourier, Staffroom
from bot.telegram.group_courier import GroupCourier
from bot.telegram.late_courier import MORE, tell_of_late, tell_of_one
from bot.telegram.means import LEASE, Held, Means, NotYet, Undeliverable, never_left
from bot.telegram.notice_courier import NoticeCourier
from bot.telegram.office_courier import OfficeCourier
from bot.telegram.pace import Full
from bot.telegram.private_courier import PrivateCourier
from bot.telegram.probe import Probe
from bot.telegram.reminder_courier import remind
from bot.telegram.table_reader import TableReader
from bot.telegram.topic_removal import delete_topic

log = structlog.get_logger(__name__)

#: how often the table is looked at though nobody woke us: the clock may have been moved, another process may owe
LOOK_EVERY = 1.0
MOST_ATTEMPTS = 30
#: at a mistake of ours: what was said after it waits for it
MOST_ATTEMPTS_AT_OURS = 5
#: that Telegram is away, asks for patience, or has no group for us says nothing against the message
FOR_GOOD = {"refused", "flood", "no_group", "group_moved", "group_changed", MORE, *GROUP_LOST}
#: seconds between tries to write down that a message was sent
MARKING_PAUSES = (0.1, 0.5, 2.0, 5.0, 10.0)
#: without a group a message is tried every five minutes, for good; after an hour its author is told. Where the group
#: was lost, at once: nothing says that somebody is about to mend it
TOLD_AFTER = 12


@dataclass(frozen=True)
class Lane:
    """What is sent side by side. More in flight means more that may come twice after a crash, and no more speed."""

    priorities: tuple[Priority, ...]
    most: int


#: what goes to many has its own lane, so that it never stands in the way of those who talk
LANES = (Lane((Priority.URGENT, Priority.TALK, Priority.DATE), 4), Lane((Priority.MASS,), 2))


class Delivery:
    """Two loops a process. What goes to one chat goes one after the other, to different chats at once."""

    def __init__(self, means: Means, tasks: Tasks, probe: Probe | None = None) -> None:
        self.means = means
        self.tasks = tasks
        self.probe = probe
        self._wakes = {lane: asyncio.Event() for lane in LANES}
        #: who is being spoken to
        self._busy: set[Target | None] = set()
        self._in_flight: set[asyncio.Task[None]] = set()
        self._resting = False
        group, private = GroupCourier(means), PrivateCourier(means)
        desk = DeskCourier(means, private)
        staff = Staffroom(means, group, desk)
        office, notices = OfficeCourier(private), NoticeCourier(private)
        self._kinds: dict[str, Callable[[Owed], Awaitable[int | None]]] = {
            "to_staff": staff.to_staff,
            "card": staff.card,
            "ring": staff.ring,
            "delete_topic": partial(delete_topic, means),
            "staff_note": staff.staff_note,
            "edit_to_staff": staff.edit,
            "take_back": staff.take_back,
            "desk_call": desk.call,
            "desk_knock": desk.knock,
            "desk_removal": desk.removal,
            "to_ops": group.to_ops,
            "to_client": private.to_client,
            "edit_to_client": private.edit,
            "notice": private.to_client,
            "receipt": private.receipt,
            "late": partial(tell_of_late, private),
            "late_line": partial(tell_of_one, private),
            "reminder": partial(remind, private),
            "bed_keeper": partial(to_keeper, private),
            "appointment": office.appointment,
            "office_word": office.to_client,
            "officer_word": office.to_officer,
            "office_notice": notices.notice,
            "notice_correction": notices.correction,
            "notice_note": notices.note,
            "sheet": TableReader(private).read,
        }

    def wake(self) -> None:
        for wake in self._wakes.values():
            wake.set()

    async def run(self) -> None:
        """Sends what is due, for ever."""
        await asyncio.gather(*(self._run(lane) for lane in LANES))

    async def _run(self, lane: Lane) -> None:
        sending: set[asyncio.Task[None]] = set()
        while not self._resting:
            self._wakes[lane].clear()
            room, claimed = lane.most - len(sending), 0
            try:
                if room:
                    claimed, started = await self._start(lane, room)
                    sending |= started
            except Exception as error:  # noqa: BLE001 - the database is away; what is owed waits for it
                log.error("nothing could be claimed", error=type(error).__name__)  # noqa: TRY400
            # only where there were as many as it had room for, more may be due
            if not claimed or claimed < room:
                await self._woken(lane, sending)
            sending = {task for task in sending if not task.done()}

    async def _woken(self, lane: Lane, sending: set[asyncio.Task[None]]) -> None:
        """Until something more may be due, or one of those under way is through."""
        wake = asyncio.ensure_future(self._wakes[lane].wait())
        try:
            await asyncio.wait({wake, *sending}, timeout=LOOK_EVERY, return_when=asyncio.FIRST_COMPLETED)
        finally:
            wake.cancel()

    async def rest(self, seconds: float) -> None:
        """Takes up nothing more, and lets what is under way arrive: cut off it might come twice."""
        self._resting = True
        self.wake()
        if self._in_flight:
            await asyncio.wait(self._in_flight, timeout=seconds)

    async def send_due(self) -> int:
        """Claims and sends one handful of each lane; returns how many there were."""
        count = 0
        for lane in LANES:
            claimed, sending = await self._start(lane, lane.most)
            await asyncio.gather(*sending)
            count += claimed
        return count

    async def _start(self, lane: Lane, most: int) -> tuple[int, set[asyncio.Task[None]]]:
        by_target: dict[Target | None, list[Owed]] = {}
        try:
            async with self.means.database.transaction() as store:
                claimed = await store.outbox.claim(
                    most, LEASE, lane.priorities, [one for one in self._busy if one is not None]
                )
                for owed in claimed:
                    by_target.setdefault(owed.person or owed.organisation, []).append(owed)
                # before the commit: the other lane may claim while this one waits for the disk
                self._busy |= by_target.keys()
        except BaseException:
            self._busy -= by_target.keys()
            raise
        started = {
            self.tasks.start(self._send_in_order(target, rows), "delivery to one chat")
            for target, rows in by_target.items()
        }
        for task in started:
            self._in_flight.add(task)
            task.add_done_callback(self._in_flight.discard)
        return len(claimed), started

    async def _send_in_order(self, target: Target | None, rows: list[Owed]) -> None:
        try:
            for owed in rows:
                await self._send(owed)
        finally:
            self._busy.discard(target)

    async def _send(self, owed: Owed) -> None:
        """Sends one row and marks what became of it."""
        try:
            if owed.priority is Priority.MASS:
                await self.means.pace.turn_of_many()
            if owed.expires_at is not None and owed.expires_at <= self.means.database.clock.now():
                raise Undeliverable(TOO_LATE)  # noqa: TRY301 - as any other that cannot be sent
            with self.probe.about(owed.id) if self.probe is not None else nullcontext():
                message = await self._kinds[owed.kind](owed)
        except Held:
            return
        except Undeliverable as reason:
            await self._give_up(owed, str(reason))
        except NotYet as later:
            await self._again(owed, later.reason, later.wait)
        except Full as full:
            async with self.means.database.transaction() as store:
                await store.outbox.postpone(owed.id, store.now + timedelta(seconds=full.wait))
        except TelegramRetryAfter as error:
            await self._again(owed, "flood", timedelta(seconds=error.retry_after))
        except (TelegramNetworkError, TelegramServerError, ClientDecodeError) as error:
            await self._after_network_error(owed, error)
        except Exception as error:
            # Telegram's mistakes pass; ours do not, and must not stop the others
            log.warning("a message was not sent", kind=owed.kind, exc_info=error)
            most = MOST_ATTEMPTS if isinstance(error, TelegramAPIError) else MOST_ATTEMPTS_AT_OURS
            await self._again(owed, type(error).__name__[:40], timedelta(seconds=min(2**owed.attempts, 300)), most)
        else:
            await self._mark_sent(owed, message)

    async def _mark_sent(self, owed: Owed, message: int | None) -> None:
        """What is sent must be known to be, or it is sent again: a database that is busy gets a while."""
        for pause in (*MARKING_PAUSES, None):
            try:
                async with self.means.database.transaction() as store:
                    await store.outbox.sent(owed.id, message)
            except Exception:
                if pause is None:
                    raise
                await asyncio.sleep(pause)
            else:
                return

    async def _after_network_error(self, owed: Owed, error: Exception) -> None:
        """A refused connection sent nothing; a broken one perhaps did, and so did a gateway that says 502."""
        if never_left(error):
            await self._again(owed, "refused", timedelta(seconds=min(2**owed.attempts, 60)))
            return
        async with self.means.database.transaction() as store:
            await store.outbox.unknown(owed.id, "unknown")

    async def _again(self, owed: Owed, reason: str, wait: timedelta, most: int = MOST_ATTEMPTS) -> None:
        if owed.attempts >= most and reason not in FOR_GOOD:
            await self._give_up(owed, reason)
            return
        if reason in GROUP_LOST or (owed.attempts == TOLD_AFTER and reason == "no_group"):
            await self._tell_of_waiting(owed)
        async with self.means.database.transaction() as store:
            await store.outbox.retry(owed.id, store.now + wait, reason)

    async def _tell_of_waiting(self, owed: Owed) -> None:
        """It stays owed, but whoever wrote must not be left to wait for an answer, and the operator can help."""
        async with self.means.database.transaction() as store:
            case = await store.cases.get(owed.case) if owed.case else None
            if case is not None:
                await regrets.tell_of_waiting(store, case, owed)

    async def _give_up(self, owed: Owed, reason: str) -> None:
        """Says so to whoever wrote, in the same commit."""
        async with self.means.database.transaction() as store:
            await store.outbox.unsendable(owed.id, reason)
            await regrets.tell_owner(store, owed, reason)
            case = await store.cases.get(owed.case) if owed.case else None
            if case is not None:
                await regrets.tell(store, case, owed, reason)

"""Updates into the inbox, the inbox into the dispatcher.

aiogram's own poller acknowledges before its handlers end, and one update it cannot decode stops all that follow. This
one fetches plain dicts, writes them down, and only then asks for the next; each is then handled by itself.
"""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramConflictError, TelegramRetryAfter
from aiogram.methods import TelegramMethod
from aiogram.types import Update

from bot.store import Database
from bot.store.inbox import Received
from bot.tasks import Tasks
from bot.telegram.middlewares import AlreadyHandled
from bot.telegram.watch import Watch

log = structlog.get_logger(__name__)

#: updates in work at once: more only take memory
MOST_AT_ONCE = 50
MOST_ATTEMPTS = 3
POLL_SECONDS = 25
#: seconds to leave to another that fetches with our token, at first and at most
CONFLICT_PAUSE, LONGEST_PAUSE = 10.0, 60.0
#: seconds: no update may take longer
LONG = 5.0
#: seconds between looks at a database that is away
PATIENCE = 0.5


class RawGetUpdates(TelegramMethod[list[dict[str, Any]]]):
    """``getUpdates`` that leaves the updates undecoded."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int | None = None
    timeout: int | None = None
    allowed_updates: list[str] | None = None


class Intake:
    """Takes updates in, and hands them on: one person's in order, different people's at once."""

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        database: Database,
        tasks: Tasks,
        without_position: Callable[[dict[str, Any]], dict[str, Any]],
        watch: Watch | None = None,
    ) -> None:
        self.bot = bot
        self.dispatcher = dispatcher
        self.database = database
        self.tasks = tasks
        #: replaces an attached position by its settlement, before it is written anywhere
        self.without_position = without_position
        self.watch = watch
        self._queues: dict[int, list[Received]] = {}
        #: what stands in them
        self._queued: set[bytes] = set()
        self._room = asyncio.Semaphore(MOST_AT_ONCE)
        #: the next people's updates are fetched and written down while these are answered
        self._ahead = asyncio.Semaphore(2 * MOST_AT_ONCE)
        self._idle = asyncio.Event()
        self._idle.set()

    async def resume(self) -> None:
        """Takes up what a stopped process left behind."""
        async with self.database.transaction() as store:
            left = await store.inbox.waiting()
        for received in left:
            self._enqueue(received)

    async def receive(self, updates: list[dict[str, Any]]) -> None:
        """Writes updates down and lets them be handled; after this they may be acknowledged."""
        async with self.database.transaction() as store:
            waiting = await store.inbox.receive(self.without_position(sendable(raw)) for raw in updates)
        for received in waiting:
            self._enqueue(received)

    async def room(self) -> None:
        """Waits until there is room for more."""
        await self._ahead.acquire()
        self._ahead.release()

    async def poll(self) -> None:
        """Long polling, for ever."""
        offset: int | None = None
        pause, conflict_pause = 1.0, CONFLICT_PAUSE
        while True:
            try:
                await self.room()
                updates = await self.bot(
                    RawGetUpdates(
                        offset=offset,
                        timeout=POLL_SECONDS,
                        allowed_updates=self.dispatcher.resolve_used_update_types(),
                    ),
                    request_timeout=POLL_SECONDS + 10,
                )
                if updates:
                    await self.receive(updates)
                    offset = updates[-1]["update_id"] + 1
                pause, conflict_pause = 1.0, CONFLICT_PAUSE
            except TelegramRetryAfter as error:
                await asyncio.sleep(error.retry_after)
            except TelegramConflictError as error:
                # a second instance, or a stolen token: said aloud, not fought over, and not a busy loop
                await self._tell_of_conflict(error)
                await asyncio.sleep(conflict_pause)
                conflict_pause = min(conflict_pause * 2, LONGEST_PAUSE)
            except Exception as error:  # noqa: BLE001 - Telegram or the database is away: neither ends the listening
                log.warning("polling failed", error=type(error).__name__)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 30)

    async def _tell_of_conflict(self, error: TelegramConflictError) -> None:
        if self.watch is None:
            return
        try:
            await self.watch.conflict(error)
        except Exception as trouble:  # noqa: BLE001 - the database is away; it is in the log, and comes again
            log.warning("the operator was not told", error=type(trouble).__name__)

    async def drained(self) -> None:
        """Waits until everything received so far is handled."""
        await self._idle.wait()

    def _enqueue(self, received: Received) -> None:
        if received.key in self._queued:
            return
        self._queued.add(received.key)
        person = whose(received.update)
        queue = self._queues.get(person)
        if queue is not None:
            queue.append(received)
            return
        self._queues[person] = [received]
        self._idle.clear()
        self.tasks.start(self._work(person), "updates of one person")

    async def _work(self, person: int) -> None:
        queue = self._queues[person]
        async with self._ahead:
            while queue:
                async with self._room:
                    try:
                        with self._timed(queue[0].update):
                            await self._handle(queue[0])
                    except Exception as error:  # noqa: BLE001 - it waits in the inbox; the next has its turn
                        log.error("an update was left", error=type(error).__name__)  # noqa: TRY400
                self._queued.discard(queue.pop(0).key)
        del self._queues[person]
        if not self._queues:
            self._idle.set()

    @contextmanager
    def _timed(self, update: dict[str, Any]) -> Iterator[None]:
        """Tells while it still lasts: what hangs would never end to be told of."""
        kind = next((key for key in update if key != "update_id"), "?")
        told = asyncio.get_running_loop().call_later(LONG, self.watch.slow, kind[:40]) if self.watch else None
        try:
            yield
        finally:
            if told is not None:
                told.cancel()

    async def _handle(self, received: Received) -> None:
        """Handles one update; whatever it does, the next one gets its turn."""
        for attempt in range(received.attempts + 1, MOST_ATTEMPTS + 1):
            try:
                update = Update.model_validate(received.update, context={"bot": self.bot})
                await self.dispatcher.feed_update(self.bot, update, inbox_key=received.key)
            except AlreadyHandled:
                return
            except Exception as error:  # noqa: BLE001 - no update may stop the others
                last = attempt == MOST_ATTEMPTS or not may_pass(error)
                log.error("update failed", error=type(error).__name__, attempts=attempt)  # noqa: TRY400
                await self._note_failure(received.key, quarantine=last)
                if last:
                    return
                await asyncio.sleep(0.2 * attempt)
            else:
                return

    async def _note_failure(self, key: bytes, *, quarantine: bool) -> None:
        """Waits for a database that is away: until it is back, nothing else of this person can be handled either."""
        while True:
            try:
                async with self.database.transaction() as store:
                    await store.inbox.failed(key, quarantine=quarantine)
            except Exception as error:
                if not may_pass(error):
                    raise
                await asyncio.sleep(PATIENCE)
            else:
                return


def sendable(update: dict[str, Any]) -> dict[str, Any]:
    """With half an emoji, which some apps send, made whole: nobody could be told what cannot be written as UTF-8."""
    written = json.dumps(update, ensure_ascii=False)
    try:
        written.encode()
    except UnicodeEncodeError:
        mended: dict[str, Any] = json.loads(written.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
        return mended
    return update


def may_pass(error: Exception) -> bool:
    """A database that is busy or away may answer next time; a mistake of ours will not."""
    if isinstance(error, ConnectionError):
        return True
    return type(error).__module__.startswith("sqlalchemy") and type(error).__name__ in {
        "OperationalError",
        "TimeoutError",
        "InterfaceError",
        "DBAPIError",
    }


def whose(update: dict[str, Any]) -> int:
    """Whose turn an update is: its author's, else its chat's; updates of nobody share a queue."""
    for event in update.values():
        if isinstance(event, dict):
            for owner in (event.get("from"), event.get("chat"), event.get("user")):
                if isinstance(owner, dict) and isinstance(owner.get("id"), int):
                    return int(owner["id"])
    return 0

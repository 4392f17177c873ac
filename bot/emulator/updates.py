"""The queue of what the bot is told: ordered, kept for 24 hours, polled by one at a time or brought to a webhook."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from bot.clock import Clock
from bot.emulator.errors import ApiError, conflict

Update = dict[str, Any]

KEPT_FOR = timedelta(hours=24)
ON_REQUEST_ONLY = {"chat_member", "message_reaction", "message_reaction_count"}
FIRST_ID = 100_000_001
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"


class Updates:
    """Updates not yet confirmed. Kinds of :data:`ON_REQUEST_ONLY` come only to a bot that asked for them by name."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._pending: OrderedDict[int, tuple[datetime, Update]] = OrderedDict()
        self._next_id = FIRST_ID
        self.allowed: frozenset[str] | None = None
        self.on_put: Callable[[Update], None] | None = None
        self._waiter: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        return len(self._pending)

    @property
    def pending(self) -> list[Update]:
        return [update for _, update in self._pending.values()]

    def allow(self, kinds: list[str]) -> None:
        """Remembered until said anew, as at Telegram; an empty list is the default again."""
        self.allowed = frozenset(kinds) or None

    def put(self, kind: str, body: dict[str, Any]) -> Update | None:
        """The update made, or None when the bot did not ask for its kind."""
        wanted = kind in self.allowed if self.allowed is not None else kind not in ON_REQUEST_ONLY
        if not wanted:
            return None
        update = {"update_id": self._next_id, kind: body}
        self._pending[self._next_id] = (self._clock.now(), update)
        self._next_id += 1
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
        if self.on_put is not None:
            self.on_put(update)
        return update

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Update]:
        """Waits up to so many real seconds, and ends with ApiError 409 whoever was waiting already."""
        self.end_poll(conflict(OTHER_POLLER))
        self._confirm_before(offset)
        if not self._pending and seconds > 0:
            await self._wait(seconds)
        return [update for _, update in islice(self._pending.values(), limit)]

    def end_poll(self, why: ApiError) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(why)

    async def _wait(self, seconds: float) -> None:
        waiter = self._waiter = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await waiter
        except TimeoutError:
            return
        finally:
            if self._waiter is waiter:
                self._waiter = None

    def _confirm_before(self, offset: int) -> None:
        """Forgets what lies before ``offset``; a negative one counts from the end."""
        if offset < 0:
            while len(self._pending) > -offset:
                self._pending.popitem(last=False)
        while self._pending and next(iter(self._pending)) < offset:
            self._pending.popitem(last=False)
        self._drop_old()

    def _drop_old(self) -> None:
        oldest = self._clock.now() - KEPT_FOR
        while self._pending and next(iter(self._pending.values()))[0] < oldest:
            self._pending.popitem(last=False)

    def holds(self, update: Update) -> bool:
        """Is it still to be taken?"""
        self._drop_old()
        return update["update_id"] in self._pending

    def confirm(self, update: Update) -> None:
        self._pending.pop(update["update_id"], None)

    def clear(self) -> None:
        self._pending.clear()

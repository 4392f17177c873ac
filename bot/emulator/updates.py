"""The queue a bot polls: ordered, confirmed by offset, one poller at a time, kept for 24 hours."""

import asyncio
from collections import deque
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from bot.clock import Clock
from bot.emulator.errors import conflict

Update = dict[str, Any]

KEPT_FOR = timedelta(hours=24)
ON_REQUEST_ONLY = {"chat_member", "message_reaction", "message_reaction_count"}
FIRST_ID = 100_000_001


class Updates:
    """Updates not yet confirmed. Kinds of :data:`ON_REQUEST_ONLY` come only to a bot that asked for them by name."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._pending: deque[tuple[datetime, Update]] = deque()
        self._next_id = FIRST_ID
        self._allowed: frozenset[str] | None = None
        self._waiter: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        return len(self._pending)

    @property
    def pending(self) -> list[Update]:
        return [update for _, update in self._pending]

    def allow(self, kinds: list[str]) -> None:
        """Remembered until said anew, as at Telegram; an empty list is the default again."""
        self._allowed = frozenset(kinds) or None

    def put(self, kind: str, body: dict[str, Any]) -> Update | None:
        """The update made, or None when the bot did not ask for its kind."""
        wanted = kind in self._allowed if self._allowed is not None else kind not in ON_REQUEST_ONLY
        if not wanted:
            return None
        update = {"update_id": self._next_id, kind: body}
        self._next_id += 1
        self._pending.append((self._clock.now(), update))
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
        return update

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Update]:
        """Waits up to so many real seconds, and ends with ApiError 409 whoever was waiting already."""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(conflict())
        self._confirm(offset)
        if not self._pending and seconds > 0:
            await self._wait(seconds)
        return [update for _, update in islice(self._pending, limit)]

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

    def _confirm(self, offset: int) -> None:
        """Forgets what lies before ``offset``; a negative one counts from the end."""
        if offset < 0:
            while len(self._pending) > -offset:
                self._pending.popleft()
        while self._pending and self._pending[0][1]["update_id"] < offset:
            self._pending.popleft()
        oldest = self._clock.now() - KEPT_FOR
        while self._pending and self._pending[0][0] < oldest:
            self._pending.popleft()

    def clear(self) -> None:
        self._pending.clear()

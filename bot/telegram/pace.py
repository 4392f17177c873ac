"""Sends by a fixed schedule below Telegram's limits, and not at all while it asked us to wait.

Slots are handed out ahead of time, so the rate is reached and never passed: sleeping between sends would lose time to
the sends themselves, and a bucket of tokens lets two bursts meet.
"""

import asyncio
import math
from collections import deque

#: seconds of a group's window, and how many messages fit (Bots FAQ: 20 messages per minute to the same group)
GROUP_WINDOW, GROUP_MOST = 60.0, 20
#: with fewer than so many left in its window, a group is nearly full
GROUP_NEARLY_FULL = 6
#: chats whose last slot lies this far back are forgotten
FORGET_AFTER = 120.0


class Full(Exception):
    """There is room only after so many seconds: longer than it makes sense to stand and wait."""

    def __init__(self, wait: float) -> None:
        super().__init__()
        self.wait = wait


class Pace:
    """One for the process. Rates are messages a second; 0 lifts the limit (an emulator without limits).

    :param per_second_to_many: of these, at most so many go to many at once: the rest is kept for those who talk.
    :param patience: how many seconds one may wait for a slot; who would wait longer is told so.
    """

    def __init__(
        self,
        *,
        per_second: float = 25,
        per_chat: float = 1,
        per_second_to_many: float = 20,
        patience: float = math.inf,
    ) -> None:
        self._gap = 1 / per_second if per_second else 0.0
        self._gap_to_many = max(self._gap, 1 / per_second_to_many) if per_second else 0.0
        self._chat_gap = 1 / per_chat if per_chat else 0.0
        self._patience = patience
        self._next = 0.0
        self._next_to_many = 0.0
        self._chats: dict[int, float] = {}
        self._groups: dict[int, deque[float]] = {}
        self._paused_until = 0.0

    async def wait_for(self, chat: int) -> None:
        """Returns when a message to this chat may be sent.

        Raises:
            Full: that is not soon; nothing was taken on account.
        """
        at = self._slot(chat)
        while True:
            left = max(at, self._paused_until) - self._time()
            if left <= 0:
                return
            await asyncio.sleep(left)

    async def turn_of_many(self) -> None:
        """Returns when the next of a message to many may be sent, as far as the others go."""
        now = self._time()
        at = max(now, self._next_to_many)
        self._next_to_many = at + self._gap_to_many
        await asyncio.sleep(at - now)

    def pause(self, seconds: float) -> None:
        """Telegram said ``retry_after``: it holds for the whole bot."""
        self._paused_until = max(self._paused_until, self._time() + seconds)

    @property
    def paused_for(self) -> float:
        """For how many seconds nothing may be sent to anyone."""
        return max(0.0, self._paused_until - self._time())

    def is_nearly_full(self, chat: int) -> bool:
        """Whether this group's minute is nearly used up: what can be said in one message should be."""
        used, since = self._groups.get(chat, ()), self._time() - GROUP_WINDOW
        return sum(at > since for at in used) > GROUP_MOST - GROUP_NEARLY_FULL

    def _slot(self, chat: int) -> float:
        now = self._time()
        at = max(now, self._next, self._chats.get(chat, 0.0) + self._chat_gap)
        is_group = chat < 0 and self._chat_gap > 0
        used = self._groups.setdefault(chat, deque(maxlen=GROUP_MOST)) if is_group else None
        if used is not None and len(used) == GROUP_MOST:
            at = max(at, used[0] + GROUP_WINDOW)
        if (wait := max(at, self._paused_until) - now) > self._patience:
            raise Full(wait)
        if used is not None:
            used.append(at)
        self._next = max(now, self._next) + self._gap
        self._chats[chat] = at
        self._forget(now)
        return at

    def _forget(self, now: float) -> None:
        if len(self._chats) > 10_000:
            self._chats = {known: last for known, last in self._chats.items() if last > now - FORGET_AFTER}

    @staticmethod
    def _time() -> float:
        return asyncio.get_running_loop().time()

"""Sends by a fixed schedule below Telegram's limits, and not at all while it asked us to wait.

Slots are handed out ahead of time, so the rate is reached and never passed: sleeping between sends would lose time to
the sends themselves, and a bucket of tokens lets two bursts meet.
"""

import asyncio
from collections import deque

#: seconds of a group's window, and how many messages fit (Bots FAQ: 20 messages per minute to the same group)
GROUP_WINDOW, GROUP_MOST = 60.0, 20
#: chats whose last slot lies this far back are forgotten
FORGET_AFTER = 120.0


class Pace:
    """One for the process. Rates are messages a second; 0 lifts the limit (an emulator without limits)."""

    def __init__(self, *, per_second: float = 25, per_chat: float = 1) -> None:
        self._gap = 1 / per_second if per_second else 0.0
        self._chat_gap = 1 / per_chat if per_chat else 0.0
        self._next = 0.0
        self._chats: dict[int, float] = {}
        self._groups: dict[int, deque[float]] = {}
        self._paused_until = 0.0

    async def wait_for(self, chat: int) -> None:
        """Returns when a message to this chat may be sent."""
        at = self._slot(chat)
        while True:
            left = max(at, self._paused_until) - self._time()
            if left <= 0:
                return
            await asyncio.sleep(left)

    def pause(self, seconds: float) -> None:
        """Telegram said ``retry_after``: it holds for the whole bot."""
        self._paused_until = max(self._paused_until, self._time() + seconds)

    def _slot(self, chat: int) -> float:
        now = self._time()
        at = max(now, self._next, self._chats.get(chat, 0.0) + self._chat_gap)
        if chat < 0 and self._chat_gap:
            at = max(at, self._group_slot(chat, at))
        self._next = max(now, self._next) + self._gap
        self._chats[chat] = at
        if len(self._chats) > 10_000:
            self._chats = {known: last for known, last in self._chats.items() if last > now - FORGET_AFTER}
        return at

    def _group_slot(self, chat: int, at: float) -> float:
        used = self._groups.setdefault(chat, deque(maxlen=GROUP_MOST))
        if len(used) == GROUP_MOST:
            at = max(at, used[0] + GROUP_WINDOW)
        used.append(at)
        return at

    @staticmethod
    def _time() -> float:
        return asyncio.get_running_loop().time()

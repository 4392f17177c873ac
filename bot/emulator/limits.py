"""How much a bot may send, by the virtual clock.

Telegram publishes about 30 messages a second in all, one a second in a chat "with short bursts allowed", and 20 a
minute in a group; the exact rules are its own. Our reading is the strict one: sliding windows. The private window of
5 in 5 seconds is one a second with a burst of five. Edits count in groups only; deletions, button answers, reactions
and typing marks are free. A refused call spends nothing.
"""

import math
from collections import deque
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Limits:
    """Each pair is (messages, seconds)."""

    overall: tuple[int, float] = (30, 1.0)
    private: tuple[int, float] = (5, 5.0)
    group: tuple[int, float] = (20, 60.0)


class Window:
    """The moments of the last sends; forgets by itself, so it never holds more than its limit."""

    def __init__(self, limit: tuple[int, float]) -> None:
        self._count, self._seconds = limit
        self._sent: deque[float] = deque(maxlen=self._count)

    def wait(self, now: float, count: int = 1) -> float:
        """Seconds until so many more fit; 0 when they fit now. An album larger than the limit needs all of it."""
        too_many = len(self._sent) + min(count, self._count) - self._count
        return max(0.0, self._sent[too_many - 1] + self._seconds - now) if too_many > 0 else 0.0

    def spend(self, now: float) -> None:
        self._sent.append(now)


@dataclass
class Flood:
    """The windows of one bot. ``limits=None`` lets everything through."""

    limits: Limits | None
    _overall: Window = field(init=False)
    _chats: dict[int, Window] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._overall = Window((self.limits or Limits()).overall)

    def admit(self, chat_id: int, now: float, count: int = 1) -> int | None:
        """Takes so many sends on account, or says how many whole seconds to wait."""
        if self.limits is None:
            return None
        chat = self._chats.get(chat_id)
        if chat is None:
            chat = self._chats[chat_id] = Window(self.limits.group if chat_id < 0 else self.limits.private)
        wait = max(self._overall.wait(now, count), chat.wait(now, count))
        if wait > 0:
            return math.ceil(wait)
        for _ in range(count):
            self._overall.spend(now)
            chat.spend(now)
        return None

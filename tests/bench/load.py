"""What people do to a bot: all at once, or at a steady pace; and when each of them was answered.

One thing said is answered by one message, and one person's are answered in order, so the n-th answer in a chat
belongs to the n-th thing said in it. Times are the emulator's own: from the making of an update to its answer.
"""

import asyncio
import time
from collections import defaultdict, deque
from typing import Any

from bot.clock import SystemClock
from bot.emulator.model import Chat, Message, User
from bot.emulator.telegram import Telegram

TOKEN = "123456:BENCH"
PEOPLE = 200
SAID = "/start"
#: seconds without any answer after which a bot counts as dead
PATIENCE = 30.0


class Crowd(Telegram):
    """Two hundred people, and a watch on how long each waits."""

    def __init__(self) -> None:
        super().__init__(SystemClock(), token=TOKEN, limits=None)
        self.people = [self.add_user(f"Bench {number}", language_code="ru") for number in range(PEOPLE)]
        self.waits: list[float] = []
        self._asked: defaultdict[int, deque[float]] = defaultdict(deque)
        self._answered = asyncio.Event()
        self._owed = 0

    def ask(self, number: int) -> None:
        user = self.people[number % PEOPLE]
        self._asked[user.id].append(time.perf_counter())
        self._owed += 1
        self.say(user, SAID)

    def put_message(self, chat: Chat, sender: User, content: dict[str, Any], **where: Any) -> Message:
        if sender.is_bot:
            self.waits.append(time.perf_counter() - self._asked[chat.id].popleft())
            self._owed -= 1
            self._answered.set()
        return super().put_message(chat, sender, content, **where)

    async def all_answered(self) -> None:
        """Raises TimeoutError if the bot falls silent."""
        while self._owed:
            self._answered.clear()
            await asyncio.wait_for(self._answered.wait(), PATIENCE)

    async def at_once(self, count: int) -> float:
        """So many updates waiting at the same moment; returns how many are answered in a second."""
        started = time.perf_counter()
        for number in range(count):
            self.ask(number)
        await self.all_answered()
        return count / (time.perf_counter() - started)

    async def paced(self, per_second: int, seconds: int) -> list[float]:
        """A steady stream by a fixed schedule; returns how long each waited, in seconds, shortest first."""
        self.waits = []
        started = time.perf_counter()
        for number in range(per_second * seconds):
            await asyncio.sleep(started + number / per_second - time.perf_counter())
            self.ask(number)
        await self.all_answered()
        return sorted(self.waits)

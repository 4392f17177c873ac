"""How long what was said stays in the chat after "Hide" is pressed."""

import asyncio
import tempfile
import time
from pathlib import Path

from bot.clock import SystemClock
from bot.emulator.model import User
from bot.emulator.server import serve
from bot.emulator.telegram import Telegram
from bot.telegram.buttons import Hide
from tests.bench.limits import Limit
from tests.bench.load import PATIENCE, SAID, TOKEN
from tests.bench.sides import PRYSTAN

#: in each chat, with the answers twice as many
WORDS = 50
PEOPLE = 10
#: seconds, from the press
MOST = 5.0
#: how exactly is looked, in seconds
LOOK_EVERY = 0.002


def measure() -> list[float]:
    """Seconds from the press to an empty chat with its card, shortest first: one for each person, in turn."""
    return asyncio.run(_measure())


def limits(waits: list[float]) -> list[Limit]:
    return [Limit.at_most(f"Hide empties a chat of {2 * WORDS} messages, s, the slowest", waits[-1], MOST)]


async def _measure() -> list[float]:
    telegram = Telegram(SystemClock(), token=TOKEN, limits=None)
    people = [telegram.add_user(f"Bench {number}", language_code="ru") for number in range(PEOPLE)]
    server, port = await serve(telegram)
    try:
        with tempfile.TemporaryDirectory(prefix="prystan-bench-") as folder:
            async with PRYSTAN.running(Path(folder), people, port):
                return sorted([await _hidden(telegram, user) for user in people])
    finally:
        await server.cleanup()


async def _hidden(telegram: Telegram, user: User) -> float:
    messages = telegram.chats[user.id].messages
    for _ in range(WORDS):
        telegram.say(user, SAID)
    await _until(messages, 2 * WORDS)
    newest = max(messages)
    started = time.perf_counter()
    telegram.press(user, messages[newest], Hide().pack())
    while not (len(messages) == 1 and min(messages) > newest):
        await _look(started)
    return time.perf_counter() - started


async def _until(messages: dict[int, dict[str, object]], count: int) -> None:
    started = time.perf_counter()
    while len(messages) < count:
        await _look(started)


async def _look(started: float) -> None:
    """Raises TimeoutError if the bot falls silent."""
    if time.perf_counter() > started + PATIENCE:
        raise TimeoutError
    await asyncio.sleep(LOOK_EVERY)

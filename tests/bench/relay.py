"""From a client's words to the organisation's topic and back: fifty talks at once, under Telegram's own limits.

Twenty messages a minute fit into a group, so each talk has an organisation, a district and a group of its own: what
is measured is the bot, not the wait for a group that is full. What the bot keeps to of itself stays: 25 messages a
second, one a second in a chat. Times are the emulator's: from the making of an update to the message in the chat.
"""

import asyncio
import json
import shutil
import tempfile
import time
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from bot.clock import SystemClock
from bot.content.loader import load
from bot.domain.people import Invitation, Role, Scope
from bot.emulator.model import Chat, Message, User
from bot.emulator.server import serve
from bot.emulator.telegram import Telegram
from bot.telegram.buttons import Talk
from tests.bench.limits import percentile
from tests.bench.load import PATIENCE, TOKEN
from tests.bench.sides import PRYSTAN, prepared

TALKS = 50
EXCHANGES = 4
#: seconds from one question of a client to the next, and from a question to its answer
EVERY, THOUGHT = 10.0, 5.0
#: seconds between the beginnings of two talks
APART = 0.7

Figures = dict[str, float]
Done = TypeVar("Done")


@dataclass(frozen=True)
class Office:
    """A client, and who answers them: the district and the group of an organisation with one worker."""

    client: User
    worker: User
    group: Chat
    organisation: str
    district: str


class Talks(Telegram):
    """Fifty clients and fifty offices, and a watch on the words on their way."""

    def __init__(self, districts: list[str]) -> None:
        super().__init__(SystemClock(), token=TOKEN)
        self.offices = [self._office(number, district) for number, district in enumerate(districts)]
        self._awaited: dict[str, asyncio.Future[tuple[float, Message]]] = {}

    def _office(self, number: int, district: str) -> Office:
        client = self.add_user(f"Client {number}", language_code="ru")
        worker = self.add_user(f"Worker {number}", language_code="ru")
        group = self.add_forum(f"Office {number}", admins=[worker])
        return Office(client, worker, group, f"bench-{number}", district)

    def put_message(self, chat: Chat, sender: User, content: dict[str, Any], **where: Any) -> Message:
        message = super().put_message(chat, sender, content, **where)
        if sender.is_bot and (waiting := self._awaited.pop(content.get("text", ""), None)) is not None:
            waiting.set_result((time.perf_counter(), message))
        return message

    async def passed_on(self, user: User, words: str, **where: Any) -> tuple[float, Message]:
        """Says it; returns how many seconds later the bot put it into the other chat, and the message there."""
        arriving = self._awaited[words] = asyncio.get_running_loop().create_future()
        started = time.perf_counter()
        self.say(user, words, **where)
        arrived, message = await asyncio.wait_for(arriving, PATIENCE)
        return arrived - started, message

    async def open(self, office: Office) -> tuple[float, int]:
        """The first words of a client; returns how long they take, and the topic made for them."""
        chat = self.chats[office.client.id]
        self.say(office.client, "/start")
        home = await self._drawn(chat, "🙈")
        self.press(office.client, home, Talk().pack())
        await self._drawn(chat, "✍")
        wait, first = await self.passed_on(office.client, f"{office.organisation}: здравствуйте")
        return wait, int(first["message_thread_id"])

    async def _drawn(self, chat: Chat, sign: str) -> Message:
        """The newest message of a chat, as soon as this stands in it or on its buttons."""
        started = time.perf_counter()
        while sign not in str(newest := chat.messages[max(chat.messages)]):
            if time.perf_counter() > started + PATIENCE:
                raise TimeoutError
            await asyncio.sleep(0.01)
        return newest


def measure() -> Figures:
    """By way, the median and p99 in ms."""
    return asyncio.run(_measure())


async def _measure() -> Figures:
    content = load(Path("content"), demo=True)
    taken = {contract.territory for contract in content.contracts}
    districts = [one.code for one in content.territories if one.level == "district" and one.code not in taken]
    telegram = Talks(districts[:TALKS])
    server, port = await serve(telegram)
    side = replace(PRYSTAN, prepare=lambda folder, _: _offices(folder, telegram.offices))
    try:
        with tempfile.TemporaryDirectory(prefix="prystan-bench-") as folder:
            async with side.running(Path(folder), [], port):
                return await _talk(telegram)
    finally:
        await server.cleanup()


async def _talk(telegram: Talks) -> Figures:
    opened = await asyncio.gather(
        *(_after(n * APART, telegram.open(office)) for n, office in enumerate(telegram.offices))
    )
    talks = await asyncio.gather(
        *(
            _after(n * EVERY / TALKS, _exchanges(telegram, office, thread))
            for n, (office, (_, thread)) in enumerate(zip(telegram.offices, opened, strict=True))
        )
    )
    exchanges = [exchange for talk in talks for exchange in talk]
    await asyncio.sleep(EVERY)
    burst = await asyncio.gather(
        *(telegram.passed_on(office.client, f"{office.organisation}: все сразу") for office in telegram.offices)
    )
    ways = {
        "first words, to a new topic": [wait for wait, _ in opened],
        "from a client to the topic": [there for there, _ in exchanges],
        "from the topic to the client": [back for _, back in exchanges],
        "there and back": [there + back for there, back in exchanges],
        "to the topic, all at one moment": [wait for wait, _ in burst],
    }
    return {
        f"{way}: {name}": percentile(sorted(waits), share) * 1e3
        for way, waits in ways.items()
        for name, share in (("median", 0.5), ("p99", 0.99))
    }


async def _after(seconds: float, deed: Coroutine[Any, Any, Done]) -> Done:
    await asyncio.sleep(seconds)
    return await deed


async def _exchanges(telegram: Talks, office: Office, thread: int) -> list[tuple[float, float]]:
    """Seconds there and back, of each exchange by a fixed schedule."""
    waits = []
    begun = time.perf_counter()
    for number in range(1, EXCHANGES + 1):
        await asyncio.sleep(begun + number * EVERY - time.perf_counter())
        there, _ = await telegram.passed_on(office.client, f"{office.organisation}: вопрос {number}")
        await asyncio.sleep(begun + number * EVERY + THOUGHT - time.perf_counter())
        answer = f"{office.organisation}: ответ {number}"
        back, _ = await telegram.passed_on(office.worker, answer, chat=office.group, thread=thread)
        waits.append((there, back))
    return waits


async def _offices(folder: Path, offices: list[Office]) -> dict[str, str]:
    """A content with their organisations and contracts, and a database in which all of them know each other."""
    root = folder / "content"
    shutil.copytree("content", root)
    (root / "demo" / "bench.yaml").write_text(json.dumps(_contracted(offices), ensure_ascii=False), "utf-8")
    async with prepared(folder, root) as (environment, store):
        for office in offices:
            client = await store.people.add(office.client.id, "ru", office.district)
            await store.people.set_consents(client, frozenset({Scope.SERVICE}))
            worker = await store.people.add(office.worker.id, "ru", None)
            held = Invitation(0, Role.STAFF, office.organisation, frozenset(), SystemClock().now())
            await store.people.add_membership(worker, held)
            await store.groups.bind(office.organisation, office.group.id, by=None, locale="ru")
    return environment


def _contracted(offices: list[Office]) -> dict[str, list[dict[str, Any]]]:
    today = SystemClock().now().date()
    name = dict.fromkeys(("ru", "be", "ky", "en"), "Bench")
    organisations = [
        {"id": one.organisation, "name": name, "kind": "ngo", "territory": one.district, "demo": True}
        for one in offices
    ]
    contracts = [
        {
            "id": f"{one.organisation}-accompaniment", "customer": name, "provider": one.organisation,
            "service": "accompaniment", "territory": one.district, "starts": str(today - timedelta(days=30)),
            "ends": str(today + timedelta(days=365)), "units": 1000, "tariff": "1.00", "currency": "BYN",
            "demo": True,
        }
        for one in offices
    ]  # fmt: skip
    return {"organisations": organisations, "contracts": contracts}

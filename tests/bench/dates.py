"""Reminders: a tick with a million waiting beside one with none; how late five thousand of one minute come.

People choose round times, so the five thousand are due at the same moment, which is the worst there is. The bot is a
process of its own before the emulator, and keeps to its 25 messages a second; beside it the same crowd without that
pace, the bot and the emulator in one process.
"""

import asyncio
import os
import secrets
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from bot import jobs
from bot.app import App
from bot.clock import Clock, SystemClock
from bot.domain import reminders
from bot.domain.people import Scope
from bot.domain.reminders import State
from bot.emulator.model import Chat, Message, User
from bot.emulator.server import serve
from bot.emulator.session import EmulatorSession
from bot.emulator.telegram import Telegram
from bot.settings import Settings
from bot.store import Database, Store
from bot.store.migrations import upgrade
from bot.store.sealing import Keyring
from bot.telegram.pace import Pace
from tests.bench.limits import percentile
from tests.bench.load import PATIENCE, TOKEN
from tests.bench.sides import PRYSTAN, TOWN, prepared

Report = Callable[[str, float, str], None]

WAITING, TICKS = 1_000_000, 300
#: of these the others are copies
WRITTEN = 1000
DUE = 5000
#: seconds from the writing of the reminders to their time: the bot has started by then
AHEAD = 20
MINSK = ZoneInfo("Europe/Minsk")
SERVER = os.environ.get("TEST_POSTGRES_URL", "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres")

_COPIES = text(
    "WITH RECURSIVE copies(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM copies WHERE number < :most) "
    'INSERT INTO reminders (id, person, text, state, repeats, zone, "first", wall, due_at, unseen, changed_at) '
    "SELECT id + number * CAST(:each AS BIGINT), person, text, state, repeats, zone, "
    '"first", wall, due_at, unseen, changed_at '
    "FROM reminders, copies"
)


class Crowd(Telegram):
    """People who all want to be reminded at the same moment, and a watch on when each is."""

    def __init__(self, count: int) -> None:
        super().__init__(SystemClock(), token=TOKEN, limits=None)
        self.people = [self.add_user(f"Bench {number}", language_code="ru") for number in range(count)]
        for user in self.people:
            self.chats[user.id].started = True
        self.came: list[datetime] = []
        self._more = asyncio.Event()

    def put_message(self, chat: Chat, sender: User, content: dict[str, Any], **where: Any) -> Message:
        if sender.is_bot and content.get("text", "").startswith("⏰"):
            self.came.append(self.clock.now())
            self._more.set()
        return super().put_message(chat, sender, content, **where)

    async def all_came(self) -> None:
        """Raises TimeoutError if the bot falls silent."""
        while len(self.came) < len(self.people):
            self._more.clear()
            await asyncio.wait_for(self._more.wait(), AHEAD + PATIENCE)


def run(report: Report) -> None:
    """Report each figure: its name, its value and its unit."""
    asyncio.run(_run(report))


async def _run(report: Report) -> None:
    with tempfile.TemporaryDirectory(prefix="prystan-bench-") as folder:
        data = Path(folder) / "data"
        data.mkdir()
        await _ticks(f"sqlite+aiosqlite:///{data}/ticks.db", "SQLite", report)
        await _without_pace(f"sqlite+aiosqlite:///{data}/crowd.db", "SQLite", Path(folder), report)
        try:
            async with _on_postgres() as url:
                await _ticks(url, "PostgreSQL", report)
            async with _on_postgres() as url:
                await _without_pace(url, "PostgreSQL", Path(folder), report)
        except OSError:
            report("a tick and a crowd of reminders, PostgreSQL: no server at hand", 0, "")
    await _at_our_pace(report)


@asynccontextmanager
async def _on_postgres() -> AsyncIterator[str]:
    """A database of its own, dropped afterwards. Raises OSError where there is no server."""
    name = f"prystan_bench_{secrets.token_hex(4)}"
    server = create_async_engine(SERVER, isolation_level="AUTOCOMMIT")
    async with server.connect() as connection:
        await connection.execute(text(f"CREATE DATABASE {name}"))
        try:
            yield make_url(SERVER).set(database=name).render_as_string(hide_password=False)
        finally:
            await connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    await server.dispose()


async def _ticks(url: str, engine: str, report: Report) -> None:
    database = Database(url, Keyring({1: b"k" * 32}), SystemClock())
    await upgrade(database.engine)
    none = await _median_tick(database)
    async with database.transaction() as store:
        person = await _someone(store, 1)
        for number in range(WRITTEN):
            await _remind(store, person, store.now + timedelta(days=1, minutes=number))
        await store.reminders.run(_COPIES, {"most": WAITING // WRITTEN - 1, "each": 2**40})
        if engine == "PostgreSQL":
            await store.reminders.run(text("ANALYZE reminders"))
    report(f"a tick with nothing due, {engine}: no reminders waiting", none, "ms")
    report(f"  beside: {WAITING:,} waiting, {engine}", await _median_tick(database), "ms")
    await database.close()


async def _median_tick(database: Database) -> float:
    """Milliseconds."""
    taken = []
    for _ in range(TICKS):
        started = time.perf_counter()
        async with database.transaction() as store:
            assert await reminders.ring_due(store, jobs.REMINDERS_AT_ONCE) == 0
        taken.append((time.perf_counter() - started) * 1e3)
    return statistics.median(taken)


async def _someone(store: Store, telegram_id: int) -> int:
    person = await store.people.add(telegram_id, "ru", TOWN)
    await store.people.set_consents(person, frozenset({Scope.REMINDERS}))
    return person


async def _remind(store: Store, person: int, at: datetime) -> None:
    """As it stands when anyone has set it, but for the second."""
    made = await store.reminders.add(person, "взять паспорт", MINSK)
    wall = at.astimezone(MINSK).replace(tzinfo=None)
    await store.reminders.change(made, state=State.WAITING, first=wall, wall=wall, due_at=at)


async def _all_at(store: Store, people: list[User], at: datetime) -> None:
    for user in people:
        await _remind(store, await _someone(store, user.id), at)


async def _without_pace(url: str, engine: str, folder: Path, report: Report) -> None:
    telegram = Crowd(DUE)
    settings = Settings(
        _env_file=None, bot_token=TOKEN, bot_api_base="http://127.0.0.1:1", database_url=url,
        key_file=folder / "keys" / f"{engine}.key", content_dir=Path("content"), demo_content=True,
    )  # fmt: skip
    clock: Clock = SystemClock()
    app = App(settings, clock, EmulatorSession(telegram), Pace(per_second=0, per_chat=0))
    await app.prepare()
    async with app.database.transaction() as store:
        await _all_at(store, telegram.people, store.now)
    started = time.perf_counter()
    await jobs.remind(app)
    report(f"{DUE:,} reminders of one minute become owed, {engine}", time.perf_counter() - started, "s")
    started = time.perf_counter()
    app.tasks.start(app.delivery.run(), "delivery")
    await telegram.all_came()
    report(f"  and leave without our pace, {engine}", DUE / (time.perf_counter() - started), "/s")
    await app.stop()


async def _at_our_pace(report: Report) -> None:
    telegram = Crowd(DUE)
    server, port = await serve(telegram)
    due: list[datetime] = []

    async def prepare(folder: Path, people: list[User]) -> dict[str, str]:
        async with prepared(folder, Path("content")) as (environment, store):
            await _all_at(store, people, at := telegram.clock.now() + timedelta(seconds=AHEAD))
            due.append(at)
        return environment

    try:
        with tempfile.TemporaryDirectory(prefix="prystan-bench-") as folder:
            async with replace(PRYSTAN, prepare=prepare).running(Path(folder), telegram.people, port):
                await telegram.all_came()
    finally:
        await server.cleanup()
    late = sorted((at - due[0]).total_seconds() for at in telegram.came)
    assert late[0] >= 0
    for name, share in (("median", 0.5), ("p99", 0.99), ("the last", 1.0)):
        report(f"lateness of {DUE:,} reminders of one minute, at our pace: {name}", percentile(late, share), "s")
    report("  beside: the last, if each took its slot of the pace and nothing else", DUE / 25, "s")

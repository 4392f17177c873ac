"""Beds: holds a second at one hot hostel, beside a bare conditional UPDATE; the nearest free bed among many.

A hold is all that a press leads to in the store: who waits is asked first, the hold, its bed, the log, the keepers.
The bare statement is one UPDATE of one row, each in a transaction of its own, over the same engine.
"""

import asyncio
import os
import secrets
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Column, Integer, MetaData, Table, insert, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from bot.clock import ManualClock
from bot.content.loader import load
from bot.content.models import Dormitory, Room
from bot.domain.dormitories import coming, keeping, nearby
from bot.domain.guide import Guide
from bot.store import Database
from bot.store.migrations import upgrade
from bot.store.sealing import Keyring
from bot.store.tables import beds
from tests import bed_worlds
from tests.bench.directory import with_places

Report = Callable[[str, float, str], None]

ROOT = Path(__file__).parents[2]
#: with as many hands as a busy intake has
COMERS, AT_ONCE, ROUNDS = 600, 50, 3
HOUSES, ASKED = 10_000, 200
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SERVER = os.environ.get("TEST_POSTGRES_URL", "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres")

BARE = Table("bare", MetaData(), Column("id", Integer, primary_key=True), Column("free", Integer))
BARE_UPDATE = update(BARE).where(BARE.c.id == 1, BARE.c.free > 0).values(free=BARE.c.free - 1)


def run(report: Report) -> None:
    """Report each figure: its name, its value and its unit."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_hot_hostel(f"sqlite+aiosqlite:///{folder}/beds.db", "SQLite", report))
        asyncio.run(_nearest(f"sqlite+aiosqlite:///{folder}/many.db", report))
    try:
        asyncio.run(_on_postgres(report))
    except OSError:
        report("holds a second at one hostel, PostgreSQL: no server at hand", 0, "")


async def _on_postgres(report: Report) -> None:
    name = f"prystan_bench_{secrets.token_hex(4)}"
    server = create_async_engine(SERVER, isolation_level="AUTOCOMMIT")
    async with server.connect() as connection:
        await connection.execute(text(f"CREATE DATABASE {name}"))
        try:
            url = make_url(SERVER).set(database=name).render_as_string(hide_password=False)
            await _hot_hostel(url, "PostgreSQL", report)
        finally:
            await connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    await server.dispose()


async def _hot_hostel(url: str, engine: str, report: Report) -> None:
    database = await _database(url)
    guide = bed_worlds.guide_with((Room(id="men", who="men", places=1000),))
    hostel = bed_worlds.house(guide)
    async with database.transaction() as store:
        await store.beds.run(text("CREATE TABLE bare (id INTEGER PRIMARY KEY, free INTEGER)"))
        await store.beds.run(insert(BARE), {"id": 1, "free": 10**9})
    ours, bare = [], []
    for number in range(ROUNDS):
        async with database.transaction() as store:
            people = [await bed_worlds.someone(store, number * COMERS + one) for one in range(COMERS)]
            await store.beds.run(text("DELETE FROM bed_holds"))
            await store.beds.run(text("DELETE FROM beds"))
            await keeping.count(store, bed_worlds.keeper(), hostel, "men", 1000)

        async def hold(one: int, people: list = people) -> None:
            async with database.transaction() as store:
                assert await coming.make(store, people[one], hostel, bed_worlds.MAN, guide) is not None

        async def statement(one: int) -> None:
            async with database.transaction() as store:
                await store.beds.run(BARE_UPDATE)

        ours.append(await _rate(hold))
        bare.append(await _rate(statement))
    report(f"holds a second at one hostel, {engine}", statistics.median(ours), "/s")
    report(f"  beside: a bare conditional UPDATE, {engine}", statistics.median(bare), "/s")
    await database.close()


async def _rate(work: Callable[[int], Awaitable[None]]) -> float:
    hands = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> None:
        async with hands:
            await work(number)

    started = time.perf_counter()
    await asyncio.gather(*(one(number) for number in range(COMERS)))
    return COMERS / (time.perf_counter() - started)


async def _nearest(url: str, report: Report) -> None:
    """Half of the houses have a free place for a woman; the other half have none."""
    content = with_places(load(ROOT / "content", demo=False), HOUSES)
    room = (Room(id="women", who="women", places=4),)
    dormitories = tuple(Dormitory(id=place.id, rooms=room) for place in content.places)
    guide = Guide(content.model_copy(update={"dormitories": dormitories}))
    database = await _database(url)
    async with database.transaction() as store:
        rows = [
            {"dormitory": place.id, "room": "women", "total": 4, "staying": 0, "others": 4 * (number % 2), "held": 0,
             "out_of_order": 0, "counted_at": AT, "doubted": False}
            for number, place in enumerate(content.places)
        ]  # fmt: skip
        await store.beds.run(insert(beds), rows)
    towns = [one.code for one in content.territories if one.level == "settlement" and one.latitude is not None]
    taken = []
    for code in (towns * 2)[: ASKED + 1]:
        started = time.perf_counter()
        async with database.transaction() as store:
            found = await nearby.free(store, guide, code, bed_worlds.WOMAN, limit=3)
        taken.append((time.perf_counter() - started) * 1e3)
        assert found
    # the first one builds what the others look into
    taken = sorted(taken[1:])
    report(f"nearest fitting free bed among {HOUSES:,}: median", statistics.median(taken), "ms")
    report(f"nearest fitting free bed among {HOUSES:,}: p99", taken[int(len(taken) * 0.99)], "ms")
    await database.close()


async def _database(url: str) -> Database:
    database = Database(url, Keyring({1: b"k" * 32}), ManualClock(AT))
    await upgrade(database.engine)
    return database

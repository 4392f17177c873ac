"""A full disk, a clock that jumps, two processes at once: nothing unkept is acknowledged, nothing comes twice."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.store.tables import outbox
from tests.conftest import World
from tests.telegram.test_lanes import owe_many


async def set_pages(world, pages):
    async with world.app.database.engine.connect() as connection:
        await connection.execute(text(f"PRAGMA max_page_count = {pages}"))


async def test_on_a_full_disk_nothing_is_acknowledged_and_all_is_handled_when_there_is_room(world, harbour):
    phones = await owe_many(world, 3)
    for phone in phones:
        world.telegram.say(phone.user, "слова " * 500)
    updates = world.telegram.updates.pending
    await set_pages(world, 1)

    async def fill():
        for number in range(200):
            await world.app.intake.receive([one | {"update_id": one["update_id"] + number * 10} for one in updates])

    with pytest.raises(OperationalError, match="full"):
        await fill()
    await set_pages(world, 2**30)
    async with world.app.database.engine.connect() as connection:
        assert (await connection.execute(text("PRAGMA integrity_check"))).scalar() == "ok"
    await world.settle()

    assert [phone.seen.count("N-") for phone in phones] == [1] * 3


@pytest.mark.parametrize(
    "jump", [timedelta(seconds=1), timedelta(hours=1), timedelta(hours=25), -timedelta(hours=25)]
)
async def test_a_clock_that_jumps_loses_nothing_and_sends_nothing_twice(world, jump, monkeypatch):
    monkeypatch.setattr("bot.domain.cases.IN_TALK", timedelta(days=9))
    phones = await owe_many(world, 8)
    await world.app.delivery.send_due()
    world.clock.advance(jump)
    await world.settle()
    world.clock.advance(timedelta(hours=26))
    await world.settle()

    assert [phone.seen.count("N-") for phone in phones] == [1] * 8


async def test_two_processes_at_once_send_each_message_once(world, clock, tmp_path, rows):
    phones = await owe_many(world, 30)
    twin = World(clock, tmp_path)
    twin.telegram = world.telegram
    twin.app = twin._build()
    await twin.app.prepare()
    try:

        async def work(one):
            while await one.app.delivery.send_due():
                pass

        await asyncio.gather(work(world), work(twin))
    finally:
        await twin.app.stop()

    assert [phone.seen.count("N-") for phone in phones] == [1] * 30
    assert Counter(row.state for row in await rows(outbox)) == {"sent": 30}


@pytest.fixture
def rows(world):
    async def read(table):
        async with world.app.database.transaction() as store:
            return (await store.meta.run(table.select())).all()

    return read

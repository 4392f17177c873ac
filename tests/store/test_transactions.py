"""Many at once: writers wait their turn, nobody's change is lost, and nothing half done is seen."""

import asyncio
import os

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, select, update

TASKS = 64
#: how often each task reads and then writes: more where time does not matter
ROUNDS = int(os.environ.get("CONTENTION_ROUNDS", "20"))

counter = Table("counter", MetaData(), Column("id", Integer, primary_key=True), Column("value", Integer))


@pytest.fixture
async def counting(database):
    async with database.engine.begin() as connection:
        await connection.run_sync(counter.create)
        await connection.execute(counter.insert(), {"id": 1, "value": 0})


async def add_one(of):
    """Reads, lets others in, then writes what it read and one more."""
    async with of.transaction() as store:
        run = store.meta.run
        value = (await run(select(counter.c.value).with_for_update())).scalar_one()
        await asyncio.sleep(0)
        await run(update(counter).values(value=value + 1))


async def test_many_readers_that_then_write_never_find_it_locked(database, counting, committed):
    async def work():
        for _ in range(ROUNDS):
            await add_one(database)

    await asyncio.gather(*(work() for _ in range(TASKS)))

    assert (await committed(counter))[0].value == TASKS * ROUNDS


async def test_two_processes_that_read_and_then_write_lose_nothing(database, replica, counting, committed):
    async def work(of):
        for _ in range(50):
            await add_one(of)

    await asyncio.gather(work(database), work(replica))

    assert (await committed(counter))[0].value == 100


async def test_a_failed_transaction_leaves_no_trace_and_frees_its_connection(database, counting, undone, committed):
    for _ in range(30):
        await undone(lambda store: store.meta.run(update(counter).values(value=counter.c.value + 1)))
    assert (await committed(counter))[0].value == 0

    await add_one(database)
    assert (await committed(counter))[0].value == 1


async def test_a_cancelled_transaction_leaves_no_trace_and_frees_its_connection(database, counting, committed):
    entered = asyncio.Event()

    async def hang():
        async with database.transaction() as store:
            await store.meta.run(update(counter).values(value=99))
            entered.set()
            await asyncio.Event().wait()

    task = asyncio.ensure_future(hang())
    await entered.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    await add_one(database)
    assert (await committed(counter))[0].value == 1


@pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1), ("foreign_keys", 1), ("trusted_schema", 0),
     ("busy_timeout", 5000)],
)  # fmt: skip
async def test_sqlite_is_set_up_to_lose_nothing_and_to_forget_what_was_deleted(database, pragma, value):
    async with database.engine.begin() as connection:
        assert (await connection.exec_driver_sql(f"PRAGMA {pragma}")).scalar_one() == value

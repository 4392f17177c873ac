"""Transactions that share a commit: each stands or falls by itself, and none is told before it is on the disk."""

import asyncio

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot.store.tables import meta, outbox


async def note(database, name, value="x"):
    async with database.transaction() as store:
        await store.meta.set(str(name), value)
        await asyncio.sleep(0)


async def names(committed):
    return {row.name for row in await committed(meta)}


async def test_of_many_at_once_those_that_fail_undo_only_themselves(database, committed):
    async def fail(name):
        async with database.transaction() as store:
            await store.meta.set(name, "x")
            raise ZeroDivisionError

    work = [fail(str(number)) if number % 3 == 0 else note(database, number) for number in range(60)]
    ended = await asyncio.gather(*work, return_exceptions=True)

    assert [type(one) for one in ended[::3]] == [ZeroDivisionError] * 20
    assert await names(committed) == {str(number) for number in range(60) if number % 3}


async def test_a_refused_statement_undoes_its_own_transaction_alone(database, committed):
    async def twice(name):
        async with database.transaction() as store:
            await store.meta.set(name, "x")
            await store.meta.run(meta.insert(), {"name": name, "value": "again"})

    ended = await asyncio.gather(twice("a"), note(database, "b"), twice("c"), return_exceptions=True)

    assert [type(one).__name__ for one in ended] == ["IntegrityError", "NoneType", "IntegrityError"]
    assert await names(committed) == {"b"}


async def test_who_is_told_that_it_is_done_finds_it_there_from_anywhere(database, committed):
    missing = []

    async def work(number):
        await note(database, number)
        if str(number) not in await names(committed):
            missing.append(number)

    await asyncio.gather(*(work(number) for number in range(40)))
    assert missing == []


async def test_the_delivery_is_woken_when_what_is_owed_can_be_claimed(database, committed):
    found = []

    async def look():
        found.append(len(await committed(outbox)))

    looks = []
    database.on_owed = lambda: looks.append(asyncio.ensure_future(look()))

    async def owe(number):
        async with database.transaction() as store:
            await store.outbox.add("notice", str(number), {})

    await asyncio.gather(*(owe(number) for number in range(20)))
    await asyncio.gather(*looks)
    assert len(found) == 20
    assert min(found) >= 1


async def test_who_is_cancelled_leaves_the_others_their_commit(database, committed):
    work = [asyncio.ensure_future(note(database, number)) for number in range(20)]
    await asyncio.sleep(0)
    for number in range(0, 20, 2):
        work[number].cancel()
    ended = await asyncio.gather(*work, return_exceptions=True)

    assert [one for one in ended[1::2] if one is not None] == []
    assert await names(committed) >= {str(number) for number in range(1, 20, 2)}
    await note(database, "after")
    assert "after" in await names(committed)


@pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)
async def test_sqlite_goes_to_the_disk_less_often_than_there_are_transactions(database):
    commits = []
    event.listen(database.engine.sync_engine, "commit", commits.append)
    await asyncio.gather(*(note(database, number) for number in range(50)))

    assert 0 < len(commits) < 25


@pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)
async def test_on_a_full_disk_nobody_is_told_what_is_not_so_and_it_goes_on_when_there_is_room(database, committed):
    async def fill(number):
        async with database.transaction() as store:
            await store.content.add(str(number), "x" * 40_000)

    await _allow_pages(database, 100)
    ended = await asyncio.gather(*(fill(number) for number in range(30)), return_exceptions=True)
    told = {str(number) for number, one in enumerate(ended) if one is None}
    assert told != {str(number) for number in range(30)}
    assert {type(one) for one in ended if one is not None} == {OperationalError}

    await _allow_pages(database, 1_000_000)
    async with database.transaction() as store:
        kept = {str(n) for n in range(30) if await store.content.document(str(n))}
    assert kept == told
    await fill(99)
    async with database.engine.begin() as connection:
        assert (await connection.exec_driver_sql("PRAGMA integrity_check")).scalar_one() == "ok"


async def _allow_pages(database, most):
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {most}")

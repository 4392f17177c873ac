"""SQLite beside the event loop: statements at once, and whatever may wait elsewhere."""

import asyncio
import sqlite3
import threading

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from bot.store import Database
from bot.store.tables import meta

pytestmark = pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)


def file_of(database: Database) -> str:
    return database.engine.url.database


async def test_while_another_process_holds_the_lock_the_loop_goes_on(database):
    other = sqlite3.connect(file_of(database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    writing = asyncio.ensure_future(_write(database, "a"))
    for _ in range(20):
        await asyncio.sleep(0.01)
    waited = not writing.done()
    other.execute("ROLLBACK")
    other.close()
    await writing

    assert waited


async def test_a_transaction_takes_the_write_lock_before_its_first_statement(database):
    other = sqlite3.connect(file_of(database), isolation_level=None, timeout=0)
    async with database.transaction():
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.close()


async def test_statements_of_a_turn_run_where_they_are_and_its_commit_does_not(database):
    threads = {}
    async with database.transaction() as store:
        near = store.meta.connection.sync_connection.connection.driver_connection._conn
        near.create_function("here", 0, lambda: threads.setdefault("statement", threading.get_ident()))
        await store.meta.run(select(func.here()))
        await store.meta.set("a", "b")
        near.set_trace_callback(lambda said: threads.setdefault(said, threading.get_ident()))
    near.set_trace_callback(None)

    assert threads["statement"] == threading.get_ident()
    assert threads["COMMIT"] != threading.get_ident()


async def test_errors_come_as_those_of_sqlalchemy(database):
    await _write(database, "a")
    async with database.transaction() as store:
        with pytest.raises(IntegrityError, match="UNIQUE"):
            await store.meta.run(meta.insert(), {"name": "a", "value": "again"})


async def _write(database: Database, name: str) -> None:
    async with database.transaction() as store:
        await store.meta.set(name, "x")

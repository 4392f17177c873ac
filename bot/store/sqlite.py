"""SQLite, set up to lose nothing, and read without leaving the event loop's thread.

aiosqlite sends each step of a statement (cursor, execute, fetch, close) to a thread of its own, and each such trip
costs more than the step. Here only what can wait goes there: taking the write lock, and the commit's way to the disk.
Between the two nobody else can hold the lock, and a statement is a look into memory.
"""

import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any

import aiosqlite
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


class NearConnection(aiosqlite.Connection):
    """Statements within a transaction run at once; what may wait runs in aiosqlite's thread."""

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - aiosqlite's
        if self._may_wait(fn, args):
            return await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]
        return fn(*args, **kwargs)

    def _may_wait(self, fn: Callable[..., Any], args: tuple[Any, ...]) -> bool:
        if not self._running or self._connection is None:
            return True  # where a closed connection is refused
        ends = fn in {self._connection.commit, self._connection.close}
        begins = bool(args) and not self._connection.in_transaction
        return ends or begins


def _connect(database: str, **options: Any) -> NearConnection:  # noqa: ANN401 - sqlite3's own
    connection = NearConnection(partial(sqlite3.connect, database, **options), iter_chunk_size=64)
    # a process that ends must not wait for it
    connection._thread.daemon = True
    return connection


def make_sqlite_engine(url: str) -> AsyncEngine:
    # SQLite has one writer: one connection in the pool makes turns wait in order instead of failing "locked"
    engine = create_async_engine(
        url,
        pool_size=1,
        max_overflow=0,
        pool_timeout=60,
        hide_parameters=True,
        connect_args={"async_creator_fn": _connect},
    )
    event.listen(engine.sync_engine, "connect", _set_up)
    event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


def _set_up(connection: Any, _: object) -> None:  # noqa: ANN401 - the driver's connection
    # the driver must not begin transactions by itself: it would begin them deferred
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "secure_delete = ON",
        "foreign_keys = ON",
        "busy_timeout = 5000",
        "trusted_schema = OFF",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy's connection
    # a deferred transaction that turns into a writer fails at once, whatever busy_timeout says
    connection.exec_driver_sql("BEGIN IMMEDIATE")

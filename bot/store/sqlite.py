"""SQLite, set up to lose nothing, and asked without leaving the event loop's thread.

aiosqlite sends each step of a statement (cursor, execute, fetch, close) to a thread of its own, and each such trip
costs more than the step. Here only what can wait goes there: taking the write lock, and the commit's way to the disk.
Between the two nobody else can hold the lock, and a statement is a look into memory.
"""

import sqlite3
from contextlib import closing
from typing import Any

import aiosqlite
from sqlalchemy import Connection, event
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection, AsyncAdapt_aiosqlite_dbapi
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.util.concurrency import await_, in_greenlet


class NearConnection(AsyncAdapt_aiosqlite_connection):
    """aiosqlite's connection as SQLAlchemy sees it; who does not await a statement gets SQLite's own cursor."""

    __slots__ = ()

    def cursor(self, server_side: bool = False) -> Any:  # noqa: ANN401 - SQLAlchemy's signature
        return super().cursor(server_side) if in_greenlet() else self._connection._conn.cursor()

    def begin(self) -> None:
        """Takes the write lock, which another process may hold."""
        # a deferred transaction that turns into a writer fails at once, whatever busy_timeout says
        await_(self._connection.execute("BEGIN IMMEDIATE"))


class NearDriver(AsyncAdapt_aiosqlite_dbapi):
    """Makes such connections."""

    def connect(self, *args: Any, **options: Any) -> NearConnection:  # noqa: ANN401 - the driver's own
        return NearConnection(self, super().connect(*args, **options)._connection)


def make_sqlite_engine(url: str) -> AsyncEngine:
    # SQLite has one writer: one connection in the pool makes turns wait in order instead of failing "locked"
    engine = create_async_engine(
        url,
        pool_size=1,
        max_overflow=0,
        pool_timeout=60,
        hide_parameters=True,
        module=NearDriver(aiosqlite, sqlite3),
    )
    event.listen(engine.sync_engine, "connect", _set_up)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def empty_log(file: str) -> bool:
    """Brings the write-ahead log into the database's file and cuts it; False while others hold on to it.

    Over a connection of its own, which waits for writers as another process would.
    """
    with closing(sqlite3.connect(file, timeout=5)) as connection:
        try:
            (busy, _pages, _done) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError:
            return False
        return not busy


def _set_up(connection: NearConnection, _: object) -> None:
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
        # KiB; the system keeps the file's pages as well
        "cache_size = -512",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    driver = connection.connection.dbapi_connection
    assert isinstance(driver, NearConnection)  # noqa: S101 - the engine makes no other
    driver.begin()

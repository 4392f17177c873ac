"""Many transactions, one commit: those that queue for SQLite's one writer go to the disk together.

A commit is the dearest step of a turn, and a turn that waits for it keeps all others waiting. So each transaction is
a savepoint of its own within a batch; it is true when the batch is on the disk, and nobody is told before.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine


class Batch:
    """One transaction of the database, and the savepoints of those who share it."""

    def __init__(self, connection: AsyncConnection, raw: sqlite3.Connection) -> None:
        self.connection = connection
        self._raw = raw
        self.committed: asyncio.Task[None] | None = None

    @contextmanager
    def part(self) -> Iterator[None]:
        """One participant's: undone by itself if an error passes through."""
        self._check()
        self._raw.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            if self._raw.in_transaction:
                self._raw.execute("ROLLBACK TO part")
            raise
        finally:
            if self._raw.in_transaction:
                self._raw.execute("RELEASE part")

    async def commit(self) -> None:
        try:
            self._check()
            await self.connection.commit()
        finally:
            await self.connection.close()

    def _check(self) -> None:
        # a full disk makes SQLite undo the whole transaction by itself: then nobody's part may count
        if not self._raw.in_transaction:
            raise OperationalError("COMMIT", None, sqlite3.OperationalError("the transaction was undone"))


class Together:
    """Hands out one connection, a turn at a time."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._turn = asyncio.Lock()
        self._batch: Batch | None = None

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """A transaction; as it ends, it is on the disk."""
        async with self._turn:
            batch = self._batch = self._batch or await self._open()
            try:
                with batch.part():
                    yield batch.connection
            finally:
                # queues behind those who wait for their turn by now: their parts go along. It is a task, so that
                # who is cancelled does not leave the others without a commit
                batch.committed = batch.committed or asyncio.ensure_future(self._commit(batch))
        await asyncio.shield(batch.committed)

    async def _open(self) -> Batch:
        connection = self._engine.connect()
        await connection.start()
        try:
            await connection.begin()
            driver = (await connection.get_raw_connection()).driver_connection
        except BaseException:
            await connection.close()
            raise
        assert driver is not None  # noqa: S101 - it was opened above
        return Batch(connection, driver._conn)

    async def _commit(self, batch: Batch) -> None:
        async with self._turn:
            self._batch = None
            await batch.commit()

"""What every collection of the store has: the connection, the keys and the moment."""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, Insert, Row, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql import Executable

from bot.store.sealing import Keyring


def new_id() -> int:
    """An opaque id: 53 random bits, so that counts and order tell nothing and any JSON reader keeps it whole."""
    return secrets.randbits(53) or 1


class Collection:
    """One feature's rows, within one transaction."""

    def __init__(self, connection: AsyncConnection, keyring: Keyring, now: datetime) -> None:
        self.connection = connection
        self.keyring = keyring
        self.now = now

    async def run(
        self, statement: Executable, values: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> CursorResult[Any]:
        if self.connection.dialect.name == "sqlite" and (near := self.connection.sync_connection) is not None:
            # it never waits (bot/store/sqlite.py), and going through a coroutine takes three times as long
            return near.execute(statement, values)
        return await self.connection.execute(statement, values)

    async def one(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Row[Any] | None:
        return (await self.run(statement, values)).first()

    def insert_or_ignore(self, table: Table) -> Insert:
        """An INSERT that leaves an existing row alone; each database has its own word for it."""
        if self.connection.dialect.name == "sqlite":
            return sqlite.insert(table).on_conflict_do_nothing()
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - megabytes that SQLite does without

        return postgresql.insert(table).on_conflict_do_nothing()

    def seal(self, value: object, *place: object) -> bytes:
        """Seals a value as JSON for one table, column and row."""
        # half an emoji, which some apps send, is no valid UTF-8, and must not stop an update from being written
        return self.keyring.seal(json.dumps(value, ensure_ascii=False).encode(errors="surrogatepass"), *place)

    def open(self, sealed: bytes, *place: object) -> Any:  # noqa: ANN401 - whatever was sealed
        return json.loads(self.keyring.open(sealed, *place))

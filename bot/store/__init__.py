"""Every SQL statement. A ``Store`` is one transaction seen as its collections; ``Database`` opens them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cached_property

from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.clock import Clock
from bot.store.appointments import Appointments
from bot.store.beds import BedStore
from bot.store.cases import Cases
from bot.store.desk import Desk
from bot.store.doubts import Doubts
from bot.store.fsm import Conversations
from bot.store.inbox import Inbox
from bot.store.notices import Notices
from bot.store.offices import Links, Offices
from bot.store.outbox import Outbox
from bot.store.people import Groups, Invitations, People
from bot.store.privacy import Privacy
from bot.store.records import Audit, ContentVersions, Messages, Meta
from bot.store.reminders import Reminders
from bot.store.sealing import Keyring, SealError
from bot.store.sqlite import empty_log, make_sqlite_engine
from bot.store.together import Together


class Store:
    """One transaction. Nothing of it is true for anyone else before its end, and all of it afterwards."""

    def __init__(self, connection: AsyncConnection, keyring: Keyring, clock: Clock) -> None:
        self.now = clock.now()
        self.keyring = keyring
        self._with = (connection, keyring, self.now)

    @cached_property
    def people(self) -> People:
        return People(*self._with)

    @cached_property
    def invitations(self) -> Invitations:
        return Invitations(*self._with)

    @cached_property
    def groups(self) -> Groups:
        return Groups(*self._with)

    @cached_property
    def inbox(self) -> Inbox:
        return Inbox(*self._with)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(*self._with)

    @cached_property
    def doubts(self) -> Doubts:
        return Doubts(*self._with)

    @cached_property
    def beds(self) -> BedStore:
        return BedStore(*self._with)

    @cached_property
    def cases(self) -> Cases:
        return Cases(*self._with)

    @cached_property
    def desk(self) -> Desk:
        return Desk(*self._with)

    @cached_property
    def appointments(self) -> Appointments:
        return Appointments(*self._with)

    @cached_property
    def notices(self) -> Notices:
        return Notices(*self._with)

    @cached_property
    def offices(self) -> Offices:
        return Offices(*self._with)

    @cached_property
    def links(self) -> Links:
        return Links(*self._with)

    @cached_property
    def conversations(self) -> Conversations:
        return Conversations(*self._with)

    @cached_property
    def messages(self) -> Messages:
        return Messages(*self._with)

    @cached_property
    def privacy(self) -> Privacy:
        return Privacy(*self._with)

    @cached_property
    def reminders(self) -> Reminders:
        return Reminders(*self._with)

    @cached_property
    def content(self) -> ContentVersions:
        return ContentVersions(*self._with)

    @cached_property
    def audit(self) -> Audit:
        return Audit(*self._with)

    @cached_property
    def meta(self) -> Meta:
        return Meta(*self._with)


class Database:
    """The engine, its keys and its clock; hands out transactions."""

    def __init__(self, url: str, keyring: Keyring, clock: Clock) -> None:
        self.keyring = keyring
        self.clock = clock
        self.engine = make_engine(url)
        one_writer = self.engine.dialect.name == "sqlite"
        self._begin = Together(self.engine).begin if one_writer else self.engine.begin
        #: called after a commit that owes someone a message
        self.on_owed: Callable[[], None] = lambda: None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Store]:
        """A transaction that commits at its end, or leaves no trace if an error passes through it."""
        async with self._begin() as connection:
            store = Store(connection, self.keyring, self.clock)
            yield store
        opened = store.__dict__
        if ("outbox" in opened and store.outbox.added) or ("notices" in opened and store.notices.owing):
            self.on_owed()
        if "privacy" in store.__dict__ and store.privacy.erased:
            await self.forget_deleted()

    async def forget_deleted(self) -> None:
        """What was deleted stands in SQLite's write-ahead log until that is written over: so it is emptied."""
        url = self.engine.url
        if url.get_backend_name() == "sqlite" and url.database:
            await asyncio.to_thread(empty_log, url.database)

    async def claim_for_keys(self) -> None:
        """Refuses to write under other keys than the ones this database was made with.

        Raises:
            SealError: the key file is not this database's.
        """
        async with self.transaction() as store:
            known = await store.meta.get("keys")
            if known is None:
                await store.meta.set("keys", self.keyring.fingerprint)
            elif known != self.keyring.fingerprint:
                raise SealError("this database was written under other keys than those of KEY_FILE")

    async def close(self) -> None:
        await self.engine.dispose()


def make_engine(url: str) -> AsyncEngine:
    """An engine for SQLite or PostgreSQL, set up so that the same store code is safe on both."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_async_engine(url, pool_size=10, pool_pre_ping=True, hide_parameters=True)
    return make_sqlite_engine(url)

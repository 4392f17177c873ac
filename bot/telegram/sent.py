"""Remembers, a batch at a time, which messages stand in the chats of people, so that they can be hidden."""

import asyncio

import structlog

from bot.store import Database
from bot.telegram.visits import Visits

log = structlog.get_logger(__name__)

#: seconds between writes: a crash forgets at most so much
INTERVAL = 1.0
#: what a database can keep: one number beyond it would keep all others from being written
LARGEST = 2**63 - 1


class Sent:
    """Collects (chat, message id) pairs; one commit writes all of a second. A visitor's stay in memory."""

    def __init__(self, database: Database, visits: Visits) -> None:
        self.database = database
        self.visits = visits
        self._pairs: list[tuple[int, int]] = []

    def remember(self, chat: int, message: int) -> None:
        """Notes a message of a private chat; a group's are the group's own."""
        if chat > 0 and message <= LARGEST and not self.visits.remember(chat, message):
            self._pairs.append((chat, message))

    def unwritten(self, chat: int) -> list[int]:
        """Messages of a chat that are noted and not yet written."""
        return [message for noted, message in self._pairs if noted == chat]

    async def flush(self) -> None:
        if not self._pairs:
            return
        pairs, self._pairs = self._pairs, []
        try:
            async with self.database.transaction() as store:
                await store.messages.add(pairs)
        except Exception:
            self._pairs = pairs + self._pairs
            raise

    async def run(self) -> None:
        """Writes for ever; whoever stops it flushes once more."""
        while True:
            await asyncio.sleep(INTERVAL)
            try:
                await self.flush()
            except Exception as error:  # noqa: BLE001 - the database is away; they are still noted
                log.warning("sent messages are not written yet", error=type(error).__name__)

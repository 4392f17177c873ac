"""Notices what nobody would tell the operator: that others use the token, that updates pile up, that one takes long.

Said in the log, and in the operator's chat where there is one; once an hour each, and never whose update it was.
"""

import asyncio
from datetime import datetime, timedelta

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramConflictError

from bot.store import Database
from bot.store.outbox import Priority

log = structlog.get_logger(__name__)

#: seconds between looks at what Telegram says of our webhook
LOOK_EVERY = 30.0
#: more updates than these, at two looks in a row: something is wrong, not busy
MANY_WAITING = 100
#: how often the same is said again
AGAIN = timedelta(hours=1)


class Watch:
    """One for the process; ``address`` is where updates are brought to, None where they are fetched."""

    def __init__(self, bot: Bot, database: Database, address: str | None) -> None:
        self.bot = bot
        self.database = database
        self.address = address
        self._slow = 0
        self._slow_told: datetime | None = None
        self._many_before = False

    async def run(self) -> None:
        """Looks for ever."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                await self.look()
            except Exception as error:  # noqa: BLE001 - Telegram or the database is away: it looks again later
                log.warning("nothing could be looked at", error=type(error).__name__)

    async def look(self) -> None:
        about = await self.bot.get_webhook_info()
        if about.url != (self.address or ""):
            await self.alarm("foreign_webhook")
        many = about.pending_update_count > MANY_WAITING
        if many and self._many_before:
            await self.alarm("many_waiting", count=about.pending_update_count)
        self._many_before = many
        await self._tell_of_slow()

    async def conflict(self, error: TelegramConflictError) -> None:
        """Fetching was refused: someone else fetches, or has them brought elsewhere."""
        await self.alarm("foreign_webhook" if "webhook" in error.message.lower() else "second_poller")

    def slow(self, kind: str) -> None:
        """An update is in work for longer than any should be."""
        log.warning("an update takes long", kind=kind)
        self._slow += 1

    async def _tell_of_slow(self) -> None:
        now = self.database.clock.now()
        if self._slow and (self._slow_told is None or self._slow_told <= now - AGAIN):
            await self.alarm("slow", count=self._slow)
            self._slow, self._slow_told = 0, now

    async def alarm(self, note: str, **about: int) -> None:
        log.error("alarm", kind=note)
        async with self.database.transaction() as store:
            key = f"alarm:{note}:{store.now:%Y-%m-%d %H}"
            await store.outbox.add("to_ops", key, {"note": note, **about}, priority=Priority.URGENT)

"""The only code that writes to someone who did not just write to us: sends what the outbox owes.

Each row is claimed in a short transaction, sent outside any, and marked as its answer comes. What certainly was not
sent is owed again; what perhaps was keeps its lease and is tried again when that runs out.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

import structlog
from aiogram.exceptions import TelegramAPIError, TelegramNetworkError, TelegramRetryAfter
from aiohttp import ClientConnectorError

from bot.domain import regrets
from bot.store.outbox import Owed
from bot.tasks import Tasks
from bot.telegram.group_courier import GroupCourier
from bot.telegram.means import Held, Means, NotYet, Undeliverable
from bot.telegram.private_courier import PrivateCourier
from bot.telegram.topic_removal import delete_topic

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=60)
AT_ONCE = 4
#: how often the table is looked at though nobody woke us: the clock may have been moved, another process may owe
LOOK_EVERY = 1.0
MOST_ATTEMPTS = 30
#: at a mistake of ours: what was said after it waits for it
MOST_ATTEMPTS_AT_OURS = 5
#: without a group a message is tried every five minutes, for good; after an hour its author is told
TOLD_AFTER = 12


class Delivery:
    """One loop a process. Rows of one chat go one after the other, different chats at once."""

    def __init__(self, means: Means, tasks: Tasks) -> None:
        self.means = means
        self.tasks = tasks
        self._wake = asyncio.Event()
        group, private = GroupCourier(means), PrivateCourier(means)
        self._kinds: dict[str, Callable[[Owed], Awaitable[int | None]]] = {
            "to_staff": group.to_staff,
            "card": group.card,
            "ring": group.ring,
            "delete_topic": partial(delete_topic, means),
            "staff_note": group.staff_note,
            "edit_to_staff": group.edit,
            "take_back": group.take_back,
            "to_ops": group.to_ops,
            "to_client": private.to_client,
            "edit_to_client": private.edit,
            "notice": private.to_client,
            "receipt": private.receipt,
        }

    def wake(self) -> None:
        self._wake.set()

    async def run(self) -> None:
        """Sends what is due, for ever."""
        while True:
            self._wake.clear()
            try:
                sent = await self.send_due()
            except Exception as error:  # noqa: BLE001 - the database is away; what is owed waits for it
                log.error("nothing could be claimed", error=type(error).__name__)  # noqa: TRY400
                sent = 0
            if not sent:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), LOOK_EVERY)

    async def send_due(self) -> int:
        """Claims and sends one handful; returns how many there were."""
        async with self.means.database.transaction() as store:
            claimed = await store.outbox.claim(AT_ONCE, LEASE)
        by_target: dict[object, list[Owed]] = {}
        for owed in claimed:
            by_target.setdefault(owed.person or owed.organisation, []).append(owed)
        sending = [self.tasks.start(self._send_in_order(rows), "delivery to one chat") for rows in by_target.values()]
        await asyncio.gather(*sending)
        return len(claimed)

    async def _send_in_order(self, rows: list[Owed]) -> None:
        for owed in rows:
            await self._send(owed)

    async def _send(self, owed: Owed) -> None:
        """Sends one row and marks what became of it."""
        try:
            message = await self._kinds[owed.kind](owed)
        except Held:
            return
        except Undeliverable as reason:
            await self._give_up(owed, str(reason))
        except NotYet as later:
            await self._again(owed, later.reason, later.wait)
        except TelegramRetryAfter as error:
            self.means.pace.pause(error.retry_after)
            await self._again(owed, "flood", timedelta(seconds=error.retry_after))
        except TelegramNetworkError as error:
            await self._after_network_error(owed, error)
        except Exception as error:
            # Telegram's mistakes pass; ours do not, and must not stop the others
            log.warning("a message was not sent", kind=owed.kind, exc_info=error)
            most = MOST_ATTEMPTS if isinstance(error, TelegramAPIError) else MOST_ATTEMPTS_AT_OURS
            await self._again(owed, type(error).__name__[:40], timedelta(seconds=min(2**owed.attempts, 300)), most)
        else:
            async with self.means.database.transaction() as store:
                await store.outbox.sent(owed.id, message)

    async def _after_network_error(self, owed: Owed, error: TelegramNetworkError) -> None:
        """A refused connection sent nothing; a broken one perhaps did."""
        if isinstance(error.__cause__, ClientConnectorError):
            await self._again(owed, "refused", timedelta(seconds=min(2**owed.attempts, 60)))
            return
        async with self.means.database.transaction() as store:
            await store.outbox.unknown(owed.id, "unknown")

    async def _again(self, owed: Owed, reason: str, wait: timedelta, most: int = MOST_ATTEMPTS) -> None:
        if owed.attempts >= most and reason != "no_group":
            await self._give_up(owed, reason)
            return
        if owed.attempts == TOLD_AFTER and reason == "no_group":
            await self._tell_of_waiting(owed)
        async with self.means.database.transaction() as store:
            await store.outbox.retry(owed.id, store.now + wait, reason)

    async def _tell_of_waiting(self, owed: Owed) -> None:
        """It stays owed, but whoever wrote must not be left to wait for an answer, and the operator can help."""
        async with self.means.database.transaction() as store:
            case = await store.cases.get(owed.case) if owed.case else None
            if case is not None:
                await regrets.tell_of_waiting(store, case, owed)

    async def _give_up(self, owed: Owed, reason: str) -> None:
        """Says so to whoever wrote, in the same commit."""
        async with self.means.database.transaction() as store:
            await store.outbox.unsendable(owed.id, reason)
            case = await store.cases.get(owed.case) if owed.case else None
            if case is not None:
                await regrets.tell(store, case, owed, reason)

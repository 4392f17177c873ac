"""After a crash: did what was just being sent arrive? Telegram is asked by edits that change nothing.

All private chats of a bot share one sequence of numbers. Between the newest that was written down before the claim,
and a message sent now, lie those of which nobody knows. Under each, the buttons it would have are put once more: "not
modified" says that it stands there, "not found" that it is elsewhere or nowhere. In any doubt it is sent again.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from itertools import chain, islice
from typing import Any

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import EditMessageReplyMarkup, TelegramMethod
from aiogram.types import Chat, InlineKeyboardMarkup, Message
from aiogram.utils.i18n import gettext as _

from bot.telegram.means import LEASE, Means

log = structlog.get_logger(__name__)

#: calls in all, shared by the rows in doubt: guessing numbers eats the limits
MOST_CALLS = 200
#: numbers that may be looked at from either end
NEAR = MOST_CALLS // 2

#: the row that is being sent, if it is in doubt
_asked: ContextVar[int | None] = ContextVar("asked", default=None)


class Probe(BaseRequestMiddleware):
    """Around every call; answers for those that need not be made again."""

    def __init__(self, means: Means) -> None:
        self.means = means
        self._in_doubt: set[int] = set()
        self._nobody_knows: list[int] = []
        self._calls_a_row = 0

    async def look_back(self) -> None:
        """Before anything is sent: what was left behind, and between which numbers it would be."""
        try:
            async with self.means.database.transaction() as store:
                left = await store.doubts.left_behind()
                before = await store.doubts.newest_before(left.lease_until - LEASE) if left else None
                recorded = await store.doubts.recorded(before) if before else set()
            if left is None or before is None:
                return
            now = await self._newest_now()
        except Exception as error:  # noqa: BLE001 - what nobody can answer is sent again, as it would be without
            log.warning("nothing could be asked after the crash", error=type(error).__name__)
            return
        between = range(before + 1, now)
        first, last = (
            islice((number for number in numbers if number not in recorded), NEAR)
            for numbers in (between, reversed(between))
        )
        # people may have written for long while nobody listened: it is near one end or the other
        self._nobody_knows = list(dict.fromkeys(chain.from_iterable(zip(first, last, strict=False))))
        self._in_doubt = set(left.rows)
        self._calls_a_row = MOST_CALLS // len(left.rows)

    async def _newest_now(self) -> int:
        with self.means.speaking(self.means.i18n.default_locale):
            text = _("🛠 The bot was cut off while it was sending. It looks what has arrived.")
        return (await self.means.bot.send_message(self.means.ops_chat or 0, text)).message_id

    @contextmanager
    def about(self, owed: int) -> Iterator[None]:
        """Within it, what is sent to a private chat is this row's message."""
        token = _asked.set(owed if owed in self._in_doubt else None)
        try:
            yield
        finally:
            _asked.reset(token)

    async def __call__(
        self, make_request: NextRequestMiddlewareType[Any], bot: Bot, method: TelegramMethod[Any]
    ) -> Any:  # noqa: ANN401 - whatever the method returns
        row, chat, markup = _asked.get(), getattr(method, "chat_id", 0), getattr(method, "reply_markup", None)
        sends = method.__api_method__.startswith("send") and isinstance(chat, int) and chat > 0
        if row not in self._in_doubt or not sends or not isinstance(markup, InlineKeyboardMarkup):
            return await make_request(bot, method)
        found = await self._find(bot, chat, markup)
        self._in_doubt.discard(row)
        if found is None:
            return await make_request(bot, method)
        log.info("arrived before the crash")
        return Message(message_id=found, date=self.means.database.clock.now(), chat=Chat(id=chat, type="private"))

    async def _find(self, bot: Bot, chat: int, markup: InlineKeyboardMarkup) -> int | None:
        for number in self._nobody_knows[: self._calls_a_row]:
            await self.means.pace.turn_of_many()
            try:
                await bot(EditMessageReplyMarkup(chat_id=chat, message_id=number, reply_markup=markup))
            except TelegramBadRequest as error:
                if "not modified" not in error.message:
                    continue
                with suppress(ValueError):
                    self._nobody_knows.remove(number)
                return number
            # something else of ours stood there
            return None
        return None

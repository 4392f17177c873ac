"""What every courier needs to carry a message: the bot, the database, the pace, and names to call things by."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramNetworkError, TelegramServerError
from aiogram.types import InlineKeyboardMarkup
from aiogram.utils.i18n import I18n
from aiohttp import ClientConnectorError

from bot.domain.cases import RelayState
from bot.store import Database
from bot.store.outbox import Owed
from bot.store.people import Chat
from bot.store.relays import Relay
from bot.telegram.pace import Full, Pace
from bot.telegram.screens import Screen
from bot.telegram.sent import Sent
from bot.telegram.wording import Names

#: how long a message belongs to who claimed it
LEASE = timedelta(seconds=60)
#: what is to be changed is perhaps being sent right now; longer, in all, than a lease
NOT_THERE_WAIT = timedelta(seconds=5)


class Undeliverable(Exception):
    """It cannot be sent, now or later, for the reason named."""


class NotYet(Exception):
    """It could not be sent for a reason that passes."""

    def __init__(self, reason: str, wait: timedelta) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wait = wait


class Held(Exception):
    """It waits for a press."""


def never_left(error: Exception) -> bool:
    """Whether it surely was not sent. aiogram says the same of both: only the cause tells a refused connection,
    over which nothing went, from a broken one, over which perhaps all did."""
    if isinstance(error, TelegramNetworkError):
        return isinstance(error.__cause__, ClientConnectorError)
    if isinstance(error, TelegramServerError):
        return False
    return isinstance(error, NotYet | Undeliverable | Full | TelegramAPIError)


@dataclass
class Means:
    """Shared by the couriers; ``names`` is swapped with the content."""

    bot: Bot
    database: Database
    i18n: I18n
    sent: Sent
    pace: Pace
    ops_chat: int | None
    _names: Names | None = None

    @property
    def names(self) -> Names:
        if self._names is None:
            raise NotYet("no_content", timedelta(seconds=1))
        return self._names

    @names.setter
    def names(self, names: Names) -> None:
        self._names = names

    @contextmanager
    def speaking(self, locale: str) -> Iterator[None]:
        """Within it, texts are in this language."""
        with self.i18n.context(), self.i18n.use_locale(locale):
            yield

    async def chat_of(self, person: int | None) -> Chat:
        async with self.database.transaction() as store:
            chat = await store.people.chat(person or 0)
        if chat is None:
            raise Undeliverable("erased")
        return chat

    async def relay_of(self, owed: Owed) -> Relay:
        async with self.database.transaction() as store:
            relay = await store.cases.relay(owed.relay or 0)
        if relay is None or relay.state is RelayState.FAILED:
            raise Undeliverable("no_message")
        return relay

    async def answered(self, owed: Owed) -> Relay | None:
        """The message that an owed one answers, with its ids as they are by now."""
        if (relay := owed.body.get("answers")) is None:
            return None
        async with self.database.transaction() as store:
            return await store.cases.relay(relay)

    async def copies(self, owed: Owed) -> list[Relay]:
        """The messages that an owed row takes back, those that never arrived left out."""
        async with self.database.transaction() as store:
            found = [relay for one in owed.body["relays"] if (relay := await store.cases.relay(one)) is not None]
        standing = [relay for relay in found if relay.state is not RelayState.FAILED]
        if any(relay.staff_message is None for relay in standing):
            raise NotYet("not_there", NOT_THERE_WAIT)
        return standing

    async def edit(self, chat: int, message: int, screen: Screen, markup: InlineKeyboardMarkup | None) -> None:
        """Redraws a message in place; one that is gone, or says so already, is fine."""
        try:
            await self.bot.edit_message_text(
                screen.text, chat_id=chat, message_id=message, entities=screen.entities, reply_markup=markup
            )
        except TelegramBadRequest as error:
            if "not modified" not in error.message and "not found" not in error.message:
                raise

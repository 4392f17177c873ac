"""``Transaction`` opens the turn: one transaction, its store, and the actor as they are at this moment."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.fsm.middleware import FSMContextMiddleware
from aiogram.fsm.storage.base import StorageKey
from aiogram.types import Chat, TelegramObject, Update, User
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n.middleware import I18nMiddleware

from bot.domain.people import Actor
from bot.store import Database, Store
from bot.store.fsm import Conversation, Turn, current_turn
from bot.telegram.visits import Visits

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class AlreadyHandled(Exception):
    """Another process handled this update; nothing of this turn may count."""


class Transaction(BaseMiddleware):
    """Everything between here and the handler happens in one transaction, the end of the inbox row included."""

    def __init__(self, database: Database, visits: Visits, locales: tuple[str, ...]) -> None:
        self.database = database
        self.visits = visits
        self.locales = locales

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401
        async with self.database.transaction() as store:
            actor, turn = await self._begin(store, data)
            data |= {"store": store, "actor": actor, "locale": actor.locale}
            token = current_turn.set(turn)
            try:
                answer = None if _is_of_nobody(event, data) else await handler(event, data)
            finally:
                current_turn.reset(token)
            if (key := data.get("inbox_key")) is not None and not await store.inbox.handled(key):
                raise AlreadyHandled
            return answer

    async def _begin(self, store: Store, data: dict[str, Any]) -> tuple[Actor, Turn]:
        user: User | None = data.get("event_from_user")
        if user is None:
            return Actor(None, self.locales[0]), Turn(store, b"", Conversation(), remembered=False)
        key = store.conversations.key(_storage_key(data, user))
        if (found := await store.people.load(user.id, key)) is not None:
            actor, row = found
            conversation = store.conversations.read(key, row.state, row.data, row.at)
            return actor, Turn(store, key, conversation, remembered=True)
        visitor = self.visits.of(user.id, self._locale(user))
        actor = Actor(None, visitor.visit.locale, visitor.visit.territory, visit=visitor.visit)
        return actor, Turn(store, key, visitor.conversation, remembered=False)

    def _locale(self, user: User) -> str:
        """The language of the phone where we speak it."""
        language = (user.language_code or "").partition("-")[0].lower()
        return language if language in self.locales else self.locales[0]


def _is_of_nobody(event: TelegramObject, data: dict[str, Any]) -> bool:
    """Words without an author, as channels have them: there is nobody to answer, and no state to look into."""
    words = isinstance(event, Update) and (event.message or event.edited_message)
    return bool(words) and data.get("event_from_user") is None


def _storage_key(data: dict[str, Any], user: User) -> StorageKey:
    chat: Chat | None = data.get("event_chat")
    return StorageKey(bot_id=data["bot"].id, chat_id=chat.id if chat else user.id, user_id=user.id)


class Locale(I18nMiddleware):
    """The actor's own language, or their phone's."""

    async def get_locale(self, event: TelegramObject, data: dict[str, Any]) -> str:
        return str(data.get("locale") or self.i18n.default_locale)


def install(dispatcher: Any, show: BaseMiddleware, transaction: Transaction, i18n: I18n) -> None:  # noqa: ANN401
    """Puts ours around every update, in order; aiogram's own state comes inside the transaction it writes through."""
    fsm: FSMContextMiddleware = dispatcher.fsm
    dispatcher.update.outer_middleware(show)
    dispatcher.update.outer_middleware(transaction)
    dispatcher.update.outer_middleware(fsm)
    Locale(i18n).setup(dispatcher)

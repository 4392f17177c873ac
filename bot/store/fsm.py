"""aiogram's conversation state, in the update's own transaction.

A second connection writing while the handler's transaction is open would find SQLite locked, so the storage writes
through the transaction that the update opened (``Turn``). Of visitors nothing may reach the database: theirs stays in
this process's memory for an hour at most.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from sqlalchemy import bindparam, delete, select

from bot.store.collection import Collection
from bot.store.tables import conversations

if TYPE_CHECKING:
    from bot.store import Store

#: an unfinished conversation is forgotten after this time
LIFE = timedelta(hours=1)


@dataclass(slots=True)
class Conversation:
    """The state and data of one conversation."""

    state: str | None = None
    data: dict[str, Any] = field(default_factory=dict)
    at: datetime | None = None

    @property
    def is_empty(self) -> bool:
        return self.state is None and not self.data


class Conversations(Collection):
    """Sealed state under the blind index of aiogram's storage key."""

    def key(self, storage_key: StorageKey) -> bytes:
        return self.keyring.blind(storage_key, "conversation")

    async def is_expecting(self, bot_id: int, telegram_id: int) -> bool:
        """Whether something to be typed is expected of this person in their private chat."""
        key = self.key(StorageKey(bot_id=bot_id, chat_id=telegram_id, user_id=telegram_id))
        query = select(conversations.c.state).where(
            conversations.c.key == bindparam("of"),
            conversations.c.state.isnot(None),
            conversations.c.at > self.now - LIFE,
        )
        return await self.one(query, {"of": key}) is not None

    def read(self, key: bytes, state: str | None, data: bytes | None, at: datetime | None) -> Conversation:
        """What a row says, unless it is too old to matter."""
        if at is None or at < self.now - LIFE:
            return Conversation()
        return Conversation(state, self.open(data, "conversations", "data", key.hex()) if data else {}, at)

    async def write(self, key: bytes, conversation: Conversation) -> None:
        await self.run(delete(conversations).where(conversations.c.key == bindparam("of")), {"of": key})
        if conversation.is_empty:
            return
        data = self.seal(conversation.data, "conversations", "data", key.hex()) if conversation.data else None
        row = {"key": key, "state": conversation.state, "data": data, "at": self.now}
        await self.run(conversations.insert(), row)

    async def purge(self) -> None:
        await self.run(delete(conversations).where(conversations.c.at < self.now - LIFE))


@dataclass(slots=True)
class Turn:
    """One update's transaction, with the conversation that was loaded together with the actor."""

    store: "Store"
    key: bytes
    conversation: Conversation
    #: nothing of a visitor is written
    remembered: bool


current_turn: ContextVar[Turn] = ContextVar("current_turn")


class SqlStorage(BaseStorage):
    """aiogram's storage over the current turn."""

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        turn = current_turn.get()
        turn.conversation.state = state.state if isinstance(state, State) else state
        await self._write(turn)

    async def get_state(self, key: StorageKey) -> str | None:
        return current_turn.get().conversation.state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        turn = current_turn.get()
        turn.conversation.data = dict(data)
        await self._write(turn)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        return dict(current_turn.get().conversation.data)

    async def close(self) -> None:
        """Nothing is held open between updates."""

    async def _write(self, turn: Turn) -> None:
        turn.conversation.at = turn.store.now
        if turn.remembered:
            await turn.store.conversations.write(turn.key, turn.conversation)

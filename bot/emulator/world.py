"""The state of this Telegram and the few changes all others are made of."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, Self

from bot.clock import Clock
from bot.emulator.errors import too_many
from bot.emulator.faults import FLOOD, Faults
from bot.emulator.files import Files
from bot.emulator.limits import Flood, Limits
from bot.emulator.model import (
    QUERY_LIFETIME,
    Call,
    CallbackQuery,
    Chat,
    Message,
    Topic,
    User,
)
from bot.emulator.updates import Update, Updates

FIRST_USER_ID = 700_000_001
FIRST_BASIC_GROUP_ID = -4_000_000_001
FIRST_GROUP_ID = -1_001_000_000_001
DEFAULT_LIMITS = Limits()


@dataclass
class WebhookAbout:
    """Where updates are brought to, and when and why that failed last."""

    url: str
    secret_token: str
    max_connections: int
    last_error: tuple[int, str] | None = None


class Webhook(Protocol):
    """Brings updates to an address: see ``courier``."""

    about: WebhookAbout

    def put(self, update: Update) -> None: ...

    def retire(self) -> None: ...

    async def stop(self) -> None: ...


class World:
    """One bot's Telegram; of several, the first one's (see ``add_bot``).

    :param limits: flood limits by ``clock``; None switches them off.
    :param keep: how many messages a chat, and presses, files and calls in all, are remembered.
    """

    def __init__(
        self,
        clock: Clock,
        token: str = "123456:TEST",  # noqa: S107 - nobody's
        *,
        name: str = "Прыстань",
        username: str = "prystan_bot",
        limits: Limits | None = DEFAULT_LIMITS,
        keep: int = 2000,
    ) -> None:
        self.clock = clock
        self.token = token
        self.me = User(int(token.partition(":")[0]), name, username=username, is_bot=True)
        self.limits = limits
        self.keep = keep
        self.faults = Faults()
        self.webhook: Webhook | None = None
        self.version = 0
        self._listeners: list[Callable[[], None]] = []
        self.bots: dict[str, World] = {token: self}
        self.reset()

    def add_bot(self, token: str, name: str, username: str) -> Self:
        """Another bot, found by its token: the same people and troubles, its own chats, groups, updates and files."""
        other = type(self)(self.clock, token, name=name, username=username, limits=self.limits, keep=self.keep)
        other.users, other.faults = self.users, self.faults
        other.subscribe(self.changed)
        self.bots[token] = other
        return other

    def others(self) -> list["World"]:
        return [bot for bot in self.bots.values() if bot is not self]

    def reset(self) -> None:
        """Forgets everyone and everything but the bots themselves and who listens."""
        self.drop_webhook()
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.updates = Updates(self.clock)
        self.files = Files(self.keep)
        self.queries: dict[str, CallbackQuery] = {}
        self.toasts: dict[int, CallbackQuery] = {}
        self.calls: deque[Call] = deque(maxlen=self.keep)
        self.profile: dict[str, Any] = {}
        self.flood = Flood(self.limits)
        self._last_private_id = 0
        self._next_query = 1
        self._last_album = 0
        for other in self.others():
            other.reset()
            other.users = self.users
        self.changed()

    def drop_webhook(self) -> None:
        if self.webhook is not None:
            self.webhook.retire()
            self.updates.on_put = None
            self.webhook = None

    async def close(self) -> None:
        """Ends what runs beside: the deliveries to webhooks."""
        for bot in self.bots.values():
            if bot.webhook is not None:
                await bot.webhook.stop()
            bot.webhook = None

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Has ``listener`` called after each change; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def changed(self) -> None:
        self.version += 1
        for listener in tuple(self._listeners):
            listener()

    def timestamp(self) -> int:
        return int(self.clock.now().timestamp())

    def chat(self, chat_id: int) -> Chat:
        return self.chats[chat_id]

    def admit(self, chat: Chat, count: int = 1) -> None:
        """Takes so many sends on account. Raises ApiError 429."""
        if self.faults.strikes(FLOOD):
            raise too_many(self.faults.retry_after)
        wait = self.flood.admit(chat.id, self.clock.now().timestamp(), count)
        if wait is not None:
            raise too_many(wait)

    def put_message(
        self,
        chat: Chat,
        sender: User,
        content: dict[str, Any],
        *,
        thread: int | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Adds a message to a chat; what comes to the bot of it is for the caller to say."""
        message: Message = {
            "message_id": self._next_message_id(chat),
            "from": sender.json(),
            "chat": chat.json(),
            "date": self.timestamp(),
        }
        if thread is not None:
            message |= {"message_thread_id": thread, "is_topic_message": True}
            # Telegram makes each message of a topic an answer to the message that opened it.
            reply_to = reply_to or chat.messages.get(thread)
        if reply_to is not None:
            message["reply_to_message"] = {k: v for k, v in reply_to.items() if k != "reply_to_message"}
        message |= content
        chat.messages[message["message_id"]] = message
        if len(chat.messages) > self.keep:
            self._forget(chat, next(iter(chat.messages)))
        self.changed()
        return message

    def _next_message_id(self, chat: Chat) -> int:
        """Private chats and basic groups share one sequence of the bot's; each supergroup has its own."""
        if chat.is_private or chat.is_basic:
            self._last_private_id += 1
            return self._last_private_id
        chat.last_id += 1
        return chat.last_id

    def next_album_id(self) -> str:
        self._last_album += 1
        return str(self._last_album)

    def replace_message(self, chat: Chat, message: Message) -> Message:
        chat.messages[message["message_id"]] = message
        self.changed()
        return message

    def remove_message(self, chat: Chat, message_id: int) -> None:
        self._forget(chat, message_id)
        self.changed()

    def _forget(self, chat: Chat, message_id: int) -> None:
        chat.messages.pop(message_id, None)
        if message_id in chat.pinned:
            chat.pinned.remove(message_id)
        chat.reactions.pop(message_id, None)

    def open_topic(self, chat: Chat, creator: User, name: str, icon_color: int) -> tuple[Topic, Message]:
        """A topic's id is that of the service message that opens it."""
        topic = Topic(chat.last_id + 1, name, icon_color, creator.id)
        created = {"name": name, "icon_color": icon_color}
        message = self.put_message(chat, creator, {"forum_topic_created": created}, thread=topic.id)
        chat.topics[topic.id] = topic
        self.changed()
        return topic, message

    def close_topic(self, chat: Chat, by: User, topic: Topic, *, closed: bool) -> Message:
        topic.closed = closed
        kind = "forum_topic_closed" if closed else "forum_topic_reopened"
        return self.put_message(chat, by, {kind: {}}, thread=topic.id)

    def remove_topic(self, chat: Chat, topic: Topic) -> None:
        """Takes the topic and all its messages, however old."""
        del chat.topics[topic.id]
        for message_id in [key for key, message in chat.messages.items() if in_topic(message, topic)]:
            self._forget(chat, message_id)
        self.changed()

    def put_query(self, user: User, chat: Chat, message: Message, data: str) -> CallbackQuery:
        query = CallbackQuery(str(self._next_query), user, chat.id, message["message_id"], data, self.clock.now())
        self._next_query += 1
        self.queries[query.id] = query
        if len(self.queries) > self.keep:
            del self.queries[next(iter(self.queries))]
        self.changed()
        return query

    def is_answerable(self, query: CallbackQuery) -> bool:
        return query.answer is None and self.clock.now() - query.at < QUERY_LIFETIME


def in_topic(message: Message, topic: Topic) -> bool:
    return message.get("message_thread_id") == topic.id

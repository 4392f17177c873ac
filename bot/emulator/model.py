"""What this Telegram remembers: users, chats, topics, presses, files, calls.

A message is a dict shaped as the Bot API shapes it and is never changed in place: an edit puts a new dict in its
stead, so updates and answers already given keep what they said.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

Message = dict[str, Any]

QUERY_LIFETIME = timedelta(seconds=15)
DELETE_WINDOW = timedelta(hours=48)
EDIT_WINDOW = timedelta(hours=48)
ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
    "can_pin_messages",
    "can_manage_topics",
)


CAPTION = ("caption", "caption_entities")
WITH_CAPTION = {"animation", "audio", "document", "photo", "video", "voice"}
#: what a message says, as against where, when and how
CONTENT = (
    "text",
    "entities",
    *CAPTION,
    *sorted(WITH_CAPTION),
    "contact",
    "location",
    "sticker",
    "venue",
    "video_note",
)
SERVICE = frozenset(
    {
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_closed",
        "forum_topic_reopened",
        "group_chat_created",
        "supergroup_chat_created",
        "pinned_message",
        "new_chat_members",
        "left_chat_member",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
    }
)


def is_service(message: Message) -> bool:
    """Did Telegram itself write it, to tell of a change?"""
    return not SERVICE.isdisjoint(message)


@dataclass(frozen=True)
class User:
    """A person or a bot. Who is ``hidden`` is named in what others forward of theirs, but not linked to."""

    id: int
    first_name: str
    language_code: str | None = None
    username: str | None = None
    is_bot: bool = False
    hidden: bool = False

    def json(self) -> dict[str, Any]:
        body = {
            "id": self.id,
            "is_bot": self.is_bot,
            "first_name": self.first_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        return {key: value for key, value in body.items() if value is not None}


@dataclass
class Topic:
    id: int
    name: str
    icon_color: int
    creator_id: int
    closed: bool = False

    def json(self) -> dict[str, Any]:
        return {"message_thread_id": self.id, "name": self.name, "icon_color": self.icon_color}


@dataclass
class Member:
    """One's place in a group; ``rights`` matter only to an administrator."""

    status: str
    rights: frozenset[str] = frozenset()

    @property
    def inside(self) -> bool:
        return self.status in {"creator", "administrator", "member"}

    def can(self, right: str) -> bool:
        return self.status == "creator" or (self.status == "administrator" and right in self.rights)


@dataclass
class Chat:
    """A private chat of the bot with ``user`` (its id is theirs), or a group (negative id).

    A basic group becomes a supergroup by moving to another chat, ``upgraded_to``.
    """

    id: int
    title: str
    user: User | None = None
    is_basic: bool = False
    is_forum: bool = False
    upgraded_to: int | None = None
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    reactions: dict[int, dict[int, str]] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    reply_keyboard: dict[str, Any] | None = None
    pinned: list[int] = field(default_factory=list)
    last_id: int = 0

    @property
    def is_private(self) -> bool:
        return self.user is not None

    @property
    def type(self) -> str:
        if self.is_private:
            return "private"
        return "group" if self.is_basic else "supergroup"

    def json(self) -> dict[str, Any]:
        if self.user is not None:
            body = {"id": self.id, "type": "private", "first_name": self.user.first_name}
            return body | ({"username": self.user.username} if self.user.username else {})
        body = {"id": self.id, "type": self.type, "title": self.title}
        return body | ({"is_forum": True} if self.is_forum else {})

    def member(self, user_id: int) -> Member:
        return self.members.get(user_id, Member("left"))

    @property
    def last_message(self) -> Message:
        """The newest message still there. Raises KeyError in an empty chat."""
        if not self.messages:
            raise KeyError("no messages")
        return self.messages[next(reversed(self.messages))]


@dataclass
class CallbackQuery:
    """A press, and what the bot answered to it (None until it does)."""

    id: str
    user: User
    chat_id: int
    message_id: int
    data: str
    at: datetime
    answer: dict[str, Any] | None = None


@dataclass(frozen=True)
class Upload:
    """A file as it arrived in a request."""

    name: str
    data: bytes
    mime: str = "application/octet-stream"


@dataclass(frozen=True)
class File:
    id: str
    kind: str
    path: str
    data: bytes
    about: Mapping[str, Any]


@dataclass(frozen=True)
class Call:
    """One call of the Bot API. ``params`` are as they were sent; ``error`` is the description of a refusal."""

    method: str
    params: Mapping[str, Any]
    at: datetime
    result: Any = None
    error: str | None = None

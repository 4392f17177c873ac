"""Supergroups, as the people in them see and change them."""

from collections.abc import Iterable, Sequence
from typing import Any

from bot.emulator.errors import NotPossible
from bot.emulator.model import ADMIN_RIGHTS, Chat, Member, Message, Topic, User
from bot.emulator.world import FIRST_GROUP_ID, World

TOPIC_COLOR = 0x6FB9F0
ALL_RIGHTS = frozenset(ADMIN_RIGHTS)
SERVICE = frozenset(
    {
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_closed",
        "forum_topic_reopened",
        "supergroup_chat_created",
        "pinned_message",
        "new_chat_members",
        "left_chat_member",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
    }
)


class Groups(World):
    def add_forum(
        self,
        title: str,
        *,
        admins: Sequence[User] = (),
        members: Sequence[User] = (),
        is_forum: bool = True,
        bot_is_admin: bool = True,
    ) -> Chat:
        """A supergroup with topics and the bot in it, with all rights unless told otherwise."""
        groups = sum(1 for chat_id in self.chats if chat_id < 0)
        chat = Chat(FIRST_GROUP_ID - groups, title, is_forum=is_forum)
        self.chats[chat.id] = chat
        for user in members:
            chat.members[user.id] = Member("member")
        for user in admins:
            chat.members[user.id] = Member("administrator", ALL_RIGHTS)
        owner = next(iter([*admins, *members]), self.me)
        if owner is not self.me:
            chat.members[owner.id] = Member("creator")
        # A supergroup's first message tells that it was created: no topic can ever have the id 1, which is General's.
        self.put_message(chat, owner, {"supergroup_chat_created": True})
        self.set_bot_member(chat, owner, "administrator" if bot_is_admin else "member")
        return chat

    def join(self, user: User, group: Chat, *, admin: bool = False) -> None:
        group.members[user.id] = Member("administrator", ALL_RIGHTS) if admin else Member("member")
        self.changed()

    def leave(self, user: User, group: Chat) -> None:
        group.members[user.id] = Member("left")
        self.changed()

    def set_bot_member(self, group: Chat, by: User, status: str, without: Iterable[str] = ()) -> None:
        """Makes the bot "administrator" (``without`` some rights), "member", "left" or "kicked"; it is told."""
        rights = ALL_RIGHTS - set(without) if status == "administrator" else frozenset()
        self._change_bot_member(group, by, Member(status, frozenset(rights)))

    def _change_bot_member(self, chat: Chat, by: User, new: Member) -> None:
        old = chat.member(self.me.id)
        chat.members[self.me.id] = new
        body = {
            "chat": chat.json(),
            "from": by.json(),
            "date": self.timestamp(),
            "old_chat_member": member_json(old, self.me),
            "new_chat_member": member_json(new, self.me),
        }
        self.updates.put("my_chat_member", body)
        self.changed()

    def create_topic(self, user: User, group: Chat, name: str) -> Topic:
        topic, message = self.open_topic(group, user, name, TOPIC_COLOR)
        self.tell_bot(group, message)
        return topic

    def set_topic_closed(self, user: User, group: Chat, topic_id: int, *, closed: bool) -> None:
        topic = self._topic_to_manage(user, group, topic_id)
        self.tell_bot(group, self.close_topic(group, user, topic, closed=closed))

    def delete_topic(self, user: User, group: Chat, topic_id: int) -> None:
        """Gone without a word: Telegram tells bots nothing of it."""
        self.remove_topic(group, self._topic_to_manage(user, group, topic_id))

    def _topic_to_manage(self, user: User, group: Chat, topic_id: int) -> Topic:
        topic = group.topics.get(topic_id)
        if topic is None:
            raise NotPossible("there is no such topic")
        if topic.creator_id != user.id and not group.member(user.id).can("can_manage_topics"):
            raise NotPossible("only an administrator may do this to a topic")
        return topic

    def tell_bot(self, chat: Chat, message: Message, kind: str = "message") -> None:
        """Hands a person's message to the bot, if it is let see it."""
        if self._bot_sees(chat, message):
            self.updates.put(kind, message)

    def _bot_sees(self, chat: Chat, message: Message) -> bool:
        """An administrator sees all; with privacy on, others see service messages, commands, mentions and answers."""
        bot = chat.member(self.me.id)
        if chat.is_private or bot.status == "administrator":
            return True
        text = message.get("text", "")
        mine = message.get("reply_to_message", {}).get("from", {}).get("id") == self.me.id
        return bot.inside and (mine or text.startswith("/") or f"@{self.me.username}" in text or is_service(message))


def is_service(message: Message) -> bool:
    """Did Telegram itself write it, to tell of a change?"""
    return not SERVICE.isdisjoint(message)


def member_json(member: Member, user: User) -> dict[str, Any]:
    """A ChatMember as the Bot API shows it."""
    body: dict[str, Any] = {"status": member.status, "user": user.json()}
    if member.status == "administrator":
        body |= {"can_be_edited": False, "is_anonymous": False}
        body |= {right: right in member.rights for right in ADMIN_RIGHTS}
    elif member.status == "creator":
        body["is_anonymous"] = False
    elif member.status == "kicked":
        body["until_date"] = 0
    return body

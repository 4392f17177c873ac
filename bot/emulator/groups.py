"""Groups, as the people in them see and change them."""

from collections.abc import Iterable, Sequence

from bot.emulator.errors import NotPossible
from bot.emulator.membership import change_member, tell_bot
from bot.emulator.model import ADMIN_RIGHTS, Chat, Member, Message, Topic, User
from bot.emulator.world import FIRST_BASIC_GROUP_ID, FIRST_GROUP_ID, World

TOPIC_COLOR = 0x6FB9F0
ALL_RIGHTS = frozenset(ADMIN_RIGHTS)


def _member(status: str, without: Iterable[str]) -> Member:
    return Member(status, ALL_RIGHTS - frozenset(without) if status == "administrator" else frozenset())


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
        chat = Chat(self._next_group_id(FIRST_GROUP_ID), title, is_forum=is_forum)
        return self._found(chat, admins, members, bot_is_admin=bot_is_admin)

    def add_group(
        self,
        title: str,
        *,
        admins: Sequence[User] = (),
        members: Sequence[User] = (),
        bot_is_admin: bool = True,
    ) -> Chat:
        """A basic group with the bot in it: no topics, and one day perhaps a supergroup (see ``upgrade``)."""
        chat = Chat(self._next_group_id(FIRST_BASIC_GROUP_ID), title, is_basic=True)
        return self._found(chat, admins, members, bot_is_admin=bot_is_admin)

    def _next_group_id(self, first: int) -> int:
        return first - sum(1 for chat in self.chats.values() if not chat.is_private)

    def _found(self, chat: Chat, admins: Sequence[User], members: Sequence[User], *, bot_is_admin: bool) -> Chat:
        """The first administrator, or member, is the owner."""
        self.chats[chat.id] = chat
        for user in members:
            chat.members[user.id] = Member("member")
        for user in admins:
            chat.members[user.id] = Member("administrator", ALL_RIGHTS)
        owner = next(iter([*admins, *members]), self.me)
        if owner is not self.me:
            chat.members[owner.id] = Member("creator")
        # A supergroup's first message tells that it was created: no topic can ever have the id 1, which is General's.
        self.put_message(chat, owner, {f"{chat.type}_chat_created": True})
        self.set_bot_member(chat, owner, "administrator" if bot_is_admin else "member")
        return chat

    def upgrade(self, user: User, group: Chat, *, is_forum: bool = True) -> Chat:
        """Makes a supergroup of a basic group, as apps do when topics are switched on. It has another id.

        The bot learns that it is in the new chat, but not that it is out of the old one.
        """
        if not group.is_basic or group.upgraded_to is not None:
            raise NotPossible("this is a supergroup already")
        self._check_manages(user, group, "can_change_info")
        new = Chat(self._next_group_id(FIRST_GROUP_ID), group.title, is_forum=is_forum)
        self.chats[new.id] = new
        new.members = {key: member for key, member in group.members.items() if key != self.me.id}
        to_notice = self.put_message(group, user, {"migrate_to_chat_id": new.id})
        from_notice = self.put_message(new, user, {"migrate_from_chat_id": group.id})
        group.upgraded_to = new.id
        bot = group.member(self.me.id)
        if bot.inside:
            change_member(self, new, user, self.me, bot, notice=False)
            self.updates.put("message", to_notice)
            self.updates.put("message", from_notice)
        return new

    def set_topics(self, user: User, group: Chat, *, on: bool) -> None:
        """Switches topics on or off; those there are kept, out of sight. Telegram tells bots nothing of it."""
        if group.is_basic:
            raise NotPossible("a basic group has no topics; upgrade it")
        self._check_manages(user, group, "can_change_info")
        group.is_forum = on
        self.changed()

    def join(self, user: User, group: Chat, *, admin: bool = False) -> None:
        change_member(self, group, user, user, Member("administrator", ALL_RIGHTS) if admin else Member("member"))

    def leave(self, user: User, group: Chat) -> None:
        change_member(self, group, user, user, Member("left"))

    def set_member(self, group: Chat, by: User, user: User, status: str, without: Iterable[str] = ()) -> None:
        """Makes someone "administrator" (``without`` some rights), "member", "left" or "kicked"."""
        self._check_manages(by, group, "can_promote_members" if status == "administrator" else "can_restrict_members")
        change_member(self, group, by, user, _member(status, without))

    def _check_manages(self, user: User, group: Chat, right: str) -> None:
        if not group.member(user.id).can(right):
            raise NotPossible("only an administrator with this right may do that")

    def set_bot_member(self, group: Chat, by: User, status: str, without: Iterable[str] = ()) -> None:
        """Makes the bot "administrator" (``without`` some rights), "member", "left" or "kicked"; it is told."""
        change_member(self, group, by, self.me, _member(status, without))

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
        """Hands a message to the bot, if it is let see it."""
        tell_bot(self, chat, message, kind)

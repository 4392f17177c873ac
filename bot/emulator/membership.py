"""Who is in a group and as what, how the bot is told of it, and which messages reach the bot at all."""

from typing import Any

from bot.emulator.model import ADMIN_RIGHTS, Chat, Member, Message, User, is_service
from bot.emulator.world import World


def change_member(world: World, chat: Chat, by: User, user: User, new: Member, *, notice: bool = True) -> None:
    """Makes ``user`` a ``new`` kind of member and tells: of itself the bot always learns, of others as administrator.

    Coming and going also leave a ``notice`` in a group.
    """
    old = chat.member(user.id)
    chat.members[user.id] = new
    body = {
        "chat": chat.json(),
        "from": by.json(),
        "date": world.timestamp(),
        "old_chat_member": member_json(old, user),
        "new_chat_member": member_json(new, user),
    }
    if user == world.me:
        world.updates.put("my_chat_member", body)
    elif chat.member(world.me.id).status == "administrator":
        world.updates.put("chat_member", body)
    if notice and not chat.is_private and old.inside != new.inside:
        _put_notice(world, chat, by, user, came=new.inside)
    world.changed()


def _put_notice(world: World, chat: Chat, by: User, user: User, *, came: bool) -> None:
    content = {"new_chat_members": [user.json()]} if came else {"left_chat_member": user.json()}
    notice = world.put_message(chat, by, content)
    # Whoever is out hears of nothing more but of having been put out.
    if chat.member(world.me.id).inside or user == world.me:
        world.updates.put("message", notice)


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


def tell_bot(world: World, chat: Chat, message: Message, kind: str = "message") -> None:
    """Hands a message to the bot, if it is let see it: of its own only the notices of pins and topics."""
    if _sees(world, chat, message):
        world.updates.put(kind, message)


def _sees(world: World, chat: Chat, message: Message) -> bool:
    """An administrator sees all; with privacy on, others see notices, commands, mentions and answers."""
    bot = chat.member(world.me.id)
    if chat.is_private or bot.status == "administrator":
        return True
    text = message.get("text", "")
    mine = message.get("reply_to_message", {}).get("from", {}).get("id") == world.me.id
    return bot.inside and (mine or text.startswith("/") or f"@{world.me.username}" in text or is_service(message))

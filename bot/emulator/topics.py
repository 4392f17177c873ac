"""Methods on the topics of a forum."""

from typing import Any

from bot.emulator.access import forum, managed_topic
from bot.emulator.errors import bad
from bot.emulator.groups import TOPIC_COLOR
from bot.emulator.membership import tell_bot
from bot.emulator.params import Params
from bot.emulator.world import World

LONGEST_NAME = 128
COLORS = {0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F}


def create_forum_topic(world: World, params: Params) -> dict[str, Any]:
    name = _name(params)
    color = params.integer("icon_color") or TOPIC_COLOR
    if color not in COLORS:
        raise bad("invalid icon color specified")
    chat = forum(world, params)
    if not chat.member(world.me.id).can("can_manage_topics"):
        raise bad("not enough rights to create a topic")
    world.admit(chat)
    topic, notice = world.open_topic(chat, world.me, name, color)
    tell_bot(world, chat, notice)
    return topic.json()


def edit_forum_topic(world: World, params: Params) -> bool:
    chat, topic = managed_topic(world, params)
    name = params.text("name") and _name(params)
    if not name or name == topic.name:
        raise bad("TOPIC_NOT_MODIFIED")
    topic.name = name
    notice = world.put_message(chat, world.me, {"forum_topic_edited": {"name": name}}, thread=topic.id)
    tell_bot(world, chat, notice)
    return True


def close_forum_topic(world: World, params: Params) -> bool:
    return _set_closed(world, params, closed=True)


def reopen_forum_topic(world: World, params: Params) -> bool:
    return _set_closed(world, params, closed=False)


def _set_closed(world: World, params: Params, *, closed: bool) -> bool:
    chat, topic = managed_topic(world, params)
    if topic.closed == closed:
        raise bad("TOPIC_NOT_MODIFIED")
    tell_bot(world, chat, world.close_topic(chat, world.me, topic, closed=closed))
    return True


def delete_forum_topic(world: World, params: Params) -> bool:
    """The topic with all its messages, at any age: the one way a bot can delete past 48 hours."""
    chat, topic = managed_topic(world, params)
    if not chat.member(world.me.id).can("can_delete_messages"):
        raise bad("not enough rights to delete the topic")
    world.remove_topic(chat, topic)
    return True


def _name(params: Params) -> str:
    name = params.text("name").strip()
    if not name:
        raise bad("TOPIC_TITLE_EMPTY")
    return name[:LONGEST_NAME]

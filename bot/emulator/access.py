"""Which chat, topic and message a call means, and whether the bot may touch it."""

from bot.emulator.errors import CHAT_NOT_FOUND, THREAD_NOT_FOUND, bad, forbidden, upgraded
from bot.emulator.model import Chat, Message, Topic
from bot.emulator.params import Params
from bot.emulator.world import World


def known_chat(world: World, params: Params, name: str = "chat_id") -> Chat:
    """A chat the bot has met. Raises ApiError where it has not, or is no longer in it."""
    if not params.text(name):
        raise bad("chat_id is empty")
    chat = world.chats.get(params.integer(name) or 0)
    if chat is None or (chat.is_private and not chat.started):
        raise _stranger(world, chat)
    if chat.upgraded_to is not None:
        raise upgraded(chat.upgraded_to)
    if not chat.is_private and not chat.member(world.me.id).inside:
        was = "was kicked from" if chat.member(world.me.id).status == "kicked" else "is not a member of"
        raise forbidden(f"bot {was} the {chat.type} chat")
    return chat


def _stranger(world: World, chat: Chat | None) -> Exception:
    """Telegram knows a person whom the bot has seen in a group, but lets it not write first."""
    if chat is not None and any(chat.id in group.members for group in world.chats.values() if not group.is_private):
        return forbidden("bot can't initiate conversation with a user")
    return bad(CHAT_NOT_FOUND)


def writable_chat(world: World, params: Params) -> Chat:
    chat = known_chat(world, params)
    if chat.deactivated:
        raise forbidden("user is deactivated")
    if chat.blocked:
        raise forbidden("bot was blocked by the user")
    return chat


def thread_to_write(world: World, params: Params, chat: Chat, reply_to: Message | None) -> int | None:
    """The topic a message goes to; None is the chat itself (General in a forum). Raises ApiError.

    A closed topic takes messages from its creator and from those who manage topics, and from nobody else.
    """
    thread = params.integer("message_thread_id")
    if thread is None and chat.is_forum:
        thread = (reply_to or {}).get("message_thread_id")
    if thread is None:
        return None
    topic = chat.topics.get(thread)
    if topic is None or not chat.is_forum:
        raise bad(THREAD_NOT_FOUND)
    if topic.closed and topic.creator_id != world.me.id and not chat.member(world.me.id).can("can_manage_topics"):
        raise bad("TOPIC_CLOSED")
    return thread


def message_answered(world: World, params: Params, chat: Chat) -> Message | None:
    """The message that a call answers. Raises ApiError where there is none and the call insists."""
    about = params.object("reply_parameters", "can't parse reply parameters JSON object")
    if not about:
        return None
    message = chat.messages.get(int(about.get("message_id") or 0))
    if message is None and not about.get("allow_sending_without_reply"):
        raise bad("message to be replied not found")
    return message


def named_message(params: Params, chat: Chat, doing: str, name: str = "message_id") -> Message:
    """The message of a call; ``doing`` completes "message to ... not found". Raises ApiError."""
    message_id = params.integer(name)
    if not message_id:
        raise bad("message identifier is not specified")
    message = chat.messages.get(message_id)
    if message is None:
        raise bad(f"message to {doing} not found")
    return message


def managed_topic(world: World, params: Params) -> tuple[Chat, Topic]:
    """A forum's topic that the bot may change. Raises ApiError."""
    chat = forum(world, params)
    topic = chat.topics.get(params.integer("message_thread_id") or 0)
    if topic is None:
        raise bad("TOPIC_ID_INVALID")
    if topic.creator_id != world.me.id and not chat.member(world.me.id).can("can_manage_topics"):
        raise bad("not enough rights to manage topics")
    return chat, topic


def forum(world: World, params: Params) -> Chat:
    chat = known_chat(world, params)
    if not chat.is_forum:
        raise bad("the chat is not a forum")
    return chat

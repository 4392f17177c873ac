"""Methods that pin messages to the top of a chat."""

from bot.emulator.access import named_message, writable_chat
from bot.emulator.errors import bad
from bot.emulator.membership import tell_bot
from bot.emulator.model import Chat, is_service
from bot.emulator.params import Params
from bot.emulator.world import World


def pin_chat_message(world: World, params: Params) -> bool:
    """Newest on top. Each pin leaves a notice in the chat, which the bot itself gets too."""
    chat = _chat_to_pin(world, params)
    message = named_message(params, chat, "pin")
    if is_service(message):
        raise bad("message can't be pinned")
    if message["message_id"] in chat.pinned:
        return True
    chat.pinned.append(message["message_id"])
    shown = {key: value for key, value in message.items() if key != "reply_to_message"}
    thread = message.get("message_thread_id")
    tell_bot(world, chat, world.put_message(chat, world.me, {"pinned_message": shown}, thread=thread))
    return True


def unpin_chat_message(world: World, params: Params) -> bool:
    """The one named, or the newest."""
    chat = _chat_to_pin(world, params)
    pinned = params.integer("message_id") or (chat.pinned[-1] if chat.pinned else None)
    if pinned not in chat.pinned:
        raise bad("message to unpin not found")
    chat.pinned.remove(pinned)
    world.changed()
    return True


def unpin_all_chat_messages(world: World, params: Params) -> bool:
    _chat_to_pin(world, params).pinned.clear()
    world.changed()
    return True


def _chat_to_pin(world: World, params: Params) -> Chat:
    chat = writable_chat(world, params)
    if not chat.is_private and not chat.member(world.me.id).can("can_pin_messages"):
        raise bad("not enough rights to manage pinned messages in the chat")
    return chat

"""Methods that change a message of the bot's own. A keyboard not given again is gone."""

from typing import Any

from bot.emulator.access import named_message, writable_chat
from bot.emulator.albums import ALONE, TOGETHER, read_media
from bot.emulator.errors import NOT_MODIFIED, bad
from bot.emulator.keyboards import inline_only, read_markup
from bot.emulator.model import CAPTION, WITH_CAPTION, Chat, Message
from bot.emulator.params import Params
from bot.emulator.wording import read_caption, read_text
from bot.emulator.world import World

KEYBOARD = "reply_markup"
TEXT = ("text", "entities")
MEDIA_KINDS = {*TOGETHER, *ALONE, "animation"}


def edit_message_text(world: World, params: Params) -> Message:
    content = read_text(params, too_long="MESSAGE_TOO_LONG")
    chat, message = _own_message(world, params)
    if "text" not in message:
        raise bad("there is no text in the message to edit")
    return _replace(world, params, chat, message, content, TEXT)


def edit_message_caption(world: World, params: Params) -> Message:
    caption = read_caption(params)
    chat, message = _own_message(world, params)
    if not WITH_CAPTION & message.keys():
        raise bad("there is no caption in the message to edit")
    return _replace(world, params, chat, message, caption, CAPTION)


def edit_message_media(world: World, params: Params) -> Message:
    """Another file in place of the old one, or of a text; an item of an album stays of its kind."""
    item = params.object("media", "can't parse InputMedia: InputMedia must be an object")
    chat, message = _own_message(world, params)
    if not {"text", *MEDIA_KINDS} & message.keys():
        raise bad("message can't be edited")
    content = read_media(world, item, params, _kinds_allowed(message))
    return _replace(world, params, chat, message, content, (*TEXT, *CAPTION, *MEDIA_KINDS))


def _kinds_allowed(message: Message) -> set[str]:
    if "media_group_id" not in message:
        return MEDIA_KINDS
    alone = {kind for kind in ALONE if kind in message}
    return alone or TOGETHER


def edit_message_reply_markup(world: World, params: Params) -> Message:
    chat, message = _own_message(world, params)
    return _replace(world, params, chat, message, {}, ())


def _own_message(world: World, params: Params) -> tuple[Chat, Message]:
    chat = writable_chat(world, params)
    message = named_message(params, chat, "edit")
    if message["from"]["id"] != world.me.id:
        raise bad("message can't be edited")
    return chat, message


def _replace(
    world: World, params: Params, chat: Chat, message: Message, content: dict[str, Any], replaced: tuple[str, ...]
) -> Message:
    """Puts ``content`` and the keyboard of the call in place of what was there under the keys ``replaced``."""
    keyboard = inline_only(read_markup(params))
    content = content | ({KEYBOARD: keyboard} if keyboard else {})
    if content == {key: message[key] for key in (*replaced, KEYBOARD) if key in message}:
        raise bad(NOT_MODIFIED)
    if not chat.is_private:
        world.admit(chat)
    kept = {key: value for key, value in message.items() if key not in {*replaced, KEYBOARD}}
    return world.replace_message(chat, {**kept, **content, "edit_date": world.timestamp()})

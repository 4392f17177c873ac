"""Methods that put a new message into a chat."""

from typing import Any

from bot.emulator.access import known_chat, message_answered, named_message, thread_to_write, writable_chat
from bot.emulator.errors import bad
from bot.emulator.files import content_of
from bot.emulator.groups import is_service
from bot.emulator.keyboards import Markup, read_markup
from bot.emulator.model import Chat, File, Message, Upload
from bot.emulator.params import Params
from bot.emulator.wording import read_caption, read_text
from bot.emulator.world import World

LARGEST_PHOTO = 10 * 1024 * 1024
COPIED = (
    "text",
    "entities",
    "voice",
    "photo",
    "document",
    "sticker",
    "location",
    "venue",
    "contact",
    "caption",
    "caption_entities",
)


def send(world: World, params: Params, content: dict[str, Any]) -> Message:
    """What all sending methods share. Raises ApiError; a refused message leaves no trace."""
    markup = read_markup(params)
    chat = writable_chat(world, params)
    reply_to = message_answered(world, params, chat)
    thread = thread_to_write(world, params, chat, reply_to)
    world.admit(chat)
    if params.flag("protect_content"):
        content = {**content, "has_protected_content": True}
    if markup and "inline_keyboard" in markup:
        content = {**content, "reply_markup": markup}
    elif markup:
        set_reply_keyboard(chat, markup)
    return world.put_message(chat, world.me, content, thread=thread, reply_to=reply_to)


def set_reply_keyboard(chat: Chat, markup: Markup) -> None:
    if "keyboard" in markup:
        chat.reply_keyboard = markup
    elif markup.get("remove_keyboard"):
        chat.reply_keyboard = None


def send_message(world: World, params: Params) -> Message:
    return send(world, params, read_text(params))


def send_photo(world: World, params: Params) -> Message:
    return _send_file(world, params, "photo")


def send_document(world: World, params: Params) -> Message:
    return _send_file(world, params, "document")


def send_voice(world: World, params: Params) -> Message:
    return _send_file(world, params, "voice")


def _send_file(world: World, params: Params, kind: str) -> Message:
    caption = read_caption(params)
    writable_chat(world, params)
    upload = params.upload(kind)
    file = _keep(world, params, kind, upload) if upload is not None else _known_file(world, params, kind)
    return send(world, params, content_of(file) | caption)


def _known_file(world: World, params: Params, kind: str) -> File:
    file_id = params.text(kind)
    if not file_id:
        raise bad(f"there is no {kind} in the request")
    file = world.files.get(file_id)
    if file is None:
        raise bad("wrong remote file identifier specified: Wrong string length")
    if file.kind != kind:
        raise bad(f"can't use file of type {file.kind.title()} as {kind.title()}")
    return file


def _keep(world: World, params: Params, kind: str, upload: Upload) -> File:
    if not upload.data:
        raise bad("file must be non-empty")
    if kind == "voice":
        return world.files.add_voice(upload, params.integer("duration") or 0)
    if kind == "document":
        return world.files.add_document(upload)
    if len(upload.data) > LARGEST_PHOTO:
        raise bad("PHOTO_SAVE_FILE_INVALID")
    return world.files.add_photo(upload)


def send_location(world: World, params: Params) -> Message:
    return send(world, params, {"location": _location(params)})


def send_venue(world: World, params: Params) -> Message:
    location = _location(params)
    title, address = params.text("title"), params.text("address")
    if not title:
        raise bad("title must be non-empty")
    if not address:
        raise bad("address must be non-empty")
    return send(
        world, params, {"venue": {"location": location, "title": title, "address": address}, "location": location}
    )


def _location(params: Params) -> dict[str, float]:
    latitude, longitude = params.number("latitude"), params.number("longitude")
    if latitude is None or not -90 <= latitude <= 90:
        raise bad("wrong latitude specified" if latitude is not None else "latitude is empty")
    if longitude is None or not -180 <= longitude <= 180:
        raise bad("wrong longitude specified" if longitude is not None else "longitude is empty")
    return {"latitude": latitude, "longitude": longitude}


def copy_message(world: World, params: Params) -> dict[str, int]:
    """Content without its origin; a caption given takes the place of the old one, and the keyboard stays behind."""
    origin = known_chat(world, params, "from_chat_id")
    message = named_message(params, origin, "copy")
    if is_service(message):
        raise bad("message can't be copied")
    content = {key: message[key] for key in COPIED if key in message}
    if "caption" in params.raw and not {"text", "sticker", "location", "contact"} & content.keys():
        content = {key: value for key, value in content.items() if not key.startswith("caption")}
        content |= read_caption(params)
    return {"message_id": send(world, params, content)["message_id"]}

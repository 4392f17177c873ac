"""What all methods share that put a message into a chat, and the plainest of them."""

from typing import Any

from bot.emulator.access import message_answered, thread_to_write, writable_chat
from bot.emulator.errors import bad
from bot.emulator.keyboards import Markup, read_markup
from bot.emulator.model import Chat, Message
from bot.emulator.params import Params
from bot.emulator.wording import read_text
from bot.emulator.world import World


def send(world: World, params: Params, content: dict[str, Any]) -> Message:
    """What all sending methods share. Raises ApiError; a refused message leaves no trace."""
    markup = read_markup(params)
    if markup and "inline_keyboard" in markup:
        content = {**content, "reply_markup": markup}
    (message,) = send_all(world, params, [content])
    if markup:
        set_reply_keyboard(world.chat(message["chat"]["id"]), markup)
    return message


def send_all(world: World, params: Params, contents: list[dict[str, Any]]) -> list[Message]:
    """Several messages to one place: all or, refused with ApiError, none."""
    chat = writable_chat(world, params)
    reply_to = message_answered(world, params, chat)
    thread = thread_to_write(world, params, chat, reply_to)
    world.admit(chat, len(contents))
    guard = {"has_protected_content": True} if params.flag("protect_content") else {}
    return [world.put_message(chat, world.me, each | guard, thread=thread, reply_to=reply_to) for each in contents]


def set_reply_keyboard(chat: Chat, markup: Markup) -> None:
    if "keyboard" in markup:
        chat.reply_keyboard = markup
    elif markup.get("remove_keyboard"):
        chat.reply_keyboard = None


def send_message(world: World, params: Params) -> Message:
    return send(world, params, read_text(params))


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


def send_contact(world: World, params: Params) -> Message:
    if not params.text("phone_number"):
        raise bad("phone number is empty")
    if not params.text("first_name"):
        raise bad("first name is empty")
    fields = ("phone_number", "first_name", "last_name", "vcard")
    return send(world, params, {"contact": {name: params.text(name) for name in fields if params.text(name)}})

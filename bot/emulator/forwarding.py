"""Methods that send on what is there already: copies, which hide where it came from, and forwards, which tell."""

from itertools import pairwise
from typing import Any

from bot.emulator.access import known_chat, named_message
from bot.emulator.errors import bad
from bot.emulator.model import CAPTION, CONTENT, WITH_CAPTION, Message, is_service
from bot.emulator.params import Params
from bot.emulator.sending import send, send_all
from bot.emulator.wording import read_caption
from bot.emulator.world import World

MOST = 100

Content = dict[str, Any]


def copy_message(world: World, params: Params) -> dict[str, int]:
    """Content without its origin; a caption given takes the place of the old one, and the keyboard stays behind."""
    message = named_message(params, known_chat(world, params, "from_chat_id"), "copy")
    if is_service(message):
        raise bad("message can't be copied")
    content = content_without_origin(message)
    if "caption" in params.raw and WITH_CAPTION & content.keys():
        content = without_caption(content) | read_caption(params)
    return {"message_id": send(world, params, content)["message_id"]}


def copy_messages(world: World, params: Params) -> list[dict[str, int]]:
    messages = [message for message in _listed(world, params) if not is_service(message)]
    content = without_caption if params.flag("remove_caption") else content_without_origin
    return _send_each(world, params, messages, [content(message) for message in messages], "copy")


def forward_message(world: World, params: Params) -> Message:
    message = named_message(params, known_chat(world, params, "from_chat_id"), "forward")
    if not is_forwardable(message):
        raise bad("the message can't be forwarded")
    return send(world, params, forwarded(world, message))


def forward_messages(world: World, params: Params) -> list[dict[str, int]]:
    messages = [message for message in _listed(world, params) if is_forwardable(message)]
    return _send_each(world, params, messages, [forwarded(world, message) for message in messages], "forward")


def _send_each(
    world: World, params: Params, messages: list[Message], contents: list[Content], doing: str
) -> list[dict[str, int]]:
    """Albums stay albums. Raises ApiError where nothing is left to send on."""
    if not messages:
        raise bad(f"there are no messages to {doing}")
    sent = send_all(world, params, _regrouped(world, messages, contents))
    return [{"message_id": message["message_id"]} for message in sent]


def _listed(world: World, params: Params) -> list[Message]:
    """The messages named; those not there are passed over. Raises ApiError."""
    chat = known_chat(world, params, "from_chat_id")
    ids = params.integers("message_ids", bad("message identifiers are not specified"))
    if not 0 < len(ids) <= MOST:
        raise bad("too many message identifiers specified" if ids else "message identifiers are not specified")
    if any(later <= earlier for earlier, later in pairwise(ids)):
        raise bad("message identifiers must be in a strictly increasing order")
    return [chat.messages[message_id] for message_id in ids if message_id in chat.messages]


def _regrouped(world: World, messages: list[Message], contents: list[Content]) -> list[Content]:
    """Each album gets a new id of its own."""
    albums: dict[str, str] = {}
    grouped = []
    for message, content in zip(messages, contents, strict=True):
        old = message.get("media_group_id")
        if old is not None and old not in albums:
            albums[old] = world.next_album_id()
        grouped.append(content | ({"media_group_id": albums[old]} if old is not None else {}))
    return grouped


def is_forwardable(message: Message) -> bool:
    return not is_service(message) and "has_protected_content" not in message


def content_without_origin(message: Message) -> Content:
    """What a copy keeps. A live location is copied as the place it shows now."""
    content = {key: message[key] for key in CONTENT if key in message}
    if "live_period" in content.get("location", {}):
        place = content["location"]
        content["location"] = {"latitude": place["latitude"], "longitude": place["longitude"]}
    return content


def without_caption(message: Content) -> Content:
    return {key: value for key, value in content_without_origin(message).items() if key not in CAPTION}


def forwarded(world: World, message: Message) -> Content:
    """The content with its first origin: a forward of a forward still tells who wrote it."""
    origin = message.get("forward_origin") or _origin(world, message)
    return content_without_origin(message) | {"forward_origin": origin}


def _origin(world: World, message: Message) -> Content:
    """Who hides behind forwards is named, but not known."""
    sender, date = message["from"], message["date"]
    user = world.users.get(sender["id"])
    if user is not None and user.hidden:
        return {"type": "hidden_user", "date": date, "sender_user_name": sender["first_name"]}
    return {"type": "user", "date": date, "sender_user": sender}

"""Methods that remove what is in a chat, mark it, or answer a press."""

from bot.emulator.access import known_chat, named_message, writable_chat
from bot.emulator.errors import QUERY_INVALID, TOO_OLD_TO_DELETE, ApiError, bad
from bot.emulator.model import DELETE_WINDOW, Chat, Message
from bot.emulator.params import Params
from bot.emulator.reactions import REACTIONS
from bot.emulator.world import World

MOST_DELETED = 100
LONGEST_TOAST = 200
CHAT_ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


def delete_message(world: World, params: Params) -> bool:
    chat = known_chat(world, params)
    message = named_message(params, chat, "delete")
    _check_deletable(world, chat, message)
    world.remove_message(chat, message["message_id"])
    return True


def delete_messages(world: World, params: Params) -> bool:
    """Those not there are passed over; one that may not be deleted keeps all the others too."""
    chat = known_chat(world, params)
    ids = params.integers("message_ids", bad("message identifiers are not specified"))
    if not 0 < len(ids) <= MOST_DELETED:
        raise bad("too many message identifiers specified" if ids else "message identifiers are not specified")
    found = [chat.messages[message_id] for message_id in ids if message_id in chat.messages]
    for message in found:
        _check_deletable(world, chat, message)
    for message in found:
        world.remove_message(chat, message["message_id"])
    return True


def _check_deletable(world: World, chat: Chat, message: Message) -> None:
    """Younger than 48 hours, unless the bot may delete anything in its supergroup. Raises ApiError."""
    if "forum_topic_created" in message:
        raise bad("message can't be deleted")
    if chat.member(world.me.id).can("can_delete_messages"):
        return
    if not chat.is_private and message["from"]["id"] != world.me.id:
        raise bad("message can't be deleted")
    if world.timestamp() - message["date"] >= DELETE_WINDOW.total_seconds():
        raise bad(TOO_OLD_TO_DELETE)


def answer_callback_query(world: World, params: Params) -> bool:
    """Once, and in time. Raises ApiError."""
    text = params.text("text")
    if len(text) > LONGEST_TOAST:
        raise bad("MESSAGE_TOO_LONG")
    query = world.queries.get(params.text("callback_query_id"))
    if query is None or not world.is_answerable(query):
        raise bad(QUERY_INVALID)
    query.answer = {"text": text, "show_alert": params.flag("show_alert"), "at": world.clock.now()}
    if text:
        world.toasts[query.user.id] = query
    world.changed()
    return True


def set_message_reaction(world: World, params: Params) -> bool:
    chat = writable_chat(world, params)
    message = named_message(params, chat, "react")
    chosen = [item.get("emoji") for item in params.objects("reaction", "can't parse reaction types JSON object")]
    if len(chosen) > 1:
        raise bad("REACTIONS_TOO_MANY")
    if any(emoji not in REACTIONS for emoji in chosen):
        raise bad("REACTION_INVALID")
    given = chat.reactions.setdefault(message["message_id"], {})
    given.pop(world.me.id, None)
    if chosen:
        given[world.me.id] = str(chosen[0])
    world.changed()
    return True


def send_chat_action(world: World, params: Params) -> bool:
    if params.text("action") not in CHAT_ACTIONS:
        raise _wrong_action()
    writable_chat(world, params)
    return True


def _wrong_action() -> ApiError:
    return bad("wrong parameter action in request")

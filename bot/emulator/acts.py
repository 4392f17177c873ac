"""What a person does on the page, turned into what they do in Telegram."""

from collections.abc import Callable
from typing import Any

from bot.emulator import samples
from bot.emulator.errors import NotPossible
from bot.emulator.model import Chat, User
from bot.emulator.posting import Where
from bot.emulator.telegram import Telegram

Deed = dict[str, Any]


def act(telegram: Telegram, deed: Deed) -> None:
    """Does it. Raises NotPossible with a sentence for the page."""
    user = telegram.users.get(_number(deed, "user_id"))
    chat = telegram.chats.get(_number(deed, "chat_id"))
    if user is None or chat is None:
        raise NotPossible("there is no such person or chat")
    if chat.is_private and chat.id != user.id:
        raise NotPossible("this is somebody else's chat")
    known = ACTS.get(str(deed.get("do")))
    if known is None:
        raise NotPossible("nobody can do that here")
    try:
        known(telegram, user, chat, deed)
    except (KeyError, TypeError, ValueError):
        raise NotPossible("something is missing in what the page sent") from None


def _number(deed: Deed, name: str) -> int:
    value = deed.get(name)
    return value if isinstance(value, int) else 0


def _where(chat: Chat, deed: Deed) -> Where:
    return {"chat": chat, "thread": deed.get("thread_id"), "reply_to": deed.get("reply_to")}


def _text(telegram: Telegram, user: User, chat: Chat, deed: Deed) -> None:
    telegram.say(user, deed["text"], **_where(chat, deed))


def _press(telegram: Telegram, user: User, chat: Chat, deed: Deed) -> None:
    telegram.press_at(user, chat, deed["message_id"], deed["row"], deed["column"])


def _voice(telegram: Telegram, user: User, chat: Chat, deed: Deed) -> None:
    telegram.send_voice(user, _sample(samples.VOICES, deed).upload(), **_where(chat, deed))


def _photo(telegram: Telegram, user: User, chat: Chat, deed: Deed) -> None:
    photo = _sample(samples.PHOTOS, deed).upload()
    telegram.send_photo(user, photo, caption=deed.get("text") or "", **_where(chat, deed))


def _document(telegram: Telegram, user: User, chat: Chat, deed: Deed) -> None:
    document = _sample(samples.DOCUMENTS, deed).upload()
    telegram.send_document(user, document, caption=deed.get("text") or "", **_where(chat, deed))


def _sample(known: tuple[samples.Sample, ...], deed: Deed) -> samples.Sample:
    return next((sample for sample in known if sample.title == deed.get("sample")), known[0])


def _location(telegram: Telegram, user: User, chat: Chat, deed: Deed) -> None:
    latitude, longitude = float(deed["latitude"]), float(deed["longitude"])
    telegram.send_location(user, latitude, longitude, title=deed.get("title") or "", **_where(chat, deed))


def _video_note(telegram: Telegram, user: User, chat: Chat, deed: Deed) -> None:
    telegram.send_video_note(user, **_where(chat, deed))


def _album(telegram: Telegram, user: User, chat: Chat, deed: Deed) -> None:
    telegram.send_album(user, caption=deed.get("text") or "", **_where(chat, deed))


def _sticker(telegram: Telegram, user: User, chat: Chat, deed: Deed) -> None:
    telegram.send_sticker(user, **_where(chat, deed))


def _contact(telegram: Telegram, user: User, chat: Chat, deed: Deed) -> None:
    telegram.send_contact(user, samples.PHONE_NUMBER, **_where(chat, deed))


def _forward(telegram: Telegram, user: User, chat: Chat, deed: Deed) -> None:
    telegram.forward_post(user, samples.POST, channel=samples.CHANNEL, **_where(chat, deed))


def _edit(telegram: Telegram, user: User, chat: Chat, deed: Deed) -> None:
    telegram.edit(user, deed["message_id"], deed["text"], chat=chat)


def _delete(telegram: Telegram, user: User, chat: Chat, deed: Deed) -> None:
    telegram.delete(user, deed["message_id"], chat=chat)


def _react(telegram: Telegram, user: User, chat: Chat, deed: Deed) -> None:
    telegram.react(user, deed["message_id"], deed.get("emoji"), chat=chat)


def _block(telegram: Telegram, user: User, _chat: Chat, _deed: Deed) -> None:
    telegram.block(user)


def _unblock(telegram: Telegram, user: User, _chat: Chat, _deed: Deed) -> None:
    telegram.unblock(user)


ACTS: dict[str, Callable[[Telegram, User, Chat, Deed], None]] = {
    "text": _text,
    "press": _press,
    "voice": _voice,
    "photo": _photo,
    "document": _document,
    "location": _location,
    "video_note": _video_note,
    "album": _album,
    "sticker": _sticker,
    "contact": _contact,
    "forward": _forward,
    "edit": _edit,
    "delete": _delete,
    "react": _react,
    "block": _block,
    "unblock": _unblock,
}

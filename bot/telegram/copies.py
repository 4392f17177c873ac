"""What someone said, as the other side gets it: text as it is, never as markup; files by Telegram's own id."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    InlineKeyboardMarkup,
    InputMediaAnimation,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaUnion,
    InputMediaVideo,
    Message,
    ReplyParameters,
)
from aiogram.utils.i18n import gettext as _

from bot.telegram.wording import Names

_WITH_CAPTION: Mapping[str, Callable[..., Awaitable[Message]]] = {
    "voice": Bot.send_voice,
    "photo": Bot.send_photo,
    "video": Bot.send_video,
    "animation": Bot.send_animation,
    "audio": Bot.send_audio,
    "document": Bot.send_document,
}
_MEDIA: Mapping[str, Callable[..., InputMediaUnion]] = {
    "photo": InputMediaPhoto,
    "video": InputMediaVideo,
    "animation": InputMediaAnimation,
    "audio": InputMediaAudio,
    "document": InputMediaDocument,
}
_WITHOUT_CAPTION: Mapping[str, Callable[..., Awaitable[Message]]] = {
    "video_note": Bot.send_video_note,
    "sticker": Bot.send_sticker,
}


def words(body: Mapping[str, Any], names: Names) -> str:
    """The text or caption, in the reader's language where it is ours; under a line of its own, where there is one."""
    text = str(body.get("text") or "")
    if body["kind"] == "place":
        text = _("📍 {town}. The exact point is not passed on.").format(town=names.territory(text))
    above = [body.get("head"), _("(forwarded)") if body.get("forwarded") else None]
    return "\n".join(part for part in (*above, text) if part)


async def send_said(
    bot: Bot,
    chat: int,
    body: Mapping[str, Any],
    names: Names,
    *,
    thread: int | None = None,
    reply_to: int | None = None,
    markup: InlineKeyboardMarkup | None = None,
    note: Callable[[int], object] = lambda message: None,
) -> Message:
    """Sends a copy; to a client with buttons under it, and so that it cannot be forwarded.

    That somebody else's sticker or number is one stands in a line before it, whose id goes to ``note``.
    """
    common: dict[str, Any] = {
        "message_thread_id": thread,
        "reply_parameters": answering(reply_to),
        "protect_content": markup is not None,
        "reply_markup": markup,
    }
    kind, file_id, text = str(body["kind"]), body.get("file_id"), words(body, names)
    if body.get("forwarded") and (kind in _WITHOUT_CAPTION or kind == "contact"):
        line = await bot.send_message(
            chat, _("(forwarded)"), message_thread_id=thread, protect_content=markup is not None
        )
        note(line.message_id)
    if (send := _WITH_CAPTION.get(kind)) is not None:
        return await send(bot, chat, file_id, caption=text or None, parse_mode=None, **common)
    if (send := _WITHOUT_CAPTION.get(kind)) is not None:
        return await send(bot, chat, file_id, **common)
    if kind == "contact":
        return await bot.send_contact(chat, phone_number=body["phone"], first_name=body.get("text") or "…", **common)
    return await bot.send_message(chat, text or "…", parse_mode=None, **common)


async def edit_said(
    bot: Bot,
    chat: int,
    message: int,
    body: Mapping[str, Any],
    names: Names,
    *,
    markup: InlineKeyboardMarkup | None = None,
) -> None:
    """Changes a copy to the newest words, and the newest file. What says so already, or has no words, is fine."""
    kind, text = str(body["kind"]), words(body, names)
    where: dict[str, Any] = {"chat_id": chat, "message_id": message, "reply_markup": markup}
    try:
        if kind == "text":
            await bot.edit_message_text(text, parse_mode=None, **where)
        elif kind == "voice":
            await bot.edit_message_caption(caption=text or None, parse_mode=None, **where)
        elif (made := _MEDIA.get(kind)) is not None:
            await bot.edit_message_media(made(media=body["file_id"], caption=text or None, parse_mode=None), **where)
    except TelegramBadRequest as error:
        if "not modified" not in error.message:
            raise


def answering(message: int | None) -> ReplyParameters | None:
    """Shown as an answer to a message; as a plain one if that is gone."""
    return ReplyParameters(message_id=message, allow_sending_without_reply=True) if message else None

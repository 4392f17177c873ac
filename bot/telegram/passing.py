"""What of a Telegram message is passed on between a client and staff."""

from aiogram.types import Message

from bot.domain.cases import Said


def said_in(message: Message) -> Said | None:
    """What someone said; None for kinds that are not passed on."""
    if message.text is not None:
        return Said("text", message.text)
    if message.voice is not None:
        return Said("voice", message.caption or "", message.voice.file_id)
    if message.photo:
        return Said("photo", message.caption or "", message.photo[-1].file_id)
    if message.document is not None:
        return Said("document", message.caption or "", message.document.file_id)
    return None

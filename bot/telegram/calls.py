"""Calls of the Bot API without models we do not need.

aiogram makes an object of every button, going out and coming back, and a new class of answer whenever the last was
collected: a third of a turn. A screen's buttons are written as JSON once, and of its answer the id alone is read.
"""

from aiogram.methods import Response, TelegramMethod
from aiogram.types import MessageId


class SendScreen(TelegramMethod[MessageId]):
    """``sendMessage``, with entities and keyboard already in JSON."""

    __returning__ = MessageId
    __api_method__ = "sendMessage"

    chat_id: int
    text: str
    entities: str | None = None
    reply_markup: str | None = None
    message_thread_id: int | None = None
    reply_parameters: str | None = None
    protect_content: bool = False


class EditScreen(TelegramMethod[MessageId]):
    """``editMessageText`` likewise."""

    __returning__ = MessageId
    __api_method__ = "editMessageText"

    chat_id: int
    message_id: int
    text: str
    entities: str | None = None
    reply_markup: str | None = None


#: pydantic forgets a generic class that nobody holds
KEPT = (Response[MessageId], Response[bool])

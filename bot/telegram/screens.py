"""``Screen``, what a handler returns; ``Show``, which answers, edits or sends it once the transaction is over."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import structlog
from aiogram import BaseMiddleware, Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramRetryAfter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardMarkup,
    Message,
    MessageEntity,
    TelegramObject,
    Update,
)
from aiogram.utils.i18n import gettext as _
from aiogram.utils.text_decorations import add_surrogates

from bot.telegram.attachments import Attachment, attach
from bot.telegram.buttons import Hide, Home, Talk
from bot.telegram.calls import EditScreen, SendScreen
from bot.telegram.sent import Sent
from bot.telegram.wiping import wipe

log = structlog.get_logger(__name__)

#: what fits a phone; tests hold every screen to it
MAX_TEXT, MAX_BUTTON, MAX_ROWS = 1000, 30, 8
#: seconds
LONGEST_WAIT = 5


@dataclass(frozen=True, slots=True)
class Button:
    """A button that means something, or one that copies a text."""

    label: str
    to: CallbackData | None = None
    copy: str | None = None
    style: Literal["primary", "success", "danger"] | None = None

    def drawn(self) -> dict[str, Any]:
        """As the Bot API writes it."""
        copied = {"text": self.copy} if self.copy else None
        data = self.to.pack() if self.to else None
        drawn = {"text": self.label, "callback_data": data, "copy_text": copied, "style": self.style}
        return {name: value for name, value in drawn.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Pin:
    """A place on the map, where the address itself is located."""

    latitude: float
    longitude: float
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Screen:
    """What a person sees next. A value: tests compare it, ``Show`` draws it."""

    title: str
    body: str = ""
    rows: tuple[tuple[Button, ...], ...] = ()
    pin: Pin | None = None
    #: sent after it
    files: tuple[Attachment, ...] = ()
    #: said over the chat for a moment, when a button asked
    toast: str | None = None
    #: a client's screen ends in Home · Talk to a person · Hide
    footer: bool = True
    #: sent as a new message even where a button asked
    fresh: bool = False
    #: messages of this chat to remove first
    wipe: tuple[int, ...] = ()
    #: shown as an answer to this message of the chat
    reply_to: int | None = None
    #: the language of the last row, where this very turn changed it
    locale: str | None = None

    @property
    def text(self) -> str:
        return "\n\n".join(part for part in (self.title, self.body) if part)

    @property
    def entities(self) -> list[MessageEntity]:
        """The title is bold; lengths are in UTF-16 units, as the Bot API counts."""
        length = len(add_surrogates(self.title)) // 2 if self.title else 0
        return [MessageEntity(type="bold", offset=0, length=length)] if length else []

    @property
    def labels(self) -> list[str]:
        return [button.label for row in self.rows for button in row]

    def with_rows(self, *rows: Sequence[Button]) -> "Screen":
        return replace(self, rows=(*self.rows, *(tuple(row) for row in rows)))


@dataclass(frozen=True, slots=True)
class Toast:
    """A word over the chat; the screen stays as it is."""

    text: str = ""
    alert: bool = False


def footer() -> tuple[Button, ...]:
    """The last row of every client screen."""
    return (
        Button(_("🏠 Home"), Home()),
        Button(_("💬 Person"), Talk()),
        Button(_("🙈 Hide"), Hide()),
    )


def drawn(rows: Sequence[Sequence[Button]], *, with_footer: bool) -> list[list[dict[str, Any]]]:
    return [[button.drawn() for button in row] for row in ([*rows, footer()] if with_footer else rows) if row]


def keyboard(rows: Sequence[Sequence[Button]], *, with_footer: bool) -> InlineKeyboardMarkup | None:
    buttons = drawn(rows, with_footer=with_footer)
    return InlineKeyboardMarkup.model_validate({"inline_keyboard": buttons}) if buttons else None


def written(screen: Screen) -> dict[str, str]:
    """A screen as calls of the Bot API take it, its parts already in JSON."""
    parts: dict[str, Any] = {"entities": [entity.model_dump(exclude_none=True) for entity in screen.entities]}
    if buttons := drawn(screen.rows, with_footer=screen.footer):
        parts["reply_markup"] = {"inline_keyboard": buttons}
    return {"text": screen.text} | {name: json.dumps(part, ensure_ascii=False) for name, part in parts.items()}


async def patiently(send: Callable[[], Awaitable[None]]) -> None:
    """Sends once more if Telegram asks for a moment's patience; a person waits no longer than that for a screen."""
    try:
        await send()
    except TelegramRetryAfter as error:
        if error.retry_after > LONGEST_WAIT:
            raise
        await asyncio.sleep(error.retry_after)
        await send()


class Show(BaseMiddleware):
    """Outermost of ours: waits for the commit, then speaks. A screen lost to a crash comes back at the next press."""

    def __init__(self, sent: Sent) -> None:
        self.sent = sent

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:  # noqa: ANN401 - aiogram's middlewares pass on whatever a handler gave
        answer = await handler(event, data)
        assert isinstance(event, Update)  # noqa: S101 - registered on the update observer only
        if event.message is not None:
            self.sent.remember(event.message.chat.id, event.message.message_id)
        await self.show(data["bot"], event, answer, data)
        return answer

    async def show(self, bot: Bot, event: Update, answer: object, data: dict[str, Any]) -> None:
        """Best effort: the state is saved, and the next press draws the screen again."""
        try:
            await patiently(lambda: self._show(bot, event, answer, data))
        except TelegramAPIError as error:
            log.info("a screen was not shown", error=type(error).__name__)

    async def _show(self, bot: Bot, event: Update, answer: object, data: dict[str, Any]) -> None:
        """Answers the button, then draws what the handler returned in the language of the turn."""
        if (query := event.callback_query) is not None:
            await self._answer(bot, query, answer)
        if isinstance(answer, Screen):
            with data["i18n"].context(), data["i18n"].use_locale(answer.locale or data["locale"]):
                await self._draw(bot, event, answer)

    async def _answer(self, bot: Bot, query: CallbackQuery, answer: object) -> None:
        text = answer.text if isinstance(answer, Toast) else getattr(answer, "toast", None)
        alert = answer.alert if isinstance(answer, Toast) else None
        try:
            await bot.answer_callback_query(query.id, text=text or None, show_alert=alert)
        except TelegramBadRequest:
            # too late or answered before: the screen still counts
            log.debug("a button was answered late")

    async def _draw(self, bot: Bot, event: Update, screen: Screen) -> None:
        message = event.callback_query.message if event.callback_query else event.message or event.edited_message
        where = message or event.my_chat_member
        if where is None:
            return
        chat, thread = where.chat.id, getattr(where, "message_thread_id", None)
        await wipe(bot, chat, screen.wipe)
        if event.callback_query is None or screen.fresh or not await self._edited(bot, message, screen):
            protected = where.chat.type == "private"
            reply = json.dumps({"message_id": screen.reply_to}) if screen.reply_to else None
            target = {"chat_id": chat, "message_thread_id": thread, "reply_parameters": reply}
            sent = await bot(SendScreen(**target, protect_content=protected, **written(screen)))
            self.sent.remember(chat, sent.message_id)
        if screen.pin is not None:
            pin = screen.pin
            venue = await bot.send_venue(
                chat, pin.latitude, pin.longitude, pin.title, pin.address, protect_content=True
            )
            self.sent.remember(chat, venue.message_id)
        for message_id in await attach(bot, chat, screen.files):
            self.sent.remember(chat, message_id)

    async def _edited(self, bot: Bot, message: Any, screen: Screen) -> bool:  # noqa: ANN401 - may be inaccessible
        """Whether the pressed message now shows the screen; a message too old to edit is answered by a new one."""
        if not isinstance(message, Message) or message.text is None:
            return False
        try:
            await bot(EditScreen(chat_id=message.chat.id, message_id=message.message_id, **written(screen)))
        except TelegramBadRequest as error:
            return "message is not modified" in error.message
        return True

"""A refusal becomes a sentence in the person's language; anything else an apology and a log line."""

from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.types import ErrorEvent
from aiogram.utils.i18n import gettext as _

from bot.domain.errors import DomainError
from bot.store import Database
from bot.telegram.intake import may_pass
from bot.telegram.middlewares import AlreadyHandled
from bot.telegram.screens import Screen, Show, Toast
from bot.telegram.wording import refusal

log = structlog.get_logger(__name__)


async def refused(
    event: ErrorEvent,
    bot: Bot,
    show: Show,
    database: Database,
    inbox_key: bytes | None = None,
    **data: Any,  # noqa: ANN401
) -> None:
    """By now the turn is rolled back: its update is done with, in a transaction of its own, and then answered."""
    assert isinstance(event.exception, DomainError)  # noqa: S101 - the filter's promise
    if inbox_key is not None:
        async with database.transaction() as store:
            await store.inbox.handled(inbox_key)
    sentence = refusal(event.exception)
    in_group = event.update.callback_query is not None and not _in_private(event)
    # in a group a press may not fill the topic
    answer = Toast(sentence, alert=True) if in_group else _screen(sentence, event)
    await show.show(bot, event.update, answer, data)


async def failed(event: ErrorEvent, bot: Bot, show: Show, **data: Any) -> None:  # noqa: ANN401
    """Says sorry once the update is given up; the intake keeps it sealed and goes on with the next."""
    error = event.exception
    if not isinstance(error, AlreadyHandled) and not may_pass(error):
        log.error("a handler failed", error=type(error).__name__, exc_info=error)
        text = _("Something went wrong on our side. Nothing you did is lost. Please try once more.")
        await show.show(bot, event.update, _screen(text, event), data)
    raise error


def _screen(text: str, event: ErrorEvent) -> Screen:
    return Screen("", text, footer=_in_private(event), fresh=True)


def _in_private(event: ErrorEvent) -> bool:
    update = event.update
    query = update.callback_query
    message = query.message if query else update.message or update.edited_message
    return message is not None and message.chat.type == "private"


def setup(dispatcher: Dispatcher) -> None:
    dispatcher.error.register(refused, lambda event: isinstance(event.exception, DomainError))
    dispatcher.error.register(failed)

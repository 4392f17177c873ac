"""Removes messages from a chat, as many as Telegram lets go."""

from collections.abc import Sequence

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest

#: Bot API: messages that one call deletes
AT_ONCE = 100


async def wipe(bot: Bot, chat: int, messages: Sequence[int]) -> None:
    """Leaves what cannot be deleted."""
    for start in range(0, len(messages), AT_ONCE):
        await _delete(bot, chat, messages[start : start + AT_ONCE])


async def _delete(bot: Bot, chat: int, messages: Sequence[int]) -> None:
    """One message that is too old makes Telegram keep all of its call: the halves are tried without each other."""
    try:
        await bot.delete_messages(chat, list(messages))
    except TelegramBadRequest:
        half = len(messages) // 2
        if half:
            await _delete(bot, chat, messages[:half])
            await _delete(bot, chat, messages[half:])

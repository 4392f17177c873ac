"""Removes from a staff group the topic of someone who erased their data: the request itself is gone by then."""

from typing import Any

from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat

from bot.store.outbox import Owed
from bot.telegram import letters
from bot.telegram.means import Means, Undeliverable

#: how Telegram says that the topic is gone already
GONE = ("thread not found", "TOPIC_ID_INVALID", "TOPIC_DELETED")


async def delete_topic(means: Means, owed: Owed) -> int:
    """Deletes it, and says so where staff see it; where the bot may not, asks them to."""
    body = owed.body
    try:
        return await _delete(means, body["chat"], body)
    except TelegramMigrateToChat as moved:
        return await _delete(means, moved.migrate_to_chat_id, body)
    except TelegramForbiddenError:
        raise Undeliverable("removed") from None


async def _delete(means: Means, chat: int, body: dict[str, Any]) -> int:
    with means.speaking(str(body["locale"])):
        elsewhere = letters.erased_elsewhere(str(body["code"]))
    if body["thread"] is None:
        return await _say(means, chat, elsewhere)
    await means.pace.wait_for(chat)
    deleted = True
    try:
        await means.bot.delete_forum_topic(chat, int(body["thread"]))
    except TelegramBadRequest as error:
        deleted = any(word in error.message for word in GONE)
    with means.speaking(str(body["locale"])):
        text = letters.erased(str(body["code"]), deleted=deleted)
    return await _say(means, chat, f"{text}\n{elsewhere}" if body.get("earlier") else text)


async def _say(means: Means, chat: int, text: str) -> int:
    await means.pace.wait_for(chat)
    return (await means.bot.send_message(chat, text)).message_id

"""The state of everything as the page draws it."""

from dataclasses import asdict
from typing import Any

from bot.emulator import samples
from bot.emulator.demo import Demo, Phone
from bot.emulator.faults import KINDS
from bot.emulator.model import CallbackQuery, Chat, Message
from bot.emulator.telegram import Telegram

MOST_MESSAGES = 300
MOST_NEWS = 200
SAMPLES = {
    "towns": [asdict(town) for town in samples.TOWNS],
    "voices": [sample.title for sample in samples.VOICES],
    "photos": [sample.title for sample in samples.PHOTOS],
    "documents": [sample.title for sample in samples.DOCUMENTS],
}


async def state(telegram: Telegram, demo: Demo) -> dict[str, Any]:
    # Amid a start-over a phone may outlive its chat for a moment.
    phones = [phone for phone in demo.phones() if phone.chat_id in telegram.chats]
    journal = await demo.journal()
    # A worker's phone holds two chats: the group, and the one with the bot.
    shown = {phone.chat_id for phone in phones} | {phone.user_id for phone in phones}
    return {
        "version": telegram.version,
        "now": telegram.clock.now().isoformat(),
        "bot": _bot(telegram, demo),
        "phones": [asdict(phone) for phone in phones],
        "chats": {str(chat_id): _chat(telegram, telegram.chats[chat_id]) for chat_id in sorted(shown)},
        "toasts": {str(phone.user_id): _toast(telegram.toasts.get(phone.user_id)) for phone in phones},
        "pending": _pending(telegram, phones),
        "journal": journal[-MOST_NEWS:],
        "tally": await demo.tally(),
        "faults": {name: telegram.faults.is_on(name) for name in KINDS},
        "samples": SAMPLES,
    }


def _bot(telegram: Telegram, demo: Demo) -> dict[str, Any]:
    me = telegram.me
    return {"id": me.id, "name": me.first_name, "username": me.username, "running": demo.running()}


def _chat(telegram: Telegram, chat: Chat) -> dict[str, Any]:
    latest = list(chat.messages.values())[-MOST_MESSAGES:]
    return {
        "id": chat.id,
        "type": chat.type,
        "title": chat.title,
        "is_forum": chat.is_forum,
        "blocked": chat.blocked,
        "reply_keyboard": chat.reply_keyboard["keyboard"] if chat.reply_keyboard else None,
        "topics": [{"id": topic.id, "name": topic.name, "closed": topic.closed} for topic in chat.topics.values()],
        "messages": [_message(telegram, chat, message) for message in latest],
    }


def _message(telegram: Telegram, chat: Chat, message: Message) -> dict[str, Any]:
    given = chat.reactions.get(message["message_id"], {})
    me = telegram.me.id
    marks = [{"by": "bot" if who == me else who, "emoji": emoji} for who, emoji in given.items()]
    return {**message, "outgoing": message["from"]["id"] == me, "reactions": marks}


def _toast(query: CallbackQuery | None) -> dict[str, Any] | None:
    if query is None or query.answer is None:
        return None
    return {"id": query.id, **query.answer, "at": query.answer["at"].isoformat()}


def _pending(telegram: Telegram, phones: list[Phone]) -> dict[str, list[int]]:
    waiting: dict[str, list[int]] = {str(phone.user_id): [] for phone in phones}
    for query in telegram.queries.values():
        if str(query.user.id) in waiting and telegram.is_answerable(query):
            waiting[str(query.user.id)].append(query.message_id)
    return waiting

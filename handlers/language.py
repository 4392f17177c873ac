"""The language, by command or button; the answer is in the new one at once."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import I18n

from bot.domain import people
from bot.domain.guide import Guide
from bot.domain.people import Actor
from bot.store import Store
from bot.telegram import entrance
from bot.telegram.buttons import Language
from bot.telegram.screens import Screen


async def languages(event: Message | CallbackQuery) -> Screen:
    return entrance.languages()


async def choose(
    event: CallbackQuery, callback_data: Language, actor: Actor, store: Store, guide: Guide, i18n: I18n
) -> Screen:
    chosen = callback_data.to
    if chosen not in i18n.available_locales:
        return entrance.languages()
    actor = await people.set_locale(store, actor, chosen)
    with i18n.use_locale(chosen):
        return replace(entrance.home(actor, guide), locale=chosen)


def router() -> Router:
    made = Router(name=__name__)
    made.message.register(languages, Command("language"), F.chat.type == "private")
    made.callback_query.filter(F.message.chat.type == "private")
    made.callback_query.register(choose, Language.filter())
    return made

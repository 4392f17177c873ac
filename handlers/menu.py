"""The home screen."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from bot.domain.guide import Guide
from bot.domain.people import Actor
from bot.store import Store
from bot.telegram import entrance
from bot.telegram.buttons import Home
from bot.telegram.screens import Screen


async def home(event: CallbackQuery, actor: Actor, store: Store, state: FSMContext, guide: Guide) -> Screen:
    await entrance.leave_talk(store, actor)
    await entrance.leave(state)
    return entrance.home(actor, guide)


def router() -> Router:
    made = Router(name=__name__)
    made.callback_query.register(home, Home.filter(), F.message.chat.type == "private")
    return made

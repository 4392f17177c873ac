"""Urgent: numbers that answer now, a request that rings, and who helps those under age."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from bot.domain.guide import Guide
from bot.domain.people import Actor
from bot.domain.urgent import answering, for_children
from bot.store import Store
from bot.telegram import entrance, urgency
from bot.telegram.client_buttons import Urgent, Younger, tagged
from bot.telegram.screens import Screen


async def urgent(
    event: CallbackQuery, callback_data: Urgent, actor: Actor, store: Store, state: FSMContext, guide: Guide
) -> Screen:
    await entrance.leave(state)
    lines = answering(guide.directory, _around(actor, guide), store.now)
    return urgency.urgent(lines, None if callback_data.asked else Urgent(asked=True))


async def under_age(
    event: CallbackQuery, callback_data: Younger, actor: Actor, store: Store, state: FSMContext, guide: Guide
) -> Screen:
    """The answer is used here, and gone with this turn."""
    await entrance.leave(state)
    codes = (area.code for area in guide.directory.territories)
    elsewhere = tagged(codes, callback_data.where) if callback_data.where else None
    lines = for_children(guide.directory, elsewhere or _around(actor, guide), store.now)
    return urgency.under_age(lines, callback_data.where, guide, store.now)


def _around(actor: Actor, guide: Guide) -> str:
    return entrance.standing(actor, guide) or entrance.likely_country(actor)


def router() -> Router:
    made = Router(name=__name__)
    made.callback_query.filter(F.message.chat.type == "private")
    made.callback_query.register(urgent, Urgent.filter())
    made.callback_query.register(under_age, Younger.filter())
    return made

"""/start and the first question: what may be kept."""

from aiogram import F, Router
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.domain import people
from bot.domain.guide import Guide
from bot.domain.people import Actor
from bot.store import Store
from bot.telegram import entrance
from bot.telegram.buttons import Agree
from bot.telegram.client_buttons import LookAround, PrivacyDetails, Welcome
from bot.telegram.screens import Screen
from bot.telegram.visits import Visits


async def start(event: Message, actor: Actor, store: Store, state: FSMContext, guide: Guide) -> Screen:
    """Begins anew, wherever the person was; what a link adds to the command means nothing here."""
    await entrance.leave_talk(store, actor)
    await entrance.leave(state)
    return entrance.home(actor, guide)


async def welcome(event: CallbackQuery) -> Screen:
    return entrance.welcome()


async def details(event: CallbackQuery) -> Screen:
    return entrance.privacy_details()


async def agree(
    event: CallbackQuery, actor: Actor, store: Store, state: FSMContext, guide: Guide, visits: Visits
) -> Screen:
    return await _onwards(await entrance.agreed(actor, event.from_user.id, store, visits), state, guide)


async def look_around(event: CallbackQuery, actor: Actor, state: FSMContext, guide: Guide) -> Screen:
    return await _onwards(people.look_around(actor), state, guide)


async def _onwards(actor: Actor, state: FSMContext, guide: Guide) -> Screen:
    if entrance.standing(actor, guide) is not None:
        return entrance.home(actor, guide)
    return await entrance.ask_where(state, guide, entrance.likely_country(actor))


def router() -> Router:
    made = Router(name=__name__)
    made.message.register(start, CommandStart(), F.chat.type == "private")
    made.callback_query.filter(F.message.chat.type == "private")
    made.callback_query.register(welcome, Welcome.filter())
    made.callback_query.register(details, PrivacyDetails.filter())
    made.callback_query.register(agree, Agree.filter(F.to.is_(None)))
    made.callback_query.register(look_around, LookAround.filter())
    return made

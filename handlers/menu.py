"""The home screen."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery
from aiogram.utils.i18n import gettext as _

from bot.domain.people import Actor
from bot.telegram.buttons import Home, Language, NearMe, Talk
from bot.telegram.screens import Button, Screen


def home_screen() -> Screen:
    return Screen(
        _("Home"),
        _("What do you need now? You can also just type it."),
        (
            (Button(_("📍 Near me"), NearMe()),),
            (Button(_("💬 Talk to a person"), Talk()),),
            (Button(_("🌐 Language"), Language()),),
        ),
    )


async def home(event: CallbackQuery, actor: Actor, state: FSMContext) -> Screen:
    await state.clear()
    return home_screen()


def router() -> Router:
    made = Router(name=__name__)
    made.callback_query.register(home, Home.filter())
    return made

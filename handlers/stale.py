"""Last: a button out of date, a message nobody expected. Everyone gets an answer."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import gettext as _

from bot.telegram.screens import Screen


async def old_button(event: CallbackQuery) -> Screen:
    return Screen("", _("This button is out of date. Please go on from the home screen."), toast=_("Out of date"))


async def unexpected(event: Message) -> Screen | None:
    if event.chat.type != "private":
        return None
    return Screen("", _("I did not understand this. Type a word, for example “passport”, or press a button."))


async def unneeded(event: object) -> None:
    """Updates that need no answer: they only have to be taken in."""


def router() -> Router:
    made = Router(name=__name__)
    made.callback_query.register(old_button)
    made.message.register(unexpected)
    made.edited_message.register(unneeded)
    made.my_chat_member.register(unneeded)
    return made

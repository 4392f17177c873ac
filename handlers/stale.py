"""Last: a button out of date, a message nobody expected. Everyone gets an answer."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import gettext as _

from bot.domain.guide import Guide
from bot.domain.people import Actor
from bot.telegram import entrance
from bot.telegram.buttons import Talk
from bot.telegram.screens import Button, Screen, Toast


async def old_button(event: CallbackQuery) -> Toast:
    """In a group, the screen is others' too: only who pressed is told."""
    return Toast(_("This button is out of date."))


async def old_button_of_a_client(event: CallbackQuery, actor: Actor, guide: Guide) -> Screen:
    """What is true now, in place of what the button was drawn for."""
    return replace(entrance.home(actor, guide), toast=_("This button is out of date. Here is what is true now."))


async def unexpected(event: Message) -> Screen:
    """A voice note, a picture, a sticker outside a talk: nobody would hear it."""
    text = _(
        "Nobody gets this here. To send it to a person, press the button first. "
        "To find a place, type a word, for example “passport”."
    )
    return Screen("", text, ((Button(_("💬 Talk to a person"), Talk()),),))


async def unknown_command(event: Message) -> Screen:
    """Another role's, another bot's, or mistyped; what it was meant to say may be in the middle of a talk."""
    return Screen("", _("There is no such command here, and nobody got it. All there is stands on the buttons."))


async def unneeded(event: object) -> None:
    """Updates that need no answer: they only have to be taken in."""


def router() -> Router:
    made = Router(name=__name__)
    made.callback_query.register(old_button_of_a_client, F.message.chat.type == "private")
    made.callback_query.register(old_button)
    made.message.register(unknown_command, F.chat.type == "private", F.text.startswith("/"))
    made.message.register(unexpected, F.chat.type == "private")
    made.message.register(unneeded)
    made.edited_message.register(unneeded)
    made.my_chat_member.register(unneeded)
    return made

"""/start, language, consent, invitations by deep link."""

from aiogram import F, Router
from aiogram.filters import CommandStart
from aiogram.types import Message
from aiogram.utils.i18n import gettext as _

from bot.telegram.screens import Screen


async def start(event: Message) -> Screen:
    return Screen(_("Prystan"), "")


def router() -> Router:
    made = Router(name=__name__)
    made.message.register(start, CommandStart(), F.chat.type == "private")
    return made

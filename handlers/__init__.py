"""What Prystan says in Telegram: one module a feature."""

from aiogram import Bot, Dispatcher
from aiogram.types import BotCommand
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _

from handlers import (
    appointments,
    desk,
    dormitories,
    edits,
    errors,
    hide,
    language,
    linking,
    menu,
    my_data,
    near,
    notices,
    office,
    reach,
    reminders,
    search,
    staff,
    stale,
    start,
    talk,
    urgent,
    where,
    wrong,
)

#: in the order they are tried: what can be said at any moment first, what no one else understood last
MODULES = (
    edits,
    linking,
    desk,
    staff,
    office,
    notices,
    appointments,
    start,
    language,
    hide,
    where,
    dormitories,
    talk,
    reminders,
    menu,
    my_data,
    urgent,
    near,
    wrong,
    search,
    reach,
    stale,
)


def setup(dispatcher: Dispatcher) -> None:
    """Builds the routers, anew for each dispatcher, and includes them in order."""
    dispatcher.include_routers(*(module.router() for module in MODULES))
    errors.setup(dispatcher)


async def introduce(bot: Bot, i18n: I18n) -> None:
    """The public face: neutral in every language, since anyone who looks at the phone can read it."""
    for locale in sorted(i18n.available_locales):
        with i18n.context(), i18n.use_locale(locale):
            language = None if locale == i18n.default_locale else locale
            commands = [
                BotCommand(command="start", description=_("Home")),
                BotCommand(command="language", description=_("Language")),
            ]
            await bot.set_my_commands(commands, language_code=language)
            await bot.set_my_short_description(
                _("Addresses, opening hours and advice near you."), language_code=language
            )
            await bot.set_my_description(
                _("Finds services near you: documents, lodging, work, health. Press Start."), language_code=language
            )

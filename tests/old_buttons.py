"""Buttons that some other screen, or an earlier one, has shown: put under the newest message, and pressed there."""

from aiogram.filters.callback_data import CallbackData

from tests.conftest import Phone


def puts(phone: Phone, *data: CallbackData) -> dict:
    """The newest message of the bot, now with these buttons."""
    telegram = phone.world.telegram
    keyboard = [[{"text": "…", "callback_data": one.pack()}] for one in data]
    return telegram.replace_message(
        telegram.chat(phone.user.id), phone.last | {"reply_markup": {"inline_keyboard": keyboard}}
    )


async def presses_old(phone: Phone, data: CallbackData) -> None:
    phone.world.telegram.press(phone.user, puts(phone, data), data.pack())
    await phone.world.settle()

"""The stock aiogram echo: polls, and says back what it was told."""

import asyncio
import os

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message


async def echo(message: Message) -> None:
    await message.answer(message.text or "")


def bot() -> Bot:
    session = AiohttpSession(api=TelegramAPIServer.from_base(os.environ["BOT_API_BASE"]))
    return Bot(os.environ["BOT_TOKEN"], session=session)


async def main() -> None:
    dispatcher = Dispatcher()
    dispatcher.message.register(echo)
    await dispatcher.start_polling(bot())


if __name__ == "__main__":
    asyncio.run(main())

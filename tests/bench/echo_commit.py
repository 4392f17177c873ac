"""An aiogram echo that first commits one row through aiosqlite, as durably as Prystan does."""

import asyncio
import os

import aiosqlite
from aiogram import Dispatcher
from aiogram.types import Message

from tests.bench.echo_stock import bot


async def echo(message: Message, database: aiosqlite.Connection) -> None:
    await database.execute("INSERT INTO said (id, chat, text) VALUES (NULL, ?, ?)", (message.chat.id, message.text))
    await database.commit()
    await message.answer(message.text or "")


async def main() -> None:
    async with aiosqlite.connect(os.environ["DATABASE_FILE"]) as database:
        await database.execute("PRAGMA journal_mode = WAL")
        await database.execute("PRAGMA synchronous = FULL")
        await database.execute("CREATE TABLE said (id INTEGER PRIMARY KEY, chat INTEGER, text TEXT)")
        dispatcher = Dispatcher(database=database)
        dispatcher.message.register(echo)
        await dispatcher.start_polling(bot())


if __name__ == "__main__":
    asyncio.run(main())

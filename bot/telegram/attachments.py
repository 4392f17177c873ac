"""Pictures and documents that come with a screen: made once its transaction is over, beside the event loop."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from aiogram import Bot
from aiogram.types import BufferedInputFile


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file for the reader to keep or print."""

    name: str
    #: what is in it; told the bot's own name, for links to it
    make: Callable[[str], bytes]
    caption: str = ""
    picture: bool = False


async def attach(bot: Bot, chat: int, files: tuple[Attachment, ...]) -> list[int]:
    """Sends them, in order; returns the numbers of the messages."""
    sent = []
    for file in files:
        name = (await bot.me()).username or ""
        made = BufferedInputFile(await asyncio.to_thread(file.make, name), file.name)
        caption = file.caption or None
        if file.picture:
            message = await bot.send_photo(chat, made, caption=caption)
        else:
            message = await bot.send_document(chat, made, caption=caption)
        sent.append(message.message_id)
    return sent

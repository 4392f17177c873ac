"""A real emulator server with a small aiogram bot behind it, in a thread of its own."""

import asyncio
import threading
import time
from datetime import UTC, datetime

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton
from aiogram.types import ReplyKeyboardMarkup as ReplyKeyboard
from aiohttp import web

from bot.clock import ManualClock
from bot.emulator.demo import PlainDemo
from bot.emulator.server import create_app
from bot.emulator.telegram import Telegram

MORNING = datetime(2026, 10, 14, 9, 35, tzinfo=UTC)
KEYS = InlineKeyboardMarkup(
    inline_keyboard=[
        [
            InlineKeyboardButton(text="Ask", callback_data="ask", style="primary"),
            InlineKeyboardButton(text="Warn", callback_data="warn", style="danger"),
            InlineKeyboardButton(text="Fits", callback_data="fits", style="success"),
        ],
        [
            InlineKeyboardButton(text="Number", copy_text=CopyTextButton(text="+375236321111")),
            InlineKeyboardButton(text="Map", url="https://map.example/"),
            InlineKeyboardButton(text="Join", url="https://t.me/prystan_bot?start=staff-1"),
        ],
    ]
)
REPLY_KEYS = ReplyKeyboard(keyboard=[[KeyboardButton(text="Home"), KeyboardButton(text="Hide")]])


class Watch(PlainDemo):
    """A demo that writes down what the page asked of it."""

    def __init__(self, telegram):
        super().__init__(telegram)
        self.told = []
        self.due = None
        self.restarts = 0

    async def journal(self):
        return self.told

    async def next_due(self):
        return self.due

    async def restart(self):
        self.restarts += 1

    def tell(self, kind, text, chat_id):
        at = self.telegram.clock.now().isoformat()
        self.told.append({"at": at, "kind": kind, "text": text, "chat_id": chat_id})
        self.telegram.changed()


class Harbour:
    """Start it, open ``url``, stop it. Everything of the server's happens in its own thread: see :meth:`do`."""

    def __init__(self):
        self.clock = ManualClock(MORNING)
        self.telegram = Telegram(self.clock, limits=None)
        self.demo = Watch(self.telegram)
        self.client = self.telegram.add_user("Иван", language_code="ru")
        self.worker = self.telegram.add_user("Ольга", language_code="ru")
        self.forum = self.telegram.add_forum("НКО «Пристань»", admins=[self.worker])
        self.demo.open_phone("client", self.client)
        self.demo.open_phone("staff", self.worker, chat=self.forum)
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._live()), daemon=True)

    def start(self):
        self._thread.start()
        assert self._ready.wait(10), "the emulator did not start"
        return self

    def stop(self):
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(10)

    def wait_for(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)

    def do(self, deed, *args, **kwargs):
        """Calls something of the emulator in the emulator's thread."""

        async def call():
            return deed(*args, **kwargs)

        return self.wait_for(call())

    def send(self, chat, text, **kwargs):
        """The bot writes by itself."""
        return self.wait_for(self.bot.send_message(chat.id, text, **kwargs))

    def until(self, condition):
        """Waits until the emulator's state is so; fails after five seconds."""
        last = time.monotonic() + 5
        while not self.do(condition):
            assert time.monotonic() < last, "it did not happen"
            time.sleep(0.02)

    def said(self, user):
        """What a person wrote to the bot in private, oldest first."""
        messages = self.telegram.chat(user.id).messages.values()
        return [message.get("text") for message in messages if message["from"]["id"] == user.id]

    async def _live(self):
        self._loop = asyncio.get_running_loop()
        self._over, self.patience = asyncio.Event(), asyncio.Event()
        self.patience.set()
        runner = web.AppRunner(create_app(self.telegram, self.demo), access_log=None, shutdown_timeout=0.05)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        api = TelegramAPIServer.from_base(self.url.rstrip("/"))
        self.bot = Bot(self.telegram.token, session=AiohttpSession(api=api))
        dispatcher = Dispatcher()
        dispatcher.include_router(scripted(self.patience))
        async with asyncio.TaskGroup() as group:
            group.create_task(dispatcher.start_polling(self.bot, handle_signals=False))
            self._ready.set()
            await self._over.wait()
            self.patience.set()
            await dispatcher.stop_polling()
        await runner.cleanup()


def scripted(patience):
    """Answers everything a phone can do, so that each way can be seen to arrive."""
    router = Router()

    @router.message(CommandStart())
    async def start(message, command):
        await message.answer("Hello", reply_markup=REPLY_KEYS)
        await message.answer(f"What do you need? {command.args or ''}".strip(), reply_markup=KEYS)

    @router.callback_query(F.data == "warn")
    async def warn(query):
        await query.answer("Read this first", show_alert=True)

    @router.callback_query()
    async def press(query):
        await patience.wait()
        await query.message.edit_text("Asked", reply_markup=KEYS)
        await query.answer("Noted")

    @router.edited_message()
    async def edited(message):
        await message.answer(f"Now it says {message.text}")

    @router.message(F.chat.type == "private")
    async def echo(message):
        answered = message.reply_to_message
        about = f" about {answered.text}" if answered else ""
        await message.answer(f"Got {message.text or message.content_type.value}{about}")

    @router.message(F.text.startswith("//"))
    async def inside(message):
        """Not for the client."""

    @router.message(F.text)
    async def seen(message):
        await message.react([{"type": "emoji", "emoji": "👍"}])

    return router

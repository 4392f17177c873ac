"""A Telegram with a still clock, a person who met the bot, a forum, and a stock aiogram client without a network."""

from datetime import UTC, datetime

import aiohttp
import pytest
from aiogram import Bot

from bot.clock import ManualClock
from bot.emulator.demo import PlainDemo
from bot.emulator.server import serve
from bot.emulator.session import EmulatorSession
from bot.emulator.telegram import Telegram


@pytest.fixture
def clock():
    return ManualClock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))


@pytest.fixture
def telegram(clock):
    return Telegram(clock, limits=None)


@pytest.fixture
def person(telegram):
    user = telegram.add_user("Иван", language_code="ru")
    telegram.say(user, "/start")
    return user


@pytest.fixture
def worker(telegram):
    return telegram.add_user("Ольга", language_code="ru")


@pytest.fixture
def forum(telegram, worker):
    return telegram.add_forum("НКО «Пристань»", admins=[worker])


@pytest.fixture
def bot(telegram):
    return Bot(telegram.token, session=EmulatorSession(telegram))


@pytest.fixture
def chat(telegram, person):
    return telegram.chat(person.id)


class SomeDemo(PlainDemo):
    """One that has a bot, news and something due."""

    def __init__(self, telegram):
        super().__init__(telegram)
        self.restarted = 0
        self.due = None

    async def journal(self):
        return [{"at": "2026-03-02T09:00:00+00:00", "kind": "routed", "text": "to Prystan"}]

    async def next_due(self):
        return self.due

    async def restart(self):
        self.restarted += 1


@pytest.fixture
def demo(telegram):
    return SomeDemo(telegram)


@pytest.fixture
async def client(telegram, demo):
    runner, port = await serve(telegram, demo)
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as client:
        yield client
    await runner.cleanup()


@pytest.fixture
def phone(demo, person):
    return demo.open_phone("client", person)

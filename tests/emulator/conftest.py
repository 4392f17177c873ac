"""A Telegram with a still clock, a person who met the bot, a forum, and a stock aiogram client without a network."""

from datetime import UTC, datetime

import pytest
from aiogram import Bot

from bot.clock import ManualClock
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

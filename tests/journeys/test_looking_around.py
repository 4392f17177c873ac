"""Who looks around is not remembered: not in any table, not in any file of the database, not in any log line."""

import io
import logging
import sys

import pytest
import structlog
from aiogram.fsm.storage.base import StorageKey

from bot.logs import setup_logs
from bot.telegram.buttons import Agree, Hide, Home, Talk
from bot.telegram.client_buttons import LookAround, MyData, Urgent, Younger
from tests.canaries import found_in, found_under
from tests.client_phone import ClientPhone

NAME, TYPED, TOWN = "Канарей Птицын", "канарейкино слово", "Мозырь"
#: longer than any number of ours, so that nothing else looks like it
TELEGRAM_ID = 7_912_345_678_901
SECRETS = [NAME, TYPED, str(TELEGRAM_ID)]


@pytest.fixture
def logged(monkeypatch):
    """What is written when logging is set up as the bot does, at its most talkative."""
    root, raising = logging.getLogger(), logging.raiseExceptions
    handlers, level = list(root.handlers), root.level
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    setup_logs("DEBUG")
    yield written
    logging.captureWarnings(capture=False)
    logging.raiseExceptions = raising
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


async def looks_around(world, first) -> ClientPhone:
    """Does all that one can do here: places, words, a place on the map, what is urgent, and what is not for them."""
    phone = ClientPhone(world, "unused", "en")
    phone.user = world.telegram.add_user(NAME, language_code="en", user_id=TELEGRAM_ID)
    await phone.says("/start")
    await phone.presses_data(first)
    await phone.says(TOWN)
    for button in (
        "Near me",
        "A bed tonight",
        "I am under 18",
        "Help for families",
        "1",
        "This is wrong",
        "The phone",
    ):
        await phone.presses(button)
    await phone.says(TYPED)
    await phone.attaches(52.4345, 30.9754)
    await phone.sends_voice()
    await phone.presses_data(Home())
    await phone.presses_data(Urgent())
    await phone.presses_data(Younger())
    await phone.presses_data(Home())
    await phone.presses_data(MyData())
    await phone.presses_data(Talk())
    await phone.says(TYPED)
    return phone


def hashes(world) -> list[bytes]:
    """By which a person, and what they are in the middle of, would be found in the tables."""
    blind, bot = world.app.database.keyring.blind, world.app.bot.id
    chat = StorageKey(bot_id=bot, chat_id=TELEGRAM_ID, user_id=TELEGRAM_ID)
    return [blind(TELEGRAM_ID, "telegram"), blind(chat, "conversation")]


def files_with(world, traces) -> set[str]:
    """Names of the database's files, its write-ahead log among them, in which one of the traces stands."""
    files = [file for file in (world.folder / "db").iterdir() if file.is_file()]
    assert {file.name for file in files} >= {"test.db", "test.db-wal"}
    return {file.name for file in files if any(trace in file.read_bytes() for trace in traces)}


async def test_nothing_of_who_looks_around_is_in_any_table_file_or_log_line(world, logged):
    phone = await looks_around(world, LookAround())
    assert found_under(world.folder, SECRETS) == set()
    assert files_with(world, hashes(world)) == set()

    await phone.presses_data(Home())
    await phone.presses_data(Hide())
    logging.getLogger("tests").debug("the capture works: %s", "yes")
    await world.app.stop()
    assert found_under(world.folder, SECRETS) == set()
    assert "the capture works" in logged.getvalue()
    assert found_in(logged.getvalue().encode(), SECRETS) == set()


async def test_the_tables_of_people_do_not_grow(world, everything_kept):
    before = await everything_kept()
    await looks_around(world, LookAround())
    after = await everything_kept()

    grown = {table for table in after if len(after[table]) > len(before[table])}
    assert grown == {"inbox", "corrections"}
    assert all(row.body is None and row.state == "handled" for row in after["inbox"])
    (correction,) = after["corrections"]
    assert set(correction._mapping) == {"id", "place", "what", "content_version", "at"}


async def test_the_search_finds_someone_who_agreed(world):
    """What the tests above do not find is there for who is kept: so they can find."""
    await looks_around(world, Agree())

    for trace in hashes(world):
        assert files_with(world, [trace])

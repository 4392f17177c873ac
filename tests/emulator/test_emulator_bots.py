"""Several bots on one Telegram, told apart by their tokens."""

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramUnauthorizedError

from bot.emulator.server import serve
from bot.emulator.session import EmulatorSession


@pytest.fixture
def second(telegram):
    return telegram.add_bot("654321:SECOND", "Маяк", "mayak_bot")


@pytest.fixture(params=["memory", "http"])
async def bots(request, telegram, second):
    runner, port = await serve(telegram)
    api = TelegramAPIServer.from_base(f"http://127.0.0.1:{port}")
    make = {"memory": lambda: EmulatorSession(telegram), "http": lambda: AiohttpSession(api=api)}[request.param]
    async with Bot(telegram.token, session=make()) as first, Bot(second.token, session=make()) as other:
        yield first, other
    await runner.cleanup()


async def test_each_is_itself(bots):
    assert [(await bot.get_me()).username for bot in bots] == ["prystan_bot", "mayak_bot"]


async def test_each_has_its_own_updates_and_message_numbers(bots, telegram, second, person):
    telegram.say(person, "первому")
    second.meet(person)
    second.say(person, "/start")
    own, foreign = [[update.message for update in await bot.get_updates()] for bot in bots]
    assert [message.text for message in own] == ["/start", "первому"]
    assert [(message.text, message.from_user.id, message.message_id) for message in foreign] == [
        ("/start", person.id, 1)
    ]


async def test_each_writes_only_where_it_was_met(bots, second, person):
    _, other = bots
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await other.send_message(person.id, "Добрый день")
    second.meet(person)
    second.say(person, "/start")
    sent = await other.send_message(person.id, "Добрый день")
    assert second.chat(person.id).last_message["message_id"] == sent.message_id


async def test_each_downloads_its_own_files_only(bots, second, person):
    first, other = bots
    second.meet(person)
    voice = second.send_voice(person)["voice"]["file_id"]
    assert (await other.download(voice)).read().startswith(b"OggS")
    with pytest.raises(TelegramBadRequest, match="invalid file_id"):
        await first.download(voice)


async def test_a_third_token_is_nobodys(telegram, second):
    with pytest.raises(TelegramUnauthorizedError):
        await Bot("1:THIRD", session=EmulatorSession(telegram)).get_me()


async def test_people_of_all_bots_have_ids_of_their_own_and_are_forgotten_together(telegram, second, person):
    other = second.add_user("Анна")
    assert other.id != person.id
    assert telegram.users.keys() == {person.id, other.id}
    telegram.reset()
    assert (telegram.users, second.users, second.chats) == ({}, {}, {})
    assert second.add_user("Пётр").id in telegram.users


async def test_who_watches_sees_changes_of_all_bots(telegram, second):
    before = telegram.version
    second.add_user("Анна")
    assert telegram.version > before


async def test_troubles_are_telegrams_and_so_everybodys(telegram, second):
    telegram.faults.start("error")
    assert second.faults.is_on("error")

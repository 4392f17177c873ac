"""The same over HTTP, through aiogram's own session and through bare requests."""

import asyncio
import json

import aiohttp
import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import SendDice
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.emulator.server import serve

KEYS = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="yes", style="success")]])


@pytest.fixture
async def address(telegram):
    runner, port = await serve(telegram)
    yield f"http://127.0.0.1:{port}"
    await runner.cleanup()


@pytest.fixture
async def bot(telegram, address):
    """In place of the one without a network."""
    async with Bot(telegram.token, session=AiohttpSession(api=TelegramAPIServer.from_base(address))) as bot:
        yield bot


@pytest.fixture
async def client(address):
    async with aiohttp.ClientSession(address) as client:
        yield client


async def test_sending_editing_and_deleting(bot, person, chat):
    bold = [MessageEntity(type="bold", offset=0, length=2)]
    sent = await bot.send_message(person.id, "🏠 Вы здесь?", entities=bold, reply_markup=KEYS)
    assert chat.last_message["reply_markup"]["inline_keyboard"][0][0]["style"] == "success"
    assert sent.entities[0].extract_from(sent.text) == "🏠"
    assert (await sent.edit_text("Вы там?")).text == "Вы там?"
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await sent.edit_text("Вы там?")
    assert await sent.delete()
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await sent.delete()


async def test_who_cannot_be_reached(bot, telegram, person):
    telegram.block(person)
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(person.id, "Вы здесь?")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(999, "Вы здесь?")


async def test_a_press(bot, telegram, person):
    sent = await bot.send_message(person.id, "Вы здесь?", reply_markup=KEYS)
    query = telegram.press(person, sent.message_id, "Да")
    *_, update = await bot.get_updates()
    assert await bot.answer_callback_query(update.callback_query.id, "Хорошо")
    assert query.answer["text"] == "Хорошо"
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query(query.id)


async def test_files_go_both_ways(bot, telegram, person):
    theirs = telegram.send_voice(person)
    assert (await bot.download(theirs["voice"]["file_id"])).read().startswith(b"OggS")
    sent = await bot.send_document(person.id, BufferedInputFile("справка".encode(), "справка.txt"), caption="Вот")
    assert (sent.document.file_name, sent.caption) == ("справка.txt", "Вот")
    assert (await bot.download(sent.document)).read().decode() == "справка"


async def test_topics(bot, forum):
    topic = await bot.create_forum_topic(forum.id, "Обращение 7")
    assert (await bot.send_message(forum.id, "!", message_thread_id=topic.message_thread_id)).is_topic_message
    assert await bot.delete_forum_topic(forum.id, topic.message_thread_id)
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await bot.send_message(forum.id, "!", message_thread_id=topic.message_thread_id)


async def test_too_many_requests(bot, telegram, person):
    telegram.faults.flood = True
    with pytest.raises(TelegramRetryAfter) as refused:
        await bot.send_message(person.id, "раз")
    assert refused.value.retry_after == 5


async def test_two_pollers(bot, telegram, address):
    async with Bot(telegram.token, session=AiohttpSession(api=TelegramAPIServer.from_base(address))) as other:
        first = asyncio.ensure_future(bot.get_updates(timeout=30))
        while telegram.updates._waiter is None:
            await asyncio.sleep(0.01)
        second = asyncio.ensure_future(other.get_updates(timeout=30))
        with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
            await first
        telegram.say(telegram.add_user("Анна"), "раз")
        assert len(await second) == 1


async def test_two_stock_dispatchers_polling_at_once_get_in_each_others_way(bot, telegram, address):
    session = AiohttpSession(api=TelegramAPIServer.from_base(address))
    dispatchers = [Dispatcher(), Dispatcher()]
    async with Bot(telegram.token, session=session) as other, asyncio.timeout(10):
        polls = [
            asyncio.ensure_future(dispatcher.start_polling(one, handle_signals=False, close_bot_session=False))
            for dispatcher, one in zip(dispatchers, (bot, other), strict=True)
        ]
        while not any(call.method == "getUpdates" and call.error for call in telegram.calls):
            await asyncio.sleep(0.01)
        for poll in polls:
            poll.cancel()
        await asyncio.gather(*polls, return_exceptions=True)
    (refused,) = {call.error for call in telegram.calls if call.error}
    assert refused.startswith("Conflict: terminated by other getUpdates request")


async def test_unknown_methods_and_tokens(bot, telegram, address, person):
    with pytest.raises(TelegramNotFound, match="Not Found"):
        await bot(SendDice(chat_id=person.id))
    session = AiohttpSession(api=TelegramAPIServer.from_base(address))
    async with Bot("123456:OTHER", session=session) as stranger:
        with pytest.raises(TelegramUnauthorizedError, match="Unauthorized"):
            await stranger.get_me()


async def test_json_and_addresses_are_read_as_forms_are(client, telegram, person):
    by_json = {"chat_id": person.id, "text": "раз", "reply_markup": {"inline_keyboard": []}}
    async with client.post(f"/bot{telegram.token}/sendMessage", json=by_json) as answer:
        assert (await answer.json())["result"]["text"] == "раз"
    params = {"chat_id": person.id, "text": "два"}
    async with client.get(f"/bot{telegram.token}/SENDMESSAGE", params=params) as answer:
        assert (await answer.json())["result"]["text"] == "два"


@pytest.mark.parametrize("body", ["{", "[]"])
async def test_what_is_no_json_object_is_refused(client, telegram, body):
    headers = {"Content-Type": "application/json"}
    async with client.post(f"/bot{telegram.token}/getMe", data=body, headers=headers) as answer:
        assert (answer.status, (await answer.json())["ok"]) == (400, False)


async def test_markup_that_is_no_keyboard_is_refused_in_telegrams_words(client, telegram, person):
    for markup, words in [
        ("{", "can't parse reply keyboard markup JSON object"),
        ("[]", "object expected as reply markup"),
        ('{"inline_keyboard": [[{"url": "x"}]]}', "can't parse inline keyboard button: Can't find field \"text\""),
        ('{"inline_keyboard": [[{"text": "", "url": "x"}]]}', "inline keyboard button text must be non-empty"),
        ('{"keyboard": [[1]]}', "can't parse keyboard button: Can't find field \"text\""),
        ('{"keyboard": [[""]]}', "keyboard button text must be non-empty"),
        ('{"inline_keyboard": {}}', 'field "inline_keyboard" must be an Array of Arrays'),
        (
            '{"inline_keyboard": [["x"]]}',
            "can't parse inline keyboard button: InlineKeyboardButton must be an Object",
        ),
    ]:
        data = {"chat_id": str(person.id), "text": "?", "reply_markup": markup}
        async with client.post(f"/bot{telegram.token}/sendMessage", data=data) as answer:
            assert (await answer.json())["description"] == f"Bad Request: {words}"


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("sendMessage", {"text": "?", "entities": "[1]"}, "can't parse entities: expected an Array of MessageEntity"),
        ("sendMessage", {"text": "?", "reply_parameters": "[1]"}, "can't parse reply parameters JSON object"),
        ("deleteMessages", {"message_ids": "[null]"}, "message identifiers are not specified"),
        ("deleteMessage", {}, "message identifier is not specified"),
        ("sendPhoto", {}, "there is no photo in the request"),
        ("sendLocation", {"latitude": "1"}, "longitude is empty"),
        ("sendLocation", {"longitude": "1"}, "latitude is empty"),
        ("sendVenue", {"latitude": 1, "longitude": 1, "title": "?"}, "address must be non-empty"),
        ("getChatMember", {}, "invalid user_id specified"),
        ("setMyCommands", {"commands": "1"}, "can't parse commands JSON object"),
        ("setMyCommands", {"commands": json.dumps([{}] * 101)}, "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_ill_formed_parameters_are_named(client, telegram, person, method, params, words):
    data = {"chat_id": str(person.id)} | params
    async with client.post(f"/bot{telegram.token}/{method}", data=data) as answer:
        assert (answer.status, (await answer.json())["description"]) == (400, f"Bad Request: {words}")


@pytest.mark.parametrize(
    ("method", "words"),
    [
        ("sendMessage", "message text is empty"),
        ("sendPhoto", "chat_id is empty"),
        ("deleteMessage", "chat_id is empty"),
        ("getFile", "invalid file_id"),
    ],
)
async def test_what_is_missing_is_named(client, telegram, method, words):
    async with client.post(f"/bot{telegram.token}/{method}") as answer:
        assert (answer.status, (await answer.json())["description"]) == (400, f"Bad Request: {words}")


async def test_files_are_for_the_owner_of_the_token(client, telegram, person):
    voice = telegram.files[telegram.send_voice(person)["voice"]["file_id"]]
    async with client.get(f"/file/bot{telegram.token}/{voice.path}") as answer:
        assert answer.status == 200
    for path in (f"/file/bot1:OTHER/{voice.path}", f"/file/bot{telegram.token}/voice/none.ogg"):
        async with client.get(path) as answer:
            assert answer.status == 404

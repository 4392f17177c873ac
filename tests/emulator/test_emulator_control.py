"""The control API and the page's headers."""

import asyncio
import json
from datetime import timedelta

import aiohttp
import pytest
from aiogram import Bot
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from bot.clock import SystemClock
from bot.emulator.faults import KINDS
from bot.emulator.server import serve
from bot.emulator.session import EmulatorSession
from bot.emulator.telegram import Telegram

KEYS = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="yes")]])


@pytest.fixture
def act(client, person):
    async def post(**deed):
        async with client.post("/control/act", json={"user_id": person.id, "chat_id": person.id} | deed) as answer:
            return await answer.json()

    return post


async def ask(client, method, path, **body):
    async with client.request(method, path, json=body) as answer:
        return answer.status, await answer.json()


async def state_of(client):
    async with client.get("/control/state") as answer:
        return await answer.json()


async def test_the_state_shows_phones_and_their_chats_only(client, telegram, clock, phone, person):
    telegram.say(telegram.add_user("Анна"), "мимо")
    state = await state_of(client)
    assert state["phones"][0] == {
        "id": "client-1",
        "role": "client",
        "label": "Иван",
        "user_id": person.id,
        "chat_id": person.id,
        "time_zone": "Europe/Minsk",
        "language_code": "ru",
        "removable": False,
    }
    assert list(state["chats"]) == [str(person.id)]
    assert state["now"] == clock.now().isoformat()
    assert state["bot"] == {
        "id": telegram.me.id,
        "name": "Прыстань",
        "username": "prystan_bot",
        "running": True,
    }
    assert state["journal"][0]["kind"] == "routed"
    assert state["samples"]["towns"][0]["title"] == "Мозырь"


async def test_a_message_is_shown_with_its_side_and_its_reactions(client, bot, telegram, phone, person):
    sent = await bot.send_message(person.id, "Вы здесь?", reply_markup=KEYS)
    telegram.react(person, sent.message_id, "👍")
    theirs, ours = (await state_of(client))["chats"][str(person.id)]["messages"]
    assert (theirs["outgoing"], ours["outgoing"]) == (False, True)
    assert ours["reactions"] == [{"by": person.id, "emoji": "👍"}]
    assert ours["reply_markup"]["inline_keyboard"][0][0]["text"] == "Да"


async def test_a_reply_keyboard_is_shown(client, bot, phone, person):
    markup = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Дом")]])
    await bot.send_message(person.id, "?", reply_markup=markup)
    assert (await state_of(client))["chats"][str(person.id)]["reply_keyboard"] == [[{"text": "Дом"}]]


async def test_topics_are_shown(client, bot, telegram, demo, worker, forum):
    demo.open_phone("staff", worker, chat=forum)
    topic = (await bot.create_forum_topic(forum.id, "Обращение 7")).message_thread_id
    await bot.close_forum_topic(forum.id, topic)
    shown = (await state_of(client))["chats"][str(forum.id)]
    assert (shown["type"], shown["is_forum"]) == ("supergroup", True)
    assert shown["topics"] == [{"id": topic, "name": "Обращение 7", "closed": True}]


async def test_a_workers_phone_shows_the_group_and_the_chat_with_the_bot(client, telegram, demo, worker, forum):
    demo.open_phone("staff", worker, chat=forum)
    telegram.say(worker, "/start")
    shown = (await state_of(client))["chats"]
    assert set(shown) == {str(forum.id), str(worker.id)}
    assert [message["text"] for message in shown[str(worker.id)]["messages"]] == ["/start"]


async def test_a_press_is_pending_until_answered_and_then_a_toast(client, act, bot, phone, person):
    sent = await bot.send_message(person.id, "Вы здесь?", reply_markup=KEYS)
    assert await act(do="press", message_id=sent.message_id, row=0, column=0) == {"ok": True}
    assert (await state_of(client))["pending"] == {str(person.id): [sent.message_id]}
    *_, update = await bot.get_updates()
    await bot.answer_callback_query(update.callback_query.id, "Хорошо", show_alert=True)
    state = await state_of(client)
    assert state["pending"] == {str(person.id): []}
    toast = state["toasts"][str(person.id)]
    assert (toast["text"], toast["show_alert"]) == ("Хорошо", True)


async def test_everything_a_hand_can_do_reaches_the_bot(act, bot, phone, person, chat):
    for deed in [
        {"do": "text", "text": "Привет"},
        {"do": "voice", "sample": "Voice message, 3 s"},
        {"do": "photo", "sample": "Photo of a shore", "text": "Берег"},
        {"do": "document", "sample": "certificate.pdf"},
        {"do": "location", "latitude": 52.05, "longitude": 29.25, "title": "Мозырь"},
        {"do": "text", "text": "Ответ", "reply_to": 1},
    ]:
        assert await act(**deed) == {"ok": True}
    assert await act(do="edit", message_id=2, text="Здравствуйте") == {"ok": True}
    _, text, voice, photo, document, place, answer, edited = await bot.get_updates()
    assert text.message.text == "Привет"
    assert voice.message.voice.duration
    assert (photo.message.caption, len(photo.message.photo)) == ("Берег", 1)
    assert document.message.document.file_name == "certificate.pdf"
    assert place.message.venue.title == "Мозырь"
    assert answer.message.reply_to_message.message_id == 1
    assert edited.edited_message.text == "Здравствуйте"
    assert await act(do="delete", message_id=2) == {"ok": True}
    assert 2 not in chat.messages


@pytest.mark.parametrize(
    ("deed", "kinds"),
    [
        ("video_note", ["video_note"]),
        ("album", ["photo", "photo"]),
        ("sticker", ["sticker"]),
        ("contact", ["contact"]),
        ("forward", ["text"]),
    ],
)
async def test_everything_else_a_hand_can_attach_reaches_the_bot_too(act, bot, phone, person, deed, kinds):
    assert await act(do=deed) == {"ok": True}
    _, *came = [update.message for update in await bot.get_updates()]
    assert [message.content_type for message in came] == kinds
    assert [message.forward_origin is not None for message in came] == [deed == "forward"] * len(kinds)


async def test_blocking_and_a_reaction_by_hand(act, phone, person, chat):
    assert await act(do="react", message_id=1, emoji="👍") == {"ok": True}
    assert chat.reactions[1] == {person.id: "👍"}
    assert await act(do="block") == {"ok": True}
    assert chat.blocked
    assert (await act(do="text", text="?"))["error"] == "the bot is blocked here; unblock it first"
    assert await act(do="unblock") == {"ok": True}
    assert not chat.blocked


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        ({"do": "fly"}, "nobody can do that here"),
        ({"do": "text"}, "something is missing in what the page sent"),
        ({"do": "press", "message_id": 2, "row": 0, "column": 1}, "there is no such button"),
        ({"do": "press", "message_id": 99, "row": 0, "column": 0}, "there is no such message"),
        ({"do": "press", "message_id": 2, "row": "x", "column": 0}, "something is missing in what the page sent"),
        ({"do": "location", "latitude": "north", "longitude": 0}, "something is missing in what the page sent"),
        ({"do": "text", "text": "?", "user_id": 99}, "there is no such person or chat"),
        ({"do": "text", "text": "?", "user_id": []}, "there is no such person or chat"),
        ({"do": "text", "text": "?", "chat_id": 99}, "there is no such person or chat"),
    ],
)
async def test_what_cannot_be_done_is_refused_with_a_sentence(act, bot, person, deed, words):
    await bot.send_message(person.id, "Вы здесь?", reply_markup=KEYS)
    assert await act(**deed) == {"ok": False, "error": words}


async def test_nobody_writes_in_somebody_elses_chat(act, telegram, phone, person, chat):
    other = telegram.add_user("Анна")
    assert (await act(do="text", text="?", user_id=other.id))["error"] == "this is somebody else's chat"
    assert len(chat.messages) == 1


async def test_a_client_is_added_and_closed(client, phone):
    status, added = await ask(client, "POST", "/control/phones", role="client", language_code="ky")
    assert status == 200
    assert [shown["language_code"] for shown in (await state_of(client))["phones"]] == ["ru", "ky"]
    assert (await ask(client, "DELETE", f"/control/phones/{added['id']}"))[1] == {"ok": True}
    assert (await ask(client, "DELETE", f"/control/phones/{phone.id}"))[0] == 400
    assert len((await state_of(client))["phones"]) == 1
    assert (await ask(client, "POST", "/control/phones", role="officer"))[0] == 400


async def test_the_clock_goes_forward_and_to_what_is_next(client, clock, demo):
    start = clock.now()
    assert (await ask(client, "POST", "/control/clock", advance=3600))[1]["ok"]
    assert clock.now() == start + timedelta(hours=1)
    assert await ask(client, "POST", "/control/clock", to="next") == (
        400,
        {"ok": False, "error": "nothing is due"},
    )
    demo.due = start + timedelta(days=2)
    assert (await ask(client, "POST", "/control/clock", to="next"))[1]["now"] == demo.due.isoformat()
    assert clock.now() == demo.due
    for wrong in (-1, 0, "1", None, 1e18):
        assert (await ask(client, "POST", "/control/clock", advance=wrong))[0] == 400
    assert clock.now() == demo.due


async def test_a_clock_that_cannot_be_moved_says_so():
    runner, port = await serve(Telegram(SystemClock()))
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as client:
        status, answer = await ask(client, "POST", "/control/clock", advance=1)
    await runner.cleanup()
    assert (status, answer["error"]) == (400, "this clock cannot be moved")


async def test_the_flood_fault_is_switched(client, telegram):
    assert (await ask(client, "POST", "/control/fault", name="flood", on=True))[0] == 200
    assert telegram.faults.flood
    faults = (await state_of(client))["faults"]
    assert (faults.pop("flood"), any(faults.values())) == (True, False)
    assert (await ask(client, "POST", "/control/fault", name="earthquake", on=True))[0] == 400


async def test_every_fault_can_be_switched_with_its_share_and_its_seed(client, telegram):
    for name in KINDS:
        assert (await ask(client, "POST", "/control/fault", name=name, on=True, share=0.5, seed=7))[0] == 200
    assert len({telegram.faults.strikes("error") for _ in range(20)}) == 2
    assert all((await state_of(client))["faults"].values())
    for name in KINDS:
        assert (await ask(client, "POST", "/control/fault", name=name, on=False))[0] == 200
    assert not any((await state_of(client))["faults"].values())


@pytest.mark.parametrize("wrong", [{"share": 0}, {"share": 1.5}, {"share": "often"}, {"seconds": -1}, {"seed": []}])
async def test_a_fault_of_no_sense_is_refused(client, telegram, wrong):
    status, answer = await ask(client, "POST", "/control/fault", name="latency", on=True, **wrong)
    assert (status, answer["ok"]) == (400, False)
    assert not telegram.faults.is_on("latency")


async def test_restart_and_reset_reach_the_demo(client, telegram, demo, phone):
    assert (await ask(client, "POST", "/control/restart"))[0] == 200
    assert demo.restarted == 1
    assert (await ask(client, "POST", "/control/reset"))[0] == 200
    assert telegram.users == {}
    assert (await state_of(client))["phones"] == []


async def test_phones_are_not_shown_before_their_chats_are_there_again(client, telegram, phone):
    telegram.reset()
    state = await state_of(client)
    assert (state["phones"], state["chats"]) == ([], {})


async def test_a_bot_run_elsewhere_is_not_restarted(telegram):
    runner, port = await serve(telegram)
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as client:
        status, answer = await ask(client, "POST", "/control/restart")
    await runner.cleanup()
    assert (status, answer["ok"]) == (400, False)


async def test_changes_are_streamed_and_many_at_once_come_as_few(client, telegram, person):
    async with client.get("/control/events") as stream:
        assert stream.content_type == "text/event-stream"
        await next_version(stream)
        for number in range(200):
            telegram.say(person, str(number))
        seen = [await next_version(stream)]
        while seen[-1] < telegram.version:
            seen.append(await next_version(stream))
    assert len(seen) < 10


async def next_version(stream):
    line = await asyncio.wait_for(stream.content.readline(), 10)
    while not line.startswith(b"data: "):
        line = await asyncio.wait_for(stream.content.readline(), 10)
    return json.loads(line.removeprefix(b"data: "))["version"]


async def test_a_page_left_open_does_not_keep_the_server_from_stopping(telegram):
    runner, port = await serve(telegram)
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as client, client.get("/control/events") as stream:
        await next_version(stream)
        await runner.cleanup()
        assert await asyncio.wait_for(stream.content.read(), 10) is not None
    assert telegram._listeners == []


async def test_a_reader_who_left_is_no_longer_told(client, telegram, person):
    before = len(telegram._listeners)
    async with client.get("/control/events") as stream:
        await next_version(stream)
        assert len(telegram._listeners) == before + 1
    for number in range(100):
        telegram.say(person, str(number))
        await asyncio.sleep(0.02)
        if len(telegram._listeners) == before:
            break
    assert len(telegram._listeners) == before


async def test_files_of_messages_are_shown(client, telegram, person):
    photo = telegram.send_photo(person)["photo"][0]["file_id"]
    async with client.get(f"/control/file/{photo}") as answer:
        assert (answer.status, answer.content_type) == (200, "image/png")
    document = telegram.send_document(person)["document"]["file_id"]
    async with client.get(f"/control/file/{document}") as answer:
        assert answer.content_type == "application/octet-stream"
    async with client.get("/control/file/none") as answer:
        assert answer.status == 404


async def test_the_bot_goes_on_while_the_page_watches(client, telegram, phone, person):
    bot = Bot(telegram.token, session=EmulatorSession(telegram))
    async with client.get("/control/events") as stream:
        await next_version(stream)
        await bot.send_message(person.id, "Вы здесь?")
        assert await next_version(stream) == telegram.version

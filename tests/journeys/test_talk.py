"""A client asks, the contracted NGO answers."""

from datetime import timedelta

import pytest

from bot.telegram.buttons import CloseCase, Hide, Home, OpenHeld, TakeCase, Talk
from bot.telegram.intake import RawGetUpdates
from tests.conftest import Office, Phone, settled_in

MOZYR = "BY-HO-Mozyr"


async def asks(world, phone: Phone, words: str) -> None:
    await phone.presses_data(Talk())
    await phone.says(words)


async def test_the_words_of_a_client_arrive_in_the_topic_of_the_contracted_ngo_with_the_reasons(world, harbour):
    client = await settled_in(world, "Иван", MOZYR)
    await asks(world, client, "Нужна помощь с паспортом")

    (thread,) = harbour.topics
    card, words = harbour.said_in(thread)
    assert words["text"] == "Нужна помощь с паспортом"
    assert "Иван" not in card["text"]
    assert harbour.topics[thread] in card["text"]


async def test_an_answer_comes_as_it_is_while_the_client_is_in_the_talk(world, harbour):
    client = await settled_in(world, "Иван", MOZYR)
    await asks(world, client, "Здравствуйте")
    (thread,) = harbour.topics
    await harbour.answers(thread, "Приходите завтра к 10:00")

    assert "Приходите завтра к 10:00" in client.seen


async def test_lines_that_begin_with_two_slashes_stay_inside(world, harbour):
    client = await settled_in(world, "Иван", MOZYR)
    await asks(world, client, "Здравствуйте")
    (thread,) = harbour.topics
    await harbour.answers(thread, "// кто возьмёт?")

    assert "кто возьмёт" not in client.seen


async def test_later_it_knocks_first_and_shows_after_a_press(world, harbour):
    client = await settled_in(world, "Иван", MOZYR)
    await asks(world, client, "Здравствуйте")
    (thread,) = harbour.topics
    world.clock.advance(timedelta(hours=2))
    await harbour.answers(thread, "Ваш паспорт готов")
    assert "паспорт" not in client.seen

    await client.presses_data(OpenHeld())
    assert "Ваш паспорт готов" in client.seen


async def test_what_is_typed_after_an_answer_goes_back_to_who_answered(world, harbour):
    client = await settled_in(world, "Иван", MOZYR)
    await asks(world, client, "Здравствуйте")
    (thread,) = harbour.topics
    await client.presses_data(Home())
    await harbour.answers(thread, "Придёте завтра?")
    await client.says("Да, приду")

    assert harbour.said_in(thread)[-1]["text"] == "Да, приду"


async def test_two_clients_writing_at_once_never_mix(world, harbour):
    one, two = await settled_in(world, "Иван", MOZYR), await settled_in(world, "Пётр", MOZYR)
    for phone in (one, two):
        await phone.presses_data(Talk())
    for number in range(4):
        world.telegram.say(one.user, f"первый {number}")
        world.telegram.say(two.user, f"второй {number}")
    await world.settle()

    heard = [[m["text"] for m in harbour.said_in(thread)[1:]] for thread in harbour.topics]
    assert sorted(heard) == [[f"второй {n}" for n in range(4)], [f"первый {n}" for n in range(4)]]


async def test_taking_and_answering_move_the_state_that_the_client_sees(world, harbour):
    client = await settled_in(world, "Иван", MOZYR)
    await asks(world, client, "Здравствуйте")
    receipt = client.last
    assert "✓" in client.messages[-1]["text"]
    (thread,) = harbour.topics
    card = harbour.said_in(thread)[0]
    case = int(card["reply_markup"]["inline_keyboard"][0][0]["callback_data"].split(":")[1])

    await harbour.worker.presses_data(TakeCase(case=case), card)
    assert "👁" in world.telegram.chat(client.user.id).messages[receipt["message_id"]]["text"]

    await harbour.answers(thread, "Здравствуйте!")
    assert "✓✓" in world.telegram.chat(client.user.id).messages[receipt["message_id"]]["text"]


async def test_closing_asks_first_and_tells_the_client_behind_a_neutral_line(world, harbour):
    client = await settled_in(world, "Иван", MOZYR)
    await asks(world, client, "Здравствуйте")
    (thread,) = harbour.topics
    card = harbour.said_in(thread)[0]
    case = int(card["reply_markup"]["inline_keyboard"][0][0]["callback_data"].split(":")[1])
    world.clock.advance(timedelta(hours=2))

    await harbour.worker.presses_data(CloseCase(case=case), card)
    await harbour.worker.presses_data(
        CloseCase(case=case, sure=True), world.telegram.chat(harbour.forum.id).messages[card["message_id"]]
    )
    assert harbour.topics[thread] not in client.last["text"]

    await client.presses_data(OpenHeld())
    assert harbour.topics[thread] in client.last["text"]


async def test_a_restart_in_the_middle_loses_nothing_promised(world, harbour):
    client = await settled_in(world, "Иван", MOZYR)
    await client.presses_data(Talk())
    world.telegram.say(client.user, "Здравствуйте")
    updates = await world.app.bot(RawGetUpdates(timeout=0))
    await world.app.intake.receive(updates)
    await world.restart()
    await world.settle()

    (thread,) = harbour.topics
    assert harbour.said_in(thread)[-1]["text"] == "Здравствуйте"


async def test_a_stranger_in_the_group_cannot_answer(world, harbour):
    client = await settled_in(world, "Иван", MOZYR)
    await asks(world, client, "Здравствуйте")
    (thread,) = harbour.topics
    stranger = Phone(world, "Чужой")
    world.telegram.join(stranger.user, harbour.forum)
    await stranger.says("Пишите мне лично", chat=harbour.forum, thread=thread)

    assert "Пишите мне лично" not in client.seen


async def test_voice_photo_and_document_pass_both_ways(world, harbour):
    client = await settled_in(world, "Иван", MOZYR)
    await client.presses_data(Talk())
    for send in (world.telegram.send_voice, world.telegram.send_photo, world.telegram.send_document):
        send(client.user)
        await world.settle()
    (thread,) = harbour.topics
    kinds = {"voice", "photo", "document"}
    arrived = [kinds & m.keys() for m in harbour.forum.messages.values() if m.get("message_thread_id") == thread]
    assert set().union(*arrived) == kinds

    for send in (world.telegram.send_voice, world.telegram.send_photo, world.telegram.send_document):
        send(harbour.worker.user, chat=harbour.forum, thread=thread)
        await world.settle()
    came = [kinds & m.keys() for m in client.messages if m["from"]["is_bot"]]
    assert set().union(*came) == kinds


async def test_after_hide_an_answer_only_knocks_though_the_talk_was_a_minute_ago(world, harbour):
    client = await settled_in(world, "Иван", MOZYR)
    await asks(world, client, "Здравствуйте")
    (thread,) = harbour.topics
    await client.presses_data(Hide())
    await harbour.answers(thread, "Ваш паспорт готов")

    assert "паспорт" not in client.seen
    assert "open" in client.last["reply_markup"]["inline_keyboard"][0][0]["callback_data"]


async def test_no_receipt_appears_in_a_chat_that_was_hidden_before_it_was_due(world, harbour):
    client = await settled_in(world, "Иван", MOZYR)
    await client.presses_data(Talk())
    screen = client.last
    world.telegram.say(client.user, "Здравствуйте")
    world.telegram.press(client.user, screen, Hide().pack())
    await world.settle()

    (cover,) = client.messages
    assert cover["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "home"


async def test_a_command_in_a_topic_is_not_passed_on(world, harbour):
    client = await settled_in(world, "Иван", MOZYR)
    await asks(world, client, "Здравствуйте")
    (thread,) = harbour.topics
    await harbour.answers(thread, "/start")

    assert "/start" not in [m.get("text") for m in client.messages if m["from"]["is_bot"]]


@pytest.fixture
async def two_offices(world):
    """Two organisations that answer the same client: in Mozyr, and in Minsk."""
    offices = [Office(world, name, Phone(world, name)) for name in ("quiet-harbour", "road-home")]
    for office in offices:
        await office.open()
    return offices


async def moves_to(world, client: Phone, territory: str) -> None:
    async with world.app.database.transaction() as store:
        found = await store.people.load(client.user.id, b"")
        await store.people.set_territory(found[0].id, territory)


async def test_what_is_typed_while_one_organisation_is_asked_never_answers_another(world, two_offices):
    harbour, road = two_offices
    client = await settled_in(world, "Иван", MOZYR)
    await asks(world, client, "Здравствуйте")
    await moves_to(world, client, "BY-HM-Minsk")
    await client.presses_data(Talk())
    (thread,) = harbour.topics
    await harbour.answers(thread, "Когда вам удобно?")
    assert "Когда вам удобно?" not in client.seen

    await client.presses_data(OpenHeld())
    await client.says("В среду")
    assert harbour.said_in(thread)[-1]["text"] == "В среду"
    assert not road.topics


async def test_a_reply_goes_to_the_talk_it_replies_to(world, two_offices):
    harbour, road = two_offices
    client = await settled_in(world, "Иван", MOZYR)
    await asks(world, client, "Здравствуйте")
    (thread,) = harbour.topics
    await harbour.answers(thread, "Когда вам удобно?")
    question = client.last
    await moves_to(world, client, "BY-HM-Minsk")
    await asks(world, client, "Здравствуй, Минск")
    await client.says("В среду", reply_to=question)

    assert harbour.said_in(thread)[-1]["text"] == "В среду"
    (elsewhere,) = road.topics
    assert road.said_in(elsewhere)[-1]["text"] == "Здравствуй, Минск"


async def test_one_organisation_closing_its_request_leaves_the_talk_with_another(world, two_offices):
    harbour, road = two_offices
    client = await settled_in(world, "Иван", MOZYR)
    await asks(world, client, "Здравствуйте")
    (thread,) = harbour.topics
    card = harbour.said_in(thread)[0]
    case = int(card["reply_markup"]["inline_keyboard"][0][0]["callback_data"].split(":")[1])
    await moves_to(world, client, "BY-HM-Minsk")
    await asks(world, client, "Здравствуй, Минск")
    await harbour.worker.presses_data(CloseCase(case=case), card)
    await harbour.worker.presses_data(
        CloseCase(case=case, sure=True), world.telegram.chat(harbour.forum.id).messages[card["message_id"]]
    )
    await client.says("И ещё одно")

    (elsewhere,) = road.topics
    assert road.said_in(elsewhere)[-1]["text"] == "И ещё одно"


async def test_what_was_hidden_unopened_is_found_from_home_and_knocks_again(world, harbour):
    client = await settled_in(world, "Иван", MOZYR)
    await asks(world, client, "Здравствуйте")
    (thread,) = harbour.topics
    world.clock.advance(timedelta(hours=2))
    await harbour.answers(thread, "Ваш паспорт готов")
    await client.presses_data(Hide())
    world.clock.advance(timedelta(minutes=20))
    await world.settle()
    assert "open" in str(client.last["reply_markup"])

    await client.says("/start")
    await client.presses_data(OpenHeld())
    assert "Ваш паспорт готов" in client.seen


async def test_an_hour_without_a_group_tells_the_client_and_the_operator(world):
    operator = Phone(world, "Оператор")
    world.telegram.say(operator.user, "/start")
    world.app.means.ops_chat = operator.user.id
    client = await settled_in(world, "Иван", MOZYR)
    await asks(world, client, "Здравствуйте")
    for _ in range(13):
        world.clock.advance(timedelta(minutes=6))
        await world.settle()

    assert "⚠️" in client.seen
    assert "🛠" in operator.seen

"""Whatever people do that nobody meant them to: each wrong way has an answer, and goes nowhere it should not."""

import pytest

from bot.domain import people
from bot.domain.people import Role
from bot.store.tables import audit, cases, memberships, relays
from bot.telegram.buttons import (
    BindGroup,
    Card,
    ChangePlace,
    CloseCase,
    Conversation,
    EndConversation,
    OpenHeld,
    TakeBack,
    TakeCase,
    Talk,
)
from tests.client_phone import arrived
from tests.conftest import Office, Phone, settled_in
from tests.old_buttons import presses_old, puts

MOZYR = "BY-HO-Mozyr"
#: of 2 units each in UTF-16, as Telegram counts
EMOJI = "👍"
#: a hebrew word, marks that turn the line, letters of no width
STRANGE = "\u202eשלום\u202c \u200b\u200d\u2060"


@pytest.fixture
async def client(world, harbour):
    phone = await arrived(world, "Mozyr")
    await phone.presses_data(Talk())
    await phone.says("Good day")
    return phone


@pytest.fixture
async def thread(harbour, client):
    (made,) = harbour.topics
    return made


@pytest.fixture
async def road(world):
    office = Office(world, "road-home", Phone(world, "Пётр", "en"))
    await office.open()
    return office


@pytest.fixture
def rows(everything_kept):
    async def read(table):
        return (await everything_kept())[table.name]

    return read


async def the_case(rows):
    (case,) = await rows(cases)
    return case


async def answer_to(phone, data) -> str:
    """What is said to a press, over the chat or in it."""
    before = phone.seen
    query = phone.world.telegram.press(phone.user, puts(phone, data), data.pack())
    await phone.world.settle()
    assert query.answer is not None, "the button goes on spinning"
    return query.answer.get("text") or phone.seen.removeprefix(before)


# ---- double taps, old buttons


@pytest.mark.parametrize("twice", [1, 2])
async def test_two_taps_do_no_more_than_one(world, harbour, client, thread, rows, twice):
    case = await the_case(rows)
    for data in (Talk(), Talk(need="work"), OpenHeld(), EndConversation(case=case.id, sure=True)):
        shown = puts(client, data)
        for _ in range(twice):
            world.telegram.press(client.user, shown, data.pack())
        await world.settle()

    assert (await the_case(rows)).state == "closed"
    assert [row.action for row in await rows(audit)].count("case.closed") == 1
    assert client.messages[-1]["from"]["is_bot"]


async def test_two_who_take_at_once_and_one_who_takes_twice_are_told(world, harbour, client, thread, rows):
    case = await the_case(rows)
    card = harbour.said_in(thread)[0]
    second = Phone(world, "Анна", "en")
    world.telegram.join(second.user, harbour.forum)
    async with world.app.database.transaction() as store:
        code = await people.invite(store, Role.STAFF, harbour.organisation)
    await second.says(f"/start join_{code}")
    taken = [world.telegram.press(who.user, card, TakeCase(case=case.id).pack()) for who in (harbour.worker,) * 2]
    late = world.telegram.press(second.user, card, TakeCase(case=case.id).pack())
    await world.settle()

    assert [query.answer["text"] for query in taken] == [taken[0].answer["text"]] * 2
    assert late.answer["text"] == "Someone else has already taken this request."
    assert [row.action for row in await rows(audit)].count("case.taken") == 1


async def test_buttons_of_a_closed_request_say_that_it_is_closed(world, harbour, client, thread, rows):
    case = await the_case(rows)
    await presses_old(client, EndConversation(case=case.id, sure=True))

    assert "closed" in await answer_to(client, Conversation(case=case.id))
    card = harbour.said_in(thread)[0]
    assert "reply_markup" not in card
    put_back = {"inline_keyboard": [[{"text": "…", "callback_data": TakeCase(case=case.id).pack()}]]}
    world.telegram.replace_message(harbour.forum, card | {"reply_markup": put_back})
    late = world.telegram.press(harbour.worker.user, card["message_id"], "…", chat=harbour.forum)
    await world.settle()
    assert late.answer["text"]
    assert late.answer["show_alert"]


# ---- buttons and commands of others


async def test_buttons_of_another_persons_request_do_nothing_and_say_so(world, harbour, client, thread, rows):
    case, (relay,) = await the_case(rows), await rows(relays)
    thief = await settled_in(world, "Чужой", MOZYR, "en")
    for data in (
        Conversation(case=case.id),
        EndConversation(case=case.id, sure=True),
        TakeBack(relay=relay.id),
        TakeCase(case=case.id),
        CloseCase(case=case.id, sure=True),
        Card(case=case.id),
        BindGroup(organisation=harbour.organisation),
    ):
        assert await answer_to(thief, data)

    await thief.says("Whose is this?")
    assert await the_case(rows) == case
    assert [row.state for row in await rows(relays)] == ["delivered"]
    assert "Good day" not in thief.seen
    assert harbour.said_in(thread)[-1]["text"] == "Good day"


async def test_staff_of_another_organisation_can_do_nothing_to_a_request(world, harbour, client, thread, rows, road):
    case = await the_case(rows)
    for data in (TakeCase(case=case.id), CloseCase(case=case.id, sure=True), Card(case=case.id)):
        assert await answer_to(road.worker, data)

    assert await the_case(rows) == case
    assert case.code not in road.worker.seen


async def test_someone_in_the_group_who_is_not_of_the_staff_takes_nothing(world, harbour, client, thread, rows):
    case = await the_case(rows)
    stranger = Phone(world, "Чужой", "en")
    world.telegram.join(stranger.user, harbour.forum)
    query = world.telegram.press(stranger.user, harbour.said_in(thread)[0], TakeCase(case=case.id).pack())
    await world.settle()

    assert query.answer["show_alert"]
    assert await the_case(rows) == case


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("/take", "no such command"),
        ("/invite", "no such command"),
        ("/bind 12345678", "no such command"),
        ("/staff@prystan_bot now", "no such command"),
        ("/start join_nonsense", "cannot be used"),
    ],
)
async def test_commands_of_staff_are_answered_to_a_client_and_pass_nothing_on(
    world, harbour, client, thread, rows, command, answer
):
    before = await the_case(rows)
    await client.says(command)

    assert answer in client.text
    assert await the_case(rows) == before
    assert harbour.said_in(thread)[-1]["text"] == "Good day"
    assert len(await rows(memberships)) == 1


@pytest.mark.parametrize("words", ["/take", "/close", "/start", "/bind nonsense"])
async def test_commands_in_the_general_topic_reach_nobody(world, harbour, client, thread, words):
    seen = client.seen
    await harbour.worker.says(words, chat=harbour.forum)

    assert client.seen == seen
    assert harbour.said_in(thread)[-1]["text"] == "Good day"


async def test_who_is_invited_into_a_role_without_screens_is_told_that_they_are_in(world, harbour, client):
    async with world.app.database.transaction() as store:
        code = await people.invite(store, Role.COORDINATOR, "quiet-harbour")
    await client.says(f"/start join_{code}")

    assert client.messages[-1]["from"]["is_bot"]
    assert "There is nothing to do yet" in client.text
    await client.says(f"/start join_{code}")
    assert "cannot be used" in client.text


# ---- the wrong thing at the wrong moment


async def test_start_in_the_middle_of_a_request_ends_it_and_nothing_typed_goes_on(world, harbour):
    phone = await arrived(world, "Mozyr")
    await phone.presses_data(Talk())
    await phone.says("/start")
    assert phone.text.startswith("Home")
    await phone.says("This is for nobody")
    assert not harbour.topics

    await phone.presses_data(Talk())
    await phone.says("Good day")
    await phone.says("/start")
    await phone.says("Nor is this")
    (thread,) = harbour.topics
    assert harbour.said_in(thread)[-1]["text"] == "Good day"


@pytest.mark.parametrize("kind", ["voice", "photo", "sticker", "video_note", "contact", "location"])
async def test_whatever_is_sent_where_a_town_was_asked_is_answered(world, kind):
    phone = await arrived(world, "Mozyr")
    await phone.presses_data(ChangePlace())
    what = {"contact": ("+375291234567",), "location": (52.0495, 29.2456)}.get(kind, ())
    getattr(world.telegram, f"send_{kind}")(phone.user, *what)
    await world.settle()

    assert phone.messages[-1]["from"]["is_bot"]
    assert phone.last["reply_markup"]["inline_keyboard"]


# ---- strange words and names


@pytest.mark.parametrize("words", [EMOJI * 2048, "<b>жирно</b> &amp; *нет*", STRANGE + "слово", "/" * 4096])
@pytest.mark.parametrize("where", ["home", "town"])
async def test_strange_words_are_answered_wherever_they_are_typed(world, words, where):
    phone = await arrived(world, "Mozyr")
    if where == "town":
        await phone.presses_data(ChangePlace())
    await phone.says(words)

    assert phone.messages[-1]["from"]["is_bot"]
    assert len(phone.text) < 1000


@pytest.mark.parametrize("words", [EMOJI * 2048, "<b>жирно</b> &amp; *нет* <tg-spoiler>", STRANGE + "слово"])
async def test_strange_words_pass_both_ways_as_they_are(world, harbour, client, thread, words):
    await client.says(words)
    assert harbour.said_in(thread)[-1]["text"] == words

    await harbour.answers(thread, words)
    assert [m["text"] for m in client.messages if m["from"]["is_bot"] and m.get("text") == words] == [words]


async def test_4096_emoji_in_one_message_are_refused_to_both_with_a_sentence(world, harbour, client, thread):
    long = EMOJI * 4096
    for phone, where in ((client, {}), (harbour.worker, {"chat": harbour.forum, "thread": thread})):
        world.telegram._send(phone.user, {"text": long}, **where)
        await world.settle()

    assert "too long" in client.text
    assert harbour.said_in(thread)[-1]["from"]["is_bot"]
    assert harbour.said_in(thread)[-1]["text"] not in {long, "Good day"}
    assert long not in [m.get("text") for m in client.messages if m["from"]["is_bot"]]


async def test_a_caption_of_emoji_as_long_as_can_be_passes_and_a_longer_one_does_not(world, harbour, client, thread):
    world.telegram.send_photo(client.user, caption=EMOJI * 512)
    await world.settle()
    captions = [m["caption"] for m in harbour.forum.messages.values() if "caption" in m]
    assert captions == [EMOJI * 512]

    world.telegram.send_photo(client.user, caption=EMOJI * 512 + "!")
    await world.settle()
    assert "too long" in client.text
    assert [m["caption"] for m in harbour.forum.messages.values() if "caption" in m] == captions


@pytest.mark.parametrize("name", [STRANGE, "\u200b\u2060", "<b>Имя</b>", EMOJI * 64])
async def test_a_strange_name_hinders_nothing_and_is_not_passed_on(world, harbour, name):
    phone = await settled_in(world, name, MOZYR)
    await phone.presses_data(Talk())
    await phone.says("Здравствуйте")
    (thread,) = harbour.topics
    await harbour.answers(thread, "Слышу вас")

    assert "Слышу вас" in phone.seen
    by_bot = [message for message in harbour.forum.messages.values() if message["from"]["is_bot"]]
    assert name not in str([message.get("text") for message in by_bot])

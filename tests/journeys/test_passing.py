"""Everything people send, both ways: passed on as it is, coarser, without a name, or refused with a reason."""

import pytest
from sqlalchemy import update

from bot.domain.cases import CaseState
from bot.store.tables import cases, people
from bot.telegram.buttons import Hide, Talk
from tests.conftest import Phone, settled_in

MOZYR = "BY-HO-Mozyr"
#: a yard in Mozyr, and the middle of an ocean
YARD, OCEAN = (52.0511, 29.2713), (-40.5, -150.5)
FILES = ("voice", "photo", "document", "video", "audio", "animation", "video_note", "sticker")


@pytest.fixture
async def client(world, harbour):
    return await settled_in(world, "Иван", MOZYR)


@pytest.fixture
async def thread(world, harbour, client):
    """A request that was opened and has arrived: its topic."""
    await client.presses_data(Talk())
    await client.says("Здравствуйте")
    (made,) = harbour.topics
    return made


@pytest.fixture
def in_topic(harbour, thread):
    """What the bot put into the topic, after the card and the first words."""

    def read():
        said = [m for m in harbour.forum.messages.values() if m.get("message_thread_id") == thread]
        return [m for m in said if m["from"]["is_bot"]][3:]

    return read


def came(client):
    """What the bot wrote to the client."""
    return [message for message in client.messages if message["from"]["is_bot"]]


def sends(world, kind):
    return getattr(world.telegram, f"send_{kind}")


@pytest.mark.parametrize("kind", FILES)
async def test_a_file_of_the_client_arrives_as_what_it_is(world, client, thread, in_topic, kind):
    sent = sends(world, kind)(client.user)
    await world.settle()

    (arrived,) = in_topic()
    assert arrived[kind] == sent[kind]


@pytest.mark.parametrize("kind", FILES)
async def test_a_file_of_staff_arrives_as_what_it_is_and_cannot_be_forwarded(world, harbour, client, thread, kind):
    sent = sends(world, kind)(harbour.worker.user, chat=harbour.forum, thread=thread)
    await world.settle()

    (arrived,) = [message for message in came(client) if kind in message]
    assert arrived[kind] == sent[kind]
    assert arrived["has_protected_content"]


@pytest.mark.parametrize("kind", ["photo", "document", "video", "audio", "animation"])
async def test_a_caption_goes_with_its_file(world, client, thread, in_topic, kind):
    sends(world, kind)(client.user, caption="Вот <b>справка</b>")
    await world.settle()

    (arrived,) = in_topic()
    assert arrived["caption"] == "Вот <b>справка</b>"


async def test_of_a_place_only_the_town_is_passed_on_in_words(world, client, thread, in_topic):
    world.telegram.send_location(client.user, *YARD)
    await world.settle()

    (arrived,) = in_topic()
    assert "Мозырь" in arrived["text"]
    assert "location" not in arrived
    assert "29." not in str(arrived)


async def test_a_place_near_no_town_is_not_passed_on_and_the_writer_is_told(world, client, thread, in_topic):
    world.telegram.send_location(client.user, *OCEAN)
    await world.settle()

    assert in_topic() == []
    assert client.last["reply_markup"]
    assert client.messages[-1]["from"]["is_bot"]


async def test_ones_own_number_is_passed_on_as_a_contact(world, client, thread, in_topic):
    world.telegram.send_contact(client.user, "+375291234567")
    await world.settle()

    (arrived,) = in_topic()
    assert arrived["contact"]["phone_number"] == "+375291234567"


async def test_the_number_of_someone_else_is_not_passed_on_and_the_sender_is_told(world, client, thread, in_topic):
    neighbour = Phone(world, "Сосед")
    before = len(came(client))
    world.telegram.send_contact(client.user, "+375297654321", owner=neighbour.user)
    await world.settle()

    assert in_topic() == []
    assert len(came(client)) == before + 1


async def test_a_forwarded_message_is_marked_and_its_author_is_not_named(world, client, thread, in_topic):
    neighbour = Phone(world, "Сосед")
    await neighbour.says("Вот адрес общежития")
    original = neighbour.messages[0]
    world.telegram.forward(client.user, original)
    await world.settle()

    (arrived,) = in_topic()
    mark, words = arrived["text"].split("\n")
    assert mark.startswith("(")
    assert words == "Вот адрес общежития"
    assert "forward_origin" not in arrived
    assert "Сосед" not in str(arrived)


def of_a_neighbour(world, kind):
    neighbour = Phone(world, "Сосед").user
    if kind == "contact":
        return world.telegram.send_contact(neighbour, "+375291234567")
    return world.telegram.send_location(neighbour, *YARD) if kind == "location" else sends(world, kind)(neighbour)


@pytest.mark.parametrize("kind", ["sticker", "video_note", "location"])
async def test_what_bears_no_words_is_marked_as_forwarded_too(world, client, thread, in_topic, kind):
    await client.says("Смотрите")
    world.telegram.forward(client.user, of_a_neighbour(world, kind))
    await world.settle()

    said = in_topic()[1:]
    assert said[0]["text"].startswith("(")
    assert ("Мозырь" in said[-1]["text"]) if kind == "location" else (kind in said[-1])
    assert "Сосед" not in str(said)
    assert [state for _, state in await states(world)] == ["delivered"] * 3


async def states(world):
    async with world.app.database.transaction() as store:
        return [(relay.id, relay.state) for relay in await store.cases.newest_relays(100)]


async def test_ones_own_forwarded_number_is_marked_and_named_as_it_was(world, client, thread, in_topic):
    world.telegram.forward(client.user, world.telegram.send_contact(client.user, "+375291234567"))
    await world.settle()

    first, line, second = in_topic()
    assert line["text"].startswith("(")
    assert second["contact"]["first_name"] == first["contact"]["first_name"]


async def test_the_line_above_a_forwarded_sticker_of_staff_goes_with_hide(world, harbour, client, thread):
    world.telegram.forward(harbour.worker.user, of_a_neighbour(world, "sticker"), chat=harbour.forum, thread=thread)
    await world.settle()
    line, sticker = came(client)[-2:]
    assert line["text"].startswith("(")
    assert line["has_protected_content"]
    assert "sticker" in sticker

    await client.presses_data(Hide(), sticker)
    assert len(client.messages) == 1


async def test_what_one_wrote_oneself_is_not_marked_as_forwarded(world, client, thread, in_topic):
    await client.says("Вот адрес общежития")

    assert [message["text"] for message in in_topic()] == ["Вот адрес общежития"]


async def test_a_link_hidden_behind_words_is_written_out(world, client, thread, in_topic):
    message = world.telegram.say(client.user, "👍 сюда и сюда")
    message["entities"] = [
        {"type": "text_link", "offset": 3, "length": 4, "url": "https://one.example/"},
        {"type": "text_link", "offset": 10, "length": 4, "url": "https://two.example/"},
    ]
    await world.settle()

    (arrived,) = in_topic()
    assert arrived["text"] == "👍 сюда (https://one.example/) и сюда (https://two.example/)"


async def test_what_would_be_too_long_on_the_other_side_is_refused_with_a_sentence(world, client, thread, in_topic):
    message = world.telegram.say(client.user, "ё" * 4096)
    message["entities"] = [{"type": "text_link", "offset": 0, "length": 4, "url": "https://one.example/"}]
    before, kept = len(came(client)), await messages_kept(world)
    await world.settle()
    assert await messages_kept(world) == kept
    assert len(came(client)) == before + 1

    await client.says("ё" * 4096)
    assert [message["text"] for message in in_topic()] == ["ё" * 4096]


async def messages_kept(world):
    async with world.app.database.transaction() as store:
        return len(await store.cases.newest_relays(100))


async def test_a_forwarded_message_leaves_room_for_its_mark(world, client, thread, in_topic):
    neighbour = Phone(world, "Сосед")
    world.telegram.forward(client.user, world.telegram.say(neighbour.user, "ё" * 4096))
    kept = await messages_kept(world)
    await world.settle()

    assert await messages_kept(world) == kept
    assert in_topic() == []


async def test_too_long_is_refused_to_staff_too_in_their_topic(world, harbour, client, thread, in_topic):
    caption = "ё" * 1025
    world.telegram.send_photo(harbour.worker.user, caption=caption, chat=harbour.forum, thread=thread)
    await world.settle()

    assert [message for message in came(client) if "photo" in message] == []
    assert in_topic()[-1]["text"]


async def test_a_kind_that_is_not_passed_on_is_refused_to_both(world, harbour, client, thread, in_topic):
    for user, where in ((client.user, {}), (harbour.worker.user, {"chat": harbour.forum, "thread": thread})):
        world.telegram._send(user, {"dice": {"emoji": "🎲", "value": 6}}, **where)
        await world.settle()

    assert client.messages[-1]["from"]["is_bot"]
    assert len(in_topic()) == 1


async def closed(world):
    async with world.app.database.transaction() as store:
        await store.cases.run(update(cases).values(state=CaseState.CLOSED))


async def test_who_writes_into_a_closed_request_is_told(world, harbour, client, thread, in_topic):
    await closed(world)
    await harbour.answers(thread, "Ещё один вопрос")
    assert "Ещё один вопрос" not in client.seen
    assert len(in_topic()) == 1

    await client.says("И у меня вопрос")
    assert len(in_topic()) == 1
    assert client.messages[-1]["from"]["is_bot"]


async def test_staff_who_write_to_an_erased_client_are_told(world, harbour, client, thread, in_topic):
    async with world.app.database.transaction() as store:
        await store.people.run(people.delete().where(people.c.territory == MOZYR))
    await harbour.answers(thread, "Вы здесь?")

    assert len(in_topic()) == 1
    assert "Вы здесь?" not in client.seen


async def test_in_a_topic_of_their_own_staff_are_left_in_peace(world, harbour, client, thread):
    own = world.telegram.create_topic(harbour.worker.user, harbour.forum, "Чай")
    before = len(harbour.forum.messages)
    await harbour.worker.says("Кто за пирогом?", chat=harbour.forum, thread=own.id)

    assert len(harbour.forum.messages) == before + 1


async def test_an_album_arrives_in_order_with_one_receipt(world, client, thread, in_topic):
    before = len(client.messages)
    album = world.telegram.send_album(client.user, caption="Обе страницы")
    await world.settle()

    arrived = in_topic()
    assert [message["photo"] for message in arrived] == [message["photo"] for message in album]
    assert arrived[0]["caption"] == "Обе страницы"
    (receipt,) = [message for message in client.messages[before:] if message["from"]["is_bot"]]
    assert receipt["reply_to_message"]["message_id"] == album[0]["message_id"]


async def test_two_albums_have_a_receipt_each(world, client, thread):
    before = len(came(client))
    for _ in range(2):
        world.telegram.send_album(client.user)
    await world.settle()

    assert len(came(client)) == before + 2


async def test_the_receipt_of_an_album_tells_when_it_was_answered(world, harbour, client, thread):
    world.telegram.send_album(client.user)
    await world.settle()
    receipt = client.last
    await harbour.answers(thread, "Вижу")

    assert "✓✓" in world.telegram.chat(client.user.id).messages[receipt["message_id"]]["text"]
    assert len(came(client)) == len([m for m in came(client) if "✓✓" not in m["text"]]) + 2


async def test_an_answer_of_staff_to_a_message_is_shown_as_an_answer_to_it(world, harbour, client, thread, in_topic):
    first = await client.says("Когда прийти?")
    await client.says("И что взять?")
    copy, _ = in_topic()
    await harbour.worker.says("Завтра", chat=harbour.forum, thread=thread, reply_to=copy)

    (answer,) = [message for message in came(client) if message.get("text") == "Завтра"]
    assert answer["reply_to_message"]["message_id"] == first["message_id"]


async def test_an_answer_of_the_client_to_a_message_is_shown_as_an_answer_to_it(
    world, harbour, client, thread, in_topic
):
    said = await harbour.answers(thread, "Придёте завтра?")
    await harbour.answers(thread, "Или в среду?")
    copy = next(message for message in came(client) if message.get("text") == "Придёте завтра?")
    await client.says("Да", reply_to=copy)

    arrived = in_topic()[-1]
    assert arrived["text"] == "Да"
    assert arrived["reply_to_message"]["message_id"] == said["message_id"]


async def test_an_answer_to_ones_own_words_is_one_on_the_other_side_too(world, client, thread, in_topic):
    first = await client.says("Когда прийти?")
    await client.says("И куда?", reply_to=first)

    copy, arrived = in_topic()
    assert arrived["reply_to_message"]["message_id"] == copy["message_id"]


async def test_an_answer_to_what_is_gone_on_the_other_side_comes_plain(world, harbour, client, thread, in_topic):
    await client.says("Когда прийти?")
    (copy,) = in_topic()
    world.telegram.delete(client.user, next(m for m in client.messages if m.get("text") == "Когда прийти?"))
    await harbour.worker.says("Завтра", chat=harbour.forum, thread=thread, reply_to=copy)

    (answer,) = [message for message in came(client) if message.get("text") == "Завтра"]
    assert "reply_to_message" not in answer


async def test_an_answer_to_a_screen_of_the_bot_comes_plain(world, harbour, client, thread, in_topic):
    await client.says("Да", reply_to=came(client)[0])

    (arrived,) = in_topic()
    assert arrived["reply_to_message"]["message_id"] == thread

"""A group whose minute is nearly used up gets consecutive lines of one talk as one message; nothing is lost by it."""

from datetime import timedelta

import pytest

from bot.emulator.session import EmulatorSession
from bot.store.outbox import Owed, Priority
from bot.store.tables import outbox
from bot.telegram.buttons import Talk
from bot.telegram.lines import fitting
from tests.conftest import settled_in
from tests.telegram.troubles import cut_off, refused


@pytest.fixture
def nearly_full(world, talk, monkeypatch):
    monkeypatch.setattr(world.app.means.pace, "is_nearly_full", lambda chat: chat < 0)


async def say(world, client, *words):
    """All of it before any is passed on."""
    said = [world.telegram.say(client.user, text) for text in words]
    await world.app.intake.receive(world.telegram.updates.pending)
    await world.app.intake.drained()
    world.telegram.updates.clear()
    await world.settle()
    return said


def words_in(office, thread):
    return [message["text"] for message in office.said_in(thread) if message["from"]["is_bot"]][1:]


async def test_while_there_is_room_each_line_is_a_message(world, office, client, talk):
    await say(world, client, "раз", "два", "три")

    assert words_in(office, talk) == ["Здравствуйте", "раз", "два", "три"]


async def test_with_little_room_the_lines_come_as_one_each_with_its_own_state(
    world, office, client, talk, nearly_full, states, owed
):
    await say(world, client, "раз", "два", "три")

    assert words_in(office, talk) == ["Здравствуйте", "раз\nдва\nтри"]
    assert await states() == ["delivered"] * 4
    assert await owed() == []


async def test_lines_of_two_talks_are_never_one(world, office, client, talk, nearly_full):
    other = await settled_in(world, "Пётр", "BY-HO-Mozyr")
    await other.presses_data(Talk())
    await other.says("Другое")
    (thread,) = set(office.topics) - {talk}
    world.telegram.say(other.user, "чужое")
    await say(world, client, "раз", "два")

    assert words_in(office, talk) == ["Здравствуйте", "раз\nдва"]
    assert words_in(office, thread) == ["Другое", "чужое"]


async def test_a_change_of_a_line_is_said_anew_where_it_stands(world, office, client, talk, nearly_full):
    _, second = await say(world, client, "раз", "два")
    (copy,) = [message for message in office.said_in(talk) if message["text"] == "раз\nдва"]
    world.telegram.edit(client.user, second, "два с половиной")
    await world.settle()

    newest = office.said_in(talk)[-1]
    assert newest["text"] == "✏️ два с половиной"
    assert newest["reply_to_message"]["message_id"] == copy["message_id"]
    assert words_in(office, talk)[1] == "раз\nдва"


async def test_a_line_among_others_cannot_be_taken_back_and_its_author_is_told(
    world, office, client, talk, nearly_full, states
):
    await say(world, client, "раз", "два")
    await client.presses("↩️", client.last)

    assert words_in(office, talk) == ["Здравствуйте", "раз\nдва"]
    assert "Отозвать это не получилось" in client.seen
    assert "taken_back" not in await states()


def in_the_group(trouble):
    """It befalls what is said to the group; what is said to a person goes through."""

    async def befall(session, bot, method):
        if method.chat_id < 0:
            return await trouble(session, bot, method)
        session.troubles["sendMessage"].append(befall)
        return await EmulatorSession.make_request(session, bot, method)

    return befall


async def test_refused_the_lines_are_owed_as_before_and_come_in_order(world, office, client, talk, nearly_full, owed):
    world.spoil("sendMessage", in_the_group(refused))
    await say(world, client, "раз", "два")
    world.clock.advance(timedelta(minutes=1))
    await world.settle()

    assert words_in(office, talk) == ["Здравствуйте", "раз\nдва"]
    assert await owed() == []


async def test_perhaps_sent_all_its_lines_keep_their_lease_and_come_again(
    world, office, client, talk, nearly_full, owed
):
    world.spoil("sendMessage", in_the_group(cut_off))
    await say(world, client, "раз", "два")
    assert {state for _, state, _ in await owed()} == {"sending"}
    world.clock.advance(timedelta(seconds=61))
    await world.settle()

    said = "\n".join(words_in(office, talk)).split("\n")
    assert sorted(set(said)) == ["Здравствуйте", "два", "раз"]
    assert max(said.count(word) for word in said) == 2
    assert await owed() == []


async def test_many_lines_need_few_messages(world, office, client, talk, nearly_full, rows):
    words = [f"строка {number}" for number in range(45)]
    await say(world, client, *words)

    came = words_in(office, talk)[1:]
    assert "\n".join(came).split("\n") == words
    assert len(came) == 2
    assert {row.state for row in await rows(outbox, outbox.c.kind == "to_staff")} == {"sent"}


def line(number, text, **body):
    return Owed(number, "to_staff", Priority.TALK, 1, {"kind": "text", "text": text, **body}, case=1)


@pytest.mark.parametrize(
    ("first", "following", "taken"),
    [(line(1, "a"), [line(2, "b"), line(3, "c")], 2), (line(1, "a"), [line(2, "b", answers=5), line(3, "c")], 0),
     (line(1, "a", answers=5), [line(2, "b")], 1), (line(1, "a"), [line(2, "b", kind="voice"), line(3, "c")], 0),
     (line(1, "a", kind="photo"), [line(2, "b")], 0), (line(1, "a"), [line(2, "b", forwarded=True)], 0),
     (line(1, "a" * 4090), [line(2, "b" * 5), line(3, "c")], 1), (line(1, "a" * 4090), [line(2, "👋👋👋")], 0)],
)  # fmt: skip
def test_only_plain_words_that_fit_stand_together_and_none_is_jumped_over(first, following, taken):
    assert list(fitting(first, following)) == following[:taken]

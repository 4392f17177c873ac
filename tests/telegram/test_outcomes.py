"""Each way in which something cannot be sent has a name of its own, and whoever wrote learns of it at once."""

from datetime import timedelta

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError

from bot.store.tables import outbox
from tests.conftest import Phone
from tests.telegram.troubles import moved_to, says

#: Telegram's words, the name of it, and whether the client has to know
OUTCOMES = [
    (TelegramForbiddenError, "Forbidden: bot was kicked from the supergroup chat", "removed", True),
    (TelegramForbiddenError, "Forbidden: bot is not a member of the supergroup chat", "removed", True),
    (TelegramBadRequest, "Bad Request: chat not found", "removed", True),
    (TelegramBadRequest, "Bad Request: not enough rights to send text messages to the chat", "demoted", True),
    (TelegramBadRequest, "Bad Request: have no rights to send a message", "demoted", True),
    (TelegramBadRequest, "Bad Request: the chat is not a forum", "no_topics", True),
    (TelegramBadRequest, "Bad Request: message thread not found", "topic_deleted", False),
    (TelegramBadRequest, "Bad Request: TOPIC_CLOSED", "topic_closed", False),
]


@pytest.mark.parametrize(("error", "words", "reason", "is_told"), OUTCOMES)
async def test_of_a_group_it_is_told_apart_and_said_at_the_first_try(
    world, office, client, talk, owed, states, error, words, reason, is_told
):
    if reason == "topic_closed":
        world.telegram.set_topic_closed(office.worker.user, office.forum, talk, closed=True)
    world.spoil("sendMessage", says(error, words))
    world.telegram.say(client.user, "Второе")
    await world.settle()

    assert ("to_staff", "owed", reason) in await owed()
    assert ((await states())[-1] == "waiting") is is_told
    assert ("⚠️" in client.last["text"]) is is_told


async def test_a_moved_group_is_followed_and_nobody_has_to_know(world, office, client, talk, owed, states):
    moved = world.telegram.add_forum("Новая", admins=[office.worker.user])
    world.spoil("sendMessage", moved_to(moved.id))
    await client.says("Второе")
    for _ in range(2):
        world.clock.advance(timedelta(seconds=1))
        await world.settle()

    assert "waiting" not in await states()
    assert (await states())[-1] == "delivered"
    assert "Второе" in [message.get("text") for message in moved.messages.values()]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Forbidden: bot was blocked by the user", "blocked"),
        ("Forbidden: user is deactivated", "deactivated"),
        ("Bad Request: chat not found", "not_found"),
    ],
)
async def test_of_a_person_it_is_told_apart_and_staff_learn_it_without_blame(
    world, office, client, talk, rows, words, reason
):
    error = TelegramForbiddenError if words.startswith("Forbidden") else TelegramBadRequest
    world.spoil("sendMessage", says(error, words))
    await office.answers(talk, "Приходите завтра")

    (row,) = await rows(outbox, outbox.c.kind == "to_client")
    assert (row.state, row.reason) == ("unsendable", reason)
    (said,) = [m["text"] for m in office.said_in(talk) if m["text"].startswith("ℹ️")]
    assert "заблок" not in said
    assert "block" not in said


async def test_a_bot_put_out_tells_the_operator_and_the_next_who_writes(world, office, client, talk, states):
    operator = Phone(world, "Оператор")
    world.telegram.say(operator.user, "/start")
    world.app.means.ops_chat = operator.user.id
    world.telegram.set_bot_member(office.forum, office.worker.user, "kicked")
    await world.settle()
    assert operator.seen.count("🛠") == 1

    await client.says("Второе")
    assert (await states())[-1] == "waiting"
    assert operator.seen.count("🛠") == 1

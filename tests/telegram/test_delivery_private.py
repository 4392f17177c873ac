"""To a client's private chat: three ways of not being there, the knock, and what staff learn of it."""

from datetime import timedelta

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError

from bot.store.tables import outbox, relays
from bot.telegram.buttons import OpenHeld
from bot.telegram.private_courier import MARK_DELIVERED, MARK_WAITS, unreachable
from tests.telegram.troubles import cut_off, refused, says

BLOCKED = "Forbidden: bot was blocked by the user"


def notes(office, talk):
    """What the bot itself has to say in the topic."""
    return [message["text"] for message in office.said_in(talk) if message["text"].startswith("ℹ️")]


def marks(office, message):
    return list(office.forum.reactions.get(message["message_id"], {}).values())


async def test_an_answer_arrives_once_and_its_author_sees_that(world, office, client, talk, owed):
    answer = await office.answers(talk, "Приходите завтра")

    assert client.seen.count("Приходите завтра") == 1
    assert marks(office, answer) == [MARK_DELIVERED]
    assert await owed() == []


async def test_who_blocked_the_bot_is_known_as_such_and_staff_are_told(world, office, client, talk, reach, owed):
    world.spoil("sendMessage", says(TelegramForbiddenError, BLOCKED))
    await office.answers(talk, "Приходите завтра")

    assert await reach() == "blocked"
    assert "Приходите завтра" not in client.seen
    assert len(notes(office, talk)) == 1
    assert await owed() == []


async def test_blocking_tells_staff_once_and_coming_back_does_too(world, office, client, talk, reach):
    world.telegram.block(client.user)
    await world.settle()
    assert await reach() == "blocked"
    assert len(notes(office, talk)) == 1

    world.clock.advance(timedelta(minutes=1))
    world.telegram.unblock(client.user)
    await world.settle()
    assert await reach() == "ok"
    assert len(notes(office, talk)) == 2


async def test_a_deleted_account_is_told_apart_from_a_blocked_one(world, office, client, talk, reach):
    world.telegram.deactivate(client.user)
    await office.answers(talk, "Приходите завтра")

    assert await reach() == "deactivated"
    assert len(notes(office, talk)) == 1


@pytest.mark.parametrize(
    ("words", "state"),
    [
        (BLOCKED, "blocked"),
        ("Forbidden: user is deactivated", "deactivated"),
        ("Bad Request: chat not found", "not_found"),
        ("Forbidden: bot can't initiate conversation with a user", "not_found"),
        ("Bad Request: message is too long", None),
    ],
)
def test_telegrams_words_say_which_way_someone_is_gone(words, state):
    assert unreachable(words) == state


async def test_what_cannot_be_sent_keeps_no_words(world, office, client, talk, rows):
    world.telegram.deactivate(client.user)
    await office.answers(talk, "Приходите завтра")

    (row,) = await rows(outbox, outbox.c.kind == "to_client")
    assert (row.state, row.reason, row.body) == ("unsendable", "deactivated", None)


async def test_a_refused_connection_is_tried_again_and_arrives_once(world, office, client, talk, owed):
    world.spoil("sendMessage", refused)
    await office.answers(talk, "Приходите завтра")
    assert ("to_client", "owed", "refused") in await owed()

    world.clock.advance(timedelta(minutes=1))
    await world.settle()
    assert client.seen.count("Приходите завтра") == 1


async def test_a_cut_connection_may_repeat_and_never_loses(world, office, client, talk, owed):
    world.spoil("sendMessage", cut_off)
    await office.answers(talk, "Приходите завтра")
    world.clock.advance(timedelta(seconds=61))
    await world.settle()

    assert client.seen.count("Приходите завтра") == 2
    assert await owed() == []


async def test_later_it_knocks_once_and_shows_all_that_waited_after_a_press(world, office, client, talk, owed):
    world.clock.advance(timedelta(hours=1, seconds=1))
    before = len(client.messages)
    first = await office.answers(talk, "Первое")
    second = await office.answers(talk, "Второе")

    assert len(client.messages) == before + 1
    assert "Первое" not in client.seen
    assert marks(office, first) == marks(office, second) == [MARK_WAITS]
    assert [state for _, state, _ in await owed()] == ["held", "held"]

    await client.presses_data(OpenHeld())
    assert client.seen.index("Первое") < client.seen.index("Второе")
    assert marks(office, first) == marks(office, second) == [MARK_DELIVERED]
    assert await owed() == []


async def test_a_knock_tells_a_locked_phone_nothing(world, office, client, talk):
    world.clock.advance(timedelta(hours=2))
    await office.answers(talk, "Ваша справка об освобождении готова")

    for word in ("справк", "освобожд", "гавань", "НКО", "Quiet"):
        assert word not in client.last["text"]


async def test_within_the_hour_it_comes_as_it_is(world, office, client, talk):
    world.clock.advance(timedelta(minutes=59))
    await office.answers(talk, "Приходите завтра")

    assert "Приходите завтра" in client.seen


async def test_held_words_outlive_a_restart(world, office, client, talk):
    world.clock.advance(timedelta(hours=2))
    await office.answers(talk, "Приходите завтра")
    await world.kill()
    await client.presses_data(OpenHeld())

    assert client.seen.count("Приходите завтра") == 1


async def test_what_the_client_receives_cannot_be_forwarded(world, office, client, talk):
    await office.answers(talk, "Приходите завтра")

    theirs = [message for message in client.messages if message["from"]["is_bot"]]
    assert theirs
    assert [message["text"] for message in theirs if not message.get("has_protected_content")] == []


async def test_markup_in_an_answer_stays_words(world, office, client, talk):
    await office.answers(talk, "<b>нет</b> *нет* <3 &amp; </a>")

    assert "<b>нет</b> *нет* <3 &amp; </a>" in client.seen


async def test_receipts_change_in_place(world, office, client, talk, states, rows):
    (relay,) = await rows(relays, relays.c.to_staff)
    before = len(client.messages)
    seen = world.telegram.chat(client.user.id).messages
    delivered = seen[relay.receipt]["text"]
    await office.answers(talk, "Слышу")

    assert await states() == ["answered"]
    assert seen[relay.receipt]["text"] != delivered
    assert len(client.messages) == before + 1


async def test_a_receipt_for_someone_who_left_is_not_tried_for_ever(world, office, client, talk, owed):
    world.telegram.block(client.user)
    await office.answers(talk, "Слышу")

    assert await owed() == []


async def test_a_receipt_whose_message_is_gone_is_no_trouble(world, office, client, talk, owed, rows):
    (relay,) = await rows(relays, relays.c.to_staff)
    world.telegram.delete(client.user, relay.receipt)
    await office.answers(talk, "Слышу")

    assert await owed() == []


async def test_a_mark_that_fails_changes_nothing(world, office, client, talk, owed):
    world.spoil("setMessageReaction", says(TelegramBadRequest, "Bad Request: REACTION_INVALID"))
    await office.answers(talk, "Слышу")

    assert client.seen.count("Слышу") == 1
    assert await owed() == []

"""What was said is changed, or taken back: the other side sees so, and whoever wrote learns when it cannot be."""

from datetime import timedelta

import pytest
from aiogram.exceptions import TelegramBadRequest
from sqlalchemy import update

from bot.domain.cases import CaseState
from bot.store.tables import cases, memberships, outbox, relays
from bot.telegram.buttons import OpenHeld, TakeBack
from tests.conftest import settled_in
from tests.telegram.troubles import cut_off, refused, says

MOZYR = "BY-HO-Mozyr"


@pytest.fixture
def in_topic(office, talk):
    """What the bot put into the topic, after the card and the first words."""

    def read():
        said = [m for m in office.forum.messages.values() if m.get("message_thread_id") == talk]
        return [m for m in said if m["from"]["is_bot"]][3:]

    return read


@pytest.fixture
def edits(world):
    """Changes a message of one's own, as ``await edits(phone, message, text)``."""

    async def edit(phone, message, text, **where):
        world.telegram.edit(phone.user, message, text, **where)
        await world.settle()

    return edit


@pytest.fixture
def rows(world):
    async def read(table, *where):
        async with world.app.database.transaction() as store:
            return (await store.meta.run(table.select().where(*where).order_by(*table.primary_key))).all()

    return read


def came(client):
    return [message for message in client.messages if message["from"]["is_bot"]]


def receipt_of(client, message):
    """The bot's line under a message."""
    return next(m for m in came(client) if m.get("reply_to_message", {}).get("message_id") == message["message_id"])


async def takes_back(client, message):
    await client.presses("↩️", receipt_of(client, message))


async def test_what_the_client_changes_changes_in_the_topic(client, talk, in_topic, edits):
    said = await client.says("Приду в среду")
    await edits(client, said, "Приду в четверг")

    assert [message["text"] for message in in_topic()] == ["Приду в четверг"]


async def test_what_staff_change_changes_in_the_clients_chat_and_keeps_its_last_row(office, client, talk, edits):
    said = await office.answers(talk, "Приходите в среду")
    before = len(client.messages)
    copy = next(m for m in came(client) if m["text"] == "Приходите в среду")
    await edits(office.worker, said, "Приходите в четверг")

    assert "Приходите в среду" not in client.seen
    assert "Приходите в четверг" in client.seen
    assert len(client.messages) == before
    changed = next(m for m in came(client) if m["message_id"] == copy["message_id"])
    assert changed["reply_markup"] == copy["reply_markup"]


async def test_a_changed_caption_changes_there_too_and_the_picture_stays(world, client, talk, in_topic, edits):
    photo = world.telegram.send_photo(client.user, caption="Первая страница")
    await world.settle()
    await edits(client, photo, "Вторая страница")

    (copy,) = in_topic()
    assert copy["caption"] == "Вторая страница"
    assert copy["photo"] == photo["photo"]


async def test_a_change_before_it_was_sent_replaces_what_is_owed(world, client, talk, in_topic):
    world.spoil("sendMessage", refused)
    said = await client.says("Приду в среду")
    world.telegram.edit(client.user, said, "Приду в пятницу")
    await world.settle()
    world.clock.advance(timedelta(minutes=1))
    await world.settle()

    assert [message["text"] for message in in_topic()] == ["Приду в пятницу"]


async def test_of_several_changes_that_wait_the_newest_is_sent(world, client, talk, in_topic, rows):
    said = await client.says("Приду в среду")
    world.spoil("editMessageText", refused)
    for text in ("Приду в четверг", "Приду в пятницу"):
        world.telegram.edit(client.user, said, text)
        await world.settle()
    assert len(await rows(outbox, outbox.c.kind == "edit_to_staff")) == 1

    world.clock.advance(timedelta(minutes=1))
    await world.settle()
    assert [message["text"] for message in in_topic()] == ["Приду в пятницу"]


async def test_words_that_wait_behind_a_knock_are_shown_as_they_were_last(world, office, client, talk, edits):
    world.clock.advance(timedelta(hours=2))
    said = await office.answers(talk, "Приходите в среду")
    await edits(office.worker, said, "Приходите в четверг")
    await client.presses_data(OpenHeld())

    assert "Приходите в среду" not in client.seen
    assert "Приходите в четверг" in client.seen


async def test_a_change_waits_for_words_of_which_nobody_knows_whether_they_arrived(
    world, client, talk, in_topic, edits
):
    world.spoil("sendMessage", cut_off)
    said = await client.says("Приду в среду")
    await edits(client, said, "Приду в пятницу")
    for _ in range(15):
        world.clock.advance(timedelta(seconds=6))
        await world.settle()

    assert in_topic()[-1]["text"] == "Приду в пятницу"


async def test_a_change_of_what_was_never_passed_on_is_nobodys_business(client, talk, in_topic, edits):
    said = client.messages[0]
    before = len(client.messages)
    await edits(client, said, "паспорт")

    assert len(client.messages) == before
    assert in_topic() == []


async def test_a_change_after_47_hours_is_refused_with_a_sentence(world, client, talk, in_topic, edits):
    said = await client.says("Приду в среду")
    world.clock.advance(timedelta(hours=47))
    before = len(client.messages)
    await edits(client, said, "Приду в пятницу")

    assert [message["text"] for message in in_topic()] == ["Приду в среду"]
    assert len(client.messages) == before + 1


async def test_a_change_in_a_closed_request_is_refused_to_both(world, office, client, talk, in_topic, edits):
    said = await client.says("Приду в среду")
    answer = await office.answers(talk, "Ждём")
    async with world.app.database.transaction() as store:
        await store.cases.run(update(cases).values(state=CaseState.CLOSED))
    before = len(client.messages)
    await edits(client, said, "Приду в пятницу")
    assert len(client.messages) == before + 1
    assert "reply_markup" in client.last, "no way on from here"

    await edits(office.worker, answer, "Не приходите")
    assert in_topic()[0]["text"] == "Приду в среду"
    assert len(in_topic()) == 2
    assert "Не приходите" not in client.seen


async def test_when_the_copy_is_gone_the_client_is_told(world, client, talk, in_topic, edits, office):
    said = await client.says("Приду в среду")
    world.telegram.delete(office.worker.user, in_topic()[0], chat=office.forum)
    await edits(client, said, "Приду в пятницу")

    assert in_topic() == []
    assert client.last["reply_to_message"]["message_id"] == said["message_id"]


async def test_when_the_copy_is_gone_staff_are_told(world, office, client, talk, in_topic, edits):
    answer = await office.answers(talk, "Приходите в среду")
    world.telegram.delete(client.user, next(m for m in came(client) if m["text"] == "Приходите в среду"))
    await edits(office.worker, answer, "Приходите в пятницу")

    (note,) = in_topic()
    assert note["text"].startswith("⚠️")
    assert note["reply_to_message"]["message_id"] == answer["message_id"]


async def test_an_answer_that_telegram_refuses_is_told_to_its_author(world, office, client, talk, in_topic):
    world.spoil("sendMessage", says(TelegramBadRequest, "Bad Request: VOICE_MESSAGES_FORBIDDEN"))
    answer = await office.answers(talk, "Приходите")

    (note,) = in_topic()
    assert note["text"].startswith("⚠️")
    assert note["reply_to_message"]["message_id"] == answer["message_id"]


async def test_someone_no_longer_of_the_staff_changes_nothing(world, office, client, talk, in_topic, edits, rows):
    answer = await office.answers(talk, "Приходите в среду")
    (membership,) = await rows(memberships)
    async with world.app.database.transaction() as store:
        await store.people.revoke(membership.id)
    await edits(office.worker, answer, "Приходите в пятницу")

    assert "Приходите в пятницу" not in client.seen
    assert len(in_topic()) == 1


async def test_a_place_that_follows_the_phone_is_passed_on_once(world, client, talk, in_topic, rows):
    place = world.telegram.send_live_location(client.user, 52.0495, 29.2456)
    await world.settle()
    world.telegram.move(client.user, place, 52.4345, 30.9754)
    await world.settle()

    (arrived,) = in_topic()
    assert "Мозырь" in arrived["text"]
    assert await rows(outbox, outbox.c.kind == "edit_to_staff") == []


async def test_what_is_taken_back_leaves_the_topic_and_both_see_that(client, talk, in_topic):
    said = await client.says("Лишнее")
    await takes_back(client, said)

    (note,) = in_topic()
    assert note["text"].startswith("ℹ️")
    assert "Лишнее" not in note["text"]
    receipt = receipt_of(client, said)
    assert receipt["text"].startswith("↩️")
    assert "↩️" not in str(receipt["reply_markup"])


async def test_an_album_is_taken_back_whole(world, client, talk, in_topic, rows):
    first, _ = world.telegram.send_album(client.user)
    await world.settle()
    await takes_back(client, first)

    (note,) = in_topic()
    assert "text" in note
    assert [row.state for row in await rows(relays, relays.c.album.is_not(None))] == ["taken_back"] * 2


async def test_what_is_taken_back_before_it_was_sent_never_arrives(world, office, client, talk, in_topic, rows):
    world.telegram.set_bot_member(office.forum, office.worker.user, "kicked")
    said = await client.says("Лишнее")
    await takes_back(client, said)
    world.telegram.set_bot_member(office.forum, office.worker.user, "administrator")
    world.clock.advance(timedelta(minutes=5))
    await world.settle()

    assert in_topic() == []
    assert receipt_of(client, said)["text"].startswith("↩️")
    (row,) = await rows(outbox, outbox.c.reason == "taken_back")
    assert row.body is None


async def test_taking_back_after_47_hours_is_refused_with_a_sentence(world, client, talk, in_topic):
    said = await client.says("Лишнее")
    world.clock.advance(timedelta(hours=47))
    before = len(client.messages)
    await takes_back(client, said)

    assert [message["text"] for message in in_topic()] == ["Лишнее"]
    assert len(client.messages) == before + 1


async def test_what_telegram_will_not_delete_is_told_to_the_client(world, client, talk, in_topic):
    said = await client.says("Лишнее")
    world.spoil("deleteMessages", says(TelegramBadRequest, "Bad Request: message can't be deleted"))
    await takes_back(client, said)

    assert [message["text"] for message in in_topic()] == ["Лишнее"]
    assert client.last["reply_to_message"]["message_id"] == said["message_id"]
    assert not receipt_of(client, said)["text"].startswith("↩️")


async def test_taking_back_twice_is_taking_back_once(world, client, talk, in_topic):
    said = await client.says("Лишнее")
    receipt = receipt_of(client, said)
    for _ in range(2):
        world.telegram.press(client.user, receipt, receipt["reply_markup"]["inline_keyboard"][0][0]["callback_data"])
    await world.settle()

    assert len(in_topic()) == 1


async def test_what_is_taken_back_is_out_of_date_at_an_older_button(world, client, talk, in_topic, rows):
    said = await client.says("Лишнее")
    old = receipt_of(client, said)["reply_markup"]
    await takes_back(client, said)
    world.clock.advance(timedelta(minutes=1))
    receipt_of(client, said)["reply_markup"] = old
    before = len(client.messages)
    await takes_back(client, said)

    assert len(client.messages) == before + 1
    assert len(in_topic()) == 1


async def test_a_change_of_what_was_taken_back_goes_nowhere(client, talk, in_topic, edits, rows):
    said = await client.says("Лишнее")
    await takes_back(client, said)
    await edits(client, said, "Совсем лишнее")

    assert await rows(outbox, outbox.c.kind == "edit_to_staff") == []
    assert len(in_topic()) == 1


async def test_taking_back_waits_for_words_of_which_nobody_knows_whether_they_arrived(world, client, talk, in_topic):
    world.spoil("sendMessage", cut_off)
    said = await client.says("Лишнее")
    await takes_back(client, said)
    for _ in range(15):
        world.clock.advance(timedelta(seconds=6))
        await world.settle()

    assert receipt_of(client, said)["text"].startswith("↩️")
    assert in_topic()[-1]["text"].startswith("ℹ️")


async def test_nobody_takes_back_what_another_said(world, client, talk, in_topic, rows):
    said = await client.says("Моё")
    (relay,) = await rows(relays, relays.c.client_message == said["message_id"])
    other = await settled_in(world, "Пётр", MOZYR)
    message = other.last
    message["reply_markup"]["inline_keyboard"].append(
        [{"text": "чужое", "callback_data": TakeBack(relay=relay.id).pack()}]
    )
    await other.presses("чужое", message)

    assert [message["text"] for message in in_topic()] == ["Моё"]


async def test_a_client_cannot_take_back_what_staff_said(world, office, client, talk, rows):
    await office.answers(talk, "Ждём вас")
    (relay,) = await rows(relays, ~relays.c.to_staff)
    message = client.last
    message["reply_markup"]["inline_keyboard"].append(
        [{"text": "чужое", "callback_data": TakeBack(relay=relay.id).pack()}]
    )
    await client.presses("чужое", message)

    assert "Ждём вас" in [m.get("text") for m in office.forum.messages.values()]

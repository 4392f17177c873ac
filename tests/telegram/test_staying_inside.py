"""Staff change their minds: what they make a word among themselves does not go on, and they learn what was seen."""

from datetime import timedelta

import pytest

from bot.domain.edits import StaysInside
from bot.store.tables import outbox, relays
from bot.telegram.buttons import OpenHeld
from bot.telegram.wording import refusal


@pytest.fixture
def told(office, talk):
    """What the bot said last in the topic."""
    return lambda: office.said_in(talk)[-1]["text"]


@pytest.fixture
def edits(world, office):
    async def edit(message, text):
        world.telegram.edit(office.worker.user, message, text)
        await world.settle()

    return edit


async def test_what_was_delivered_stays_as_it_was_and_staff_are_told(office, client, talk, told, edits, owed):
    said = await office.answers(talk, "Приходите в среду")
    before = client.seen
    await edits(said, "// или лучше в пятницу?")

    assert client.seen == before
    assert told() != "Приходите в среду"
    assert await owed() == []


async def test_what_waits_behind_a_knock_is_never_shown(world, office, client, talk, told, edits, rows):
    world.clock.advance(timedelta(hours=2))
    said = await office.answers(talk, "Приходите в среду")
    knocked = told()
    await edits(said, "// это для своих")
    await client.presses_data(OpenHeld())
    assert told() != knocked
    assert "среду" not in client.seen
    assert "своих" not in client.seen
    (row,) = await rows(outbox, outbox.c.kind == "to_client")
    assert (row.state, row.body) == ("unsendable", None)

    told_first = told()
    await edits(said, "Приходите в среду")
    assert "среду" not in client.seen
    assert told() != told_first


async def test_the_two_sentences_differ(world, office, client, talk, told, edits):
    await edits(await office.answers(talk, "Раз"), "//раз")
    delivered = told()
    world.clock.advance(timedelta(hours=2))
    await edits(await office.answers(talk, "Два"), "//два")

    assert told() != delivered


async def test_a_caption_can_be_taken_inside_too(world, office, client, talk, told, edits):
    photo = world.telegram.send_photo(office.worker.user, caption="Схема", chat=office.forum, thread=talk)
    await world.settle()
    await edits(photo, "// не та схема")

    (copy,) = [message for message in client.messages if "photo" in message]
    assert copy["caption"] == "Схема"


async def test_an_edit_that_is_for_the_person_still_goes_on(office, client, talk, edits, rows):
    said = await office.answers(talk, "Приходите в среду")
    await edits(said, "Приходите // в пятницу")

    assert "Приходите // в пятницу" in client.seen
    assert [row.state for row in await rows(relays, ~relays.c.to_staff)] == ["delivered"]


async def test_two_slashes_taken_away_later_send_nothing_and_staff_are_told(world, office, client, talk, told, edits):
    await edits(await office.answers(talk, "// для своих"), "для своих")

    assert "для своих" not in client.seen
    with world.app.means.speaking("ru"):
        assert told() == refusal(StaysInside())


async def test_a_change_among_staff_that_stays_among_them_is_not_spoken_of(world, office, talk, told, edits):
    note = await office.answers(talk, "// для своих")
    before = len(office.forum.messages)
    await edits(note, "// для своих двоих")

    assert len(office.forum.messages) == before


async def test_an_album_under_two_slashes_stays_inside_whole(world, office, client, talk):
    world.telegram.send_album(office.worker.user, caption="// для своих", chat=office.forum, thread=talk)
    await world.settle()
    assert not any("photo" in message for message in client.messages)

    world.telegram.send_album(office.worker.user, caption="Для вас", chat=office.forum, thread=talk)
    await world.settle()
    assert len([message for message in client.messages if "photo" in message]) == 2

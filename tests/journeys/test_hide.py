"""Hide: whatever stands in the chat goes with few calls, and nothing keeps the harmless card from coming."""

from datetime import timedelta

import pytest
from aiogram.methods import DeleteMessages

from bot.telegram.buttons import Hide
from tests.client_phone import arrived

COVER = "Opening hours and addresses. Press Start."


@pytest.fixture
def deletions(world):
    """How many messages each call asked to delete."""
    asked = []

    async def note(make_request, bot, method):
        if isinstance(method, DeleteMessages):
            asked.append(len(method.message_ids))
        return await make_request(bot, method)

    world.app.bot.session.middleware(note)
    return asked


async def test_three_hundred_messages_go_with_four_calls(world, deletions):
    phone = await arrived(world, "Мозырь")
    for number in range(150):
        world.telegram.say(phone.user, f"слово {number}")
    await world.settle()
    assert len(phone.messages) > 300
    await phone.presses_data(Hide())

    assert [message["text"] for message in phone.messages] == [COVER]
    assert deletions[:3] == [100, 100, 100]
    assert len(deletions) == 4


async def test_a_message_that_telegram_keeps_does_not_save_the_others_nor_stop_the_card(world, clock, deletions):
    phone = await arrived(world, "Мозырь")
    old = phone.last
    clock.advance(timedelta(hours=50))
    for number in range(20):
        world.telegram.say(phone.user, f"слово {number}")
    await world.settle()
    async with world.app.database.transaction() as store:
        actor, _row = await store.people.load(phone.user.id, b"")
        await store.messages.forget(actor.id)
        await store.messages.add((phone.user.id, message["message_id"]) for message in phone.messages)
    early = {message["message_id"] for message in phone.messages if message["message_id"] <= old["message_id"]}
    await phone.presses_data(Hide())

    assert {message["message_id"] for message in phone.messages} == early | {phone.last["message_id"]}
    assert phone.text == COVER
    assert len(deletions) > 1


async def test_what_telegram_is_about_to_keep_is_not_tried(world, clock):
    phone = await arrived(world, "Мозырь")
    async with world.app.database.transaction() as store:
        actor, _row = await store.people.load(phone.user.id, b"")
        assert await store.messages.deletable(actor.id)
    clock.advance(timedelta(hours=47, minutes=56))
    async with world.app.database.transaction() as store:
        assert not await store.messages.deletable(actor.id)

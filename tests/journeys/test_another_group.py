"""An organisation connects another group: old numbers mean nothing there, and nobody writes into silence."""

import pytest

from bot.telegram.buttons import BindGroup, Language, Talk
from bot.telegram.client_buttons import EraseMe
from tests.conftest import Office, Phone, settled_in
from tests.old_buttons import presses_old

MOZYR = "BY-HO-Mozyr"
#: topics of the staff's own, one of which bears the request's old number
TEA = "Чай"


@pytest.fixture
async def client(world, harbour):
    phone = await settled_in(world, "Иван", MOZYR)
    await phone.presses_data(Talk())
    await phone.says("Здравствуйте")
    return phone


async def binds(world, office, group) -> dict:
    """The worker writes a code in a group; returns what the bot says to that."""
    await presses_old(office.worker, BindGroup(organisation=office.organisation))
    code = office.worker.last["text"].split("/bind ")[1].split()[0]
    await office.worker.says(f"/bind {code}", chat=group)
    return list(group.messages.values())[-1]


@pytest.fixture
async def moved(world, harbour, client):
    """The office with its next group, and the topic's number in the old one."""
    (old_thread,) = harbour.topics
    old_group, harbour.forum = harbour.forum, world.telegram.add_forum("Новая группа", admins=[harbour.worker.user])
    while old_thread not in harbour.topics:
        world.telegram.create_topic(harbour.worker.user, harbour.forum, TEA)
    await binds(world, harbour, harbour.forum)
    return old_group, old_thread


async def test_after_that_a_request_has_one_topic_of_its_own_there_and_none_by_its_old_number(
    world, harbour, client, moved
):
    assert harbour.topics[moved[1]] == TEA
    await client.says("Вы здесь?")

    assert harbour.said_in(moved[1]) == []
    (thread,) = [number for number, name in harbour.topics.items() if name != TEA]
    assert harbour.said_in(thread)[-1]["text"] == "Вы здесь?"
    await harbour.answers(thread, "Теперь здесь")
    assert "Теперь здесь" in client.seen


async def test_who_still_writes_in_the_old_group_is_told_that_it_went_nowhere(world, harbour, client, moved):
    old_group, old_thread = moved
    await presses_old(harbour.worker, Language(to="en"))
    before = len(old_group.messages)
    await harbour.worker.says("Приходите завтра", chat=old_group, thread=old_thread)

    assert "Приходите завтра" not in client.seen
    assert len(old_group.messages) == before + 2
    told = list(old_group.messages.values())[-1]
    assert told["message_thread_id"] == old_thread
    assert "no longer connected" in told["text"]


async def test_what_the_client_takes_back_or_changes_touches_nothing_in_the_new_group(world, harbour, client, moved):
    said = next(message for message in client.messages if message.get("text") == "Здравствуйте")
    receipt = next(m for m in client.messages if m.get("reply_to_message", {}).get("text") == "Здравствуйте")
    await client.says("Вы здесь?")
    before = {number: message.get("text") for number, message in harbour.forum.messages.items()}
    world.telegram.edit(client.user, said, "Другое")
    await world.settle()
    await client.presses("↩️", world.telegram.chat(client.user.id).messages[receipt["message_id"]])

    after = {number: message.get("text") for number, message in harbour.forum.messages.items()}
    assert after == before


async def test_the_same_group_again_keeps_its_topics(world, harbour, client):
    (thread,) = harbour.topics
    await binds(world, harbour, harbour.forum)
    await client.says("Вы здесь?")

    assert list(harbour.topics) == [thread]
    assert harbour.said_in(thread)[-1]["text"] == "Вы здесь?"


async def test_the_group_of_another_organisation_is_refused_with_a_sentence(world, harbour, client):
    road = Office(world, "road-home", Phone(world, "Пётр"))
    await road.open()
    world.telegram.join(harbour.worker.user, road.forum)
    answer = await binds(world, harbour, road.forum)

    assert answer["from"]["is_bot"]
    async with world.app.database.transaction() as store:
        assert await store.groups.organisation(road.forum.id) == "road-home"
        assert await store.groups.organisation(harbour.forum.id) == "quiet-harbour"


async def test_who_is_erased_is_told_of_in_the_new_group_by_the_code_that_the_old_one_knows(
    world, harbour, client, moved
):
    old_group, old_thread = moved
    code = old_group.topics[old_thread].name
    await presses_old(client, EraseMe(sure=True))

    said = [message["text"] for message in harbour.forum.messages.values() if code in message.get("text", "")]
    assert len(said) == 1


async def test_who_is_erased_and_was_in_one_group_only_is_not_looked_for_in_another(world, harbour, client):
    await presses_old(client, EraseMe(sure=True))

    said = list(harbour.forum.messages.values())[-1]["text"]
    assert "\n" not in said

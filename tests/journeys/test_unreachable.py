"""Who can no longer be reached, and who learns it in words: groups broken by hand, and people who left."""

from datetime import timedelta

import pytest

from bot.telegram.buttons import BindGroup, Talk
from tests.conftest import Office, Phone, settled_in
from tests.old_buttons import presses_old

MOZYR = "BY-HO-Mozyr"


@pytest.fixture
async def harbour(world):
    office = Office(world, "quiet-harbour", Phone(world, "Ольга", "en"))
    await office.open()
    return office


@pytest.fixture
async def client(world, harbour):
    phone = await settled_in(world, "Иван", MOZYR, "en")
    await phone.presses_data(Talk())
    await phone.says("Good day")
    return phone


@pytest.fixture
async def thread(harbour, client):
    (made,) = harbour.topics
    return made


@pytest.fixture
def operator(world):
    phone = Phone(world, "Оператор")
    world.telegram.say(phone.user, "/start")
    world.app.means.ops_chat = phone.user.id
    return phone


def said_by_bot(office):
    return [m.get("text", "") for m in office.forum.messages.values() if m["from"]["is_bot"]]


async def test_staff_learn_that_the_client_blocked_the_bot_and_that_they_are_back(world, harbour, client, thread):
    world.telegram.block(client.user)
    await world.settle()
    assert "cannot be reached" in said_by_bot(harbour)[-1]
    await harbour.answers(thread, "Come tomorrow")
    assert "Come tomorrow" not in client.seen
    assert "cannot be reached" in said_by_bot(harbour)[-1]

    world.clock.advance(timedelta(minutes=1))
    world.telegram.unblock(client.user)
    await world.settle()
    assert "can be reached again" in said_by_bot(harbour)[-1]
    await client.says("I am back")
    assert harbour.said_in(thread)[-1]["text"] == "I am back"
    await harbour.answers(thread, "Welcome back")
    assert "Welcome back" in client.seen


async def test_staff_learn_with_the_first_answer_that_an_account_is_gone(world, harbour, client, thread):
    world.telegram.deactivate(client.user)
    answer = await harbour.answers(thread, "Come tomorrow")

    note = harbour.said_in(thread)[-1]
    assert "no longer there" in note["text"]
    assert note["reply_to_message"]["message_id"] == answer["message_id"]


async def test_a_bot_that_may_not_manage_topics_says_so_and_loses_no_words(world, harbour, client, operator):
    world.telegram.set_bot_member(harbour.forum, harbour.worker.user, "administrator", ["can_manage_topics"])
    await world.settle()
    assert "may not manage topics" in said_by_bot(harbour)[-1]
    assert "🛠" in operator.seen

    other = await settled_in(world, "Пётр", MOZYR, "en")
    await other.presses_data(Talk())
    await other.says("Is anyone there?")
    assert "not connected" in other.seen

    world.telegram.set_bot_member(harbour.forum, harbour.worker.user, "administrator")
    await world.settle()
    assert "Is anyone there?" in said_by_bot(harbour)
    assert any("again" in said for said in said_by_bot(harbour))


async def test_a_plain_member_of_the_group_is_told_apart_from_an_administrator(world, harbour, client):
    world.telegram.set_bot_member(harbour.forum, harbour.worker.user, "member")
    await world.settle()

    assert "may not manage topics" in said_by_bot(harbour)[-1]


async def test_when_the_bot_is_put_out_the_operator_and_the_client_learn_it_and_words_wait(
    world, harbour, client, thread, operator
):
    world.telegram.set_bot_member(harbour.forum, harbour.worker.user, "kicked")
    await world.settle()
    assert operator.seen.count("🛠") == 1
    await client.says("Are you there?")
    assert "not connected" in client.seen
    assert operator.seen.count("🛠") == 1

    world.telegram.set_bot_member(harbour.forum, harbour.worker.user, "administrator")
    await world.settle()
    assert harbour.said_in(thread)[-1]["text"] == "Are you there?"


async def test_what_happens_in_a_group_of_nobody_is_nobodys_business(world, harbour, operator):
    other = world.telegram.add_forum("Чужая", admins=[harbour.worker.user])
    world.telegram.set_bot_member(other, harbour.worker.user, "member")
    await world.settle()

    assert [m for m in other.messages.values() if m["from"]["is_bot"]] == []
    assert "🛠" not in operator.seen


async def test_topics_switched_off_are_waited_for(world, harbour, client, thread):
    world.telegram.set_topics(harbour.worker.user, harbour.forum, on=False)
    await client.says("Are you there?")
    # its topic is looked for first, and made anew
    world.clock.advance(timedelta(seconds=1))
    await world.settle()
    assert "not connected" in client.seen

    world.telegram.set_topics(harbour.worker.user, harbour.forum, on=True)
    world.clock.advance(timedelta(minutes=6))
    await world.settle()
    assert "Are you there?" in said_by_bot(harbour)


async def test_a_deleted_topic_is_made_anew_and_one_closed_by_hand_is_opened(world, harbour, client, thread):
    world.telegram.set_topic_closed(harbour.worker.user, harbour.forum, thread, closed=True)
    await client.says("Second")
    assert harbour.said_in(thread)[-1]["text"] == "Second"

    world.telegram.delete_topic(harbour.worker.user, harbour.forum, thread)
    await client.says("Third")
    world.clock.advance(timedelta(seconds=1))
    await world.settle()
    (made,) = harbour.topics
    assert made != thread
    assert harbour.said_in(made)[-1]["text"] == "Third"


async def test_a_basic_group_is_asked_for_topics_and_serves_once_it_is_upgraded(world):
    worker = Phone(world, "Ольга", "en")
    office = Office(world, "quiet-harbour", worker)
    await office.open()
    basic = world.telegram.add_group("Группа", admins=[worker.user])
    await presses_old(worker, BindGroup(organisation=office.organisation))
    code = worker.last["text"].split("/bind ")[1].split()[0]
    await worker.says(f"/bind {code}", chat=basic)
    assert "switch topics on" in list(basic.messages.values())[-1]["text"]

    office.forum = world.telegram.upgrade(worker.user, basic)
    world.telegram.set_bot_member(office.forum, worker.user, "administrator")
    await worker.says(f"/bind {code}", chat=office.forum)
    client = await settled_in(world, "Иван", MOZYR, "en")
    await client.presses_data(Talk())
    await client.says("Good day")
    (thread,) = office.topics
    assert office.said_in(thread)[-1]["text"] == "Good day"

"""To the organisation's group: topics made, mended and reopened; groups moved, lost and found again."""

from datetime import timedelta

from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError

from bot.telegram.buttons import Talk
from tests.conftest import Office, Phone, settled_in
from tests.telegram.troubles import cut_off, moved_to, refused, says


def words_in(office, thread):
    return [message["text"] for message in office.said_in(thread) if message["from"]["is_bot"]][1:]


async def test_a_refused_connection_sends_nothing_and_is_tried_again(world, office, client, talk, owed):
    world.spoil("sendMessage", refused)
    world.telegram.say(client.user, "Второе")
    await world.settle()
    assert ("to_staff", "owed", "refused") in await owed()

    world.clock.advance(timedelta(minutes=1))
    await world.settle()
    assert words_in(office, talk) == ["Здравствуйте", "Второе"]
    assert await owed() == []


async def test_a_cut_connection_is_told_apart_and_tried_again_when_its_lease_ends(world, office, client, talk, owed):
    world.spoil("sendMessage", cut_off)
    world.telegram.say(client.user, "Второе")
    await world.settle()
    assert ("to_staff", "sending", "unknown") in await owed()

    world.clock.advance(timedelta(seconds=61))
    await world.settle()
    assert words_in(office, talk) == ["Здравствуйте", "Второе", "Второе"]
    assert await owed() == []


async def test_after_a_flood_wait_it_is_sent_once(world, office, client, talk, owed):
    world.telegram.say(client.user, "Второе")
    world.telegram.faults.retry_after = 1
    world.telegram.faults.flood = True
    await world.settle()
    assert {reason for _, _, reason in await owed()} == {"flood"}

    world.telegram.faults.flood = False
    world.clock.advance(timedelta(seconds=1))
    await world.settle()
    assert words_in(office, talk) == ["Здравствуйте", "Второе"]
    assert await owed() == []


async def test_a_process_that_dies_between_commit_and_sending_loses_nothing(world, office, client, talk, owed):
    await world.app.intake.receive([(await spoken(world, client, "Второе"))])
    await world.app.intake.drained()
    await world.kill()
    await world.settle()

    assert words_in(office, talk) == ["Здравствуйте", "Второе"]
    assert await owed() == []


async def spoken(world, client, text):
    """The update of what the client says, not yet taken in."""
    world.telegram.say(client.user, text)
    (update,) = world.telegram.updates.pending[-1:]
    return update


async def test_a_process_that_dies_while_sending_leaves_a_lease_that_ends(world, office, client, talk):
    world.telegram.say(client.user, "Второе")
    await world.app.intake.receive(world.telegram.updates.pending)
    await world.app.intake.drained()
    async with world.app.database.transaction() as store:
        assert await store.outbox.claim(10, timedelta(seconds=60))
    await world.kill()
    await world.settle()
    assert words_in(office, talk) == ["Здравствуйте"]

    world.clock.advance(timedelta(seconds=61))
    await world.settle()
    assert words_in(office, talk) == ["Здравствуйте", "Второе"]


async def test_a_deleted_topic_is_made_anew_and_the_words_land_there(world, office, client, talk, the_case):
    world.telegram.delete_topic(office.worker.user, office.forum, talk)
    await client.says("Второе")
    world.clock.advance(timedelta(seconds=1))
    await world.settle()

    (thread,) = office.topics
    assert thread != talk
    assert words_in(office, thread) == ["Второе"]
    assert (await the_case()).thread == thread
    await office.answers(thread, "Слышу вас")
    assert "Слышу вас" in client.seen


async def test_a_closed_topic_is_opened_and_the_words_land_there(world, office, client, talk):
    world.telegram.set_topic_closed(office.worker.user, office.forum, talk, closed=True)
    world.spoil("sendMessage", says(TelegramBadRequest, "Bad Request: TOPIC_CLOSED"))
    await client.says("Второе")
    world.clock.advance(timedelta(seconds=1))
    await world.settle()

    assert not office.forum.topics[talk].closed
    assert words_in(office, talk) == ["Здравствуйте", "Второе"]


async def test_words_never_land_in_another_clients_topic(world, office, client, talk):
    other = await settled_in(world, "Пётр", "BY-HO-Mozyr")
    await other.presses_data(Talk())
    await other.says("Другое")
    (thread,) = set(office.topics) - {talk}
    world.telegram.delete_topic(office.worker.user, office.forum, talk)
    await client.says("Второе")
    world.clock.advance(timedelta(seconds=1))
    await world.settle()

    assert words_in(office, thread) == ["Другое"]
    (mended,) = set(office.topics) - {thread}
    assert words_in(office, mended) == ["Второе"]


async def test_a_moved_group_is_found_under_its_new_id(world, office, client, talk, owed):
    moved = world.telegram.add_forum("Новая", admins=[office.worker.user])
    world.spoil("sendMessage", moved_to(moved.id))
    await client.says("Второе")
    for _ in range(2):
        world.clock.advance(timedelta(seconds=1))
        await world.settle()

    said = [message.get("text") for message in moved.messages.values()]
    assert "Второе" in said
    assert await owed() == []


async def test_a_group_that_moved_before_its_first_topic_is_found_too(world, office, client, owed):
    moved = world.telegram.add_forum("Новая", admins=[office.worker.user])
    world.spoil("createForumTopic", moved_to(moved.id))
    await client.presses_data(Talk())
    await client.says("Здравствуйте")
    world.clock.advance(timedelta(seconds=1))
    await world.settle()

    assert "Здравствуйте" in [message.get("text") for message in moved.messages.values()]
    assert await owed() == []


async def test_thrown_out_of_the_group_the_words_stay_owed_until_it_is_back(
    world, office, client, talk, owed, states
):
    world.telegram.set_bot_member(office.forum, office.worker.user, "kicked")
    await client.says("Второе")
    assert ("to_staff", "owed", "removed") in await owed()
    for _ in range(400):
        world.clock.advance(timedelta(minutes=5))
        await world.app.delivery.send_due()
    assert ("to_staff", "owed", "removed") in await owed()
    assert (await states())[-1] == "waiting"

    world.telegram.set_bot_member(office.forum, office.worker.user, "administrator")
    world.clock.advance(timedelta(minutes=5))
    await world.settle()
    assert words_in(office, talk) == ["Здравствуйте", "Второе"]


async def test_thrown_out_before_the_first_topic_the_words_stay_owed_too(world, office, client, owed):
    world.telegram.set_bot_member(office.forum, office.worker.user, "kicked")
    await client.presses_data(Talk())
    await client.says("Здравствуйте")

    assert ("to_staff", "owed", "removed") in await owed()


async def test_without_a_group_words_wait_and_come_when_one_is_bound(world, client, owed):
    await client.presses_data(Talk())
    await client.says("Здравствуйте")
    assert ("to_staff", "owed", "no_group") in await owed()

    office = Office(world, "quiet-harbour", Phone(world, "Ольга"))
    await office.open()
    (thread,) = office.topics
    assert words_in(office, thread) == ["Здравствуйте"]
    assert await owed() == []


async def test_what_telegram_refuses_for_good_is_told_to_who_wrote_it(world, office, client, talk, states):
    world.spoil("sendMessage", says(TelegramBadRequest, "Bad Request: message is too long"))
    world.telegram.say(client.user, "Второе")
    await world.settle()

    assert await states() == ["delivered", "failed"]
    assert "⚠️" in client.last["text"]
    assert "Второе" not in words_in(office, talk)


async def test_a_mistake_of_ours_in_one_message_does_not_stop_the_others(world, office, client, talk, owed):
    async with world.app.database.transaction() as store:
        await store.outbox.add("staff_note", "bad", {"note": "never heard of"}, organisation="quiet-harbour", case=1)
        await store.outbox.add("no such kind", "worse", {}, organisation="quiet-harbour")
    await client.says("Второе")

    assert "Второе" in words_in(office, talk)


async def test_a_forbidden_word_about_topics_does_not_lose_the_words(world, office, client, owed):
    world.spoil(
        "createForumTopic", says(TelegramForbiddenError, "Forbidden: bot was kicked from the supergroup chat")
    )
    await client.presses_data(Talk())
    await client.says("Здравствуйте")
    assert ("to_staff", "owed", "removed") in await owed()

    world.clock.advance(timedelta(minutes=5))
    await world.settle()
    (thread,) = office.topics
    assert words_in(office, thread) == ["Здравствуйте"]


async def test_what_was_said_first_arrives_first_though_it_had_to_be_sent_again(world, office, client, talk):
    world.spoil("sendMessage", refused)
    world.telegram.say(client.user, "Второе")
    world.telegram.say(client.user, "Третье")
    await world.settle()
    world.clock.advance(timedelta(minutes=1))
    await world.settle()

    assert words_in(office, talk) == ["Здравствуйте", "Второе", "Третье"]

"""A supergroup with topics: the bot's rights in it, and what it gets to see."""

from datetime import timedelta

import pytest
from aiogram.exceptions import TelegramBadRequest

from bot.emulator.errors import NotPossible


@pytest.fixture
async def topic(bot, forum):
    return (await bot.create_forum_topic(forum.id, "Обращение 7")).message_thread_id


@pytest.fixture
def mere_member(telegram, worker, forum):
    telegram.set_bot_member(forum, worker, "member")


async def updates_of(bot, kind):
    return [getattr(update, kind) for update in await bot.get_updates() if getattr(update, kind)]


async def test_a_group_begins_with_a_notice_so_that_no_topic_is_number_one(bot, telegram, worker):
    fresh = telegram.add_forum("НКО", admins=[worker])
    assert fresh.messages[1]["supergroup_chat_created"]
    assert (await bot.create_forum_topic(fresh.id, "Обращение")).message_thread_id > 1


async def test_a_message_goes_into_its_topic(bot, forum, topic):
    sent = await bot.send_message(forum.id, "Карточка", message_thread_id=topic)
    assert sent.is_topic_message
    assert sent.message_thread_id == topic
    assert sent.reply_to_message.forum_topic_created.name == "Обращение 7"


async def test_without_a_topic_it_goes_to_general(bot, forum, topic):
    assert (await bot.send_message(forum.id, "Всем")).message_thread_id is None


@pytest.mark.parametrize("thread", [1, 999])
async def test_a_topic_that_is_not_there_is_not_found_nor_is_general_by_number(bot, forum, thread):
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: message thread not found$"):
        await bot.send_message(forum.id, "Карточка", message_thread_id=thread)


async def test_a_deleted_topic_takes_its_messages_of_any_age_along(bot, clock, forum, topic):
    sent = await bot.send_message(forum.id, "Карточка", message_thread_id=topic)
    clock.advance(timedelta(days=100))
    assert await bot.delete_forum_topic(forum.id, topic)
    assert sent.message_id not in forum.messages
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await bot.send_message(forum.id, "Карточка", message_thread_id=topic)
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: TOPIC_ID_INVALID$"):
        await bot.edit_forum_topic(forum.id, topic, name="Обращение 8")


async def test_a_closed_topic_is_shut_to_a_bot_that_does_not_manage_topics(bot, telegram, worker, forum):
    topic = telegram.create_topic(worker, forum, "Приёмная")
    telegram.set_topic_closed(worker, forum, topic.id, closed=True)
    telegram.set_bot_member(forum, worker, "administrator", without=["can_manage_topics"])
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: TOPIC_CLOSED$"):
        await bot.send_message(forum.id, "Карточка", message_thread_id=topic.id)
    telegram.set_topic_closed(worker, forum, topic.id, closed=False)
    assert await bot.send_message(forum.id, "Карточка", message_thread_id=topic.id)


async def test_who_manages_topics_may_write_into_a_closed_one(bot, forum, topic):
    await bot.close_forum_topic(forum.id, topic)
    assert await bot.send_message(forum.id, "Карточка", message_thread_id=topic)


async def test_closing_and_opening_again_happen_once_each(bot, forum, topic):
    await bot.close_forum_topic(forum.id, topic)
    assert forum.topics[topic].closed
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: TOPIC_NOT_MODIFIED$"):
        await bot.close_forum_topic(forum.id, topic)
    await bot.reopen_forum_topic(forum.id, topic)
    assert not forum.topics[topic].closed
    with pytest.raises(TelegramBadRequest, match="TOPIC_NOT_MODIFIED"):
        await bot.reopen_forum_topic(forum.id, topic)


async def test_a_topic_is_renamed(bot, forum, topic):
    await bot.edit_forum_topic(forum.id, topic, name="Обращение 8")
    assert forum.topics[topic].name == "Обращение 8"
    with pytest.raises(TelegramBadRequest, match="TOPIC_NOT_MODIFIED"):
        await bot.edit_forum_topic(forum.id, topic, name="Обращение 8")


async def test_topics_need_rights(bot, telegram, worker, forum, mere_member):
    theirs = telegram.create_topic(worker, forum, "Приёмная")
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: not enough rights to create a topic$"):
        await bot.create_forum_topic(forum.id, "Обращение")
    with pytest.raises(TelegramBadRequest, match="not enough rights to manage topics"):
        await bot.close_forum_topic(forum.id, theirs.id)


async def test_deleting_a_topic_needs_the_right_to_delete(bot, telegram, worker, forum, topic):
    telegram.set_bot_member(forum, worker, "administrator", without=["can_delete_messages"])
    with pytest.raises(TelegramBadRequest, match="not enough rights to delete the topic"):
        await bot.delete_forum_topic(forum.id, topic)
    assert topic in forum.topics


async def test_topics_are_for_forums_only(bot, telegram, worker):
    group = telegram.add_forum("Просто группа", admins=[worker], is_forum=False)
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: the chat is not a forum$"):
        await bot.create_forum_topic(group.id, "Обращение")


async def test_a_topic_has_a_name_and_a_color_of_telegrams(bot, forum):
    with pytest.raises(TelegramBadRequest, match="TOPIC_TITLE_EMPTY"):
        await bot.create_forum_topic(forum.id, " ")
    with pytest.raises(TelegramBadRequest, match="invalid icon color specified"):
        await bot.create_forum_topic(forum.id, "Обращение", icon_color=7)


async def test_the_notice_that_opens_a_topic_cannot_be_deleted(bot, forum, topic):
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: message can't be deleted$"):
        await bot.delete_message(forum.id, topic)


async def test_who_may_delete_may_do_so_at_any_age_and_others_only_their_own(bot, telegram, clock, worker, forum):
    theirs = telegram.say(worker, "// для себя", chat=forum)["message_id"]
    clock.advance(timedelta(days=30))
    telegram.set_bot_member(forum, worker, "administrator", without=["can_delete_messages"])
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: message can't be deleted$"):
        await bot.delete_message(forum.id, theirs)
    telegram.set_bot_member(forum, worker, "administrator")
    assert await bot.delete_message(forum.id, theirs)


async def test_a_workers_line_in_a_topic_reaches_an_administrator_bot(bot, telegram, worker, forum, topic):
    telegram.say(worker, "Приходите завтра", chat=forum, thread=topic)
    *_, message = await updates_of(bot, "message")
    assert (message.text, message.message_thread_id, message.is_topic_message) == ("Приходите завтра", topic, True)


async def test_an_answer_to_a_line_of_a_topic_stays_in_it(bot, telegram, worker, forum, topic):
    card = await bot.send_message(forum.id, "Карточка", message_thread_id=topic)
    theirs = telegram.say(worker, "Беру", chat=forum, reply_to=card.message_id)
    assert theirs["message_thread_id"] == topic
    assert theirs["reply_to_message"]["text"] == "Карточка"


async def test_a_mere_member_sees_commands_mentions_and_answers_only(bot, telegram, worker, forum, mere_member):
    mine = await bot.send_message(forum.id, "Карточка")
    telegram.updates.clear()
    telegram.say(worker, "между нами", chat=forum)
    telegram.say(worker, "/bind 1234", chat=forum)
    telegram.say(worker, "@prystan_bot, привет", chat=forum)
    telegram.say(worker, "Беру", chat=forum, reply_to=mine.message_id)
    seen = [message.text for message in await updates_of(bot, "message")]
    assert seen == ["/bind 1234", "@prystan_bot, привет", "Беру"]


async def test_of_its_own_the_bot_hears_only_the_notices_of_topics_and_pins(bot, telegram, forum, topic):
    telegram.updates.clear()
    card = await bot.send_message(forum.id, "Карточка", message_thread_id=topic)
    await card.pin()
    await bot.edit_forum_topic(forum.id, topic, name="Обращение 8")
    await bot.close_forum_topic(forum.id, topic)
    pinned, renamed, closed = await updates_of(bot, "message")
    assert pinned.pinned_message.text == "Карточка"
    assert renamed.forum_topic_edited.name == "Обращение 8"
    assert closed.forum_topic_closed


async def test_what_people_do_to_topics_is_told_deletion_excepted(bot, telegram, worker, forum):
    telegram.updates.clear()
    topic = telegram.create_topic(worker, forum, "Приёмная")
    telegram.set_topic_closed(worker, forum, topic.id, closed=True)
    telegram.set_topic_closed(worker, forum, topic.id, closed=False)
    telegram.delete_topic(worker, forum, topic.id)
    created, closed, reopened = await updates_of(bot, "message")
    assert created.forum_topic_created.name == "Приёмная"
    assert closed.forum_topic_closed
    assert reopened.forum_topic_reopened


async def test_joining_a_group_and_changed_rights_are_told(bot, telegram, worker, forum):
    telegram.set_bot_member(forum, worker, "member")
    joined, demoted = await updates_of(bot, "my_chat_member")
    assert (joined.old_chat_member.status, joined.new_chat_member.status) == ("left", "administrator")
    assert joined.new_chat_member.can_manage_topics
    assert demoted.new_chat_member.status == "member"


async def test_one_can_ask_who_someone_is_in_a_group(bot, telegram, person, worker, forum):
    assert (await bot.get_chat_member(forum.id, worker.id)).status == "creator"
    assert (await bot.get_chat_member(forum.id, telegram.me.id)).can_delete_messages
    assert (await bot.get_chat_member(forum.id, person.id)).status == "left"
    with pytest.raises(TelegramBadRequest, match="PARTICIPANT_ID_INVALID"):
        await bot.get_chat_member(forum.id, 999)


async def test_one_can_ask_about_a_chat(bot, person, forum):
    assert (await bot.get_chat(forum.id)).is_forum
    assert (await bot.get_chat(person.id)).first_name == "Иван"
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.get_chat(999)


async def test_people_need_rights_too(telegram, person, worker, forum):
    with pytest.raises(NotPossible, match="only members"):
        telegram.say(person, "Пустите", chat=forum)
    telegram.join(person, forum)
    topic = telegram.create_topic(worker, forum, "Приёмная")
    telegram.set_topic_closed(worker, forum, topic.id, closed=True)
    with pytest.raises(NotPossible, match="the topic is closed"):
        telegram.say(person, "Пустите", chat=forum, thread=topic.id)
    with pytest.raises(NotPossible, match="only an administrator"):
        telegram.set_topic_closed(person, forum, topic.id, closed=False)
    with pytest.raises(NotPossible, match="no such topic"):
        telegram.delete_topic(worker, forum, 999)
    with pytest.raises(NotPossible, match="no such topic"):
        telegram.say(person, "Пустите", chat=forum, thread=999)
    telegram.leave(person, forum)
    with pytest.raises(NotPossible, match="only members"):
        telegram.say(person, "Пустите", chat=forum)

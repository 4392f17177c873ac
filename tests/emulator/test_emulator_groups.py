"""Who comes, goes and manages; pins; a basic group that becomes a supergroup; topics switched off."""

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat

from bot.emulator.errors import NotPossible

KINDS = ["message", "my_chat_member", "chat_member"]


async def updates_of(bot, kind):
    return [getattr(update, kind) for update in await bot.get_updates() if getattr(update, kind)]


@pytest.fixture
def group(telegram, worker):
    return telegram.add_group("НКО", admins=[worker])


async def test_who_comes_and_goes_is_told_to_an_administrator_that_asked(bot, telegram, person, forum):
    await bot.get_updates(allowed_updates=KINDS)
    telegram.join(person, forum)
    telegram.leave(person, forum)
    came, left = await updates_of(bot, "chat_member")
    assert (came.old_chat_member.status, came.new_chat_member.status) == ("left", "member")
    assert (left.new_chat_member.status, left.new_chat_member.user.id) == ("left", person.id)


async def test_changes_of_others_are_not_told_unasked_nor_to_a_mere_member(bot, telegram, person, worker, forum):
    telegram.join(person, forum)
    assert await updates_of(bot, "chat_member") == []
    await bot.get_updates(allowed_updates=KINDS)
    telegram.set_bot_member(forum, worker, "member")
    telegram.leave(person, forum)
    assert await updates_of(bot, "chat_member") == []


async def test_coming_and_going_leave_notices(bot, telegram, person, forum):
    telegram.updates.clear()
    telegram.join(person, forum)
    telegram.leave(person, forum)
    came, left = await updates_of(bot, "message")
    assert [user.id for user in came.new_chat_members] == [person.id]
    assert left.left_chat_member.id == person.id


async def test_promotion_and_removal_are_for_those_who_may(bot, telegram, person, worker, forum):
    telegram.join(person, forum)
    await bot.get_updates(allowed_updates=KINDS)
    telegram.set_member(forum, worker, person, "administrator", without=["can_promote_members"])
    (promoted,) = await updates_of(bot, "chat_member")
    assert promoted.new_chat_member.can_manage_topics
    assert promoted.from_user.id == worker.id
    other = telegram.add_user("Анна")
    with pytest.raises(NotPossible, match="only an administrator"):
        telegram.set_member(forum, person, other, "administrator")
    telegram.set_member(forum, worker, person, "kicked")
    assert (await bot.get_chat_member(forum.id, person.id)).status == "kicked"


async def test_the_bot_promoted_demoted_and_put_out_is_told_each_time(bot, telegram, worker, forum):
    telegram.updates.clear()
    for status in ("member", "administrator", "kicked"):
        telegram.set_bot_member(forum, worker, status)
    changes = await updates_of(bot, "my_chat_member")
    assert [change.new_chat_member.status for change in changes] == ["member", "administrator", "kicked"]
    (gone,) = await updates_of(bot, "message")
    assert gone.left_chat_member.id == telegram.me.id


async def test_a_bot_that_is_out_hears_nothing_more(bot, telegram, worker, forum, person):
    telegram.set_bot_member(forum, worker, "kicked")
    telegram.updates.clear()
    telegram.say(worker, "/bind", chat=forum)
    telegram.join(person, forum)
    assert await bot.get_updates() == []


async def test_the_bot_leaves_by_itself(bot, telegram, forum):
    assert await bot.leave_chat(forum.id)
    *_, change = await updates_of(bot, "my_chat_member")
    assert (change.new_chat_member.status, change.from_user.id) == ("left", telegram.me.id)
    with pytest.raises(TelegramForbiddenError, match="bot is not a member of the supergroup chat"):
        await bot.send_message(forum.id, "Я ещё здесь")


async def test_one_can_ask_who_manages_and_how_many_there_are(bot, telegram, person, worker, forum):
    telegram.join(person, forum)
    admins = await bot.get_chat_administrators(forum.id)
    assert {admin.user.id for admin in admins} == {worker.id, telegram.me.id}
    assert await bot.get_chat_member_count(forum.id) == 3
    assert await bot.get_chat_member_count(person.id) == 2


async def test_a_private_chat_is_nobodys_to_manage_or_leave(bot, person):
    with pytest.raises(TelegramBadRequest, match="there are no administrators in the private chat"):
        await bot.get_chat_administrators(person.id)
    with pytest.raises(TelegramBadRequest, match="chat member status can't be changed in private chats"):
        await bot.leave_chat(person.id)


async def test_pins_are_a_pile_with_the_newest_on_top(bot, person, chat):
    first, second = await bot.send_message(person.id, "раз"), await bot.send_message(person.id, "два")
    assert await first.pin()
    assert await second.pin()
    assert await second.pin()
    assert chat.pinned == [first.message_id, second.message_id]
    assert chat.last_message["pinned_message"]["text"] == "два"
    assert await bot.unpin_chat_message(person.id)
    assert chat.pinned == [first.message_id]
    assert await bot.unpin_all_chat_messages(person.id)
    with pytest.raises(TelegramBadRequest, match="message to unpin not found"):
        await bot.unpin_chat_message(person.id)


async def test_what_is_deleted_is_no_longer_pinned(bot, person, chat):
    sent = await bot.send_message(person.id, "раз")
    await sent.pin()
    await sent.delete()
    assert chat.pinned == []


async def test_pins_need_a_right_and_a_message_somebody_wrote(bot, telegram, worker, forum):
    sent = await bot.send_message(forum.id, "Карточка")
    with pytest.raises(TelegramBadRequest, match="message to pin not found"):
        await bot.pin_chat_message(forum.id, 999)
    with pytest.raises(TelegramBadRequest, match="message can't be pinned"):
        await bot.pin_chat_message(forum.id, 1)
    telegram.set_bot_member(forum, worker, "administrator", without=["can_pin_messages"])
    for refused in (sent.pin(), sent.unpin(), bot.unpin_all_chat_messages(forum.id)):
        with pytest.raises(TelegramBadRequest, match="not enough rights to manage pinned messages in the chat"):
            await refused


async def test_a_basic_group_shares_the_numbers_of_private_chats(bot, person, group):
    assert (await bot.get_chat(group.id)).type == "group"
    private = await bot.send_message(person.id, "раз")
    assert (await bot.send_message(group.id, "два")).message_id == private.message_id + 1
    with pytest.raises(TelegramBadRequest, match="the chat is not a forum"):
        await bot.create_forum_topic(group.id, "Обращение")


async def test_a_basic_group_the_bot_is_out_of_names_itself_so(bot, telegram, worker, group):
    telegram.set_bot_member(group, worker, "kicked")
    with pytest.raises(TelegramForbiddenError, match="bot was kicked from the group chat"):
        await bot.send_message(group.id, "Добрый день")


async def test_an_upgrade_is_told_from_both_sides(bot, telegram, worker, group):
    telegram.updates.clear()
    new = telegram.upgrade(worker, group)
    joined, left_behind, arrived = await bot.get_updates()
    assert joined.my_chat_member.chat.id == new.id
    assert (left_behind.message.chat.id, left_behind.message.migrate_to_chat_id) == (group.id, new.id)
    assert (arrived.message.chat.id, arrived.message.migrate_from_chat_id) == (new.id, group.id)
    assert (await bot.create_forum_topic(new.id, "Обращение")).message_thread_id > 1


async def test_the_old_group_sends_on_to_the_new_one(bot, telegram, worker, group):
    new = telegram.upgrade(worker, group)
    with pytest.raises(TelegramMigrateToChat) as refusal:
        await bot.send_message(group.id, "Карточка")
    assert refusal.value.migrate_to_chat_id == new.id
    assert telegram.calls[-1].error == "Bad Request: group chat was upgraded to a supergroup chat"
    with pytest.raises(NotPossible, match="write there"):
        telegram.say(worker, "Есть кто?", chat=group)
    assert telegram.say(worker, "Есть", chat=new)


async def test_an_upgrade_happens_once_and_by_hand_of_an_administrator(telegram, person, worker, group, forum):
    with pytest.raises(NotPossible, match="only an administrator"):
        telegram.upgrade(person, group)
    telegram.upgrade(worker, group)
    for done in (group, forum):
        with pytest.raises(NotPossible, match="a supergroup already"):
            telegram.upgrade(worker, done)


async def test_an_upgrade_of_a_group_without_the_bot_is_not_told(bot, telegram, worker, group):
    telegram.set_bot_member(group, worker, "kicked")
    telegram.updates.clear()
    telegram.upgrade(worker, group)
    assert await bot.get_updates() == []


async def test_topics_switched_off_are_not_found_and_come_back(bot, telegram, worker, forum):
    topic = (await bot.create_forum_topic(forum.id, "Обращение")).message_thread_id
    card = await bot.send_message(forum.id, "Карточка", message_thread_id=topic)
    telegram.set_topics(worker, forum, on=False)
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await bot.send_message(forum.id, "Карточка", message_thread_id=topic)
    with pytest.raises(TelegramBadRequest, match="the chat is not a forum"):
        await bot.close_forum_topic(forum.id, topic)
    with pytest.raises(NotPossible, match="no such topic"):
        telegram.say(worker, "Беру", chat=forum, thread=topic)
    assert "message_thread_id" not in telegram.say(worker, "Беру", chat=forum, reply_to=card.message_id)
    telegram.set_topics(worker, forum, on=True)
    assert await bot.send_message(forum.id, "Карточка", message_thread_id=topic)


async def test_topics_are_switched_by_administrators_of_supergroups(telegram, person, worker, group, forum):
    with pytest.raises(NotPossible, match="only an administrator"):
        telegram.set_topics(person, forum, on=False)
    with pytest.raises(NotPossible, match="upgrade it"):
        telegram.set_topics(worker, group, on=True)

"""The queue of updates, and what people do that gets into it."""

import asyncio
from datetime import timedelta

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramConflictError

from bot.emulator.errors import NotPossible
from bot.emulator.session import EmulatorSession


async def test_updates_stay_until_confirmed(bot, telegram, person):
    telegram.say(person, "раз")
    start, one = await bot.get_updates()
    assert [update.message.text for update in await bot.get_updates()] == ["/start", "раз"]
    assert [update.update_id for update in await bot.get_updates(offset=one.update_id)] == [one.update_id]
    assert one.update_id == start.update_id + 1
    assert await bot.get_updates(offset=one.update_id + 1) == []
    assert await bot.get_updates() == []


async def test_a_negative_offset_keeps_only_the_last(bot, telegram, person):
    telegram.say(person, "раз")
    telegram.say(person, "два")
    assert [update.message.text for update in await bot.get_updates(offset=-1)] == ["два"]
    assert len(telegram.updates) == 1


async def test_no_more_come_than_asked_for(bot, telegram, person):
    telegram.say(person, "раз")
    assert len(await bot.get_updates(limit=1)) == 1


async def test_a_long_poll_wakes_when_something_comes(bot, telegram, person):
    *_, last = await bot.get_updates()
    poll = asyncio.ensure_future(bot.get_updates(offset=last.update_id + 1, timeout=30))
    await asyncio.sleep(0)
    telegram.say(person, "раз")
    assert [update.message.text for update in await poll] == ["раз"]


async def test_a_long_poll_ends_empty(bot):
    assert await bot.get_updates(timeout=1) == []


async def test_of_two_pollers_the_older_is_ended(bot, telegram):
    first = asyncio.ensure_future(bot.get_updates(timeout=30))
    await asyncio.sleep(0)
    second = asyncio.ensure_future(Bot(telegram.token, session=EmulatorSession(telegram)).get_updates(timeout=30))
    with pytest.raises(TelegramConflictError) as ended:
        await first
    assert ended.value.message == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    telegram.say(telegram.add_user("Анна"), "раз")
    assert len(await second) == 1


async def test_only_kinds_asked_for_come_and_that_is_remembered(bot, telegram, person):
    telegram.updates.clear()
    await bot.get_updates(allowed_updates=["callback_query"])
    telegram.say(person, "раз")
    assert await bot.get_updates() == []
    await bot.get_updates(allowed_updates=["message"])
    telegram.say(person, "два")
    assert [update.message.text for update in await bot.get_updates()] == ["два"]


async def test_an_empty_list_of_kinds_is_the_default_again(bot, telegram, person):
    await bot.get_updates(allowed_updates=["callback_query"])
    await telegram_call(telegram, allowed_updates=[])
    telegram.say(person, "раз")
    assert (await bot.get_updates())[-1].message.text == "раз"


async def telegram_call(telegram, **params):
    from bot.emulator.api import call

    return await call(telegram, telegram.token, "getUpdates", params)


async def test_reactions_come_only_when_asked_for_by_name(bot, telegram, person):
    sent = await bot.send_message(person.id, "Вы здесь?")
    telegram.react(person, sent.message_id, "👍")
    assert all(update.message_reaction is None for update in await bot.get_updates())
    await bot.get_updates(allowed_updates=["message_reaction"])
    telegram.react(person, sent.message_id, "❤")
    *_, update = await bot.get_updates()
    change = update.message_reaction
    assert (change.old_reaction[0].emoji, change.new_reaction[0].emoji) == ("👍", "❤")


async def test_after_24_hours_telegram_forgets_what_nobody_fetched(bot, telegram, clock, person):
    clock.advance(timedelta(hours=23))
    telegram.say(person, "раз")
    clock.advance(timedelta(hours=2))
    assert [update.message.text for update in await bot.get_updates()] == ["раз"]


async def test_a_webhook_is_not_set_and_pending_updates_can_be_dropped(bot, telegram, person):
    about = await bot.get_webhook_info()
    assert (about.url, about.pending_update_count) == ("", 1)
    await bot.delete_webhook()
    assert len(telegram.updates) == 1
    await bot.delete_webhook(drop_pending_updates=True)
    assert len(telegram.updates) == 0


async def test_a_deep_link_is_a_start_with_a_payload_and_a_command_entity(bot, telegram):
    telegram.say(telegram.add_user("Анна"), "/start inv_1")
    (update,) = await bot.get_updates()
    assert update.message.text == "/start inv_1"
    assert [(entity.type, entity.length) for entity in update.message.entities] == [("bot_command", 6)]


async def test_blocking_and_unblocking_are_told_once_each(bot, telegram, person):
    telegram.updates.clear()
    telegram.block(person)
    telegram.block(person)
    telegram.unblock(person)
    left, back = [update.my_chat_member for update in await bot.get_updates()]
    assert (left.old_chat_member.status, left.new_chat_member.status) == ("member", "kicked")
    assert (back.old_chat_member.status, back.new_chat_member.status) == ("kicked", "member")


async def test_who_blocked_the_bot_can_neither_write_nor_press(bot, telegram, person):
    sent = await bot.send_message(person.id, "Вы здесь?")
    telegram.block(person)
    with pytest.raises(NotPossible, match="blocked"):
        telegram.say(person, "раз")
    with pytest.raises(NotPossible, match="there is no button"):
        telegram.press(person, sent.message_id, "Да")


async def test_an_edit_comes_as_an_edited_message(bot, telegram, person):
    theirs = telegram.say(person, "рас")
    telegram.edit(person, theirs, "раз")
    *_, update = await bot.get_updates()
    assert update.edited_message.text == "раз"
    assert update.edited_message.edit_date
    sent = await bot.send_message(person.id, "моё")
    with pytest.raises(NotPossible, match="not their message"):
        telegram.edit(person, sent.message_id, "чужое")


async def test_an_edited_caption_comes_too(bot, telegram, person):
    theirs = telegram.send_photo(person, caption="Справка")
    telegram.edit(person, theirs, "Моя справка")
    *_, update = await bot.get_updates()
    assert (update.edited_message.caption, len(update.edited_message.photo)) == ("Моя справка", 1)


async def test_what_a_person_deletes_goes_without_a_word(bot, telegram, person, chat):
    theirs = telegram.say(person, "раз")
    telegram.updates.clear()
    telegram.delete(person, theirs)
    assert theirs["message_id"] not in chat.messages
    assert await bot.get_updates() == []


async def test_contacts_and_venues_come_as_apps_send_them(bot, telegram, person):
    other = telegram.add_user("Анна")
    telegram.send_contact(person, "+375291234567")
    telegram.send_contact(person, "+375291234568", owner=other)
    telegram.send_location(person, 52.05, 29.25, title="Мозырь")
    _, own, foreign, venue = [update.message for update in await bot.get_updates()]
    assert own.contact.user_id == person.id
    assert foreign.contact.user_id == other.id
    assert (venue.venue.title, venue.location.latitude) == ("Мозырь", 52.05)


async def test_a_text_too_long_cannot_be_typed(telegram, person):
    with pytest.raises(NotPossible, match="1 to 4096"):
        telegram.say(person, "я" * 4097)
    with pytest.raises(NotPossible, match="1 to 4096"):
        telegram.edit(person, 1, " ")


async def test_a_one_time_keyboard_hides_after_use(bot, telegram, person, chat):
    chat.reply_keyboard = {"keyboard": [[{"text": "Дом"}]], "one_time_keyboard": True}
    telegram.say(person, "Дом")
    assert chat.reply_keyboard is None


async def test_listeners_hear_of_changes_until_they_leave(telegram, person):
    heard = []
    leave = telegram.subscribe(lambda: heard.append(telegram.version))
    telegram.say(person, "раз")
    count = len(heard)
    leave()
    telegram.say(person, "два")
    assert count > 0
    assert len(heard) == count


async def test_an_empty_chat_has_no_last_message(telegram):
    with pytest.raises(KeyError):
        _ = telegram.chat(telegram.add_user("Анна").id).last_message


async def test_starting_over_forgets_everyone(telegram, person):
    telegram.reset()
    assert (telegram.users, telegram.chats, len(telegram.updates)) == ({}, {}, 0)

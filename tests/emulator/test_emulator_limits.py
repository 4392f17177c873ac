"""Flood limits by the virtual clock."""

from datetime import timedelta

import pytest
from aiogram.exceptions import TelegramRetryAfter
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.emulator.limits import Flood, Limits, Window
from bot.emulator.telegram import Telegram


@pytest.fixture
def telegram(clock):
    """With the limits that the other tests here do without."""
    return Telegram(clock)


async def send_many(bot, chat_id, count):
    for number in range(count):
        await bot.send_message(chat_id, str(number))


async def test_a_private_chat_takes_a_burst_of_five_and_then_one_a_second(bot, clock, person):
    for _ in range(5):
        await bot.send_message(person.id, "раз")
        clock.advance(timedelta(seconds=0.1))
    with pytest.raises(TelegramRetryAfter) as refused:
        await bot.send_message(person.id, "шесть")
    assert refused.value.retry_after == 5
    assert refused.value.message.endswith("Too Many Requests: retry after 5")
    clock.advance(timedelta(seconds=5))
    assert await bot.send_message(person.id, "шесть")


async def test_one_a_second_is_never_refused(bot, clock, person, chat):
    for _ in range(60):
        await bot.send_message(person.id, "раз")
        clock.advance(timedelta(seconds=1))
    assert len(chat.messages) == 61


async def test_a_group_takes_twenty_a_minute_edits_included(bot, clock, forum):
    sent = await bot.send_message(forum.id, "Карточка")
    await send_many(bot, forum.id, 18)
    await sent.edit_text("Карточка, взята")
    for refused in (sent.edit_text("Карточка, закрыта"), bot.send_message(forum.id, "ещё"), copy_into(bot, forum)):
        with pytest.raises(TelegramRetryAfter) as refusal:
            await refused
        assert refusal.value.retry_after == 60
    clock.advance(timedelta(seconds=60))
    assert await bot.send_message(forum.id, "ещё")


async def copy_into(bot, forum):
    await bot.copy_message(forum.id, forum.id, forum.last_message["message_id"])


async def test_thirty_a_second_over_all_chats(bot, clock, telegram):
    people = [telegram.add_user(str(number)) for number in range(31)]
    for user in people:
        telegram.say(user, "/start")
    for user in people[:30]:
        await bot.send_message(user.id, "Добрый день")
    with pytest.raises(TelegramRetryAfter) as refused:
        await bot.send_message(people[30].id, "Добрый день")
    assert refused.value.retry_after == 1
    clock.advance(timedelta(seconds=1))
    assert await bot.send_message(people[30].id, "Добрый день")


async def test_edits_answers_and_deletions_in_private_are_free(bot, telegram, person):
    keys = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="yes")]])
    sent = await bot.send_message(person.id, "0", reply_markup=keys)
    for number in range(1, 40):
        query = telegram.press(person, sent.message_id, "Да")
        await bot.answer_callback_query(query.id)
        await sent.edit_text(str(number), reply_markup=keys)
    assert await sent.delete()


async def test_a_refused_message_leaves_no_trace_and_spends_nothing(bot, clock, person, chat):
    await send_many(bot, person.id, 5)
    before = len(chat.messages)
    for _ in range(10):
        with pytest.raises(TelegramRetryAfter):
            await bot.send_message(person.id, "шесть")
    assert len(chat.messages) == before
    clock.advance(timedelta(seconds=5))
    await send_many(bot, person.id, 5)


async def test_the_switchable_fault_refuses_every_send_until_switched_off(bot, telegram, person):
    telegram.faults.flood = True
    with pytest.raises(TelegramRetryAfter) as refused:
        await bot.send_message(person.id, "раз")
    assert refused.value.retry_after == telegram.faults.retry_after
    telegram.faults.flood = False
    assert await bot.send_message(person.id, "раз")


async def test_limits_can_be_switched_off(clock):
    assert [Flood(None).admit(1, 0.0) for _ in range(1000)] == [None] * 1000


def test_a_window_says_how_long_to_wait():
    window = Window((2, 10.0))
    window.spend(0.0)
    window.spend(4.0)
    assert window.wait(5.0) == 5.0
    assert window.wait(10.0) == 0.0


def test_chats_do_not_spend_each_others_share():
    flood = Flood(Limits(overall=(100, 1.0), private=(1, 1.0)))
    assert flood.admit(1, 0.0) is None
    assert flood.admit(2, 0.0) is None
    assert flood.admit(1, 0.5) == 1

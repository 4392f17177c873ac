"""Setting a reminder: agreed to first, then typed or pressed, and shown before anything rings."""

from datetime import timedelta

import pytest

from bot.store.tables import reminders
from bot.telegram.buttons import Home, Talk
from bot.telegram.client_buttons import PlaceCard
from bot.telegram.reminder_buttons import AgreeToRemind, CheckTime, Remind, Reminders, SetTime
from tests.client_phone import arrived
from tests.old_buttons import presses_old
from tests.reminder_phone import MINSK, begins, knocks, reminded, turn_to


@pytest.fixture
async def phone(world):
    return await arrived(world, "Мозырь")


async def test_nothing_is_kept_before_it_was_agreed_to(world, phone):
    await phone.presses_data(Reminders())
    await phone.presses("New reminder")

    assert "must keep the words, locked, and the time" in phone.text
    assert await world.rows(reminders) == []
    await phone.presses_data(AgreeToRemind())
    assert "Type what and when" in phone.text


async def test_what_is_typed_is_understood_shown_with_its_weekday_and_rings_only_after_yes(world, phone):
    await begins(phone)
    await phone.says("tomorrow at 10 call about work")

    assert "Tomorrow, Tuesday, 24 November, 10:00" in phone.text
    assert "«call about work»" in phone.text
    assert "Is this right?" in phone.text
    await turn_to(world, MINSK, 2026, 11, 24, 11, 0)
    assert knocks(phone) == []


async def test_it_can_be_chosen_by_buttons_alone(world, phone):
    await presses_old(phone, PlaceCard(place=next(iter(world.app.dispatcher["guide"].directory.places))))
    await phone.presses("Remind me")
    await phone.presses("✅ I agree")
    await phone.presses("Tomorrow")
    await phone.presses("Evening")
    await phone.presses("18:30")
    assert "Tomorrow, Tuesday, 24 November, 18:30" in phone.text
    await phone.presses("Yes, remind me")
    await turn_to(world, MINSK, 2026, 11, 24, 18, 30)

    assert knocks(phone) == ["⏰ 18:30. Open?"]


async def test_hours_that_are_over_are_not_offered_today(world, phone):
    await begins(phone)
    await phone.says("buy bread")
    await phone.presses("Today")

    assert not [label for label in phone.buttons if "Morning" in label]
    await phone.presses("☀️ Day")
    assert "12:30" not in phone.buttons
    assert "13:00" in phone.buttons


@pytest.mark.parametrize(("typed", "time"), [("8:15", "8:15"), ("9.10", "9:10")])
async def test_after_a_day_is_chosen_the_hour_can_be_typed(world, phone, typed, time):
    await begins(phone)
    await phone.says("buy bread")
    await phone.presses("Tomorrow")
    await phone.says(typed)

    assert f"Tomorrow, Tuesday, 24 November, {time}" in phone.text


async def test_what_is_not_understood_is_asked_again_and_loses_no_words(world, phone):
    await begins(phone)
    await phone.says("buy bread")
    assert "«buy bread»" in phone.text
    await phone.says("when the shop opens")
    assert "The time was not understood." in phone.text
    assert "«buy bread»" in phone.text
    await phone.says("in 2 hours")

    assert "Today, Monday, 23 November, 14:30" in phone.text


async def test_a_time_that_is_over_is_not_taken(world, phone):
    await begins(phone)
    await phone.says("today at 9:00 call")
    assert "This time is already over." in phone.text

    await phone.says("at 13:00")
    asked = phone.last
    world.clock.advance(timedelta(hours=2))
    await phone.presses("Yes, remind me", asked)
    assert "This time is already over. Please choose another." in phone.text
    assert [row.state for row in await world.rows(reminders)] == ["draft"]


async def test_a_restart_in_the_middle_of_setting_goes_on_where_one_was(world, phone):
    await begins(phone)
    await phone.says("call")
    await world.restart()
    await phone.says("tomorrow at 10")
    await phone.presses("Yes, remind me")

    assert "I will remind you: Tomorrow, Tuesday, 24 November, 10:00" in phone.text


async def test_how_often_is_chosen_before_yes(world, phone):
    await begins(phone)
    await phone.says("31.01 at 10:00 pay")
    await phone.presses("Repeat: once")
    await phone.presses("Every month")
    assert "Repeats: every month" in phone.text
    assert "In shorter months on the last day." in phone.text
    await phone.presses("Yes, remind me")
    await turn_to(world, MINSK, 2027, 1, 31, 10, 0)
    await turn_to(world, MINSK, 2027, 2, 28, 10, 0)
    await turn_to(world, MINSK, 2027, 3, 31, 10, 0)

    assert len(knocks(phone)) == 3


async def test_an_hour_typed_instead_of_yes_is_of_the_same_day(world, phone):
    await begins(phone)
    await phone.says("in two days at 10 call")
    await phone.says("at 15:00")

    assert "Wednesday, 25 November, 15:00" in phone.text
    await phone.says("tomorrow at 9")
    assert "Tomorrow, Tuesday, 24 November, 9:00" in phone.text


async def test_other_words_replace_the_first(world, phone):
    await begins(phone)
    await phone.says("tomorrow at 10 call")
    await phone.presses("Other words")
    await phone.says("call Anna at 5")
    assert "«call Anna at 5»" in phone.text
    assert "Tomorrow, Tuesday, 24 November, 10:00" in phone.text
    await phone.presses("Yes, remind me")
    assert "«call Anna at 5»" in phone.text


async def test_a_name_with_quotes_of_its_own_is_not_quoted_twice(world, phone):
    await begins(phone)
    await phone.says("завтра в 10 хостел «Арча»")

    assert "«хостел „Арча“»" in phone.text


async def test_what_cannot_repeat_so_is_asked_for_with_all_its_words(world, phone):
    await begins(phone)
    await phone.says("pills every weekday at 9")

    assert "When?" in phone.text
    assert "«pills every weekday at 9»" in phone.text


async def test_a_button_with_no_time_in_it_does_nothing(world, phone):
    await reminded(phone, "tomorrow at 10 call")
    which = (await world.rows(reminders))[0].id
    for button in (SetTime(reminder=which, at=99), CheckTime(reminder=which, at=202613010900)):
        await presses_old(phone, button)
        assert "out of date" in phone.text

    assert [row.wall for row in await world.rows(reminders)] == ["2026-11-24T10:00"]


async def test_more_than_fifty_are_refused_with_a_sentence(world, phone):
    await reminded(phone, "tomorrow at 10 call")
    person = (await world.rows(reminders))[0].person
    async with world.app.database.transaction() as store:
        for _ in range(49):
            made = await store.reminders.add(person, "", MINSK)
            await store.reminders.change(made, state="waiting", due_at=store.now + timedelta(days=9))
    await begins(phone)
    await phone.says("tomorrow at 11 call")

    assert "You have 50 reminders" in phone.text


@pytest.mark.parametrize("asked", ["what", "when", "other words"])
async def test_who_says_that_they_want_to_die_is_not_asked_for_words_or_a_time(world, phone, asked):
    await begins(phone)
    if asked == "when":
        await phone.says("buy bread")
    if asked == "other words":
        await phone.says("tomorrow at 10 buy bread")
        await phone.presses("Other words")
    await phone.says("не хочу жить")

    assert "🔴 Urgent" in phone.text
    assert "не хочу жить" not in phone.text


async def test_a_voice_note_is_answered(world, phone):
    await begins(phone)
    await phone.sends_voice()

    assert "not understood here" in phone.text


async def test_what_is_typed_for_a_reminder_never_goes_to_an_organisation(world, harbour, phone):
    await phone.presses_data(Talk())
    await phone.says("Нужен ночлег")
    await reminded(phone, "tomorrow at 10 мой секрет")
    await phone.says("ещё секрет")

    assert "секрет" not in str(harbour.forum.messages)


async def test_a_reminder_of_a_request_names_it_only_after_the_press(world, harbour, phone):
    await phone.presses_data(Talk())
    await phone.says("Нужен ночлег")
    at = next(place for place, m in enumerate(phone.messages) if m.get("text", "").startswith("Request"))
    await phone.presses("Remind me", phone.messages[at])
    await phone.presses("✅ I agree", phone.messages[at])
    await phone.says("tomorrow at 10")
    await phone.presses("Yes, remind me")
    await phone.says("для себя")
    assert "для себя" not in str(harbour.forum.messages)
    await turn_to(world, MINSK, 2026, 11, 24, 10, 0)

    assert knocks(phone) == ["⏰ 10:00. Open?"]
    await phone.presses("Open")
    (code,) = harbour.topics.values()
    assert code.split()[-1] in phone.text
    assert "tomorrow at 10" not in str(harbour.forum.messages)


async def test_who_looks_around_is_kept_only_from_the_agreement_on(world, everything_kept):
    phone = await arrived(world, "Мозырь", agreeing=False)
    await phone.presses_data(Reminders())
    assert "none yet" in phone.text
    await phone.presses_data(Remind())
    assert (await everything_kept())["people"] == []
    await phone.presses_data(AgreeToRemind())
    await phone.says("tomorrow at 10 call")
    await phone.presses("Yes, remind me")

    (person,) = (await everything_kept())["people"]
    assert person.consents == "reminders"
    await turn_to(world, MINSK, 2026, 11, 24, 10, 0)
    assert knocks(phone) == ["⏰ 10:00. Open?"]
    await phone.presses_data(Home())
    await phone.presses_data(Talk())
    assert "✅ I agree" in phone.buttons

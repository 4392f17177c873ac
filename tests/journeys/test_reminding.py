"""Reminders from the first press to "done": typed and pressed, in both countries, over restarts and jumps of time."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.demo.stage import Stage
from bot.domain.people import Reach
from bot.store.tables import outbox, reminders
from bot.telegram.buttons import Agree, Hide, Home, Talk
from bot.telegram.client_buttons import EraseMe, MyConsent, MyData, PlaceCard, SetPlace, WhatIsKept, Withdraw
from bot.telegram.reminder_buttons import (
    AgreeToRemind,
    AskRepeat,
    CheckTime,
    OpenReminder,
    PickDay,
    PickQuarter,
    Quarter,
    QuietHours,
    Remind,
    ReminderDone,
    Reminders,
    RemoveReminder,
    SetTime,
    SnoozeReminder,
    UndoReminder,
)
from tests.client_phone import arrived

MINSK, BISHKEK = ZoneInfo("Europe/Minsk"), ZoneInfo("Asia/Bishkek")


async def rows(world, table=reminders):
    async with world.app.database.engine.connect() as connection:
        return (await connection.execute(select(table))).all()


async def reminded(phone, text: str) -> None:
    """Sets a reminder as anyone does: type it, say yes."""
    await begins(phone)
    await phone.says(text)
    await phone.presses("Yes, remind me")


async def begins(phone) -> None:
    """From home to the question what and when."""
    await phone.says("/start")
    await phone.presses_data(Reminders())
    await phone.presses_data(Remind())
    agree = AgreeToRemind()
    if agree.pack() in str(phone.last["reply_markup"]):
        await phone.presses_data(agree)


async def forges(phone, data) -> None:
    """Presses a button that was never offered to this person."""
    phone.last["reply_markup"]["inline_keyboard"].append([{"text": "forged", "callback_data": data.pack()}])
    await phone.presses_data(data)


def knocks(phone) -> list[str]:
    return [m["text"] for m in phone.messages if m["from"]["is_bot"] and m.get("text", "").endswith("Open?")]


@pytest.fixture
async def phone(world):
    return await arrived(world, "Мозырь")


async def turn_to(world, zone, *at) -> None:
    world.clock.advance(datetime(*at, tzinfo=zone) - world.clock.now())
    await world.settle()


async def test_nothing_is_kept_before_it_was_agreed_to(world, phone):
    await phone.presses_data(Reminders())
    await phone.presses("New reminder")

    assert "must keep the words, locked, and the time" in phone.text
    assert await rows(world) == []
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


async def test_it_knocks_at_its_time_and_says_what_it_is_about_after_a_press(world, phone):
    await reminded(phone, "tomorrow at 10 call about work")
    await turn_to(world, MINSK, 2026, 11, 24, 9, 59)
    assert knocks(phone) == []
    await turn_to(world, MINSK, 2026, 11, 24, 10, 0)

    assert knocks(phone) == ["⏰ 10:00. Open?"]
    assert "work" not in phone.last["text"]
    await phone.presses("Open")
    assert "«call about work»" in phone.text
    assert "It was for: Today, Tuesday, 24 November, 10:00" in phone.text


async def test_it_can_be_chosen_by_buttons_alone(world, phone):
    await forges(phone, PlaceCard(place=next(iter(world.app.dispatcher["guide"].directory.places))))
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


async def test_after_a_day_is_chosen_the_hour_can_be_typed(world, phone):
    await begins(phone)
    await phone.says("buy bread")
    await phone.presses("Tomorrow")
    await phone.says("8:15")

    assert "Tomorrow, Tuesday, 24 November, 8:15" in phone.text


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
    assert [row.state for row in await rows(world)] == ["draft"]


@pytest.mark.parametrize(
    ("town", "language", "text", "zone"),
    [
        ("Мозырь", "be", "заўтра а 10 схадзіць у цэнтр", MINSK),
        ("Мозырь", "ru", "завтра в 10 сходить в центр", MINSK),
        ("Бишкек", "ky", "эртең саат 10 борборго баруу", BISHKEK),
        ("Мозырь", "en", "tomorrow at 10 go to the centre", MINSK),
    ],
)
async def test_it_rings_by_the_clock_of_the_persons_place_in_each_language(world, town, language, text, zone):
    phone = await arrived(world, town, language=language)
    await begins(phone)
    await phone.says(text)
    await phone.presses_data(SetTime(reminder=(await rows(world))[0].id, at=202611241000))
    before = len(phone.messages)
    await turn_to(world, zone, 2026, 11, 24, 9, 59)
    assert len(phone.messages) == before
    await turn_to(world, zone, 2026, 11, 24, 10, 0)

    assert phone.last["text"].startswith("⏰ 10:00")


async def test_a_restart_between_setting_and_ringing_loses_nothing_and_rings_once(world, phone):
    await reminded(phone, "tomorrow at 10 call")
    await world.restart()
    await turn_to(world, MINSK, 2026, 11, 24, 10, 0)
    await world.restart()
    await world.settle()

    assert knocks(phone) == ["⏰ 10:00. Open?"]


async def test_a_restart_in_the_middle_of_setting_goes_on_where_one_was(world, phone):
    await begins(phone)
    await phone.says("call")
    await world.restart()
    await phone.says("tomorrow at 10")
    await phone.presses("Yes, remind me")

    assert "I will remind you: Tomorrow, Tuesday, 24 November, 10:00" in phone.text


async def test_after_a_day_away_it_does_not_speak_as_if_it_were_still_to_come(world, phone):
    await reminded(phone, "tomorrow at 10 call")
    await turn_to(world, MINSK, 2026, 11, 25, 12, 0)

    assert knocks(phone) == ["⏰ It was for: Tuesday, 24 November, 10:00. Open?"]


async def test_an_hour_late_on_the_same_day_it_says_the_hour(world, phone):
    await reminded(phone, "tomorrow at 10 call")
    await turn_to(world, MINSK, 2026, 11, 24, 11, 0)

    assert knocks(phone) == ["⏰ It was for 10:00. Open?"]


async def test_what_is_late_waits_for_the_morning(world, phone):
    await reminded(phone, "tomorrow at 21:00 call")
    await turn_to(world, MINSK, 2026, 11, 24, 23, 30)
    assert knocks(phone) == []
    await turn_to(world, MINSK, 2026, 11, 25, 8, 0)

    assert knocks(phone) == ["⏰ It was for: Tuesday, 24 November, 21:00. Open?"]


async def test_a_time_in_quiet_hours_that_one_chose_oneself_rings_all_the_same(world, phone):
    await begins(phone)
    await phone.says("tomorrow at 5:00 the bus")
    assert "This is in your quiet hours. It rings all the same." in phone.text
    await phone.presses("Yes, remind me")
    await turn_to(world, MINSK, 2026, 11, 24, 5, 0)

    assert knocks(phone) == ["⏰ 5:00. Open?"]


async def test_a_time_of_the_night_that_we_missed_does_not_wait_for_the_morning(world, phone):
    await reminded(phone, "tomorrow at 5:00 the bus")
    await turn_to(world, MINSK, 2026, 11, 24, 5, 30)

    assert knocks(phone) == ["⏰ It was for 5:00. Open?"]


async def test_quiet_hours_can_be_changed(world, phone):
    await reminded(phone, "tomorrow at 21:30 call")
    await phone.presses_data(Reminders())
    await phone.presses("Quiet hours")
    assert "✅ From 22:00 to 8:00" in phone.buttons
    await phone.presses("No quiet hours")
    assert "✅ No quiet hours" in phone.buttons
    await turn_to(world, MINSK, 2026, 11, 24, 23, 30)

    assert knocks(phone) == ["⏰ It was for 21:30. Open?"]


async def test_a_quiet_choice_that_is_none_is_refused(world, phone):
    await reminded(phone, "tomorrow at 21:30 call")
    await forges(phone, QuietHours(choice=99))

    assert "out of date" in phone.text


async def test_later_rings_again_ten_minutes_on(world, phone):
    await reminded(phone, "tomorrow at 10 call")
    await turn_to(world, MINSK, 2026, 11, 24, 10, 0)
    await phone.presses("Open")
    await phone.presses("10 minutes")
    assert "Today, Tuesday, 24 November, 10:10" in phone.text
    await turn_to(world, MINSK, 2026, 11, 24, 10, 10)

    assert knocks(phone)[-1] == "⏰ 10:10. Open?"
    await phone.presses("Open")
    assert "It was for: Today, Tuesday, 24 November, 10:00" in phone.text
    await phone.presses("💤 Tomorrow")
    await turn_to(world, MINSK, 2026, 11, 25, 10, 0)
    assert knocks(phone)[-1] == "⏰ 10:00. Open?"


async def test_a_second_press_on_done_changes_nothing_and_undo_brings_it_back(world, phone):
    await reminded(phone, "tomorrow at 10 call")
    await turn_to(world, MINSK, 2026, 11, 24, 10, 0)
    await phone.presses("Open")
    pressed, which = phone.last, (await rows(world))[0].id
    for _ in range(2):
        world.telegram.press(phone.user, pressed, ReminderDone(reminder=which).pack())
    await world.settle()

    assert [row.state for row in await rows(world)] == ["done"]
    await phone.presses_data(UndoReminder(reminder=which))
    assert [row.state for row in await rows(world)] == ["rung"]
    assert "«call»" in phone.text


async def test_what_was_removed_comes_back_for_five_minutes_and_not_longer(world, phone):
    await reminded(phone, "tomorrow at 10 call")
    which = (await rows(world))[0].id
    await forges(phone, RemoveReminder(reminder=which))
    world.clock.advance(timedelta(minutes=5))
    await phone.presses("Undo")
    assert "Rings: Tomorrow, Tuesday, 24 November, 10:00" in phone.text

    await forges(phone, RemoveReminder(reminder=which))
    world.clock.advance(timedelta(minutes=5, seconds=1))
    await phone.presses("Undo")
    assert "cannot be brought back" in phone.text
    await turn_to(world, MINSK, 2026, 11, 24, 10, 0)
    assert knocks(phone) == []


async def test_what_was_removed_and_brought_back_after_its_time_rings_at_once(world, phone):
    await reminded(phone, "in 3 minutes call")
    which = (await rows(world))[0].id
    await forges(phone, RemoveReminder(reminder=which))
    world.clock.advance(timedelta(minutes=4))
    await world.settle()
    assert knocks(phone) == []
    await phone.presses("Undo")

    assert len(knocks(phone)) == 1


async def test_one_that_repeats_goes_on_after_done(world, phone):
    await reminded(phone, "every day at 9 pills")
    await turn_to(world, MINSK, 2026, 11, 24, 9, 0)
    await phone.presses("Open")
    await phone.presses("Done")
    assert "Next time: Tomorrow, Wednesday, 25 November, 9:00" in phone.text
    await turn_to(world, MINSK, 2026, 11, 25, 9, 0)

    assert knocks(phone) == ["⏰ 9:00. Open?"]


async def test_after_three_days_away_one_that_repeats_speaks_once_of_the_last_time(world, phone):
    await reminded(phone, "every day at 9 pills")
    await turn_to(world, MINSK, 2026, 11, 27, 12, 0)
    assert knocks(phone) == ["⏰ It was for 9:00. Open?"]
    await turn_to(world, MINSK, 2026, 11, 28, 9, 0)

    assert knocks(phone)[1:] == ["⏰ 9:00. Open?"]


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


async def test_the_list_shows_what_rang_first_and_opens_each(world, phone):
    await reminded(phone, "in 30 minutes first")
    await reminded(phone, "tomorrow at 10 second")
    world.clock.advance(timedelta(minutes=31))
    await world.settle()
    await phone.says("/start")
    await phone.presses_data(Reminders())

    assert phone.text.index("first") < phone.text.index("second")
    assert "🔔" in phone.text.partition("first")[0]
    await phone.presses("2")
    assert "«second»" in phone.text


async def test_a_full_list_fits_a_phone_page_by_page(world, phone):
    async with world.app.database.transaction() as store:
        person = (await store.people.load(phone.user.id, b""))[0].id
        for number in range(12):
            made = await store.reminders.add(person, f"{number} " + "слово " * 50, MINSK)
            at = world.clock.now() + timedelta(days=number + 1)
            wall = at.astimezone(MINSK).replace(tzinfo=None)
            await store.reminders.change(made, state="waiting", wall=wall, first=wall, due_at=at)
    await phone.says("/start")
    await phone.presses_data(Reminders())
    await phone.presses("More")
    assert phone.text.splitlines()[2].startswith("6. ")
    await phone.presses("More")
    assert "12. " in phone.text
    assert not [label for label in phone.buttons if "More" in label]


async def test_after_hide_it_knocks_again_when_it_has_been_quiet(world, phone):
    await reminded(phone, "tomorrow at 10 call")
    await turn_to(world, MINSK, 2026, 11, 24, 10, 0)
    await phone.presses_data(Hide())
    assert knocks(phone) == []
    await turn_to(world, MINSK, 2026, 11, 24, 10, 15)

    assert knocks(phone) == ["⏰ It was for 10:00. Open?"]
    await phone.presses("Open")
    await phone.presses_data(Hide())
    await turn_to(world, MINSK, 2026, 11, 24, 12, 0)
    assert knocks(phone) == []


async def test_what_was_done_before_the_knock_left_is_not_knocked_for(world, phone, monkeypatch):
    await reminded(phone, "tomorrow at 10 call")
    which = (await rows(world))[0].id
    monkeypatch.setattr(world.app.delivery, "send_due", _send_nothing)
    await turn_to(world, MINSK, 2026, 11, 24, 10, 0)
    await forges(phone, ReminderDone(reminder=which))
    monkeypatch.undo()
    await world.settle()

    assert knocks(phone) == []
    assert [(row.state, row.reason) for row in await rows(world, outbox)] == [("unsendable", "over")]


async def _send_nothing() -> int:
    return 0


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


async def test_what_is_typed_for_a_reminder_never_goes_to_an_organisation(world, harbour, phone):
    await phone.presses_data(Talk())
    await phone.says("Нужен ночлег")
    await reminded(phone, "tomorrow at 10 мой секрет")
    await phone.says("ещё секрет")

    assert "секрет" not in str(harbour.forum.messages)


async def test_anothers_reminder_is_not_there(world, phone):
    await reminded(phone, "tomorrow at 10 call")
    which = (await rows(world))[0].id
    other = await arrived(world, "Гомель")
    for button in (
        OpenReminder(reminder=which),
        ReminderDone(reminder=which),
        RemoveReminder(reminder=which),
        UndoReminder(reminder=which),
        SnoozeReminder(reminder=which, wish="10m"),
        SetTime(reminder=which, at=202612010900),
        CheckTime(reminder=which, at=202612010900),
        AskRepeat(reminder=which, at=202612010900),
        PickDay(reminder=which, day=20261201),
        PickQuarter(reminder=which, day=20261201, quarter=Quarter.DAY),
    ):
        await forges(other, button)
        assert "call" not in other.text
        assert "not here any more" in other.text

    assert [row.state for row in await rows(world)] == ["waiting"]


async def test_a_button_with_no_time_in_it_does_nothing(world, phone):
    await reminded(phone, "tomorrow at 10 call")
    which = (await rows(world))[0].id
    for button in (SetTime(reminder=which, at=99), CheckTime(reminder=which, at=202613010900)):
        await forges(phone, button)
        assert "out of date" in phone.text

    assert [row.wall for row in await rows(world)] == ["2026-11-24T10:00"]


async def test_more_than_fifty_are_refused_with_a_sentence(world, phone):
    await reminded(phone, "tomorrow at 10 call")
    person = (await rows(world))[0].person
    async with world.app.database.transaction() as store:
        for _ in range(49):
            made = await store.reminders.add(person, "", MINSK)
            await store.reminders.change(made, state="waiting", due_at=store.now + timedelta(days=9))
    await begins(phone)
    await phone.says("tomorrow at 11 call")

    assert "You have 50 reminders" in phone.text


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


async def test_my_data_counts_them_and_taking_consent_back_removes_them(world, phone):
    await reminded(phone, "tomorrow at 10 call")
    await phone.says("/start")
    await phone.presses_data(MyData())
    await phone.presses_data(WhatIsKept())
    assert "Reminders: 1." in phone.text
    await phone.presses_data(MyData())
    await phone.presses_data(MyConsent())
    await phone.presses("Reminders")
    await phone.presses_data(Withdraw(scope="reminders", sure=True))
    assert "Your reminders are removed." in phone.text

    assert await rows(world) == []
    await turn_to(world, MINSK, 2026, 11, 24, 10, 0)
    assert knocks(phone) == []


async def test_erasing_takes_reminders_and_knocks_on_their_way(world, phone, monkeypatch):
    await reminded(phone, "tomorrow at 10 call")
    monkeypatch.setattr(world.app.delivery, "send_due", _send_nothing)
    await turn_to(world, MINSK, 2026, 11, 24, 10, 0)
    await forges(phone, EraseMe(sure=True))
    monkeypatch.undo()
    await world.settle()

    assert await rows(world) == []
    assert await rows(world, outbox) == []
    assert knocks(phone) == []


async def test_a_blocked_bot_loses_no_reminder(world, phone):
    await reminded(phone, "tomorrow at 10 call")
    world.telegram.block(phone.user)
    await turn_to(world, MINSK, 2026, 11, 24, 10, 0)
    async with world.app.database.transaction() as store:
        assert (await store.people.load(phone.user.id, b""))[0].reach is Reach.BLOCKED
    world.telegram.unblock(phone.user)
    await phone.says("/start")
    await phone.presses_data(Reminders())

    assert "🔔 Today, Tuesday, 24 November, 10:00" in phone.text


async def test_who_says_that_they_want_to_die_is_not_asked_for_a_time(world, phone):
    await begins(phone)
    await phone.says("не хочу жить")

    assert "🔴 Urgent" in phone.text


async def test_a_voice_note_is_answered(world, phone):
    await begins(phone)
    await phone.sends_voice()

    assert "not understood here" in phone.text


async def test_other_words_replace_the_first(world, phone):
    await begins(phone)
    await phone.says("tomorrow at 10 call")
    await phone.presses("Other words")
    await phone.says("call Anna at 5")
    assert "«call Anna at 5»" in phone.text
    assert "Tomorrow, Tuesday, 24 November, 10:00" in phone.text
    await phone.presses("Yes, remind me")
    assert "«call Anna at 5»" in phone.text


async def test_another_time_holds_only_after_yes(world, phone):
    await reminded(phone, "tomorrow at 10 call")
    await phone.presses_data(Reminders())
    await phone.presses("1")
    await phone.presses("Another time")
    await phone.says("in 3 hours")
    assert [row.wall for row in await rows(world)] == ["2026-11-24T10:00"]
    await phone.presses("Yes, remind me")

    assert [row.wall for row in await rows(world)] == ["2026-11-23T15:30"]


async def test_the_demos_clock_goes_to_the_next_reminder(world, phone):
    await reminded(phone, "tomorrow at 10 call")
    stage = SimpleNamespace(database=world.app.database)
    due = await Stage.next_due(stage)
    assert due == datetime(2026, 11, 24, 10, 0, tzinfo=MINSK)
    world.clock.advance(due - world.clock.now())
    await world.settle()

    assert knocks(phone) == ["⏰ 10:00. Open?"]
    assert await Stage.next_due(stage) is None


async def test_two_at_the_same_minute_ring_both(world, phone):
    await reminded(phone, "tomorrow at 10 first")
    await reminded(phone, "tomorrow at 10 second")
    await turn_to(world, MINSK, 2026, 11, 24, 10, 0)

    assert knocks(phone) == ["⏰ 10:00. Open?"] * 2
    said = []
    for message in [m for m in phone.messages if m.get("text", "") == "⏰ 10:00. Open?"]:
        await phone.presses("Open", message)
        said.append(phone.seen)
    assert "«first»" in said[-1]
    assert "«second»" in said[-1]


async def test_done_after_later_rings_no_more(world, phone):
    await reminded(phone, "tomorrow at 10 call")
    await turn_to(world, MINSK, 2026, 11, 24, 10, 0)
    await phone.presses("Open")
    await phone.presses("10 minutes")
    await forges(phone, ReminderDone(reminder=(await rows(world))[0].id))
    await turn_to(world, MINSK, 2026, 11, 24, 10, 30)

    assert [row.state for row in await rows(world)] == ["done"]
    assert knocks(phone) == []
    assert phone.text.startswith("✔️ Done")


async def test_after_a_month_away_each_rings_once_and_a_clock_put_back_rings_none_again(world, phone):
    await reminded(phone, "every day at 9 pills")
    await reminded(phone, "tomorrow at 10 call")
    await reminded(phone, "every month on the 31st at 10 pay")
    await turn_to(world, MINSK, 2027, 1, 2, 12, 0)
    late = knocks(phone)
    assert late == [
        "⏰ It was for 9:00. Open?",
        "⏰ It was for: Tuesday, 24 November 2026, 10:00. Open?",
        "⏰ It was for: Thursday, 31 December 2026, 10:00. Open?",
    ]
    await turn_to(world, MINSK, 2026, 12, 1, 12, 0)
    assert knocks(phone) == late
    await turn_to(world, MINSK, 2027, 1, 3, 9, 0)

    assert knocks(phone) == [*late, "⏰ 9:00. Open?"]


async def test_who_comes_back_is_told_of_what_rang_while_the_bot_was_blocked(world, phone):
    await reminded(phone, "tomorrow at 10 call")
    world.telegram.block(phone.user)
    await turn_to(world, MINSK, 2026, 11, 24, 10, 0)
    assert knocks(phone) == []
    world.clock.advance(timedelta(hours=1))
    world.telegram.unblock(phone.user)
    await world.settle()

    assert knocks(phone) == ["⏰ It was for 10:00. Open?"]
    await phone.presses("Open")
    assert "«call»" in phone.text


async def test_a_change_of_place_moves_no_time_that_was_agreed_to(world, phone):
    await reminded(phone, "tomorrow at 10 first")
    await phone.presses_data(Home())
    await forges(phone, SetPlace(to=next(iter(_towns(world, "KG")))))
    await reminded(phone, "tomorrow at 10 second")
    await turn_to(world, BISHKEK, 2026, 11, 24, 10, 0)
    assert len(knocks(phone)) == 1
    await phone.presses("Open")
    assert "«second»" in phone.text
    await turn_to(world, MINSK, 2026, 11, 24, 10, 0)

    assert len(knocks(phone)) == 1
    await phone.presses("Open")
    assert "«first»" in phone.text


def _towns(world, country: str) -> list[str]:
    territories = world.app.dispatcher["guide"].content.territories
    return [one.code for one in territories if one.level == "settlement" and one.code.startswith(country)]


async def test_an_hour_typed_instead_of_yes_is_of_the_same_day(world, phone):
    await begins(phone)
    await phone.says("in two days at 10 call")
    await phone.says("at 15:00")

    assert "Wednesday, 25 November, 15:00" in phone.text
    await phone.says("tomorrow at 9")
    assert "Tomorrow, Tuesday, 24 November, 9:00" in phone.text


async def test_a_time_with_a_dot_is_a_time_once_the_day_is_chosen(world, phone):
    await begins(phone)
    await phone.says("call")
    await phone.presses("Tomorrow")
    await phone.says("9.10")

    assert "Tomorrow, Tuesday, 24 November, 9:10" in phone.text


async def test_a_name_with_quotes_of_its_own_is_not_quoted_twice(world, phone):
    await begins(phone)
    await phone.says("завтра в 10 хостел «Арча»")

    assert "«хостел „Арча“»" in phone.text


async def test_what_cannot_repeat_so_is_asked_for_with_all_its_words(world, phone):
    await begins(phone)
    await phone.says("pills every weekday at 9")

    assert "When?" in phone.text
    assert "«pills every weekday at 9»" in phone.text


def test_agree_is_not_the_agreement_to_requests():
    assert AgreeToRemind().pack() != Agree().pack()

"""Reminders ring: by the clock of the place, late, at night, after Hide, over restarts and jumps of time."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from bot.demo.stage import Stage
from bot.domain.people import Reach
from bot.store.tables import outbox, reminders
from bot.telegram.buttons import Hide, Home
from bot.telegram.client_buttons import SetPlace
from bot.telegram.reminder_buttons import QuietHours, ReminderDone, Reminders, SetTime
from tests.client_phone import arrived
from tests.old_buttons import presses_old
from tests.reminder_phone import BISHKEK, MINSK, begins, knocks, reminded, turn_to


@pytest.fixture
async def phone(world):
    return await arrived(world, "Мозырь")


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
    await phone.presses_data(SetTime(reminder=(await world.rows(reminders))[0].id, at=202611241000))
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
    await presses_old(phone, QuietHours(choice=99))

    assert "out of date" in phone.text


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
    which = (await world.rows(reminders))[0].id
    monkeypatch.setattr(world.app.delivery, "send_due", _send_nothing)
    await turn_to(world, MINSK, 2026, 11, 24, 10, 0)
    await presses_old(phone, ReminderDone(reminder=which))
    monkeypatch.undo()
    await world.settle()

    assert knocks(phone) == []
    assert [(row.state, row.reason) for row in await world.rows(outbox)] == [("unsendable", "over")]


async def test_a_change_of_place_moves_no_time_that_was_agreed_to(world, phone):
    await reminded(phone, "tomorrow at 10 first")
    await phone.presses_data(Home())
    await presses_old(phone, SetPlace(to=next(iter(_towns(world, "KG")))))
    await reminded(phone, "tomorrow at 10 second")
    await turn_to(world, BISHKEK, 2026, 11, 24, 10, 0)
    assert len(knocks(phone)) == 1
    await phone.presses("Open")
    assert "«second»" in phone.text
    await turn_to(world, MINSK, 2026, 11, 24, 10, 0)

    assert len(knocks(phone)) == 1
    await phone.presses("Open")
    assert "«first»" in phone.text


async def test_the_demos_clock_goes_to_the_next_reminder(world, phone):
    await reminded(phone, "tomorrow at 10 call")
    stage = SimpleNamespace(database=world.app.database)
    due = await Stage.next_due(stage)
    assert due == datetime(2026, 11, 24, 10, 0, tzinfo=MINSK)
    world.clock.advance(due - world.clock.now())
    await world.settle()

    assert knocks(phone) == ["⏰ 10:00. Open?"]
    assert await Stage.next_due(stage) is None


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


async def _send_nothing() -> int:
    return 0


def _towns(world, country: str) -> list[str]:
    territories = world.app.dispatcher["guide"].content.territories
    return [one.code for one in territories if one.level == "settlement" and one.code.startswith(country)]

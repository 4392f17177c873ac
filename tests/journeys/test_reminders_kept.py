"""Reminders that are there: the list, later, done, undo; nobody else's, and gone with the consent."""

from datetime import timedelta

import pytest

from bot.store.tables import outbox, reminders
from bot.telegram.client_buttons import EraseMe, MyConsent, MyData, WhatIsKept, Withdraw
from bot.telegram.reminder_buttons import (
    AskRepeat,
    CheckTime,
    OpenReminder,
    PickDay,
    PickQuarter,
    Quarter,
    ReminderDone,
    Reminders,
    RemoveReminder,
    SetTime,
    SnoozeReminder,
    UndoReminder,
)
from tests.client_phone import arrived
from tests.old_buttons import presses_old
from tests.reminder_phone import MINSK, knocks, reminded, turn_to


@pytest.fixture
async def phone(world):
    return await arrived(world, "Мозырь")


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


async def test_done_after_later_rings_no_more(world, phone):
    await reminded(phone, "tomorrow at 10 call")
    await turn_to(world, MINSK, 2026, 11, 24, 10, 0)
    await phone.presses("Open")
    await phone.presses("10 minutes")
    await presses_old(phone, ReminderDone(reminder=(await world.rows(reminders))[0].id))
    await turn_to(world, MINSK, 2026, 11, 24, 10, 30)

    assert [row.state for row in await world.rows(reminders)] == ["done"]
    assert knocks(phone) == []
    assert phone.text.startswith("✔️ Done")


async def test_a_second_press_on_done_changes_nothing_and_undo_brings_it_back(world, phone):
    await reminded(phone, "tomorrow at 10 call")
    await turn_to(world, MINSK, 2026, 11, 24, 10, 0)
    await phone.presses("Open")
    pressed, which = phone.last, (await world.rows(reminders))[0].id
    for _ in range(2):
        world.telegram.press(phone.user, pressed, ReminderDone(reminder=which).pack())
    await world.settle()

    assert [row.state for row in await world.rows(reminders)] == ["done"]
    await phone.presses_data(UndoReminder(reminder=which))
    assert [row.state for row in await world.rows(reminders)] == ["rung"]
    assert "«call»" in phone.text


async def test_what_was_removed_comes_back_for_five_minutes_and_not_longer(world, phone):
    await reminded(phone, "tomorrow at 10 call")
    which = (await world.rows(reminders))[0].id
    await presses_old(phone, RemoveReminder(reminder=which))
    world.clock.advance(timedelta(minutes=5))
    await phone.presses("Undo")
    assert "Rings: Tomorrow, Tuesday, 24 November, 10:00" in phone.text

    await presses_old(phone, RemoveReminder(reminder=which))
    world.clock.advance(timedelta(minutes=5, seconds=1))
    await phone.presses("Undo")
    assert "cannot be brought back" in phone.text
    await turn_to(world, MINSK, 2026, 11, 24, 10, 0)
    assert knocks(phone) == []


async def test_what_was_removed_and_brought_back_after_its_time_rings_at_once(world, phone):
    await reminded(phone, "in 3 minutes call")
    which = (await world.rows(reminders))[0].id
    await presses_old(phone, RemoveReminder(reminder=which))
    world.clock.advance(timedelta(minutes=4))
    await world.settle()
    assert knocks(phone) == []
    await phone.presses("Undo")

    assert len(knocks(phone)) == 1


async def test_another_time_holds_only_after_yes(world, phone):
    await reminded(phone, "tomorrow at 10 call")
    await phone.presses_data(Reminders())
    await phone.presses("1")
    await phone.presses("Another time")
    await phone.says("in 3 hours")
    assert [row.wall for row in await world.rows(reminders)] == ["2026-11-24T10:00"]
    await phone.presses("Yes, remind me")

    assert [row.wall for row in await world.rows(reminders)] == ["2026-11-23T15:30"]


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


async def test_anothers_reminder_is_not_there(world, phone):
    await reminded(phone, "tomorrow at 10 call")
    which = (await world.rows(reminders))[0].id
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
        await presses_old(other, button)
        assert "call" not in other.text
        assert "not here any more" in other.text

    assert [row.state for row in await world.rows(reminders)] == ["waiting"]


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

    assert await world.rows(reminders) == []
    await turn_to(world, MINSK, 2026, 11, 24, 10, 0)
    assert knocks(phone) == []


async def test_erasing_takes_reminders_and_knocks_on_their_way(world, phone, monkeypatch):
    await reminded(phone, "tomorrow at 10 call")
    monkeypatch.setattr(world.app.delivery, "send_due", _send_nothing)
    await turn_to(world, MINSK, 2026, 11, 24, 10, 0)
    await presses_old(phone, EraseMe(sure=True))
    monkeypatch.undo()
    await world.settle()

    assert await world.rows(reminders) == []
    assert await world.rows(outbox) == []
    assert knocks(phone) == []


async def _send_nothing() -> int:
    return 0

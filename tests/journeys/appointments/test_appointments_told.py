"""What a client is told of an appointment and when; what could not be told is no fault of theirs."""

from datetime import UTC, datetime, timedelta

from bot.domain.appointments import Answer
from bot.domain.people import Scope
from bot.telegram.appointment_buttons import (
    Diary,
    View,
)
from bot.telegram.client_buttons import Withdraw
from bot.telegram.link_buttons import MyAppointments
from tests.appointing import appointments_of, bot_texts, fills, sets, steps_seen
from tests.client_phone import ClientPhone
from tests.old_buttons import presses_old


async def test_it_is_reminded_of_four_days_and_one_day_before(world, office, client):
    await sets(office.officers[0])
    seen = await steps_seen(world, client, datetime(2026, 12, 2, tzinfo=UTC))

    # 27 November is a Friday: four days before the Tuesday
    assert seen == [
        (datetime(2026, 11, 27, 7, 0, tzinfo=UTC), "Tuesday, 1 December, 10:00. Open?"),
        (datetime(2026, 11, 30, 7, 0, tzinfo=UTC), "Tomorrow, 10:00. Open?"),
    ]


async def test_the_same_morning_if_it_was_asked_for(world, office, client):
    await fills(office.officers[0])
    await office.officers[0].presses("Same morning")
    await office.officers[0].presses("Set it")
    seen = await steps_seen(world, client, datetime(2026, 12, 2, tzinfo=UTC))

    assert seen[-1] == (datetime(2026, 12, 1, 5, 0, tzinfo=UTC), "Today, 10:00. Open?")


async def test_without_consent_nothing_is_sent_and_it_is_no_breach(world, office, client):
    officer = office.officers[0]
    await presses_old(client, Withdraw(scope=Scope.APPOINTMENTS, sure=True))
    before = bot_texts(client)
    await sets(officer)

    assert bot_texts(client) == before
    await presses_old(officer, Diary(view=View.UNTOLD))
    assert "no fault of theirs" in officer.text
    assert any("07-118" in button for button in officer.buttons)
    await presses_old(client, MyAppointments())
    assert any("1 Dec" in button for button in client.buttons)


async def test_a_blocked_bot_is_shown_as_not_delivered(world, office, client):
    officer = office.officers[0]
    world.telegram.block(client.user)
    await world.settle()
    await sets(officer)
    await presses_old(officer, Diary(view=View.UNTOLD))
    await officer.presses("07-118")

    assert "could not be delivered" in officer.text
    assert "breach" not in officer.seen
    world.clock.advance(timedelta(minutes=1))
    await world.settle()
    assert "07-118, 01.12.2026 10:00" in officer.seen


async def test_nothing_is_sent_as_if_it_were_still_to_come(world, office, client):
    """The process is down from before the first step until after the appointment."""
    await sets(office.officers[0])
    before = bot_texts(client)
    world.clock.advance(timedelta(days=9))
    await world.restart()
    await world.settle()
    assert bot_texts(client) == before

    world.clock.advance(timedelta(minutes=1))
    await world.settle()
    assert "Its time passed before it could be sent:" in office.officers[0].seen


async def test_after_an_outage_the_nearest_step_says_it_all(world, office, client):
    await sets(office.officers[0])
    before = len(bot_texts(client))
    world.clock.advance(datetime(2026, 11, 30, 12, tzinfo=UTC) - world.clock.now())
    await world.restart()
    await world.settle()

    assert bot_texts(client)[before:] == ["Tomorrow, 10:00. Open?"]


async def test_the_diary_shows_who_has_not_answered(world, office, client):
    officer = office.officers[0]
    await sets(officer, day="24.11.2026")
    await presses_old(officer, Diary(view=View.SILENT))
    assert any("07-118" in button for button in officer.buttons)
    await client.presses("Open")
    await client.presses("I will come")
    await presses_old(officer, Diary(view=View.SILENT))

    assert "There are none" in officer.text
    (made,) = await appointments_of(world, client)
    assert made.answer is Answer.COMING


async def test_whoever_links_with_a_new_code_gets_what_is_to_come_and_nobody_before_them(world, office, client):
    await sets(office.officers[0])
    newcomer = ClientPhone(world, "B", "en")
    await newcomer.says(await office.another_code("07-118"))
    await newcomer.presses("I agree")
    before = len(bot_texts(client))
    await steps_seen(world, newcomer, datetime(2026, 12, 2, tzinfo=UTC))

    assert bot_texts(client)[before:] == []
    assert "Tomorrow, 10:00. Open?" in bot_texts(newcomer)


async def test_what_is_owed_to_one_is_never_sent_once_another_has_their_label(world, office, client):
    """Even where nothing but the link has changed."""
    await sets(office.officers[0])
    code = await office.another_code("07-118")
    async with world.app.database.transaction() as store:
        await store.links.use_code(code, await store.people.add(700000009, "en", None))
    before = bot_texts(client)
    await steps_seen(world, client, datetime(2026, 11, 28, tzinfo=UTC))

    assert bot_texts(client) == before

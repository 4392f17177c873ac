"""The client answers an appointment; "I cannot come" gives a receipt that anyone can check."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.appointments import Answer, Outcome, Reason
from bot.signing import NotValid, verify
from bot.telegram.appointment_buttons import Diary, Mark, OfficeAppointment, View
from bot.telegram.buttons import Home
from bot.telegram.link_buttons import (
    CannotCome,
    MyAppointment,
    MyAppointments,
    OtherTime,
    Receipt,
    WhereIsIt,
    WillCome,
)
from bot.telegram.packing import packed
from tests.appointing import appointments_of, bot_texts, sets
from tests.conftest import ROOT
from tests.old_buttons import presses_old


@pytest.fixture
async def made(world, office, client):
    await sets(office.officers[0])
    (one,) = await appointments_of(world, client)
    return one


async def now_of(world, appointment):
    async with world.app.database.transaction() as store:
        return await store.appointments.get(appointment.id)


def public_key(world):
    return world.app.dispatcher["signer"].public


async def test_i_will_come_is_told_to_who_set_it(world, office, client, made):
    await client.presses("Open")
    await client.presses("I will come")

    assert "You said that you will come" in client.text
    assert "“07-118” will come" in office.officers[0].text
    assert (await now_of(world, made)).answer is Answer.COMING


async def test_i_cannot_come_asks_why_by_buttons_and_gives_a_receipt(world, office, client, made):
    await client.presses("Open")
    await client.presses("I cannot come")
    assert (await now_of(world, made)).answer is None
    await client.presses("Illness")

    kept = await now_of(world, made)
    assert (kept.answer, kept.reason) == (Answer.NOT_COMING, Reason.ILL)
    for part in ("Receipt", kept.receipt, "Illness", "23.11.2026 12:30", "01.12.2026 10:00", "07-118", "Inspection"):
        assert part in client.text, part
    assert verify(client.text, public_key(world))
    assert len(client.text) < 700


async def test_a_receipt_changed_by_a_letter_is_not_valid(world, office, client, made):
    await presses_old(client, CannotCome(appointment=made.id, reason=Reason.WORK))
    receipt = client.text
    assert verify(receipt, public_key(world))

    for old, new in (("Work", "Wirk"), ("07-118", "07-119"), ("12:30", "12:31"), ("Mozyr", "Gomel")):
        assert old in receipt
        with pytest.raises(NotValid):
            verify(receipt.replace(old, new), public_key(world))


async def test_the_command_line_checks_a_receipt(world, client, made, tmp_path):
    await presses_old(client, CannotCome(appointment=made.id, reason=Reason.NO_FARE))
    receipt = client.text

    def check(text, *more):
        return subprocess.run(
            [sys.executable, "-m", "bot", "verify-receipt", *more], input=text, capture_output=True, text=True,
            check=False, cwd=ROOT, timeout=60,
        )  # fmt: skip

    good = check(receipt, "--key", public_key(world))
    assert (good.returncode, "VALID. It says" in good.stdout, "No money for the way" in good.stdout) == (
        0,
        True,
        True,
    )
    bad = check(receipt.replace("No money", "No monex"), "--key", public_key(world))
    assert (bad.returncode, bad.stdout.startswith("NOT VALID")) == (1, True)
    file = tmp_path / "receipt.txt"
    file.write_text(receipt)
    assert check("", str(file), "--key", public_key(world)).returncode == 0


async def test_the_officer_hears_it_without_the_reason_on_the_lock_screen(world, office, client, made):
    await presses_old(client, CannotCome(appointment=made.id, reason=Reason.ILL))
    officer = office.officers[0]
    assert officer.text == "✖️ “07-118” cannot come."

    await officer.presses("Open")
    assert "Cannot come: Illness. Said: 23.11.2026 12:30" in officer.text
    assert (await now_of(world, made)).receipt in officer.text


async def test_said_twice_it_is_one_receipt_and_told_once(world, office, client, made):
    await presses_old(client, CannotCome(appointment=made.id, reason=Reason.ILL))
    first = client.text
    world.clock.advance(timedelta(minutes=5))
    await presses_old(client, CannotCome(appointment=made.id, reason=Reason.WORK))

    assert client.text == first
    assert bot_texts(office.officers[0]).count("✖️ “07-118” cannot come.") == 1


async def test_the_receipt_can_be_seen_again_after_a_restart_and_after_the_day(world, office, client, made):
    await presses_old(client, CannotCome(appointment=made.id, reason=Reason.ILL))
    first = client.text
    await world.restart()
    world.clock.advance(timedelta(days=10))
    await presses_old(client, MyAppointment(appointment=made.id))
    await client.presses("Receipt")

    assert client.text == first
    assert verify(client.text, public_key(world))


async def test_after_the_time_nothing_is_answered_any_more(world, office, client, made):
    world.clock.advance(datetime(2026, 12, 1, 7, 0, tzinfo=UTC) - world.clock.now())
    for data in (WillCome(appointment=made.id), CannotCome(appointment=made.id, reason=Reason.ILL)):
        await presses_old(client, data)
        assert "Please call the office" in client.text
    await presses_old(client, CannotCome(appointment=made.id))
    assert "Its time has come" in client.text

    assert (await now_of(world, made)).answer is None


async def test_a_minute_before_the_time_it_still_counts(world, office, client, made):
    world.clock.advance(datetime(2026, 12, 1, 6, 59, tzinfo=UTC) - world.clock.now())
    await world.settle()
    await presses_old(client, CannotCome(appointment=made.id, reason=Reason.ILL))

    assert verify(client.text, public_key(world))


async def test_one_can_change_ones_mind_before_the_time(world, office, client, made):
    await presses_old(client, CannotCome(appointment=made.id, reason=Reason.ILL))
    await presses_old(client, WillCome(appointment=made.id))

    kept = await now_of(world, made)
    assert (kept.answer, kept.reason, kept.receipt) == (Answer.COMING, None, None)


async def propose(officer, text="3.12.2026 11:00"):
    await officer.presses("Open")
    await officer.presses("Propose another time")
    await officer.says(text)
    await officer.presses("Yes")


async def test_another_time_is_proposed_taken_and_reminded_of(world, office, client, made):
    await presses_old(client, CannotCome(appointment=made.id, reason=Reason.ILL))
    officer = office.officers[0]
    await propose(officer)
    assert (await now_of(world, made)).wall == made.wall

    await client.presses("Open")
    assert "proposes another time: Thursday, 3 December, 11:00" in client.text
    await client.presses("Yes, 03.12. 11:00")
    kept = await now_of(world, made)
    assert (kept.wall, kept.answer, kept.proposal) == (datetime(2026, 12, 3, 11, 0), Answer.COMING, None)  # noqa: DTZ001
    assert "takes the time" in officer.text

    before = len(bot_texts(client))
    for _ in range(9):
        world.clock.advance(timedelta(days=1))
        await world.settle()
    told = bot_texts(client)[before:]
    assert told == ["Thursday, 3 December, 11:00. Open?", "Tomorrow, 11:00. Open?"]


async def test_a_proposal_left_changes_nothing(world, office, client, made):
    await presses_old(client, CannotCome(appointment=made.id, reason=Reason.ILL))
    await propose(office.officers[0])
    await client.presses("Open")
    await client.presses("No, as it was")

    kept = await now_of(world, made)
    assert (kept.wall, kept.answer, kept.proposal) == (made.wall, Answer.NOT_COMING, None)
    assert "does not take" in office.officers[0].text
    await presses_old(client, OtherTime(appointment=made.id, wall=202612031100, yes=True))
    assert "out of date" in client.text
    assert (await now_of(world, made)).wall == made.wall


async def test_an_older_proposal_cannot_be_taken_once_there_is_a_newer(world, office, client, made):
    await presses_old(client, CannotCome(appointment=made.id, reason=Reason.ILL))
    await propose(office.officers[0])
    await presses_old(office.officers[0], OfficeAppointment(appointment=made.id))
    await office.officers[0].presses("Propose another time")
    await office.officers[0].says("4.12.2026 12:00")
    await office.officers[0].presses("Yes")
    await presses_old(client, OtherTime(appointment=made.id, wall=202612031100, yes=True))

    assert "out of date" in client.text
    assert (await now_of(world, made)).wall == made.wall


async def test_somebody_else_s_appointment_is_not_there(world, office, client, made):
    stranger = await office.client("07-119", name="B")
    for data in (
        MyAppointment(appointment=made.id), WillCome(appointment=made.id), Receipt(appointment=made.id),
        CannotCome(appointment=made.id), CannotCome(appointment=made.id, reason=Reason.ILL),
        WhereIsIt(appointment=made.id), OtherTime(appointment=made.id, wall=202612031100, yes=True),
        OfficeAppointment(appointment=made.id), Mark(appointment=made.id, outcome=Outcome.MISSED),
    ):  # fmt: skip
        await presses_old(stranger, data)
        assert "not for you" in stranger.text, data
    await presses_old(stranger, MyAppointments())
    assert "Nothing is to come" in stranger.text
    assert await now_of(world, made) == made


async def test_where_is_it_says_what_the_officer_wrote(world, office, client, made):
    await client.presses("Open")
    await client.presses("Where is it")

    assert "Lenina 1, room 5" in client.text


async def test_my_appointments_are_one_press_from_home(world, office, client, made):
    await presses_old(client, Home())
    await client.presses("Appointments")

    assert any("1 Dec" in button and "10:00" in button for button in client.buttons)


async def test_who_came_and_who_did_not_is_marked_after_the_time(world, office, client, made):
    officer = office.officers[0]
    await presses_old(officer, Mark(appointment=made.id, outcome=Outcome.MISSED))
    assert "has not come yet" in officer.text
    world.clock.advance(timedelta(days=8))
    await world.settle()
    await presses_old(officer, Diary(view=View.MISSED))
    await officer.presses("07-118")
    await officer.presses("Did not come")
    assert "🔴 Did not come" in officer.text

    await officer.presses("🟢 Came")
    assert (await now_of(world, made)).outcome is Outcome.CAME
    await presses_old(officer, Diary(view=View.MISSED))
    assert "There are none" in officer.text


async def test_an_appointment_that_was_never_delivered_is_shown_as_that_and_not_as_missed(world, office, client):
    world.telegram.block(client.user)
    await world.settle()
    await sets(office.officers[0])
    world.clock.advance(timedelta(days=9))
    await world.settle()
    officer = office.officers[0]
    await presses_old(officer, Diary(view=View.MISSED))
    (button,) = [one for one in officer.buttons if "07-118" in one]

    assert button.startswith("⚠️")


async def test_old_appointments_are_purged(world, office, client, made):
    from bot import jobs

    world.clock.advance(timedelta(days=100))
    await jobs.purge(world.app)

    assert await now_of(world, made) is None


async def test_another_time_can_be_taken_after_the_first_one_until_it_is_marked(world, office, client, made):
    await client.presses_data(Home())
    await presses_old(client, CannotCome(appointment=made.id, reason=Reason.ILL))
    await propose(office.officers[0], "15.12.2026 11:00")
    proposed = (await now_of(world, made)).proposal
    world.clock.advance(made.starts_at - world.clock.now() + timedelta(hours=2))
    await world.settle()
    await presses_old(client, MyAppointment(appointment=made.id))
    assert "proposes another time" in client.text
    await client.presses("Yes, ")

    assert (await now_of(world, made)).wall == proposed
    assert (await now_of(world, made)).answer is Answer.COMING


async def test_what_was_marked_is_not_moved_by_an_old_yes(world, office, client, made):
    await presses_old(client, CannotCome(appointment=made.id, reason=Reason.ILL))
    await propose(office.officers[0], "15.12.2026 11:00")
    proposed = (await now_of(world, made)).proposal
    world.clock.advance(made.starts_at - world.clock.now() + timedelta(hours=2))
    await presses_old(office.officers[0], Mark(appointment=made.id, outcome=Outcome.MISSED))
    await presses_old(client, OtherTime(appointment=made.id, wall=packed(proposed), yes=True))

    assert "out of date" in client.text
    await presses_old(client, MyAppointment(appointment=made.id))
    assert "proposes another time" not in client.text
    assert (await now_of(world, made)).wall == made.wall

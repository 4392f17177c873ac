"""An appointment is moved or called off by its own office alone, and the client is told once."""

from datetime import UTC, datetime

from bot.telegram.appointment_buttons import (
    CallOff,
    ChangeTime,
    Diary,
    OfficeAppointment,
    SetFor,
    View,
)
from tests.appointing import appointments_of, bot_texts, fills, sets, steps_seen
from tests.officer_phone import an_office
from tests.old_buttons import presses_old


async def test_moved_it_is_told_and_the_old_steps_never_come(world, office, client):
    officer = office.officers[0]
    await sets(officer)
    await officer.presses("Look at it")
    await officer.presses("Move")
    await officer.says("3.12.2026 15:00")
    await officer.presses("Yes")
    assert bot_texts(client).count("New message. Open?") == 2
    seen = await steps_seen(world, client, datetime(2026, 12, 4, tzinfo=UTC))

    # four days before the Thursday is a Sunday: on the Friday before
    assert [text for _, text in seen] == ["Thursday, 3 December, 15:00. Open?", "Tomorrow, 15:00. Open?"]
    assert seen[0][0] == datetime(2026, 11, 27, 7, 0, tzinfo=UTC)


async def test_called_off_it_is_told_and_nothing_more_comes(world, office, client):
    officer = office.officers[0]
    await sets(officer)
    await officer.presses("Look at it")
    await officer.presses("Call off")
    await officer.presses("Yes, call off")
    await client.presses("Open")
    assert "Called off" in client.text
    assert await steps_seen(world, client, datetime(2026, 12, 2, tzinfo=UTC)) == []


async def test_a_series_is_called_off_whole(world, office, client):
    officer = office.officers[0]
    await fills(officer, repeats="Every week")
    await officer.presses("4")
    await officer.presses("Set it")
    await officer.presses("Look at it")
    await officer.presses("Call off all")
    await officer.presses("Yes, call off")

    assert "Called off: 4" in officer.text
    assert await appointments_of(world, client) == []


async def test_calling_off_twice_is_told_once(world, office, client):
    officer = office.officers[0]
    await sets(officer)
    (made,) = await appointments_of(world, client)
    await presses_old(officer, CallOff(appointment=made.id, sure=True))
    await presses_old(officer, CallOff(appointment=made.id, sure=True))

    assert "out of date" in officer.text
    assert bot_texts(client).count("New message. Open?") == 2


async def test_an_officer_of_another_office_can_press_nothing(world, office, client):
    await sets(office.officers[0])
    (made,) = await appointments_of(world, client)
    other = await an_office(world, title="Other", territory="BY-HO-Gomel")
    stranger = await other.officer("Egor")
    for data in (
        OfficeAppointment(appointment=made.id), CallOff(appointment=made.id, sure=True), SetFor(link=made.link),
        ChangeTime(appointment=made.id, propose=False, wall=202612021000),
        ChangeTime(appointment=made.id, propose=True, wall=202612021000),
    ):  # fmt: skip
        await presses_old(stranger, data)
        assert "not for you" in stranger.text, data
    await presses_old(stranger, Diary(view=View.WEEK))
    assert "There are none" in stranger.text
    assert "07-118" not in stranger.seen
    assert await appointments_of(world, client) == [made]

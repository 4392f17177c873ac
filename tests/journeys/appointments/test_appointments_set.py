"""An officer sets an appointment step by step; the client sees it as the preview showed it."""

from datetime import date, datetime, timedelta

import pytest

from bot.domain.offices import OfficeKind
from bot.telegram.appointment_buttons import (
    Field,
    Fill,
    SetFor,
    SetIt,
)
from tests.appointing import appointments_of, bot_texts, fills, sets
from tests.officer_phone import an_office
from tests.old_buttons import presses_old

#: the tests' clock stands at Monday, 23 November 2026, 12:30 in Minsk
TUESDAY_WEEK = date(2026, 12, 1)


async def test_an_appointment_is_set_as_the_preview_showed_it(world, office, client):
    officer = office.officers[0]
    await fills(officer)
    assert "Tomorrow, 10:00. Open?" in officer.text
    assert "Tuesday, 1 December, 10:00" in officer.text
    assert "Lenina 1, room 5" in officer.text
    assert "паспорт, справка" in officer.text
    assert await appointments_of(world, client) == []
    preview = officer.text

    await officer.presses("Set it")
    assert "Appointments set: 1" in officer.text
    assert client.text == "New message. Open?"
    await client.presses("Open")
    assert client.text in preview
    assert "your paper wins" in client.text
    assert "How will you get there?" in client.text


async def test_the_words_are_those_of_the_country(world):
    inspection = await an_office(world)
    probation = await an_office(world, title="Отдел пробации", territory="KG-GB-Bishkek", kind=OfficeKind.PROBATION)
    seen = {}
    for office in (inspection, probation):
        officer = await office.officer()
        client = await office.client("1")
        await sets(officer, label="1")
        await client.presses("Open")
        seen[office.id] = client.text.lower()

    assert "inspection" in seen[inspection.id]
    assert "probation" not in seen[inspection.id]
    assert "probation" in seen[probation.id]


async def test_pressing_set_twice_sets_once(world, office, client):
    officer = office.officers[0]
    await fills(officer)
    await officer.presses("Set it")
    await presses_old(officer, SetIt())

    assert len(await appointments_of(world, client)) == 1


async def test_a_restart_in_the_middle_goes_on_where_it_was(world, office, client):
    officer = office.officers[0]
    await presses_old(officer, SetFor())
    await officer.says("07-118")
    await world.restart()
    await officer.says("1.12.2026 10:00")
    await officer.presses("At our office")
    await world.restart()
    await officer.presses("Nothing particular")
    await officer.presses("No")
    await officer.presses("Set it")

    (made,) = await appointments_of(world, client)
    assert made.wall == datetime(2026, 12, 1, 10, 0)  # noqa: DTZ001 - on the wall


async def test_buttons_of_earlier_steps_change_their_own_answer_alone(world, office, client):
    officer = office.officers[0]
    await fills(officer)
    await presses_old(officer, Fill(field=Field.DAY, value="2026-12-02"))
    assert "Wednesday, 2 December, 10:00" in officer.text
    await presses_old(officer, Fill(field=Field.CLOCK))
    await officer.says("11:30")
    assert "2 December, 11:30" in officer.text


async def test_buttons_of_a_plan_that_is_gone_do_nothing(world, office, client):
    officer = office.officers[0]
    for data in (SetIt(), Fill(field=Field.DAY, value="2026-12-02"), Fill(field=Field.REPEATS, value="week")):
        await presses_old(officer, data)
        assert "out of date" in officer.text

    assert await appointments_of(world, client) == []


@pytest.mark.parametrize(
    "data",
    [
        Fill(field=Field.DAY, value="31.31"), Fill(field=Field.CLOCK, value="9999"),
        Fill(field=Field.WHERE, value="x"),
        Fill(field=Field.REPEATS, value="day x"), Fill(field=Field.TIMES, value="many"),
    ],
)  # fmt: skip
async def test_an_answer_that_no_button_gives_is_refused(world, office, client, data):
    officer = office.officers[0]
    await presses_old(officer, SetFor())
    await presses_old(officer, data)

    assert "out of date" in officer.text


@pytest.mark.parametrize(("day", "hour"), [("1.12.2020", "10:00"), ("23.11.2026", "9:00"), ("1.12.2031", "10:00")])
async def test_a_time_that_cannot_be_is_asked_for_again(world, office, client, day, hour):
    officer = office.officers[0]
    await fills(officer, day=day, clock=hour)

    assert "Which day?" in officer.text
    assert any(word in officer.text for word in ("is over already", "two years"))
    await officer.says("1.12.2026 10:00")
    await officer.presses("Set it")
    assert len(await appointments_of(world, client)) == 1


async def test_what_repeats_is_set_as_often_as_it_was_said_and_told_once(world, office, client):
    officer = office.officers[0]
    await fills(officer, repeats="Every week")
    await officer.presses("4")
    await officer.presses("Set it")
    found = await appointments_of(world, client)

    assert [one.wall.date() for one in found] == [TUESDAY_WEEK + timedelta(weeks=n) for n in range(4)]
    assert bot_texts(client).count("New message. Open?") == 1


async def test_the_place_comes_from_the_directory_with_its_card(world, office, client):
    officer = office.officers[0]
    await presses_old(officer, SetFor())
    await officer.says("07-118")
    await officer.says("1.12.2026 10:00")
    await officer.says("ТЦСОН Мозырь")
    await officer.presses("1")
    await officer.presses("Nothing particular")
    await officer.presses("No")
    await officer.presses("Set it")
    (made,) = await appointments_of(world, client)
    assert made.details.place is not None

    await client.presses("Open")
    await client.presses("Where is it")
    assert "Source:" in client.text


async def test_an_address_that_is_in_no_directory_stays_as_typed(world, office, client):
    officer = office.officers[0]
    await presses_old(officer, SetFor())
    await officer.says("07-118")
    await officer.says("1.12.2026 10:00")
    await officer.says("Qwxzy 77-99")
    if "Choose what you mean" in officer.text:
        await officer.presses("✍️")
    await officer.presses("Nothing particular")
    await officer.presses("No")
    assert "Qwxzy 77-99" in officer.text


async def test_an_unlinked_label_gets_no_appointment(world, office):
    officer = office.officers[0]
    async with world.app.database.transaction() as store:
        await store.links.add(office.id, "07-200", by=None)
    await presses_old(officer, SetFor())
    await officer.says("07-200")

    assert "no linked client" in officer.text


async def test_an_officer_revoked_in_the_middle_sets_nothing(world, office, client):
    officer = office.officers[0]
    await fills(officer)
    await office.revoke()
    await officer.presses("Set it")

    assert "not for you" in officer.text
    assert await appointments_of(world, client) == []


async def test_commands_lead_out_of_a_plan(world, office, client):
    officer = office.officers[0]
    await presses_old(officer, SetFor())
    await officer.says("/start")
    await officer.says("07-118")

    assert "Which day?" not in officer.text

"""An officer sets an appointment step by step; the client sees a time on the lock screen, the rest after a press."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain import people
from bot.domain.appointments import Answer
from bot.domain.offices import OfficeKind
from bot.domain.people import Scope
from bot.telegram.appointment_buttons import (
    CallOff,
    ChangeTime,
    Diary,
    Field,
    Fill,
    OfficeAppointment,
    SetFor,
    SetIt,
    View,
)
from bot.telegram.client_buttons import Withdraw
from bot.telegram.link_buttons import MyAppointments
from bot.telegram.office_buttons import OfficeHome
from tests.officer_phone import an_office
from tests.old_buttons import presses_old

#: the tests' clock stands at Monday, 23 November 2026, 12:30 in Minsk
TUESDAY_WEEK = date(2026, 12, 1)


@pytest.fixture
async def office(world):
    made = await an_office(world)
    await made.officer()
    return made


@pytest.fixture
async def client(office):
    return await office.client("07-118")


async def fills(officer, day="1.12.2026", clock="10:00", label="07-118", repeats="No"):
    """Up to the preview, typed and pressed."""
    await presses_old(officer, SetFor())
    await officer.says(label)
    await officer.says(day)
    await officer.says(clock)
    await officer.presses("At our office")
    await officer.says("паспорт, справка")
    await officer.presses(repeats)


async def sets(officer, **how):
    await fills(officer, **how)
    await officer.presses("Set it")


async def appointments_of(world, client):
    async with world.app.database.transaction() as store:
        found = await store.people.load(client.user.id, b"")
        return await store.appointments.of_person(found[0].id)


def bot_texts(phone):
    return [m["text"] for m in phone.messages if m["from"]["is_bot"] and "text" in m]


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


async def steps_seen(world, client, until):
    """What the client's phone shows, hour by hour."""
    seen = []
    while world.clock.now() < until:
        before = len(bot_texts(client))
        world.clock.advance(timedelta(minutes=30))
        await world.settle()
        seen += [(world.clock.now(), text) for text in bot_texts(client)[before:]]
    return seen


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


async def test_pressing_set_twice_sets_once(world, office, client):
    officer = office.officers[0]
    await fills(officer)
    preview = officer.last
    await officer.presses("Set it")
    await presses_old(officer, SetIt())

    assert len(await appointments_of(world, client)) == 1
    assert preview


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


async def test_an_officer_revoked_in_the_middle_sets_nothing(world, office, client):
    officer = office.officers[0]
    await fills(officer)
    async with world.app.database.transaction() as store:
        (held,) = await store.people.held_roles(office.id)
        await people.revoke(store, held.id)
    await officer.presses("Set it")

    assert "not for you" in officer.text
    assert await appointments_of(world, client) == []


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
    from bot.domain import offices as domain
    from tests.client_phone import ClientPhone

    await sets(office.officers[0])
    link = await office.link_of("07-118")
    async with world.app.database.transaction() as store:
        code = domain.new_link_code()
        await store.links.set_code(link.id, code, store.now + domain.CODE_LIFE)
    newcomer = ClientPhone(world, "B", "en")
    await newcomer.says(code)
    await newcomer.presses("I agree")
    before = len(bot_texts(client))
    await steps_seen(world, newcomer, datetime(2026, 12, 2, tzinfo=UTC))

    assert bot_texts(client)[before:] == []
    assert "Tomorrow, 10:00. Open?" in bot_texts(newcomer)


async def test_what_is_owed_to_one_is_never_sent_once_another_has_their_label(world, office, client):
    """Even where nothing but the link has changed."""
    from bot.domain import offices as domain

    await sets(office.officers[0])
    link = await office.link_of("07-118")
    async with world.app.database.transaction() as store:
        code = domain.new_link_code()
        await store.links.set_code(link.id, code, store.now + domain.CODE_LIFE)
        await store.links.use_code(code, await store.people.add(700000009, "en", None))
    before = bot_texts(client)
    await steps_seen(world, client, datetime(2026, 11, 28, tzinfo=UTC))

    assert bot_texts(client) == before


async def test_commands_lead_out_of_a_plan(world, office, client):
    officer = office.officers[0]
    await presses_old(officer, SetFor())
    await officer.says("/start")
    await officer.says("07-118")

    assert "Which day?" not in officer.text
    await presses_old(officer, OfficeHome())

"""Offices, links and appointments in the tables."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain import appointments as domain
from bot.domain import offices
from bot.domain.appointments import Answer, Details, Outcome
from bot.domain.offices import OfficeKind
from bot.store.tables import appointments, links, outbox, sheets

WALL = datetime(2026, 12, 1, 10, 0)  # noqa: DTZ001 - on the wall
STARTS = datetime(2026, 12, 1, 7, 0, tzinfo=UTC)
CODE = "ACEHKMPTX2345679"


@pytest.fixture
async def office(database):
    async with database.transaction() as store:
        return await offices.found(store, "Inspection", "BY-HO-Mozyr", OfficeKind.INSPECTION)


@pytest.fixture
async def other(database):
    async with database.transaction() as store:
        return await offices.found(store, "Other", "BY-HO-Gomel", OfficeKind.INSPECTION)


@pytest.fixture
async def person(database):
    async with database.transaction() as store:
        return await store.people.add(700000001, "ru", "BY-HO-Mozyr")


@pytest.fixture
async def link(database, office, person):
    async with database.transaction() as store:
        made = await store.links.add(office.id, "07-118", by=None)
        await store.links.set_code(made.id, CODE, store.now + timedelta(days=1))
        assert await store.links.use_code(CODE, person)
        return await store.links.get(made.id)


async def added(store, link, wall=WALL, starts_at=STARTS, **more):
    rest = {
        "details": Details(where="Lenina 1", bring="паспорт"),
        "morning": False,
        "weekends": False,
        "series": None,
    }
    return await store.appointments.add(
        link.id, wall=wall, zone="Europe/Minsk", starts_at=starts_at, by=None, **rest | more
    )


async def test_a_label_is_found_in_its_office_whatever_its_case_and_in_no_other(database, office, other):
    async with database.transaction() as store:
        made = await store.links.add(office.id, "А-07", by=None)
        assert (await store.links.by_label(office.id, "а-07")).id == made.id
        assert await store.links.by_label(other.id, "А-07") is None
        assert (await store.links.add(other.id, "А-07", by=None)).id != made.id


async def test_hashes_of_one_label_differ_from_office_to_office(database, office, other, committed):
    async with database.transaction() as store:
        await store.links.add(office.id, "07-118", by=None)
        await store.links.add(other.id, "07-118", by=None)

    first, second = await committed(links)
    assert first.label_key != second.label_key
    assert b"07-118" not in first.label


async def test_one_code_links_one_of_two_who_use_it_at_once(database, replica, office):
    async with database.transaction() as store:
        made = await store.links.add(office.id, "07-118", by=None)
        await store.links.set_code(made.id, CODE, store.now + timedelta(days=1))
        people = [await store.people.add(700000000 + n, "ru", None) for n in range(2)]

    async def use(where, who):
        async with where.transaction() as store:
            return await store.links.use_code(CODE, who)

    used = await asyncio.gather(use(database, people[0]), use(replica, people[1]))
    assert sorted(used) == [False, True]
    async with database.transaction() as store:
        assert (await store.links.get(made.id)).person == people[used.index(True)]


async def test_a_code_whose_time_is_over_links_nobody(database, office, person, clock):
    async with database.transaction() as store:
        made = await store.links.add(office.id, "07-118", by=None)
        await store.links.set_code(made.id, CODE, store.now + timedelta(days=1))
    clock.advance(timedelta(days=1))
    async with database.transaction() as store:
        assert await store.links.by_code(CODE) is None
        assert not await store.links.use_code(CODE, person)


async def test_a_linked_client_outlives_an_unused_second_code(database, link, clock):
    async with database.transaction() as store:
        await store.links.set_code(link.id, CODE, store.now + timedelta(days=1))
    clock.advance(timedelta(days=3))
    async with database.transaction() as store:
        await store.links.purge()
        assert (await store.links.get(link.id)).code_until is None


async def test_an_appointment_comes_back_as_it_went_in(database, link):
    async with database.transaction() as store:
        made = await added(store, link)
    async with database.transaction() as store:
        assert await store.appointments.get(made.id) == made


async def test_where_and_what_to_bring_are_sealed(database, link, committed):
    async with database.transaction() as store:
        await added(store, link)
    (row,) = await committed(appointments)

    assert b"Lenina" not in row.details
    assert "паспорт".encode() not in row.details


async def test_lists_hold_what_they_say_and_only_of_the_office(database, link, other, clock):
    async with database.transaction() as store:
        near = await added(store, link)
        far = await added(store, link, WALL + timedelta(days=30), STARTS + timedelta(days=30))
        kept = store.appointments
        assert await kept.unconfirmed(link.office, STARTS + timedelta(days=1), most=9) == [near]
        assert await kept.diary(link.office, store.now, STARTS + timedelta(days=60), most=9) == [near, far]
        assert await kept.diary(link.office, store.now, STARTS + timedelta(days=60), most=1, after=1) == [far]
        assert await kept.diary(other.id, store.now, STARTS + timedelta(days=60), most=9) == []
        assert await kept.of_person(link.person) == [near, far]
        assert await kept.undelivered(link.office, most=9) == []
        assert await kept.set_told(far.id, 1, "blocked")
        assert [one.id for one in await kept.undelivered(link.office, most=9)] == [far.id]
    clock.advance(timedelta(days=10))
    async with database.transaction() as store:
        kept = store.appointments
        assert await kept.unmarked(link.office, store.now - timedelta(days=30), most=9) == [near]
        assert await kept.unmarked(other.id, store.now - timedelta(days=30), most=9) == []


async def test_what_became_of_an_older_version_says_nothing_of_the_newer(database, link):
    async with database.transaction() as store:
        made = await added(store, link)
        assert not await store.appointments.set_told(made.id, 2, "told")
        assert await store.appointments.set_told(made.id, 1, "told")
        assert not await store.appointments.set_told(made.id, 1, "told")


async def test_appointments_go_after_their_time_and_not_before(database, link, clock):
    async with database.transaction() as store:
        made = await added(store, link)
    clock.advance(STARTS + timedelta(days=90) - clock.now())
    async with database.transaction() as store:
        await store.appointments.purge()
        assert await store.appointments.get(made.id) is not None
    clock.advance(timedelta(minutes=1))
    async with database.transaction() as store:
        await store.appointments.purge()
        assert await store.appointments.get(made.id) is None


async def test_a_checked_table_is_taken_once_and_by_who_sent_it(database, replica, office, person, committed):
    async with database.transaction() as store:
        sheet = await store.appointments.add_sheet(office.id, person, [{"link": 1}])
        assert await store.appointments.take_sheet(sheet, person + 1) is None

    async def take(where):
        async with where.transaction() as store:
            return await store.appointments.take_sheet(sheet, person)

    taken = await asyncio.gather(take(database), take(replica))
    assert sorted(taken, key=str) == sorted([(office.id, [{"link": 1}]), None], key=str)
    assert await committed(sheets) == []


async def test_erasing_takes_links_and_appointments_with_it(database, link, committed):
    async with database.transaction() as store:
        await added(store, link)
        rows = await store.privacy.rows(link.person)
        assert (rows["links"], rows["appointments"]) == (1, 1)
        await store.privacy.erase(link.person, 700000001, member=False)

    assert await committed(links) == []
    assert await committed(appointments) == []


async def test_when_a_zone_s_clocks_are_moved_what_is_to_come_is_told_anew(database, link, committed):
    """As if it had been worked out under other rules: an hour off."""
    async with database.transaction() as store:
        made = await added(store, link, starts_at=STARTS + timedelta(hours=1))
        await domain.telling.owe(store, made, link, None)
    async with database.transaction() as store:
        assert await domain.move_zone(store, "Europe/Minsk") == 1
        assert await domain.move_zone(store, "Europe/Minsk") == 0
        moved = await store.appointments.get(made.id)

    assert (moved.starts_at, moved.version) == (STARTS, 2)
    rows = await committed(outbox)
    assert {row.state for row in rows if ":1:" in row.dedupe_key} == {"unsendable"}
    assert {row.dedupe_key.rsplit(":", 1)[1] for row in rows if row.state == "owed"} == {"four", "one"}


async def test_answers_and_marks_are_kept(database, link, clock):
    from dataclasses import replace

    async with database.transaction() as store:
        made = await added(store, link)
        new = replace(made, answer=Answer.COMING, answered_at=store.now, outcome=Outcome.CAME, proposal=WALL)
        await store.appointments.save(new)
    async with database.transaction() as store:
        assert await store.appointments.get(made.id) == new

"""What the tables hold of one person is counted and removed; what they hold of another stays."""

from datetime import datetime, timedelta

import pytest

from bot.domain import offices
from bot.domain.appointments import Details
from bot.domain.offices import OfficeKind
from bot.domain.people import Duty, Role
from bot.store.tables import cases, groups, invitations, memberships, messages, outbox, people, relays

#: of no use but to be told apart
ONE, OTHER = 700000001, 700000002
WALL = datetime(2026, 12, 1, 10, 0)  # noqa: DTZ001 - on the wall


async def someone(database, telegram_id: int, code: str) -> int:
    """A person with one row, at least, in every table that can hold something of a person."""
    async with database.transaction() as store:
        person = await store.people.add(telegram_id, "ru", "BY-HO-Mozyr")
        case = await store.cases.add(
            person, code, organisation="bridge", contract=None, need="bed", territory="BY-HO-Mozyr", reasons=[]
        )
        await store.cases.set_topic(case.id, telegram_id % 100, None)
        relay = await store.cases.add_relay(case.id, to_staff=True, client_message=1)
        await store.outbox.add("receipt", f"receipt:{relay}", {}, person=person, case=case.id, relay=relay)
        await store.outbox.add("to_staff", f"relay:{relay}", {}, organisation="bridge", case=case.id, relay=relay)
        await store.outbox.add("notice", f"notice:{person}", {}, person=person)
        await store.messages.add([(telegram_id, 11)])
        office = await offices.found(store, "Inspection", "BY-HO-Mozyr", OfficeKind.INSPECTION)
        link = await store.links.add(office.id, "07-118", by=None)
        await store.links.set_code(link.id, code, store.now + timedelta(days=1))
        await store.links.use_code(code, person)
        await store.appointments.add(
            link.id, wall=WALL, zone="Europe/Minsk", starts_at=store.now, details=Details(), morning=False,
            weekends=False, series=None, by=None,
        )  # fmt: skip
        await store.appointments.add_sheet(office.id, person, [])
        invitation = await store.invitations.add(
            code, role=Role.STAFF, organisation=code, duties=frozenset({Duty.LEAD}), expires_at=store.now
        )
        await store.invitations.use(invitation, by=person)
        await store.groups.bind(code, -telegram_id, by=person, locale="ru")
        await store.audit.add("consent.given", actor=person, subject=f"person:{person}")
        await store.audit.add("member.revoked", actor=None, subject=f"person:{person}")
    return person


@pytest.fixture
async def one(database):
    return await someone(database, ONE, "K7M-42")


@pytest.fixture
async def other(database):
    return await someone(database, OTHER, "A2C-33")


EVERYTHING = {
    "people": 1,
    "cases": 1,
    "relays": 1,
    "links": 1,
    "appointments": 1,
    "sheets": 1,
    "outbox": 3,
    "messages": 1,
    "invitations": 1,
    "groups": 1,
    "audit": 2,
}


async def test_rows_are_counted_of_the_person_alone(database, one, other):
    async with database.transaction() as store:
        assert await store.privacy.rows(one) == EVERYTHING
        assert await store.privacy.with_words(one) == 3
        assert [(topic.organisation, topic.thread) for topic in await store.privacy.topics(one)] == [("bridge", 1)]


async def test_erasing_leaves_only_the_log_and_everything_of_others(database, one, other, committed):
    async with database.transaction() as store:
        await store.privacy.erase(one, ONE, member=False)

    async with database.transaction() as store:
        assert await store.privacy.rows(one) == {"audit": 2}
        assert await store.privacy.rows(other) == EVERYTHING
    for table in (people, cases, relays, messages):
        assert len(await committed(table)) == 1
    assert len(await committed(outbox)) == 3
    assert len(await committed(groups)) == len(await committed(invitations)) == 2


async def test_a_member_keeps_the_role_and_what_is_owed_about_others(database, one, other, committed):
    async with database.transaction() as store:
        await store.invitations.add(
            "code",
            role=Role.STAFF,
            organisation="bridge",
            duties=frozenset(),
            expires_at=store.now + timedelta(days=1),
        )
        await store.people.add_membership(one, await store.invitations.find("code", purpose="join"))
        (theirs,) = await store.cases.of_client(other)
        await store.outbox.add("to_staff", "of another", {}, person=one, case=theirs.id)
        await store.privacy.erase(one, ONE, member=True)

    (kept,) = [row for row in await committed(people) if row.id == one]
    assert (kept.consents, kept.territory, kept.talking, kept.wrote_at) == ("", None, None, None)
    assert [row.person for row in await committed(memberships)] == [one]
    assert "of another" in [row.dedupe_key for row in await committed(outbox)]
    assert [row.client for row in await committed(cases)] == [other]


async def test_only_words_to_staff_that_have_not_left_are_dropped(database, one, other, committed):
    async with database.transaction() as store:
        (case,) = await store.cases.of_client(one)
        await store.outbox.add("to_client", "to the client", {}, person=one, case=case.id)
        await store.privacy.drop_unsent_words(case.id)

    left = sorted(row.kind for row in await committed(outbox) if row.case == case.id)
    assert left == ["receipt", "to_client"]

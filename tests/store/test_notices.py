"""Notices on both databases: an audience becomes rows at once, once each; paused, stopped, counted, forgotten."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, insert

from bot.domain import offices
from bot.domain.notices.model import Audience, State, Whom
from bot.domain.offices import OfficeKind
from bot.domain.people import Reach, Scope
from bot.store.outbox import Priority
from bot.store.tables import links, notice_copies, notices, outbox, people

LEASE = timedelta(minutes=1)
MOZYR = "BY-HO-Mozyr"


async def an_office(store, title="Inspection"):
    return await offices.found(store, title, MOZYR, OfficeKind.INSPECTION)


async def a_client(store, number, office=None, *, scopes=frozenset({Scope.NOTICES}), locale="ru", territory=MOZYR):
    person = await store.people.add(number, locale, territory)
    await store.people.set_consents(person, scopes)
    if office is not None:
        link = await store.links.add(office.id, f"07-{number}", by=None)
        code = offices.new_link_code()
        await store.links.set_code(link.id, code, store.now + timedelta(days=1))
        await store.links.use_code(code, person)
    return person


@pytest.fixture
async def begun(database):
    """An office with three clients, and a notice to them that is owed."""
    async with database.transaction() as store:
        office = await an_office(store)
        persons = [await a_client(store, number, office) for number in range(3)]
        notice = await store.notices.add(office.id, author=1)
        await store.notices.copy_to(notice.id, Audience(office.id))
        await store.notices.owe(notice.id)
    return notice, office, persons


async def claim(database, most=10):
    async with database.transaction() as store:
        return await store.outbox.claim(most, LEASE)


async def test_only_those_of_the_audience_who_agreed_get_it(database, committed):
    async with database.transaction() as store:
        office, other = await an_office(store), await an_office(store, "Other")
        linked = await a_client(store, 1, office, locale="be", territory="BY-HO")
        near = await a_client(store, 2)
        await a_client(store, 3, office, scopes=frozenset({Scope.APPOINTMENTS, Scope.SERVICE}))
        await a_client(store, 4, other, territory="BY-BR")
        counts = [
            await store.notices.count(Audience(office.id)),
            await store.notices.count(Audience(None, (MOZYR, "BY-HO"))),
            await store.notices.count(Audience(None, (MOZYR, "BY-HO"), "be")),
            await store.notices.count(Audience(office.id, language="en")),
        ]
        notice = await store.notices.add(office.id, author=1)
        await store.notices.copy_to(notice.id, Audience(None, (MOZYR, "BY-HO")))

    assert counts == [1, 2, 1, 0]
    assert {row.person for row in await committed(notice_copies)} == {linked, near}


async def test_who_is_linked_twice_gets_it_once_and_a_second_owing_is_none(database, begun, committed):
    notice, office, persons = begun
    async with database.transaction() as store:
        again = await store.links.add(office.id, "twice", by=None)
        await store.links.set_code(again.id, "A" * 16, store.now + timedelta(days=1))
        await store.links.use_code("A" * 16, persons[0])
        assert await store.notices.count(Audience(office.id)) == 3
        await store.notices.copy_to(notice.id, Audience(office.id))
        await store.notices.owe(notice.id)

    assert len(await committed(outbox)) == len(await committed(notice_copies)) == 3


async def test_rows_are_mass_and_carry_their_notice_and_no_words(database, begun):
    notice, _, persons = begun
    claimed = await claim(database)

    assert {one.person for one in claimed} == set(persons)
    assert {(one.notice, one.priority, one.kind) for one in claimed} == {(notice.id, Priority.MASS, "office_notice")}
    assert all(one.body == {} for one in claimed)


async def test_everybody_becomes_rows_by_two_statements_however_many_they_are(database):
    many = 14_048
    async with database.transaction() as store:
        office = await an_office(store)
        rows = [
            {
                "id": number + 1, "telegram": b"%d" % number, "telegram_id": b"x", "locale": "ru", "reach": Reach.OK,
                "consents": "notices", "territory": MOZYR, "created_at": store.now,
            }
            for number in range(many)
        ]  # fmt: skip
        linked = [
            {
                "id": number + 1, "office": office.id, "person": number + 1, "label": b"x",
                "label_key": b"%d" % number, "made_at": store.now,
            }
            for number in range(many)
        ]  # fmt: skip
        await store.notices.run(insert(people), rows)
        await store.notices.run(insert(links), linked)
        notice = await store.notices.add(office.id, author=1)
    statements = []

    def heard(_connection, _cursor, statement, _values, _context, executemany):
        statements.append((statement.split()[0], executemany))

    async with database.transaction() as store:
        event.listen(database.engine.sync_engine, "before_cursor_execute", heard)
        assert await store.notices.copy_to(notice.id, Audience(office.id)) == many
        await store.notices.owe(notice.id)
        event.remove(database.engine.sync_engine, "before_cursor_execute", heard)
        totals = await store.notices.totals(notice.id)

    assert statements == [("INSERT", False), ("INSERT", False)]
    assert totals.owed == totals.total == many


async def test_paused_rows_are_not_claimed_until_resumed(database, begun):
    notice, _, _ = begun
    (first,) = await claim(database, 1)
    async with database.transaction() as store:
        await store.notices.pause(notice.id)
    assert await claim(database) == []

    async with database.transaction() as store:
        await store.notices.resume(notice.id)
    assert first.id not in {one.id for one in await claim(database)}


async def test_what_becomes_of_a_message_is_counted_in_the_same_commit(database, begun):
    notice, _, _ = begun
    first, second, third = await claim(database)
    async with database.transaction() as store:
        await store.outbox.sent(first.id, 71)
        await store.outbox.unsendable(second.id, "blocked")
        await store.outbox.unsendable(third.id, "stopped")

    async with database.transaction() as store:
        totals = await store.notices.totals(notice.id)
        copy = await store.notices.copy(notice.id, first.person)
    assert (totals.delivered, totals.unreached, totals.dropped, totals.owed) == (1, 1, 1, 0)
    assert copy.message == 71


async def test_stopped_drops_what_is_owed_and_leaves_what_is_in_flight(database, begun):
    notice, _, _ = begun
    (flying,) = await claim(database, 1)
    async with database.transaction() as store:
        await store.notices.drop_owed(notice.id, "stopped")
        totals = await store.notices.totals(notice.id)
    assert (totals.owed, totals.dropped) == (1, 2)

    async with database.transaction() as store:
        await store.outbox.sent(flying.id, 1)
        totals = await store.notices.totals(notice.id)
    assert (totals.delivered, totals.owed) == (1, 0)
    assert await claim(database) == []


async def test_sent_again_goes_to_those_it_did_not_reach(database, begun):
    notice, _, _ = begun
    first, second, third = await claim(database)
    async with database.transaction() as store:
        await store.outbox.sent(first.id, 1)
        await store.outbox.unsendable(second.id, "blocked")
        await store.outbox.unsendable(third.id, "blocked")
    async with database.transaction() as store:
        assert await store.notices.owe_again(notice.id) == 2

    assert {one.id for one in await claim(database)} == {second.id, third.id}


async def test_corrections_go_to_those_who_have_it_open_and_a_recall_to_all(database, begun):
    notice, _, _ = begun
    first, second, _third = await claim(database)
    async with database.transaction() as store:
        await store.outbox.sent(first.id, 1)
        await store.outbox.sent(second.id, 2)
        await store.notices.opened(notice.id, first.person, 1)
    async with database.transaction() as store:
        await store.notices.owe_corrections(notice.id, "v2", with_unopened=False)
    assert [one.person for one in await claim(database)] == [first.person]

    async with database.transaction() as store:
        await store.notices.owe_corrections(notice.id, "recall", with_unopened=True)
    assert {one.person for one in await claim(database)} == {first.person, second.person}


async def test_consent_and_link_are_looked_up_as_they_are_now(database, begun):
    notice, office, persons = begun
    async with database.transaction() as store:
        await store.people.set_consents(persons[0], frozenset({Scope.APPOINTMENTS}))
        (link,) = await store.links.of_person(persons[1])
        await store.links.remove(link.id)
        may = [await store.notices.may_get(notice, person) for person in persons]

    assert may == [False, False, True]
    assert office.id == notice.office


async def test_opening_and_reading_count_once_and_a_change_asks_anew(database, begun, clock):
    notice, _, persons = begun
    async with database.transaction() as store:
        await store.notices.opened(notice.id, persons[0], 5)
        await store.notices.read(notice.id, persons[0])
    clock.advance(timedelta(hours=1))
    async with database.transaction() as store:
        before = await store.notices.copy(notice.id, persons[0])
        await store.notices.opened(notice.id, persons[0], 6)
        await store.notices.read(notice.id, persons[0])
        after = await store.notices.copy(notice.id, persons[0])
        totals = await store.notices.totals(notice.id)
        await store.notices.unread(notice.id)
        anew = await store.notices.totals(notice.id)

    assert (after.opened_at, after.read_at, after.message) == (before.opened_at, before.read_at, 6)
    assert (totals.opened, totals.read) == (1, 1)
    assert (anew.opened, anew.read) == (1, 0)


async def test_after_hide_only_what_was_not_opened_knocks_again(database, begun, clock):
    notice, _, _ = begun
    first, second, _third = await claim(database)
    async with database.transaction() as store:
        for one in (first, second):
            await store.notices.save(await _running(store, notice))
            await store.outbox.sent(one.id, one.id)
        await store.notices.opened(notice.id, first.person, 1)
        for one in (first, second):
            await store.notices.knock_again(one.person, timedelta(minutes=15))
    assert await claim(database) == []

    clock.advance(timedelta(seconds=50 + 15 * 60))
    assert second.id in {one.id for one in await claim(database)}


async def _running(store, notice):
    return replace(notice, state=State.RUNNING, started_at=store.now)


async def test_how_far_it_is_is_shown_until_its_author_looks_elsewhere(database, begun):
    notice, _, _ = begun
    async with database.transaction() as store:
        await store.notices.save(await _running(store, notice))
        assert [one.id for one in await store.notices.to_show()] == [notice.id]
        await store.notices.set_screen(notice.id, 7)
        await store.notices.look_away(notice.author + 1, 7)
        await store.notices.look_away(notice.author, 8)
        assert [one.screen for one in await store.notices.to_show()] == [7]

        await store.notices.look_away(notice.author, 7)
        assert await store.notices.to_show() == []


async def test_texts_are_sealed_and_come_back(database, committed):
    async with database.transaction() as store:
        office = await an_office(store)
        made = await store.notices.add(office.id, author=7)
        changed = replace(
            made, texts={"ru": "Приходите"}, proposed={"ru": "Не приходите"}, whom=Whom.REGION, send_at=store.now
        )
        await store.notices.save(changed)
    async with database.transaction() as store:
        assert await store.notices.get(made.id) == changed
    (row,) = await committed(notices)
    assert "Приходите".encode() not in row.texts + row.proposed


async def test_drafts_are_their_authors_own(database):
    async with database.transaction() as store:
        office = await an_office(store)
        made = await store.notices.add(office.id, author=7)

        assert [one.id for one in await store.notices.of_office(office.id, 7)] == [made.id]
        assert await store.notices.of_office(office.id, 8) == []


async def test_who_is_erased_is_counted_as_before(database, begun, committed):
    notice, _, persons = begun
    (one, *_rest) = await claim(database)
    async with database.transaction() as store:
        await store.outbox.sent(one.id, 1)
        before = await store.notices.totals(notice.id)
        await store.privacy.erase(one.person, persons.index(one.person), member=False)
    async with database.transaction() as store:
        assert await store.notices.totals(notice.id) == before
    assert one.person not in {row.person for row in await committed(notice_copies)}


async def test_who_is_erased_before_it_came_is_not_waited_for(database, begun):
    notice, _, persons = begun
    async with database.transaction() as store:
        await store.privacy.erase(persons[0], 0, member=False)
        totals = await store.notices.totals(notice.id)

    assert (totals.owed, totals.unreached) == (2, 1)


async def test_a_month_later_neither_words_nor_readers_are_kept(database, begun, clock, committed):
    clock.advance(timedelta(days=29))
    async with database.transaction() as store:
        await store.notices.purge()
    assert len(await committed(notice_copies)) == 0  # a draft that was never sent goes after a week

    async with database.transaction() as store:
        office = await an_office(store)
        made = await _running(store, await store.notices.add(office.id, author=1))
        await store.notices.save(made)
        await a_client(store, 9, office)
        await store.notices.copy_to(made.id, Audience(office.id))
        await store.notices.owe(made.id)
    clock.advance(timedelta(days=29))
    async with database.transaction() as store:
        await store.notices.purge()
    assert len(await committed(notice_copies)) == 1

    clock.advance(timedelta(days=2))
    async with database.transaction() as store:
        await store.notices.purge()
    assert await committed(notice_copies) == await committed(notices) == await committed(outbox) == []


@pytest.mark.parametrize("state", [State.ASKED, State.PLANNED])
async def test_what_is_planned_for_months_ahead_is_still_there_then(database, clock, state):
    async with database.transaction() as store:
        made = await store.notices.add((await an_office(store)).id, author=1)
        await store.notices.save(replace(made, state=state, send_at=store.now + timedelta(days=89)))
    clock.advance(timedelta(days=89))
    async with database.transaction() as store:
        await store.notices.purge()
        assert await store.notices.get(made.id) is not None

    clock.advance(timedelta(days=31))
    async with database.transaction() as store:
        await store.notices.purge()
        assert await store.notices.get(made.id) is None


async def test_of_two_who_decide_at_once_the_second_sees_what_the_first_did(database, replica, begun):
    notice, _office, _persons = begun

    async def decide(where, state):
        async with where.transaction() as store:
            found = await store.notices.hold(notice.id)
            if found.state is not State.DRAFT:
                return False
            await asyncio.sleep(0.05)
            await store.notices.save(replace(found, state=state))
            return True

    decided = await asyncio.gather(decide(database, State.RUNNING), decide(replica, State.RECALLED))
    assert sorted(decided) == [False, True]

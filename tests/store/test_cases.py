"""Requests and their relayed messages: one taker, states that only go on, nothing mixed up."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain import cases as domain
from bot.domain.cases import ORDER, CaseState, RelayState
from bot.domain.contracts import Provider
from bot.domain.people import Actor, Scope
from bot.store.tables import cases, people, unmet_needs


@pytest.fixture
async def client(database):
    async with database.transaction() as store:
        return await store.people.add(700000001, "ru", "BY-HO-Mozyr")


async def open_case(database, client, code="K7M-42", **more):
    values = {"organisation": "bridge", "contract": "c1", "need": "bed", "territory": "BY-HO-Mozyr", "reasons": []}
    async with database.transaction() as store:
        return await store.cases.add(client, code, **(values | more))


async def in_store(database, do):
    async with database.transaction() as store:
        return await do(store.cases)


async def state_of(database, relay):
    return (await in_store(database, lambda store: store.relay(relay))).state


async def test_a_request_comes_back_as_it_was_opened(database, client, clock):
    made = await open_case(database, client, reasons=[{"kind": "CoversService", "service": "hostel"}])

    found = await in_store(database, lambda store: store.get(made.id))
    assert found == made
    assert (found.state, found.taken_by, found.opened_at) == (CaseState.OPEN, None, clock.now())
    assert found.reasons == [{"kind": "CoversService", "service": "hostel"}]


async def test_what_is_not_there_is_none(database, client):
    await open_case(database, client)

    assert await in_store(database, lambda store: store.get(1)) is None
    assert await in_store(database, lambda store: store.relay(1)) is None


async def test_two_requests_never_share_a_code(database, client):
    assert await open_case(database, client) is not None
    assert await open_case(database, client, need="work") is None


async def test_where_short_codes_are_taken_a_request_gets_a_longer_one(database, client, monkeypatch):
    monkeypatch.setattr(domain, "_LETTERS", "K")
    monkeypatch.setattr(domain, "_DIGITS", "7")
    actor = Actor(client, "ru", consents=frozenset({Scope.SERVICE}))
    provider = Provider("bridge", "c1", "hostel")
    codes = []
    for need in ("bed", "work", "food"):
        async with database.transaction() as store:
            codes.append((await domain.open_case(store, actor, need, "BY-HO-Mozyr", provider, [])).code)

    assert codes == ["K7K-77", "K7K-777", "K7K-7777"]


async def test_an_open_request_is_found_by_client_organisation_and_need(database, client):
    made = await open_case(database, client)
    without_need = await open_case(database, client, "K7M-43", need=None)

    async def found(*key):
        one = await in_store(database, lambda store: store.open_one(*key))
        return one and one.id

    assert await found(client, "bridge", "bed") == made.id
    assert await found(client, "bridge", None) == without_need.id
    assert await found(client, "lantern", "bed") is None
    assert await found(client + 1, "bridge", "bed") is None
    await in_store(database, lambda store: store.close(made.id))
    assert await found(client, "bridge", "bed") is None


async def test_of_twenty_who_take_at_once_one_does(database, replica, client):
    case = await open_case(database, client)

    async def take(of, membership):
        return await in_store(of, lambda store: store.take(case.id, membership))

    taken = await asyncio.gather(*(take((database, replica)[number % 2], number) for number in range(20)))
    found = await in_store(database, lambda store: store.get(case.id))
    assert taken.count(True) == 1
    assert (found.state, found.taken_by) == (CaseState.TAKEN, taken.index(True))


async def test_a_closed_request_is_neither_taken_nor_closed_again(database, client, committed, clock):
    case = await open_case(database, client)

    assert await in_store(database, lambda store: store.close(case.id))
    assert not await in_store(database, lambda store: store.take(case.id, 1))
    assert not await in_store(database, lambda store: store.close(case.id))
    (row,) = await committed(cases)
    assert (row.state, row.taken_by, row.closed_at) == (CaseState.CLOSED, None, clock.now())


async def test_a_clients_requests_are_theirs_open_and_the_last_spoken_in_first(database, client, clock):
    async with database.transaction() as store:
        other = await store.people.add(700000002, "ru", None)
    first, second, closed = [await open_case(database, client, f"K7M-{number}") for number in (42, 43, 44)]
    await open_case(database, other, "K7M-45")
    await in_store(database, lambda store: store.close(closed.id))
    for case in (second, first):
        clock.advance(timedelta(minutes=1))
        await in_store(database, lambda store, case=case: store.touch(case.id))

    found = await in_store(database, lambda store: store.of_client(client))
    assert [case.id for case in found] == [first.id, second.id]


async def test_a_topic_leads_to_the_request_of_its_own_organisation(database, client):
    case = await open_case(database, client)
    rival = await open_case(database, client, "K7M-43", organisation="lantern")
    await in_store(database, lambda store: store.set_topic(case.id, 5, 6))
    await in_store(database, lambda store: store.set_topic(rival.id, 5, 6))

    async def topic(organisation, thread):
        found = await in_store(database, lambda store: store.by_topic(organisation, thread))
        return found and found.id

    assert await topic("bridge", 5) == case.id
    assert await topic("lantern", 5) == rival.id
    assert await topic("bridge", 7) is None
    await in_store(database, lambda store: store.set_topic(case.id, None, None))
    assert await topic("bridge", 5) is None


async def test_a_message_in_a_topic_leads_to_the_request_of_its_own_organisation(database, client):
    case = await open_case(database, client)
    rival = await open_case(database, client, "K7M-43", organisation="lantern")
    for one in (case, rival):
        relay = await in_store(database, lambda store, one=one: store.add_relay(one.id, to_staff=True))
        await in_store(database, lambda store, relay=relay: store.set_relay(relay, staff_message=9))

    found = await in_store(database, lambda store: store.by_staff_message("lantern", 9))
    assert found.id == rival.id
    assert await in_store(database, lambda store: store.by_staff_message("juniper", 9)) is None
    assert await in_store(database, lambda store: store.by_staff_message("lantern", 10)) is None


async def test_taken_requests_are_units_of_their_contract(database, client):
    ids = [(await open_case(database, client, f"K7M-{number}")).id for number in range(40, 43)]
    other = await open_case(database, client, "K7M-50", contract="c2")
    await open_case(database, client, "K7M-51", contract=None)
    for case in (*ids[:2], other.id):
        await in_store(database, lambda store, case=case: store.take(case, 1))
    await in_store(database, lambda store: store.close(ids[0]))

    assert await in_store(database, lambda store: store.units_used()) == {"c1": 2, "c2": 1}


async def test_an_unmet_need_is_remembered_without_a_person(database, committed):
    await in_store(database, lambda store: store.add_unmet("bed", "BY-HO-Mozyr", once_for="anything"))

    (row,) = await committed(unmet_needs)
    assert (row.need, row.territory) == ("bed", "BY-HO-Mozyr")
    assert {column.name for column in unmet_needs.c} == {"id", "need", "territory", "at"}


async def test_an_unmet_need_counts_once_for_the_same_asker_and_leads_to_nobody(database, committed, client):
    for asker in (f"{client}:bed", f"{client}:bed", f"{client}:work", "another:bed"):
        await in_store(database, lambda store, asker=asker: store.add_unmet("bed", "BY-HO-Mozyr", once_for=asker))

    rows = await committed(unmet_needs)
    assert len(rows) == 3
    assert all(0 < row.id < 2**53 and row.id != client for row in rows)


async def test_a_relay_remembers_its_message_on_both_sides(database, client, clock):
    case = await open_case(database, client)
    relay = await in_store(database, lambda store: store.add_relay(case.id, to_staff=True, client_message=11))
    await in_store(database, lambda store: store.set_relay(relay, staff_message=12, receipt=13))

    found = await in_store(database, lambda store: store.relay(relay))
    assert (found.case, found.to_staff, found.state, found.at) == (case.id, True, RelayState.SAVED, clock.now())
    assert (found.client_message, found.staff_message, found.receipt) == (11, 12, 13)


async def test_only_the_clients_messages_of_this_request_move_on(database, client):
    case = await open_case(database, client)
    other = await open_case(database, client, "K7M-43", need="work")
    theirs = await in_store(database, lambda store: store.add_relay(case.id, to_staff=True))
    answer = await in_store(database, lambda store: store.add_relay(case.id, to_staff=False))
    elsewhere = await in_store(database, lambda store: store.add_relay(other.id, to_staff=True))

    moved = await in_store(
        database, lambda store: store.advance(case.id, (RelayState.SAVED, RelayState.DELIVERED), RelayState.SEEN)
    )
    assert moved == [theirs]
    assert await state_of(database, theirs) is RelayState.SEEN
    assert await state_of(database, answer) is RelayState.SAVED
    assert await state_of(database, elsewhere) is RelayState.SAVED


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.sampled_from(ORDER[1:]), st.booleans()), max_size=6))
async def test_a_state_never_goes_back_in_whatever_order_news_come(database, client, moves):
    async with database.transaction() as store:
        await store.cases.run(cases.delete())
    case = await open_case(database, client)
    relay = await in_store(database, lambda store: store.add_relay(case.id, to_staff=True))
    reached = RelayState.SAVED
    for to, alone in moves:
        before = ORDER[: ORDER.index(to)]
        async with database.transaction() as store:
            if alone:
                moved = await store.cases.advance_one(relay, before, to)
            else:
                moved = bool(await store.cases.advance(case.id, before, to))
        assert moved == (ORDER.index(to) > ORDER.index(reached))
        reached = max(reached, to, key=ORDER.index)
        assert await state_of(database, relay) is reached


async def test_a_failed_message_is_not_called_seen_later(database, client):
    case = await open_case(database, client)
    relay = await in_store(database, lambda store: store.add_relay(case.id, to_staff=True))
    await in_store(database, lambda store: store.set_relay(relay, state=RelayState.FAILED))

    assert await in_store(database, lambda store: store.advance(case.id, ORDER[:3], RelayState.ANSWERED)) == []
    assert await state_of(database, relay) is RelayState.FAILED


async def test_who_goes_takes_their_requests_along(database, client, committed):
    await open_case(database, client)
    async with database.transaction() as store:
        await store.people.run(people.delete())

    assert await committed(cases) == []

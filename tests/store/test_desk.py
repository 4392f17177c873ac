"""The desk of an organisation without a group: one taker, nothing held after a take, messages by chat."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.cases import CaseState
from bot.domain.people import Reach, Role
from bot.store.desk import Kind
from bot.store.tables import desk_messages, outbox, people
from bot.telegram.delivery import LEASE


@pytest.fixture
async def client(database):
    async with database.transaction() as store:
        return await store.people.add(700000001, "ru", "BY-HO-Mozyr")


async def joins(database, telegram_id: int, organisation: str = "bridge") -> tuple[int, int]:
    """A member: person and membership."""
    async with database.transaction() as store:
        person = await store.people.add(telegram_id, "ru", None)
        code = f"code-{telegram_id}"
        await store.invitations.add(
            code,
            role=Role.STAFF,
            organisation=organisation,
            duties=frozenset(),
            expires_at=store.now + timedelta(days=1),
        )
        held = await store.people.add_membership(person, await store.invitations.find(code, purpose="join"))
    return person, held.id


@pytest.fixture
async def members(database):
    return [await joins(database, 700000010 + number) for number in range(10)]


async def opened(database, client, code="K7M-42", **more):
    values = {"organisation": "bridge", "contract": None, "need": "bed", "territory": "BY-HO-Mozyr", "reasons": []}
    async with database.transaction() as store:
        return await store.cases.add(client, code, **(values | more))


async def test_of_ten_members_who_take_at_once_one_does_and_it_is_answered_in_their_chat(
    database, replica, client, members
):
    case = await opened(database, client)

    async def take(of, person, membership):
        async with of.transaction() as store:
            return await store.cases.take(case.id, membership, desk=person)

    took = await asyncio.gather(
        *(take((database, replica)[number % 2], *member) for number, member in enumerate(members))
    )

    assert sum(took) == 1
    async with database.transaction() as store:
        now = await store.cases.get(case.id)
    assert (now.desk, now.taken_by) == members[took.index(True)]


async def test_only_who_took_it_hands_it_back_and_only_once(database, replica, client, members):
    case = await opened(database, client)
    (one, membership), (_other, others) = members[:2]
    async with database.transaction() as store:
        await store.cases.take(case.id, membership, desk=one)
        assert not await store.desk.hand_back(case.id, others)

    async def back(of):
        async with of.transaction() as store:
            return await store.desk.hand_back(case.id, membership)

    assert sorted(await asyncio.gather(back(database), back(replica))) == [False, True]
    async with database.transaction() as store:
        now = await store.cases.get(case.id)
    assert (now.state, now.taken_by, now.desk) == (CaseState.OPEN, None, None)


async def test_words_are_never_held_after_somebody_took_the_request(database, replica, client, members):
    """The courier holds what nobody took, the take lets go what is held: in either order, it is owed at the end."""
    for number in range(8):
        case = await opened(database, client, f"K7M-{number}")
        async with database.transaction() as store:
            await store.outbox.add("to_staff", f"relay:{number}", {}, organisation="bridge", case=case.id)
            (owed,) = [one for one in await store.outbox.claim(10, LEASE) if one.case == case.id]

        async def hold(case=case, owed=owed):
            async with replica.transaction() as store:
                if (await store.desk.lock(case.id)).desk is None:
                    await asyncio.sleep(0)
                    await store.outbox.hold(owed.id)
                    return
            async with replica.transaction() as store:
                await store.outbox.retry(owed.id, store.now, "taken")

        async def take(case=case):
            async with database.transaction() as store:
                await store.cases.take(case.id, members[0][1], desk=members[0][0])
                await asyncio.sleep(0)
                await store.desk.release_words(case.id)

        await asyncio.gather(*((hold(), take()) if number % 2 else (take(), hold())))
        async with database.transaction() as store:
            rows = (await store.meta.run(outbox.select().where(outbox.c.case == case.id))).all()
        assert [row.state for row in rows] == ["owed"]


async def test_the_queue_has_the_urgent_first_then_the_oldest_and_of_ones_own_organisation(database, client, clock):
    made = []
    for number in range(3):
        made.append(await opened(database, client, f"K7M-{number}", need=str(number)))
        clock.advance(timedelta(minutes=1))
    await opened(database, client, "A2C-33", organisation="lantern")
    async with database.transaction() as store:
        await store.cases.mark_urgent(made[2].id)
        queue = await store.desk.waiting("bridge", 10)
        assert [case.id for case in queue] == [made[2].id, made[0].id, made[1].id]
        assert [case.id for case in await store.desk.waiting("bridge", 1, 1)] == [made[0].id]
        assert await store.desk.count(1, "bridge") == (3, 0)


async def test_who_can_be_reached_is_staff_of_the_organisation_now_and_not_blocked(database, client, members):
    elsewhere, _held = await joins(database, 700000099, "lantern")
    async with database.transaction() as store:
        await store.people.set_reach(members[0][0], Reach.BLOCKED)
        await store.people.revoke(members[1][1])
        reachable = await store.desk.reachable("bridge", but=members[2][0])

    assert sorted(reachable) == sorted(person for person, _held in members[3:])
    assert elsewhere not in reachable


async def test_a_message_belongs_to_a_request_in_one_chat_alone(database, client, members):
    one, two = await opened(database, client), await opened(database, client, "A2C-33")
    (olga, _), (pavel, _) = members[:2]
    async with database.transaction() as store:
        await store.desk.put(olga, 5, one.id, Kind.WORDS)
        await store.desk.put(pavel, 5, two.id, Kind.WORDS)
        assert (await store.desk.case_at(olga, 5)).id == one.id
        assert (await store.desk.case_at(pavel, 5)).id == two.id
        assert await store.desk.case_at(pavel, 6) is None
        await store.desk.put(olga, 5, two.id, Kind.CARD)
        assert (await store.desk.case_at(olga, 5)).id == two.id


async def test_a_number_in_a_members_chat_is_not_one_of_the_group(database, client, members):
    case = await opened(database, client)
    (olga, _), _other = members[:2]
    async with database.transaction() as store:
        relay = await store.cases.add_relay(case.id, to_staff=False, staff_message=5)
        assert (await store.cases.said_by_staff("bridge", 5)).id == relay
        await store.cases.set_relay(relay, member=olga)
        assert await store.cases.said_by_staff("bridge", 5) is None
        assert await store.cases.by_staff_message("bridge", 5) is None
        assert (await store.desk.said_at(olga, 5)).id == relay


async def test_what_waits_for_someone_to_take_it_is_not_given_up_as_unopened(database, client, clock):
    case = await opened(database, client)
    async with database.transaction() as store:
        await store.outbox.add("to_staff", "relay:1", {}, organisation="bridge", case=case.id)
        for owed in await store.outbox.claim(5, LEASE):
            await store.outbox.hold(owed.id)
    clock.advance(timedelta(days=20))
    async with database.transaction() as store:
        await store.outbox.purge()
        assert await store.desk.release_words(case.id) == 1


async def test_erasing_a_client_or_a_former_member_takes_what_stood_in_chats(database, client, members, committed):
    other = await joins(database, 700000098)
    async with database.transaction() as store:
        second = await store.people.add(700000002, "ru", None)
    one, two = await opened(database, client), await opened(database, second, "A2C-33")
    async with database.transaction() as store:
        for message, case in ((1, one), (2, two)):
            await store.desk.put(other[0], message, case.id, Kind.WORDS)
        relay = await store.cases.add_relay(two.id, to_staff=False, staff_message=2)
        await store.cases.set_relay(relay, member=other[0])
        assert (await store.privacy.rows(client))["desk_messages"] == 1
        await store.privacy.erase(client, 700000001, member=False)
    assert [row.case for row in await committed(desk_messages)] == [two.id]

    async with database.transaction() as store:
        await store.people.revoke(other[1])
        await store.privacy.erase(other[0], 700000098, member=False)
        left = await store.cases.relay(relay)
    assert await committed(desk_messages) == []
    assert other[0] not in {row.id for row in await committed(people)}
    assert (left.member, left.staff_message) == (None, None)

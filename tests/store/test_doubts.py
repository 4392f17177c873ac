"""What a process that died leaves in doubt, and which numbers of messages were written down."""

from datetime import timedelta

import pytest

from bot.store.outbox import Priority

LEASE = timedelta(seconds=60)


@pytest.fixture
async def person(database):
    async with database.transaction() as store:
        return await store.people.add(700000001, "ru", None)


async def owe(database, person, key, priority):
    async with database.transaction() as store:
        await store.outbox.add("notice", key, {"key": key}, person=person, priority=priority)


async def test_rows_in_flight_are_left_behind_and_live_talk_is_not_asked_for(database, person, clock):
    for key, priority in (("talk", Priority.TALK), ("date", Priority.DATE), ("mass", Priority.MASS)):
        await owe(database, person, key, priority)
    async with database.transaction() as store:
        assert await store.doubts.left_behind() is None
        claimed = await store.outbox.claim(10, LEASE)
    async with database.transaction() as store:
        left = await store.doubts.left_behind()

    assert left.rows == {owed.id for owed in claimed if owed.priority is not Priority.TALK}
    assert left.lease_until == clock.now() + LEASE


async def test_the_newest_number_is_that_of_the_moment_and_of_chats_alone(database, person, clock):
    began = clock.now()
    await owe(database, person, "one", Priority.MASS)
    async with database.transaction() as store:
        await store.outbox.add("to_staff", "two", {"key": "two"}, organisation="o", case=1)
        first, second = sorted(await store.outbox.claim(10, LEASE), key=lambda owed: owed.person is None)
        await store.outbox.sent(first.id, 41)
        await store.outbox.sent(second.id, 900)
        await store.messages.add([(700000001, 40)])
    clock.advance(timedelta(minutes=1))
    async with database.transaction() as store:
        await store.messages.add([(700000001, 44)])
    async with database.transaction() as store:
        assert await store.doubts.newest_before(began) == 41
        assert await store.doubts.newest_before(clock.now()) == 44
        assert await store.doubts.recorded(40) == {41, 44}


async def test_what_is_older_than_our_records_is_no_ground_to_stand_on(database, person, clock):
    async with database.transaction() as store:
        await store.messages.add([(700000001, 40)])
    clock.advance(timedelta(hours=49))
    async with database.transaction() as store:
        assert await store.doubts.newest_before(clock.now()) is None

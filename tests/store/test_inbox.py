"""The inbox: written once, handled once, kept no longer than it serves."""

import asyncio
from datetime import timedelta

from bot.store.tables import inbox


def update(number, text="привет"):
    return {"update_id": number, "message": {"text": text}}


async def received(database, *updates):
    async with database.transaction() as store:
        return await store.inbox.receive(updates)


async def waiting(database):
    async with database.transaction() as store:
        return [one.update["update_id"] for one in await store.inbox.waiting()]


async def handled(database, key):
    async with database.transaction() as store:
        return await store.inbox.handled(key)


async def failed(database, key, *, quarantine=False):
    async with database.transaction() as store:
        await store.inbox.failed(key, quarantine=quarantine)


async def purged(database):
    async with database.transaction() as store:
        await store.inbox.purge()


async def test_what_is_received_waits_as_it_came(database):
    await received(database, update(5, "строка \U0001f44b"))

    async with database.transaction() as store:
        (found,) = await store.inbox.waiting()
    assert found.update == update(5, "строка \U0001f44b")


async def test_neither_the_id_nor_the_words_can_be_read_in_the_row(database, committed):
    await received(database, update(123456789, "canary"))

    (row,) = await committed(inbox)
    assert b"canary" not in row.body
    assert b"123456789" not in row.update + row.body


async def test_a_repeated_update_is_not_written(database, committed):
    first = await received(database, update(1), update(2))
    for one in first:
        await handled(database, one.key)
    again = await received(database, update(2), update(3), update(1))

    assert [one.update["update_id"] for one in first] == [1, 2]
    assert [one.update["update_id"] for one in again] == [3]
    assert len(await committed(inbox)) == 3


async def test_one_that_comes_again_and_still_waits_is_handed_out_again_but_written_once(database, committed):
    (first,) = await received(database, update(1))
    await failed(database, first.key)
    (again,) = await received(database, update(1))

    assert (again.key, again.attempts) == (first.key, 1)
    assert len(await committed(inbox)) == 1


async def test_one_that_comes_again_from_quarantine_is_not(database):
    (first,) = await received(database, update(1))
    await failed(database, first.key, quarantine=True)

    assert await received(database, update(1)) == []


async def test_an_update_twice_in_one_batch_is_one(database, committed):
    assert len(await received(database, update(1), update(1))) == 1
    assert len(await committed(inbox)) == 1


def press(number, query="4242", data="take"):
    return {"update_id": number, "callback_query": {"id": query, "from": {"id": 5}, "data": data}}


async def test_a_press_that_comes_again_under_another_id_is_the_same_press(database):
    (first,) = await received(database, press(1))
    assert await received(database, press(2)) == []
    await handled(database, first.key)
    assert await received(database, press(3)) == []

    assert len(await received(database, press(4, query="4243"))) == 1
    assert len(await received(database, press(5, query="4244"), press(6, query="4244"))) == 1


async def test_a_press_that_still_waits_is_handed_out_again_under_its_own_id(database):
    (first,) = await received(database, press(1))
    (again,) = await received(database, press(1))

    assert again.key == first.key


async def test_the_name_of_a_press_is_forgotten_with_the_others(database, clock, committed):
    (first,) = await received(database, press(1))
    await handled(database, first.key)
    assert all(row.body is None for row in await committed(inbox))
    clock.advance(timedelta(days=9))
    await purged(database)

    assert await committed(inbox) == []


async def test_an_empty_batch_is_nothing(database):
    assert await received(database) == []


async def test_a_handled_update_does_not_come_back(database):
    (one,) = await received(database, update(1))
    await handled(database, one.key)

    assert await received(database, update(1)) == []
    assert await waiting(database) == []


async def test_only_one_of_two_processes_handles_an_update(database, replica):
    (one,) = await received(database, update(1))

    assert sorted(await asyncio.gather(handled(database, one.key), handled(replica, one.key))) == [False, True]


async def test_an_unknown_update_is_not_handled(database):
    assert not await handled(database, b"never received..")


async def test_a_handled_body_is_gone(database, committed):
    (one,) = await received(database, update(1))
    await handled(database, one.key)

    ((_, _, body, _, state),) = await committed(inbox)
    assert (body, state) == (None, "handled")


async def test_a_turn_that_is_rolled_back_leaves_its_update_waiting(database, undone):
    (one,) = await received(database, update(1))
    await undone(lambda store: store.inbox.handled(one.key))

    assert await waiting(database) == [1]


async def test_what_waits_comes_in_the_order_of_telegram(database, clock):
    await received(database, update(30), update(20))
    clock.advance(timedelta(seconds=1))
    await received(database, update(10))

    assert await waiting(database) == [10, 20, 30]


async def test_attempts_are_counted_over_a_restart(database, replica):
    (one,) = await received(database, update(1))
    await failed(database, one.key)
    await failed(database, one.key)

    async with replica.transaction() as store:
        (found,) = await store.inbox.waiting()
    assert found.attempts == 2


async def test_a_quarantined_update_neither_waits_nor_comes_back(database):
    (one,) = await received(database, update(1))
    await failed(database, one.key, quarantine=True)

    assert await waiting(database) == []
    assert await received(database, update(1)) == []
    async with database.transaction() as store:
        assert await store.inbox.quarantined() == 1


async def test_a_quarantined_update_can_no_longer_be_handled(database):
    (one,) = await received(database, update(1))
    await failed(database, one.key, quarantine=True)

    assert not await handled(database, one.key)


async def test_quarantine_ends_after_25_hours(database, clock, committed):
    (one,) = await received(database, update(1))
    await failed(database, one.key, quarantine=True)

    clock.advance(timedelta(hours=25))
    await purged(database)
    assert (await committed(inbox))[0].body is not None

    clock.advance(timedelta(seconds=1))
    await purged(database)
    assert (await committed(inbox))[0].body is None
    async with database.transaction() as store:
        assert await store.inbox.quarantined() == 0


async def test_ids_are_remembered_for_8_days(database, clock, committed):
    (one,) = await received(database, update(1))
    await handled(database, one.key)

    clock.advance(timedelta(days=8))
    await purged(database)
    assert await received(database, update(1)) == []

    clock.advance(timedelta(seconds=1))
    await purged(database)
    assert await committed(inbox) == []


async def test_what_still_waits_is_never_purged(database, clock):
    await received(database, update(1))
    clock.advance(timedelta(days=30))
    await purged(database)

    assert await waiting(database) == [1]


async def test_two_processes_receiving_the_same_update_write_it_once(database, replica, committed):
    batch = [update(number) for number in range(20)]
    await asyncio.gather(received(database, *batch), received(replica, *batch))

    assert len(await committed(inbox)) == 20


async def test_an_update_that_our_keys_cannot_open_does_not_hold_up_the_others(database):
    async with database.transaction() as store:
        spoiled, _whole = await store.inbox.receive([{"update_id": 1}, {"update_id": 2}])
        spoil = inbox.update().where(inbox.c.update == spoiled.key).values(body=b"\x01\x01" + b"0" * 90)
        await store.inbox.run(spoil)

    async with database.transaction() as store:
        assert [received.update["update_id"] for received in await store.inbox.waiting()] == [2]
        assert await store.inbox.quarantined() == 1

"""The outbox: nobody is forgotten, nobody is claimed twice, and what is over leaves no words behind."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import event

from bot.store.outbox import Priority
from bot.store.tables import outbox, people

LEASE = timedelta(seconds=60)


async def owe(database, key, **more):
    async with database.transaction() as store:
        await store.outbox.add("notice", key, more.pop("body", {"key": key}), **more)


async def claim(database, most=100, lease=LEASE):
    async with database.transaction() as store:
        return await store.outbox.claim(most, lease)


async def claimed_keys(database, most=100):
    return [owed.body["key"] for owed in await claim(database, most)]


async def on_outbox(database, do):
    async with database.transaction() as store:
        return await do(store.outbox)


@pytest.fixture
async def person(database):
    async with database.transaction() as store:
        return await store.people.add(700000001, "ru", None)


async def test_what_is_owed_is_claimed_whole(database, person):
    await owe(
        database, "a", body={"text": "дом"}, person=person, organisation="bridge", case=7, relay=8,
        priority=Priority.DATE,
    )  # fmt: skip

    (owed,) = await claim(database)
    assert (owed.kind, owed.body, owed.person, owed.organisation) == ("notice", {"text": "дом"}, person, "bridge")
    assert (owed.case, owed.relay, owed.priority, owed.attempts, owed.opened) == (7, 8, Priority.DATE, 1, False)


async def test_the_same_key_is_the_same_message(database, committed):
    await owe(database, "a", body={"key": "first"})
    await owe(database, "a", body={"key": "second"})

    assert len(await committed(outbox)) == 1
    assert await claimed_keys(database) == ["first"]


async def test_a_sent_message_is_not_owed_again_under_its_key(database):
    await owe(database, "a")
    (owed,) = await claim(database)
    await on_outbox(database, lambda box: box.sent(owed.id, 1))
    await owe(database, "a")

    assert await claim(database) == []


async def test_a_promise_rolled_back_is_not_owed(undone, committed):
    await undone(lambda store: store.outbox.add("notice", "a", {}))

    assert await committed(outbox) == []


async def test_live_talk_goes_before_dates_and_dates_before_mass_notices(database):
    for key, priority in (("mass", Priority.MASS), ("date", Priority.DATE), ("talk", Priority.TALK)):
        await owe(database, key, priority=priority)

    assert [await claimed_keys(database, most=1) for _ in range(3)] == [["talk"], ["date"], ["mass"]]


async def test_of_one_priority_the_longest_due_goes_first(database, clock):
    now = clock.now()
    await owe(database, "later", due_at=now - timedelta(minutes=1))
    await owe(database, "earlier", due_at=now - timedelta(minutes=2))

    assert [await claimed_keys(database, most=1) for _ in range(2)] == [["earlier"], ["later"]]


async def test_of_one_moment_the_first_promised_goes_first(database):
    for number in range(10):
        await owe(database, str(number))

    assert await claimed_keys(database, most=4) == ["0", "1", "2", "3"]


async def test_what_is_not_due_waits(database, clock):
    await owe(database, "a", due_at=clock.now() + timedelta(hours=1))
    assert await claim(database) == []

    clock.advance(timedelta(hours=1))
    assert await claimed_keys(database) == ["a"]


async def test_a_claim_takes_no_more_than_asked(database):
    for number in range(50):
        await owe(database, str(number))

    assert [len(await claim(database, most=4)) for _ in range(13)] == [4] * 12 + [2]


async def test_concurrent_claimers_share_without_overlap(database, replica):
    async with database.transaction() as store:
        for number in range(120):
            await store.outbox.add("notice", str(number), {"key": number})

    async def worker(of):
        mine = []
        while taken := await claimed_keys(of, most=4):
            assert len(taken) <= 4
            mine += taken
        return mine

    shares = await asyncio.gather(*(worker(of) for of in (database, replica, database, replica)))
    assert sorted(key for share in shares for key in share) == list(range(120))


async def test_a_lease_that_ran_out_is_claimed_again(database, clock):
    await owe(database, "a")
    await claim(database)
    clock.advance(LEASE)
    assert await claim(database) == []

    clock.advance(timedelta(seconds=1))
    (owed,) = await claim(database)
    assert owed.attempts == 2


async def test_perhaps_sent_keeps_its_lease_and_says_why(database, clock, committed):
    await owe(database, "a")
    (owed,) = await claim(database)
    await on_outbox(database, lambda box: box.unknown(owed.id, "unknown"))

    assert await claim(database) == []
    assert (await committed(outbox))[0].reason == "unknown"
    clock.advance(LEASE + timedelta(seconds=1))
    assert await claimed_keys(database) == ["a"]


async def test_not_sent_is_owed_again_at_its_time(database, clock):
    await owe(database, "a")
    (owed,) = await claim(database)
    again = clock.now() + timedelta(seconds=30)
    await on_outbox(database, lambda box: box.retry(owed.id, again, "flood"))
    assert await claim(database) == []

    clock.advance(timedelta(seconds=30))
    assert await claimed_keys(database) == ["a"]


@pytest.mark.parametrize(
    ("end", "state", "reason", "message"),
    [(lambda box, id_: box.sent(id_, 42), "sent", None, 42),
     (lambda box, id_: box.unsendable(id_, "blocked"), "unsendable", "blocked", None)],
)  # fmt: skip
async def test_what_is_over_keeps_no_words_and_is_not_claimed(
    database, clock, committed, end, state, reason, message
):
    await owe(database, "a", body={"text": "words"})
    (owed,) = await claim(database)
    await on_outbox(database, lambda box: end(box, owed.id))

    (row,) = await committed(outbox)
    assert (row.state, row.reason, row.message, row.body, row.lease_until) == (state, reason, message, None, None)
    assert row.done_at == clock.now()
    clock.advance(timedelta(days=1))
    assert await claim(database) == []


async def test_a_held_message_waits_for_the_press(database, clock, person):
    await owe(database, "a", person=person)
    (owed,) = await claim(database)
    await on_outbox(database, lambda box: box.hold(owed.id))

    clock.advance(timedelta(days=1))
    assert await claim(database) == []
    assert await on_outbox(database, lambda box: box.is_held_for(person))
    assert await on_outbox(database, lambda box: box.release(person)) == 1
    (opened,) = await claim(database)
    assert (opened.body, opened.opened) == ({"key": "a"}, True)


async def test_trouble_on_the_way_does_not_make_an_opened_message_knock_again(database, clock, person):
    await owe(database, "a", person=person)
    (owed,) = await claim(database)
    await on_outbox(database, lambda box: box.hold(owed.id))
    await on_outbox(database, lambda box: box.release(person))
    (owed,) = await claim(database)
    await on_outbox(database, lambda box: box.retry(owed.id, clock.now(), "refused"))
    (owed,) = await claim(database)

    assert owed.opened


async def test_nobody_who_is_spoken_to_just_now_is_claimed_for(database, person):
    await owe(database, "theirs", person=person)
    await owe(database, "the group's", organisation="bridge")
    await owe(database, "another's", organisation="lantern")

    async with database.transaction() as store:
        claimed = await store.outbox.claim(10, LEASE, busy=(person, "bridge"))
    assert [owed.body["key"] for owed in claimed] == ["another's"]


async def test_what_was_only_put_off_was_not_a_try(database, clock):
    await owe(database, "a")
    for _ in range(3):
        (owed,) = await claim(database)
        await on_outbox(database, lambda box, owed=owed: box.postpone(owed.id, clock.now()))

    (owed,) = await claim(database)
    assert owed.attempts == 1


async def test_what_follows_in_one_talk_can_be_taken_along(database, committed):
    for key, case in (("one", 1), ("two", 1), ("other", 2), ("three", 1)):
        await say(database, key, case)
    (first, _other) = await claim(database)
    async with database.transaction() as store:
        following = await store.outbox.following(first, 10)
        taken = await store.outbox.take_along(following[:1], LEASE)

    assert [owed.body["key"] for owed in following] == ["two", "three"]
    assert [owed.body["key"] for owed in taken] == ["two"]
    assert {row.dedupe_key for row in await committed(outbox, outbox.c.state == "sending")} == {"one", "two", "other"}


async def test_only_what_is_held_for_this_person_is_let_go(database, person):
    async with database.transaction() as store:
        other = await store.people.add(700000002, "ru", None)
    await owe(database, "mine", person=person)
    await owe(database, "theirs", person=other)
    for owed in await claim(database):
        await on_outbox(database, lambda box, owed=owed: box.hold(owed.id))

    assert await on_outbox(database, lambda box: box.release(person)) == 1
    assert await claimed_keys(database) == ["mine"]
    assert await on_outbox(database, lambda box: box.release(person)) == 0
    assert not await on_outbox(database, lambda box: box.is_held_for(person))


async def test_what_waited_for_a_group_is_due_once_there_is_one(database, clock):
    for organisation in ("bridge", "lantern"):
        later = clock.now() + timedelta(minutes=5)
        await owe(database, organisation, organisation=organisation, due_at=later)
    await on_outbox(database, lambda box: box.hurry("bridge"))

    assert await claimed_keys(database) == ["bridge"]


async def test_next_due_is_the_first_moment_something_can_be_claimed(database, clock):
    now = clock.now()
    assert await on_outbox(database, lambda box: box.next_due()) is None
    await owe(database, "later", due_at=now + timedelta(hours=2))
    assert await on_outbox(database, lambda box: box.next_due()) == now + timedelta(hours=2)

    await owe(database, "a")
    assert await on_outbox(database, lambda box: box.next_due()) == now
    (owed,) = await claim(database)
    assert await on_outbox(database, lambda box: box.next_due()) == now + LEASE
    await on_outbox(database, lambda box: box.sent(owed.id, 1))
    assert await on_outbox(database, lambda box: box.next_due()) == now + timedelta(hours=2)


async def test_a_body_cannot_be_read_in_the_row(database, committed):
    await owe(database, "a", body={"text": "canary"})

    assert b"canary" not in (await committed(outbox))[0].body


async def test_the_delivery_is_woken_after_a_commit_that_owes_and_only_then(database):
    woken = []
    database.on_owed = lambda: woken.append(True)
    async with database.transaction() as store:
        await store.outbox.next_due()
    async with database.transaction() as store:
        await store.outbox.add("notice", "a", {})
        assert woken == []

    assert woken == [True]


async def test_who_goes_takes_along_what_was_owed_to_them(database, person, committed):
    await owe(database, "a", person=person)
    async with database.transaction() as store:
        await store.people.run(people.delete())

    assert await committed(outbox) == []


@pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)
async def test_what_is_due_is_found_by_its_index_however_much_was_sent(database):
    said = []
    event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *args: said.append(args[2:4]))
    await claim(database)
    await on_outbox(database, lambda box: box.next_due())

    for statement, values in [one for one in said if "outbox" in one[0]]:
        async with database.engine.begin() as connection:
            plan = str((await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)).all())
        assert "ix_outbox_due" in plan
        assert "SCAN outbox'" not in plan
        assert "SCAN earlier" not in plan


async def say(database, key, case, kind="to_staff"):
    async with database.transaction() as store:
        await store.outbox.add(kind, key, {"key": key}, case=case, relay=1)


async def test_words_wait_for_those_said_before_them_in_the_same_request(database, clock):
    for key, case in (("one", 1), ("two", 1), ("other", 2), ("three", 1)):
        await say(database, key, case)
    first, other = await claim(database)
    assert (first.body["key"], other.body["key"]) == ("one", "other")
    assert await claim(database) == []

    await on_outbox(database, lambda box: box.retry(first.id, clock.now() + timedelta(seconds=5), "refused"))
    assert await claim(database) == []
    clock.advance(timedelta(seconds=5))
    assert await claimed_keys(database) == ["one"]
    await on_outbox(database, lambda box: box.sent(first.id, 1))
    (second,) = await claim(database)
    assert second.body["key"] == "two"
    await on_outbox(database, lambda box: box.unsendable(second.id, "refused"))
    assert await claimed_keys(database) == ["three"]


async def test_answers_do_not_wait_for_questions_nor_behind_what_is_held(database):
    await say(database, "question", 1)
    await say(database, "answer", 1, "to_client")
    claimed = await claim(database)
    assert {owed.body["key"] for owed in claimed} == {"question", "answer"}

    await say(database, "later", 1, "to_client")
    (answer,) = [owed for owed in claimed if owed.kind == "to_client"]
    await on_outbox(database, lambda box: box.hold(answer.id))
    assert await claimed_keys(database) == ["later"]


async def test_two_processes_never_say_two_things_of_one_request_at_once(database, replica):
    for number in range(40):
        await say(database, str(number), 1)
    said = []

    async def worker(of):
        while len(said) < 40:
            for owed in await claim(of, most=4):
                said.append(owed.body["key"])
                await asyncio.sleep(0)
                await on_outbox(of, lambda box, owed=owed: box.sent(owed.id, 1))

    await asyncio.gather(worker(database), worker(replica))
    assert said == [str(number) for number in range(40)]


async def test_a_message_that_our_keys_cannot_open_does_not_hold_up_the_others(database):
    await owe(database, "spoiled")
    await owe(database, "whole")
    async with database.transaction() as store:
        await store.outbox.run(
            outbox.update().where(outbox.c.dedupe_key == "spoiled").values(body=b"\x01\x01" + b"0" * 90)
        )

    assert await claimed_keys(database) == ["whole"]
    assert await claimed_keys(database) == []

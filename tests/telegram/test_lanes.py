"""How much is in flight at once, who waits for whom, and the quiet that Telegram asks for."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import SendMessage

from bot.domain.people import Scope
from bot.store.outbox import Outbox, Priority
from bot.store.tables import outbox
from bot.telegram.pace import Pace
from bot.telegram.quiet import Quiet
from tests.conftest import Phone


async def owe_many(world, count, priority=Priority.MASS):
    """Messages to people who are in the talk, one each."""
    phones = [Phone(world, f"P{number}") for number in range(count)]
    async with world.app.database.transaction() as store:
        for number, phone in enumerate(phones):
            person = await store.people.add(phone.user.id, "ru", "BY-HO-Mozyr")
            await store.people.set_consents(person, frozenset({Scope.SERVICE}))
            await store.people.wrote(person, None)
            body = {"notice": "case_closed", "code": f"N-{number}"}
            await store.outbox.add("notice", f"{priority}:{number}", body, person=person, priority=priority)
    for phone in phones:
        world.telegram.say(phone.user, "/start")
    world.telegram.updates.clear()
    return phones


@pytest.fixture
def held(world, monkeypatch):
    """Holds every sending until the gate opens; what is in flight at most."""
    gate, now, most = asyncio.Event(), Counter(), Counter()
    make = world.session.make_request

    async def slow(bot, method, timeout=None):
        if method.__api_method__ != "sendMessage":
            return await make(bot, method, timeout)
        kind = "many" if "N-" in method.text else "talk"
        now[kind] += 1
        most[kind] = max(most[kind], now[kind])
        try:
            await gate.wait()
            return await make(bot, method, timeout)
        finally:
            now[kind] -= 1

    monkeypatch.setattr(world.session, "make_request", slow)
    return gate, most


async def came(phones):
    async with asyncio.timeout(20):
        while not all("N-" in phone.seen for phone in phones):
            await asyncio.sleep(0.01)


async def test_of_what_goes_to_many_two_are_in_flight_and_all_arrive_once(world, held):
    gate, most = held
    phones = await owe_many(world, 12)
    world.app.tasks.start(world.app.delivery.run(), "delivery")
    await asyncio.sleep(0.2)
    gate.set()
    await came(phones)

    assert most["many"] == 2
    assert [phone.seen.count("N-") for phone in phones] == [1] * 12


async def test_who_talks_does_not_wait_for_what_goes_to_many(world, office, client, talk, held):
    gate, most = held
    await owe_many(world, 12)
    world.app.tasks.start(world.app.delivery.run(), "delivery")
    await asyncio.sleep(0.2)
    assert most == {"many": 2}
    world.telegram.say(client.user, "Второе")
    await world.app.intake.receive(world.telegram.updates.pending)
    await asyncio.sleep(0.3)
    gate.set()

    assert most["talk"] >= 1


async def test_one_chat_that_is_slow_does_not_hold_up_the_others(world, monkeypatch):
    phones = await owe_many(world, 9, Priority.TALK)
    slow, gate, make = phones[0].user.id, asyncio.Event(), world.session.make_request

    async def stuck(bot, method, timeout=None):
        if getattr(method, "chat_id", None) == slow:
            await gate.wait()
        return await make(bot, method, timeout)

    monkeypatch.setattr(world.session, "make_request", stuck)
    world.app.tasks.start(world.app.delivery.run(), "delivery")
    await came(phones[1:])
    assert "N-" not in phones[0].seen

    gate.set()
    await came(phones)


async def test_a_process_that_ends_lets_what_is_under_way_arrive(world, held, rows):
    gate, _ = held
    phones = await owe_many(world, 12)
    running = world.app.tasks.start(world.app.delivery.run(), "delivery")
    await asyncio.sleep(0.2)
    resting = asyncio.ensure_future(world.app.delivery.rest(5))
    await asyncio.sleep(0.05)
    gate.set()
    await resting
    await running

    states = Counter(row.state for row in await rows(outbox))
    assert states == {"sent": 2, "owed": 10}
    assert sum("N-" in phone.seen for phone in phones) == 2


async def test_for_a_message_that_is_due_the_table_is_looked_at_before_it_and_after(world, monkeypatch):
    monkeypatch.setattr("bot.telegram.delivery.LOOK_EVERY", 60)
    phones, looks, claim = await owe_many(world, 1, Priority.TALK), Counter(), Outbox.claim

    async def counted(box, most, lease, priorities, busy):
        looks[Priority.TALK in priorities] += 1
        return await claim(box, most, lease, priorities, busy)

    monkeypatch.setattr(Outbox, "claim", counted)
    world.app.tasks.start(world.app.delivery.run(), "delivery")
    await came(phones)
    await asyncio.sleep(0.2)

    assert looks == {True: 2, False: 1}


async def test_what_has_no_slot_soon_is_put_off_and_not_counted_as_a_try(world, client, rows):
    await owe_many(world, 1, Priority.TALK)
    world.app.means.pace = Pace(patience=2)
    world.app.means.pace.pause(100)
    await world.app.delivery.send_due()

    (row,) = await rows(outbox, outbox.c.dedupe_key == "0:0")
    assert (row.state, row.attempts) == ("owed", 0)
    assert row.due_at >= world.clock.now() + timedelta(seconds=99)


async def test_asked_for_quiet_nobody_calls_but_to_listen(world, client):
    """Telegram says it once; all that would call meanwhile is refused here, not there."""
    world.telegram.faults.retry_after = 60
    world.telegram.faults.flood = True
    await client.says("/start")
    refused = [call for call in world.telegram.calls if call.error and "Too Many" in call.error]
    before = len(world.telegram.calls)
    for words in ("раз", "два", "три"):
        await client.says(words)

    assert len(refused) == 1
    assert len(world.telegram.calls) == before


async def test_what_is_refused_in_the_quiet_does_not_make_it_longer(world, monkeypatch):
    """Else it lasts for as long as anyone has something to say: each refusal tells of whole seconds."""

    async def at_once(_chat):
        """Its slot was before the quiet began."""

    await owe_many(world, 1, Priority.TALK)
    pace = world.app.means.pace
    monkeypatch.setattr(pace, "wait_for", at_once)
    pace.pause(59.5)
    await world.app.delivery.send_due()

    assert 0 < pace.paused_for <= 59.5


async def test_a_short_quiet_is_waited_out():
    pace, calls = Pace(), []

    async def call(bot, method):
        calls.append(pace.paused_for)
        return "sent"

    pace.pause(0.2)
    assert await Quiet(pace)(call, None, SendMessage(chat_id=1, text="a")) == "sent"
    assert calls == [0.0]


async def test_a_long_quiet_is_refused_with_what_is_left_of_it():
    pace = Pace()
    pace.pause(60)

    with pytest.raises(TelegramRetryAfter) as refusal:
        await Quiet(pace)(None, None, SendMessage(chat_id=1, text="a"))
    assert refusal.value.retry_after == 60

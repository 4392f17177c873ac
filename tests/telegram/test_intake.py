"""Updates in: none lost, none twice, none in the way of another."""

import asyncio
from datetime import timedelta

import pytest
from aiogram import Bot, F
from aiogram.exceptions import ClientDecodeError
from aiogram.types import Message
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.domain.errors import NotAllowed
from bot.emulator.session import EmulatorSession
from bot.store.tables import audit, inbox
from bot.telegram.intake import may_pass, sendable, whose
from tests.conftest import Phone
from tests.telegram.troubles import TroubledWorld


@pytest.fixture
def heard(world):
    """What a handler of the test's own got to see, in order."""
    seen = []

    async def hear(event: Message, store):
        seen.append(event.text)
        await store.audit.add("heard", actor=None, subject=str(len(seen)))

    world.app.dispatcher.message.register(hear, F.text.startswith("tell"))
    return seen


async def take_in(world, *updates):
    await world.app.intake.receive(list(updates))
    await world.app.intake.drained()


def poison(number=1, words="слова"):
    """What no library can decode: a date that is none."""
    return {"update_id": number, "message": {"message_id": 1, "date": "вчера", "text": words}}


def pending(world):
    return list(world.telegram.updates.pending)


async def quarantined(world):
    async with world.app.database.transaction() as store:
        return await store.inbox.quarantined()


async def test_an_update_nobody_can_decode_does_not_stop_the_next(world, client, heard):
    world.telegram.updates.put("message", poison()["message"])
    await client.says("tell me")

    assert heard == ["tell me"]
    assert await quarantined(world) == 1


async def test_a_stock_client_would_not_get_past_it(world, client):
    """Why the updates are fetched undecoded: the same batch, asked for as aiogram asks."""
    world.telegram.updates.put("message", poison()["message"])
    world.telegram.say(client.user, "tell me")
    stock = Bot(world.telegram.token, session=EmulatorSession(world.telegram))

    with pytest.raises(ClientDecodeError):
        await stock.get_updates(timeout=0)


@pytest.mark.parametrize(
    "body",
    [None, [], "text", 7, {}, {"chat": []}, {"from": "nobody"}, {"from": {"id": "seven"}},
     {"location": {"latitude": "north"}}, {"location": {"longitude": 29.2}}, {"location": {"latitude": 1e999}},
     {"venue": {"location": None}}, {"venue": "here"}, {"text": "half an emoji \ud83d"},
     {"a": [[[{"location": 5}]]]}],
)  # fmt: skip
async def test_whatever_stands_in_an_update_the_next_is_handled(world, client, heard, body):
    world.telegram.say(client.user, "tell me")
    (good,) = pending(world)[-1:]
    await take_in(world, {"update_id": 1, "message": body}, {"update_id": 2, "a thing of tomorrow": body}, good)

    assert heard == ["tell me"]


async def test_half_an_emoji_is_made_whole_and_the_rest_is_handled_as_it_came(world, client, heard):
    world.telegram.say(client.user, "tell half of it")
    update = pending(world)[-1]
    halved = update["message"] | {"text": "tell half \ud83d of it"}
    await take_in(world, update | {"message": halved})

    assert heard == ["tell half \ufffd of it"]
    assert sendable({"text": "whole 👋"}) == {"text": "whole 👋"}


async def test_a_repeated_update_is_handled_once(world, client, heard):
    world.telegram.say(client.user, "tell me")
    for _ in range(3):
        await take_in(world, *pending(world)[-1:])

    assert heard == ["tell me"]


async def test_a_repeat_after_a_restart_is_known(world, client, heard, rows):
    world.telegram.say(client.user, "tell me")
    (update,) = pending(world)[-1:]
    await take_in(world, update)
    await world.restart()
    await take_in(world, update)

    assert len(await rows(audit, audit.c.action == "heard")) == 1


async def test_a_failing_handler_is_apologised_for_and_the_next_is_handled(world, client, heard, rows):
    async def fail(event: Message, store):
        await store.audit.add("half done", actor=None, subject="x")
        raise ZeroDivisionError

    world.app.dispatcher.message.register(fail, F.text == "fail")
    before = len(client.messages)
    await client.says("fail")
    assert len(client.messages) == before + 2
    assert await quarantined(world) == 1
    assert await rows(audit, audit.c.action == "half done") == []

    await client.says("tell me")
    assert heard == ["tell me"]


async def test_a_refusal_is_said_and_nothing_is_kept(world, client, rows, heard):
    async def refuse(event: Message, store):
        await store.audit.add("half done", actor=None, subject="x")
        raise NotAllowed

    world.app.dispatcher.message.register(refuse, F.text == "refuse")
    before = len(client.messages)
    await client.says("refuse")

    assert len(client.messages) == before + 2
    assert await rows(audit, audit.c.action == "half done") == []
    assert await rows(inbox, inbox.c.body.isnot(None)) == []
    assert await quarantined(world) == 0


async def test_a_busy_database_is_tried_again_without_an_apology(world, client, rows):
    tries = []

    async def busy_once(event: Message, store):
        tries.append(event.text)
        await store.audit.add("done", actor=None, subject="x")
        if len(tries) == 1:
            raise OperationalError("UPDATE", {}, Exception("database is locked"))

    world.app.dispatcher.message.register(busy_once, F.text == "busy")
    before = len(client.messages)
    await client.says("busy")

    assert len(tries) == 2
    assert len(await rows(audit, audit.c.action == "done")) == 1
    assert len(client.messages) == before + 1
    assert await quarantined(world) == 0


async def test_what_stays_busy_is_quarantined_after_three_tries(world, client):
    tries = []

    async def busy(event: Message):
        tries.append(event.text)
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    world.app.dispatcher.message.register(busy, F.text == "busy")
    await client.says("busy")

    assert len(tries) == 3
    assert await quarantined(world) == 1


@pytest.mark.parametrize(
    ("error", "passes"),
    [(OperationalError("", {}, Exception()), True), (ConnectionRefusedError(), True), (ConnectionResetError(), True),
     (ValueError(), False), (NotAllowed(), False)],
)  # fmt: skip
def test_only_trouble_of_the_database_may_pass(error, passes):
    assert may_pass(error) is passes


async def test_what_was_received_and_not_handled_is_handled_after_a_restart(world, client, rows):
    world.telegram.say(client.user, "Гомель")
    async with world.app.database.transaction() as store:
        assert await store.inbox.receive(pending(world)[-1:])
    before = len(client.messages)
    await world.kill()
    await world.app.intake.drained()

    assert len(client.messages) == before + 1
    assert await rows(inbox, inbox.c.body.isnot(None)) == []


async def test_one_persons_updates_run_in_order_and_do_not_hold_up_another(world, client):
    other = Phone(world, "Пётр")
    gate, told = asyncio.Event(), []

    async def wait(event: Message):
        if event.text == "tell 1":
            await gate.wait()
        told.append((event.from_user.id, event.text))
        if event.from_user.id == other.user.id:
            gate.set()

    # outside the transaction: SQLite lets one turn at a time into it
    async def outside(handler, event, data):
        if event.message and (event.message.text or "").startswith("tell"):
            return await wait(event.message)
        return await handler(event, data)

    world.app.dispatcher.update.outer_middleware._middlewares.insert(0, outside)
    for user, words in ((client.user, "tell 1"), (client.user, "tell 2"), (other.user, "tell 3")):
        world.telegram.say(user, words)
    await take_in(world, *pending(world)[-3:])

    mine, theirs = client.user.id, other.user.id
    assert told == [(theirs, "tell 3"), (mine, "tell 1"), (mine, "tell 2")]


async def test_two_processes_with_one_update_do_it_once(world, client, rows, clock, tmp_path):
    twin = TroubledWorld(clock, tmp_path)
    twin.telegram = world.telegram
    twin.app = twin._build()
    await twin.app.prepare()
    try:
        for one in (world, twin):

            async def hear(event: Message, store):
                await store.audit.add("heard", actor=None, subject="x")

            one.app.dispatcher.message.register(hear, F.text == "tell me")
        world.telegram.say(client.user, "tell me")
        (update,) = pending(world)[-1:]
        async with world.app.database.transaction() as store:
            received = await store.inbox.receive([update])
        await asyncio.gather(*(one.app.intake._handle(received[0]) for one in (world, twin)))
    finally:
        await twin.app.stop()

    assert len(await rows(audit, audit.c.action == "heard")) == 1
    assert await quarantined(world) == 0


@pytest.mark.parametrize(
    ("update", "owner"),
    [({"update_id": 1, "message": {"from": {"id": 5}, "chat": {"id": -9}}}, 5),
     ({"update_id": 1, "callback_query": {"from": {"id": 5}, "message": {"chat": {"id": -9}}}}, 5),
     ({"update_id": 1, "message_reaction": {"chat": {"id": -9}, "user": {"id": 5}}}, -9),
     ({"update_id": 1, "poll": {"id": "7"}}, 0), ({"update_id": 1}, 0)],
)  # fmt: skip
def test_an_update_queues_with_whose_it_is(update, owner):
    assert whose(update) == owner


async def eventually(true):
    """Waits for the loop that runs beside the test."""
    async with asyncio.timeout(20):
        while not await true():
            await asyncio.sleep(0.02)


async def test_polling_acknowledges_what_is_written_and_goes_on_after_trouble(
    world, client, heard, rows, monkeypatch
):
    monkeypatch.setattr("bot.telegram.intake.POLL_SECONDS", 1)
    world.spoil("getUpdates", gone)
    world.telegram.say(client.user, "tell one")
    world.app.tasks.start(world.app.intake.poll(), "polling")

    async def told():
        return heard == ["tell one"] and not pending(world)

    await eventually(told)
    assert await rows(inbox, inbox.c.body.isnot(None)) == []


async def gone(session, bot, method):
    raise ConnectionResetError


async def test_what_cannot_be_written_is_not_acknowledged_and_comes_again(world, client, heard, monkeypatch):
    monkeypatch.setattr("bot.telegram.intake.POLL_SECONDS", 1)
    async with world.app.database.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE inbox RENAME TO away"))
    world.telegram.say(client.user, "tell one")
    polling = world.app.tasks.start(world.app.intake.poll(), "polling")
    await asyncio.sleep(0.3)
    assert len(pending(world)) == 1
    assert not polling.done()

    async with world.app.database.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE away RENAME TO inbox"))

    async def told():
        return heard == ["tell one"]

    await eventually(told)


async def test_the_delivery_goes_on_when_the_database_is_back(world, client, talk, office):
    async with world.app.database.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE outbox RENAME TO away"))
    delivering = world.app.tasks.start(world.app.delivery.run(), "delivery")
    await asyncio.sleep(0.1)
    assert not delivering.done()

    async with world.app.database.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE away RENAME TO outbox"))
    async with world.app.database.transaction() as store:
        case = await store.cases.by_topic("quiet-harbour", talk)
        body = {"note": "unreachable"}
        await store.outbox.add("staff_note", "n", body, organisation="quiet-harbour", case=case.id)
    world.app.delivery.wake()
    before = len(office.said_in(talk))

    async def came():
        return len(office.said_in(talk)) == before + 1

    await eventually(came)


async def test_one_that_was_written_but_not_taken_up_is_taken_up_when_it_comes_again(world, client, heard):
    """The commit came through, and its answer did not: who asked for it thinks that nothing was written."""
    world.telegram.say(client.user, "tell me")
    (update,) = pending(world)[-1:]
    async with world.app.database.transaction() as store:
        await store.inbox.receive([update])
    await take_in(world, update)
    await take_in(world, update)

    assert heard == ["tell me"]


async def test_one_that_comes_again_while_it_is_handled_is_handled_once(world, client, heard):
    world.telegram.say(client.user, "tell me")
    (update,) = pending(world)[-1:]
    await asyncio.gather(*(world.app.intake.receive([update]) for _ in range(5)))
    await world.app.intake.drained()

    assert heard == ["tell me"]


async def test_whatever_befalls_one_update_the_same_persons_next_is_handled(world, client, heard, monkeypatch):
    handle, seen = world.app.intake._handle, []

    async def break_once(received):
        seen.append(received)
        if len(seen) == 1:
            raise ZeroDivisionError
        await handle(received)

    monkeypatch.setattr(world.app.intake, "_handle", break_once)
    world.telegram.say(client.user, "tell one")
    world.telegram.say(client.user, "tell two")
    await take_in(world, *pending(world)[-2:])
    world.telegram.say(client.user, "tell three")
    await take_in(world, *pending(world)[-1:])

    assert heard == ["tell two", "tell three"]


async def test_quarantine_is_emptied_by_the_clock(world, rows):
    from bot.jobs import purge

    await take_in(world, poison())
    world.clock.advance(timedelta(hours=26))
    await purge(world.app)

    assert await rows(inbox, inbox.c.body.isnot(None)) == []

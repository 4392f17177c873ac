"""The operator hears of a second poller, a foreign webhook, updates that pile up, and those that take long."""

import asyncio
from datetime import timedelta

import pytest
from aiogram.exceptions import TelegramConflictError

from bot.telegram import intake
from bot.telegram.intake import RawGetUpdates
from tests.conftest import Phone
from tests.telegram.troubles import TroubledWorld, says

OTHER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
BROUGHT = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


@pytest.fixture
async def world(clock, tmp_path):
    made = TroubledWorld(clock, tmp_path)
    made.operator = Phone(made, "Оператор")
    made.settings = made.settings.model_copy(update={"ops_chat_id": made.operator.user.id})
    made.app = made._build()
    await made.app.prepare()
    made.telegram.say(made.operator.user, "/start")
    await made.settle()
    yield made
    await made.app.stop()


def alarms(world):
    return [m["text"] for m in world.operator.messages if m["from"]["is_bot"] and m["text"].startswith("🛠")]


@pytest.fixture
def pauses(monkeypatch):
    """How long it stands back each time; nobody waits for real."""
    slept, sleep = [], asyncio.sleep

    async def note(seconds):
        if seconds >= 1:
            slept.append(seconds)
        await sleep(0)

    monkeypatch.setattr(intake.asyncio, "sleep", note)
    return slept


@pytest.mark.parametrize(("words", "about"), [(OTHER, "Another process"), (BROUGHT, "another address")])
async def test_a_conflict_is_said_at_once_and_once_and_does_not_spin(world, pauses, words, about):
    world.spoil("getUpdates", *[says(TelegramConflictError, words)] * 6)
    polling = world.app.tasks.start(world.app.intake.poll(), "polling")
    while world.session.troubles["getUpdates"]:
        await asyncio.sleep(0)
    polling.cancel()
    await world.settle()

    assert len(alarms(world)) == 1
    assert pauses[:5] == [10, 20, 40, 60, 60]


async def test_fetching_goes_on_by_itself_when_the_other_is_gone(world, pauses, monkeypatch):
    monkeypatch.setattr("bot.telegram.intake.POLL_SECONDS", 0)
    world.spoil("getUpdates", *[says(TelegramConflictError, OTHER)] * 2)
    world.telegram.say(world.operator.user, "/start")
    world.app.tasks.start(world.app.intake.poll(), "polling")
    async with asyncio.timeout(10):
        while len(world.telegram.updates):
            await asyncio.sleep(0)


async def test_a_real_second_poller_is_noticed(world, monkeypatch):
    """Two at the emulator's own queue: who came first is told to go."""
    monkeypatch.setattr("bot.telegram.intake.POLL_SECONDS", 2)
    polling = world.app.tasks.start(world.app.intake.poll(), "polling")
    await asyncio.sleep(0.1)
    await world.app.bot(RawGetUpdates(timeout=0))
    await asyncio.sleep(0.3)
    polling.cancel()
    await world.settle()

    assert len(alarms(world)) == 1


async def test_a_webhook_that_is_not_ours_is_noticed(world):
    await world.app.watch.look()
    await world.settle()
    assert alarms(world) == []

    await world.app.bot.set_webhook("http://127.0.0.1:1/theirs")
    for _ in range(3):
        await world.app.watch.look()
        await world.app.delivery.send_due()
    world.telegram.drop_webhook()
    assert len(alarms(world)) == 1


async def test_updates_that_pile_up_are_noticed_at_the_second_look(world):
    for number in range(101):
        world.telegram.say(world.operator.user, str(number))
    await world.app.watch.look()
    await world.app.delivery.send_due()
    assert alarms(world) == []

    await world.app.watch.look()
    await world.app.delivery.send_due()
    assert ["101" in alarm for alarm in alarms(world)] == [True]


async def test_an_update_that_takes_long_is_noticed_while_it_lasts_and_counted(world, monkeypatch):
    monkeypatch.setattr("bot.telegram.intake.LONG", 0.02)
    gate = asyncio.Event()

    async def linger(handler, event, data):
        await gate.wait()
        return await handler(event, data)

    world.app.dispatcher.update.outer_middleware._middlewares.insert(0, linger)
    world.telegram.say(world.operator.user, "медленно")
    await world.app.intake.receive(world.telegram.updates.pending)
    await asyncio.sleep(0.1)
    await world.app.watch.look()
    await world.app.delivery.send_due()
    gate.set()
    await world.app.intake.drained()
    assert len(alarms(world)) == 1

    world.telegram.say(world.operator.user, "быстро")
    await world.app.intake.receive(world.telegram.updates.pending[-1:])
    await world.app.intake.drained()
    world.clock.advance(timedelta(hours=2))
    await world.app.watch.look()
    await world.app.delivery.send_due()
    assert len(alarms(world)) == 1

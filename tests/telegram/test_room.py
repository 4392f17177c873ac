"""How much is taken in at once, and where filters run."""

import asyncio
import threading

import pytest
from aiogram import Router
from aiogram.types import Message, Update

from bot.telegram.filters import run_at_once
from bot.telegram.intake import MOST_AT_ONCE
from tests.conftest import Phone


@pytest.fixture
def crowd(world):
    return [Phone(world, f"P{number}").user for number in range(2 * MOST_AT_ONCE + 150)]


async def test_no_more_turns_are_in_work_than_there_is_room_and_no_more_is_fetched_than_is_next(world, crowd):
    begun, gate = [], asyncio.Event()

    async def hold(event: Message):
        begun.append(event.from_user.id)
        await gate.wait()

    async def linger(handler, event, data):
        await hold(event.message)
        return await handler(event, data)

    world.app.dispatcher.update.outer_middleware._middlewares.insert(0, linger)
    for user in crowd:
        world.telegram.say(user, "hello")
    world.app.tasks.start(world.app.intake.poll(), "polling")
    for _ in range(100):
        await asyncio.sleep(0.01)
    in_work, fetched = len(begun), len(world.app.intake._queues)
    gate.set()
    await asyncio.sleep(0.5)
    await world.app.intake.drained()

    assert in_work == MOST_AT_ONCE
    # a hundred come with one fetch
    assert 2 * MOST_AT_ONCE <= fetched <= 2 * MOST_AT_ONCE + 100 < len(crowd)
    assert set(begun) == {user.id for user in crowd}


@pytest.mark.parametrize("where", ["handler", "router"])
async def test_plain_filters_run_on_the_loops_own_thread_in_every_router(world, where):
    threads = []

    def look(event: Message) -> dict[str, str]:
        threads.append(threading.get_ident())
        return {"seen": "this"}

    async def answer(event: Message, seen: str) -> str:
        return seen

    outer, inner = Router(), Router()
    outer.include_router(inner)
    if where == "router":
        inner.message.filter(look)
        inner.message.register(answer, lambda event: {"seen": "this"})
    else:
        inner.message.register(answer, look)
    run_at_once(outer)
    raw = {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}, "text": "hello"}
    event = Update.model_validate({"update_id": 1, "message": raw}).message

    assert await outer.propagate_event("message", event) == "this"
    assert threads == [threading.get_ident()]

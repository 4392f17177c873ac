"""The demo's own notice to many: the bot is killed in the middle, and nobody is forgotten. Told by the emulator."""

import asyncio
from datetime import timedelta

import pytest

from bot.demo import crowd
from bot.demo.stage import Stage

#: above what one officer may do alone, and soon sent
SOME = 60
WORDS = "Встреча завтра в 10:00, улица Ленина 1, кабинет 5."


@pytest.fixture
async def stage(monkeypatch):
    monkeypatch.setattr(crowd, "COUNT", SOME)
    made = Stage()
    await made.open()
    yield made
    await made.close()


async def press(stage, who, data):
    stage.telegram.press(who, *await stage.button(who, data))


async def have(stage, count):
    async with asyncio.timeout(60):
        while ((await stage.tally()) or {"have": 0})["have"] < count:
            # so that what was looked up is looked up anew
            stage.clock.advance(timedelta(seconds=1))
            await asyncio.sleep(0.1)


@pytest.mark.timeout(180)
async def test_killed_in_the_middle_nobody_is_forgotten(stage):
    author, colleague = stage.cast["officer"], stage.cast["second_officer"]
    stage.telegram.say(author, "/start")
    for data in ("ntl:", "ntn", "ntt:"):
        await press(stage, author, data)
    await stage.button(author, "ntd:", containing="Русский")
    stage.telegram.say(author, WORDS)
    for data in ("ntc:", "ntg:"):
        await press(stage, author, data)
    await press(stage, colleague, "nto:")
    await press(stage, colleague, "ntj:")
    await have(stage, SOME // 4)
    await stage.restart()
    await have(stage, SOME)
    told = await stage.tally()

    assert told["people"] == told["have"] == SOME
    # at most what was in flight when it died
    assert told["twice"] <= 2

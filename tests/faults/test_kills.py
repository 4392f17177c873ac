"""SIGKILL at every statement, around every commit, before and after every call: nobody is lost, nothing done twice.

``make faults`` tries every point; otherwise a few of them are tried, others in each run.
"""

import asyncio
import os
import random

import pytest
import pytest_asyncio

from bot.demo.process import BotProcess
from bot.emulator import courier
from tests.faults import sabotage
from tests.faults.stage import Stage

FULL = os.environ.get("FAULTS") == "full"
#: how many points are tried where not all are; how often a broken bot may get away with it
SOME, TRIES = 16, 60
#: sends in flight: of both lanes, and of what goes to many
IN_FLIGHT, IN_FLIGHT_TO_MANY = 6, 2

pytestmark = [pytest.mark.timeout(3600 if FULL else 240), pytest.mark.asyncio(loop_scope="module")]


@pytest.fixture(scope="module")
def seed():
    """What is chosen by chance follows from it; a test that fails tells it."""
    return int(os.environ.get("FAULTS_SEED", random.SystemRandom().randrange(10**6)))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory):
    made = Stage(tmp_path_factory.mktemp("kills"))
    await made.open()
    yield made
    await made.close()


@pytest.fixture(params=["polling", "webhook"])
def listening(stage, request, monkeypatch):
    """How updates come in."""
    if request.param == "webhook":
        monkeypatch.setattr(courier, "FIRST_PAUSE", 0.02)
        monkeypatch.setattr(courier, "LONGEST_PAUSE", 0.1)
        monkeypatch.setattr(stage, "environment", stage.webhook())


def chance_of(seed):
    return random.Random(seed)  # noqa: S311 - repeatable on purpose


async def one(stage, die_at, **order):
    """Dies there and comes back; None where the point is never reached."""
    await stage.set_up()
    if not await stage.dies(die_at, **order):
        return None
    await stage.recover(**order)
    return stage.outcome()


async def how_many(stage, **order):
    counted = stage.folder / "points"
    await stage.set_up()
    await stage.dies(None, counted=str(counted), **order)
    return counted.stat().st_size


def broken(found):
    """What a run shows that was promised not to be."""
    return [
        *(f"lost: {who}" for who in found.lost),
        *found.wrong,
        *([f"{found.extra} copies too many"] if found.extra > IN_FLIGHT else []),
        *([f"{found.extra_to_many} copies too many to many"] if found.extra_to_many > IN_FLIGHT_TO_MANY else []),
        *(["a third copy"] if found.most_copies > 2 else []),
    ]


async def test_wherever_it_dies_nothing_is_lost_and_at_most_what_was_in_flight_comes_twice(stage, listening, seed):
    points = await how_many(stage)
    assert points > 10 * stage.recipients
    chosen = range(1, points + 1) if FULL else sorted(chance_of(seed).sample(range(1, points), SOME))
    for die_at in chosen:
        found = await one(stage, die_at)
        if found is not None:
            assert broken(found) == [], f"killed at point {die_at} of {points}, FAULTS_SEED={seed}"


async def test_with_the_question_what_goes_to_many_comes_once_wherever_it_dies(stage, seed, monkeypatch):
    monkeypatch.setattr(stage, "environment", stage.asking())
    points = await how_many(stage)
    chosen = range(1, points + 1) if FULL else sorted(chance_of(seed).sample(range(1, points), SOME // 2))
    for die_at in chosen:
        found = await one(stage, die_at)
        if found is not None:
            where = f"killed at point {die_at} of {points}, FAULTS_SEED={seed}"
            assert (broken(found), found.extra_to_many) == ([], 0), where


async def test_a_process_started_cold_and_killed_at_any_moment_loses_nothing(stage, seed):
    chance = chance_of(seed)
    for _ in range(20 if FULL else 2):
        await stage.set_up()
        process = BotProcess(stage.settings(), stage.folder / "cold.log")
        await process.start()
        await asyncio.sleep(chance.uniform(1.0, 5.0))
        await process.kill()
        await stage.recover()
        assert broken(stage.outcome()) == [], f"FAULTS_SEED={seed}"


@pytest.mark.parametrize("how", sabotage.BY_NAME)
async def test_a_bot_that_is_broken_so_is_found_out(stage, seed, how):
    """The positive control: the same sweep, on a bot with one thing taken out."""
    chance, points = chance_of(seed), 500
    for _ in range(TRIES):
        try:
            with stage.impatience():
                found = await one(stage, chance.randrange(1, points), sabotage=how)
        except TimeoutError:
            await stage.nursery.end()
            return
        if found is not None and broken(found):
            return
    pytest.fail(f"nothing was found wrong with it, FAULTS_SEED={seed}")

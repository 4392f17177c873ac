"""Thousands of updates that nobody meant: no error goes unhandled, and no later update is lost or late."""

import logging
import os
import random
import time

import pytest

from bot.store.tables import inbox
from bot.telegram.buttons import Talk
from tests.conftest import Phone, settled_in
from tests.faults.updates import Bent
from tests.journeys.test_pressed_twice import buttons_of
from tests.test_walks import BUTTONS

FULL = os.environ.get("FAULTS") == "full"
COUNT, BATCH = (200_000 if FULL else 2_000), 100
#: seconds that a plain update may wait behind a hundred bent ones
LONGEST = 5.0

pytestmark = [
    pytest.mark.timeout(7200 if FULL else 240),
    # aiogram says so of each kind of tomorrow; in the bot it goes to the log, without its words
    pytest.mark.filterwarnings("ignore:Detected unknown update type"),
]


@pytest.fixture
def unhandled(monkeypatch):
    """Whatever the intake had to put away for a mistake of ours, and whatever a task died of."""
    from bot import tasks
    from bot.telegram import intake

    found = []

    class Ear:
        def __getattr__(self, level):
            return lambda event, **about: found.append((level, event, about)) if level == "error" else None

    monkeypatch.setattr(intake, "log", Ear())
    monkeypatch.setattr(tasks, "log", Ear())
    return found


async def test_no_update_is_in_the_way_of_the_next(world, harbour, unhandled):
    seed = int(os.environ.get("FAULTS_SEED", random.SystemRandom().randrange(10**6)))
    logging.disable(logging.CRITICAL)
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    client = await settled_in(world, "Иван", "BY-HO-Mozyr", "en")
    await client.presses_data(Talk())
    await client.says("Good morning")
    visitor, witness = Phone(world, "Гость"), await settled_in(world, "Свидетель", "BY-HO-Mozyr")
    presses = [f"{button.__prefix__}:1:1" for button in BUTTONS.values()]
    presses += [
        data for phone in (client, harbour.worker) for message in phone.messages for data in buttons_of(message)
    ]
    bent = Bent(chance, [client.user.id, visitor.user.id, harbour.worker.user.id], [harbour.forum.id, -5], presses)
    for done in range(0, COUNT, BATCH):
        before = len(witness.messages)
        world.telegram.say(witness.user, "/start")
        plain = world.telegram.updates.pending[-1]
        world.telegram.updates.clear()
        began = time.monotonic()
        await world.app.intake.receive([*(bent.one() for _ in range(BATCH)), plain])
        await world.app.intake.drained()
        assert len(witness.messages) == before + 2, f"lost after {done}, FAULTS_SEED={seed}"
        assert time.monotonic() - began < LONGEST * 4
    ours = [about for _, event, about in unhandled if not is_undecodable(event, about)]

    assert ours == [], f"FAULTS_SEED={seed}"
    async with world.app.database.transaction() as store:
        assert [row.update for row in await store.inbox.run(inbox.select().where(inbox.c.state == "waiting"))] == []


def is_undecodable(event, about):
    """What no library can read goes to quarantine, and that is where it belongs."""
    return event == "update failed" and about.get("error") == "ValidationError"

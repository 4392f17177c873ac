"""Thousands of updates that nobody meant: no error goes unhandled, and no later update is lost."""

import logging
import os
import random
import sys
import traceback
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.domain import people
from bot.domain.people import Role
from bot.store.tables import inbox
from bot.telegram.buttons import Talk
from tests.conftest import Phone, settled_in
from tests.faults.updates import Bent
from tests.journeys.test_pressed_twice import buttons_of
from tests.officer_phone import an_office
from tests.test_walks import BUTTONS

FULL = os.environ.get("FAULTS") == "full"
COUNT, BATCH = (200_000 if FULL else 20_000), 100

pytestmark = [
    pytest.mark.timeout(7200 if FULL else 600),
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
            return lambda event, **about: found.append((level, event, about | where())) if level == "error" else None

    def where():
        ours = [frame for frame in traceback.extract_tb(sys.exc_info()[2]) if "site-packages" not in frame.filename]
        told = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in ours[-4:]]
        return {"where": told, "what": str(sys.exc_info()[1])[:80]}

    monkeypatch.setattr(intake, "log", Ear())
    monkeypatch.setattr(tasks, "log", Ear())
    return found


async def everyone(world, harbour):
    """A phone of each role there is: in a talk, linked to an office, a guest, and who answers, watches or keeps."""
    client = await settled_in(world, "Иван", "BY-HO-Mozyr", "en")
    await client.presses_data(Talk())
    await client.says("Good morning")
    inspection = await an_office(world)
    officer, linked = await inspection.officer(), await inspection.client()
    others = []
    for role in (Role.COORDINATOR, Role.READER, Role.STAFF):
        phone = await settled_in(world, role, "BY-HO-Mozyr")
        async with world.app.database.transaction() as store:
            code = await people.invite(store, role, "spring")
        await phone.says(f"/start join_{code}")
        others.append(phone)
    return [client, officer, linked, *others, harbour.worker, Phone(world, "Гость")]


async def test_no_update_is_in_the_way_of_the_next(world, harbour, unhandled, monkeypatch):
    seed = int(os.environ.get("FAULTS_SEED", random.SystemRandom().randrange(10**6)))
    monkeypatch.setattr(logging.root.manager, "disable", logging.CRITICAL)
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    phones, witness = await everyone(world, harbour), await settled_in(world, "Свидетель", "BY-HO-Mozyr")
    presses = [f"{button.__prefix__}:1:1" for button in BUTTONS.values()]
    presses += [data for phone in phones for message in phone.messages for data in buttons_of(message)]
    bent = Bent(chance, [phone.user.id for phone in phones], [harbour.forum.id, -5], presses)
    # nobody reads the log, and to draw it takes longer than the updates
    with capture_logs():
        for done in range(0, COUNT, BATCH):
            before = len(witness.messages)
            world.telegram.say(witness.user, "/start")
            plain = world.telegram.updates.pending[-1]
            world.telegram.updates.clear()
            await world.app.intake.receive([*(bent.one() for _ in range(BATCH)), plain])
            await world.app.intake.drained()
            assert len(witness.messages) == before + 2, f"lost after {done}, FAULTS_SEED={seed}"
    ours = [about for _, event, about in unhandled if not is_undecodable(event, about)]

    assert ours == [], f"FAULTS_SEED={seed}"
    async with world.app.database.transaction() as store:
        assert [row.update for row in await store.inbox.run(inbox.select().where(inbox.c.state == "waiting"))] == []


def is_undecodable(event, about):
    """What no library can read, and numbers that no database can keep, go to quarantine: there they belong."""
    too_big = about.get("error") == "OverflowError" and about["where"][-1].startswith("collection.py")
    return event == "update failed" and (about.get("error") == "ValidationError" or too_big)


async def test_words_of_nobody_in_a_group_are_no_answer(world, harbour, unhandled):
    chat = {"id": harbour.forum.id, "type": "supergroup", "title": "x", "is_forum": True}
    message = {"message_id": 7, "date": 1_795_000_000, "chat": chat, "message_thread_id": 3, "text": "слова"}
    await world.app.intake.receive([{"update_id": 500_000_001, "message": message}])
    await world.app.intake.drained()

    assert unhandled == []

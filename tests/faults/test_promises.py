"""Quiet, order, moments, quarantine: each scene is played by the bot as it is, and by one broken on purpose.

A scene returns what went wrong in it, as Telegram's own record and the committed rows tell: with the first bot
nothing, with the second something. A scene that finds nothing wrong with that one proves nothing.
"""

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from bot import jobs
from bot.app import App
from bot.domain.people import Scope
from bot.emulator.session import EmulatorSession
from bot.store.outbox import Priority
from bot.store.tables import inbox
from bot.telegram.buttons import Talk
from bot.telegram.pace import Pace
from tests.conftest import Office, Phone, World, settled_in
from tests.faults import sabotage

LINES = ["Первое", "Второе", "Третье"]


class ImpatientWorld(World):
    """Nobody stands and waits for a minute of quiet to pass: it is the machine's own minute."""

    def _build(self):
        pace = Pace(per_second=0, per_chat=0, patience=2)
        return App(self.settings, self.clock, EmulatorSession(self.telegram), pace)


@pytest.fixture
async def world(clock, tmp_path):
    made = ImpatientWorld(clock, tmp_path)
    await made.app.prepare()
    yield made
    await made.app.stop()


async def known(world, name):
    """Someone to whom a message may be owed."""
    phone = Phone(world, name)
    world.telegram.say(phone.user, "/start")
    await world.settle()
    async with world.app.database.transaction() as store:
        phone.person = await store.people.add(phone.user.id, "ru", "BY-HO-Mozyr")
        await store.people.set_consents(phone.person, frozenset({Scope.SERVICE}))
    return phone


async def owe(world, phone, **rest):
    async with world.app.database.transaction() as store:
        body = {"notice": "case_closed", "code": "N-1", "late": "07-one, 10:00"}
        await store.outbox.add("notice", "n", body, person=phone.person, priority=Priority.DATE, **rest)


async def quiet(world):
    """Asked to wait for a minute, it calls nobody within it: neither who writes nor who is owed something."""
    phone, other = await known(world, "Иван"), await known(world, "Пётр")
    world.telegram.faults.retry_after = 60
    world.telegram.faults.start("flood", times=1)
    await phone.says("/start")
    before = len(world.telegram.calls)
    await owe(world, other)
    await phone.says("/start")

    return [call.method for call in list(world.telegram.calls)[before:] if call.method != "getUpdates"]


async def order(world):
    """What one person says stands in the group as they said it, though their first line has trouble on its way."""
    office = Office(world, "quiet-harbour", Phone(world, "Ольга"))
    await office.open()
    client = await settled_in(world, "Иван", "BY-HO-Mozyr")
    await client.presses_data(Talk())
    await client.says("Здравствуйте")
    tries = []

    async def busy_once(handler, event, data):
        if event.message is not None and event.message.text == LINES[0] and not tries:
            tries.append(event)
            raise OperationalError("UPDATE", {}, Exception("database is locked"))
        return await handler(event, data)

    world.app.dispatcher.update.outer_middleware._middlewares.insert(0, busy_once)
    for line in LINES:
        world.telegram.say(client.user, line)
    world.telegram.faults.start("refused", methods={"sendMessage"}, times=1)
    for _ in range(5):
        await world.settle()
        world.clock.advance(timedelta(seconds=10))

    said = [m["text"] for m in office.forum.messages.values() if m.get("text") in LINES]
    return [] if said == LINES else [said]


async def moments(world):
    """What was to be said before ten is not said at eleven; whoever owed it is told."""
    phone, owner = await known(world, "Иван"), await known(world, "Инспектор")
    before = len(phone.messages)
    await owe(world, phone, expires_at=world.clock.now() + timedelta(hours=1), owner=owner.person)
    world.telegram.faults.start("refused", methods={"sendMessage"})
    await world.settle()
    world.telegram.faults.clear()
    for passed in (timedelta(hours=2), timedelta(minutes=1), timedelta(minutes=1)):
        world.clock.advance(passed)
        await world.settle()

    told = [] if "07-one" in owner.seen else ["who owed it was not told"]
    return [m["text"] for m in phone.messages[before:]] + told


async def quarantine(world):
    """What nobody can decode is set aside, kept for who looks after the bot, and gone after a day."""
    phone = await known(world, "Иван")
    before = len(phone.messages)
    world.telegram.updates.put("message", {"message_id": 1, "date": "вчера", "text": "слова"})
    await phone.says("/start")
    await world.restart()
    await world.settle()

    wrong = [] if len(phone.messages) == before + 2 else ["the next was not handled once"]
    kept = [row.state for row in await with_words(world)]
    wrong += [] if kept == ["quarantined"] else [f"set aside: {kept}"]
    world.clock.advance(timedelta(hours=26))
    await jobs.purge(world.app)
    return wrong + [f"kept: {row.state}" for row in await with_words(world)]


async def with_words(world):
    async with world.app.database.transaction() as store:
        return (await store.inbox.run(inbox.select().where(inbox.c.body.isnot(None)))).all()


FOUND_BY = [
    (quiet, sabotage.call_in_the_quiet),
    (order, sabotage.handle_one_persons_at_once),
    (order, sabotage.let_words_overtake),
    (moments, sabotage.say_what_is_over),
    (quarantine, sabotage.set_nothing_aside),
    (quarantine, sabotage.throw_away_what_failed),
    (quarantine, sabotage.keep_what_failed),
]


@pytest.mark.parametrize("scene", dict.fromkeys(scene for scene, _ in FOUND_BY), ids=lambda scene: scene.__name__)
async def test_the_bot_as_it_is_keeps_to_it(world, scene):
    assert await scene(world) == []


@pytest.mark.parametrize(("scene", "how"), FOUND_BY, ids=lambda part: part.__name__)
async def test_a_bot_that_does_not_is_found_out(world, scene, how, monkeypatch):
    """The positive control: the same scene, on a bot with one thing taken out."""
    how(monkeypatch.setattr)
    assert await scene(world) != []

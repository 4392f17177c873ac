"""What was cut off while it was sent: asked for after a crash where that is wished, sent again where it is not."""

from datetime import timedelta

import pytest
from aiogram.exceptions import TelegramRetryAfter

from bot.domain.people import Scope
from bot.store.outbox import Priority
from bot.store.tables import outbox
from tests.conftest import Phone, settled_in
from tests.telegram.troubles import TroubledWorld, cut_off


@pytest.fixture(params=[True], ids=["asking"])
async def world(clock, tmp_path, request):
    made = TroubledWorld(clock, tmp_path)
    made.operator = Phone(made, "Оператор")
    made.telegram.say(made.operator.user, "/start")
    made.telegram.updates.clear()
    settings = {"ops_chat_id": made.operator.user.id, "probe_after_crash": request.param}
    await made.app.stop()
    made.settings = made.settings.model_copy(update=settings)
    made.app = made._build()
    await made.app.prepare()
    yield made
    await made.app.stop()


not_asking = pytest.mark.parametrize("world", [False], indirect=True, ids=["not asking"])


@pytest.fixture
async def phones(world):
    """Two who are to have a notice."""
    # somebody whose messages are written down
    await settled_in(world, "Сосед", "BY-HO-Mozyr")
    made = [Phone(world, f"P{number}") for number in range(2)]
    for phone in made:
        world.telegram.say(phone.user, "/start")
    world.telegram.updates.clear()
    async with world.app.database.transaction() as store:
        for phone in made:
            phone.person = await store.people.add(phone.user.id, "ru", "BY-HO-Mozyr")
            await store.people.set_consents(phone.person, frozenset({Scope.SERVICE}))
            await store.people.wrote(phone.person, None)
    return made


async def owe(world, phones, priority=Priority.MASS):
    async with world.app.database.transaction() as store:
        for number, phone in enumerate(phones):
            body = {"notice": "case_closed", "code": f"N-{number}"}
            await store.outbox.add("notice", f"n{number}", body, person=phone.person, priority=priority)


async def comes_back(world):
    """Another process, and the leases of the dead one run out."""
    await world.kill()
    if world.app.probe is not None:
        await world.app.probe.look_back()
    world.clock.advance(timedelta(seconds=61))
    await world.settle()


def edits_of(world):
    """Counts the questions."""
    asked = []
    make = world.session.make_request

    async def counted(bot, method, timeout=None):
        if method.__api_method__ == "editMessageReplyMarkup":
            asked.append(method.message_id)
        return await make(bot, method, timeout)

    world.session.make_request = counted
    return asked


async def test_what_arrived_before_the_crash_is_not_sent_again(world, phones, rows):
    world.spoil("sendMessage", cut_off, cut_off)
    await owe(world, phones)
    await world.settle()
    await comes_back(world)

    assert [phone.seen.count("N-") for phone in phones] == [1, 1]
    told = {row.dedupe_key: (row.state, row.message) for row in await rows(outbox, outbox.c.kind == "notice")}
    assert told == {f"n{n}": ("sent", phone.last["message_id"]) for n, phone in enumerate(phones)}


@not_asking
async def test_without_asking_it_comes_twice_rather_than_never(world, phones):
    world.spoil("sendMessage", cut_off, cut_off)
    await owe(world, phones)
    await world.settle()
    await comes_back(world)

    assert [phone.seen.count("N-") for phone in phones] == [2, 2]


async def test_what_did_not_arrive_is_sent_after_the_crash(world, phones):
    await owe(world, phones)
    async with world.app.database.transaction() as store:
        assert len(await store.outbox.claim(2, timedelta(seconds=60))) == 2
    await comes_back(world)

    assert [phone.seen.count("N-") for phone in phones] == [1, 1]


async def test_another_message_in_the_chat_is_not_taken_for_it(world, phones):
    """Nobody knows its number either, and it has other buttons: in doubt it is sent."""
    await owe(world, phones)
    async with world.app.database.transaction() as store:
        await store.outbox.claim(2, timedelta(seconds=60))
    for phone in phones:
        await world.app.bot.send_message(phone.user.id, "Другое")
        world.telegram.say(phone.user, "слова")
    world.telegram.updates.clear()
    await comes_back(world)

    assert [phone.seen.count("N-") for phone in phones] == [1, 1]


async def test_live_talk_comes_twice_rather_than_never(world, phones):
    world.spoil("sendMessage", cut_off, cut_off)
    await owe(world, phones, Priority.TALK)
    await world.settle()
    await comes_back(world)

    assert [phone.seen.count("N-") for phone in phones] == [2, 2]


async def test_what_was_forgotten_since_is_not_taken_for_it(world, phones, rows):
    """The same words with the same buttons, of days ago."""
    await owe(world, phones)
    await world.settle()
    async with world.app.database.transaction() as store:
        await store.meta.run(outbox.delete())
    world.clock.advance(timedelta(days=3))
    async with world.app.database.transaction() as store:
        await store.messages.purge()
        for phone in phones:
            await store.people.wrote(phone.person, None)
    await owe(world, phones)
    async with world.app.database.transaction() as store:
        await store.outbox.claim(2, timedelta(seconds=60))
    await comes_back(world)

    assert [phone.seen.count("N-") for phone in phones] == [2, 2]


async def test_it_asks_two_hundred_times_at_most(world, phones):
    await owe(world, phones)
    async with world.app.database.transaction() as store:
        await store.outbox.claim(2, timedelta(seconds=60))
    for _ in range(700):
        world.telegram.say(phones[0].user, "слова")
    world.telegram.updates.clear()
    await world.kill()
    asked = edits_of(world)
    await world.app.probe.look_back()
    world.clock.advance(timedelta(seconds=61))
    await world.settle()

    assert [phone.seen.count("N-") for phone in phones] == [1, 1]
    assert 100 < len(asked) <= 200


async def test_where_the_operator_cannot_be_written_to_nobody_is_asked_and_all_is_sent(world, phones):
    async def quiet(session, bot, method):
        raise TelegramRetryAfter(method=method, message="Too Many Requests", retry_after=1)

    world.spoil("sendMessage", cut_off, cut_off)
    await owe(world, phones)
    await world.settle()
    await world.kill()
    world.spoil("sendMessage", quiet)
    await world.app.probe.look_back()
    world.clock.advance(timedelta(seconds=61))
    await world.settle()

    assert [phone.seen.count("N-") for phone in phones] == [2, 2]


async def test_a_start_after_a_quiet_end_tells_nobody_anything(world, phones):
    await owe(world, phones)
    await world.settle()
    before = len(world.operator.messages)
    await comes_back(world)

    assert len(world.operator.messages) == before

"""Telegram away for a day, or we: what is due arrives; what is over is not said to be still to come."""

from datetime import timedelta

import pytest

from bot.domain import regrets
from bot.domain.people import Scope
from bot.store.outbox import Owed, Priority
from bot.store.tables import outbox
from tests.conftest import Phone


@pytest.fixture
async def owner(world):
    """Who sends for others, and is told what came to nothing."""
    phone = Phone(world, "Инспектор")
    world.telegram.say(phone.user, "/start")
    await world.settle()
    async with world.app.database.transaction() as store:
        phone.person = await store.people.add(phone.user.id, "en", "BY-HO-Mozyr")
    return phone


@pytest.fixture
async def people_to_tell(world):
    phones = [Phone(world, f"P{number}") for number in range(3)]
    for phone in phones:
        world.telegram.say(phone.user, "/start")
    world.telegram.updates.clear()
    async with world.app.database.transaction() as store:
        for phone in phones:
            phone.person = await store.people.add(phone.user.id, "ru", "BY-HO-Mozyr")
            await store.people.set_consents(phone.person, frozenset({Scope.SERVICE}))
            await store.people.wrote(phone.person, None)
    return phones


async def owe(world, phone, key, *, expires_in, owner):
    async with world.app.database.transaction() as store:
        body = {"notice": "case_closed", "code": key, "late": f"07-{key}, 10:00"}
        expires = store.now + expires_in if expires_in else None
        await store.outbox.add(
            "notice", key, body, person=phone.person, priority=Priority.DATE, expires_at=expires, owner=owner.person
        )


async def pass_time(world, by, step=timedelta(minutes=1)):
    until = world.clock.now() + by
    while world.clock.now() < until:
        world.clock.advance(step)
        await world.app.delivery.send_due()


@pytest.fixture
def opened(world, rows, monkeypatch):
    """They are in the talk however long it lasts: what comes is shown as it is."""
    monkeypatch.setattr("bot.domain.cases.IN_TALK", timedelta(days=9))


@pytest.mark.parametrize("trouble", ["refused", "gateway", "error", "flood", "reset_before"])
async def test_after_a_day_without_telegram_what_is_due_arrives_and_what_is_over_is_listed(
    world, owner, people_to_tell, opened, trouble, rows, monkeypatch
):
    # the quiet that a flood asks for is by the machine's own clock; this day passes by another
    monkeypatch.setattr(world.app.means.pace, "pause", lambda _seconds: None)
    world.telegram.faults.retry_after = 1
    first, second, third = people_to_tell
    for phone, key, expires_in in (
        (first, "one", timedelta(hours=2)), (second, "two", timedelta(hours=30)), (third, "three", None),
    ):  # fmt: skip
        await owe(world, phone, key, expires_in=expires_in, owner=owner)
    world.telegram.faults.start(trouble, methods=["sendMessage"] if trouble != "flood" else ())
    for _ in range(24):
        await pass_time(world, timedelta(hours=1), timedelta(minutes=10))
    world.telegram.faults.clear()
    await pass_time(world, timedelta(minutes=10))

    assert "one" not in first.seen
    assert second.seen.count("two") >= 1
    assert third.seen.count("three") >= 1
    assert "07-one" in owner.seen
    assert "07-two" not in owner.seen
    states = {row.dedupe_key: (row.state, row.reason) for row in await rows(outbox, outbox.c.kind == "notice")}
    assert states["one"] == ("unsendable", "too_late")
    assert {states["two"][0], states["three"][0]} == {"sent"}


async def test_after_a_day_without_ourselves_it_is_the_same(world, owner, people_to_tell, opened):
    first, second, _ = people_to_tell
    await owe(world, first, "one", expires_in=timedelta(hours=2), owner=owner)
    await owe(world, second, "two", expires_in=timedelta(hours=30), owner=owner)
    await world.kill()
    world.clock.advance(timedelta(hours=23))
    await pass_time(world, timedelta(minutes=2))

    assert "one" not in first.seen
    assert second.seen.count("two") == 1
    assert "07-one" in owner.seen


async def test_all_that_was_too_late_comes_as_one_list(world, owner, people_to_tell):
    for number, phone in enumerate(people_to_tell):
        await owe(world, phone, f"n{number}", expires_in=timedelta(minutes=1), owner=owner)
    world.clock.advance(timedelta(minutes=2))
    before = len(owner.messages)
    await pass_time(world, timedelta(minutes=2), timedelta(seconds=10))

    (told,) = owner.messages[before:]
    assert [f"07-n{number}" in told["text"] for number in range(3)] == [True] * 3


async def test_a_list_longer_than_a_phone_comes_in_parts(world, owner):
    async with world.app.database.transaction() as store:
        for number in range(45):
            owed = Owed(number, "notice", Priority.DATE, 1, {"late": f"07-{number:03}"}, owner=owner.person)
            await regrets.tell_owner(store, owed, "too_late")
    before = len(owner.messages)
    await pass_time(world, timedelta(minutes=2), timedelta(seconds=10))

    told = owner.messages[before:]
    assert len(told) == 3
    assert all(f"07-{number:03}" in owner.seen for number in range(45))


async def test_who_cannot_be_reached_is_on_the_list_too_and_not_as_late(world, owner, people_to_tell):
    world.telegram.block(people_to_tell[0].user)
    world.telegram.updates.clear()
    await owe(world, people_to_tell[0], "one", expires_in=timedelta(hours=1), owner=owner)
    await pass_time(world, timedelta(minutes=2), timedelta(seconds=10))

    assert "The person could not be reached:\n· 07-one, 10:00" in owner.seen


async def test_that_it_was_sent_is_written_down_though_the_database_was_busy(
    world, people_to_tell, owner, rows, monkeypatch
):
    from bot.store.outbox import Outbox

    monkeypatch.setattr("bot.telegram.delivery.MARKING_PAUSES", (0, 0))
    sent, tries = Outbox.sent, []

    async def busy_once(box, *args):
        tries.append(args)
        if len(tries) == 1:
            raise ConnectionResetError
        await sent(box, *args)

    monkeypatch.setattr(Outbox, "sent", busy_once)
    await owe(world, people_to_tell[0], "one", expires_in=None, owner=owner)
    await pass_time(world, timedelta(minutes=3))

    assert people_to_tell[0].seen.count("one") == 1
    (row,) = await rows(outbox, outbox.c.dedupe_key == "one")
    assert row.state == "sent"

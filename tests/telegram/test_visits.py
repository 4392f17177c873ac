"""Those who look around: in memory, for an hour after the last press, and not without end."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.store.tables import messages
from bot.telegram import visits
from bot.telegram.sent import Sent
from bot.telegram.visits import VISIT_LIFE, Visits


def test_a_visit_goes_on_from_press_to_press(clock):
    made = Visits(clock)
    made.of(1, "ru").visit.territory = "BY-HO-Mozyr"
    for _ in range(5):
        clock.advance(VISIT_LIFE - timedelta(seconds=1))
        assert made.of(1, "ru").visit.territory == "BY-HO-Mozyr"


def test_a_visit_is_forgotten_an_hour_after_the_last_press(clock):
    made = Visits(clock)
    made.of(1, "ru").visit.territory = "BY-HO-Mozyr"
    clock.advance(VISIT_LIFE + timedelta(seconds=1))

    assert made.of(1, "ru").visit.territory is None


def test_a_visit_that_ended_long_ago_is_not_kept_for_want_of_others(clock):
    made = Visits(clock)
    made.of(1, "ru")
    clock.advance(VISIT_LIFE + timedelta(seconds=1))
    made.of(2, "ru")

    assert not made.remember(1, 11)


def test_visitors_are_apart(clock):
    made = Visits(clock)
    made.of(1, "ru").conversation.state = "typing"

    assert made.of(2, "be").conversation.state is None
    assert made.of(2, "ru").visit.locale == "be"


def test_there_are_never_more_than_so_many_and_the_last_come_stay(clock, monkeypatch):
    monkeypatch.setattr(visits, "MOST_VISITS", 10)
    made = Visits(clock)
    for person in range(1, 51):
        made.of(person, "ru").visit.territory = "here"
    kept = [person for person in range(1, 51) if made.remember(person, 1)]

    assert 50 in kept
    assert len(kept) <= 11


def test_an_ended_visit_gives_its_messages_and_is_gone(clock):
    made = Visits(clock)
    made.of(1, "ru")
    assert made.remember(1, 11)
    assert made.remember(1, 12)

    assert made.end(1) == [11, 12]
    assert made.end(1) == []
    assert not made.remember(1, 13)


async def test_a_visitors_messages_are_never_written(world, clock):
    made = Visits(clock)
    made.of(700000009, "ru")
    sent = Sent(world.app.database, made)
    sent.remember(700000009, 11)
    sent.remember(-100, 12)

    assert sent.unwritten(700000009) == []
    assert sent.unwritten(-100) == []


async def test_messages_not_yet_written_survive_a_database_that_is_away(world, clock, client, rows):
    sent, engine = Sent(world.app.database, Visits(clock)), world.app.database.engine
    sent.remember(client.user.id, 9001)
    async with engine.begin() as connection:
        await connection.execute(text("ALTER TABLE messages RENAME TO away"))
    with pytest.raises(OperationalError):
        await sent.flush()
    async with engine.begin() as connection:
        await connection.execute(text("ALTER TABLE away RENAME TO messages"))
    sent.remember(client.user.id, 9002)
    await sent.flush()

    assert {9001, 9002} <= {row.message for row in await rows(messages)}

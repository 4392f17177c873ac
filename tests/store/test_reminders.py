"""Reminders on both databases: each rings once, none is lost, whatever the clock does; words stay sealed."""

import random
import zoneinfo
from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, insert, select, text

from bot.domain import reminders as domain
from bot.domain import zones
from bot.domain.errors import ConsentNeeded, NotAllowed, Outdated
from bot.domain.moments.walls import Repeat, moment, occurrence, surely
from bot.domain.people import Actor, Scope
from bot.domain.reminders import MOST, UNANSWERED_LIFE, UNDO, Snooze, State
from bot.store.reminders import _DUE, _FIRST_DUE
from bot.store.tables import outbox, reminders

MINSK = ZoneInfo("Europe/Minsk")


def shown(at: str) -> datetime:
    return datetime.fromisoformat(at)


@pytest.fixture
async def actor(database):
    async with database.transaction() as store:
        person = await store.people.add(700000001, "ru", "BY-HO-Mozyr")
        await store.people.set_consents(person, frozenset({Scope.REMINDERS}))
    return Actor(person, "ru", "BY-HO-Mozyr", frozenset({Scope.REMINDERS}))


async def set_one(store, actor, wall, repeats=Repeat.ONCE, *, words="взять паспорт", zone=MINSK):
    made = await domain.draft(store, actor, words, zone)
    return await domain.set_time(store, made, shown(wall), repeats)


async def ring(database, most=200) -> int:
    async with database.transaction() as store:
        return await domain.ring_due(store, most)


def to(clock, wall, zone=MINSK) -> None:
    clock.advance(surely(shown(wall), zone) - clock.now())


async def one(database, which):
    async with database.transaction() as store:
        return await store.reminders.get(which)


async def test_the_words_come_back_and_stand_nowhere_in_clear(database, actor, committed):
    async with database.transaction() as store:
        made = await set_one(store, actor, "2026-11-24T10:00")

    assert (await one(database, made.id)).text == "взять паспорт"
    (row,) = await committed(reminders)
    assert "паспорт".encode() not in row.text
    assert (row.wall, row.zone, row.due_at) == (
        "2026-11-24T10:00",
        "Europe/Minsk",
        datetime(2026, 11, 24, 7, tzinfo=UTC),
    )


async def test_words_moved_to_another_row_do_not_open(database, actor):
    from bot.store.sealing import SealError

    async with database.transaction() as store:
        mine = await set_one(store, actor, "2026-11-24T10:00")
        other = await set_one(store, actor, "2026-11-24T11:00", words="другое")
        stolen = select(reminders.c.text).where(reminders.c.id == mine.id)
        sealed = (await store.reminders.run(stolen)).scalar_one()
        await store.reminders.run(reminders.update().where(reminders.c.id == other.id).values(text=sealed))

    with pytest.raises(SealError):
        await one(database, other.id)


async def test_it_rings_at_its_time_once_and_waits_for_an_answer(database, actor, clock, committed):
    async with database.transaction() as store:
        made = await set_one(store, actor, "2026-11-24T10:00")
    to(clock, "2026-11-24T09:59")
    assert await ring(database) == 0
    to(clock, "2026-11-24T10:00")
    assert await ring(database) == 1
    assert await ring(database) == 0

    (owed,) = await committed(outbox)
    assert (owed.kind, owed.person, owed.due_at) == ("reminder", actor.id, clock.now())
    assert (await one(database, made.id)).state is State.RUNG


async def test_a_tick_that_fails_before_its_end_rings_nothing_and_loses_nothing(
    database, actor, clock, undone, committed
):
    async with database.transaction() as store:
        await set_one(store, actor, "2026-11-24T10:00")
    to(clock, "2026-11-24T10:00")
    await undone(lambda store: domain.ring_due(store, 200))
    assert await committed(outbox) == []
    assert await ring(database) == 1

    assert len(await committed(outbox)) == 1


async def test_the_same_time_written_twice_is_one_knock(database, actor, clock, committed):
    """As after a crash between two tables, were they not written together."""
    async with database.transaction() as store:
        made = await set_one(store, actor, "2026-11-24T10:00")
    to(clock, "2026-11-24T10:00")
    await ring(database)
    async with database.transaction() as store:
        due = surely(shown("2026-11-24T10:00"), MINSK)
        await store.reminders.change(made, state=State.WAITING, due_at=due)
    await ring(database)

    assert len(await committed(outbox)) == 1


async def test_two_processes_ring_each_once(database, replica, actor, clock, committed):
    import asyncio

    async with database.transaction() as store:
        for _ in range(20):
            await set_one(store, actor, "2026-11-24T10:00")
    to(clock, "2026-11-24T10:00")
    rang = await asyncio.gather(*(ring(which, 15) for which in (database, replica, database, replica)))

    assert sum(rang) == 20
    assert len(await committed(outbox)) == 20


async def test_a_crowd_is_taken_up_in_batches_the_longest_due_first(database, actor, clock, committed):
    async with database.transaction() as store:
        for minute in range(10):
            await set_one(store, actor, f"2026-11-24T10:0{minute}")
    to(clock, "2026-11-24T10:09")
    assert await ring(database, 4) == 4
    waiting = [row.wall for row in await committed(reminders, reminders.c.state == "waiting")]

    assert sorted(waiting) == [f"2026-11-24T10:0{minute}" for minute in range(4, 10)]


async def test_each_rings_exactly_once_whatever_the_clock_does(database, actor, clock, committed):
    """Random reminders, jumps of seconds and of days; a model says how often each must have rung."""
    seed = random.randrange(10**6)  # noqa: S311 - any will do
    chance = random.Random(seed)  # noqa: S311
    zones_of = [ZoneInfo(name) for name in ("Europe/Minsk", "Asia/Bishkek", "Europe/Warsaw", "America/New_York")]
    started = clock.now()
    made = []
    async with database.transaction() as store:
        for _ in range(40):
            zone = chance.choice(zones_of)
            wall = (started + timedelta(minutes=chance.randrange(1, 60 * 24 * 30))).astimezone(zone)
            wall = wall.replace(tzinfo=None, second=0, microsecond=0)
            draft = await store.reminders.add(actor.id, "", zone)
            repeats = chance.choice([Repeat.ONCE, *Repeat])
            if surely(wall, zone) > store.now:
                made.append(await domain.set_time(store, draft, wall, repeats))
    expected, before = Counter(), started
    for _ in range(60):
        jump = chance.choice([timedelta(seconds=1), timedelta(minutes=40), timedelta(hours=25), timedelta(days=1)])
        clock.advance(jump * chance.random())
        await ring(database)
        now = clock.now()
        expected.update(one.id for one in made if any(before < at <= now for at in _moments(one, now)))
        before = now
    rung = Counter(int(row.dedupe_key.split(":")[1]) for row in await committed(outbox))

    assert rung == expected, f"seed {seed}"
    assert expected


def _moments(reminder, until):
    if reminder.repeats is Repeat.ONCE:
        yield reminder.due_at
        return
    number = 0
    while (at := moment(occurrence(reminder.first, reminder.repeats, number), reminder.zone)) is None or at <= until:
        if at is not None:
            yield at
        number += 1


async def test_what_is_due_is_found_by_its_index_however_many_wait(database, actor, clock):
    """Not by time: a plan that walks the table would be slow with a million rows, and look quick with a few."""
    async with database.transaction() as store:
        at = store.now + timedelta(days=1)
        rows = [
            {
                "id": number, "person": actor.id, "text": b"", "state": "waiting", "repeats": "",
                "zone": "Europe/Minsk", "due_at": at + timedelta(seconds=number), "unseen": False, "changed_at": at,
            }
            for number in range(1, 5001)
        ]  # fmt: skip
        await store.reminders.run(insert(reminders), rows)
        if database.engine.dialect.name == "postgresql":
            await store.reminders.run(text("ANALYZE reminders"))
        for query in (_DUE.limit(200), _FIRST_DUE):
            # with a parameter in its place SQLite does not know the index
            assert "state = 'waiting'" in str(query)
            plan = await _plan(store, query, database.engine.dialect)
            assert "ix_reminders_due" in plan, plan
            assert "SCAN reminders\n" not in plan
            assert "Seq Scan on reminders" not in plan

    assert await ring(database) == 0


async def _plan(store, query, dialect) -> str:
    query = query.params(now=datetime(2026, 11, 23, tzinfo=UTC))
    compiled = query.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    explain = "EXPLAIN QUERY PLAN " if dialect.name == "sqlite" else "EXPLAIN "
    rows = await store.reminders.run(text(explain + str(compiled).replace(":", r"\:")))
    return "".join(f"{row[-1]}\n" for row in rows)


async def test_the_purge_of_what_is_over_uses_its_index_too(database):
    explain = "EXPLAIN QUERY PLAN" if database.engine.dialect.name == "sqlite" else "EXPLAIN"
    purge = "DELETE FROM reminders WHERE state <> 'waiting' AND changed_at < '2026-01-01' AND state IN ('done')"
    async with database.transaction() as store:
        if database.engine.dialect.name != "sqlite":
            # on an empty table it would read the whole of it
            await store.reminders.run(text("SET LOCAL enable_seqscan = off"))
        rows = (await store.reminders.run(text(f"{explain} {purge}"))).all()

    assert "ix_reminders_ended" in str(rows)


async def test_what_is_over_goes_with_its_words(database, actor, clock, committed):
    async with database.transaction() as store:
        done, removed = [await set_one(store, actor, "2026-11-24T10:00") for _ in range(2)]
        kept = await set_one(store, actor, "2027-11-24T10:00")
        await domain.done(store, done)
        await domain.remove(store, removed)
        draft = await domain.draft(store, actor, "начатое", MINSK)
    await purge_after(database, clock, UNDO)
    assert len(await committed(reminders)) == 4
    await purge_after(database, clock, timedelta(seconds=1))
    assert {row.id for row in await committed(reminders)} == {kept.id, draft.id}
    await purge_after(database, clock, timedelta(hours=1))

    assert [row.id for row in await committed(reminders)] == [kept.id]


async def test_what_rang_and_nobody_answered_goes_after_two_weeks(database, actor, clock, committed):
    async with database.transaction() as store:
        await set_one(store, actor, "2026-11-24T10:00")
    to(clock, "2026-11-24T10:00")
    await ring(database)
    await purge_after(database, clock, UNANSWERED_LIFE)
    assert len(await committed(reminders)) == 1
    await purge_after(database, clock, timedelta(seconds=1))

    assert await committed(reminders) == []


async def purge_after(database, clock, wait) -> None:
    clock.advance(wait)
    async with database.transaction() as store:
        await store.reminders.purge()


async def test_without_agreement_nothing_is_kept(database, actor, committed):
    async with database.transaction() as store:
        for stranger in (Actor(None, "ru"), Actor(actor.id, "ru", consents=frozenset({Scope.SERVICE}))):
            with pytest.raises(ConsentNeeded):
                await domain.draft(store, stranger, "слова", MINSK)

    assert await committed(reminders) == []


async def test_anothers_reminder_and_one_that_is_gone_are_the_same(database, actor):
    async with database.transaction() as store:
        made = await set_one(store, actor, "2026-11-24T10:00")
        for who, which in ((Actor(actor.id + 1, "ru"), made.id), (actor, made.id + 1), (Actor(None, "ru"), made.id)):
            with pytest.raises(NotAllowed):
                await domain.of_person(store, who, which)


async def test_drafts_do_not_count_but_cannot_pass_the_limit(database, actor):
    async with database.transaction() as store:
        drafts = [await domain.draft(store, actor, "", MINSK) for _ in range(MOST + 1)]
        for draft in drafts[:-1]:
            await domain.set_time(store, draft, shown("2026-11-24T10:00"))
        with pytest.raises(domain.TooManyReminders):
            await domain.set_time(store, drafts[-1], shown("2026-11-24T10:00"))
        await domain.remove(store, drafts[0])
        await domain.set_time(store, drafts[-1], shown("2026-11-24T10:00"))
        with pytest.raises(domain.TooManyReminders):
            await domain.undo(store, await store.reminders.get(drafts[0].id))


async def test_what_cannot_ring_is_refused(database, actor):
    async with database.transaction() as store:
        made = await domain.draft(store, actor, "", MINSK)
        with pytest.raises(domain.TimePassed):
            await domain.set_time(store, made, shown("2026-11-23T12:30"))
        with pytest.raises(domain.TooFarAhead):
            await domain.set_time(store, made, shown("2040-01-01T10:00"))
        gone = await domain.remove(store, made)
        with pytest.raises(Outdated):
            await domain.set_time(store, gone, shown("2026-11-24T10:00"))
        with pytest.raises(Outdated):
            await domain.snooze(store, gone, Snooze.HOUR)


async def test_put_off_one_that_repeats_does_not_pass_its_next_time(database, actor, clock, committed):
    async with database.transaction() as store:
        made = await set_one(store, actor, "2026-11-24T09:00", Repeat.DAY)
    to(clock, "2026-11-24T09:00")
    await ring(database)
    async with database.transaction() as store:
        put_off = await domain.snooze(store, await store.reminders.get(made.id), Snooze.TOMORROW)
    assert (put_off.due_at, put_off.snoozed_at) == (surely(shown("2026-11-25T09:00"), MINSK), None)
    async with database.transaction() as store:
        await domain.snooze(store, await store.reminders.get(made.id), Snooze.HOUR)
    to(clock, "2026-11-24T10:00")
    assert await ring(database) == 1
    to(clock, "2026-11-25T09:00")
    assert await ring(database) == 1

    assert len(await committed(outbox)) == 3


async def test_when_the_law_moves_a_zone_the_wall_stays_and_the_moment_moves(
    database, actor, clock, committed, tmp_path, monkeypatch
):
    async with database.transaction() as store:
        once = await set_one(store, actor, "2026-12-24T10:00")
        elsewhere = await set_one(store, actor, "2026-12-24T10:00", zone=ZoneInfo("Asia/Bishkek"))
        often = await set_one(store, actor, "2026-12-01T09:00", Repeat.DAY)
        put_off = await set_one(store, actor, "2026-11-23T13:00")
    to(clock, "2026-11-23T13:00")
    await ring(database)
    async with database.transaction() as store:
        await domain.snooze(store, await store.reminders.get(put_off.id), Snooze.HOUR)
    await zones.mind(database, "Europe/Minsk")
    monkeypatch.setattr(zones, "BATCH", 1)
    before = {row.id: row.due_at for row in await committed(reminders)}
    try:
        _law(tmp_path, "Europe/Minsk", like="Asia/Tbilisi")
        moved = await zones.mind(database, "Europe/Minsk")
        again = await zones.mind(database, "Europe/Minsk")
        after = {row.id: row.due_at for row in await committed(reminders)}
    finally:
        zoneinfo.reset_tzpath()
        ZoneInfo.clear_cache(only_keys=["Europe/Minsk"])

    hour = timedelta(hours=1)
    assert (moved, again) == (2, 0)
    assert {which: before[which] - after[which] for which in before} == {
        once.id: hour, often.id: hour, elsewhere.id: timedelta(), put_off.id: timedelta()
    }  # fmt: skip


def _law(folder, zone: str, like: str) -> None:
    """From now on the zone's own file is another's."""
    from importlib import resources

    file = folder.joinpath(*zone.split("/"))
    file.parent.mkdir(parents=True)
    file.write_bytes(resources.files("tzdata").joinpath("zoneinfo", *like.split("/")).read_bytes())
    zoneinfo.reset_tzpath(to=[str(folder)])


async def test_rules_that_were_never_noted_move_nothing(database, actor, committed):
    async with database.transaction() as store:
        await set_one(store, actor, "2026-12-24T10:00")

    assert await zones.mind(database, "Europe/Minsk") == 0


async def test_the_next_thing_to_happen_is_known(database, actor, clock):
    async with database.transaction() as store:
        assert await store.reminders.next_due() is None
        await set_one(store, actor, "2026-12-24T10:00")
        sooner = await set_one(store, actor, "2026-11-24T10:00")
        await set_one(store, actor, "2026-11-23T14:00")
        assert await store.reminders.next_due() == surely(shown("2026-11-23T14:00"), MINSK)
    to(clock, "2026-11-23T14:00")
    await ring(database)

    async with database.transaction() as store:
        assert await store.reminders.next_due() == sooner.due_at


async def test_of_one_person_all_is_forgotten_and_of_others_nothing(database, actor, committed):
    async with database.transaction() as store:
        other = await store.people.add(700000002, "ru", None)
        await set_one(store, actor, "2026-12-24T10:00")
        theirs = await store.reminders.add(other, "чужое", MINSK)
        await store.reminders.forget(actor.id)

    assert [row.id for row in await committed(reminders)] == [theirs.id]


async def test_the_night_is_kept_of_each(database, actor):
    async with database.transaction() as store:
        assert await domain.night_of(store, actor) == (22, 8)
        for hours in domain.NIGHTS:
            await domain.set_night(store, actor, hours)
            assert await domain.night_of(store, actor) == hours
        with pytest.raises(ConsentNeeded):
            await domain.set_night(store, Actor(None, "ru"), None)


async def test_who_is_gone_takes_their_reminders(database, actor, committed):
    async with database.transaction() as store:
        await set_one(store, actor, "2026-12-24T10:00")
        await store.privacy.erase(actor.id, 700000001, member=False)
        assert (await store.reminders.run(select(func.count()).select_from(reminders))).scalar_one() == 0


async def test_a_member_who_erases_themselves_keeps_no_reminder_and_no_night(database, actor, committed):
    async with database.transaction() as store:
        await set_one(store, actor, "2026-12-24T10:00")
        await domain.set_night(store, actor, None)
        await store.privacy.erase(actor.id, 700000001, member=True)
        assert await domain.night_of(store, actor) == domain.NIGHT

    assert await committed(reminders) == []


async def test_what_is_hidden_shortly_before_its_next_time_rings_at_that_time(database, actor, clock):
    async with database.transaction() as store:
        made = await set_one(store, actor, "2026-11-24T09:00", Repeat.DAY)
    to(clock, "2026-11-25T08:50")
    assert await ring(database) == 1
    async with database.transaction() as store:
        await domain.hush(store, actor)

    assert (await one(database, made.id)).due_at == surely(shown("2026-11-25T09:00"), MINSK)

"""Beds on both databases: however many ask at once, a bed is one person's."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from bot.domain.dormitories import HoldState, coming, holds, keeping, waiting
from bot.domain.dormitories.clockwork import tick
from bot.domain.dormitories.keeping import Refusal
from bot.store.tables import bed_holds, bed_waiting, beds, metadata, outbox
from tests.bed_worlds import MAN, WOMAN, guide_with, house, keeper, someone

HOURS, MINUTES = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture(scope="module")
def guide():
    return guide_with()


@pytest.fixture
def crowd(database, guide):
    """``await crowd(n, men=1)``: so many people, and so many free places."""

    async def gather(count, **free):
        async with database.transaction() as store:
            people = [await someone(store, number) for number in range(count)]
            for room, places in free.items():
                await keeping.count(store, keeper(), house(guide), room, places)
        return people

    return gather


@pytest.fixture
def does(database):
    """``await does(use_case, …)``: in a transaction of its own."""

    async def run(work, *given):
        async with database.transaction() as store:
            return await work(store, *given)

    return run


async def ticks(database, guide):
    async with database.transaction() as store:
        await tick(store, guide)


async def test_of_five_hundred_at_once_exactly_one_gets_the_one_place(database, replica, crowd, guide, committed):
    people = await crowd(500, men=1)

    async def ask(number, actor):
        async with (database if number % 2 else replica).transaction() as store:
            return await coming.make(store, actor, house(guide), MAN, guide)

    answers = await asyncio.gather(*(ask(*one) for one in enumerate(people)))

    assert len([hold for hold in answers if hold is not None]) == 1
    assert len(await committed(bed_holds)) == 1
    (room,) = [row for row in await committed(beds) if row.room == "men"]
    assert (room.held, room.staying + room.others + room.held) == (1, room.total)


async def test_one_person_who_asks_many_times_at_once_holds_one_place(database, replica, crowd, guide, committed):
    (person,) = await crowd(1, men=2, ground=1)

    async def ask(number):
        async with (database if number % 2 else replica).transaction() as store:
            return await coming.make(store, person, house(guide), MAN, guide)

    answers = await asyncio.gather(*(ask(number) for number in range(40)), return_exceptions=True)

    assert [type(one).__name__ for one in answers if not isinstance(one, holds.Hold)] == ["AlreadyHolding"] * 39
    assert sum(row.held for row in await committed(beds)) == len(await committed(bed_holds)) == 1


@pytest.mark.parametrize("column", ["staying", "others", "held", "out_of_order"])
async def test_the_table_itself_refuses_a_second_person_in_a_bed(database, crowd, column):
    await crowd(0, men=0)
    async with database.engine.connect() as connection:
        with pytest.raises(IntegrityError):
            await connection.execute(update(beds).where(beds.c.room == "men").values({column: beds.c[column] + 1}))


async def test_a_hold_lasts_as_long_as_the_way_and_not_longer_than_a_day(crowd, guide, does, clock):
    near, far, lost = await crowd(3, men=2, ground=1)
    made = [
        await does(coming.make, actor, house(guide), MAN, guide)
        for actor in (near, replace(far, territory="BY-HO-Far"), replace(lost, territory=None))
    ]

    lasts = [(hold.until - clock.now()) / HOURS for hold in made]
    assert lasts[0] == 2
    assert 4 < lasts[1] < 5  # 130 kilometres
    assert lasts[2] == 24


async def test_a_hold_is_never_over_before_the_doors_open(crowd, does, clock):
    night = guide_with(admission="Mo-Su 18:00-22:00")
    (person,) = await crowd(1, men=1)
    hold = await does(coming.make, person, house(night), MAN, night)

    # it is half past twelve: in two hours nobody is taken in yet
    assert (hold.until - clock.now()) / HOURS == 6.5


async def test_who_needs_no_lift_spares_the_room_without_steps(crowd, guide, does):
    first, second, third = await crowd(3, men=2, ground=1)

    rooms = [(await does(coming.make, one, house(guide), MAN, guide)).room for one in (first, second, third)]
    assert rooms == ["men", "men", "ground"]


async def test_an_old_count_gives_no_place(crowd, guide, does, clock):
    first, second = await crowd(2, men=2)
    clock.advance(24 * HOURS - MINUTES)
    assert await does(coming.make, first, house(guide), MAN, guide) is not None

    clock.advance(MINUTES)
    assert await does(coming.make, second, house(guide), MAN, guide) is None


async def test_a_woman_is_given_no_mans_bed(crowd, guide, does):
    (person,) = await crowd(1, men=2)

    assert await does(coming.make, person, house(guide), WOMAN, guide) is None


async def test_what_the_bed_had_to_know_is_sealed_and_gone_on_arrival(crowd, guide, does, committed):
    (person,) = await crowd(1, women=1)
    hold = await does(coming.make, person, house(guide), WOMAN, guide)
    (row,) = await committed(bed_holds)
    assert row.needs is not None
    assert b"sex" not in row.needs

    await does(coming.has_arrived, person, hold.id, guide)
    (row,) = await committed(bed_holds)
    assert (row.state, row.needs) == ("arrived", None)


async def test_which_room_it_is_stands_in_clear_beside_nobody(crowd, guide, does, committed):
    """Nor in the figures: they say when somebody came, and with the moment of the hold, who."""
    first, second = await crowd(2, women=1)

    async def named():
        tables = [table for table in metadata.sorted_tables if table is not beds]
        return [(table.name, row) for table in tables for row in await committed(table) if "women" in str(row)]

    # a keeper counted it, which is about nobody
    before = await named()
    hold = await does(coming.make, first, house(guide), WOMAN, guide)
    assert hold.room == "women"
    assert await named() == before
    await does(waiting.join, second, house(guide), WOMAN)
    await does(coming.give_up, first, hold.id, guide)
    assert await named() == before

    (offer,) = await committed(bed_holds)
    await does(waiting.accept, second, offer.id, guide)
    await does(coming.has_arrived, second, offer.id, guide)
    assert await named() == before


async def test_a_hold_that_ran_out_is_told_and_its_place_goes_to_who_waits(
    database, crowd, guide, does, clock, committed
):
    first, second = await crowd(2, men=1)
    await does(coming.make, first, house(guide), MAN, guide)
    assert await does(waiting.join, second, house(guide), MAN) == 1
    clock.advance(2 * HOURS)
    await ticks(database, guide)

    (offer,) = await committed(bed_holds)
    assert (offer.person, offer.state) == (second.id, HoldState.OFFERED)
    owed = {(row.person, row.kind) for row in await committed(outbox)}
    assert owed == {(first.id, "notice"), (second.id, "notice")}


async def test_an_offer_goes_round_in_turn_and_everyone_keeps_theirs(database, crowd, guide, does, clock, committed):
    holder, one, two, three = await crowd(4, men=1)
    hold = await does(coming.make, holder, house(guide), MAN, guide)
    for number, person in enumerate((one, two, three), 1):
        clock.advance(MINUTES)
        assert await does(waiting.join, person, house(guide), MAN) == number
    await does(coming.give_up, holder, hold.id, guide)

    asked = []
    for answer in ("missed", "declined", "missed", "nobody"):
        offers = await committed(bed_holds)
        asked += [row.person for row in offers]
        if answer == "declined":
            await does(waiting.decline, two, offers[0].id, guide)
        else:
            clock.advance(30 * MINUTES)
            await ticks(database, guide)
    assert asked == [one.id, two.id, three.id]
    assert [row.person for row in sorted(await committed(bed_waiting), key=lambda row: row.joined_at)] == [
        one.id, two.id, three.id,
    ]  # fmt: skip
    assert await does(waiting.turn, house(guide), three.id) == 3
    # nobody wanted it: it is anybody's
    assert await does(coming.make, holder, house(guide), MAN, guide) is not None


async def test_by_night_an_offer_waits_two_hours(database, crowd, guide, does, clock, committed):
    holder, sleeper = await crowd(2, men=1)
    clock.advance(10 * HOURS)
    hold = await does(coming.make, holder, house(guide), MAN, guide)
    await does(waiting.join, sleeper, house(guide), MAN)
    await does(coming.give_up, holder, hold.id, guide)
    clock.advance(119 * MINUTES)
    await ticks(database, guide)
    assert [row.person for row in await committed(bed_holds)] == [sleeper.id]

    clock.advance(MINUTES)
    await ticks(database, guide)
    assert await committed(bed_holds) == []


async def test_who_misses_three_offers_is_told_and_asked_again_when_they_say_so(
    database, crowd, guide, does, clock, committed
):
    (sleeper,) = await crowd(1, men=0)
    await does(waiting.join, sleeper, house(guide), MAN)
    for _ in range(4):
        await does(keeping.count, keeper(), house(guide), "men", 0)
        await does(keeping.count, keeper(), house(guide), "men", 1)
        clock.advance(31 * MINUTES)
        await ticks(database, guide)
        clock.advance(MINUTES)
    told = [row.dedupe_key.split(":")[1] for row in await committed(outbox) if row.person == sleeper.id]
    assert sorted(told) == ["missed", "missed", "offer", "offer", "offer", "rests"]
    assert len(await committed(bed_waiting)) == 1

    await does(keeping.count, keeper(), house(guide), "men", 0)
    await does(waiting.still_waits, sleeper, house(guide))
    await does(keeping.count, keeper(), house(guide), "men", 1)
    assert [row.person for row in await committed(bed_holds)] == [sleeper.id]


async def test_who_waits_comes_before_who_comes_now(database, crowd, guide, does, clock, committed):
    holder, patient, quick = await crowd(3, men=1)
    await does(coming.make, holder, house(guide), MAN, guide)
    await does(waiting.join, patient, house(guide), MAN)
    clock.advance(2 * HOURS)
    async with database.transaction() as store:
        # the place is free, and no tick has come yet
        await holds.let_go(store, holder.id)
        assert await coming.make(store, quick, house(guide), MAN, guide) is None

    assert [row.person for row in await committed(bed_holds)] == [patient.id]


async def test_who_finds_it_full_is_first_and_nothing_is_offered_there_before_a_count(
    database, crowd, guide, does, clock, committed
):
    patient, comer = await crowd(2, men=1)
    hold = await does(coming.make, comer, house(guide), MAN, guide)
    clock.advance(MINUTES)
    await does(waiting.join, patient, house(guide), MAN)
    await does(coming.full_at_the_door, comer, hold.id, guide)
    await ticks(database, guide)
    assert await committed(bed_holds) == []

    await does(keeping.count, keeper(), house(guide), "men", 1)
    assert [row.person for row in await committed(bed_holds)] == [comer.id]
    assert await does(waiting.turn, house(guide), patient.id) == 2


async def test_who_erases_themselves_frees_what_they_hold_and_leaves_a_bed_they_sleep_in_taken(
    database, crowd, guide, does, committed
):
    from bot.domain import privacy

    holder, sleeper = await crowd(2, men=2)
    await does(coming.make, holder, house(guide), MAN, guide)
    hold = await does(coming.make, sleeper, house(guide), MAN, guide)
    await does(coming.has_arrived, sleeper, hold.id, guide)
    for number, person in enumerate((holder, sleeper)):
        await does(privacy.erase, person, 7_000_000 + number)

    (left,) = await committed(bed_holds)
    assert (left.person, left.state, left.needs) == (None, "arrived", None)
    (room,) = [row for row in await committed(beds) if row.room == "men"]
    assert (room.staying, room.held) == (1, 0)


async def test_a_keeper_cannot_count_beds_that_are_held_or_slept_in(crowd, guide, does):
    (person,) = await crowd(1, men=2)
    await does(coming.make, person, house(guide), MAN, guide)
    with pytest.raises(keeping.NotSoMany):
        await does(keeping.count, keeper(), house(guide), "men", 2)
    with pytest.raises(keeping.NotSoMany):
        await does(keeping.count, keeper(), house(guide), "men", -1)
    with pytest.raises(keeping.NotSoMany):
        await does(keeping.set_out_of_order, keeper(), house(guide), "men", 2)
    with pytest.raises(keeping.NobodyThere):
        await does(keeping.went, keeper(), house(guide), "men")


async def test_nobody_else_keeps_the_beds(crowd, guide, does):
    from bot.domain.errors import NotAllowed
    from bot.domain.people import Actor, Duty, Membership, Role

    coming_one, staying_one = await crowd(2, men=2)
    held = await does(coming.make, coming_one, house(guide), MAN, guide)
    stay = await does(coming.make, staying_one, house(guide), MAN, guide)
    await does(coming.has_arrived, staying_one, stay.id, guide)
    strangers = [
        Actor(id=2, locale="en"),
        Actor(id=2, locale="en", memberships=(Membership(1, Role.STAFF, "haven", frozenset({Duty.WORK_ADVISER})),)),
        Actor(id=2, locale="en", memberships=(Membership(1, Role.STAFF, "rival", frozenset({Duty.KEEPER})),)),
        Actor(id=2, locale="en", memberships=(Membership(1, Role.OFFICER, "haven", frozenset({Duty.KEEPER})),)),
    ]
    for stranger in strangers:
        for act, given in (
            (keeping.look, ()), (keeping.count, ("men", 2)), (keeping.confirm, ()), (keeping.came, ("men",)),
            (keeping.went, ("men",)), (keeping.set_out_of_order, ("men", 1)),
        ):  # fmt: skip
            with pytest.raises(NotAllowed):
                await does(act, stranger, house(guide), *given)
        for act, given in (
            (keeping.arrived, (held.id,)), (keeping.refuse, (held.id, Refusal.RULES)), (keeping.left, (stay.id,)),
            (keeping.extend, (stay.id, 1)),
        ):  # fmt: skip
            with pytest.raises(NotAllowed):
                await does(act, stranger, guide, *given)


async def test_a_keeper_is_asked_after_twelve_hours_and_again_after_twelve_more(
    database, crowd, guide, does, clock, committed
):
    await crowd(0, men=1, women=1)
    async with database.transaction() as store:
        from bot.domain import people
        from bot.domain.people import Duty, Role

        worker = await someone(store, 99)
        code = await people.invite(store, Role.STAFF, "haven", frozenset({Duty.KEEPER}))
        await people.join(store, worker, 7_000_099, code)

    async def asked():
        clock.advance(MINUTES)
        await ticks(database, guide)
        return len([row for row in await committed(outbox) if row.kind == "bed_keeper"])

    assert await asked() == 0
    clock.advance(12 * HOURS)
    assert (await asked(), await asked()) == (1, 1)
    clock.advance(12 * HOURS)
    assert await asked() == 2
    await does(keeping.confirm, keeper(), house(guide))
    clock.advance(11 * HOURS)
    assert await asked() == 2


async def test_nothing_of_a_failed_hold_is_kept(database, crowd, guide, undone, committed):
    (person,) = await crowd(1, men=1)
    await undone(lambda store: coming.make(store, person, house(guide), MAN, guide))

    assert await committed(bed_holds) == []
    assert [row.held for row in await committed(beds) if row.room == "men"] == [0]


async def test_the_figures_count_and_name_nobody(database, crowd, guide, does, clock):
    from bot.domain.dormitories import figures

    holder, late, *others = await crowd(5, men=1)
    hold = await does(coming.make, holder, house(guide), MAN, guide)
    await does(coming.has_arrived, holder, hold.id, guide)
    for _ in range(2):
        for person in (late, *others):
            assert await does(coming.make, person, house(guide), MAN, guide) is None
    clock.advance(timedelta(days=3))
    await does(keeping.left, keeper(), guide, hold.id)
    async with database.transaction() as store:
        (found,) = await figures.of(store, [house(guide)])

    # men 1 of 2 are counted by hand, and nobody counted the other rooms: they are full as far as we know
    assert (found.places, found.occupied, found.arrived, found.turned_away) == (4, 3, 1, 4)
    assert found.mean_nights == 3
    assert (figures.guarded(4), figures.guarded(5), figures.guarded(0)) == ("<5", "5", "0")


async def test_a_code_that_is_somebodys_is_given_to_nobody_else(crowd, guide, does, monkeypatch):
    """All who come at once would otherwise be told that nothing is free."""
    monkeypatch.setattr(coming, "new_case_code", lambda digits: f"K7M-{'4' * digits}")
    people = await crowd(2, men=2)
    codes = [(await does(coming.make, one, house(guide), MAN, guide)).code for one in people]

    assert codes == ["K7M-444", "K7M-4444"]

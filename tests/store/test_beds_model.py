"""Beds against their model: holds, offers, arrivals, counts, kills and jumps of the clock, in any order."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, select

from bot.clock import ManualClock
from bot.domain.dormitories import Needs, Sex, clockwork, coming, holds, keeping, waiting
from bot.domain.dormitories.keeping import Refusal
from bot.domain.errors import DomainError
from bot.store import Database
from bot.store.migrations import upgrade
from bot.store.tables import bed_events, bed_holds, bed_waiting, beds, outbox, people
from tests.bed_model import DAY, FITS, HOUR, MINUTE, PLACES, WAY, Model
from tests.bed_worlds import guide_with, house, keeper, someone
from tests.conftest import MONDAY

KINDS = {0: "man", 1: "man", 2: "man", 3: "woman", 4: "woman", 5: "wheels"}
NEEDS = {"man": Needs(Sex.MAN), "woman": Needs(Sex.WOMAN), "wheels": Needs(Sex.MAN, step_free=True)}
GUIDE = guide_with()
HOUSE = house(GUIDE)
KEEPER = keeper()
#: which of those it concerns right now: presses that mean nothing are few among all that can be pressed
PICK = st.integers(0, 59)
WHO, ROOM = st.sampled_from(sorted(KINDS)), st.sampled_from(sorted(PLACES))


class Killed(Exception):
    """The process dies before the commit."""


def machine(runner, database, clock):
    """A fresh machine on this database, emptied before each run."""

    class Beds(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.model = Model(KINDS)
            self.actors = runner.run(self._begin())
            for of in self.model.rooms.values():
                of.others, of.counted, of.opened = 0, clock.now(), clock.now()

        async def _begin(self):
            async with database.transaction() as store:
                for table in (outbox, bed_events, bed_waiting, bed_holds, beds, people):
                    await store.beds.run(delete(table))
                actors = [await someone(store, number) for number in KINDS]
                for room, places in PLACES.items():
                    await keeping.count(store, KEEPER, HOUSE, room, places)
            return actors

        def one(self, pick, state):
            """Someone whose bed is in this state, mostly."""
            mine = [bed.person for bed in self.model.beds if bed.state == state and bed.person is not None]
            return mine[pick % len(mine)] if mine and pick < 55 else pick % len(KINDS)

        def do(self, work, *given, killed=False):
            """What came of it: the value, or the name of the refusal."""
            clock.advance(timedelta(seconds=1))

            async def run():
                async with database.transaction() as store:
                    answer = await work(store, *given)
                    if killed:
                        raise Killed
                    return answer

            try:
                return runner.run(run())
            except DomainError as refusal:
                return type(refusal).__name__
            except Killed:
                return "killed"

        def bed_of(self, who, state):
            """The row of someone's hold, offer or stay."""

            async def read():
                async with database.transaction() as store:
                    mine = await store.beds.of_person(self.actors[who].id)
                    return next((bed.id for bed in mine if bed.state == state), 0)

            return runner.run(read())

        @rule(who=st.permutations(sorted(KINDS)))
        def the_house_fills(self, who):
            """Several come, one after the other; those who find nothing wait."""
            for one in who[:4]:
                self.hold(one)
                if not self.model.of(one, "held"):
                    self.join_the_list(one)

        @rule(who=WHO)
        def someone_comes_a_day_later(self, who):
            """To a count that nobody may believe any more."""
            clock.advance(25 * HOUR)
            self.hold(who)

        @rule()
        def everyone_passes_it_on(self):
            for _ in KINDS:
                if offers := [bed.person for bed in self.model.beds if bed.state == "offered"]:
                    self.pass_the_offer_on(offers[0])

        @rule(who=WHO)
        def hold(self, who):
            answer = self.do(coming.make, self.actors[who], HOUSE, NEEDS[KINDS[who]], GUIDE)
            expected = self.model.hold(who, clock.now())
            assert {"held": isinstance(answer, holds.Hold), "none": answer is None}.get(expected, answer == expected)

        @rule(pick=PICK)
        def give_up(self, pick):
            who = self.one(pick, "held")
            answer = self.do(coming.give_up, self.actors[who], self.bed_of(who, "held"), GUIDE)
            bed = self.model.of(who, "held")
            assert answer == (None if bed else "HoldOver")
            if bed:
                self.model.drop(bed, clock.now())
                self.model.offer_on(clock.now())

        @rule(pick=PICK)
        def set_out(self, pick):
            who = self.one(pick, "held")
            self.do(coming.on_my_way, self.actors[who], self.bed_of(who, "held"), GUIDE)
            if bed := self.model.of(who, "held"):
                if not getattr(bed, "out", False):
                    bed.until = max(bed.until, min(clock.now() + WAY, bed.made + DAY))
                bed.out = True

        @rule(pick=PICK, by_keeper=st.booleans())
        def arrive(self, pick, by_keeper):
            who = self.one(pick, "held")
            held = self.bed_of(who, "held")
            if by_keeper:
                self.do(keeping.arrived, KEEPER, GUIDE, held)
            else:
                self.do(coming.has_arrived, self.actors[who], held, GUIDE)
            if bed := self.model.of(who, "held"):
                bed.state, bed.until = "arrived", clock.now() + DAY

        @rule(pick=PICK)
        def leave_the_house(self, pick):
            who = self.one(pick, "arrived")
            self.do(keeping.left, KEEPER, GUIDE, self.bed_of(who, "arrived"))
            if bed := self.model.of(who, "arrived"):
                self.model.drop(bed, clock.now())
                self.model.offer_on(clock.now())

        @rule(pick=PICK)
        def find_it_full(self, pick):
            who = self.one(pick, "held")
            self.do(coming.full_at_the_door, self.actors[who], self.bed_of(who, "held"), GUIDE)
            if bed := self.model.of(who, "held"):
                self.model.drop(bed, clock.now())
                self.model.rooms[bed.room].others += self.model.free(bed.room)
                self.model.rooms[bed.room].doubted = True
                self.model.enlist(who, bed.made)

        @rule(pick=PICK, why=st.sampled_from(list(Refusal)))
        def refuse(self, pick, why):
            who = self.one(pick, "held")
            self.do(keeping.refuse, KEEPER, GUIDE, self.bed_of(who, "held"), why)
            if bed := self.model.of(who, "held"):
                self.model.drop(bed, clock.now())
                if why is Refusal.FULL:
                    self.model.rooms[bed.room].others += 1
                    self.model.enlist(who, bed.made)
                if why is Refusal.CLOSED:
                    self.model.rooms[bed.room].others += self.model.free(bed.room)
                    self.model.rooms[bed.room].doubted = True
                self.model.offer_on(clock.now())

        @rule(who=WHO)
        def join_the_list(self, who):
            answer = self.do(waiting.join, self.actors[who], HOUSE, NEEDS[KINDS[who]])
            if any(self.model.can_give(room, clock.now()) for room in FITS[KINDS[who]]):
                assert answer == "PlaceIsFree"
                return
            self.model.enlist(who, clock.now())
            rooms = set(FITS[KINDS[who]])
            before = self.model.turns[: self.model.turns.index(self.model.turn_of(who))]
            rivals = [one for one in before if one.missed < 3 and rooms & set(FITS[KINDS[one.person]])]
            assert answer == len(rivals) + 1

        @rule(who=WHO)
        def leave_the_list(self, who):
            self.do(waiting.leave, self.actors[who], HOUSE)
            if offer := self.model.of(who, "offered"):
                self.model.drop(offer, clock.now(), passed_on=True)
            self.model.unlist(who)
            self.model.offer_on(clock.now())

        @rule(who=WHO)
        def still_wait(self, who):
            self.do(waiting.still_waits, self.actors[who], HOUSE)
            if turn := self.model.turn_of(who):
                turn.missed = 0
            self.model.offer_on(clock.now())

        @rule(pick=PICK)
        def take_the_offer(self, pick):
            who = self.one(pick, "offered")
            answer = self.do(waiting.accept, self.actors[who], self.bed_of(who, "offered"), GUIDE)
            offer = self.model.of(who, "offered")
            if offer is not None and self.model.of(who, "held"):
                assert answer == "AlreadyHolding"
            elif offer is None or offer.until <= clock.now():
                assert answer == "OfferOver"
            else:
                self.model.become_held(offer, clock.now())

        @rule(pick=PICK)
        def someone_passes(self, pick):
            self.pass_the_offer_on(self.one(pick, "offered"))

        def pass_the_offer_on(self, who):
            self.do(waiting.decline, self.actors[who], self.bed_of(who, "offered"), GUIDE)
            if offer := self.model.of(who, "offered"):
                self.model.drop(offer, clock.now(), passed_on=True)
                if turn := self.model.turn_of(who):
                    turn.asked, turn.missed = clock.now(), 0
                self.model.offer_on(clock.now())

        @rule(room=ROOM, free=st.integers(0, 2))
        def count(self, room, free):
            answer = self.do(keeping.count, KEEPER, HOUSE, room, free)
            of = self.model.rooms[room]
            others = of.others + self.model.free(room) - free
            assert answer == ("NotSoMany" if others < 0 else None)
            if others >= 0:
                if others < of.others:
                    of.opened = clock.now()
                of.others, of.counted, of.doubted = others, clock.now(), False
                self.model.offer_on(clock.now())

        @rule()
        def confirm(self):
            self.do(keeping.confirm, KEEPER, HOUSE)
            for of in self.model.rooms.values():
                if of.counted is not None:
                    of.counted, of.doubted = clock.now(), False
            self.model.offer_on(clock.now())

        @rule(room=ROOM, broken=st.integers(0, 2))
        def break_some(self, room, broken):
            answer = self.do(keeping.set_out_of_order, KEEPER, HOUSE, room, broken)
            of = self.model.rooms[room]
            fits = self.model.free(room) + of.broken - broken >= 0
            assert answer == (None if fits else "NotSoMany")
            if fits:
                if broken < of.broken:
                    of.opened = clock.now()
                of.broken = broken
                self.model.offer_on(clock.now())

        @rule(room=ROOM)
        def someone_comes(self, room):
            answer = self.do(keeping.came, KEEPER, HOUSE, room)
            assert answer == (None if self.model.free(room) else "NotSoMany")
            self.model.rooms[room].others += 1 if answer is None else 0

        @rule(room=ROOM)
        def someone_goes(self, room):
            answer = self.do(keeping.went, KEEPER, HOUSE, room)
            of = self.model.rooms[room]
            assert answer == (None if of.others else "NobodyThere")
            if of.others:
                of.others, of.opened = of.others - 1, clock.now()
                self.model.offer_on(clock.now())

        @rule(by=st.sampled_from([MINUTE, 29 * MINUTE, 31 * MINUTE, 2 * HOUR, 11 * HOUR, 25 * HOUR, -3 * HOUR]))
        def the_clock_jumps(self, by):
            clock.advance(by)

        @rule(by=st.sampled_from([MINUTE, 31 * MINUTE, 2 * HOUR + MINUTE, 25 * HOUR]))
        def time_passes(self, by):
            clock.advance(by)
            self.tick()

        @rule()
        def tick(self):
            self.do(clockwork.tick, GUIDE)
            self.model.tick(clock.now())

        @rule(who=WHO)
        def withdraw(self, who):
            self.do(holds.let_go, self.actors[who].id)
            for bed in [bed for bed in self.model.beds if bed.person == who]:
                if bed.state == "arrived":
                    bed.person = None
                else:
                    self.model.drop(bed, clock.now())
            self.model.unlist(who)

        @rule(who=WHO, what=st.sampled_from(["hold", "give up", "arrive", "tick", "count", "take"]))
        def die_before_the_commit(self, who, what):
            actor = self.actors[who]
            act = {
                "hold": (coming.make, actor, HOUSE, NEEDS[KINDS[who]], GUIDE),
                "give up": (coming.give_up, actor, self.bed_of(who, "held"), GUIDE),
                "arrive": (coming.has_arrived, actor, self.bed_of(who, "held"), GUIDE),
                "tick": (clockwork.tick, GUIDE),
                "count": (keeping.count, KEEPER, HOUSE, "men", 1),
                "take": (waiting.accept, actor, self.bed_of(who, "offered"), GUIDE),
            }[what]
            self.do(*act, killed=True)

        @invariant()
        def the_database_says_what_the_model_says(self):
            runner.run(self._compare())

        async def _compare(self):
            number = {actor.id: who for who, actor in enumerate(self.actors)} | {None: None}
            async with database.transaction() as store:
                rows = {row.room: row for row in await store.beds.run(select(beds))}
                held = [
                    (
                        number[row.person],
                        store.beds.open(row.room, "bed_holds", "room", row.id),
                        row.state,
                        row.until_at,
                    )
                    for row in await store.beds.run(select(bed_holds))
                ]
                lined = (await store.beds.run(select(bed_waiting).order_by(bed_waiting.c.joined_at))).all()
            order = lambda one: (one[1], str(one[0]), one[2])  # noqa: E731
            assert sorted(held, key=order) == sorted(
                ((bed.person, bed.room, bed.state, bed.until) for bed in self.model.beds), key=order
            )
            for room, of in self.model.rooms.items():
                row = rows[room]
                mine = [bed for bed in self.model.beds if bed.room == room]
                stays = len([bed for bed in mine if bed.state == "arrived"])
                assert (row.staying, row.others, row.held, row.out_of_order, bool(row.doubted)) == (
                    stays, of.others, len(mine) - stays, of.broken, of.doubted,
                )  # fmt: skip
                # never two in one bed
                assert row.staying + row.others + row.held + row.out_of_order <= PLACES[room]
            assert [(number[row.person], row.missed) for row in lined] == [
                (turn.person, turn.missed) for turn in self.model.turns
            ]

    return Beds


@pytest.mark.timeout(300)
def test_whatever_happens_in_whatever_order_the_model_agrees(empty_url, keyring):
    clock = ManualClock(MONDAY)
    with asyncio.Runner() as runner:
        database = Database(empty_url, keyring, clock)
        runner.run(upgrade(database.engine))
        many = settings(
            max_examples=60 if "sqlite" in empty_url else 15, stateful_step_count=30, deadline=None, database=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        try:
            run_state_machine_as_test(machine(runner, database, clock), settings=many)
        finally:
            runner.run(database.close())

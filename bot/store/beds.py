"""Beds: counts by room, holds, offers and stays.

A bed is given by ``_CLAIM`` alone: one conditional statement, which the database carries out for one at a time. A
check of the table says the same once more: what is occupied, held and out of order is never more than there is.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, case, delete, false, func, select, true, update

from bot.domain.dormitories.counts import Beds
from bot.domain.dormitories.holds import Hold, HoldState
from bot.domain.dormitories.houses import Needs
from bot.domain.dormitories.waiting import Waiting
from bot.store.bed_waiting import BedWaiting
from bot.store.collection import new_id
from bot.store.tables import bed_events, bed_holds, bed_waiting, beds

#: makes a code with so many digits at its end
NewCode = Callable[[int], str]
#: each tried where the one before was somebody's
CODE_DIGITS = (3, 3, 4, 4)

_ROOM = update(beds).where(beds.c.dormitory == bindparam("house"), beds.c.room == bindparam("which"))
_IN_USE = beds.c.staying + beds.c.others + beds.c.held + beds.c.out_of_order
_IS_FREE = beds.c.total > _IN_USE
_CLAIM = _ROOM.where(_IS_FREE, beds.c.counted_at > bindparam("counted_after"), ~beds.c.doubted).values(
    held=beds.c.held + 1
)
_HOLD = update(bed_holds).where(bed_holds.c.id == bindparam("hold"))
_ENDED = delete(bed_holds).where(bed_holds.c.id == bindparam("hold"), bed_holds.c.state == bindparam("was"))


_COUNTS = select(beds).where(beds.c.dormitory.in_(bindparam("houses", expanding=True)))
_GET = select(bed_holds).where(bed_holds.c.id == bindparam("hold"))
_OF_PERSON = select(bed_holds).where(bed_holds.c.person == bindparam("whose")).order_by(bed_holds.c.made_at)


def beds_of(row: Row[Any]) -> Beds:
    return Beds(
        row.dormitory, row.room, row.total, row.staying, row.others, row.held, row.out_of_order, row.counted_at,
        row.opened_at, row.asked_at, row.doubted,
    )  # fmt: skip


class BedStore(BedWaiting):
    """Counts, holds and stays; who waits is in ``BedWaiting``."""

    # ---- counts

    async def counts(self, dormitories: Sequence[str]) -> list[Beds]:
        """Of these dormitories, every room that a keeper has looked at."""
        return [beds_of(row) for row in await self.run(_COUNTS, {"houses": list(dormitories)})]

    async def know(self, dormitory: str, rooms: dict[str, int]) -> None:
        """Makes a row for each room, and follows the content where it changed how many places there are.

        Before anyone has counted, and of places that are new, none is free.
        """
        none_free = {"staying": 0, "held": 0, "out_of_order": 0, "doubted": False}
        rows = [
            {"dormitory": dormitory, "room": room, "total": total, "others": total, **none_free}
            for room, total in rooms.items()
        ]
        await self.run(self.insert_or_ignore(beds), rows)
        for room, total in rooms.items():
            others = beds.c.others + total - beds.c.total
            changed = _ROOM.where(beds.c.total != total, others >= 0).values(total=total, others=others)
            await self.run(changed, {"house": dormitory, "which": room})

    async def set_free(self, dormitory: str, room: str, free: int) -> bool:
        """A keeper counted; False if there are not so many. Those held are held on."""
        others = beds.c.total - beds.c.staying - beds.c.held - beds.c.out_of_order - free
        more = beds.c.others > others
        counted = _ROOM.where(others >= 0).values(
            others=others, counted_at=self.now, asked_at=None, doubted=false(),
            opened_at=case((more, self.now), else_=beds.c.opened_at),
        )  # fmt: skip
        return (await self.run(counted, {"house": dormitory, "which": room})).rowcount == 1

    async def confirm(self, dormitory: str) -> None:
        """A keeper says that all rooms they ever counted are as they are written here."""
        mine = update(beds).where(beds.c.dormitory == bindparam("house"), beds.c.counted_at.isnot(None))
        await self.run(mine.values(counted_at=self.now, asked_at=None, doubted=false()), {"house": dormitory})

    async def set_out_of_order(self, dormitory: str, room: str, broken: int) -> bool:
        fits = beds.c.staying + beds.c.others + beds.c.held + broken <= beds.c.total
        mended = beds.c.out_of_order > broken
        changed = _ROOM.where(fits).values(
            out_of_order=broken, opened_at=case((mended, self.now), else_=beds.c.opened_at)
        )
        return (await self.run(changed, {"house": dormitory, "which": room})).rowcount == 1

    async def take_in(self, dormitory: str, room: str) -> bool:
        """Someone came without a hold."""
        taken = _ROOM.where(_IS_FREE).values(others=beds.c.others + 1)
        return (await self.run(taken, {"house": dormitory, "which": room})).rowcount == 1

    async def let_out(self, dormitory: str, room: str) -> bool:
        """Someone left who is under no code."""
        left = _ROOM.where(beds.c.others > 0).values(others=beds.c.others - 1, opened_at=self.now)
        return (await self.run(left, {"house": dormitory, "which": room})).rowcount == 1

    async def doubt(self, dormitory: str, room: str) -> None:
        """Nothing is free as far as we know, until a keeper counts."""
        full = beds.c.total - beds.c.staying - beds.c.held - beds.c.out_of_order
        doubted = _ROOM.values(others=full, doubted=true(), asked_at=None)
        await self.run(doubted, {"house": dormitory, "which": room})

    async def asked(self, dormitory: str, room: str) -> None:
        await self.run(_ROOM.values(asked_at=self.now), {"house": dormitory, "which": room})

    async def old_counts(self, before: datetime) -> list[Beds]:
        """Rooms counted, and asked after, before this moment; and those in doubt."""
        old = (beds.c.counted_at <= before) & (func.coalesce(beds.c.asked_at, beds.c.counted_at) <= before)
        in_doubt = beds.c.doubted & beds.c.asked_at.is_(None)
        query = select(beds).where(beds.c.counted_at.isnot(None), old | in_doubt)
        return [beds_of(row) for row in await self.run(query.order_by(beds.c.dormitory, beds.c.room))]

    # ---- holds

    async def hold(
        self,
        new_code: NewCode,
        dormitory: str,
        rooms: Sequence[str],
        person: int,
        needs: Needs,
        until: datetime,
        *,
        counted_after: datetime,
    ) -> Hold | None:
        """A place in the first of these rooms that has one; None if none has, or the person holds one already.

        The hold is written first: then every way to a bed takes its locks in the same order.
        """
        made = await self._write(new_code, dormitory, rooms[0], person, needs, until, HoldState.HELD, None)
        if made is None:
            return None
        for room in rooms:
            values = {"house": dormitory, "which": room, "counted_after": counted_after}
            if (await self.run(_CLAIM, values)).rowcount == 1:
                if room != rooms[0]:
                    await self.run(_HOLD.values(room=self._sealed_room(room, made)), {"hold": made})
                return await self.get(made)
        await self.run(_ENDED, {"hold": made, "was": HoldState.HELD})
        return None

    async def offer(
        self, new_code: NewCode, dormitory: str, room: str, who: Waiting, until: datetime, *, counted_after: datetime
    ) -> Hold | None:
        """Keeps a free place for who waits, until they have answered."""
        made = await self._write(new_code, dormitory, room, who.person, who.needs, until, HoldState.OFFERED, who.id)
        if made is None:
            return None
        values = {"house": dormitory, "which": room, "counted_after": counted_after}
        if (await self.run(_CLAIM, values)).rowcount == 1:
            return await self.get(made)
        await self.run(_ENDED, {"hold": made, "was": HoldState.OFFERED})
        return None

    async def _write(
        self, new_code: NewCode, dormitory: str, room: str, person: int, needs: Needs, until: datetime,
        state: HoldState, waiting: int | None,
    ) -> int | None:  # fmt: skip
        """None if the person holds a place; where a short code is taken, a longer one is."""
        made = new_id()
        row = {
            "id": made, "dormitory": dormitory, "room": self._sealed_room(room, made), "person": person,
            "state": state, "needs": self.seal(needs.as_data(), "bed_holds", "needs", made), "made_at": self.now,
            "until_at": until, "on_way": False, "waiting": waiting,
        }  # fmt: skip
        for digits in CODE_DIGITS:
            written = await self.run(self.insert_or_ignore(bed_holds), row | {"code": new_code(digits)})
            if written.rowcount == 1:
                return made
        return None

    def _sealed_room(self, room: str, hold: int) -> bytes:
        return self.seal(room, "bed_holds", "room", hold)

    async def get(self, hold: int) -> Hold | None:
        row = await self.one(_GET, {"hold": hold})
        return None if row is None else self._hold(row)

    def _hold(self, row: Row[Any]) -> Hold:
        needs = self.open(row.needs, "bed_holds", "needs", row.id) if row.needs is not None else None
        return Hold(
            row.id, row.code, row.dormitory, self.open(row.room, "bed_holds", "room", row.id), row.person,
            HoldState(row.state), Needs.from_data(needs) if needs else None, row.made_at, row.until_at,
            row.arrived_at, row.on_way, row.waiting,
        )  # fmt: skip

    async def held_by(self, person: int) -> Hold | None:
        """The one place that is held for them."""
        mine = (hold for hold in await self.of_person(person) if hold.state is HoldState.HELD)
        return next(mine, None)

    async def of_person(self, person: int) -> list[Hold]:
        """Offers, the hold and stays."""
        return [self._hold(row) for row in await self.run(_OF_PERSON, {"whose": person})]

    async def concerns(self, person: int) -> bool:
        """Whether anything is held for them, offered to them, or they wait."""
        whose: BindParameter[int] = bindparam("whose")
        holds = select(bed_holds.c.id).where(bed_holds.c.person == whose).exists()
        waits = select(bed_waiting.c.id).where(bed_waiting.c.person == whose).exists()
        return bool((await self.run(select(holds | waits), {"whose": person})).scalar_one())

    async def of_house(self, dormitory: str, *states: HoldState) -> list[Hold]:
        query = select(bed_holds).where(bed_holds.c.dormitory == bindparam("house"), bed_holds.c.state.in_(states))
        rows = await self.run(query.order_by(bed_holds.c.until_at, bed_holds.c.id), {"house": dormitory})
        return [self._hold(row) for row in rows]

    async def accept(self, hold: Hold, until: datetime) -> bool:
        """An offer becomes a hold; False where it is none any more, or they hold another."""
        other = bed_holds.alias("other")
        holds = select(other.c.id).where(other.c.person == hold.person, other.c.state == HoldState.HELD).exists()
        taken = _HOLD.where(bed_holds.c.state == HoldState.OFFERED, bed_holds.c.until_at > self.now, ~holds)
        values = {"state": HoldState.HELD, "until_at": until, "made_at": self.now, "waiting": None}
        return (await self.run(taken.values(values), {"hold": hold.id})).rowcount == 1

    async def set_out(self, hold: int, until: datetime) -> None:
        await self.run(
            _HOLD.where(bed_holds.c.state == HoldState.HELD).values(on_way=true(), until_at=until), {"hold": hold}
        )

    async def arrive(self, hold: Hold, until: datetime) -> bool:
        """From held to occupied; what the bed had to know is deleted."""
        there = _HOLD.where(bed_holds.c.state == HoldState.HELD)
        values = {"state": HoldState.ARRIVED, "needs": None, "arrived_at": self.now, "until_at": until}
        if (await self.run(there.values(values), {"hold": hold.id})).rowcount != 1:
            return False
        moved = _ROOM.values(held=beds.c.held - 1, staying=beds.c.staying + 1)
        await self.run(moved, {"house": hold.dormitory, "which": hold.room})
        return True

    async def extend(self, hold: int, until: datetime) -> bool:
        staying = _HOLD.where(bed_holds.c.state == HoldState.ARRIVED)
        return (await self.run(staying.values(until_at=until), {"hold": hold})).rowcount == 1

    async def end(self, hold: Hold, *, passed_on: bool = False) -> bool:
        """Deletes it, and frees its bed: for all who wait, or, passed on, only for those not asked about it yet."""
        if (await self.run(_ENDED, {"hold": hold.id, "was": hold.state})).rowcount != 1:
            return False
        kept = beds.c.staying if hold.state is HoldState.ARRIVED else beds.c.held
        opened = {} if passed_on else {"opened_at": self.now}
        freed = _ROOM.values({kept.name: kept - 1, **opened})
        await self.run(freed, {"house": hold.dormitory, "which": hold.room})
        return True

    async def make_nobodys(self, hold: int) -> None:
        await self.run(_HOLD.values(person=None, needs=None), {"hold": hold})

    async def run_out(self, most: int = 100) -> list[Hold]:
        """Offers and holds whose time is over, the longest over first."""
        over = bed_holds.c.state.in_((HoldState.OFFERED, HoldState.HELD)) & (bed_holds.c.until_at <= self.now)
        query = select(bed_holds).where(over).order_by(bed_holds.c.until_at, bed_holds.c.id).limit(most)
        return [self._hold(row) for row in (await self.run(query)).all()]

    # ---- figures

    async def happened(self, what: str, dormitory: str, *, nights: int | None = None, once_for: str = "") -> None:
        """Notes it for the figures, of nobody; what is the same in ``once_for`` is one."""
        number = int.from_bytes(self.keyring.blind(once_for, "bed")[:7]) >> 3 if once_for else new_id()
        row = {"id": number, "dormitory": dormitory, "what": what, "nights": nights, "at": self.now}
        await self.run(self.insert_or_ignore(bed_events), row)

    async def tally(self, since: datetime) -> list[tuple[str, str, int, float | None]]:
        """By dormitory and by what happened: how often, and how many nights in the middle."""
        often, nights = func.count().label("often"), func.avg(bed_events.c.nights).label("nights")
        query = select(bed_events.c.dormitory, bed_events.c.what, often, nights)
        query = query.where(bed_events.c.at >= bindparam("since"))
        rows = await self.run(query.group_by(bed_events.c.dormitory, bed_events.c.what), {"since": since})
        return [
            (row.dormitory, row.what, int(row.often), None if row.nights is None else float(row.nights))
            for row in rows
        ]

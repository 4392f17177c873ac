"""Who waits for a bed. Nobody leaves the list but by their own word, a bed, or erasing themselves."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, exists, insert, select, update

from bot.domain.dormitories.houses import Needs
from bot.domain.dormitories.waiting import Waiting
from bot.domain.people import Reach
from bot.store.collection import Collection, new_id
from bot.store.tables import bed_holds, bed_waiting, people

_IN_ORDER = (bed_waiting.c.joined_at, bed_waiting.c.id)
_ONE = update(bed_waiting).where(bed_waiting.c.id == bindparam("which"))

_IS_MINE = (bed_waiting.c.person == bindparam("whose")) & (bed_waiting.c.dormitory == bindparam("house"))
_MINE, _LEAVE = select(bed_waiting.c.id).where(_IS_MINE), delete(bed_waiting).where(_IS_MINE)
_CAN_BE_ASKED = (
    select(bed_waiting)
    .join(people, people.c.id == bed_waiting.c.person)
    .where(bed_waiting.c.dormitory == bindparam("house"), people.c.reach == Reach.OK)
    .where(~exists().where(bed_holds.c.waiting == bed_waiting.c.id))
    .order_by(*_IN_ORDER)
)


class BedWaiting(Collection):
    """The lists, in the order in which people joined."""

    def _waiting(self, row: Row[Any]) -> Waiting:
        needs = self.open(row.needs, "bed_waiting", "needs", row.id)
        return Waiting(
            row.id, row.dormitory, row.person, Needs.from_data(needs), row.joined_at, row.asked_at, row.missed
        )

    async def wait(self, person: int, dormitory: str, needs: Needs, *, since: datetime | None = None) -> None:
        """Puts someone on a list; who is on it already keeps their turn, with their needs as they are now."""
        if await self.change_needs(person, dormitory, needs):
            return
        entry = new_id()
        sealed = self.seal(needs.as_data(), "bed_waiting", "needs", entry)
        row = {
            "id": entry, "dormitory": dormitory, "person": person, "needs": sealed, "joined_at": since or self.now,
            "missed": 0,
        }  # fmt: skip
        await self.run(insert(bed_waiting), row)

    async def change_needs(self, person: int, dormitory: str, needs: Needs) -> bool:
        """Of who waits there: their needs as they are now, and that they still wait; False of who does not."""
        known = await self.one(_MINE, {"whose": person, "house": dormitory})
        if known is None:
            return False
        sealed = self.seal(needs.as_data(), "bed_waiting", "needs", known.id)
        await self.run(_ONE.values(needs=sealed, missed=0), {"which": known.id})
        return True

    async def waiting_at(self, dormitory: str) -> list[Waiting]:
        query = select(bed_waiting).where(bed_waiting.c.dormitory == bindparam("house")).order_by(*_IN_ORDER)
        return [self._waiting(row) for row in await self.run(query, {"house": dormitory})]

    async def can_be_asked(self, dormitory: str) -> list[Waiting]:
        """Those Telegram lets us write to, who are not being asked about another place here right now."""
        return [self._waiting(row) for row in await self.run(_CAN_BE_ASKED, {"house": dormitory})]

    async def waits(self, person: int) -> list[Waiting]:
        query = select(bed_waiting).where(bed_waiting.c.person == bindparam("whose")).order_by(*_IN_ORDER)
        return [self._waiting(row) for row in await self.run(query, {"whose": person})]

    async def waited_for(self) -> list[str]:
        """The dormitories that somebody waits for."""
        return list((await self.run(select(bed_waiting.c.dormitory).distinct())).scalars())

    async def was_asked(self, waiting: int, *, missed: int) -> None:
        await self.run(_ONE.values(asked_at=self.now, missed=missed), {"which": waiting})

    async def still_waits(self, waiting: int) -> None:
        await self.run(_ONE.values(missed=0), {"which": waiting})

    async def leave_list_of(self, person: int, dormitory: str) -> bool:
        left = await self.run(_LEAVE, {"whose": person, "house": dormitory})
        return left.rowcount == 1

    async def leave_lists(self, person: int) -> None:
        await self.run(delete(bed_waiting).where(bed_waiting.c.person == bindparam("whose")), {"whose": person})

"""What a process that died leaves in doubt: what it was just sending, and which messages it wrote down."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select, union_all

from bot.store.collection import Collection
from bot.store.outbox import Priority, State
from bot.store.records import DELETABLE
from bot.store.tables import STILL_OWED, messages, outbox

#: live talk comes twice rather than never; what goes to many and about dates can be asked for
ASKED_FOR = (Priority.DATE, Priority.MASS)

#: in people's own chats: a group counts its messages by itself
_RECORDED = union_all(
    select(messages.c.message, messages.c.at),
    select(outbox.c.message, outbox.c.done_at.label("at")).where(
        outbox.c.person.isnot(None), outbox.c.message.isnot(None), outbox.c.done_at > bindparam("since")
    ),
).subquery()


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """Rows that were in flight, and those of which nobody knew before whether they arrived."""

    rows: frozenset[int]
    #: until when the first of them was claimed
    lease_until: datetime


class Doubts(Collection):
    """Read once, at the start, before anything else is sent."""

    async def left_behind(self) -> LeftBehind | None:
        query = select(outbox.c.id, outbox.c.lease_until).where(STILL_OWED, outbox.c.state == State.SENDING)
        query = query.where(outbox.c.person.isnot(None), outbox.c.priority.in_(ASKED_FOR))
        found = (await self.run(query)).all()
        return (
            LeftBehind(frozenset(row.id for row in found), min(row.lease_until for row in found)) if found else None
        )

    async def newest_before(self, moment: datetime) -> int | None:
        """The highest number of a message in somebody's own chat that was written down by then.

        None if that is too long ago: what was written down after it may be forgotten, and be taken for lost.
        """
        query = select(func.max(_RECORDED.c.message)).where(_RECORDED.c.at <= bindparam("moment"))
        query = query.where(_RECORDED.c.at > bindparam("since"))
        values = {"moment": moment, "since": self.now - DELETABLE}
        number = (await self.run(query, values)).scalar_one()
        return None if number is None else int(number)

    async def recorded(self, after: int) -> set[int]:
        """The numbers above this one that were written down."""
        query = select(_RECORDED.c.message).where(_RECORDED.c.message > bindparam("after"))
        return set((await self.run(query, {"after": after, "since": self.now - DELETABLE})).scalars())

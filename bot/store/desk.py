"""Requests of organisations without a group: their queue, who answers which, and what stands in members' chats."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, delete, func, insert, select, update

from bot.domain.cases import Case, CaseState
from bot.domain.people import Reach, Role
from bot.store.cases import case_of
from bot.store.collection import Collection
from bot.store.outbox import State
from bot.store.records import DELETABLE, MARGIN
from bot.store.relays import Relay, relay_of
from bot.store.tables import cases, desk_messages, memberships, outbox, people, relays

_CASE = update(cases).where(cases.c.id == bindparam("which"))
#: what a client said, waiting for somebody to take the request
_WAITING_WORDS = (outbox.c.kind == "to_staff") & (outbox.c.state == State.HELD)


class Kind(StrEnum):
    """What a message in a member's chat is."""

    #: says only that there is something
    KNOCK = "knock"
    CARD = "card"
    #: somebody's own
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class DeskMessage:
    """One message of a request in a member's chat."""

    person: int
    message: int
    case: int
    #: the request's
    code: str
    kind: Kind
    at: datetime


class Desk(Collection):
    """The private chats of an organisation's members as its desk."""

    async def waiting(self, organisation: str, most: int, skip: int = 0) -> list[Case]:
        """Taken by nobody: the urgent first, then the oldest."""
        query = _waiting(organisation).order_by(cases.c.urgent.desc(), cases.c.opened_at, cases.c.id)
        return [case_of(row) for row in await self.run(query.limit(most).offset(skip))]

    async def answered_by(self, person: int, organisation: str | None, most: int, skip: int = 0) -> list[Case]:
        """Open requests answered in this member's chat, the last spoken in first."""
        query = _mine(person, organisation).order_by(cases.c.last_at.desc(), cases.c.id)
        return [case_of(row) for row in await self.run(query.limit(most).offset(skip))]

    async def count(self, person: int, organisation: str) -> tuple[int, int]:
        """How many wait, and how many this member answers."""
        waiting, mine = _waiting(organisation).subquery(), _mine(person, organisation).subquery()
        both = select(
            select(func.count()).select_from(waiting).scalar_subquery().label("waiting"),
            select(func.count()).select_from(mine).scalar_subquery().label("mine"),
        )
        row = (await self.run(both)).one()
        return int(row.waiting), int(row.mine)

    async def lock(self, case: int) -> Case | None:
        """The request as it is, and as it stays until the end of the transaction."""
        row = await self.one(select(cases).where(cases.c.id == bindparam("which")).with_for_update(), {"which": case})
        return case_of(row) if row is not None else None

    async def hand_back(self, case: int, membership: int) -> bool:
        """One statement decides whether it was still theirs."""
        theirs = _CASE.where(cases.c.state == CaseState.TAKEN, cases.c.taken_by == bindparam("whose"))
        freed = theirs.values(state=CaseState.OPEN, taken_by=None, desk=None)
        return (await self.run(freed, {"which": case, "whose": membership})).rowcount == 1

    async def taken_under(self, membership: int) -> list[Case]:
        """Open requests that someone answers under this membership."""
        query = select(cases).where(cases.c.taken_by == membership, cases.c.state == CaseState.TAKEN)
        return [case_of(row) for row in await self.run(query)]

    async def reachable(self, organisation: str, *, but: int) -> list[int]:
        """Its staff whom Telegram lets us write to, without one person."""
        query = (
            select(people.c.id)
            .join(memberships, memberships.c.person == people.c.id)
            .where(memberships.c.organisation == organisation, memberships.c.role == Role.STAFF)
            .where(memberships.c.revoked_at.is_(None), people.c.reach == Reach.OK, people.c.id != but)
            .order_by(memberships.c.since)
        )
        return list((await self.run(query)).scalars())

    async def put(self, person: int, message: int, case: int, kind: str) -> None:
        """Remembers what stands in a member's chat; a message that was redrawn is what it is now."""
        await self.forget(person, message)
        row = {"person": person, "message": message, "case": case, "kind": Kind(kind), "at": self.now}
        await self.run(insert(desk_messages), row)

    async def forget(self, person: int, message: int) -> None:
        which = (desk_messages.c.person == person) & (desk_messages.c.message == message)
        await self.run(delete(desk_messages).where(which))

    async def case_at(self, person: int, message: int) -> Case | None:
        """The request to which a message in a member's chat belongs."""
        query = select(cases).join(desk_messages, desk_messages.c.case == cases.c.id)
        query = query.where(desk_messages.c.person == person, desk_messages.c.message == message)
        row = await self.one(query)
        return case_of(row) if row is not None else None

    async def said_at(self, person: int, message: int) -> Relay | None:
        """What this member wrote under this id in their own chat, and was passed on."""
        query = select(relays).where(relays.c.member == person, relays.c.staff_message == message)
        return relay_of(await self.one(query.where(~relays.c.to_staff)))

    async def messages_of(self, case: int, *kinds: Kind) -> list[DeskMessage]:
        return await self._messages(desk_messages.c.case == case, desk_messages.c.kind.in_(kinds))

    async def was_announced(self, case: int) -> bool:
        """Whether at least one member has been told of it."""
        return await self.one(select(desk_messages.c.case).where(desk_messages.c.case == case).limit(1)) is not None

    async def of_client(self, client: int) -> list[DeskMessage]:
        """All that stands of a client in members' chats, of closed requests too."""
        return await self._messages(cases.c.client == client)

    async def of_membership(self, membership: int) -> list[DeskMessage]:
        """All that stands of an organisation's requests in one member's chat."""
        held = select(memberships.c.id).where(
            memberships.c.id == membership,
            memberships.c.person == desk_messages.c.person,
            memberships.c.organisation == cases.c.organisation,
        )
        return await self._messages(held.exists())

    async def _messages(self, *where: ColumnElement[bool]) -> list[DeskMessage]:
        query = select(desk_messages, cases.c.code).join(cases, desk_messages.c.case == cases.c.id).where(*where)
        return [
            DeskMessage(row.person, row.message, row.case, row.code, Kind(row.kind), row.at)
            for row in await self.run(query.order_by(desk_messages.c.at, desk_messages.c.message))
        ]

    def is_deletable(self, message: DeskMessage) -> bool:
        """Whether Telegram still lets a bot delete it."""
        return message.at > self.now - DELETABLE + MARGIN

    async def release_words(self, case: int, *, due_at: datetime | None = None) -> int:
        """What waited for someone to take the request is due; returns how much it is."""
        held = update(outbox).where(outbox.c.case == bindparam("of_case"), _WAITING_WORDS)
        due = held.values(state=State.OWED, due_at=due_at or self.now, lease_until=None)
        return (await self.run(due, {"of_case": case})).rowcount

    async def drop_knock(self, owed: int) -> None:
        """It did not reach them: its key is free for another try."""
        await self.run(delete(outbox).where(outbox.c.id == owed, outbox.c.kind == "desk_knock"))

    async def drop_words(self, case: int) -> None:
        """The request is over: what nobody took is read by nobody."""
        held = update(outbox).where(outbox.c.case == bindparam("of_case"), _WAITING_WORDS)
        dropped = held.values(state=State.UNSENDABLE, reason="closed", body=None, done_at=self.now)
        await self.run(dropped, {"of_case": case})


def _waiting(organisation: str) -> Select[Any]:
    return select(cases).where(cases.c.organisation == organisation, cases.c.state == CaseState.OPEN)


def _mine(person: int, organisation: str | None) -> Select[Any]:
    query = select(cases).where(cases.c.desk == person, cases.c.state == CaseState.TAKEN)
    return query if organisation is None else query.where(cases.c.organisation == organisation)

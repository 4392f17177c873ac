"""Requests, and needs nobody is contracted for."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update

from bot.domain.cases import Case, CaseState
from bot.store.collection import new_id
from bot.store.relays import Relays
from bot.store.tables import cases, relays, unmet_needs

_GET = select(cases).where(cases.c.id == bindparam("which"))
_UPDATE = update(cases).where(cases.c.id == bindparam("which"))


def _case(row: Row[Any] | None) -> Case | None:
    return None if row is None else case_of(row)


def case_of(row: Row[Any]) -> Case:
    return Case(
        id=row.id, code=row.code, client=row.client, organisation=row.organisation, contract=row.contract,
        need=row.need, territory=row.territory, reasons=json.loads(row.reasons), state=CaseState(row.state),
        taken_by=row.taken_by, opened_at=row.opened_at, last_at=row.last_at, thread=row.thread, card=row.card,
        urgent=row.urgent, desk=row.desk,
    )  # fmt: skip


class Cases(Relays):
    """Requests by id, by topic and by client; and what was said in them."""

    async def get(self, case: int) -> Case | None:
        return _case(await self.one(_GET, {"which": case}))

    async def by_topic(self, organisation: str, thread: int) -> Case | None:
        query = select(cases).where(
            cases.c.organisation == bindparam("organisation"), cases.c.thread == bindparam("thread")
        )
        return _case(await self.one(query, {"organisation": organisation, "thread": thread}))

    async def open_one(self, client: int, organisation: str, need: str | None) -> Case | None:
        query = select(cases).where(
            cases.c.client == bindparam("client"),
            cases.c.organisation == bindparam("organisation"),
            cases.c.need == need if need is not None else cases.c.need.is_(None),
            cases.c.state != CaseState.CLOSED,
        )
        return _case(await self.one(query, {"client": client, "organisation": organisation}))

    async def of_client(self, client: int) -> list[Case]:
        """The client's requests that are not closed, the last spoken in first."""
        query = select(cases).where(cases.c.client == bindparam("client"), cases.c.state != CaseState.CLOSED)
        rows = await self.run(query.order_by(cases.c.last_at.desc()), {"client": client})
        return [case for row in rows if (case := _case(row)) is not None]

    async def add(
        self,
        client: int,
        code: str,
        *,
        organisation: str,
        contract: str | None,
        need: str | None,
        territory: str,
        reasons: list[dict[str, Any]],
    ) -> Case | None:
        """None: another request has the code."""
        case = Case(
            new_id(), code, client, organisation, contract, need, territory, reasons, CaseState.OPEN,
            None, self.now, self.now,
        )  # fmt: skip
        added = await self.run(
            self.insert_or_ignore(cases),
            {
                "id": case.id, "code": code, "client": client, "organisation": organisation, "contract": contract,
                "need": need, "territory": territory, "reasons": json.dumps(reasons, default=str),
                "state": case.state, "urgent": False, "opened_at": self.now, "last_at": self.now,
            },
        )  # fmt: skip
        return case if added.rowcount else None

    async def add_unmet(self, need: str | None, territory: str, *, once_for: str) -> None:
        """What is the same in ``once_for`` is one: the row's number is made of it, and leads to nobody."""
        number = int.from_bytes(self.keyring.blind(once_for, "unmet")[:7]) >> 3
        values = {"id": number, "need": need, "territory": territory, "at": self.now}
        await self.run(self.insert_or_ignore(unmet_needs), values)

    async def take(self, case: int, membership: int, *, desk: int | None = None) -> bool:
        """One statement decides who was first; ``desk`` is whose private chat it is answered in."""
        taken = _UPDATE.where(cases.c.state == CaseState.OPEN)
        taken = taken.values(state=CaseState.TAKEN, taken_by=membership, taken_at=self.now, desk=desk)
        return (await self.run(taken, {"which": case})).rowcount == 1

    async def close(self, case: int) -> bool:
        closed = _UPDATE.where(cases.c.state != CaseState.CLOSED)
        closed = closed.values(state=CaseState.CLOSED, closed_at=self.now)
        return (await self.run(closed, {"which": case})).rowcount == 1

    async def mark_urgent(self, case: int) -> None:
        await self.run(_UPDATE.values(urgent=True), {"which": case})

    async def touch(self, case: int) -> None:
        await self.run(_UPDATE.values(last_at=self.now), {"which": case})

    async def set_topic(self, case: int, thread: int | None, card: int | None) -> None:
        await self.run(_UPDATE.values(thread=thread, card=card), {"which": case})

    async def leave_group(self, organisation: str) -> None:
        """Forgets the numbers of topics and messages of the group: in another, they would be someone else's."""
        whose = {"whose": organisation}
        of_it = cases.c.organisation == bindparam("whose")
        in_group = relays.c.member.is_(None) & relays.c.case.in_(select(cases.c.id).where(of_it))
        await self.run(update(relays).where(in_group).values(staff_message=None), whose)
        await self.run(update(cases).where(of_it).values(thread=None, card=None), whose)

    async def newest_unmet(self, most: int) -> list[tuple[str | None, str, datetime]]:
        """Unmet needs as need, territory and moment, the newest first: for the demo's journal."""
        rows = await self.run(select(unmet_needs).order_by(unmet_needs.c.at.desc()).limit(most))
        return [(row.need, row.territory, row.at) for row in rows]

    async def units_used(self) -> dict[str, int]:
        """Of each contract, how many requests were taken: each is a unit of its service."""
        query = (
            select(cases.c.contract, func.count().label("used"))
            .where(cases.c.contract.isnot(None), cases.c.taken_at.isnot(None))
            .group_by(cases.c.contract)
        )
        return {row.contract: row.used for row in await self.run(query)}

    async def newest(self, most: int) -> list[Case]:
        """Requests of anyone, the newest first: for the demo's journal."""
        rows = await self.run(select(cases).order_by(cases.c.opened_at.desc()).limit(most))
        return [case for row in rows if (case := _case(row)) is not None]

    async def by_client_message(self, client: int, message: int) -> Case | None:
        """The client's request to which a message in their chat belongs."""
        query = (
            select(cases)
            .join(relays, relays.c.case == cases.c.id)
            .where(cases.c.client == bindparam("client"), relays.c.client_message == bindparam("message"))
        )
        return _case(await self.one(query, {"client": client, "message": message}))

    async def by_staff_message(self, organisation: str, message: int) -> Case | None:
        """The request in whose topic a client's message stands under this id."""
        query = (
            select(cases)
            .join(relays, relays.c.case == cases.c.id)
            .where(cases.c.organisation == bindparam("organisation"), relays.c.staff_message == bindparam("message"))
            .where(relays.c.member.is_(None))
        )
        return _case(await self.one(query, {"organisation": organisation, "message": message}))

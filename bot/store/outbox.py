"""Messages owed to people: due, claimed, sent, held, unsendable or unknown.

Whatever was promised is a row here, written in the transaction that promised it. Rows are claimed by one statement,
for the time of a lease; a lease that ran out says that a process died while sending, so nobody is forgotten.
"""

from collections.abc import Collection as Some
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import BindParameter, Case, Update, and_, bindparam, exists, func, or_, select, update
from sqlalchemy import case as case_when

from bot.store.collection import Collection
from bot.store.sealing import SealError
from bot.store.tables import STILL_OWED, notice_copies, outbox

#: the reason a held message is owed again
OPENED = "opened"


class Priority(IntEnum):
    """What is urgent goes before all, live talk before dates, dates before mass notices."""

    URGENT = -1
    TALK = 0
    DATE = 1
    MASS = 2


class State(StrEnum):
    """Where an owed message is."""

    OWED = "owed"
    SENDING = "sending"
    #: shown after a press: until then only a knock was sent
    HELD = "held"
    #: of a notice that an officer paused
    PAUSED = "paused"
    SENT = "sent"
    #: cannot be sent, for the named reason
    UNSENDABLE = "unsendable"
    #: perhaps sent: the connection broke after we had written
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Owed:
    """A message that is due, claimed by this process."""

    id: int
    kind: str
    priority: Priority
    attempts: int
    body: dict[str, Any]
    person: int | None = None
    organisation: str | None = None
    case: int | None = None
    relay: int | None = None
    #: the person pressed to see it: no more knocking
    opened: bool = False
    #: the moment it speaks of
    expires_at: datetime | None = None
    owner: int | None = None
    #: the notice it is a copy of
    notice: int | None = None


#: a person's number or an organisation's id: who is spoken to
Target = int | str


#: what came for a client and was not shown to them yet: knocked for, or to be knocked for again
UNOPENED = outbox.c.kind.in_(("to_client", "notice")) & outbox.c.state.in_((State.HELD, State.OWED))
#: after Hide nothing rings for this time
QUIET = timedelta(minutes=15)
#: what nobody opened is given up after this time
UNOPENED_LIFE = timedelta(days=14)

_NOW: BindParameter[datetime] = bindparam("now")
#: owed and due; or claimed by a process that then died, since the lease ran out
_IS_DUE = and_(
    STILL_OWED,
    # one priority at a time: what is due of it stands together in the index, however much of others waits
    outbox.c.priority == bindparam("of_priority"),
    outbox.c.due_at <= _NOW,
    or_(outbox.c.state == State.OWED, outbox.c.lease_until < _NOW),
)
#: nothing is being said to them just now: what is said to one goes one after the other
_IS_FREE = and_(
    func.coalesce(outbox.c.person, 0).not_in(bindparam("persons", expanding=True)),
    func.coalesce(outbox.c.organisation, "").not_in(bindparam("organisations", expanding=True)),
)
_earlier = outbox.alias("earlier")
#: what was said first arrives first: words wait for those said before them in the same request, the same way
_HAS_ITS_TURN = or_(
    outbox.c.kind.not_in(("to_staff", "to_client")),
    ~exists().where(
        _earlier.c.case == outbox.c.case,
        _earlier.c.kind == outbox.c.kind,
        _earlier.c.id < outbox.c.id,
        STILL_OWED,
    ),
)
_DUE = (
    select(outbox.c.id)
    .where(_IS_DUE, _IS_FREE, _HAS_ITS_TURN)
    .order_by(outbox.c.due_at, outbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    # PostgreSQL may run a plain subquery more than once, and then locks more rows than the limit
    .cte("due")
)
_CLAIM = (
    update(outbox)
    .where(outbox.c.id.in_(select(_DUE.c.id)))
    .values(state=State.SENDING, lease_until=bindparam("lease"), attempts=outbox.c.attempts + 1)
    .returning(*outbox.c)
)
_ONE = update(outbox).where(outbox.c.id == bindparam("which"))
_COPY = update(notice_copies).where(
    notice_copies.c.notice == bindparam("which"), notice_copies.c.person == bindparam("whose")
)


def _unless_opened(reason: str) -> Case[Any]:
    """Trouble on the way does not undo the press: what was asked for must not knock again."""
    return case_when((outbox.c.reason == OPENED, OPENED), else_=reason)


def _apart(busy: Some[Target]) -> dict[str, list[Target]]:
    return {
        "persons": [target for target in busy if isinstance(target, int)],
        "organisations": [target for target in busy if isinstance(target, str)],
    }


class Outbox(Collection):
    """What we owe; ``added`` tells the database to wake the delivery after the commit."""

    added = False

    async def add(
        self,
        kind: str,
        dedupe_key: str,
        body: dict[str, Any],
        *,
        priority: Priority = Priority.TALK,
        urgent: bool = False,
        due_at: datetime | None = None,
        person: int | None = None,
        organisation: str | None = None,
        case: int | None = None,
        relay: int | None = None,
        expires_at: datetime | None = None,
        owner: int | None = None,
    ) -> None:
        """Owes a message. The same key twice is the same message: the second is not written.

        :param expires_at: the moment it speaks of; past it, it is not sent.
        :param owner: a person who is told if it came to nothing, by ``body["late"]``: a line in their own words.
        """
        row = {
            "dedupe_key": dedupe_key,
            "kind": kind,
            "priority": Priority.URGENT if urgent else priority,
            "due_at": due_at or self.now,
            "state": State.OWED,
            "attempts": 0,
            "person": person,
            "organisation": organisation,
            "case": case,
            "relay": relay,
            "expires_at": expires_at,
            "owner": owner,
            "body": self.seal(body, "outbox", "body", dedupe_key),
        }
        await self.run(self.insert_or_ignore(outbox), row)
        self.added = True

    async def add_all(self, kind: str, dates: Iterable[tuple[str, int, datetime, dict[str, Any]]]) -> None:
        """Owes messages about dates to many people by one statement: of each its key, the person, when, the body."""
        rows = [
            {
                "dedupe_key": dedupe_key,
                "kind": kind,
                "priority": Priority.DATE,
                "due_at": due_at,
                "state": State.OWED,
                "attempts": 0,
                "person": person,
                "body": self.seal(body, "outbox", "body", dedupe_key),
            }
            for dedupe_key, person, due_at, body in dates
        ]
        if rows:
            await self.run(self.insert_or_ignore(outbox), rows)
            self.added = True

    async def claim(
        self,
        most: int,
        lease: timedelta,
        priorities: Iterable[Priority] = tuple(Priority),
        busy: Some[Target] = (),
    ) -> list[Owed]:
        """Takes up to ``most`` due messages for this process, most urgent first, none to those who are busy.

        One that our keys cannot open is set aside as unsendable: it may not hold up the others.
        """
        claimed: list[Owed] = []
        values = {"now": self.now, "lease": self.now + lease} | _apart(busy)
        for priority in priorities:
            if (room := most - len(claimed)) <= 0:
                break
            rows = (await self.run(_CLAIM, values | {"of_priority": priority, "most": room})).all()
            claimed += sorted(await self._opened(rows), key=lambda owed: owed.id)
        return claimed

    async def _opened(self, rows: Iterable[Any]) -> list[Owed]:
        found = []
        for row in rows:
            try:
                found.append(self._owed(row))
            except SealError:
                await self.unsendable(row.id, "unreadable")
        return found

    async def following(self, owed: Owed, most: int) -> list[Owed]:
        """What was said after it in the same request, the same way, and waits for it."""
        query = (
            select(outbox)
            .where(outbox.c.case == bindparam("of_case"), outbox.c.kind == bindparam("of_kind"))
            .where(outbox.c.id > bindparam("after"), outbox.c.state == State.OWED, STILL_OWED)
            .order_by(outbox.c.id)
            .limit(most)
        )
        rows = (await self.run(query, {"of_case": owed.case, "of_kind": owed.kind, "after": owed.id})).all()
        return await self._opened(rows)

    async def waiting_for(self, person: int, kind: str, most: int) -> list[Owed]:
        """What of a kind is owed to a person, due or not."""
        query = (
            select(outbox)
            .where(outbox.c.person == bindparam("whose"), outbox.c.kind == bindparam("of_kind"))
            .where(outbox.c.state == State.OWED)
            .order_by(outbox.c.id)
            .limit(most)
        )
        return await self._opened((await self.run(query, {"whose": person, "of_kind": kind})).all())

    async def take_along(self, others: Iterable[Owed], lease: timedelta) -> list[Owed]:
        """Claims these as well, those that are still owed."""
        wanted = {owed.id: owed for owed in others}
        taken = update(outbox).where(
            outbox.c.id.in_(bindparam("which", expanding=True)), outbox.c.state == State.OWED
        )
        values = {"state": State.SENDING, "lease_until": self.now + lease, "attempts": outbox.c.attempts + 1}
        rows = await self.run(taken.values(**values).returning(outbox.c.id), {"which": list(wanted)})
        return [wanted[number] for number in sorted(rows.scalars())]

    def _owed(self, row: Any) -> Owed:  # noqa: ANN401 - a row
        body = self.open(row.body, "outbox", "body", row.dedupe_key) if row.body is not None else {}
        return Owed(
            row.id, row.kind, Priority(row.priority), row.attempts, body,
            person=row.person, organisation=row.organisation, case=row.case, relay=row.relay,
            opened=row.reason == OPENED, expires_at=row.expires_at, owner=row.owner,
            notice=row.notice,
        )  # fmt: skip

    async def next_due(self) -> datetime | None:
        """When the next message is due, or a lease runs out."""
        at = func.min(func.coalesce(outbox.c.lease_until, outbox.c.due_at))
        query = select(at.label("at")).where(STILL_OWED)
        found = (await self.run(query)).scalar_one()
        return outbox.c.due_at.type.process_result_value(found, self.connection.dialect)  # type: ignore[no-any-return, attr-defined]

    async def owed(self) -> int:
        """How many messages are neither sent, held nor given up."""
        query = select(func.count()).where(outbox.c.state.in_((State.OWED, State.SENDING)))
        return int((await self.run(query)).scalar_one())

    async def sent(self, owed: int, message: int | None) -> None:
        await self._end(owed, State.SENT, message=message)

    async def unsendable(self, owed: int, reason: str) -> None:
        await self._end(owed, State.UNSENDABLE, reason=reason)

    async def unknown(self, owed: int, reason: str) -> None:
        """Perhaps it arrived: it will be tried again when its lease runs out, and is told apart until then."""
        await self.run(_ONE.values(reason=_unless_opened(reason)), {"which": owed})

    async def retry(self, owed: int, due_at: datetime, reason: str) -> None:
        """It certainly did not arrive: owes it again."""
        owed_again = _ONE.values(state=State.OWED, due_at=due_at, lease_until=None, reason=_unless_opened(reason))
        await self.run(owed_again, {"which": owed})

    async def postpone(self, owed: int, due_at: datetime) -> None:
        """There is no room for it yet: it was not tried, so it does not count as a try."""
        later = _ONE.values(state=State.OWED, due_at=due_at, lease_until=None, attempts=outbox.c.attempts - 1)
        await self.run(later, {"which": owed})

    async def hold(self, owed: int) -> None:
        """Keeps it until the person presses."""
        await self.run(_ONE.values(state=State.HELD, lease_until=None), {"which": owed})

    async def is_held_for(self, person: int) -> bool:
        query = (
            select(outbox.c.id).where(outbox.c.person == bindparam("person"), outbox.c.state == State.HELD).limit(1)
        )
        return await self.one(query, {"person": person}) is not None

    async def release(self, person: int, case: int | None = None) -> int:
        """Lets go what this person has not opened, of one request or of all; returns how many."""
        held = update(outbox).where(outbox.c.person == bindparam("for_person"), UNOPENED)
        if case is not None:
            held = held.where(outbox.c.case == case)
        released = await self.run(
            held.values(state=State.OWED, due_at=self.now, reason=OPENED), {"for_person": person}
        )
        self.added = self.added or released.rowcount > 0
        return released.rowcount

    async def knock_again(self, person: int) -> None:
        """The knock is gone from their chat: what is held knocks anew, when it has been quiet for a while."""
        held = update(outbox).where(outbox.c.person == bindparam("for_person"), outbox.c.state == State.HELD)
        await self.run(held.values(state=State.OWED, due_at=self.now + QUIET), {"for_person": person})

    async def purge(self) -> None:
        """Gives up what its reader never opened; a client's words wait for staff as long as the request does."""
        old = update(outbox).where(outbox.c.state == State.HELD, outbox.c.due_at < self.now - UNOPENED_LIFE)
        old = old.where(outbox.c.kind != "to_staff")
        await self.run(old.values(state=State.UNSENDABLE, reason="unopened", body=None, done_at=self.now))

    async def hurry(self, organisation: str) -> None:
        """What waited for this organisation's group is due now."""
        waiting = update(outbox).where(outbox.c.organisation == bindparam("whose"), outbox.c.state == State.OWED)
        await self.run(waiting.values(due_at=self.now), {"whose": organisation})
        self.added = True

    async def owe_date(self, kind: str, dedupe_key: str, body: dict[str, Any], **rest: Any) -> None:  # noqa: ANN401
        """Owes what has a moment of its own: after live talk, before what goes to many."""
        await self.add(kind, dedupe_key, body, priority=Priority.DATE, **rest)

    async def drop(self, dedupe_keys: list[str], reason: str) -> None:
        """What of these is still owed is not owed any more; what is just being sent is checked once more."""
        dropped = update(outbox).where(
            outbox.c.dedupe_key.in_(bindparam("keys", expanding=True)), outbox.c.state == State.OWED
        )
        ended = dropped.values(state=State.UNSENDABLE, reason=reason, body=None, done_at=self.now)
        await self.run(ended, {"keys": dedupe_keys})

    async def _end(self, owed: int, state: State, *, reason: str | None = None, message: int | None = None) -> None:
        ended: Update = _ONE.values(
            state=state, reason=reason, message=message, body=None, lease_until=None, done_at=self.now
        )
        row = await self.one(ended.returning(outbox.c.kind, outbox.c.notice, outbox.c.person), {"which": owed})
        if row is not None and row.kind == "office_notice":
            await self._end_copy(row.notice, row.person, reason, message)

    async def _end_copy(self, notice: int, person: int, reason: str | None, message: int | None) -> None:
        """What became of a notice's copy, in the same commit: its officers see how many it reached."""
        state = "delivered" if reason is None else "dropped" if reason in {"stopped", "recalled"} else "unreached"
        values = {"state": state} | ({"message": message} if message is not None else {})
        # whom it reached once it has reached, though a later knock did not
        copy = _COPY if reason is None else _COPY.where(notice_copies.c.state != "delivered")
        await self.run(copy.values(**values), {"which": notice, "whose": person})

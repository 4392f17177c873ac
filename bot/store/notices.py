"""Notices, and what became of each copy. An audience becomes rows by one statement, however many they are."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    String,
    bindparam,
    case,
    cast,
    delete,
    exists,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    update,
)

from bot.domain.notices.model import SENT, Audience, CopyState, Notice, State, Totals, Whom
from bot.domain.notices.reading import MOST_LISTED, Copy
from bot.domain.people import Scope
from bot.store.collection import Collection, new_id
from bot.store.outbox import Priority
from bot.store.outbox import State as Owing
from bot.store.tables import links, notice_copies, notices, outbox, people

#: kept after the last change: texts, and who got it; the log keeps the counts. Drafts nobody goes on with go sooner
KEPT, DRAFT_LIFE = timedelta(days=30), timedelta(days=7)
#: what is shown of how far it is, is shown until then after its end
SHOWN_AFTER = timedelta(minutes=10)
#: in place of the message that shows how far it is: its author looks at something else
NOWHERE = 0
KIND, CORRECTION = "office_notice", "notice_correction"
_NOTICE = select(notices).where(notices.c.id == bindparam("notice"))
_ONE = update(notices).where(notices.c.id == bindparam("which"))
_COPY = update(notice_copies).where(
    notice_copies.c.notice == bindparam("which"), notice_copies.c.person == bindparam("whose")
)
_ROWS = outbox.c.notice == bindparam("which")
_AGREED = (literal(" ") + people.c.consents + literal(" ")).like(f"% {Scope.NOTICES} %")
_TOTALS = select(
    *(
        func.coalesce(func.sum(case((condition, 1), else_=0)), 0).label(name)
        for name, condition in (
            *((state.value, notice_copies.c.state == state) for state in CopyState),
            ("opened", notice_copies.c.opened_at.isnot(None)),
            ("read", notice_copies.c.read_at.isnot(None)),
        )
    )
).where(notice_copies.c.notice == bindparam("notice"))


class Notices(Collection):
    """``owing`` tells the database to wake the delivery after the commit."""

    owing = False

    async def add(self, office: str, author: int) -> Notice:
        made = Notice(
            new_id(), office, State.DRAFT, 1, {}, Whom.OFFICE, language="", asks=False, changed_at=self.now,
            author=author,
        )  # fmt: skip
        await self.run(insert(notices), self._row(made) | {"id": made.id, "office": office})
        return made

    async def untouched(self, office: str, author: int) -> Notice | None:
        """A draft with which nothing was done."""
        empty = (notices.c.state == State.DRAFT) & (notices.c.version == 1)
        found = await self._all(notices.c.office == office, notices.c.author == author, empty)
        return found[0] if found else None

    async def save(self, one: Notice) -> None:
        """Writes it as it is now."""
        await self.run(_ONE.values(**self._row(one)), {"which": one.id})

    def _row(self, one: Notice) -> dict[str, Any]:
        kept = (
            "state", "version", "asks", "language", "send_at", "started_at", "corrected_at", "author", "approver",
            "screen", "changed_at",
        )  # fmt: skip
        proposed = None if one.proposed is None else self._sealed(one.proposed, "proposed", one.id)
        texts = {"texts": self._sealed(one.texts, "texts", one.id), "proposed": proposed, "audience": one.whom}
        return {name: getattr(one, name) for name in kept} | texts

    def _sealed(self, texts: Mapping[str, str], column: str, notice: int) -> bytes:
        return self.seal(dict(texts), "notices", column, notice)

    def _notice(self, row: Row[Any]) -> Notice:
        proposed = None if row.proposed is None else self.open(row.proposed, "notices", "proposed", row.id)
        return Notice(
            row.id, row.office, State(row.state), row.version, self.open(row.texts, "notices", "texts", row.id),
            Whom(row.audience), row.language, row.asks, row.changed_at, row.author, row.send_at, row.started_at,
            row.corrected_at, row.approver, row.screen, proposed,
        )  # fmt: skip

    async def get(self, notice: int) -> Notice | None:
        row = await self.one(_NOTICE, {"notice": notice})
        return None if row is None else self._notice(row)

    async def hold(self, notice: int) -> Notice | None:
        """The same; nobody else changes it before this transaction ends, so that of two officers one is first."""
        row = await self.one(_NOTICE.with_for_update(), {"notice": notice})
        return None if row is None else self._notice(row)

    async def _all(self, *where: ColumnElement[bool], hold: bool = False) -> list[Notice]:
        query = select(notices).where(*where).order_by(notices.c.changed_at.desc(), notices.c.id)
        query = query.with_for_update() if hold else query
        return [self._notice(row) for row in (await self.run(query)).all()]

    async def of_office(self, office: str, officer: int) -> list[Notice]:
        """The newest first; drafts are their author's own."""
        own = or_(notices.c.state != State.DRAFT, notices.c.author == officer)
        return await self._all(notices.c.office == office, own)

    async def due(self) -> list[Notice]:
        return await self._all(notices.c.state == State.PLANNED, notices.c.send_at <= self.now, hold=True)

    async def next_due(self) -> datetime | None:
        """When the next planned one begins."""
        query = select(notices.c.send_at).where(notices.c.state == State.PLANNED).order_by(notices.c.send_at).limit(1)
        row = await self.one(query)
        return None if row is None else row.send_at

    async def all_sent(self) -> list[Notice]:
        """Those under way of which nothing is owed any more."""
        waits = exists().where(notice_copies.c.notice == notices.c.id, notice_copies.c.state == CopyState.OWED)
        return await self._all(notices.c.state == State.RUNNING, ~waits, hold=True)

    async def to_show(self) -> list[Notice]:
        """Those whose author may be looking at how far it is, or was not shown it yet."""
        fresh = notices.c.changed_at > self.now - SHOWN_AFTER
        under_way = notices.c.state.in_((State.RUNNING, State.PAUSED))
        over = notices.c.state.in_((State.DONE, State.STOPPED, State.RECALLED)) & fresh
        looks = notices.c.screen.is_distinct_from(NOWHERE)
        return await self._all(notices.c.started_at.isnot(None), looks, or_(under_way, over))

    async def set_screen(self, notice: int, message: int | None) -> None:
        await self.run(_ONE.values(screen=message), {"which": notice})

    async def look_away(self, author: int, message: int) -> None:
        """In this message of the author's chat stands something else now."""
        shown = update(notices).where(notices.c.author == bindparam("whose"), notices.c.screen == bindparam("where"))
        await self.run(shown.values(screen=NOWHERE), {"whose": author, "where": message})

    async def remove(self, notice: int) -> None:
        await self.run(delete(notices).where(notices.c.id == bindparam("which")), {"which": notice})

    # ---- whom it reaches

    def _meant(self, to: Audience, *columns: Any) -> Select[Any]:  # noqa: ANN401 - columns or values
        """Those of the audience who agreed to notices."""
        query = select(*columns).where(_AGREED)
        if to.office is not None:
            linked = exists().where(links.c.person == people.c.id, links.c.office == to.office)
            query = query.where(linked)
        else:
            query = query.where(people.c.territory.in_(to.areas))
        return query.where(people.c.locale == to.language) if to.language else query

    async def count(self, to: Audience) -> int:
        return int((await self.run(self._meant(to, func.count(people.c.id)))).scalar_one())

    async def copy_to(self, notice: int, to: Audience) -> int:
        """A copy for each of the audience."""
        columns = ["notice", "person", "state"]
        meant = self._meant(to, literal(notice).label("notice"), people.c.id, literal(CopyState.OWED.value))
        return (await self.run(self.insert_or_ignore(notice_copies).from_select(columns, meant))).rowcount

    async def owe(self, notice: int) -> None:
        """Owes each copy that is not delivered."""
        copies = select(*self._owed_columns(KIND, "")).where(
            notice_copies.c.notice == notice,
            notice_copies.c.person.isnot(None),
            notice_copies.c.state == CopyState.OWED,
        )
        await self._owe(copies)

    def _owed_columns(self, kind: str, mark: str) -> list[Any]:
        """As ``_owe`` writes them. The key names notice and person, so nobody is owed the same twice."""
        name = literal(kind) + ":" + cast(notice_copies.c.notice, String) + ":"
        key = name + cast(notice_copies.c.person, String) + (f":{mark}" if mark else "")
        return [
            key,
            literal(kind),
            literal(int(Priority.MASS)),
            literal(self.now, outbox.c.due_at.type),
            literal(Owing.OWED.value),
            literal(0),
            notice_copies.c.person,
            notice_copies.c.notice,
        ]

    async def _owe(self, copies: Select[Any]) -> None:
        columns = ["dedupe_key", "kind", "priority", "due_at", "state", "attempts", "person", "notice"]
        await self.run(self.insert_or_ignore(outbox).from_select(columns, copies))
        self.owing = True

    async def owe_corrections(self, notice: int, mark: str, *, with_unopened: bool) -> None:
        """Owes a change of what stands in people's chats: of those who opened it, or of all who were knocked for."""
        have = [notice_copies.c.notice == notice, notice_copies.c.person.isnot(None)]
        have.append(notice_copies.c.message.isnot(None))
        if not with_unopened:
            have.append(notice_copies.c.opened_at.isnot(None))
        await self._owe(select(*self._owed_columns(CORRECTION, mark)).where(*have))

    async def owe_again(self, notice: int) -> int:
        """Owes those once more whom it did not reach; returns how many."""
        missed = notice_copies.c.state.in_((CopyState.UNREACHED, CopyState.DROPPED))
        again = update(notice_copies).where(
            notice_copies.c.notice == bindparam("which"), notice_copies.c.person.isnot(None), missed
        )
        result = await self.run(again.values(state=CopyState.OWED), {"which": notice})
        rows = update(outbox).where(_ROWS, outbox.c.kind == KIND, outbox.c.state == Owing.UNSENDABLE)
        fresh = {"state": Owing.OWED, "due_at": self.now, "attempts": 0, "reason": None, "done_at": None}
        await self.run(rows.values(**fresh), {"which": notice})
        await self.owe(notice)
        return result.rowcount

    # ---- under way

    async def _turn(self, notice: int, before: tuple[Owing, ...], values: dict[str, Any]) -> None:
        rows = update(outbox).where(_ROWS, outbox.c.kind == KIND, outbox.c.state.in_(before))
        await self.run(rows.values(**values), {"which": notice})

    async def pause(self, notice: int) -> None:
        """Paused rows are not among those that are looked at; what is in flight arrives."""
        await self._turn(notice, (Owing.OWED,), {"state": Owing.PAUSED})

    async def resume(self, notice: int) -> None:
        await self._turn(notice, (Owing.PAUSED,), {"state": Owing.OWED, "due_at": self.now})
        self.owing = True

    async def drop_owed(self, notice: int, reason: str) -> None:
        """What did not go out will not; what is in flight is asked once more before it goes."""
        ended = {"state": Owing.UNSENDABLE, "reason": reason, "done_at": self.now}
        in_flight = exists().where(
            outbox.c.notice == notice_copies.c.notice,
            outbox.c.person == notice_copies.c.person,
            outbox.c.kind == KIND,
            outbox.c.state == Owing.SENDING,
        )
        owed = update(notice_copies).where(
            notice_copies.c.notice == bindparam("which"), notice_copies.c.state == CopyState.OWED, ~in_flight
        )
        await self.run(owed.values(state=CopyState.DROPPED), {"which": notice})
        await self._turn(notice, (Owing.OWED, Owing.PAUSED), ended)

    async def may_get(self, notice: Notice, person: int) -> bool:
        """Whether they agree to notices as of now and, of an office's own clients, still are."""
        query = select(people.c.id).where(people.c.id == person, _AGREED)
        if notice.whom is Whom.OFFICE:
            query = query.where(exists().where(links.c.person == people.c.id, links.c.office == notice.office))
        return await self.one(query) is not None

    async def totals(self, notice: int) -> Totals:
        row = (await self.run(_TOTALS, {"notice": notice})).one()
        return Totals(**{name: int(count) for name, count in row._mapping.items()})

    # ---- its readers

    async def copy(self, notice: int, person: int) -> Copy | None:
        query = select(notice_copies).where(
            notice_copies.c.notice == bindparam("notice"), notice_copies.c.person == bindparam("person")
        )
        row = await self.one(query, {"notice": notice, "person": person})
        return None if row is None else Copy(row.notice, row.person, row.message, row.opened_at, row.read_at)

    async def of_person(self, person: int) -> list[tuple[Notice, Copy]]:
        """What came for them, the newest first."""
        query = (
            select(notices, notice_copies.c.person, notice_copies.c.message, notice_copies.c.opened_at,
                   notice_copies.c.read_at)
            .join_from(notice_copies, notices, notices.c.id == notice_copies.c.notice)
            .where(notice_copies.c.person == bindparam("person"), notice_copies.c.state == CopyState.DELIVERED)
            .where(notices.c.state.in_(SENT))
            .order_by(notices.c.started_at.desc(), notices.c.id)
            .limit(MOST_LISTED)
        )  # fmt: skip
        rows = (await self.run(query, {"person": person})).all()
        return [
            (self._notice(row), Copy(row.id, row.person, row.message, row.opened_at, row.read_at)) for row in rows
        ]

    async def opened(self, notice: int, person: int, message: int | None) -> None:
        """Shown, in this message; the first time counts. Whoever has opened it, it has reached."""
        values: dict[str, Any] = {
            "opened_at": func.coalesce(notice_copies.c.opened_at, self.now),
            "state": CopyState.DELIVERED,
        }
        if message is not None:
            values["message"] = message
        await self.run(_COPY.values(**values), {"which": notice, "whose": person})

    async def read(self, notice: int, person: int) -> None:
        values = {"read_at": func.coalesce(notice_copies.c.read_at, self.now)}
        await self.run(_COPY.values(**values), {"which": notice, "whose": person})

    async def unread(self, notice: int) -> None:
        """What it says is another thing now: who had read it is asked anew."""
        of_notice = update(notice_copies).where(notice_copies.c.notice == bindparam("which"))
        await self.run(of_notice.values(read_at=null()), {"which": notice})

    async def knock_again(self, person: int, quiet: timedelta) -> None:
        """The knock is gone from their chat: what they did not open knocks anew, when it has been quiet."""
        unopened = (
            select(notice_copies.c.notice)
            .join(notices, notices.c.id == notice_copies.c.notice)
            .where(notice_copies.c.person == person, notice_copies.c.opened_at.is_(None), notices.c.state.in_(SENT))
        )
        rows = update(outbox).where(
            outbox.c.person == person, outbox.c.kind == KIND, outbox.c.state == Owing.SENT,
            outbox.c.notice.in_(unopened),
        )  # fmt: skip
        await self.run(rows.values(state=Owing.OWED, due_at=self.now + quiet, attempts=0))
        # what was open is gone too: a change may not write it over what stands there now
        gone = update(notice_copies).where(notice_copies.c.person == person, notice_copies.c.opened_at.isnot(None))
        await self.run(gone.values(message=null()))

    async def purge(self) -> None:
        """A month after the last change, or the hour it was planned for, neither words nor readers are needed."""
        left = (notices.c.state == State.DRAFT) & (notices.c.changed_at < self.now - DRAFT_LIFE)
        old = self.now - KEPT
        to_come = func.coalesce(notices.c.send_at, notices.c.changed_at) >= old
        over = or_(left, (notices.c.changed_at < old) & ~to_come)
        await self.run(delete(outbox).where(outbox.c.notice.in_(select(notices.c.id).where(over))))
        await self.run(delete(notices).where(over))

    async def newest_start(self) -> datetime | None:
        """When the newest notice began."""
        query = select(notices.c.started_at).where(notices.c.started_at.isnot(None))
        row = await self.one(query.order_by(notices.c.started_at.desc()).limit(1))
        return None if row is None else row.started_at

"""What the tables hold of one person, and its removal.

``OF_PERSON`` names every table that can hold something of a person; a test compares it with the tables themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, String, Table, and_, cast, delete, exists, func, or_, select, update
from sqlalchemy import bindparam as bound

from bot.domain.cases import RelayState
from bot.store.collection import Collection
from bot.store.outbox import State
from bot.store.sealing import SealError
from bot.store.tables import (
    appointments,
    audit,
    bed_holds,
    bed_waiting,
    cases,
    desk_messages,
    groups,
    inbox,
    invitations,
    links,
    memberships,
    messages,
    notice_copies,
    notices,
    outbox,
    people,
    relays,
    reminders,
    sheets,
)

_WHO = bound("who", type_=BigInteger)
_OWN_CASES = select(cases.c.id).where(cases.c.client == _WHO)
_OF_OWN_CASES = outbox.c.case.in_(_OWN_CASES)
_OWN_LINKS = select(links.c.id).where(links.c.person == _WHO)
#: to a member of staff themselves may be owed what concerns others' requests
_OWED = or_(_OF_OWN_CASES, and_(outbox.c.person == _WHO, outbox.c.case.is_(None)))

OF_PERSON: Mapping[Table, ColumnElement[bool]] = {
    people: people.c.id == _WHO,
    cases: cases.c.client == _WHO,
    relays: relays.c.case.in_(_OWN_CASES),
    outbox: _OWED,
    reminders: reminders.c.person == _WHO,
    links: links.c.person == _WHO,
    appointments: appointments.c.link.in_(_OWN_LINKS),
    sheets: sheets.c.person == _WHO,
    bed_holds: bed_holds.c.person == _WHO,
    bed_waiting: bed_waiting.c.person == _WHO,
    notice_copies: notice_copies.c.person == _WHO,
    notices: or_(notices.c.author == _WHO, notices.c.approver == _WHO),
    messages: messages.c.person == _WHO,
    desk_messages: or_(desk_messages.c.case.in_(_OWN_CASES), desk_messages.c.person == _WHO),
    memberships: memberships.c.person == _WHO,
    invitations: invitations.c.used_by == _WHO,
    groups: groups.c.bound_by == _WHO,
    audit: or_(audit.c.actor == _WHO, audit.c.subject == "person:" + cast(_WHO, String)),
}
_ROWS = select(
    *(
        select(func.count()).select_from(table).where(whose).scalar_subquery().label(table.name)
        for table, whose in OF_PERSON.items()
    )
)
#: it was passed on to a group, and its number there was forgotten with that group
_WAS_ELSEWHERE = exists().where(
    relays.c.case == cases.c.id,
    relays.c.to_staff,
    relays.c.member.is_(None),
    relays.c.staff_message.is_(None),
    relays.c.state.in_((RelayState.DELIVERED, RelayState.SEEN, RelayState.ANSWERED)),
)


@dataclass(frozen=True, slots=True)
class Topic:
    """A request's topic in its organisation's group."""

    organisation: str
    #: none where it was lost or deleted
    thread: int | None
    code: str
    #: it has, or had, one in a group that the organisation used before
    earlier: bool


class Privacy(Collection):
    """Counts and removes, over all tables; ``erased`` tells the database to leave no trace after the commit."""

    erased = False

    async def rows(self, person: int) -> dict[str, int]:
        """How many rows of each table are about the person; tables without any are left out."""
        row = (await self.run(_ROWS, {"who": person})).one()
        return {table: count for table, count in row._mapping.items() if count}

    async def with_words(self, person: int) -> int:
        """How many messages to the person or about their requests are not sent yet, and so have their words."""
        query = select(func.count()).select_from(outbox).where(_OWED, outbox.c.body.isnot(None))
        return int((await self.run(query, {"who": person})).scalar_one())

    async def topics(self, person: int) -> list[Topic]:
        """Where staff have something of the person, of closed requests too."""
        query = select(cases, _WAS_ELSEWHERE.label("earlier")).where(cases.c.client == _WHO)
        rows = await self.run(query.where(or_(cases.c.thread.isnot(None), _WAS_ELSEWHERE)), {"who": person})
        return [Topic(row.organisation, row.thread, row.code, bool(row.earlier)) for row in rows]

    async def forget_place(self, person: int) -> None:
        await self.run(update(people).where(people.c.id == _WHO).values(territory=None), {"who": person})

    async def drop_unsent_words(self, case: int) -> None:
        """What the client wrote, and staff have not got yet."""
        to_staff = outbox.c.kind.in_(("to_staff", "edit_to_staff"))
        unsent = delete(outbox).where(outbox.c.case == bound("which"), to_staff)
        await self.run(unsent.where(outbox.c.state.in_((State.OWED, State.HELD))), {"which": case})

    async def erase(self, person: int, telegram_id: int, *, member: bool) -> None:
        """Removes all rows of the person; of a member of staff, all they have as a client."""
        self.erased = True
        who = {"who": person}
        await self.run(delete(outbox).where(_OWED), who)
        await self.run(delete(messages).where(OF_PERSON[messages]), who)
        await self.run(delete(reminders).where(OF_PERSON[reminders]), who)
        await self.run(delete(links).where(OF_PERSON[links]), who)
        await self._leave_notices(who)
        await self.run(delete(cases).where(OF_PERSON[cases]), who)
        await self._erase_quarantined(telegram_id)
        if member:
            blank = {"consents": "", "territory": None, "talking": None, "wrote_at": None, "quiet": None}
            await self.run(update(people).where(OF_PERSON[people]).values(blank), who)
            return
        await self.run(update(invitations).where(OF_PERSON[invitations]).values(used_by=None), who)
        await self.run(update(groups).where(OF_PERSON[groups]).values(bound_by=None), who)
        # the number of who is gone leads to nobody, and is not kept beside what others said
        gone = {"member": None, "staff_message": None}
        await self.run(update(relays).where(relays.c.member == _WHO).values(gone), who)
        await self.run(update(cases).where(cases.c.desk == _WHO).values(desk=None), who)
        await self.run(update(links).where(links.c.made_by == _WHO).values(made_by=None), who)
        for column in (notices.c.author, notices.c.approver):
            await self.run(update(notices).where(column == _WHO).values({column: None}), who)
        await self.run(update(appointments).where(appointments.c.made_by == _WHO).values(made_by=None), who)
        await self.run(delete(people).where(OF_PERSON[people]), who)

    async def _leave_notices(self, who: Mapping[str, int]) -> None:
        """Their copies are nobody's and still count, so that no total tells that someone is gone."""
        theirs = update(notice_copies).where(OF_PERSON[notice_copies])
        await self.run(theirs.where(notice_copies.c.state == "owed").values(state="unreached"), who)
        await self.run(theirs.values(person=None, message=None), who)

    async def _erase_quarantined(self, telegram_id: int) -> None:
        """Updates that could not be handled are nobody's by their row: each is opened to see whose it is."""
        query = select(inbox).where(inbox.c.state == "quarantined", inbox.c.body.isnot(None))
        theirs = [row.update for row in (await self.run(query)).all() if self._is_of(row, telegram_id)]
        if theirs:
            await self.run(update(inbox).where(inbox.c.update.in_(theirs)).values(body=None))

    def _is_of(self, row: Any, telegram_id: int) -> bool:  # noqa: ANN401 - a row
        try:
            return _names(self.open(row.body, "inbox", "body", row.update.hex()), telegram_id)
        except SealError:
            return False


def _names(raw: object, telegram_id: int) -> bool:
    """Whether an id stands anywhere in an update."""
    if isinstance(raw, dict):
        return raw.get("id") == telegram_id or any(_names(part, telegram_id) for part in raw.values())
    return isinstance(raw, list) and any(_names(part, telegram_id) for part in raw)

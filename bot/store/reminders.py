"""Reminders: the words sealed, the times in clear, for what is due is found by an index."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, delete, func, insert, or_, select, update

from bot.domain.moments.walls import Repeat
from bot.domain.reminders import DRAFT_LIFE, MOST, UNANSWERED_LIFE, UNDO, Rang, Reminder, State
from bot.store.collection import Collection, new_id
from bot.store.tables import NO_LONGER_WAITING, STILL_WAITING, people, reminders

_COLUMNS = [column for column in reminders.c if column.name != "text"]
_DUE = (
    # the words stay sealed: nobody needs them to be told that something is due
    select(*_COLUMNS, people.c.quiet)
    .join_from(reminders, people, people.c.id == reminders.c.person)
    .where(STILL_WAITING, reminders.c.due_at <= bindparam("now"))
    .order_by(reminders.c.due_at)
    .limit(bindparam("most"))
    .with_for_update(of=reminders, skip_locked=True)
)
_FIRST_DUE = (
    select(reminders.c.due_at)
    .where(STILL_WAITING, reminders.c.due_at.isnot(None))
    .order_by(reminders.c.due_at)
    .limit(1)
)
_ONE = update(reminders).where(reminders.c.id == bindparam("which"))
_GOES_ON = _ONE.values(
    {
        name: bindparam(f"new_{name}")
        for name in ("state", "wall", "due_at", "rang_at", "snoozed_at", "unseen", "changed_at")
    }
)
_NEW_DUE = _ONE.values(due_at=bindparam("new_due_at"))
#: what the person can still see, or what still counts
_SHOWN = reminders.c.state.in_((State.WAITING, State.RUNG))


def _written(wall: datetime | None) -> str | None:
    return None if wall is None else wall.isoformat(timespec="minutes")


def _read(wall: str | None) -> datetime | None:
    return None if wall is None else datetime.fromisoformat(wall)


def _reminder(row: Row[Any]) -> Reminder:
    return Reminder(
        row.id, row.person, State(row.state), Repeat(row.repeats), ZoneInfo(row.zone), _read(row.first),
        _read(row.wall), row.due_at, row.snoozed_at, row.rang_at, row.unseen, row.changed_at,
    )  # fmt: skip


class Reminders(Collection):
    """What people want to be reminded of, and their nights."""

    async def add(self, person: int, text: str, zone: ZoneInfo) -> Reminder:
        which = new_id()
        row = {
            "id": which,
            "person": person,
            "text": self.seal(text, "reminders", "text", which),
            "state": State.DRAFT,
            "repeats": Repeat.ONCE,
            "zone": zone.key,
            "unseen": False,
            "changed_at": self.now,
        }
        await self.run(insert(reminders), row)
        return Reminder(
            which, person, State.DRAFT, Repeat.ONCE, zone, None, None, None, None, None, False, self.now, text
        )

    async def get(self, which: int) -> Reminder | None:
        row = await self.one(select(reminders).where(reminders.c.id == bindparam("which")), {"which": which})
        return None if row is None else self._with_words(row)

    def _with_words(self, row: Row[Any]) -> Reminder:
        return replace(_reminder(row), text=self.open(row.text, "reminders", "text", row.id))

    async def of_person(self, person: int) -> list[Reminder]:
        """Those that rang and wait for an answer first, then by their time."""
        query = (
            select(reminders)
            .where(reminders.c.person == bindparam("person"), _SHOWN)
            .order_by(reminders.c.state, reminders.c.due_at, reminders.c.rang_at, reminders.c.id)
            .limit(MOST)
        )
        return [self._with_words(row) for row in (await self.run(query, {"person": person})).all()]

    async def count(self, person: int) -> int:
        query = select(func.count()).where(reminders.c.person == bindparam("person"), _SHOWN)
        return int((await self.run(query, {"person": person})).scalar_one())

    async def set_words(self, reminder: Reminder, text: str) -> Reminder:
        sealed = self.seal(text, "reminders", "text", reminder.id)
        await self.run(_ONE.values(text=sealed), {"which": reminder.id})
        return replace(reminder, text=text)

    async def change(self, reminder: Reminder, **changes: Any) -> Reminder:  # noqa: ANN401 - as the table has them
        row = {name: _written(value) if name in {"first", "wall"} else value for name, value in changes.items()}
        await self.run(_ONE.values(changed_at=self.now, **row), {"which": reminder.id})
        return replace(reminder, changed_at=self.now, **changes)

    async def due(self, most: int) -> list[Reminder]:
        """What is due and did not ring yet, without its words; another process gets others."""
        rows = (await self.run(_DUE, {"now": self.now, "most": most})).all()
        return [replace(_reminder(row), quiet=row.quiet) for row in rows]

    async def go_on(self, ringing: Iterable[Rang]) -> None:
        """Notes of each that it rang, and when it does so again."""
        if rows := [self._gone_on(one) for one in ringing]:
            await self.run(_GOES_ON, rows)

    def _gone_on(self, one: Rang) -> dict[str, Any]:
        changes = one.changes | {"wall": _written(one.changes["wall"]), "changed_at": self.now}
        return {"which": one.id} | {f"new_{name}": value for name, value in changes.items()}

    async def ring_again(self, person: int, at: datetime) -> None:
        """What rang and was not opened is due once more, unless it is anyway."""
        unseen = update(reminders).where(
            reminders.c.person == bindparam("whose"),
            reminders.c.unseen.is_(True),
            _SHOWN,
            or_(reminders.c.due_at.is_(None), reminders.c.due_at > at),
        )
        await self.run(unseen.values(state=State.WAITING, snoozed_at=at, due_at=at), {"whose": person})

    async def next_due(self) -> datetime | None:
        """When the next reminder rings."""
        row = await self.one(_FIRST_DUE)
        return None if row is None else row.due_at

    async def forget(self, person: int) -> None:
        await self.run(delete(reminders).where(reminders.c.person == bindparam("person")), {"person": person})

    async def purge(self) -> None:
        """Words are not kept longer than they serve: over, begun and left, or rung and never answered."""
        for states, life in (
            ((State.DONE, State.REMOVED), UNDO),
            ((State.DRAFT,), DRAFT_LIFE),
            ((State.RUNG,), UNANSWERED_LIFE),
        ):
            old = delete(reminders).where(NO_LONGER_WAITING, reminders.c.changed_at < self.now - life)
            await self.run(old.where(reminders.c.state.in_(states)))

    async def of_zone(self, zone: str, *, after: int, most: int) -> list[Reminder]:
        """Those with a time to come in a zone, in the order of their ids, to be worked out anew."""
        query = (
            select(*_COLUMNS)
            .where(reminders.c.id > after, reminders.c.zone == zone, reminders.c.due_at.isnot(None))
            .order_by(reminders.c.id)
            .limit(most)
        )
        return [_reminder(row) for row in (await self.run(query)).all()]

    async def set_due(self, due: Iterable[tuple[int, datetime]]) -> None:
        if rows := [{"which": which, "new_due_at": at} for which, at in due]:
            await self.run(_NEW_DUE, rows)

    async def quiet(self, person: int) -> str | None:
        row = await self.one(select(people.c.quiet).where(people.c.id == bindparam("person")), {"person": person})
        return None if row is None else row.quiet

    async def set_quiet(self, person: int, hours: str) -> None:
        chosen = update(people).where(people.c.id == bindparam("whose")).values(quiet=hours)
        await self.run(chosen, {"whose": person})

"""Appointments, and the checked tables that wait for an officer's yes."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, insert, or_, select, update

from bot.domain.appointments.model import Answer, Appointment, Details, Outcome, Reason
from bot.store.collection import Collection, new_id
from bot.store.tables import appointments, links, sheets

#: kept after their day, so that what was said and marked can still be seen
KEPT = timedelta(days=90)
#: an officer who does not say yes within this time sends the table again
SHEET_LIFE = timedelta(hours=1)
_WALL = "%Y-%m-%dT%H:%M"
_ONE = update(appointments).where(appointments.c.id == bindparam("which"))
_WITH_LINK = select(appointments).select_from(appointments.join(links, links.c.id == appointments.c.link))
_NOT_DELIVERED = appointments.c.told.isnot(None) & (appointments.c.told != "told")


class Appointments(Collection):
    """Found by the client's link; an office's are those of its links."""

    async def add(
        self,
        link: int,
        *,
        wall: datetime,
        zone: str,
        starts_at: datetime,
        details: Details,
        morning: bool,
        weekends: bool,
        series: int | None,
        by: int | None,
    ) -> Appointment:
        made = Appointment(
            new_id(), link, wall, zone, starts_at, details, morning, weekends, series=series, made_by=by
        )
        await self.run(insert(appointments), self._row(made) | {"id": made.id})
        return made

    async def save(self, one: Appointment) -> None:
        """Writes it as it is now."""
        await self.run(_ONE.values(**self._row(one)), {"which": one.id})

    def _row(self, one: Appointment) -> dict[str, Any]:
        return {
            "link": one.link,
            "series": one.series,
            "wall": one.wall.strftime(_WALL),
            "zone": one.zone,
            "starts_at": one.starts_at,
            "details": self.seal(asdict(one.details), "appointments", "details", one.id),
            "morning": one.morning,
            "weekends": one.weekends,
            "version": one.version,
            "cancelled": one.cancelled,
            "answer": one.answer,
            "reason": one.reason,
            "answered_at": one.answered_at,
            "receipt": one.receipt,
            "proposal": one.proposal.strftime(_WALL) if one.proposal else None,
            "outcome": one.outcome,
            "told": one.told,
            "made_by": one.made_by,
            "changed_at": self.now,
        }

    async def get(self, appointment: int) -> Appointment | None:
        query = select(appointments).where(appointments.c.id == bindparam("appointment"))
        row = await self.one(query, {"appointment": appointment})
        return None if row is None else self._appointment(row)

    async def set_told(self, appointment: int, version: int, told: str) -> bool:
        """What became of the newest message of this version; False if it was so already, or is another version's."""
        changed = _ONE.where(
            appointments.c.version == version,
            or_(appointments.c.told.is_(None), appointments.c.told != told),
        )
        return (await self.run(changed.values(told=told), {"which": appointment})).rowcount == 1

    async def of_series(self, link: int, series: int) -> list[Appointment]:
        """Those that repeat are one client's: found by the index of the link."""
        query = select(appointments).where(
            appointments.c.link == bindparam("link"), appointments.c.series == bindparam("series")
        )
        return await self._all(query.order_by(appointments.c.starts_at), {"link": link, "series": series})

    async def of_person(self, person: int) -> list[Appointment]:
        """What is to come, the next first."""
        query = _WITH_LINK.where(
            links.c.person == bindparam("person"), appointments.c.starts_at > self.now, ~appointments.c.cancelled
        )
        return await self._all(query.order_by(appointments.c.starts_at), {"person": person})

    async def of_link(self, link: int, *, most: int) -> list[Appointment]:
        """What is to come of one client, the next first."""
        query = select(appointments).where(
            appointments.c.link == bindparam("link"), appointments.c.starts_at > self.now, ~appointments.c.cancelled
        )
        return await self._all(query.order_by(appointments.c.starts_at).limit(most), {"link": link})

    async def diary(
        self, office: str, since: datetime, until: datetime, *, most: int, after: int = 0
    ) -> list[Appointment]:
        """What an office has between two moments."""
        return await self._of_office(
            office, most, after, appointments.c.starts_at >= since, appointments.c.starts_at < until
        )

    async def unconfirmed(self, office: str, until: datetime, *, most: int, after: int = 0) -> list[Appointment]:
        """What is near, and the client has not said whether they come."""
        return await self._of_office(
            office, most, after, appointments.c.starts_at > self.now, appointments.c.starts_at < until,
            appointments.c.answer.is_(None),
        )  # fmt: skip

    async def unmarked(self, office: str, since: datetime, *, most: int, after: int = 0) -> list[Appointment]:
        """What is over and not marked, or marked as missed."""
        return await self._of_office(
            office, most, after, appointments.c.starts_at <= self.now, appointments.c.starts_at > since,
            or_(appointments.c.outcome.is_(None), appointments.c.outcome == Outcome.MISSED),
        )  # fmt: skip

    async def undelivered(self, office: str, *, most: int, after: int = 0) -> list[Appointment]:
        """What is to come, and could not be told."""
        return await self._of_office(office, most, after, appointments.c.starts_at > self.now, _NOT_DELIVERED)

    async def _of_office(self, office: str, most: int, after: int, *conditions: Any) -> list[Appointment]:  # noqa: ANN401
        query = _WITH_LINK.where(links.c.office == bindparam("office"), ~appointments.c.cancelled, *conditions)
        query = query.order_by(appointments.c.starts_at, appointments.c.id).limit(most).offset(after)
        return await self._all(query, {"office": office})

    async def to_come(self, zone: str) -> list[Appointment]:
        query = select(appointments).where(
            appointments.c.zone == bindparam("zone"), appointments.c.starts_at > self.now, ~appointments.c.cancelled
        )
        return await self._all(query, {"zone": zone})

    async def _all(self, query: Select[Any], values: dict[str, Any]) -> list[Appointment]:
        return [self._appointment(row) for row in (await self.run(query, values)).all()]

    def _appointment(self, row: Row[Any]) -> Appointment:
        details = Details(**self.open(row.details, "appointments", "details", row.id))
        return Appointment(
            row.id, row.link, datetime.fromisoformat(row.wall), row.zone, row.starts_at, details, row.morning,
            row.weekends, version=row.version, series=row.series, cancelled=row.cancelled,
            answer=Answer(row.answer) if row.answer else None, reason=Reason(row.reason) if row.reason else None,
            answered_at=row.answered_at, receipt=row.receipt,
            proposal=datetime.fromisoformat(row.proposal) if row.proposal else None,
            outcome=Outcome(row.outcome) if row.outcome else None, told=row.told, made_by=row.made_by,
        )  # fmt: skip

    # ---- tables that wait for a yes

    async def add_sheet(self, office: str, person: int, lines: list[dict[str, Any]]) -> int:
        sheet = new_id()
        row = {"id": sheet, "office": office, "person": person, "made_at": self.now}
        await self.run(insert(sheets), row | {"lines": self.seal(lines, "sheets", "lines", sheet)})
        return sheet

    async def take_sheet(self, sheet: int, person: int) -> tuple[str, list[dict[str, Any]]] | None:
        """Its office and lines, once: it is gone then. None: it was taken, is too old, or somebody else's."""
        taken = (
            delete(sheets)
            .where(sheets.c.id == bindparam("sheet"), sheets.c.person == bindparam("person"))
            .where(sheets.c.made_at > self.now - SHEET_LIFE)
            .returning(sheets.c.office, sheets.c.lines)
        )
        row = await self.one(taken, {"sheet": sheet, "person": person})
        return None if row is None else (row.office, self.open(row.lines, "sheets", "lines", sheet))

    async def drop_sheets(self, person: int) -> None:
        await self.run(delete(sheets).where(sheets.c.person == bindparam("person")), {"person": person})

    async def purge(self) -> None:
        await self.run(delete(sheets).where(sheets.c.made_at <= self.now - SHEET_LIFE))
        await self.run(delete(appointments).where(appointments.c.starts_at < self.now - KEPT))

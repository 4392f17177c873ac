"""Offices, and the clients linked to them under a label."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, select, update

from bot.domain.offices import Link, Office, OfficeKind
from bot.store.collection import Collection, new_id
from bot.store.tables import links, offices

_LINK = update(links).where(links.c.id == bindparam("which"))


class Offices(Collection):
    """Public bodies: nothing of them is secret."""

    async def add(self, office: Office) -> None:
        row = {
            "id": office.id,
            "title": office.title,
            "territory": office.territory,
            "kind": office.kind,
            "place": office.place,
            "whereabouts": office.whereabouts,
            "made_at": self.now,
        }
        await self.run(insert(offices), row)

    async def get(self, office: str) -> Office | None:
        row = await self.one(select(offices).where(offices.c.id == bindparam("office")), {"office": office})
        return None if row is None else _office(row)

    async def all(self) -> list[Office]:
        return [_office(row) for row in await self.run(select(offices).order_by(offices.c.title))]


def _office(row: Row[Any]) -> Office:
    return Office(row.id, row.title, row.territory, OfficeKind(row.kind), row.place, row.whereabouts)


class Links(Collection):
    """Labels are sealed; they are found by a hash that differs from office to office."""

    async def add(self, office: str, label: str, *, by: int | None) -> Link:
        link = new_id()
        row = {
            "id": link,
            "office": office,
            "label": self.seal(label, "links", "label", link),
            "label_key": self._label_key(office, label),
            "made_by": by,
            "made_at": self.now,
        }
        await self.run(insert(links), row)
        return Link(link, office, label, person=None, linked_at=None, made_by=by)

    def _label_key(self, office: str, label: str) -> bytes:
        return self.keyring.blind(label.casefold(), f"label:{office}")

    async def get(self, link: int) -> Link | None:
        row = await self.one(select(links).where(links.c.id == bindparam("link")), {"link": link})
        return None if row is None else self._link(row)

    async def by_label(self, office: str, label: str) -> Link | None:
        query = select(links).where(links.c.office == bindparam("office"), links.c.label_key == bindparam("key"))
        row = await self.one(query, {"office": office, "key": self._label_key(office, label)})
        return None if row is None else self._link(row)

    async def by_code(self, code: str) -> Link | None:
        """Whom a code links, if it can still be used."""
        query = select(links).where(links.c.code == bindparam("code"), links.c.code_until > self.now)
        row = await self.one(query, {"code": self._code_key(code)})
        return None if row is None else self._link(row)

    def _code_key(self, code: str) -> bytes:
        return self.keyring.blind(code, "link")

    async def use_code(self, code: str, person: int) -> bool:
        """False when somebody else just did."""
        used = update(links).where(links.c.code == bindparam("of_code"), links.c.code_until > self.now)
        values = {"person": person, "code": None, "code_until": None, "linked_at": self.now, "moving_to": None}
        result = await self.run(used.values(**values), {"of_code": self._code_key(code)})
        return result.rowcount == 1

    async def set_code(self, link: int, code: str | None, until: datetime | None) -> None:
        key = None if code is None else self._code_key(code)
        await self.run(_LINK.values(code=key, code_until=until), {"which": link})

    async def of_office(self, office: str, *, most: int, after: int = 0) -> list[Link]:
        """The newest first, a page of them."""
        query = (
            select(links)
            .where(links.c.office == bindparam("office"))
            .order_by(links.c.made_at.desc(), links.c.id)
            .limit(most)
            .offset(after)
        )
        return [self._link(row) for row in await self.run(query, {"office": office})]

    async def count(self, office: str) -> int:
        query = select(func.count()).where(links.c.office == bindparam("office"))
        return int((await self.run(query, {"office": office})).scalar_one())

    async def of_person(self, person: int) -> list[Link]:
        query = select(links).where(links.c.person == bindparam("person")).order_by(links.c.linked_at)
        return [self._link(row) for row in await self.run(query, {"person": person})]

    async def set_moving(self, link: int, to: str | None) -> None:
        await self.run(_LINK.values(moving_to=to), {"which": link})

    async def move(self, link: Link) -> None:
        """Writes office and label as they are now."""
        values = {
            "office": link.office,
            "label": self.seal(link.label, "links", "label", link.id),
            "label_key": self._label_key(link.office, link.label),
            "moving_to": None,
        }
        await self.run(_LINK.values(**values), {"which": link.id})

    async def remove(self, link: int) -> None:
        await self.run(delete(links).where(links.c.id == bindparam("which")), {"which": link})

    async def purge(self) -> None:
        """Codes whose time is over; with them those who never used theirs."""
        over = links.c.code_until < self.now - timedelta(days=1)
        await self.run(delete(links).where(over, links.c.person.is_(None)))
        await self.run(update(links).where(over).values(code=None, code_until=None))

    def _link(self, row: Row[Any]) -> Link:
        label = self.open(row.label, "links", "label", row.id)
        return Link(
            row.id, row.office, label, row.person, row.linked_at, code_until=row.code_until,
            moving_to=row.moving_to, made_by=row.made_by,
        )  # fmt: skip

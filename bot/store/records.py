"""Small collections: audit, ids of messages in people's chats, loaded content, facts of the installation."""

import json
import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, delete, insert, select

from bot.store.collection import Collection, new_id
from bot.store.tables import audit, content, corrections, messages, meta, people

#: a bot may delete a message in a private chat for 48 hours (Bot API, deleteMessage)
DELETABLE = timedelta(hours=48)
#: deleted a little before Telegram would refuse, which it does for all messages of a call
MARGIN = timedelta(minutes=5)


class Audit(Collection):
    """Who did what when, in opaque ids; written in the transaction of the deed itself."""

    async def add(self, action: str, *, actor: int | None, subject: str, **data: Any) -> None:  # noqa: ANN401
        values = {"id": new_id(), "at": self.now, "actor": actor, "action": action, "subject": subject}
        await self.run(insert(audit), values | {"data": json.dumps(data, default=str)})


class Messages(Collection):
    """Message ids in people's chats, both directions, as long as they can be deleted."""

    async def add(self, sent: Iterable[tuple[int, int]]) -> None:
        """Remembers (Telegram id, message id) pairs of people we keep; of others nothing."""
        pairs = [(self.keyring.blind(telegram_id, "telegram"), message) for telegram_id, message in sent]
        known = select(people.c.telegram, people.c.id).where(people.c.telegram.in_(bindparam("who", expanding=True)))
        ids = {row.telegram: row.id for row in await self.run(known, {"who": [telegram for telegram, _ in pairs]})}
        rows = [
            {"person": ids[telegram], "message": message, "at": self.now}
            for telegram, message in pairs
            if telegram in ids
        ]
        if rows:
            await self.run(self.insert_or_ignore(messages), rows)

    async def deletable(self, person: int) -> list[int]:
        query = select(messages.c.message).where(
            messages.c.person == bindparam("person"), messages.c.at > self.now - DELETABLE + MARGIN
        )
        return list((await self.run(query.order_by(messages.c.message), {"person": person})).scalars())

    async def forget(self, person: int) -> None:
        await self.run(delete(messages).where(messages.c.person == bindparam("person")), {"person": person})

    async def purge(self) -> None:
        await self.run(delete(messages).where(messages.c.at < self.now - DELETABLE))


class ContentVersions(Collection):
    """The content as it was loaded, one document a version; the newest holds."""

    async def newest(self) -> str | None:
        row = await self.one(select(content.c.version).order_by(content.c.loaded_at.desc()).limit(1))
        return None if row is None else str(row.version)

    async def document(self, version: str) -> str:
        row = await self.one(select(content.c.document).where(content.c.version == version))
        return "" if row is None else str(row.document)

    async def add(self, version: str, document: str) -> None:
        await self.run(delete(content).where(content.c.version == version))
        await self.run(insert(content), {"version": version, "loaded_at": self.now, "document": document})

    async def add_correction(self, place: str, what: str, version: str) -> None:
        """Remembers that something about a place is wrong; not who said so."""
        values = {"id": new_id(), "place": place, "what": what, "content_version": version, "at": self.now}
        await self.run(insert(corrections), values)


class Meta(Collection):
    """Facts of the installation."""

    async def get(self, name: str) -> str | None:
        row = await self.one(select(meta.c.value).where(meta.c.name == name))
        return None if row is None else str(row.value)

    async def set(self, name: str, value: str) -> None:
        await self.run(delete(meta).where(meta.c.name == name))
        await self.run(insert(meta), {"name": name, "value": value})

    async def salt_of_the_day(self) -> str:
        """Random, and thrown away with the day: what is hashed with it is nobody's tomorrow."""
        name = f"salt:{self.now:%Y-%m-%d}"
        await self.run(delete(meta).where(meta.c.name.like("salt:%"), meta.c.name != name))
        await self.run(self.insert_or_ignore(meta), {"name": name, "value": secrets.token_hex(16)})
        return await self.get(name) or ""

"""Updates received and not yet handled; hashed ids of those that were, against repeats."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update

from bot.store.collection import Collection
from bot.store.sealing import SealError
from bot.store.tables import inbox

#: Telegram keeps an update for 24 hours; after that a repeat cannot come from it
QUARANTINE_LIFE = timedelta(hours=25)
REPEAT_LIFE = timedelta(days=8)

_HANDLED = (
    update(inbox)
    .where(inbox.c.update == bindparam("which"), inbox.c.body.isnot(None), inbox.c.state == "waiting")
    .values(body=None, state="handled")
)
_SEEN = select(inbox.c.update, inbox.c.state, inbox.c.attempts).where(
    inbox.c.update.in_(bindparam("keys", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Received:
    """A raw update, as Telegram sent it but for a location."""

    key: bytes
    update: dict[str, Any]
    attempts: int = 0


class Inbox(Collection):
    """The first thing written and the last thing removed of an update."""

    async def receive(self, updates: Iterable[dict[str, Any]]) -> list[Received]:
        """Writes those not seen before; returns them and those still to be handled, in their order.

        One that was seen may wait all the same: who wrote it perhaps died, or never heard that it was written.
        A press that comes again under another update's id is the same press.
        """
        keyed = ((self.keyring.blind(raw["update_id"], "update"), raw) for raw in updates)
        came = {key: Received(key, raw) for key, raw in keyed}
        if not came:
            return []
        presses = {key: press for key, one in came.items() if (press := self._press(one.update)) is not None}
        rows = await self.run(_SEEN, {"keys": [*came, *presses.values()]})
        seen = {row.update: row for row in rows.all()}
        known: set[bytes] = set(seen)
        waiting, fresh = [], []
        for key, one in came.items():
            if (row := seen.get(key)) is not None:
                if row.state == "waiting":
                    waiting.append(Received(key, one.update, row.attempts))
            elif (press := presses.get(key)) is None or press not in known:
                waiting.append(one)
                fresh.append(self._row(key, one.update))
                if press is not None:
                    known.add(press)
                    fresh.append(self._pressed(press))
        if fresh:
            await self.run(self.insert_or_ignore(inbox), fresh)
        return waiting

    def _press(self, update: dict[str, Any]) -> bytes | None:
        """Of a press, the name that Telegram gave it, which stays when it is brought anew."""
        query = update.get("callback_query")
        if not isinstance(query, dict) or not isinstance(query.get("id"), str):
            return None
        return self.keyring.blind(query["id"], "press")

    def _pressed(self, press: bytes) -> dict[str, Any]:
        return {"update": press, "received_at": self.now, "body": None, "attempts": 0, "state": "handled"}

    def _row(self, key: bytes, raw: dict[str, Any]) -> dict[str, Any]:
        body = self.seal(raw, "inbox", "body", key.hex())
        return {"update": key, "received_at": self.now, "body": body, "attempts": 0, "state": "waiting"}

    async def waiting(self) -> list[Received]:
        """What a stopped process left behind, oldest first."""
        query = (
            select(inbox).where(inbox.c.body.isnot(None), inbox.c.state == "waiting").order_by(inbox.c.received_at)
        )
        found = []
        for row in (await self.run(query)).all():
            try:
                body = self.open(row.body, "inbox", "body", row.update.hex())
            except SealError:
                # one that our keys cannot open may not hold up the others
                await self.failed(row.update, quarantine=True)
            else:
                found.append(Received(row.update, body, row.attempts))
        return sorted(found, key=lambda received: received.update["update_id"])

    async def handled(self, key: bytes) -> bool:
        """Forgets the body in the handler's own transaction; False if another process was faster."""
        return (await self.run(_HANDLED, {"which": key})).rowcount == 1

    async def failed(self, key: bytes, *, quarantine: bool) -> None:
        """Counts a failed try; what cannot be handled waits sealed, out of the way."""
        state = "quarantined" if quarantine else "waiting"
        failed = update(inbox).where(inbox.c.update == bindparam("which"), inbox.c.body.isnot(None))
        await self.run(failed.values(attempts=inbox.c.attempts + 1, state=state), {"which": key})

    async def quarantined(self) -> int:
        query = select(func.count()).where(inbox.c.state == "quarantined", inbox.c.body.isnot(None))
        return int((await self.run(query)).scalar_one())

    async def purge(self) -> None:
        """Ends quarantine after 25 hours and memory of ids after 8 days."""
        old = update(inbox).where(inbox.c.state == "quarantined", inbox.c.received_at < self.now - QUARANTINE_LIFE)
        await self.run(old.values(body=None))
        await self.run(delete(inbox).where(inbox.c.received_at < self.now - REPEAT_LIFE, inbox.c.body.is_(None)))

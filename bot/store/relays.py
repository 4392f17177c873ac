"""Messages passed on, by their ids on both sides, and what is still owed of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from bot.domain.cases import RelayState
from bot.store.collection import Collection, new_id
from bot.store.outbox import State
from bot.store.tables import cases, outbox, relays

_RELAY = update(relays).where(relays.c.id == bindparam("which"))
#: rows that carry the words themselves; one in flight is nobody's to change
_NOT_SENT = outbox.c.state.in_((State.OWED, State.HELD))
CARRY_WORDS = ("to_staff", "to_client", "edit_to_staff", "edit_to_client")


@dataclass(frozen=True, slots=True)
class Relay:
    """One message passed on, by its ids on both sides."""

    id: int
    case: int
    to_staff: bool
    state: RelayState
    at: datetime
    client_message: int | None
    staff_message: int | None
    receipt: int | None
    album: str | None = None
    #: the member in whose private chat the staff's message stands; none: in the group
    member: int | None = None


def relay_of(row: Row[Any] | None) -> Relay | None:
    if row is None:
        return None
    return Relay(
        row.id, row.case, row.to_staff, RelayState(row.state), row.at, row.client_message, row.staff_message,
        row.receipt, row.album, row.member,
    )  # fmt: skip


class Relays(Collection):
    """Relays by id, by message, by album."""

    async def add_relay(
        self,
        case: int,
        *,
        to_staff: bool,
        client_message: int | None = None,
        staff_message: int | None = None,
        album: str | None = None,
    ) -> int:
        relay = new_id()
        await self.run(
            insert(relays),
            {
                "id": relay, "case": case, "to_staff": to_staff, "state": RelayState.SAVED, "at": self.now,
                "client_message": client_message, "staff_message": staff_message, "album": album,
            },
        )  # fmt: skip
        return relay

    async def relay(self, relay: int) -> Relay | None:
        return relay_of(await self.one(select(relays).where(relays.c.id == bindparam("which")), {"which": relay}))

    async def newest_relays(self, most: int) -> list[Relay]:
        """Passed-on messages of anyone, the newest first: for the demo's journal."""
        rows = await self.run(select(relays).order_by(relays.c.at.desc()).limit(most))
        return [relay for row in rows if (relay := relay_of(row)) is not None]

    async def not_there_yet(self) -> dict[int, tuple[State, str | None]]:
        """Messages whose words wait: for a press or for another try, with the reason why the last one failed."""
        query = select(outbox.c.relay, outbox.c.state, outbox.c.reason).where(outbox.c.relay.isnot(None), _NOT_SENT)
        rows = await self.run(query.where(outbox.c.kind.in_(("to_staff", "to_client"))))
        return {row.relay: (State(row.state), row.reason) for row in rows}

    async def relay_in(self, case: int, *, client_side: bool, message: int) -> Relay | None:
        """The message of a request that stands under this id on one of its sides."""
        stands = relays.c.client_message if client_side else relays.c.staff_message
        query = select(relays).where(relays.c.case == bindparam("of_case"), stands == bindparam("message"))
        return relay_of(await self.one(query, {"of_case": case, "message": message}))

    async def in_copy(self, case: int, copy: int) -> list[Relay]:
        """The client's messages that stand in one message in the topic; those taken back no longer do."""
        query = select(relays).where(
            relays.c.case == bindparam("of_case"), relays.c.to_staff, relays.c.staff_message == bindparam("copy"),
            relays.c.state != RelayState.TAKEN_BACK,
        )  # fmt: skip
        rows = await self.run(query, {"of_case": case, "copy": copy})
        return [relay for row in rows if (relay := relay_of(row)) is not None]

    async def said_by_client(self, client: int, message: int) -> Relay | None:
        """What the client wrote under this id, in whichever of their requests."""
        query = (
            select(relays)
            .join(cases, relays.c.case == cases.c.id)
            .where(cases.c.client == bindparam("client"), relays.c.to_staff)
            .where(relays.c.client_message == bindparam("message"))
        )
        return relay_of(await self.one(query, {"client": client, "message": message}))

    async def said_by_staff(self, organisation: str, message: int) -> Relay | None:
        """What staff wrote under this id in their group."""
        query = (
            select(relays)
            .join(cases, relays.c.case == cases.c.id)
            .where(cases.c.organisation == bindparam("organisation"), ~relays.c.to_staff)
            .where(relays.c.staff_message == bindparam("message"), relays.c.member.is_(None))
        )
        return relay_of(await self.one(query, {"organisation": organisation, "message": message}))

    async def has_album(self, case: int, album: str) -> bool:
        query = select(relays.c.id).where(relays.c.case == bindparam("of_case"), relays.c.album == bindparam("album"))
        return await self.one(query.limit(1), {"of_case": case, "album": album}) is not None

    async def together_with(self, relay: Relay) -> list[Relay]:
        """The message and those that came with it as one album."""
        if relay.album is None:
            return [relay]
        query = select(relays).where(relays.c.case == bindparam("of_case"), relays.c.album == bindparam("album"))
        rows = await self.run(query, {"of_case": relay.case, "album": relay.album})
        return [one for row in rows if (one := relay_of(row)) is not None]

    async def set_relay(self, relay: int, **values: Any) -> None:  # noqa: ANN401 - columns of relays
        await self.run(_RELAY.values(**values), {"which": relay})

    async def advance_one(self, relay: int, before: Iterable[RelayState], to: RelayState) -> bool:
        """Moves one message's state on, if it is still before it."""
        moved = _RELAY.where(relays.c.state.in_(list(before))).values(state=to)
        return (await self.run(moved, {"which": relay})).rowcount == 1

    async def advance(self, case: int, before: Iterable[RelayState], to: RelayState) -> list[int]:
        """Moves the client's messages on to a state; returns those that moved."""
        moved = (
            update(relays)
            .where(relays.c.case == bindparam("of_case"), relays.c.to_staff, relays.c.state.in_(list(before)))
            .values(state=to)
            .returning(relays.c.id)
        )
        return list((await self.run(moved, {"of_case": case})).scalars())

    async def amend(self, relay: int, body: dict[str, Any]) -> bool:
        """Puts other words in place of those that are still owed; False if none are."""
        query = select(outbox.c.id, outbox.c.dedupe_key).where(
            outbox.c.relay == bindparam("of_relay"), outbox.c.kind.in_(CARRY_WORDS), _NOT_SENT
        )
        row = await self.one(query.order_by(outbox.c.id.desc()).limit(1), {"of_relay": relay})
        if row is None:
            return False
        owed = update(outbox).where(outbox.c.id == bindparam("which"), _NOT_SENT)
        amended = owed.values(body=self.seal(body, "outbox", "body", row.dedupe_key))
        return (await self.run(amended, {"which": row.id})).rowcount == 1

    async def withdraw(self, relay: int) -> bool:
        """Sends nothing more of a message; True if the message itself had not gone out."""
        owed = update(outbox).where(
            outbox.c.relay == bindparam("of_relay"), outbox.c.kind.in_(CARRY_WORDS), _NOT_SENT
        )
        withdrawn = owed.values(state=State.UNSENDABLE, reason="taken_back", body=None, done_at=self.now)
        kinds = await self.run(withdrawn.returning(outbox.c.kind), {"of_relay": relay})
        return not {"to_staff", "to_client"}.isdisjoint(kinds.scalars())

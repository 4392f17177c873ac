"""Whoever wrote learns what did not get through."""

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.domain import cases
from bot.domain.cases import Case, RelayState
from bot.domain.people import Reach

if TYPE_CHECKING:
    from bot.store import Store
    from bot.store.outbox import Owed

#: its moment passed before it could be sent
TOO_LATE = "too_late"
#: it is not true any more, and something newer is said instead, or nothing has to be
OVER = "over"
#: the group is there, and the bot put out of it, without its rights, or without topics: not to be waited out
GROUP_LOST = frozenset({"removed", "demoted", "no_topics"})
#: what staff read of whom nothing reaches. That someone shut the bot out is theirs to say; it is named to nobody
OUT_OF_REACH = {Reach.BLOCKED: "unreachable", Reach.DEACTIVATED: "gone", Reach.NOT_FOUND: "gone"}
#: within this time others may join the list
GATHERING = timedelta(seconds=20)
#: what clients and staff are told of, by the kind of what was given up
TO_CLIENT = {"edit_to_staff": "edit_not_passed", "take_back": "not_taken_back"}
TO_STAFF = {"to_client": "not_passed", "edit_to_client": "edit_not_passed"}


async def tell(store: "Store", case: Case, owed: "Owed", reason: str) -> None:
    """Owes a sentence to the author of what could not be sent, as an answer to it."""
    key, about = f"regret:{owed.id}", {"answers": owed.relay}
    if owed.kind == "to_staff" and owed.relay is not None:
        await store.cases.set_relay(owed.relay, state=RelayState.FAILED)
        await cases.owe_receipt(store, case, owed.relay, RelayState.FAILED)
    elif owed.kind in TO_CLIENT:
        body = {"notice": TO_CLIENT[owed.kind], "code": case.code, **about}
        await store.outbox.add("notice", key, body, person=case.client, case=case.id)
    elif owed.kind in TO_STAFF:
        note = OUT_OF_REACH[Reach(reason)] if reason in set(Reach) else TO_STAFF[owed.kind]
        await store.outbox.add(
            "staff_note", key, {"note": note, **about}, organisation=case.organisation, case=case.id
        )


async def tell_owner(store: "Store", owed: "Owed", reason: str) -> None:
    """Whoever it was sent for learns that it came to nothing: of all that comes together, in one list."""
    if owed.owner is None or "late" not in owed.body or reason == OVER:
        return
    why = TOO_LATE if reason == TOO_LATE else "unreachable"
    line = {"line": owed.body["late"], "why": why}
    # the list takes the lines along; should it be lost, each would still be told by itself
    alone = store.now + 90 * GATHERING
    await store.outbox.add("late_line", f"late:{owed.id}", line, person=owed.owner, due_at=alone)
    key = f"late:{owed.owner}:{store.now.timestamp() // GATHERING.total_seconds():.0f}"
    await store.outbox.add("late", key, {}, person=owed.owner, due_at=store.now + GATHERING)


async def tell_of_waiting(store: "Store", case: Case, owed: "Owed") -> None:
    """Nothing reaches the organisation for now: the client may have to call, the operator to look."""
    await group_lost(store, case.organisation)
    if owed.kind == "desk_call":
        # all they wrote has arrived, with someone who can no longer answer
        body = {"notice": "nobody_there", "code": case.code}
        await store.outbox.add("notice", f"nobody_there:{owed.id}", body, person=case.client, case=case.id)
    if owed.kind != "to_staff" or owed.relay is None:
        return
    if await store.cases.advance_one(owed.relay, cases.before(RelayState.WAITING), RelayState.WAITING):
        await cases.owe_receipt(store, case, owed.relay, RelayState.WAITING)


async def group_lost(store: "Store", organisation: str | None) -> None:
    """Nothing reaches the organisation: the operator is told once a day."""
    alarm = {"note": "no_group", "organisation": organisation}
    await store.outbox.add("to_ops", f"no_group:{organisation}:{store.now:%Y-%m-%d}", alarm)

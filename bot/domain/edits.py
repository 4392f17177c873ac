"""Second thoughts: what was said is changed on the other side too, or taken back from there."""

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.domain import cases, desk
from bot.domain.cases import Case, ClosedForStaff, RelayState, RequestClosed, Said
from bot.domain.errors import N_, DomainError, NotAllowed, Outdated
from bot.domain.people import Actor, Role

if TYPE_CHECKING:
    from bot.store import Store
    from bot.store.relays import Relay

#: bots can delete for 48 hours (Bot API, deleteMessage), and what is changed later than that nobody reads again
CHANGEABLE = timedelta(hours=47)


class TooLateToChange(DomainError):
    """The other side has long read it as it was."""

    sentence = N_("Too late: the other side keeps it as it was. Please write anew what has changed.")


class StaysInside(DomainError):
    """Staff had made it a word among themselves."""

    sentence = N_("This was not passed on: this message stays among you. Please write it anew.")


class TooLateToTakeBack(DomainError):
    """Telegram lets nobody take back what is two days old."""

    sentence = N_("Too late: after two days it can no longer be taken back from there.")


async def client_edits(store: "Store", actor: Actor, message: int) -> "Relay | None":
    """The client's own passed-on message that they changed; None for others of theirs."""
    return await store.cases.said_by_client(actor.id, message) if actor.id is not None else None


async def staff_edits(store: "Store", actor: Actor, organisation: str | None, message: int) -> "Relay | None":
    """A passed-on answer that someone of the organisation changed.

    Raises:
        NotAllowed: they are no longer of its staff.
    """
    relay = await store.cases.said_by_staff(organisation, message) if organisation is not None else None
    if relay is not None:
        actor.membership(Role.STAFF, organisation)
    return relay


async def staff_topic(store: "Store", actor: Actor, organisation: str | None, thread: int | None) -> Case | None:
    """The request in whose topic someone of the organisation writes; None elsewhere, and of others."""
    if organisation is None or thread is None or not desk.is_of_staff(actor, organisation):
        return None
    return await store.cases.by_topic(organisation, thread)


async def change(store: "Store", relay: "Relay", said: Said) -> None:
    """Owes the other side the newest words: in place of those still owed, or as an edit of the copy.

    Raises:
        RequestClosed: the request has ended.
        TooLateToChange: nobody would see the change.
        StaysInside: what staff took among themselves is not sent by an edit.
    """
    case = await store.cases.get(relay.case)
    if relay.state is RelayState.TAKEN_BACK and not relay.to_staff:
        raise StaysInside
    if case is None or relay.state is RelayState.TAKEN_BACK:
        return
    if case.is_closed:
        raise RequestClosed if relay.to_staff else ClosedForStaff
    if relay.at <= store.now - CHANGEABLE:
        raise TooLateToChange
    body = await cases.body_of(store, case, said, by_client=relay.to_staff)
    if await store.cases.amend(relay.id, body):
        return
    key = f"edit:{relay.id}:{secrets.token_hex(8)}"
    if relay.to_staff:
        await store.outbox.add(
            "edit_to_staff", key, body, organisation=case.organisation, case=case.id, relay=relay.id
        )
    else:
        await store.outbox.add("edit_to_client", key, body, person=case.client, case=case.id, relay=relay.id)


async def keep_inside(store: "Store", relay: "Relay") -> bool:
    """Staff would rather keep it among themselves; True if the person has not got it, and now never will."""
    if await store.cases.withdraw(relay.id):
        await store.cases.set_relay(relay.id, state=RelayState.TAKEN_BACK)
        return True
    return relay.state is RelayState.TAKEN_BACK


async def take_back(store: "Store", actor: Actor, relay_id: int) -> None:
    """The client takes back what they said, an album whole; works in a closed request too.

    Raises:
        NotAllowed: it is not theirs, or is not.
        Outdated: it is taken back already, or never arrived.
        TooLateToTakeBack: Telegram would refuse.
    """
    relay = await store.cases.relay(relay_id)
    if relay is None or not relay.to_staff:
        raise NotAllowed
    case = await cases.of_client(store, actor, relay.case)
    if relay.state in {RelayState.TAKEN_BACK, RelayState.FAILED}:
        raise Outdated
    if relay.at <= store.now - CHANGEABLE:
        raise TooLateToTakeBack
    together = [one.id for one in await store.cases.together_with(relay)]
    arrived = [one for one in together if not await store.cases.withdraw(one)]
    for one in set(together) - set(arrived):
        await store.cases.set_relay(one, state=RelayState.TAKEN_BACK)
    if not arrived:
        await cases.owe_receipt(store, case, relay.id, RelayState.TAKEN_BACK)
        return
    await store.outbox.add(
        "take_back",
        f"take_back:{relay.id}",
        {"relays": arrived},
        organisation=case.organisation,
        case=case.id,
        relay=relay.id,
    )


async def taken_back(store: "Store", case: Case, relay: int, gone: list[int]) -> None:
    """The copies are gone: the client sees so, and staff see that something is."""
    for one in {relay, *gone}:
        await store.cases.set_relay(one, state=RelayState.TAKEN_BACK)
    await cases.owe_receipt(store, case, relay, RelayState.TAKEN_BACK)
    note = {"note": "taken_back"}
    await store.outbox.add("staff_note", f"taken_back:{relay}", note, organisation=case.organisation, case=case.id)

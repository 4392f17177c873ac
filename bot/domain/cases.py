"""A request and its conversation: open, take, relay, close."""

import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from bot.domain.contracts import Provider, Reason
from bot.domain.errors import N_, ConsentNeeded, DomainError, NotAllowed, Outdated
from bot.domain.people import Actor, Reach, Role, Scope

if TYPE_CHECKING:
    from bot.store import Store

#: an answer within this time of the client's last words comes as it is; later it knocks first
IN_TALK = timedelta(hours=1)
#: letters and digits nobody mixes up when read aloud or off a cracked screen
_LETTERS = "ACEHKMPTX"
_DIGITS = "2345679"
#: digits at the end of a code, by the try: of the shortest there are 27,783, of the longest 1,361,367
_TAILS = (2, 2, 2, 3, 3, 3, 4, 4, 4, 4, 4, 4)


class CaseState(StrEnum):
    """Where a request is."""

    OPEN = "open"
    TAKEN = "taken"
    CLOSED = "closed"


class RelayState(StrEnum):
    """What became of one message, as its author can see."""

    SAVED = "saved"
    #: saved for an hour already: nobody is connected to take it
    WAITING = "waiting"
    DELIVERED = "delivered"
    SEEN = "seen"
    ANSWERED = "answered"
    FAILED = "failed"
    TAKEN_BACK = "taken_back"


#: the only ways on; a late "delivered" never undoes an "answered"
ORDER = (RelayState.SAVED, RelayState.WAITING, RelayState.DELIVERED, RelayState.SEEN, RelayState.ANSWERED)


@dataclass(frozen=True, slots=True)
class Case:
    """One request of one client to one organisation."""

    id: int
    code: str
    client: int
    organisation: str | None
    contract: str | None
    need: str | None
    territory: str
    reasons: list[dict[str, Any]]
    state: CaseState
    taken_by: int | None
    opened_at: datetime
    last_at: datetime
    thread: int | None = None
    card: int | None = None
    urgent: bool = False
    #: the member in whose private chat it is answered; none where it is in the group, or with nobody yet
    desk: int | None = None

    @property
    def is_closed(self) -> bool:
        return self.state is CaseState.CLOSED


@dataclass(frozen=True, slots=True)
class Said:
    """What someone said, as it is passed on: text, a town's code, or a file by Telegram's own id with its caption."""

    kind: str
    text: str = ""
    file_id: str | None = None
    phone: str | None = None
    #: somebody else's words, whose name is left out
    forwarded: bool = False
    #: what came together shares this
    album: str | None = None
    #: the message of its author's own chat that it answers
    answers: int | None = None

    def as_body(self, answered: int | None) -> dict[str, Any]:
        """What is kept until it is sent; ``answered`` is the relay of the message it answers."""
        parts = asdict(self) | {"answers": answered}
        return {name: value for name, value in parts.items() if value and name != "album"}


class RequestClosed(DomainError):
    """Somebody writes into a request that has ended."""

    sentence = N_("This request is closed. You can start a new one from the home screen.")


class ClosedForStaff(RequestClosed):
    """Staff write into a request that has ended."""

    sentence = N_("This request is closed. This was not passed on.")


class AlreadyTaken(DomainError):
    """Someone else of the organisation was faster."""

    sentence = N_("Someone else has already taken this request.")


class OwnRequest(DomainError):
    """Staff who ask for help themselves are answered by a colleague."""

    sentence = N_("This is your own request. A colleague has to take it.")


def new_case_code(tail: int = 2) -> str:
    """A code such as ``K7M-42``: what both sides call a request; says nothing of anyone."""
    pick = secrets.choice
    return f"{pick(_LETTERS)}{pick(_DIGITS)}{pick(_LETTERS)}-{''.join(pick(_DIGITS) for _ in range(tail))}"


async def open_case(
    store: "Store",
    actor: Actor,
    need: str | None,
    territory: str,
    provider: Provider,
    reasons: Iterable[Reason],
    *,
    urgent: bool = False,
) -> Case:
    """Opens a request where the route leads, or returns the one that is already open there for the same need.

    An urgent one goes before everything else, and rings where its organisation works; an open one can become urgent.

    Raises:
        ConsentNeeded: the person has not agreed that we keep requests.
    """
    if actor.id is None or not actor.agreed(Scope.SERVICE):
        raise ConsentNeeded
    case = await store.cases.open_one(actor.id, provider.organisation, need)
    if case is None:
        case = await _add(store, actor.id, need, territory, provider, reasons)
        await store.audit.add("case.opened", actor=actor.id, subject=f"case:{case.id}")
    if urgent and not case.urgent:
        case = await _mark_urgent(store, actor, case)
    await store.people.wrote(actor.id, case.id)
    return case


async def _add(
    store: "Store", client: int, need: str | None, territory: str, provider: Provider, reasons: Iterable[Reason]
) -> Case:
    """Under a code that no other request has: a longer one where the short ones are mostly taken."""
    why = [reason.as_data() for reason in reasons]
    for tail in _TAILS:
        case = await store.cases.add(
            client,
            new_case_code(tail),
            organisation=provider.organisation,
            contract=provider.contract,
            need=need,
            territory=territory,
            reasons=why,
        )
        if case is not None:
            return case
    raise LookupError("no code is free")


async def _mark_urgent(store: "Store", actor: Actor, case: Case) -> Case:
    """Rings once for a request, however often the button is pressed."""
    case = replace(case, urgent=True)
    await store.cases.mark_urgent(case.id)
    await store.audit.add("case.urgent", actor=actor.id, subject=f"case:{case.id}")
    await store.outbox.add("ring", f"ring:{case.id}", {}, urgent=True, organisation=case.organisation, case=case.id)
    await show_card(store, case, "urgent")
    return case


async def record_unmet(store: "Store", actor: Actor, need: str | None, territory: str) -> None:
    """Remembers that nobody is contracted for this need here: the coordinator's figures.

    However often someone asks, it counts once a day; who it was is not kept.
    """
    if actor.id is None:
        return
    await store.cases.add_unmet(need, territory, once_for=f"{actor.id}:{need}:{await store.meta.salt_of_the_day()}")


async def current(store: "Store", actor: Actor) -> Case | None:
    """The request that what the client types goes to."""
    if actor.id is None or actor.talking is None:
        return None
    case = await store.cases.get(actor.talking)
    return case if case is not None and case.client == actor.id else None


async def of_client(store: "Store", actor: Actor, case_id: int) -> Case:
    """The client's own request.

    Raises:
        NotAllowed: it is not theirs, or is not.
    """
    case = await store.cases.get(case_id)
    if case is None or actor.id is None or case.client != actor.id:
        raise NotAllowed
    return case


async def of_staff(store: "Store", actor: Actor, case_id: int) -> Case:
    """A request of the actor's own organisation.

    Raises:
        NotAllowed: it is another organisation's, or is not.
    """
    case = await store.cases.get(case_id)
    if case is None or case.organisation is None:
        raise NotAllowed
    actor.membership(Role.STAFF, case.organisation)
    return case


async def go_on(store: "Store", case: Case) -> None:
    """The client turns to one of their requests again.

    Raises:
        RequestClosed: it has ended.
    """
    if case.is_closed:
        raise RequestClosed
    await store.people.wrote(case.client, case.id)
    await store.outbox.release(case.client, case.id)


async def reach_changed(store: "Store", actor: Actor, reach: Reach) -> None:
    """The client blocked the bot or came back: the staff of their open requests are told."""
    if actor.id is None or reach is actor.reach:
        return
    await store.people.set_reach(actor.id, reach)
    note = "can_be_reached" if reach is Reach.OK else "unreachable"
    for case in await store.cases.of_client(actor.id):
        key = f"reach:{case.id}:{note}:{store.now.timestamp():.0f}"
        await store.outbox.add("staff_note", key, {"note": note}, organisation=case.organisation, case=case.id)


async def client_says(store: "Store", actor: Actor, case: Case, said: Said, message: int) -> int:
    """Passes the client's message on; returns the relay, whose state they can see.

    Raises:
        RequestClosed: the request has ended.
    """
    if case.is_closed:
        raise RequestClosed
    is_new = said.album is None or not await store.cases.has_album(case.id, said.album)
    relay = await store.cases.add_relay(case.id, to_staff=True, client_message=message, album=said.album)
    await store.people.wrote(case.client, case.id)
    await store.cases.touch(case.id)
    await store.outbox.add(
        "to_staff",
        f"relay:{relay}",
        await body_of(store, case, said, by_client=True),
        urgent=case.urgent,
        organisation=case.organisation,
        case=case.id,
        relay=relay,
    )
    # who writes is there to read: what waited unopened in this talk comes now
    await store.outbox.release(case.client, case.id)
    if is_new:
        # one for an album
        await owe_receipt(store, case, relay, RelayState.SAVED)
    return relay


async def staff_says(store: "Store", actor: Actor, case: Case, said: Said, message: int) -> int:
    """Passes an answer to the client; what they had written so far is thereby answered.

    Raises:
        ClosedForStaff: the request has ended.
    """
    if case.is_closed:
        raise ClosedForStaff
    if case.state is CaseState.OPEN:
        await take(store, actor, case)
    relay = await store.cases.add_relay(case.id, to_staff=False, staff_message=message)
    await store.cases.touch(case.id)
    body = await body_of(store, case, said, by_client=False)
    await store.outbox.add("to_client", f"relay:{relay}", body, person=case.client, case=case.id, relay=relay)
    await advance_all(store, case, RelayState.ANSWERED)
    return relay


async def body_of(store: "Store", case: Case, said: Said, *, by_client: bool) -> dict[str, Any]:
    """What is to be sent; an answer to a message of the same request is known as such."""
    if said.answers is None:
        return said.as_body(None)
    answered = await store.cases.relay_in(case.id, client_side=by_client, message=said.answers)
    return said.as_body(answered.id if answered else None)


async def take(store: "Store", actor: Actor, case: Case) -> Case:
    """Makes the actor the one who answers.

    Raises:
        AlreadyTaken: someone else is; pressing twice oneself is fine.
        OwnRequest: they asked for it themselves.
        RequestClosed: the request has ended.
    """
    if case.is_closed:
        raise RequestClosed
    membership = actor.membership(Role.STAFF, case.organisation)
    if case.state is CaseState.TAKEN:
        if case.taken_by == membership.id:
            return case
        raise AlreadyTaken
    if case.client == actor.id:
        raise OwnRequest
    # without a group it is answered in the taker's own chat
    desk = None if await store.groups.is_bound(case.organisation or "") else actor.id
    if not await store.cases.take(case.id, membership.id, desk=desk):
        raise AlreadyTaken
    if desk is not None:
        await store.desk.release_words(case.id)
    await store.audit.add("case.taken", actor=actor.id, subject=f"case:{case.id}")
    await advance_all(store, case, RelayState.SEEN)
    await show_card(store, case, "taken")
    return await of_staff(store, actor, case.id)


async def seen(store: "Store", actor: Actor, case: Case) -> None:
    """Staff reacted to a message: whatever came before it has been seen."""
    actor.membership(Role.STAFF, case.organisation)
    await advance_all(store, case, RelayState.SEEN)


async def close(store: "Store", actor: Actor, case: Case, *, by_client: bool) -> Case:
    """Ends a request; the other side is told.

    Raises:
        AlreadyTaken: a colleague answers it, in a chat of their own.
        Outdated: it has ended already.
    """
    if not by_client and case.desk not in {None, actor.id}:
        raise AlreadyTaken
    if not await store.cases.close(case.id):
        raise Outdated
    await store.desk.drop_words(case.id)
    await store.audit.add("case.closed", actor=actor.id, subject=f"case:{case.id}", by_client=by_client)
    await store.people.leave_case(case.client, case.id)
    await show_card(store, case, "closed")
    if not by_client:
        await store.outbox.add(
            "notice",
            f"closed:{case.id}",
            {"notice": "case_closed", "code": case.code},
            person=case.client,
            case=case.id,
        )
    return case


def before(state: RelayState) -> tuple[RelayState, ...]:
    """The states from which a message can move on to this one."""
    return ORDER[: ORDER.index(state)]


async def advance_all(store: "Store", case: Case, state: RelayState) -> None:
    """Moves the client's messages on to a state, never back, and owes the change of each receipt."""
    for relay in await store.cases.advance(case.id, before(state), state):
        await owe_receipt(store, case, relay, state)


async def owe_receipt(store: "Store", case: Case, relay: int, state: RelayState) -> None:
    """Owes the client the new state of one message."""
    await store.outbox.add(
        "receipt", f"receipt:{relay}:{state}", {"state": state}, person=case.client, case=case.id, relay=relay
    )


async def show_card(store: "Store", case: Case, event: str) -> None:
    """Owes the staff a card that says what is true now, each time anew: what was freed can be taken again."""
    key = f"card:{case.id}:{event}:{secrets.token_hex(4)}"
    await store.outbox.add("card", key, {}, urgent=case.urgent, organisation=case.organisation, case=case.id)


async def arrived(store: "Store", case: Case, relay: int | None) -> None:
    """The client's message is where staff can read it."""
    if relay is not None and await store.cases.advance_one(relay, before(RelayState.DELIVERED), RelayState.DELIVERED):
        await owe_receipt(store, case, relay, RelayState.DELIVERED)

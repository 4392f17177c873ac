"""An organisation without a group: its members' private chats with the bot are its desk.

A request waits in a queue. Members are told that there is one; what the client wrote stays sealed until one of them
takes it, and then goes to that member alone.
"""

import secrets
from typing import TYPE_CHECKING

from bot.domain import cases, people
from bot.domain.cases import AlreadyTaken, Case, CaseState, ClosedForStaff, RelayState, Said
from bot.domain.errors import N_, DomainError, NotAllowed, Outdated
from bot.domain.people import Actor, Reach, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.store import Store
    from bot.store.desk import DeskMessage
    from bot.store.relays import Relay


class AnsweredInTheGroup(DomainError):
    """The organisation has a group by now, and the request waits there."""

    sentence = N_("This was not passed on: the request is in your group now. Please answer there.")


async def call(store: "Store", case: Case, round_: str) -> bool:
    """Owes each member who can be reached a knock, once a round; False if there is nobody."""
    members = await store.desk.reachable(case.organisation or "", but=case.client)
    for person in members:
        await store.outbox.add(
            "desk_knock",
            f"desk:{case.id}:{round_}:{person}",
            {},
            urgent=case.urgent,
            person=person,
            organisation=case.organisation,
            case=case.id,
        )
    return bool(members)


def first_round(case: Case) -> str:
    """A request that becomes urgent rings anew."""
    return "urgent" if case.urgent else "new"


async def announced(store: "Store", case: Case) -> None:
    """At least one member knows of it: the organisation has it."""
    await cases.advance_all(store, case, RelayState.DELIVERED)


async def lost(store: "Store", case: Case, knock: int) -> None:
    """A member cannot be reached: another try may knock again; if they were the last, the words are owed anew."""
    await store.desk.drop_knock(knock)
    if case.desk is None and not await store.desk.reachable(case.organisation or "", but=case.client):
        await store.desk.release_words(case.id)


async def of_member(store: "Store", actor: Actor, message: int) -> Case | None:
    """The request to which a message in the actor's own chat belongs, while they are of its organisation's staff."""
    if actor.id is None or not actor.memberships:
        return None
    case = await store.desk.case_at(actor.id, message)
    return case if case is not None and is_of_staff(actor, case.organisation) else None


def organisations(actor: Actor) -> list[str]:
    """Whose staff they are."""
    return [held.organisation for held in actor.memberships if held.role is Role.STAFF]


def is_of_staff(actor: Actor, organisation: str | None) -> bool:
    return organisation in organisations(actor)


async def answer(store: "Store", actor: Actor, case: Case, said: Said, message: int) -> None:
    """Passes on what a member answered in their own chat; who answers what nobody took takes it.

    Raises:
        NotAllowed: they are not, or no longer, of its staff.
        ClosedForStaff: the request has ended.
        AlreadyTaken: a colleague answers it.
        AnsweredInTheGroup: the organisation has a group by now.
        Outdated: this very message was passed on before.
    """
    case = await cases.of_staff(store, actor, case.id)
    if case.is_closed:
        raise ClosedForStaff
    if case.state is CaseState.OPEN and await store.groups.is_bound(case.organisation or ""):
        raise AnsweredInTheGroup
    if case.state is CaseState.OPEN:
        case = await cases.take(store, actor, case)
    if case.desk is None or case.desk != actor.id:
        raise AlreadyTaken
    if await store.desk.said_at(actor.id, message) is not None:
        raise Outdated
    relay = await cases.staff_says(store, actor, case, said, message)
    await store.cases.set_relay(relay, member=actor.id)
    await store.desk.put(actor.id, message, case.id, "words")


async def edits(store: "Store", actor: Actor, message: int) -> "Relay | None":
    """A passed-on answer that a member changed in their own chat; None of others, and of who is no longer staff."""
    if actor.id is None or not actor.memberships:
        return None
    relay = await store.desk.said_at(actor.id, message)
    case = await store.cases.get(relay.case) if relay is not None else None
    return relay if case is not None and is_of_staff(actor, case.organisation) else None


async def hand_back(store: "Store", actor: Actor, case: Case) -> None:
    """The request waits for somebody again, and the others are told; so is the client.

    Raises:
        Outdated: they do not answer it, or it has ended.
    """
    membership = actor.membership(Role.STAFF, case.organisation)
    if case.taken_by != membership.id or not await _free(store, case):
        raise Outdated
    await store.audit.add("case.handed_back", actor=actor.id, subject=f"case:{case.id}")


async def revoke(store: "Store", membership: int, *, by: int | None = None) -> None:
    """Ends a membership, from their next update on: what they answered waits again, what they have is removed."""
    await people.revoke(store, membership, by=by)
    for case in await store.desk.taken_under(membership):
        await _free(store, case)
    for message in (standing := await store.desk.of_membership(membership)):
        await store.desk.forget(message.person, message.message)
    await _owe_removal(store, standing, told=False)


async def in_reach(store: "Store", actor: Actor) -> None:
    """A member came, or came back: what waited for somebody to tell is due now."""
    for organisation in organisations(actor):
        await store.outbox.hurry(organisation)


async def out_of_reach(store: "Store", actor: Actor) -> None:
    """A member blocked the bot: whoever waits for their answer gets a colleague's."""
    for held in actor.memberships:
        for case in await store.desk.taken_under(held.id):
            if case.desk is not None:
                await _free(store, case)


async def taker_lost(store: "Store", case: Case, reach: Reach) -> None:
    """The taker cannot be reached, as it turned out while sending."""
    await _free(store, case)
    await store.audit.add("case.taker_lost", actor=None, subject=f"case:{case.id}", reach=reach)


async def _free(store: "Store", case: Case) -> bool:
    if case.taken_by is None or not await store.desk.hand_back(case.id, case.taken_by):
        return False
    await cases.show_card(store, case, "free")
    if case.desk is None:
        # in a group, where all of them see the card
        return True
    key = f"{case.id}:{secrets.token_hex(4)}"
    await store.outbox.add(
        "notice", f"freed:{key}", {"notice": "handed_back", "code": case.code}, person=case.client, case=case.id
    )
    kind, body = "desk_call", {"round": secrets.token_hex(4)}
    if await store.groups.is_bound(case.organisation or ""):
        kind, body = "staff_note", {"note": "from_queue"}
    await store.outbox.add(
        kind, f"{kind}:{key}", body, urgent=case.urgent, organisation=case.organisation, case=case.id
    )
    return True


async def group_bound(store: "Store", organisation: str) -> None:
    """What nobody has taken goes to the new group; what someone answers stays in their chat."""
    for case in await store.desk.waiting(organisation, most=1000):
        # words make the topic themselves; one that was handed back has none, perhaps
        if case.thread is not None or await store.desk.release_words(case.id):
            continue
        await store.outbox.add(
            "staff_note", f"to_group:{case.id}", {"note": "from_queue"}, organisation=organisation, case=case.id
        )


async def seen(store: "Store", actor: Actor, message: int) -> None:
    """A member reacted to a message in their own chat."""
    case = await of_member(store, actor, message)
    if case is not None and case.desk == actor.id:
        await cases.seen(store, actor, case)


def may_see(actor: Actor, organisation: str) -> None:
    """Whether the queue of the organisation is theirs to see.

    Raises:
        NotAllowed: it is not.
    """
    if not is_of_staff(actor, organisation):
        raise NotAllowed


async def remove_of_client(store: "Store", client: int) -> None:
    """Owes the removal of all that stands of a client in members' chats, as far as Telegram lets bots delete."""
    await _owe_removal(store, await store.desk.of_client(client), told=True)


async def _owe_removal(store: "Store", standing: "Iterable[DeskMessage]", *, told: bool) -> None:
    """A row for each member and request; it carries all it needs, since by then there may be no request."""
    by_chat: dict[tuple[int, str], list[DeskMessage]] = {}
    for message in standing:
        by_chat.setdefault((message.person, message.code), []).append(message)
    for (person, code), messages in by_chat.items():
        young = [one.message for one in messages if store.desk.is_deletable(one)]
        body = {"messages": young, "older": len(messages) - len(young), "code": code, "told": told}
        # a key that leads back to nothing
        await store.outbox.add(
            "desk_removal", f"desk_removal:{secrets.token_hex(8)}", body, urgent=True, person=person
        )

"""What is kept of a person, how they take their consent back, and how they are erased."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain import cases, desk, offices
from bot.domain.cases import Case
from bot.domain.dormitories import holds
from bot.domain.errors import NotAllowed
from bot.domain.people import Actor, Scope

if TYPE_CHECKING:
    from bot.store import Store
    from bot.store.privacy import Topic


@dataclass(frozen=True, slots=True)
class Kept:
    """How many rows each table holds of a person; tables that hold none are not named."""

    rows: Mapping[str, int]
    #: of the requests, those not closed
    open_requests: int
    #: of the messages owed, those whose words are still there
    with_words: int


async def kept(store: "Store", actor: Actor) -> Kept | None:
    """What the tables hold at this moment; None of a visitor."""
    if actor.id is None:
        return None
    rows = await store.privacy.rows(actor.id)
    still_open = await store.cases.of_client(actor.id)
    return Kept(rows, len(still_open), await store.privacy.with_words(actor.id))


async def withdraw(store: "Store", actor: Actor, scope: Scope) -> int:
    """Takes one consent back; returns how many requests that ended. What was kept until now stays until erased.

    Raises:
        NotAllowed: it was not given.
    """
    if actor.id is None or not actor.agreed(scope):
        raise NotAllowed
    await store.people.set_consents(actor.id, actor.consents - {scope})
    await store.audit.add("consent.withdrawn", actor=actor.id, subject=f"person:{actor.id}", scope=scope)
    if scope is Scope.REMINDERS:
        await store.reminders.forget(actor.id)
    if scope is Scope.APPOINTMENTS:
        await offices.lose(store, actor)
    if scope is not Scope.SERVICE:
        return 0
    await holds.let_go(store, actor.id)
    await store.privacy.forget_place(actor.id)
    ended = await store.cases.of_client(actor.id)
    for case in ended:
        await _end(store, actor, case)
    return len(ended)


async def _end(store: "Store", actor: Actor, case: Case) -> None:
    """Nothing more of the request goes to staff but that it ended, and only where they have heard of it."""
    await store.privacy.drop_unsent_words(case.id)
    await cases.close(store, actor, case, by_client=True)
    if case.thread is not None or case.taken_by is not None:
        note = {"note": "withdrawn"}
        await store.outbox.add(
            "staff_note", f"withdrawn:{case.id}", note, organisation=case.organisation, case=case.id
        )


async def erase(store: "Store", actor: Actor, telegram_id: int) -> None:
    """Everything of ours at once; the topics in staff's groups follow as soon as Telegram lets them go.

    Of a member of staff, all they have as a client goes; that they are staff is their organisation's to end.
    """
    if actor.id is None:
        return
    await offices.lose(store, actor)
    await holds.let_go(store, actor.id)
    for topic in await store.privacy.topics(actor.id):
        await _owe_its_end(store, topic)
    await desk.remove_of_client(store, actor.id)
    await store.privacy.erase(actor.id, telegram_id, member=bool(actor.memberships))
    await store.audit.add("person.erased", actor=None, subject="person")


async def _owe_its_end(store: "Store", topic: "Topic") -> None:
    """The row carries all it needs, since by the time it is due there is no request and perhaps another group."""
    group = await store.groups.chat(topic.organisation)
    if group is None:
        return
    body = {"chat": group.chat_id, "thread": topic.thread, "code": topic.code, "locale": group.locale}
    if topic.earlier:
        body["earlier"] = True
    # a key that leads back to nothing
    key = f"delete_topic:{secrets.token_hex(8)}"
    await store.outbox.add("delete_topic", key, body, urgent=True, organisation=topic.organisation)

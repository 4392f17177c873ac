"""Probation offices and inspections, their officers, and the clients who agreed to be linked to one."""

import secrets
from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.domain.errors import N_, DomainError, NotAllowed, Outdated
from bot.domain.people import Actor, Role, RolesApart, Scope

if TYPE_CHECKING:
    from bot.store import Store

#: how long the code on paper can be used
CODE_LIFE = timedelta(days=14)
#: signs that look the same in both alphabets or in neither, and that nobody mixes up: sixteen, four bits each
SIGNS = "ACEHKMPTX2345679"
CODE_SIGNS = 16
#: what is typed on a Cyrillic keyboard, or read as something else
_SAME = str.maketrans("АСЕНКМРТХАСЕНКМРТХ", "ACEHKMPTXACEHKMPTX")
MOST_LABEL = 20
MOST_TITLE, MOST_WHEREABOUTS = 80, 200
MOST_CODES = 40
#: wrong codes that one may try within this time, and all together may
TRIES_IN = timedelta(hours=1)
MOST_TRIES, MOST_TRIES_OF_ALL = 5, 2000


class OfficeKind(StrEnum):
    """In Belarus inspections, in Kyrgyzstan probation; the words differ."""

    PROBATION = "probation"
    INSPECTION = "inspection"


@dataclass(frozen=True, slots=True)
class Office:
    """Where officers work, as anyone may know it."""

    id: str
    title: str
    territory: str
    kind: OfficeKind
    #: where its people are expected: a place of the directory, or in words
    place: str | None = None
    whereabouts: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A client of an office: to its officers a label and nothing else."""

    id: int
    office: str
    label: str
    #: nobody, until the code is used
    person: int | None
    linked_at: datetime | None
    code_until: datetime | None = None
    #: the office that is to take them over, until they agree
    moving_to: str | None = None
    made_by: int | None = None


class CodeUnusable(DomainError):
    """Unknown, used, expired and foreign codes read the same."""

    sentence = N_(
        "This code cannot be used: it was used before, it is too old, or a letter is wrong. Ask for a new one."
    )


class TooManyTries(DomainError):
    """Nobody types a code wrong so often by mistake."""

    sentence = N_("Too many codes were tried. Please try again in an hour.")


class NoLabel(DomainError):
    """Nothing to call the client by, or too much."""

    sentence = N_("A label has up to {most} characters, in one line: for example 07-118.")


class LabelTaken(DomainError):
    """The office has a client of this label already."""

    sentence = N_("There is a client “{label}” already. Choose another label, or give them a new code.")


class Tries:
    """How often codes were tried in vain, in this process's memory."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._of_all: deque[tuple[datetime, int]] = deque()

    def check(self, telegram_id: int) -> None:
        """Refuses whoever tried too often.

        Raises:
            TooManyTries: whatever the code is.
        """
        oldest = self.clock.now() - TRIES_IN
        while self._of_all and self._of_all[0][0] <= oldest:
            self._of_all.popleft()
        own = sum(1 for _, who in self._of_all if who == telegram_id)
        if own >= MOST_TRIES or len(self._of_all) >= MOST_TRIES_OF_ALL:
            raise TooManyTries

    def failed(self, telegram_id: int) -> None:
        self._of_all.append((self.clock.now(), telegram_id))


def new_code_of(signs: int) -> str:
    """Four random bits a sign; it can be read aloud and typed on any keyboard."""
    return "".join(secrets.choice(SIGNS) for _ in range(signs))


def new_link_code() -> str:
    return new_code_of(CODE_SIGNS)


def grouped(code: str) -> str:
    """As it stands on paper: K7MP-2T9X-…"""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_code(text: str) -> str | None:
    """A code as it was typed: small letters, Cyrillic ones, spaces and dashes are fine. None: it is no code."""
    bare = "".join(text.upper().split()).replace("-", "").replace("–", "").replace("—", "").translate(_SAME)
    return bare if len(bare) == CODE_SIGNS and set(bare) <= set(SIGNS) else None


def clean_label(text: str) -> str:
    """Raises NoLabel."""
    label = " ".join(text.split())
    if not 0 < len(label) <= MOST_LABEL or any(not sign.isprintable() for sign in label):
        raise NoLabel(most=MOST_LABEL)
    return label


# ---- the office


async def found(
    store: "Store",
    title: str,
    territory: str,
    kind: OfficeKind,
    *,
    place: str | None = None,
    whereabouts: str | None = None,
) -> Office:
    """Makes an office; its officers are invited from the command line."""
    office = Office(f"office-{secrets.token_hex(4)}", title, territory, kind, place, whereabouts)
    await store.offices.add(office)
    await store.audit.add("office.made", actor=None, subject=f"office:{office.id}", kind=kind)
    return office


async def office_of(store: "Store", actor: Actor, office: str | None = None) -> Office:
    """The office for which they act.

    Raises:
        NotAllowed: they are no officer, or not of that office.
    """
    held = actor.membership(Role.OFFICER, office)
    found = await store.offices.get(held.organisation)
    if found is None:
        raise NotAllowed
    return found


async def link_of_officer(store: "Store", actor: Actor, link: int) -> Link:
    """A client of the officer's own office.

    Raises:
        NotAllowed: there is none, or they are another office's.
    """
    found = await store.links.get(link)
    if found is None:
        raise NotAllowed
    actor.membership(Role.OFFICER, found.office)
    return found


async def link_of_client(store: "Store", actor: Actor, link: int) -> Link:
    """The client's own link.

    Raises:
        NotAllowed: there is none, or it is somebody else's.
    """
    found = await store.links.get(link)
    if found is None or actor.id is None or found.person != actor.id:
        raise NotAllowed
    return found


# ---- codes on paper


async def new_client(store: "Store", actor: Actor, label: str) -> tuple[Link, str]:
    """A client by the label the officer gives, and the code that links them, which is known to nobody else.

    Raises:
        LabelTaken: the office calls somebody so already.
        NoLabel: it is empty, or too long.
    """
    office = await office_of(store, actor)
    label = clean_label(label)
    known = await store.links.by_label(office.id, label)
    if known is not None:
        raise LabelTaken(label=label)
    link = await store.links.add(office.id, label, by=actor.id)
    return await _give_code(store, actor, link)


async def new_code(store: "Store", actor: Actor, link: int) -> tuple[Link, str]:
    """Another code for a client: the one before it is worthless from now on."""
    return await _give_code(store, actor, await link_of_officer(store, actor, link))


async def _give_code(store: "Store", actor: Actor, link: Link) -> tuple[Link, str]:
    code, until = new_link_code(), store.now + CODE_LIFE
    await store.links.set_code(link.id, code, until)
    await store.audit.add("link.code", actor=actor.id, subject=f"link:{link.id}")
    return replace(link, code_until=until), code


async def withdraw_code(store: "Store", actor: Actor, link: int) -> Link:
    """A code that was lost or not taken; who never used theirs is no client."""
    known = await link_of_officer(store, actor, link)
    if known.person is None:
        await store.links.remove(known.id)
    else:
        await store.links.set_code(known.id, None, None)
    await store.audit.add("link.code_withdrawn", actor=actor.id, subject=f"link:{known.id}")
    return known


async def end(store: "Store", actor: Actor, link: Link) -> None:
    """The label goes, with its appointments, and the client is told."""
    await store.links.remove(link.id)
    if link.person is not None:
        await _tell_of_end(store, link)
    await store.audit.add("link.ended", actor=actor.id, subject=f"link:{link.id}")


async def _tell_of_end(store: "Store", link: Link) -> None:
    """Whoever is linked no more: silence would read as if nothing were to come."""
    body = {"what": "ended", "office": link.office}
    await store.outbox.add("office_word", f"ended:{secrets.token_hex(8)}", body, person=link.person)


# ---- the client


async def offered(store: "Store", actor: Actor, code: str) -> tuple[Office, Link]:
    """Whose code it is, and what the client is called there; nothing changes yet.

    Raises:
        CodeUnusable: whatever is wrong with it.
    """
    link = await store.links.by_code(read_code(code) or "")
    office = await store.offices.get(link.office) if link is not None else None
    if link is None or office is None:
        raise CodeUnusable
    return office, link


async def accept(store: "Store", actor: Actor, code: str) -> Link:
    """Uses the code up: the client, who agreed, is linked. Whoever had the label before is not any more.

    Raises:
        CodeUnusable: somebody was faster, or it is none.
        NotAllowed: they did not agree to appointments.
        RolesApart: they are an officer themselves.
    """
    if actor.id is None or not actor.agreed(Scope.APPOINTMENTS):
        raise NotAllowed
    _, link = await offered(store, actor, code)
    if any(held.role is Role.OFFICER for held in actor.memberships):
        # an officer who tries their own code would see offices from both sides
        raise RolesApart
    if not await store.links.use_code(read_code(code) or "", actor.id):
        raise CodeUnusable
    if link.person is not None and link.person != actor.id:
        await _tell_of_end(store, link)
    await store.audit.add("link.made", actor=actor.id, subject=f"link:{link.id}")
    return replace(link, person=actor.id, linked_at=store.now, code_until=None)


# ---- another office takes them over


async def propose_move(store: "Store", actor: Actor, link: int, to: str) -> Link:
    """The client is asked; until they agree nothing changes.

    Raises:
        NotAllowed: not the officer's client, or no such other office.
    """
    known = await link_of_officer(store, actor, link)
    office = await store.offices.get(to)
    if office is None or office.id == known.office or known.person is None:
        raise NotAllowed
    await store.links.set_moving(known.id, office.id)
    body = {"what": "move", "link": known.id}
    key = f"move:{known.id}:{office.id}:{int(store.now.timestamp())}"
    await store.outbox.add("office_word", key, body, person=known.person)
    await store.audit.add("link.move_proposed", actor=actor.id, subject=f"link:{known.id}", to=office.id)
    return replace(known, moving_to=office.id)


async def answer_move(store: "Store", actor: Actor, link: int, *, yes: bool) -> Link:
    """The client's answer; on yes the other office has them, with what is still to come.

    Raises:
        Outdated: nobody asks any more.
    """
    known = await link_of_client(store, actor, link)
    if known.moving_to is None:
        raise Outdated
    await tell_officers(store, known, "moved" if yes else "stays")
    moved = known
    if yes:
        moved = replace(known, office=known.moving_to, moving_to=None, label=await _free_label(store, known))
        await store.links.move(moved)
        await tell_officers(store, moved, "came")
    else:
        moved = replace(known, moving_to=None)
        await store.links.set_moving(known.id, None)
    await store.audit.add("link.moved" if yes else "link.stays", actor=actor.id, subject=f"link:{known.id}")
    return moved


async def _free_label(store: "Store", link: Link) -> str:
    """The label they had, unless the other office has such a one."""
    label, number = link.label, 1
    while await store.links.by_label(link.moving_to or "", label) is not None:
        number += 1
        tail = f" ({number})"
        label = link.label[: MOST_LABEL - len(tail)] + tail
    return label


async def tell_officers(store: "Store", link: Link, note: str, *, to: int | None = None, **data: object) -> None:
    """A word to the officer named, if they are still there; else to all of the office."""
    officers = await store.people.members(link.office, Role.OFFICER)
    told = [to] if to in officers else officers
    for officer in told:
        body = {"what": note, "label": link.label, "link": link.id} | data
        # who is told the same twice was told of two things
        await store.outbox.add("officer_word", f"officer:{secrets.token_hex(8)}", body, person=officer)


async def lose(store: "Store", actor: Actor) -> None:
    """The client erases themselves, or takes consent back: their officers hear that nothing arrives here any more."""
    if actor.id is None:
        return
    for link in await store.links.of_person(actor.id):
        await tell_officers(store, link, "lost")

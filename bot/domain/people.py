"""Who is acting: roles, consent, invitations."""

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.errors import N_, DomainError, NotAllowed

if TYPE_CHECKING:
    from bot.store import Store

INVITATION_LIFE = timedelta(days=7)
BINDING_LIFE = timedelta(hours=1)


class Role(StrEnum):
    """What a person may be besides a client."""

    STAFF = "staff"
    OFFICER = "officer"
    COORDINATOR = "coordinator"
    READER = "reader"


class Duty(StrEnum):
    """What a member of staff answers for in the organisation."""

    LEAD = "lead"
    KEEPER = "keeper"
    WORK_ADVISER = "work_adviser"


class Scope(StrEnum):
    """What a person can agree to, each by itself."""

    #: language, place, and that there are requests
    SERVICE = "service"
    #: what they want to be reminded of, and when
    REMINDERS = "reminders"
    #: notices of a probation office or inspection
    NOTICES = "notices"
    #: appointments that an officer sets
    APPOINTMENTS = "appointments"


class Reach(StrEnum):
    """Whether Telegram lets us write to a person."""

    OK = "ok"
    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Membership:
    """A role held in one organisation or office."""

    id: int
    role: Role
    organisation: str
    duties: frozenset[Duty] = frozenset()


@dataclass(slots=True)
class Visit:
    """Someone who looks around without being remembered: in memory only, for an hour at most."""

    at: datetime
    locale: str
    territory: str | None = None
    #: has chosen to look around
    looking: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever is acting, as loaded at the beginning of the update: never from a cache, a button or a session.

    ``id`` is None for a visitor: someone of whom nothing is kept but in this process's memory, for an hour at most.
    """

    id: int | None
    locale: str
    territory: str | None = None
    consents: frozenset[Scope] = frozenset()
    memberships: tuple[Membership, ...] = ()
    #: the request that what they type goes to
    talking: int | None = None
    wrote_at: datetime | None = None
    reach: Reach = Reach.OK
    #: something came that they have not opened yet
    has_news: bool = False
    #: of a visitor: what this process remembers until they go
    visit: "Visit | None" = None

    @property
    def is_welcomed(self) -> bool:
        """Has answered the first question: what may be kept."""
        return self.id is not None or (self.visit is not None and self.visit.looking)

    @property
    def is_known(self) -> bool:
        return self.id is not None

    def agreed(self, scope: Scope) -> bool:
        return scope in self.consents

    def membership(self, role: Role, organisation: str | None = None) -> Membership:
        """The membership under which they act.

        Raises:
            NotAllowed: they hold no such role there.
        """
        for held in self.memberships:
            if held.role is role and organisation in {None, held.organisation}:
                return held
        raise NotAllowed


class InvitationUnusable(DomainError):
    """Wrong, used and expired invitations read the same."""

    sentence = N_("This invitation cannot be used: it was used before, or it is too old. Please ask for a new one.")


class GroupTaken(DomainError):
    """Another organisation answers in this group."""

    sentence = N_("This group is connected to another organisation. Please use a group of your own.")


class AlreadyMember(DomainError):
    """The person holds this role already."""

    sentence = N_("You are already with this organisation.")


class RolesApart(DomainError):
    """Who is an officer is nothing else, so that no account sees both sides."""

    sentence = N_("Officers are kept apart from all others here. Please use another account for this.")


@dataclass(frozen=True, slots=True)
class Invitation:
    """A single-use way into a role; only the keyed hash of its code is kept."""

    id: int
    role: Role
    organisation: str
    duties: frozenset[Duty]
    expires_at: datetime
    purpose: str = field(default="join")


def new_code() -> str:
    """128 random bits, in characters that a deep link may hold (Bot API: 64 of A-Z a-z 0-9 _ -)."""
    return secrets.token_urlsafe(16)


async def agree(store: "Store", actor: Actor, telegram_id: int, *scopes: Scope) -> Actor:
    """Keeps the person from now on, for the named scopes."""
    person = actor.id
    if person is None:
        person = await store.people.add(telegram_id, actor.locale, actor.territory)
    consents = actor.consents | set(scopes)
    await store.people.set_consents(person, consents)
    await store.audit.add("consent.given", actor=person, subject=f"person:{person}", scopes=sorted(scopes))
    return replace(actor, id=person, consents=consents, visit=None)


def look_around(actor: Actor) -> Actor:
    """The person goes on as a visitor; nothing is written."""
    if actor.visit is not None:
        actor.visit.looking = True
    return actor


async def set_locale(store: "Store", actor: Actor, locale: str) -> Actor:
    if actor.id is not None:
        await store.people.set_locale(actor.id, locale)
    elif actor.visit is not None:
        actor.visit.locale = locale
    return replace(actor, locale=locale)


async def set_territory(store: "Store", actor: Actor, territory: str) -> Actor:
    if actor.id is not None:
        await store.people.set_territory(actor.id, territory)
    elif actor.visit is not None:
        actor.visit.territory = territory
    return replace(actor, territory=territory)


async def invite(
    store: "Store", role: Role, organisation: str, duties: frozenset[Duty] = frozenset(), *, by: int | None = None
) -> str:
    """A code that makes whoever presents it first a member; from the command line ``by`` is None."""
    code = new_code()
    invitation = await store.invitations.add(
        code, role=role, organisation=organisation, duties=duties, expires_at=store.now + INVITATION_LIFE
    )
    await store.audit.add("invitation.made", actor=by, subject=f"invitation:{invitation}", role=role)
    return code


async def join(store: "Store", actor: Actor, telegram_id: int, code: str) -> Membership:
    """Uses an invitation up.

    Raises:
        InvitationUnusable: there is none, or it was used, or its time is over.
        AlreadyMember: nothing would change; the invitation stays usable.
        RolesApart: it would make an officer of someone who is more than that.
    """
    invitation = await store.invitations.find(code, purpose="join")
    if invitation is None:
        raise InvitationUnusable
    if any(
        held.role is invitation.role and held.organisation == invitation.organisation for held in actor.memberships
    ):
        raise AlreadyMember
    if actor.memberships and Role.OFFICER in {invitation.role, *(held.role for held in actor.memberships)}:
        raise RolesApart
    if invitation.role is Role.OFFICER and actor.id is not None and await store.links.of_person(actor.id):
        # an officer would see themselves as a client
        raise RolesApart
    person = actor.id
    if person is None:
        person = await store.people.add(telegram_id, actor.locale, actor.territory)
    if not await store.invitations.use(invitation.id, by=person):
        raise InvitationUnusable
    membership = await store.people.add_membership(person, invitation)
    await store.audit.add("member.joined", actor=person, subject=f"membership:{membership.id}", role=invitation.role)
    return membership


async def revoke(store: "Store", membership: int, *, by: int | None = None) -> None:
    """Ends a membership; it holds from the next update on."""
    await store.people.revoke(membership)
    await store.audit.add("member.revoked", actor=by, subject=f"membership:{membership}")


async def binding_code(store: "Store", actor: Actor, organisation: str) -> str:
    """A code that, written in a group by this organisation's staff, makes it the organisation's group."""
    membership = actor.membership(Role.STAFF, organisation)
    code = secrets.token_hex(4)
    await store.invitations.add(
        code,
        role=membership.role,
        organisation=organisation,
        duties=frozenset(),
        expires_at=store.now + BINDING_LIFE,
        purpose="bind",
    )
    return code


async def bind_group(store: "Store", actor: Actor, chat_id: int, code: str) -> str:
    """Binds the group in which the code was written; returns the organisation.

    Raises:
        InvitationUnusable: as for joining.
        NotAllowed: who wrote it is not staff of that organisation.
        GroupTaken: it is another organisation's.
    """
    invitation = await store.invitations.find(code, purpose="bind")
    if invitation is None:
        raise InvitationUnusable
    actor.membership(Role.STAFF, invitation.organisation)
    if await store.groups.organisation(chat_id) not in {None, invitation.organisation}:
        raise GroupTaken
    if not await store.invitations.use(invitation.id, by=actor.id):
        raise InvitationUnusable
    earlier = await store.groups.chat(invitation.organisation)
    if earlier is not None and earlier.chat_id != chat_id:
        await store.cases.leave_group(invitation.organisation)
    await store.groups.bind(invitation.organisation, chat_id, by=actor.id, locale=actor.locale)
    await store.outbox.hurry(invitation.organisation)
    await store.audit.add("group.bound", actor=actor.id, subject=f"organisation:{invitation.organisation}")
    return invitation.organisation

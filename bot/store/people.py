"""People, their memberships and the way in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, exists, insert, select, update

from bot.domain.people import Actor, Duty, Invitation, Membership, Reach, Role, Scope
from bot.store.collection import Collection, new_id
from bot.store.outbox import UNOPENED
from bot.store.tables import conversations, groups, invitations, memberships, outbox, people

_ACTOR = (
    select(
        people.c.id, people.c.locale, people.c.territory, people.c.consents, people.c.reach, people.c.talking,
        people.c.wrote_at, memberships.c.id.label("membership"), memberships.c.role, memberships.c.organisation,
        memberships.c.duties, conversations.c.state, conversations.c.data, conversations.c.at,
        exists().where(outbox.c.person == people.c.id, UNOPENED).label("has_news"),
    )
    .select_from(
        people.outerjoin(memberships, (memberships.c.person == people.c.id) & memberships.c.revoked_at.is_(None))
        .outerjoin(conversations, conversations.c.key == bindparam("conversation"))
    )
    .where(people.c.telegram == bindparam("telegram"))
    .order_by(memberships.c.since)
)  # fmt: skip
_UPDATE = update(people).where(people.c.id == bindparam("person"))


@dataclass(frozen=True, slots=True)
class Chat:
    """Where a person is reached, and how."""

    person: int
    telegram_id: int
    locale: str
    reach: Reach
    talking: int | None
    wrote_at: datetime | None


@dataclass(frozen=True, slots=True)
class Group:
    """An organisation's forum group, and the language it works in."""

    organisation: str
    chat_id: int
    locale: str


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that someone holds now, under a number by which it can be ended."""

    id: int
    role: Role
    organisation: str
    since: datetime


def _words(text: str) -> list[str]:
    return text.split()


def _actor(rows: Sequence[Row[Any]]) -> Actor:
    first = rows[0]
    held = tuple(
        Membership(row.membership, Role(row.role), row.organisation, frozenset(map(Duty, _words(row.duties))))
        for row in rows
        if row.membership is not None
    )
    return Actor(
        id=first.id,
        locale=first.locale,
        territory=first.territory,
        consents=frozenset(map(Scope, _words(first.consents))),
        memberships=held,
        talking=first.talking,
        wrote_at=first.wrote_at,
        reach=Reach(first.reach),
        has_news=bool(first.has_news),
    )


class People(Collection):
    """Found by the blind index of the Telegram id; the id itself is sealed and opened only to send."""

    async def load(self, telegram_id: int, conversation: bytes) -> tuple[Actor, Row[Any]] | None:
        """The actor with their conversation's state, in one query; None for someone we do not keep."""
        telegram = self.keyring.blind(telegram_id, "telegram")
        rows = (await self.run(_ACTOR, {"telegram": telegram, "conversation": conversation})).all()
        return (_actor(rows), rows[0]) if rows else None

    async def add(self, telegram_id: int, locale: str, territory: str | None) -> int:
        person = new_id()
        await self.run(
            insert(people),
            {
                "id": person,
                "telegram": self.keyring.blind(telegram_id, "telegram"),
                "telegram_id": self.seal(telegram_id, "people", "telegram_id", person),
                "locale": locale,
                "territory": territory,
                "consents": "",
                "reach": Reach.OK,
                "created_at": self.now,
            },
        )
        return person

    async def chat(self, person: int) -> Chat | None:
        """Where to write to them; the one place that opens a Telegram id."""
        row = await self.one(select(people).where(people.c.id == bindparam("person")), {"person": person})
        if row is None:
            return None
        telegram_id = self.open(row.telegram_id, "people", "telegram_id", person)
        return Chat(person, telegram_id, row.locale, Reach(row.reach), row.talking, row.wrote_at)

    async def consents(self, person: int) -> frozenset[Scope]:
        """What they agree to at this moment; nothing of whom we do not keep."""
        row = await self.one(select(people.c.consents).where(people.c.id == bindparam("person")), {"person": person})
        return frozenset() if row is None else frozenset(map(Scope, _words(row.consents)))

    async def set_consents(self, person: int, scopes: frozenset[Scope]) -> None:
        await self.run(_UPDATE.values(consents=" ".join(sorted(scopes))), {"person": person})

    async def set_locale(self, person: int, locale: str) -> None:
        await self.run(_UPDATE.values(locale=locale), {"person": person})

    async def set_territory(self, person: int, territory: str) -> None:
        await self.run(_UPDATE.values(territory=territory), {"person": person})

    async def set_reach(self, person: int, reach: Reach) -> None:
        await self.run(_UPDATE.values(reach=reach), {"person": person})

    async def set_talking(self, person: int, case: int | None) -> None:
        await self.run(_UPDATE.values(talking=case), {"person": person})

    async def went_quiet(self, person: int) -> None:
        """Out of every talk: what is typed goes to nobody, and whatever comes knocks first."""
        await self.run(_UPDATE.values(talking=None, wrote_at=None), {"person": person})

    async def leave_case(self, person: int, case: int) -> None:
        """Out of this talk; another they may be in goes on."""
        left = _UPDATE.where(people.c.talking == bindparam("which_case"))
        await self.run(left.values(talking=None), {"person": person, "which_case": case})

    async def wrote(self, person: int, case: int) -> None:
        await self.run(_UPDATE.values(talking=case, wrote_at=self.now), {"person": person})

    async def add_membership(self, person: int, invitation: Invitation) -> Membership:
        membership = Membership(new_id(), invitation.role, invitation.organisation, invitation.duties)
        await self.run(
            insert(memberships),
            {
                "id": membership.id,
                "person": person,
                "role": membership.role,
                "organisation": membership.organisation,
                "duties": " ".join(sorted(membership.duties)),
                "since": self.now,
            },
        )
        return membership

    async def revoke(self, membership: int) -> None:
        ended = update(memberships).where(memberships.c.id == bindparam("membership")).values(revoked_at=self.now)
        await self.run(ended, {"membership": membership})

    async def held_roles(self, organisation: str | None) -> list[HeldRole]:
        """Every role held now, in one organisation or in all."""
        query = select(memberships).where(memberships.c.revoked_at.is_(None)).order_by(memberships.c.since)
        if organisation is not None:
            query = query.where(memberships.c.organisation == organisation)
        return [HeldRole(row.id, Role(row.role), row.organisation, row.since) for row in await self.run(query)]

    async def members(self, organisation: str, role: Role) -> list[int]:
        """Who holds the role in the organisation now, in the order they came."""
        query = (
            select(memberships.c.person)
            .where(memberships.c.organisation == bindparam("organisation"), memberships.c.role == bindparam("role"))
            .where(memberships.c.revoked_at.is_(None))
            .order_by(memberships.c.since)
        )
        return list((await self.run(query, {"organisation": organisation, "role": role})).scalars())

    async def with_duty(self, organisation: str, duties: frozenset[Duty]) -> list[int]:
        """Its staff who answer for one of these, in the order they came."""
        query = (
            select(memberships.c.person, memberships.c.duties)
            .where(memberships.c.organisation == bindparam("organisation"), memberships.c.role == Role.STAFF)
            .where(memberships.c.revoked_at.is_(None))
            .order_by(memberships.c.since)
        )
        held = await self.run(query, {"organisation": organisation})
        return [row.person for row in held if duties & frozenset(map(Duty, _words(row.duties)))]


class Invitations(Collection):
    """Single-use codes, kept as keyed hashes."""

    async def add(
        self,
        code: str,
        *,
        role: Role,
        organisation: str,
        duties: frozenset[Duty],
        expires_at: datetime,
        purpose: str = "join",
    ) -> int:
        invitation = new_id()
        await self.run(
            insert(invitations),
            {
                "id": invitation,
                "code": self.keyring.blind(code, "invitation"),
                "purpose": purpose,
                "role": role,
                "organisation": organisation,
                "duties": " ".join(sorted(duties)),
                "expires_at": expires_at,
            },
        )
        return invitation

    async def find(self, code: str, *, purpose: str) -> Invitation | None:
        """The invitation, if it can still be used."""
        query = select(invitations).where(
            invitations.c.code == bindparam("code"),
            invitations.c.purpose == bindparam("purpose"),
            invitations.c.used_at.is_(None),
            invitations.c.expires_at > self.now,
        )
        row = await self.one(query, {"code": self.keyring.blind(code, "invitation"), "purpose": purpose})
        if row is None:
            return None
        duties = frozenset(map(Duty, _words(row.duties)))
        return Invitation(row.id, Role(row.role), row.organisation, duties, row.expires_at, row.purpose)

    async def use(self, invitation: int, *, by: int | None) -> bool:
        """Uses it up; False when someone else just did."""
        used = update(invitations).where(invitations.c.id == bindparam("invitation"), invitations.c.used_at.is_(None))
        result = await self.run(used.values(used_at=self.now, used_by=by), {"invitation": invitation})
        return result.rowcount == 1


class Groups(Collection):
    """The forum group in which an organisation answers."""

    async def bind(self, organisation: str, chat_id: int, *, by: int | None, locale: str) -> None:
        await self.run(groups.delete().where(groups.c.organisation == organisation))
        await self.run(
            insert(groups),
            {
                "organisation": organisation,
                "chat": self.keyring.blind(chat_id, "group"),
                "chat_id": self.seal(chat_id, "groups", "chat_id", organisation),
                "locale": locale,
                "bound_by": by,
                "bound_at": self.now,
            },
        )

    async def organisation(self, chat_id: int) -> str | None:
        """Whose group this chat is."""
        query = select(groups.c.organisation).where(groups.c.chat == bindparam("chat"))
        row = await self.one(query, {"chat": self.keyring.blind(chat_id, "group")})
        return None if row is None else str(row.organisation)

    async def is_bound(self, organisation: str) -> bool:
        return await self.one(select(groups.c.bound_at).where(groups.c.organisation == organisation)) is not None

    async def chat(self, organisation: str) -> Group | None:
        query = select(groups).where(groups.c.organisation == bindparam("organisation"))
        row = await self.one(query, {"organisation": organisation})
        if row is None:
            return None
        return Group(organisation, self.open(row.chat_id, "groups", "chat_id", organisation), row.locale)

    async def moved(self, organisation: str, chat_id: int) -> None:
        """Telegram gave the group a new id."""
        moved = update(groups).where(groups.c.organisation == bindparam("whose"))
        sealed = self.seal(chat_id, "groups", "chat_id", organisation)
        await self.run(
            moved.values(chat=self.keyring.blind(chat_id, "group"), chat_id=sealed), {"whose": organisation}
        )

"""An office with its officers, and clients linked to it by the codes they got on paper."""

from bot.domain import offices, people
from bot.domain.offices import OfficeKind
from bot.domain.people import Role, Scope
from bot.telegram.office_buttons import NewClient
from tests.client_phone import ClientPhone


class Inspection:
    """An office, and officers who joined it as they really do."""

    def __init__(self, world, office):
        self.world = world
        self.office = office
        self.officers = []

    @property
    def id(self) -> str:
        return self.office.id

    async def officer(self, name: str = "Sergei", language: str = "en") -> ClientPhone:
        phone = ClientPhone(self.world, name, language)
        async with self.world.app.database.transaction() as store:
            code = await people.invite(store, Role.OFFICER, self.id)
        await phone.says(f"/start office_{code}")
        self.officers.append(phone)
        return phone

    async def client(self, label: str = "07-118", name: str = "Anna", language: str = "en") -> ClientPhone:
        """Someone linked under this label who agreed to appointments and notices."""
        phone = ClientPhone(self.world, name, language)
        async with self.world.app.database.transaction() as store:
            person = await store.people.add(phone.user.id, language, self.office.territory)
            scopes = frozenset({Scope.SERVICE, Scope.APPOINTMENTS, Scope.NOTICES})
            await store.people.set_consents(person, scopes)
            await store.links.add(self.id, label, by=None)
        code = await self.another_code(label)
        async with self.world.app.database.transaction() as store:
            await store.links.use_code(code, person)
        await phone.says("/start")
        return phone

    async def another_code(self, label: str) -> str:
        """As an officer gives one, without a press."""
        link, code = await self.link_of(label), offices.new_link_code()
        async with self.world.app.database.transaction() as store:
            await store.links.set_code(link.id, code, store.now + offices.CODE_LIFE)
        return code

    async def revoke(self) -> None:
        """The role of its only officer ends."""
        async with self.world.app.database.transaction() as store:
            (held,) = await store.people.held_roles(self.id)
            await people.revoke(store, held.id)

    async def link_of(self, label: str):
        async with self.world.app.database.transaction() as store:
            return await store.links.by_label(self.id, label)


async def an_office(world, *, title="Inspection of Mozyr", territory="BY-HO-Mozyr", kind=OfficeKind.INSPECTION):
    async with world.app.database.transaction() as store:
        return Inspection(world, await offices.found(store, title, territory, kind, whereabouts="Lenina 1, room 5"))


async def a_code(office: Inspection, label: str = "07-118") -> str:
    """Of a client whom an officer has just given this label."""
    officer = office.officers[0] if office.officers else await office.officer()
    await officer.says("/start")
    await officer.presses_data(NewClient())
    await officer.says(label)
    return code_on(officer)


def code_on(officer: ClientPhone) -> str:
    """The code that the officer's screen showed last."""
    shown = next(m for m in reversed(officer.messages) if "A code for" in m.get("text", ""))
    return shown["text"].split("\n\n")[2].strip()

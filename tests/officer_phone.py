"""An office with its officers, and clients linked to it by the codes they got on paper."""

from bot.domain import offices, people
from bot.domain.offices import OfficeKind
from bot.domain.people import Role, Scope
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
            link = await store.links.add(self.id, label, by=None)
            code = offices.new_link_code()
            await store.links.set_code(link.id, code, store.now + offices.CODE_LIFE)
            await store.links.use_code(code, person)
        await phone.says("/start")
        return phone

    async def link_of(self, label: str):
        async with self.world.app.database.transaction() as store:
            return await store.links.by_label(self.id, label)


async def an_office(world, *, title="Inspection of Mozyr", territory="BY-HO-Mozyr", kind=OfficeKind.INSPECTION):
    async with world.app.database.transaction() as store:
        return Inspection(world, await offices.found(store, title, territory, kind, whereabouts="Lenina 1, room 5"))

"""An invented inspection in the demo: an officer who joined as real ones do, and a client linked by a code."""

from typing import TYPE_CHECKING

from bot.domain import offices, people
from bot.domain.offices import OfficeKind
from bot.domain.people import Role
from bot.emulator.model import User
from bot.store import Store

if TYPE_CHECKING:
    from bot.demo.stage import Stage

TITLE, WHERE = "Инспекция Мозырского района (пример)", "г. Мозырь, ул. Примерная, 1, каб. 5"
TERRITORY, LABEL = "BY-HO-MazyrDistrict", "07-118"


async def open_inspection(stage: "Stage", zone: str) -> str:
    """Opens their two phones; returns the office."""
    async with stage.database.transaction() as store:
        office = await offices.found(store, TITLE, TERRITORY, OfficeKind.INSPECTION, whereabouts=WHERE)
        code = await code_for(store, office.id, LABEL)
    officer = await officer_joins(stage, office.id, "Ирина")
    client = stage.telegram.add_user("Сергей", language_code="ru")
    stage.telegram.say(client, f"/start link_{code}")
    stage.telegram.press(client, *await stage.button(client, "lyes:"))
    stage.telegram.press(client, *await stage.button(client, "lnote:"))
    await stage.button(client, "appts")
    stage.open_phone("officer", officer, label="Инспекция · Мозырь", time_zone=zone)
    stage.open_phone("client", client, label="Сергей", time_zone=zone)
    stage.cast["officer"], stage.cast["sergei"] = officer, client
    return office.id


async def officer_joins(stage: "Stage", office: str, name: str) -> User:
    async with stage.database.transaction() as store:
        invitation = await people.invite(store, Role.OFFICER, office)
    officer = stage.telegram.add_user(name, language_code="ru")
    stage.telegram.say(officer, f"/start office_{invitation}")
    await stage.button(officer, "onew")
    return officer


async def code_for(store: Store, office: str, label: str) -> str:
    """As it would stand on paper, for a client of this label."""
    link, code = await store.links.add(office, label, by=None), offices.new_link_code()
    await store.links.set_code(link.id, code, store.now + offices.CODE_LIFE)
    return code

"""Officers join an office by invitation, and are nothing besides."""

import pytest

from bot import admin
from bot.domain import people
from bot.domain.people import Role
from bot.settings import SettingsError
from bot.telegram.office_buttons import OfficeHome
from tests.client_phone import ClientPhone
from tests.conftest import Phone
from tests.officer_phone import an_office
from tests.old_buttons import presses_old


async def test_an_officer_joins_and_start_leads_to_the_office(world):
    office = await an_office(world)
    officer = await office.officer()

    assert "Inspection of Mozyr" in officer.text
    assert "You are in." in officer.text
    await officer.says("/start")
    assert "Inspection of Mozyr" in officer.text
    assert "You are in." not in officer.text


async def test_an_invitation_of_an_officer_works_once(world):
    office = await an_office(world)
    async with world.app.database.transaction() as store:
        code = await people.invite(store, Role.OFFICER, office.id)
    first, second = ClientPhone(world, "A", "en"), ClientPhone(world, "B", "en")
    await first.says(f"/start office_{code}")
    await second.says(f"/start office_{code}")

    assert "You are in." in first.text
    assert "cannot be used" in second.text


async def test_an_invitation_of_staff_opens_no_office_and_is_not_used_up(world):
    async with world.app.database.transaction() as store:
        code = await people.invite(store, Role.STAFF, "quiet-harbour")
    phone = ClientPhone(world, "A", "en")
    await phone.says(f"/start office_{code}")
    assert "cannot be used" in phone.text

    await phone.says(f"/start join_{code}")
    assert "Welcome to" in phone.text


async def test_who_is_an_officer_cannot_be_staff_too(world, harbour):
    office = await an_office(world)
    officer = await office.officer()
    async with world.app.database.transaction() as store:
        staff_code = await people.invite(store, Role.STAFF, "bridge")
        officer_code = await people.invite(store, Role.OFFICER, office.id)
    await officer.says(f"/start join_{staff_code}")
    assert "kept apart" in officer.text

    await harbour.worker.says(f"/start office_{officer_code}")
    assert "Inspection of Mozyr" not in harbour.worker.seen


async def test_a_revoked_officer_sees_and_presses_nothing_any_more(world):
    office = await an_office(world)
    officer = await office.officer()
    await office.revoke()
    await presses_old(officer, OfficeHome())
    assert "not for you" in officer.text

    await officer.says("/start")
    assert "Inspection of Mozyr" not in officer.text


async def test_nobody_else_opens_the_office(world, harbour):
    await an_office(world)
    stranger = Phone(world, "Someone", "en")
    await stranger.says("/start")
    await presses_old(stranger, OfficeHome())

    assert "Inspection of Mozyr" not in stranger.seen


async def test_the_command_line_makes_offices_and_invites_to_them(world, monkeypatch):
    monkeypatch.setattr(admin, "build", lambda settings: world._build())
    settings = world.settings

    made = await admin.add_office(settings, "Inspection", "BY-HO-Mozyr", "inspection", None, "Lenina 1")
    assert [line.split()[0] for line in await admin.offices_there_are(settings)] == [made]
    link = await admin.invitation_link(settings, "officer", made, [])
    assert "?start=office_" in link
    officer = ClientPhone(world, "Sergei", "en")
    await officer.says("/start " + link.partition("start=")[2])
    assert "Inspection" in officer.text


@pytest.mark.parametrize(
    ("territory", "kind"), [("BY-HO-Mozyr", "probation"), ("KG-GB-Bishkek", "inspection"), ("BY-XX", "inspection")]
)
async def test_an_office_of_the_wrong_country_is_refused(world, monkeypatch, territory, kind):
    monkeypatch.setattr(admin, "build", lambda settings: world._build())

    with pytest.raises(SettingsError):
        await admin.add_office(world.settings, "X", territory, kind)


async def test_there_is_no_invitation_to_an_office_that_is_not_there(world, monkeypatch):
    monkeypatch.setattr(admin, "build", lambda settings: world._build())

    with pytest.raises(SettingsError, match="there is no office"):
        await admin.invitation_link(world.settings, "officer", "quiet-harbour", [])

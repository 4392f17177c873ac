"""What an officer sees does not depend on what the client does with organisations: two runs, compared."""

from datetime import timedelta

import pytest

from bot.domain import people
from bot.domain.people import Role
from bot.telegram.appointment_buttons import Diary, View
from bot.telegram.buttons import Agree, EndConversation, Talk
from bot.telegram.office_buttons import Clients
from tests.conftest import Office, Phone
from tests.journeys.test_appointments_set import sets
from tests.officer_phone import an_office
from tests.old_buttons import presses_old


async def nothing(world, client):
    """The first run: the client does nothing but with the office."""


async def asks_and_is_answered(world, client):
    office = Office(world, "quiet-harbour", Phone(world, "Olga"))
    await office.open()
    await presses_old(client, Talk())
    await client.says("I need help with my passport, and I am ill")
    (thread,) = office.topics
    await office.answers(thread, "Come tomorrow")


async def asks_and_ends(world, client):
    await asks_and_is_answered(world, client)
    async with world.app.database.transaction() as store:
        found = await store.people.load(client.user.id, b"")
        (case,) = await store.cases.of_client(found[0].id)
    await presses_old(client, EndConversation(case=case.id, sure=True))


async def works_for_an_organisation(world, client):
    async with world.app.database.transaction() as store:
        code = await people.invite(store, Role.STAFF, "bridge")
    await client.says(f"/start join_{code}")


async def looks_around(world, client):
    await presses_old(client, Agree())
    await client.says("ночлег")
    await client.says("Мозырь")


async def seen_by_the_officer(world, activity):
    office = await an_office(world)
    officer = await office.officer()
    client = await office.client("07-118")
    await activity(world, client)
    await sets(officer)
    await world.settle()
    for view in View:
        await presses_old(officer, Diary(view=view))
    await presses_old(officer, Clients())
    await officer.presses("07-118")
    world.clock.advance(timedelta(days=9))
    await world.settle()
    await presses_old(officer, Diary(view=View.MISSED))
    return [
        (m.get("text"), [b["text"] for row in m.get("reply_markup", {}).get("inline_keyboard", []) for b in row])
        for m in officer.messages
        if m["from"]["is_bot"]
    ]


@pytest.mark.parametrize("activity", [asks_and_is_answered, asks_and_ends, works_for_an_organisation, looks_around])
async def test_an_officer_s_phone_reads_the_same_whatever_the_client_does_elsewhere(tmp_path, clock, activity):
    from bot.clock import ManualClock
    from tests.conftest import World

    shown = []
    for number, doing in enumerate((nothing, activity)):
        folder = tmp_path / str(number)
        folder.mkdir()
        world = World(ManualClock(clock.now()), folder)
        await world.app.prepare()
        try:
            shown.append(await seen_by_the_officer(world, doing))
        finally:
            await world.app.stop()

    assert shown[0] == shown[1]
    assert any("07-118" in str(part) for part in shown[0])

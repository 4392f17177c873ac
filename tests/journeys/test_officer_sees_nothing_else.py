"""What an officer sees does not depend on what the client does with organisations: two runs, compared."""

import os
import random
from datetime import datetime, timedelta

import pytest

from bot.domain import appointments, people
from bot.domain.people import Role
from bot.telegram.appointment_buttons import Diary, OfficeAppointment, View
from bot.telegram.buttons import Agree, EndConversation, Hide, Home, Talk
from bot.telegram.client_buttons import MyData
from bot.telegram.link_buttons import WillCome
from bot.telegram.office_buttons import Client, Clients
from tests.appointing import sets
from tests.conftest import Office, Phone
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


SEED = int(os.environ.get("FAULTS_SEED", "20261122"))
#: clients, each of whom does a few things in an order of their own
CLIENTS, MOST_ACTS = int(os.environ.get("OFFICE_CLIENTS", "40")), 5
WORDS = ("Мозырь", "ночлег", "passport", "I am ill", "завтра в 10", "написать человеку", "Гомель", "👍", "07-1")
PRESSES = (Agree(), Talk(), Home(), MyData(), Hide())


async def something(world, client, desk, chance):
    """One thing that a client, or who talks to them, may do, and that is no office's business."""
    what = chance.randrange(4)
    if what == 0:
        await client.says(chance.choice(WORDS))
    elif what == 1:
        await presses_old(client, chance.choice(PRESSES))
    elif what == 2 and desk.topics:
        await desk.answers(chance.choice(list(desk.topics)), "Come tomorrow")
    else:
        await presses_old(client, Talk())
        await client.says(chance.choice(WORDS))


async def same_for_both(office, client, number, *, coming):
    """What the office does, and what its client answers to it; returns what the officer has on the screen then."""
    world, officer = office.world, office.officers[0]
    async with world.app.database.transaction() as store:
        actor, _row = await store.people.load(officer.user.id, b"")
        link = await store.links.by_label(office.id, f"07-{number}")
        wall = datetime.fromisoformat("2026-12-01T10:00") + timedelta(minutes=number)
        (made,) = await appointments.make(store, actor, link, appointments.Plan(wall))
    await world.settle()
    if coming:
        await presses_old(client, WillCome(appointment=made.id))
    seen = []
    for data in (Client(link=link.id), OfficeAppointment(appointment=made.id)):
        await presses_old(officer, data)
        seen.append((officer.text, officer.buttons))
    return seen, [m.get("text") for m in officer.messages if m["from"]["is_bot"]][-3:]


async def test_no_order_of_what_clients_do_elsewhere_shows_on_an_officer_s_phone(tmp_path, clock):
    from bot.clock import ManualClock
    from tests.conftest import World

    chance = random.Random(SEED)  # noqa: S311 - repeatable on purpose
    worlds, sides = [], []
    for name in ("quiet", "busy"):
        (tmp_path / name).mkdir()
        worlds.append(World(ManualClock(clock.now()), tmp_path / name))
    try:
        for world in worlds:
            await world.app.prepare()
            office = await an_office(world)
            await office.officer()
            sides.append(office)
        desk = Office(worlds[1], "quiet-harbour", Phone(worlds[1], "Olga"))
        await desk.open()
        for number in range(CLIENTS):
            quiet, busy = [await office.client(f"07-{number}", f"Client {number}") for office in sides]
            for _ in range(chance.randint(1, MOST_ACTS)):
                await something(worlds[1], busy, desk, chance)
            coming = chance.random() < 0.5
            shown = [
                await same_for_both(office, client, number, coming=coming)
                for office, client in zip(sides, (quiet, busy), strict=True)
            ]
            assert shown[0] == shown[1], f"seed {SEED}, client {number}"
    finally:
        for world in worlds:
            await world.app.stop()
    assert desk.topics

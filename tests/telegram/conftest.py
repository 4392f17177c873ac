"""A client and the NGO that answers them, on a Telegram that can be troubled."""

import pytest

from bot.store.tables import cases, outbox, people, relays
from bot.telegram.buttons import Talk
from tests.conftest import Office, Phone, settled_in
from tests.telegram.troubles import TroubledWorld

MOZYR = "BY-HO-Mozyr"


@pytest.fixture
async def world(clock, tmp_path):
    made = TroubledWorld(clock, tmp_path)
    await made.app.prepare()
    yield made
    await made.app.stop()


@pytest.fixture
async def office(world):
    made = Office(world, "quiet-harbour", Phone(world, "Ольга"))
    await made.open()
    return made


@pytest.fixture
async def client(world):
    return await settled_in(world, "Иван", MOZYR)


@pytest.fixture
async def talk(world, office, client):
    """A request that was opened and has arrived: its topic."""
    await client.presses_data(Talk())
    await client.says("Здравствуйте")
    (thread,) = office.topics
    return thread


@pytest.fixture
def rows(world):
    """Rows of a table, as they are committed."""

    async def read(table, *where):
        async with world.app.database.transaction() as store:
            return (await store.meta.run(table.select().where(*where).order_by(*table.primary_key))).all()

    return read


@pytest.fixture
def owed(rows):
    """What is neither sent nor given up, as (kind, state, reason)."""

    async def read():
        return [
            (row.kind, row.state, row.reason)
            for row in await rows(outbox, outbox.c.state.not_in(["sent", "unsendable"]))
        ]

    return read


@pytest.fixture
def states(rows):
    """What the client can see of each of their messages."""

    async def read():
        return [
            row.state for row in sorted(await rows(relays, relays.c.to_staff), key=lambda row: row.client_message)
        ]

    return read


@pytest.fixture
def the_case(rows):
    async def read():
        (row,) = await rows(cases)
        return row

    return read


@pytest.fixture
def reach(rows, world, client):
    async def read():
        key = world.app.database.keyring.blind(client.user.id, "telegram")
        (row,) = await rows(people, people.c.telegram == key)
        return row.reach

    return read

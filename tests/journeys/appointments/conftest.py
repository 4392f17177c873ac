"""An office with one officer, and a client who is linked to it."""

import pytest

from tests.officer_phone import an_office


@pytest.fixture
async def office(world):
    made = await an_office(world)
    await made.officer()
    return made


@pytest.fixture
async def client(office):
    return await office.client("07-118")

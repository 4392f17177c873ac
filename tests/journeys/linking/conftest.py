"""An office that nobody works in yet, and someone who has just met the bot."""

import pytest

from tests.client_phone import ClientPhone
from tests.officer_phone import an_office


@pytest.fixture
async def office(world):
    return await an_office(world)


@pytest.fixture
async def client(world):
    phone = ClientPhone(world, "Anna", "en")
    await phone.says("/start")
    return phone

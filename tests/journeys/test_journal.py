"""The demo's journal: what just happened and why, in words and codes."""

from datetime import timedelta

import pytest

from bot.demo.journal import STATES, Journal
from bot.domain.cases import RelayState
from bot.telegram.buttons import OpenHeld, Talk
from tests.conftest import Office, Phone, settled_in
from tests.old_buttons import presses_old

MOZYR = "BY-HO-Mozyr"


@pytest.fixture
def told(world):
    """The newest entry of a kind, and all kinds in their order."""
    journal = Journal(world.app.database, world.app.dispatcher["guide"].content)

    async def read(kind):
        found = [entry["text"] for entry in await journal.entries() if entry["kind"] == kind]
        return found[-1] if found else None

    return read


def test_every_state_of_a_message_has_its_words():
    assert set(STATES) == set(RelayState)


async def test_words_without_a_group_wait_and_are_delivered_once_there_is_one(world, told):
    client = await settled_in(world, "Иван", MOZYR)
    await client.presses_data(Talk())
    await client.says("Здравствуйте")
    assert "the organisation's group is not there" in await told("waiting")

    await Office(world, "quiet-harbour", Phone(world, "Ольга")).open()
    assert await told("waiting") is None
    assert "A message of the client" in await told("delivered")


async def test_an_answer_is_knocked_for_and_then_delivered(world, harbour, told):
    client = await settled_in(world, "Иван", MOZYR)
    await client.presses_data(Talk())
    await client.says("Здравствуйте")
    (thread,) = harbour.topics
    world.clock.advance(timedelta(hours=2))
    await harbour.answers(thread, "Ваш паспорт готов")
    assert "knocked for" in await told("knocked")
    assert "паспорт" not in await told("knocked")

    await client.presses_data(OpenHeld())
    assert await told("knocked") is None
    assert "An answer" in await told("delivered")


async def test_an_unmet_need_is_told_without_who_asked(world, told):
    client = await settled_in(world, "Айгуль", "KG-T-Talas")
    await presses_old(client, Talk(need="work"))

    assert (await told("unmet")).startswith("Nobody is contracted for 💼")


async def test_what_was_taken_back_is_told_as_such(world, harbour, told):
    client = await settled_in(world, "Иван", MOZYR)
    await client.presses_data(Talk())
    await client.says("Лишнее")
    await client.presses("↩️", next(m for m in client.messages if "reply_to_message" in m))

    assert "taken back" in await told("taken_back")

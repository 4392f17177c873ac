"""Who is asked where they are on the way to something goes on to it, and does not have to find it again."""

import pytest

from bot.telegram.buttons import Agree, Home, NearMe, Onwards, Talk
from bot.telegram.client_buttons import LookAround, Urgent
from tests.client_phone import ClientPhone
from tests.old_buttons import presses_old


@pytest.fixture
async def phone(world):
    """Someone who looks around and has not said where they are."""
    made = ClientPhone(world, "Anna", "en")
    await made.says("/start")
    await made.presses_data(LookAround())
    return made


async def test_who_agrees_on_the_way_to_an_urgent_request_says_a_town_and_is_there(world, harbour, phone):
    await presses_old(phone, Urgent())
    await phone.presses_data(Talk(urgent=True))
    await phone.presses_data(Agree(to=Onwards.URGENT))
    await phone.says("Мозырь")
    await phone.presses("Go on")
    assert "Quiet Harbour" in phone.text
    assert "🔴" in phone.text

    await phone.says("Help")
    (thread,) = harbour.topics
    assert harbour.said_in(thread)[-1]["text"] == "Help"


async def test_a_town_that_is_chosen_leads_on_too(world, phone):
    await presses_old(phone, NearMe())
    await phone.presses("Minsk city")
    await phone.presses("Go on")

    assert "bed" in " ".join(phone.buttons)


async def test_who_went_home_meanwhile_is_not_led_on(world, phone):
    await presses_old(phone, NearMe())
    await phone.presses_data(Home())
    await presses_old(phone, LookAround())
    await phone.says("Мозырь")

    assert "Go on" not in str(phone.buttons)
    assert "Your place: Mozyr" in phone.text

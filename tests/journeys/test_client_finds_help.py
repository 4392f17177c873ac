"""From /start to a place's phone number."""

from datetime import timedelta

import pytest

from bot.domain.guide import Guide
from bot.telegram.buttons import Home, NearMe
from bot.telegram.client_buttons import NeedsIn, SetPlace
from tests.client_phone import ClientPhone, arrived

#: 50 minutes after the tests begin it is 13:20 in Minsk
LUNCH = timedelta(minutes=50)


async def test_from_start_to_a_beds_phone_number_in_mozyr_at_lunch_takes_at_most_six_actions(world, clock):
    clock.advance(LUNCH)
    phone = ClientPhone(world, "Anna", "en")
    await phone.says("/start")
    phone.actions = 0
    await phone.presses("I agree")
    await phone.says("в мозыре")
    await phone.presses("Near me")
    await phone.presses("A bed tonight")
    await phone.presses("1")

    assert "🟡 Lunch break, opens 14:00" in phone.text
    assert phone.copied == ["+375236225223"]
    assert phone.actions <= 6


async def test_by_buttons_alone_it_takes_at_most_six_too(world):
    phone = ClientPhone(world, "Anna", "en")
    await phone.says("/start")
    phone.actions = 0
    for button in ("I agree", "Gomel Region", "Mozyr", "Near me", "A bed tonight", "1"):
        await phone.presses(button)

    assert phone.copied == ["+375236225223"]
    assert phone.actions <= 6


async def test_in_bishkek_help_is_found_in_kyrgyz(world):
    phone = await arrived(world, "Бишкекте", language="ky")
    assert "Бишкек" in phone.text
    await phone.presses_data(NearMe())
    await phone.presses("Бүгүн түнөөчү жай")

    assert "«Арча» жатаканасы" in phone.text
    await phone.presses("2")
    assert "Коломто" in phone.text
    assert phone.copied


async def test_in_volozhin_the_answer_is_honest(world):
    phone = await arrived(world, "Валожын")
    await phone.presses("Near me")
    await phone.presses("A bed tonight")
    assert "no verified place for this here" in phone.text
    assert "Nearest elsewhere:" in phone.text

    await phone.presses("Who can direct me")
    assert phone.text.startswith("Valozhyn District executive committee")
    assert "⛔ Nobody is put up here" in phone.text
    await phone.presses("Back")
    assert "no verified place for this here" in phone.text


async def test_back_from_a_card_is_the_same_list_even_of_another_town(world):
    phone = await arrived(world, "Мозырь")
    await phone.presses_data(NearMe())
    here = phone.last
    await phone.attaches(52.4345, 30.9754)
    await phone.presses("Papers")
    there = phone.text
    await phone.presses("3")
    assert phone.text != there
    await phone.presses("Back")

    assert phone.text == there
    assert "Gomel" in there.splitlines()[0]
    assert here["message_id"] != phone.last["message_id"]


async def test_an_attached_place_serves_one_answer_and_is_not_kept(world):
    phone = await arrived(world, "Мозырь")
    await phone.attaches(52.4345, 30.9754)
    assert "📍 Gomel" in phone.text
    await phone.presses_data(Home(), phone.last)
    assert "Mozyr" in phone.text


async def test_a_place_attached_far_from_everywhere_is_answered(world):
    phone = await arrived(world, "Мозырь")
    await phone.attaches(-33.9, 151.2)

    assert "too far from every place we know" in phone.text


async def test_a_card_of_a_located_address_comes_with_a_pin(world):
    phone = await arrived(world, "Брест")
    await phone.says("Анонимные Наркоманы Начало")
    await phone.presses("1")

    pins = [message for message in phone.messages if "venue" in message]
    assert [round(pin["location"]["latitude"], 3) for pin in pins] == [52.089]


async def test_a_place_that_is_gone_from_the_list_is_said_to_be_gone(world):
    phone = await arrived(world, "Мозырь")
    await phone.says("тихая гавань")
    content = world.app.dispatcher["guide"].content
    left = tuple(place for place in content.places if place.organisation is None)
    world.app.dispatcher["guide"] = Guide(content.model_copy(update={"places": left}))
    await phone.presses("1")

    assert "not in the list any more" in phone.text


async def test_who_never_said_where_is_asked_before_the_list(world):
    phone = ClientPhone(world, "Anna", "en")
    await phone.says("/start")
    await phone.presses("I agree")
    await phone.says("abrakadabra")
    await phone.presses_data(Home(), phone.last)
    assert "not said yet" in phone.text
    await phone.presses("Near me")

    assert phone.text.startswith("Where are you?")


async def test_help_is_found_in_a_town_that_was_typed_and_it_can_become_ones_place(world):
    phone = await arrived(world, "Мозырь")
    await phone.says("Гродно")
    await phone.presses_data(NeedsIn(where="BY-HR-Grodno"))
    assert "📍 Grodno" in phone.text
    await phone.presses_data(SetPlace(to="BY-HR-Grodno"))

    assert "Your place: Grodno" in phone.text


async def test_from_home_a_person_is_two_actions_away(world, harbour):
    phone = await arrived(world, "Мозырь")
    phone.actions = 0
    await phone.presses("Talk to a person")
    await phone.says("Мне негде ночевать")

    assert [topic for topic in harbour.topics if "Мне негде ночевать" in str(harbour.said_in(topic))]
    assert phone.actions <= 2


async def goes_home_by_command(phone):
    await phone.says("/start")


async def goes_home_by_button(phone):
    await phone.presses("Home")


@pytest.mark.parametrize("goes_home", [goes_home_by_command, goes_home_by_button])
async def test_at_home_what_is_typed_goes_to_nobody_any_more(world, harbour, goes_home):
    phone = await arrived(world, "Мозырь")
    await phone.presses("Talk to a person")
    await phone.says("Здравствуйте")
    await goes_home(phone)
    await phone.says("общежитие")

    assert "Found for" in phone.text
    assert not [topic for topic in harbour.topics if "общежитие" in str(harbour.said_in(topic))]

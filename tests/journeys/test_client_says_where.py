"""Where one is: typed with errors, chosen, or not understood."""

import pytest

from bot.telegram.buttons import ChangePlace
from bot.telegram.client_buttons import AskWhere, Districts, LookAround, SetPlace, Towns
from tests.client_phone import ClientPhone, arrived


@pytest.mark.parametrize("typed", ["в мозыре", "Mozyr", "мозырь", "Мазыр", "мозыррь"])
async def test_a_town_is_understood_with_endings_errors_and_other_letters(world, typed):
    phone = await arrived(world, typed)
    assert "Your place: Mozyr, Gomel Region" in phone.text


async def test_the_place_is_kept(world):
    phone = await arrived(world, "гомль")
    await world.restart()
    await phone.says("/start")

    assert "Your place: Gomel" in phone.text


async def test_namesakes_are_offered_each_with_its_region(world):
    phone = await arrived(world, "Октябрьский")
    assert phone.text.startswith("Which one?")
    assert "Minsk Region" in phone.text
    await phone.presses("2")

    assert "Your place: " in phone.text


async def test_a_town_called_just_so_is_not_taken_for_one_that_was_once_called_so(world):
    phone = await arrived(world, "нарын", language="ky")

    assert "Нарын, Нарын облусу" in phone.text
    assert "Таш-Көмүр" not in phone.text


async def test_what_is_no_town_is_answered_with_a_way_on(world):
    phone = await arrived(world, "абракадабра")
    assert "do not know such a town" in phone.text
    assert "Gomel Region" in phone.buttons
    await phone.says("Гомель")

    assert "Your place: Gomel" in phone.text


async def test_a_town_of_the_other_country_is_asked_about_before_it_is_taken(world):
    phone = await arrived(world, "Бишкек")
    assert phone.text.startswith("Which one?")
    await phone.presses("1")

    assert "Your place: Bishkek" in phone.text


async def test_who_chose_the_other_country_is_understood_there_at_once(world):
    phone = ClientPhone(world, "Anna", "en")
    await phone.says("/start")
    await phone.presses("look around")
    await phone.presses("🌍")
    await phone.says("Бишкек")

    assert "Your place: Bishkek" in phone.text


@pytest.mark.parametrize("typed", ["тюрьма", "колония ик-20", "помогите мне", "дома", "прудок", "мне сорок"])
async def test_what_is_plainly_no_town_is_not_taken_for_one(world, typed):
    phone = await arrived(world, typed)

    assert "do not know such a town" in phone.text


@pytest.mark.parametrize("typed", ["Московский район", "Москва", "Октябрьский район", "пишкек", "Старые"])
async def test_where_several_or_other_ones_may_be_meant_the_person_chooses(world, typed):
    phone = await arrived(world, typed)
    assert phone.text.startswith("Which one?")
    await phone.presses("1")

    assert "Your place: " in phone.text


@pytest.mark.parametrize("typed", ["хочу умереть", "не хачу жыць", "өлгүм келет", "kill myself"])
async def test_who_may_die_is_told_whom_to_call_though_a_town_was_asked_for(world, typed):
    phone = await arrived(world, typed)

    assert phone.text.startswith("🔴 Urgent")


async def test_of_one_that_may_be_meant_it_is_not_said_that_there_are_several(world):
    phone = await arrived(world, "Старые")

    assert "Choose what you mean." in phone.text
    assert "several" not in phone.text


async def test_a_voice_note_where_a_town_was_asked_is_answered(world):
    phone = ClientPhone(world, "Anna", "en")
    await phone.says("/start")
    await phone.presses("look around")
    await phone.sends_voice()

    assert "Please type the town" in phone.text
    assert "Gomel Region" in phone.buttons


async def test_the_country_can_be_changed(world):
    phone = ClientPhone(world, "Anna", "en")
    await phone.says("/start")
    await phone.presses("look around")
    await phone.presses("🌍")
    assert "Issyk-Kul" in str(phone.buttons)
    await phone.presses("🌍")

    assert "Gomel Region" in phone.buttons


async def test_whose_phone_speaks_kyrgyz_is_asked_in_kyrgyzstan(world):
    phone = ClientPhone(world, "Айгүл", "ky")
    await phone.says("/start")
    await phone.presses_data(LookAround())

    assert "Нарын облусу" in phone.buttons


async def test_a_small_place_is_found_by_its_district(world):
    phone = await arrived(world, "Гомель")
    await phone.presses("Place")
    for button in ("Gomel Region", "Districts", "More", "Earlier", "Mazyr District", "The whole district"):
        await phone.presses(button)

    assert "Your place: Mazyr District" in phone.text


async def test_who_lives_in_a_city_may_say_in_which_district(world):
    phone = await arrived(world, "Минск")
    await phone.presses("My district of the city")
    await phone.presses_data(SetPlace(to="BY-HM-Minsk-Maskowski"))

    assert "Your place: Maskowski" in phone.text or "Your place: Moskovsky" in phone.text


async def test_a_press_elsewhere_ends_the_question_for_the_town(world):
    phone = await arrived(world, "Мозырь")
    await phone.presses("Place")
    await phone.presses("Home")
    await phone.says("Гомель")

    assert phone.text.startswith("Found for")


@pytest.mark.parametrize(
    "data", [SetPlace(to="BY-XX"), Towns(of="BY-XX"), Districts(of="BY-XX"), AskWhere(country="XX")]
)
async def test_a_territory_that_is_not_there_leads_back_to_the_question(world, data):
    phone = await arrived(world, "Мозырь")
    await phone.presses("Place")
    forged = phone.last
    forged["reply_markup"]["inline_keyboard"][0][0] = {"text": "forged", "callback_data": data.pack()}
    await phone.presses("forged", forged)

    assert phone.text.startswith("Where are you?")


async def test_a_place_that_the_content_dropped_is_asked_for_again(world):
    phone = await arrived(world, "Мозырь")
    async with world.app.database.transaction() as store:
        person, _row = await store.people.load(phone.user.id, b"")
        await store.people.set_territory(person.id, "BY-HO-Vanished")
    await phone.says("/start")
    assert "not said yet" in phone.text
    await phone.presses("Near me")

    assert phone.text.startswith("Where are you?")
    assert ChangePlace().pack() not in str(phone.last)

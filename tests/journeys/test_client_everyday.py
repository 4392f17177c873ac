"""Language, search, corrections, hiding, and whatever nobody expected."""

from datetime import timedelta

from sqlalchemy import select

from bot.store.tables import corrections, outbox
from bot.telegram.buttons import Hide
from bot.telegram.client_buttons import Mistake, PlaceCard, WrongIs
from tests.client_phone import ClientPhone, arrived
from tests.conftest import World


async def kept(world, table):
    async with world.app.database.engine.connect() as connection:
        return (await connection.execute(select(table))).all()


async def test_a_new_language_answers_at_once_and_stays(world):
    phone = await arrived(world, "Мозырь")
    await phone.presses("Language")
    await phone.presses("Беларуская")
    assert "Мазыр, Гомельская вобласць" in phone.text
    await phone.says("/start")

    assert "Мазыр, Гомельская вобласць" in phone.text


async def test_the_language_can_be_chosen_before_anything_else(world):
    phone = ClientPhone(world, "Anna", "de")
    await phone.says("/start")
    await phone.presses("English")
    await phone.presses("look around")

    assert "Gomel Region" in phone.buttons


async def test_the_command_for_the_language_works_at_any_moment(world):
    phone = await arrived(world, "Мозырь")
    await phone.presses("Place")
    await phone.says("/language")

    assert "Кыргызча" in phone.buttons


async def test_a_language_we_do_not_speak_is_not_kept(world):
    phone = await arrived(world, "Мозырь")
    await phone.presses("Language")
    forged = phone.last
    forged["reply_markup"]["inline_keyboard"][0][0] = {"text": "forged", "callback_data": "lang:xx"}
    await phone.presses("forged", forged)
    await phone.says("/start")

    assert "Mozyr, Gomel Region" in phone.text


async def test_words_find_kinds_places_and_services_with_errors(world):
    phone = await arrived(world, "Мозырь")
    await phone.says("обшежитие")
    assert {"🏠 A place to live", "🔎 Social hostel"} <= set(phone.buttons)
    assert "Quiet Harbour hostel (example)" in phone.text

    await phone.presses("A place to live")
    assert phone.text.startswith("🏠 A place to live · Mozyr")


async def test_a_kind_of_place_has_its_own_list(world):
    phone = await arrived(world, "Мозырь")
    await phone.says("обшежитие")
    await phone.presses("Social hostel")
    assert phone.text.startswith("Social hostel · Mozyr")
    await phone.presses("1")
    await phone.presses("Back")

    assert phone.text.startswith("Social hostel · Mozyr")


async def test_an_organisation_is_found_by_its_name(world):
    phone = await arrived(world, "Мозырь")
    await phone.says("Ціхая гавань")
    await phone.presses("1")

    assert phone.text.startswith("Quiet Harbour hostel (example)")


async def test_where_nothing_is_found_a_person_is_offered(world):
    phone = await arrived(world, "Мозырь")
    await phone.says("абракадабра")

    assert "💬 Talk to a person" in phone.buttons


async def test_a_long_text_is_not_said_back(world):
    phone = await arrived(world, "Мозырь")
    await phone.says("мне очень нужно общежитие, потому что мне негде жить и всё остальное тоже плохо")

    assert "плохо" not in phone.text
    assert "🏠 A place to live" in phone.buttons


async def test_what_is_wrong_is_noted_without_who_said_so_and_told_to_the_keeper(world):
    phone = await arrived(world, "Мозырь", agreeing=False)
    for button in ("Near me", "A bed tonight", "1", "This is wrong", "The phone"):
        await phone.presses(button)
    assert phone.text.startswith("Thank you")
    (row,) = await kept(world, corrections)
    assert (row.place, row.what) == ("tcson-mozyr", "phone")
    assert row.content_version == world.app.dispatcher["guide"].content.version
    await phone.presses("Back")
    await phone.presses("Back")

    assert phone.text.startswith("🛏️ A bed tonight · Mozyr")


async def test_without_a_chat_for_alarms_nothing_is_owed(world):
    phone = await arrived(world, "Мозырь")
    for button in ("Near me", "A bed tonight", "1", "This is wrong", "The phone"):
        await phone.presses(button)

    assert not await kept(world, outbox)


async def test_the_keeper_is_told_once_however_many_say_it(clock, tmp_path):
    world = World(clock, tmp_path)
    keeper = world.telegram.add_user("Keeper", language_code="en")
    world.telegram.say(keeper, "/start")
    world.settings = world.settings.model_copy(update={"ops_chat_id": keeper.id})
    world.app = world._build()
    await world.app.prepare()
    for town in ("Мозырь", "Калинковичи"):
        phone = await arrived(world, town)
        await phone.says("ТЦСОН Мозырь")
        await phone.presses_data(PlaceCard(place="tcson-mozyr"))
        for button in ("This is wrong", "The hours"):
            await phone.presses(button)
    owed = await kept(world, outbox)
    noted = await kept(world, corrections)
    await world.app.stop()

    assert [row.kind for row in owed] == ["to_ops"]
    assert len(noted) == 2


async def test_hide_removes_what_stands_in_the_chat_and_leaves_a_harmless_card(world):
    phone = await arrived(world, "Мозырь")
    await phone.presses("Near me")
    await phone.says("общежитие")
    await phone.presses_data(Hide())

    (left,) = [message for message in phone.messages if message["from"]["is_bot"]]
    assert left["text"] == "Opening hours and addresses. Press Start."
    assert phone.buttons == ["Start"]
    await phone.presses("Start")
    assert "Your place: Mozyr" in phone.text


async def test_hide_of_a_visitor_forgets_the_visit_too(world):
    phone = await arrived(world, "Мозырь", agreeing=False)
    await phone.presses("Near me")
    await phone.presses_data(Hide())
    assert [m["text"] for m in phone.messages if m["from"]["is_bot"]] == ["Opening hours and addresses. Press Start."]
    await phone.presses("Start")

    assert "✅ I agree" in phone.buttons


async def test_what_stood_there_before_one_agreed_is_hidden_too(world):
    phone = ClientPhone(world, "Anna", "en")
    await phone.says("/start")
    await phone.says("/start")
    await phone.presses("I agree")
    await phone.presses_data(Hide())

    assert len([message for message in phone.messages if message["from"]["is_bot"]]) == 1


async def test_a_message_too_old_to_remove_becomes_the_card(world, clock):
    phone = await arrived(world, "Мозырь")
    old = phone.last
    clock.advance(timedelta(hours=50))
    await phone.presses_data(Hide(), old)

    shown = next(message for message in phone.messages if message["message_id"] == old["message_id"])
    assert shown["text"] == "Opening hours and addresses. Press Start."


async def test_after_hide_what_is_typed_goes_to_nobody(world, harbour):
    phone = await arrived(world, "Мозырь")
    await phone.presses("Talk to a person")
    await phone.says("Здравствуйте")
    await phone.presses_data(Hide())
    await phone.says("это пишет кто-то другой")

    assert not [topic for topic in harbour.topics if "кто-то другой" in str(harbour.said_in(topic))]


async def test_a_button_of_a_version_long_gone_leads_home(world):
    phone = await arrived(world, "Мозырь")
    forged = phone.last
    forged["reply_markup"]["inline_keyboard"][0][0] = {"text": "forged", "callback_data": "gone:1:2"}
    await phone.presses("forged", forged)

    assert phone.text.startswith("Home")


async def test_a_voice_note_outside_a_talk_is_answered_with_how_to_go_on(world):
    phone = await arrived(world, "Мозырь")
    await phone.sends_voice()

    assert "press the button first" in phone.text
    assert "💬 Talk to a person" in phone.buttons


async def test_of_a_whole_sentence_the_words_that_mean_something_count(world):
    phone = await arrived(world, "Мозырь")
    await phone.says("жена бьёт детей и я не знаю что делать дальше")

    assert "👪 Family, children" in phone.buttons


async def test_a_correction_of_a_place_that_is_not_there_is_not_noted(world):
    phone = await arrived(world, "Мозырь")
    forged = phone.last
    data = WrongIs(place="nowhere", mistake=Mistake.PHONE).pack()
    forged["reply_markup"]["inline_keyboard"][0][0] = {"text": "forged", "callback_data": data}
    await phone.presses("forged", forged)

    assert phone.text.startswith("Thank you")
    assert not await kept(world, corrections)


async def test_in_a_group_no_client_screen_is_shown(world):
    phone = await arrived(world, "Мозырь")
    group = world.telegram.add_forum("Strangers", admins=[phone.user])
    await phone.says("/start", chat=group)
    await phone.says("/language", chat=group)
    await phone.says("общежитие", chat=group)
    world.telegram.send_location(phone.user, 52.4345, 30.9754, chat=group)
    world.telegram.send_voice(phone.user, chat=group)
    await world.settle()

    assert not [message for message in group.messages.values() if message["from"]["is_bot"]]

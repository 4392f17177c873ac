"""The first screen: what is said, what is kept, and who goes on without being kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.people import Scope
from bot.store.tables import metadata
from bot.telegram.buttons import AskPlace, Talk
from bot.telegram.client_buttons import LookAround
from tests.client_phone import ClientPhone, arrived
from tests.old_buttons import presses_old

#: what of an update that was handled stays: its hashed id, against repeats
INBOX = "inbox"


async def rows_of_all_tables(world):
    """Every row of every table that says something of someone."""
    async with world.app.database.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in (await connection.execute(select(table))).all()]
            for table in metadata.sorted_tables
        }


async def actor_of(world, phone):
    async with world.app.database.transaction() as store:
        found = await store.people.load(phone.user.id, b"")
    return found[0] if found else None


async def test_the_first_screen_is_in_the_language_of_the_phone_and_offers_the_others(world):
    phone = ClientPhone(world, "Anna", "en-GB")
    await phone.says("/start")

    assert {"Русский", "Беларуская", "Кыргызча", "English"} <= set(phone.buttons)
    assert "Telegram itself can read" in phone.text
    assert "does not track you" in phone.text
    assert "does not replace a check-in" in phone.text


async def test_nobody_is_greeted_as_someone_who_was_in_prison(world):
    phone = ClientPhone(world, "Anna", "en")
    await phone.says("/start")
    await phone.presses("What is kept")

    for word in ("prison", "release", "convict", "probation", "sentence"):
        assert word not in phone.seen.lower()


async def test_who_agrees_is_kept_with_language_and_place_for_the_service_alone(world):
    phone = await arrived(world, "Мозырь")
    actor = await actor_of(world, phone)

    assert (actor.locale, actor.territory) == ("en", "BY-HO-Mozyr")
    assert actor.consents == {Scope.SERVICE}


async def test_before_the_answer_nobody_is_kept(world):
    phone = ClientPhone(world, "Anna", "en")
    await phone.says("/start")
    await phone.presses("What is kept")
    await phone.presses("Back")

    assert await actor_of(world, phone) is None


async def test_of_who_looks_around_nothing_is_in_any_table(world):
    before = await rows_of_all_tables(world)
    phone = await arrived(world, "Мозырь", agreeing=False)
    for button in ("Near me", "A bed tonight", "1", "This is wrong", "The hours", "Back", "Back", "Home", "Language"):
        await phone.presses(button)
    await phone.presses("English")
    await phone.says("общежитие")
    await phone.attaches(52.4345, 30.9754)
    after = await rows_of_all_tables(world)

    grown = {name for name, rows in after.items() if len(rows) > len(before[name])}
    assert grown == {INBOX, "corrections"}
    keyring = world.app.database.keyring
    traces = [str(phone.user.id), keyring.blind(phone.user.id, "telegram"), phone.user.first_name]
    everything = [value for rows in after.values() for row in rows for value in row]
    assert not [trace for trace in traces for value in everything if _says(value, trace)]


def _says(value, trace) -> bool:
    if isinstance(value, bytes):
        return (trace if isinstance(trace, bytes) else trace.encode()) in value
    return isinstance(trace, str) and trace in str(value)


async def test_the_scan_for_traces_finds_someone_who_is_kept(world):
    phone = await arrived(world, "Мозырь")
    blind = world.app.database.keyring.blind(phone.user.id, "telegram")
    everything = [value for rows in (await rows_of_all_tables(world)).values() for row in rows for value in row]

    assert [value for value in everything if _says(value, blind)]


async def test_who_looks_around_can_still_agree_and_keeps_their_place(world):
    phone = await arrived(world, "Мозырь", agreeing=False)
    first = phone.messages[1]
    await phone.presses("Talk to a person")
    await phone.presses("I agree")

    assert (await actor_of(world, phone)).territory == "BY-HO-Mozyr"
    assert first["from"]["is_bot"]


async def test_start_again_leads_a_known_person_home(world):
    phone = await arrived(world, "Мозырь")
    await phone.presses("Place")
    await phone.says("/start")
    assert phone.text.startswith("Home")
    await phone.says("Гомель")

    assert phone.text.startswith("Found for")


async def test_start_with_something_unknown_behind_it_is_just_start(world):
    phone = ClientPhone(world, "Anna", "en")
    await phone.says("/start from_a_poster")

    assert "✅ I agree" in phone.buttons


async def test_after_an_hour_a_visitor_is_asked_anew(world, clock):
    phone = await arrived(world, "Мозырь", agreeing=False)
    clock.advance(timedelta(hours=2))
    await phone.presses("Near me")
    assert phone.text.startswith("Where are you?")
    await phone.presses("Home")

    assert LookAround().pack() in str(phone.last["reply_markup"])


async def test_a_visitor_who_comes_back_to_an_old_menu_is_asked_where_they_are(world, clock):
    phone = await arrived(world, "Мозырь", agreeing=False)
    await phone.presses("Near me")
    clock.advance(timedelta(hours=2))
    await phone.presses("A bed tonight")

    assert phone.text.startswith("Where are you?")


async def looking_around_in_mozyr(world) -> ClientPhone:
    return await arrived(world, "Mozyr", agreeing=False)


@pytest.mark.parametrize(
    ("way", "title"),
    [
        (Talk(), "Talk to a person"),
        (Talk(need="work"), "💼"),
        (Talk(urgent=True), "🔴 Urgent"),
        (AskPlace(place="tcson-mozyr"), "“Territorial Centre of Social Services, Mozyr District” does not answer"),
    ],
    ids=["person", "need", "urgent", "place"],
)
async def test_who_agrees_on_the_way_to_a_person_arrives_there(world, harbour, way, title):
    phone = await looking_around_in_mozyr(world)
    await presses_old(phone, way)
    await phone.presses("I agree")
    assert title in phone.text
    assert "Write now" in phone.text

    await phone.says("Good day")
    (thread,) = harbour.topics
    assert harbour.said_in(thread)[-1]["text"] == "Good day"


async def test_agreeing_twice_is_as_good_as_once(world, everything_kept):
    phone = await looking_around_in_mozyr(world)
    await phone.presses_data(Talk())
    asked = phone.last
    for _ in range(2):
        world.telegram.press(phone.user, asked, "✅ I agree")
    await world.settle()

    assert "Write now" in phone.text
    assert len((await everything_kept())["people"]) == 1

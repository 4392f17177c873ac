"""What cannot wait: numbers at once, a request that goes first and rings, and who helps those under age."""

from datetime import timedelta

import pytest

from bot.store.outbox import Priority
from bot.telegram.buttons import Home, Talk
from bot.telegram.client_buttons import LookAround, NeedsIn, Urgent, Younger
from tests.client_phone import ClientPhone, arrived
from tests.conftest import settled_in

MOZYR = "BY-HO-Mozyr"


def in_general(office) -> list[str]:
    """What the bot says in the group outside the topics."""
    said = [m for m in office.forum.messages.values() if m["from"]["is_bot"] and "message_thread_id" not in m]
    return [m["text"] for m in said if "text" in m]


async def turns_to_urgent(client) -> None:
    await client.says("/start")
    await client.presses_data(Urgent())
    await client.presses_data(Talk(urgent=True))


async def asks_urgently(client, words: str) -> None:
    await turns_to_urgent(client)
    await client.says(words)


async def test_urgent_is_one_press_from_home_and_red(world):
    phone = await arrived(world, "Мозырь")
    (button,) = [
        found
        for row in phone.last["reply_markup"]["inline_keyboard"]
        for found in row
        if found["callback_data"] == Urgent().pack()
    ]
    assert button["style"] == "danger"
    await phone.presses_data(Urgent())

    assert phone.text.startswith("🔴 Urgent")
    assert "✍️ Write now: urgent" in phone.buttons


async def test_someone_who_looks_around_without_a_place_finds_the_lines_too(world):
    phone = ClientPhone(world, "Anna", "en")
    await phone.says("/start")
    await phone.presses_data(LookAround())
    await phone.presses_data(Home())
    await phone.presses_data(Urgent())
    await phone.presses("All help lines")

    assert phone.text.startswith("Where are you?")


async def test_an_urgent_request_says_so_on_its_card_and_rings_in_the_group(world, harbour):
    client = await settled_in(world, "Иван", MOZYR)
    await asks_urgently(client, "Меня выгнали из дома")
    (thread,) = harbour.topics
    card, words = harbour.said_in(thread)

    assert "🔴" in card["text"]
    assert words["text"] == "Меня выгнали из дома"
    (rung,) = [text for text in in_general(harbour) if "🔴" in text]
    assert harbour.topics[thread] in rung


async def test_a_request_that_can_wait_does_not_ring(world, harbour):
    client = await settled_in(world, "Иван", MOZYR)
    await client.presses_data(Talk())
    await client.says("Здравствуйте")
    (thread,) = harbour.topics

    assert "🔴" not in harbour.said_in(thread)[0]["text"]
    assert not [text for text in in_general(harbour) if "🔴" in text]


async def test_an_open_request_becomes_urgent_and_rings_once(world, harbour):
    client = await settled_in(world, "Иван", MOZYR)
    await client.presses_data(Talk())
    await client.says("Здравствуйте")
    for _ in range(2):
        await asks_urgently(client, "Меня выгнали из дома")
    (thread,) = harbour.topics

    assert "🔴" in harbour.said_in(thread)[0]["text"]
    assert len([text for text in in_general(harbour) if "🔴" in text]) == 1


async def test_what_is_urgent_is_sent_before_what_was_owed_earlier(world, harbour, monkeypatch):
    calm, hurried = await settled_in(world, "Иван", MOZYR), await settled_in(world, "Пётр", MOZYR)
    await calm.presses_data(Talk())
    await turns_to_urgent(hurried)
    monkeypatch.setattr(world.app.delivery, "send_due", _send_nothing)
    await calm.says("Могу подождать")
    await hurried.says("Не могу ждать")
    async with world.app.database.transaction() as store:
        claimed = await store.outbox.claim(1, timedelta(minutes=1))

    assert [owed.priority for owed in claimed] == [Priority.URGENT]


async def _send_nothing() -> int:
    return 0


async def test_on_a_bed_for_tonight_one_is_asked_and_children_are_led_to_those_who_help_them(world):
    phone = await arrived(world, "Мозырь")
    await phone.presses("Near me")
    await phone.presses("A bed tonight")
    shown = phone.text
    await phone.presses("18 or older")
    assert phone.text == shown
    assert "I am under 18" not in phone.buttons

    await phone.presses("All kinds of help")
    await phone.presses("A bed tonight")
    await phone.presses("I am under 18")
    assert "8-801-100-16-11" in phone.text
    assert "8-801-100-16-11" in phone.copied
    await phone.presses("Help for families")
    assert phone.text.startswith("👪 Family, children · Mozyr")


@pytest.mark.parametrize("button", ["A place to live", "Family, children"])
async def test_elsewhere_nobody_is_asked_their_age(world, button):
    phone = await arrived(world, "Мозырь")
    await phone.presses("Near me")
    await phone.presses(button)

    assert "I am under 18" not in phone.buttons


async def test_a_child_who_looks_for_a_bed_elsewhere_finds_the_lines_of_that_place(world):
    phone = await arrived(world, "Мозырь")
    await phone.says("Бишкек")
    await phone.presses_data(NeedsIn(where="KG-GB-Bishkek"))
    await phone.presses("A bed tonight")
    await phone.presses("I am under 18")

    assert "111" in phone.copied


async def test_of_the_answer_nothing_is_written_anywhere(world, everything_kept):
    """Two people who differ in this answer alone leave the same."""
    left = []
    for answer in (Younger(), Urgent(asked=True)):
        phone = await arrived(world, "Мозырь")
        before = await everything_kept()
        await phone.presses_data(Urgent())
        await phone.presses_data(answer)
        left.append((before, await everything_kept()))

    grown = [
        {table: len(after[table]) - len(before[table]) for table in after if after[table] != before[table]}
        for before, after in left
    ]
    assert grown[0] == grown[1]
    assert set(grown[0]) == {"inbox"}
    assert all(row.body is None for before, after in left for row in after["inbox"])

"""Type anything: what is found is meant, and a person is always offered."""

import pytest

from bot.telegram.client_buttons import Nearest, tag
from tests.client_phone import arrived


@pytest.mark.parametrize("typed", ["общежитие", "Гродно", "тихая гавань", "хочу умереть", "абракадабра", "я"])
async def test_a_person_is_offered_whatever_is_found(world, typed):
    phone = await arrived(world, "Мозырь")
    await phone.says(typed)

    assert "💬 Talk to a person" in phone.buttons


async def test_a_need_typed_with_a_town_is_listed_there(world):
    phone = await arrived(world, "Мозырь")
    await phone.says("Гродно ночлег")
    await phone.presses_data(Nearest(what=tag("need:bed"), where=tag("BY-HR-Grodno")))

    assert "Grodno" in phone.text.splitlines()[0]


@pytest.mark.parametrize(
    ("typed", "language", "line"),
    [
        ("не хочу жить", "ru", "Телефон доверия"),
        ("не хачу жыць", "be", "Тэлефон даверу"),
        ("жашагым келбейт", "ky", "Ишеним телефону"),
        ("i want to die", "en", "Help line"),
    ],
)
async def test_who_may_die_is_shown_the_help_line_first_and_what_is_urgent(world, typed, language, line):
    phone = await arrived(world, "Бишкек" if language == "ky" else "Гомель", language=language)
    await phone.says(typed)

    assert phone.buttons[0].endswith(line)
    assert phone.buttons[1].startswith("🔴")


async def test_nothing_urgent_is_offered_to_who_looks_for_a_room(world):
    phone = await arrived(world, "Мозырь")
    await phone.says("общежитие")

    assert not [button for button in phone.buttons if button.startswith("🔴")]

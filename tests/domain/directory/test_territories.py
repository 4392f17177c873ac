"""The tree of territories."""

import pytest
from directory_worlds import directory

from bot.domain.directory import country, zone

ASKED = directory()


def test_a_territory_knows_what_it_lies_in_the_narrowest_first():
    assert [outer.code for outer in ASKED.territories.ancestors("BY-HO-M-Mozyr")] == ["BY-HO-M", "BY-HO", "BY"]


def test_a_territory_knows_its_parts():
    assert {part.code for part in ASKED.children("BY-HO-Gomel")} == {"BY-HO-Gomel-Sav", "BY-HO-Gomel-Nov"}
    assert ASKED.children("BY-HO-M-Mozyr") == ()


@pytest.mark.parametrize(
    ("outer", "inner", "contained"),
    [
        ("BY", "BY-HO-M-Mozyr", True),
        ("BY-HO-M-Mozyr", "BY-HO-M-Mozyr", True),
        ("BY-HO-M-Mozyr", "BY-HO-M", False),
        ("BY-HO-M", "BY-HO-Gomel", False),
    ],
)
def test_an_area_contains_itself_and_what_lies_in_it(outer, inner, contained):
    assert ASKED.territories.contains(outer, inner) is contained


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("BY-HO-M-Mozyr", "Мозырь, Гомельская область"),
        ("BY-HO-M", "Мозырский район, Гомельская область"),
        ("BY-HO-Gomel-Sav", "Советский район, Гомель"),
        ("BY-HM-Minsk", "Минск"),
        ("BY-HO", "Гомельская область"),
        ("BY", "Беларусь"),
        ("BY-HO-M-Okt", "Октябрьский, Мозырский район, Гомельская область"),
    ],
)
def test_a_path_says_what_tells_a_territory_from_its_namesakes(code, path):
    assert ASKED.name(code, "ru") == path


def test_every_territory_has_the_country_and_zone_of_its_code():
    assert (country("BY-HO-M"), zone("BY-HO-M").key) == ("BY", "Europe/Minsk")
    assert (country("KG-GB"), zone("KG").key) == ("KG", "Asia/Bishkek")


def test_an_unknown_code_is_an_error_and_not_a_guess():
    with pytest.raises(KeyError):
        ASKED.territory("BY-XX")


def test_a_pin_becomes_the_nearest_settlement():
    assert ASKED.settlement_near(52.06, 29.2).code == "BY-HO-M-Mozyr"


def test_a_pin_far_from_every_settlement_becomes_none():
    assert ASKED.settlement_near(48.85, 2.35) is None

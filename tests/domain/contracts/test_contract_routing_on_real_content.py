"""What the bot would answer today, and on each day a contract begins or ends, all over both countries."""

from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest

from bot.content.loader import load
from bot.domain.contracts import GENERAL_SERVICES, NationalLine, Provider, PublicHelp, Request, StateCentre, route
from bot.domain.directory.territories import Territories

CONTENT = load(Path(__file__).parents[3] / "content", demo=True)
TREE = Territories(CONTENT.territories)
PUBLIC = PublicHelp(CONTENT.places, TREE)
PLACES = {place.id: place for place in CONTENT.places}
CONTRACTS = {contract.id: contract for contract in CONTENT.contracts}
TODAY = date(2026, 11, 22)


def answer(territory, need=None, at=TODAY):
    return route(Request(territory, need), CONTENT.contracts, TREE, PUBLIC, at=at, units_left={})


def check(territory, need, at):
    found = answer(territory, need, at)
    assert found.reasons
    match found.target:
        case Provider(organisation, id_, service):
            contract = CONTRACTS[id_]
            assert (contract.provider, contract.service) == (organisation, service)
            assert contract.starts <= at <= contract.ends
            assert TREE.contains(contract.territory, territory)
        case StateCentre(place):
            assert PLACES[place].territory[:2] == territory[:2]
            assert PLACES[place].phones or PLACES[place].address
        case NationalLine(country, place):
            assert country == territory[:2]
            assert place is not None


@pytest.mark.parametrize("need", [None, *CONTENT.needs], ids=lambda need: need.id if need else "just-words")
def test_every_need_has_an_answer_in_every_territory_today(need):
    for territory in CONTENT.territories:
        check(territory.code, need, TODAY)


def test_every_need_has_an_answer_on_the_days_about_the_ends_of_each_contract():
    day = timedelta(days=1)
    for contract, need in product(CONTENT.contracts, [None, *CONTENT.needs]):
        for at in (contract.starts - day, contract.starts, contract.ends, contract.ends + day):
            check(contract.territory, need, at)


def test_the_services_that_general_words_go_to_are_services_of_the_content():
    assert {service.id for service in CONTENT.services} >= set(GENERAL_SERVICES)


@pytest.mark.parametrize(("country", "number"), [("BY", "133"), ("KG", "111")])
def test_each_country_has_a_line_that_anyone_may_call(country, number):
    line = PUBLIC.national_line(country)
    assert line is not None
    assert line.phones[0].number == number

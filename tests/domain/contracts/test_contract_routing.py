from datetime import date, timedelta

import pytest
from contract_worlds import BED, PAPERS, TODAY, ask, contract

from bot.content.models import Text
from bot.domain.contracts import (
    CoversPart,
    CoversService,
    CoversTerritory,
    EarlierStart,
    Eligibility,
    FirstById,
    FitterService,
    LargerShareLeft,
    MoreGeneral,
    MoreSpecific,
    NationalLine,
    NoContract,
    NoStateCentre,
    Obstacle,
    OnlyWithin,
    PassedOver,
    Provider,
    RunsUntil,
    StateCentre,
)

CITY = contract("city", "BY-HM")
MOSKOVSKY = contract("moskovsky", "BY-HM-moskovsky")


def chosen(route):
    assert isinstance(route.target, Provider)
    return route.target.contract


def test_the_only_contract_is_told_by_what_it_covers_and_till_when():
    route = ask("BY-HM-minsk", [CITY])
    assert route.target == Provider("ngo-city", "city", "accompaniment")
    assert route.reasons == (
        CoversService("accompaniment"),
        CoversTerritory("BY-HM"),
        RunsUntil(date(2026, 12, 31)),
    )
    assert not route.unmet


def test_in_moskovsky_district_of_minsk_the_districts_own_contract_goes_before_the_citys():
    route = ask("BY-HM-moskovsky", [CITY, MOSKOVSKY])
    assert chosen(route) == "moskovsky"
    assert MoreSpecific("BY-HM-moskovsky", ("city",)) in route.reasons


def test_elsewhere_in_minsk_the_citys_contract_serves():
    assert chosen(ask("BY-HM-leninsky", [CITY, MOSKOVSKY])) == "city"


def test_a_person_who_said_only_minsk_is_not_sent_to_one_of_its_districts_but_the_district_is_worth_asking():
    route = ask("BY-HM-minsk", [MOSKOVSKY])
    assert route.unmet
    assert OnlyWithin("moskovsky", "BY-HM-moskovsky") in route.reasons


def test_a_contract_of_another_city_is_not_worth_asking_about():
    assert ask("BY-HO-gomel", [MOSKOVSKY]).reasons == ask("BY-HO-gomel").reasons


def test_a_districts_contract_that_has_ended_is_not_worth_asking_about():
    ended = contract("moskovsky", "BY-HM-moskovsky", ends=TODAY - timedelta(days=1))
    route = ask("BY-HM-minsk", [ended])
    assert route.reasons == (NoContract("papers", "BY-HM-minsk"), NoStateCentre("BY-HM-minsk"))


@pytest.mark.parametrize(("at", "unmet"), [(date(2031, 2, 28), False), (date(2031, 3, 1), True)])
def test_a_five_year_contract_serves_through_its_last_day_and_not_the_day_after(at, unmet):
    assert ask("BY-HM", [contract("five", ends=date(2031, 2, 28))], at=at).unmet is unmet


@pytest.mark.parametrize(
    ("fields", "obstacle"),
    [
        ({"starts": TODAY + timedelta(days=1)}, Obstacle.NOT_YET),
        ({"ends": TODAY - timedelta(days=1)}, Obstacle.ENDED),
    ],
)
def test_a_contract_outside_its_term_is_never_chosen_and_that_is_told(fields, obstacle):
    route = ask("BY-HM-minsk", [contract("a", **fields)])
    assert route.unmet
    assert PassedOver("a", obstacle) in route.reasons


def test_a_contract_without_units_left_gives_way_to_a_wider_one_and_that_is_told():
    route = ask("BY-HM-moskovsky", [CITY, MOSKOVSKY], units_left={"moskovsky": 0})
    assert chosen(route) == "city"
    assert PassedOver("moskovsky", Obstacle.NO_UNITS) in route.reasons


def test_a_contract_ruled_out_for_this_person_gives_way_and_that_is_told():
    route = ask("BY-HM-moskovsky", [CITY, MOSKOVSKY], ruled_out=["moskovsky"])
    assert chosen(route) == "city"
    assert PassedOver("moskovsky", Obstacle.RULED_OUT) in route.reasons


def test_past_contracts_and_wider_ones_without_units_are_no_news_to_who_is_served():
    past = contract("past", "BY-HM-moskovsky", ends=TODAY - timedelta(days=1))
    route = ask("BY-HM-moskovsky", [past, CITY, MOSKOVSKY], units_left={"city": 0})
    assert not [reason for reason in route.reasons if isinstance(reason, PassedOver)]


def test_who_may_be_served_is_told_for_the_provider_to_ask():
    terms = Text(en="People from 18")
    route = ask("BY-HM", [contract("a", eligibility=terms)])
    assert chosen(route) == "a"
    assert route.reasons[-1] == Eligibility(terms)


def test_of_equals_the_contract_with_the_larger_share_left_is_chosen():
    large, small = contract("large", units=1000), contract("small", units=10)
    route = ask("BY-HM", [large, small], units_left={"large": 500, "small": 9})
    assert chosen(route) == "small"
    assert LargerShareLeft(0.9, ("large",)) in route.reasons


def test_of_equal_shares_the_contract_that_started_earlier_is_chosen():
    route = ask("BY-HM", [contract("a"), contract("b", starts=date(2025, 1, 1))])
    assert chosen(route) == "b"
    assert EarlierStart(date(2025, 1, 1), ("a",)) in route.reasons


def test_of_complete_equals_the_first_id_is_chosen():
    route = ask("BY-HM", [contract("b"), contract("a"), contract("c")])
    assert chosen(route) == "a"
    assert route.reasons[-1] == FirstById(("b", "c"))


def test_each_rival_is_told_once_by_the_rule_it_lost_by():
    contracts = [
        contract("best", "BY-HM-moskovsky"),
        contract("twin", "BY-HM-moskovsky"),
        contract("later", "BY-HM-moskovsky", starts=date(2026, 6, 1)),
        contract("used", "BY-HM-moskovsky"),
        contract("wide", "BY-HM"),
        contract("widest", "BY"),
    ]
    route = ask("BY-HM-moskovsky", contracts, units_left={"used": 50})
    assert route.reasons[3:] == (
        MoreSpecific("BY-HM-moskovsky", ("wide", "widest")),
        LargerShareLeft(1, ("used",)),
        EarlierStart(date(2026, 1, 1), ("later",)),
        FirstById(("twin",)),
    )


def test_a_contract_for_another_service_or_another_country_does_not_serve():
    contracts = [contract("shelter", service="shelter"), contract("bishkek", "KG-GB", currency="KGS")]
    assert ask("BY-HM-minsk", contracts).unmet
    assert chosen(ask("BY-HM-minsk", contracts, need=BED)) == "shelter"


def test_the_narrower_territory_goes_before_the_service_the_need_names_first():
    contracts = [CITY, contract("near", "BY-HM-moskovsky", "consultation")]
    assert chosen(ask("BY-HM-moskovsky", contracts, need=PAPERS)) == "near"


def test_in_one_territory_the_service_the_need_names_first_goes_before_a_larger_share():
    route = ask("BY-HM", [contract("advice", service="consultation"), CITY], units_left={"city": 1})
    assert chosen(route) == "city"
    assert FitterService("accompaniment", ("advice",)) in route.reasons


def test_just_words_go_to_general_accompaniment_though_another_service_is_nearer():
    contracts = [CITY, contract("near", "BY-HM-moskovsky", "shelter"), contract("talk", "BY-HM", "consultation")]
    route = ask("BY-HM-moskovsky", contracts, need=None)
    assert chosen(route) == "city"
    assert MoreGeneral("accompaniment", ("near", "talk")) in route.reasons


def test_just_words_go_to_any_provider_there_is_before_they_leave_for_the_state():
    assert chosen(ask("BY-HM", [contract("a", service="home-help")], need=None)) == "a"


def test_without_a_contract_the_districts_state_centre_answers_and_the_need_is_unmet():
    route = ask("BY-HO-mozyr")
    assert route.target == StateCentre("mozyr-centre")
    assert route.reasons == (NoContract("papers", "BY-HO-mozyr"), CoversTerritory("BY-HO-mozyr-district"))
    assert route.unmet


def test_a_centre_that_serves_a_part_of_the_persons_town_is_told_to_be_so():
    route = ask("BY-HO-gomel", need=None)
    assert route.target == StateCentre("railway-centre")
    assert route.reasons == (NoContract(None, "BY-HO-gomel"), CoversPart("BY-HO-gomel-railway"))


def test_without_a_contract_and_a_centre_the_national_line_answers():
    route = ask("BY-HM-leninsky")
    assert route.target == NationalLine("BY", "line-of-belarus")
    assert route.reasons == (NoContract("papers", "BY-HM-leninsky"), NoStateCentre("BY-HM-leninsky"))
    assert route.unmet


def test_each_country_has_its_own_line():
    assert ask("KG-GB-bishkek").target == NationalLine("KG", "line-of-kyrgyzstan")


def test_where_the_content_names_no_line_the_country_is_still_an_answer():
    assert ask("KG-GB-bishkek", places=()).target == NationalLine("KG", None)


def test_a_territory_the_content_has_dropped_is_answered_as_what_is_left_of_its_code():
    gone = ask("BY-HM-moskovsky-quarter-7", [CITY, MOSKOVSKY])
    assert gone == ask("BY-HM-moskovsky", [CITY, MOSKOVSKY])
    assert ask("KG-XX").target == NationalLine("KG", "line-of-kyrgyzstan")


def test_a_country_that_is_not_in_the_content_at_all_is_an_error():
    with pytest.raises(KeyError):
        ask("XX-1")

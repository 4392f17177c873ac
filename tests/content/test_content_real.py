"""The content that ships: nothing wrong in it, and what must stay true of it whoever edits it."""

from collections import Counter
from datetime import date
from pathlib import Path

import opening_hours
import pytest

from bot.content.loader import load, problems
from bot.content.models import LANGUAGES, Content

ROOT = Path(__file__).parents[2] / "content"
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def content() -> Content:
    return load(ROOT, demo=False, today=TODAY)


@pytest.fixture(scope="module")
def demo() -> Content:
    return load(ROOT, demo=True, today=TODAY)


@pytest.fixture(scope="module")
def places(content):
    return {place.id: place for place in content.places}


@pytest.fixture(scope="module")
def territories(content):
    return {territory.code: territory for territory in content.territories}


def ancestors(territories, code):
    while code:
        yield code
        code = territories[code].parent


def test_nothing_is_wrong_in_it():
    assert problems(ROOT, TODAY) == []


def test_all_regions_and_districts_of_both_countries_are_there(content):
    levels = Counter((territory.code[:2], territory.level) for territory in content.territories)
    assert (levels["BY", "region"], levels["KG", "region"]) == (7, 9)
    assert (levels["BY", "district"], levels["KG", "district"]) == (118, 40)
    assert levels["BY", "settlement"] >= 300
    assert levels["KG", "settlement"] >= 100
    assert (levels["BY", "city_district"], levels["KG", "city_district"]) == (16, 4)


def test_every_sourced_place_is_there_and_no_invented_one(content):
    assert Counter((place.territory[:2], place.grade) for place in content.places) == {
        ("BY", "A"): 81,
        ("BY", "B"): 18,
        ("KG", "A"): 11,
        ("KG", "B"): 4,
    }
    assert not any(place.demo for place in content.places)
    assert content.contracts == content.organisations == ()


def test_what_is_kept_aside_is_in_neither(demo):
    aside = "\n".join(file.read_text("utf-8") for file in (ROOT / "unverified").glob("*.yaml"))
    ids = {line.removeprefix("- id: ") for line in aside.splitlines() if line.startswith("- id: ")}
    assert len(ids) == 68
    assert ids.isdisjoint(place.id for place in demo.places)


def test_the_hostel_whose_address_is_secret_has_none_anywhere(demo):
    assert "hostel-hiv-bishkek" not in {place.id for place in demo.places}
    [entry] = [
        part for part in (ROOT / "unverified/kg.yaml").read_text("utf-8").split("\n- id: ") if "hostel-hiv" in part
    ]
    assert "address_hidden: true" in entry
    assert "\n  address:" not in entry
    assert "latitude" not in entry


def test_no_shown_place_gives_away_a_hidden_address(demo):
    hidden = [place for place in demo.places if place.address_hidden]
    assert all(place.address is None and place.latitude is None for place in hidden)


def test_the_square_in_volozhin_is_the_committee_that_only_directs(content, places, territories):
    committee = places["executive-committee-volozhin"]
    kinds = {kind.id: kind for kind in content.kinds}
    assert not kinds[committee.kind].serves_people
    assert committee.serves == "BY-MI-ValozhynDistrict"
    assert committee.not_taken is not None
    assert committee.not_taken.ru is not None
    assert "направить" in committee.not_taken.ru
    others = [
        place.id
        for place in content.places
        if "BY-MI-ValozhynDistrict" in ancestors(territories, place.territory) and place is not committee
    ]
    assert others == []


def test_in_mogilev_the_warning_about_convictions_comes_with_the_shelter(places):
    shelter = places["night-shelter-mogilev"]
    assert all("2012" in shelter.not_taken.into(language) for language in LANGUAGES)


def test_winter_shelters_are_open_in_winter_only_and_admit_at_unknown_hours(places):
    for name in ("winter-shelter-oktyabrsky", "winter-shelter-sverdlovsky"):
        hours = opening_hours.OpeningHours(places[name].hours)
        assert hours.is_unknown(date_time(2026, 1, 15))
        assert hours.is_closed(date_time(2026, 7, 15))


def date_time(year, month, day):
    from datetime import datetime

    return datetime(year, month, day, 12)  # noqa: DTZ001 - opening_hours reads local time


def test_the_contested_short_number_comes_after_the_sure_one_and_says_so(places):
    sure, contested = places["crisis-line-grodno"].phones
    assert sure.number == "+375152398331"
    assert (contested.number, contested.reach) == ("170", "country")
    assert contested.label is not None


def test_boarding_houses_take_older_people_through_the_centre_only(content, places):
    kind = next(kind for kind in content.kinds if kind.id == "boarding-house")
    assert kind.taken is not None
    assert kind.not_taken is not None
    assert "boarding-house" not in next(need for need in content.needs if need.id == "bed").kinds
    assert sum(place.kind == "boarding-house" for place in places.values()) == 13


def test_local_numbers_became_whole_where_the_area_code_is_sure(places):
    assert places["social-protection-slutsk"].phones[0].number == "+375179536704"
    assert places["tcson-kalinkovichi"].phones[1].number == "+375234552232"
    assert places["line-133"].phones[0].reach == "country"
    assert not any(phone.reach == "local" for place in places.values() for phone in place.phones)


def test_a_pin_stands_only_where_the_source_located_the_address(content):
    pinned = [place for place in content.places if place.precision == "address"]
    assert {place.kind for place in pinned} == {"mutual-aid-group", "ngo", "tcson-branch"}


def test_every_need_says_where_to_begin_in_every_language(content):
    assert 8 <= len(content.needs) <= 11
    for need in content.needs:
        assert need.kinds
        assert all(need.name.into(language) == getattr(need.name, language) for language in LANGUAGES)
        assert all(len(f"{need.icon} {getattr(need.name, language)}") <= 30 for language in LANGUAGES)


def test_every_need_leads_to_a_place_or_to_a_person(demo):
    kinds = {place.kind for place in demo.places}
    served = {need for place in demo.places for need in place.needs}
    for need in demo.needs:
        assert kinds & set(need.kinds) or need.id in served, need.id
        assert need.services, need.id


def test_words_of_a_need_are_small_letters_and_said_once(content):
    for need in content.needs:
        assert list(need.words) == [word.lower() for word in need.words]
        assert not [word for word, times in Counter(need.words).items() if times > 1], need.id


def test_codes_fit_a_button(demo):
    assert max(len(territory.code) for territory in demo.territories) <= 32
    assert max(len(place.id) for place in demo.places) <= 40


def test_no_word_that_shames_is_ever_shown(demo):
    shown = demo.model_dump_json(exclude={"needs": {"__all__": {"words"}}}).lower()
    for word in ("зэк", "бомж", "уголовник", "рецидивист", "контингент", "бывших заключённых", "inmate", "offender"):
        assert word not in shown, word


def test_the_demo_shows_every_rule_of_routing(demo):
    contracts = {contract.id: contract for contract in demo.contracts}
    assert all(contract.demo for contract in contracts.values())
    assert any(contract.ends < TODAY for contract in contracts.values())
    assert any(contract.starts > TODAY for contract in contracts.values())
    assert any(0 <= (contract.ends - TODAY).days <= 30 for contract in contracts.values())
    covered = Counter((contract.service, contract.territory) for contract in contracts.values())
    assert covered["paperwork", "BY-HO-Gomel"] == 2
    levels = {territory.code: territory.level for territory in demo.territories}
    assert {"region", "district", "city_district"} <= {levels[contract.territory] for contract in contracts.values()}


def test_invented_places_have_no_phone_and_no_street(demo):
    invented = [place for place in demo.places if place.demo]
    assert invented
    assert all(not place.phones and place.address is None for place in invented)


def test_every_place_is_named_in_its_countrys_languages_and_english(demo):
    for place in demo.places:
        own = "be" if place.territory.startswith("BY") else "ky"
        assert all(getattr(place.name, language) for language in ("ru", own, "en")), place.id

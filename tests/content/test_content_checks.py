"""Each rule across entries refuses one example of what it is there for."""

import pytest

PLACES = "by/places.yaml"
TREE = "by/territories.yaml"
DEMO = "demo/all.yaml"


def only(mistakes):
    assert len(mistakes) == 1, mistakes
    return mistakes[0].field, mistakes[0].message


@pytest.mark.parametrize(
    ("file", "passage", "by", "field"),
    [
        (PLACES, "kind: tcson", "kind: castle", "kind"),
        (PLACES, "territory: BY-HO-Gomel\n", "territory: BY-HO-Nowhere\n", "territory"),
        (PLACES, "needs: [bed]", "needs: [gold]", "needs.0"),
        (PLACES, "  needs: [bed]", "  serves: BY-XX\n  needs: [bed]", "serves"),
        (PLACES, "  needs: [bed]", "  organisation: nobody\n  needs: [bed]", "organisation"),
        (DEMO, "provider: harbour", "provider: nobody", "provider"),
        (DEMO, "service: shelter", "service: magic", "service"),
        (DEMO, "territory: BY-HO\n", "territory: BY-XX\n", "territory"),
        ("services.yaml", "kinds: [tcson]", "kinds: [tcson, castle]", "kinds.1"),
        ("services.yaml", "services: [shelter]", "services: [magic]", "services.0"),
        (TREE, "parent: BY-HO-Gomel", "parent: BY-HO-Nowhere", "parent"),
        ("unverified/by.yaml", "kind: tcson", "kind: castle", "kind"),
    ],
)
def test_an_id_that_is_not_there_is_named(spoil, file, passage, by, field):
    where, message = only(spoil(file, passage, by))
    assert where == field
    assert "is not among the" in message


def test_an_id_is_taken_once_even_by_what_is_kept_aside(spoil):
    assert only(spoil("unverified/by.yaml", "id: aside", "id: centre")) == (
        "id",
        f"centre is already taken in {PLACES}",
    )


def test_what_is_outside_the_demo_folder_is_not_a_demo(spoil):
    assert only(spoil(PLACES, "  grade: A\n", "  grade: A\n  demo: true\n"))[0] == "demo"


def test_what_is_in_the_demo_folder_says_that_it_is_a_demo(spoil):
    assert only(spoil(DEMO, ", demo: true}", "}"))[0] == "demo"


def test_a_town_cannot_be_invented(spoil):
    town = "territories:\n- {code: BY-HO-X, level: settlement, parent: BY-HO, name: {ru: Икс, be: Ікс, en: X}}\n"
    assert "cannot be invented" in only(spoil(DEMO, "contracts:", f"{town}contracts:"))[1]


def test_grade_c_is_never_among_what_is_shown(spoil):
    assert only(spoil(PLACES, "grade: A", "grade: C"))[0] == "grade"


def test_what_is_kept_aside_is_of_grade_c(spoil):
    assert only(spoil("unverified/by.yaml", "grade: C", "grade: A"))[0] == "grade"


def test_grade_b_has_no_phones(spoil):
    assert only(spoil(PLACES, "grade: A", "grade: B"))[0] == "phones"


@pytest.mark.parametrize(
    ("file", "passage", "by", "field", "gone"),
    [
        ("services.yaml", "ky: Түнөк, ", "", "name", "ky"),
        ("services.yaml", ", be: Дзе спаць", "", "about", "be"),
        (PLACES, ", ky: Баары, en: Everyone", "", "taken", "ky, en"),
        (TREE, "be: Гомель, ", "", "name", "be"),
        (DEMO, "{ru: Гавань}", "{en: Harbour}", "name", "ru"),
    ],
)
def test_a_missing_language_is_named(spoil, file, passage, by, field, gone):
    assert only(spoil(file, passage, by)) == (field, f"is missing in {gone}")


def test_a_territory_is_never_above_or_beside_its_parent_so_there_is_no_circle(spoil):
    assert only(spoil(TREE, "level: region, parent: BY,", "level: region, parent: BY-HO-Gomel,"))[0] == "parent"


def test_only_a_country_has_no_parent(spoil):
    assert only(spoil(TREE, "  parent: BY-HO\n", ""))[0] == "parent"


def test_a_territory_is_not_of_another_country_than_its_parent(spoil):
    kg = "- {code: KG, level: country, name: {ru: К, ky: К, en: K}}\n"
    region = "- {code: KG-C, level: region, parent: BY, name: {ru: Ч, ky: Ч, en: C}}\n"
    assert "another country" in only(spoil(TREE, "- {code: BY-HO,", f"{kg}{region}- {{code: BY-HO,"))[1]


def test_a_settlement_lies_in_its_country(spoil):
    assert only(spoil(TREE, "latitude: 52.4345", "latitude: 42.4345")) == ("latitude", "lies outside its country")


def test_a_settlement_has_both_coordinates(spoil):
    assert "come together" in only(spoil(TREE, "  longitude: 30.9754\n", ""))[1]


@pytest.mark.parametrize("text", ["Приют Октябрьского района", "в Октябрьском районе", "отдел Октябрьского РОВД"])
def test_a_district_that_several_cities_have_is_named_with_its_city(spoil, text):
    assert "add the city" in only(spoil(PLACES, "ru: Центр,", f"ru: {text},"))[1]


@pytest.mark.parametrize("text", ["Приют Октябрьского района г. Гомеля", "Октябрьская улица", "Приют на Октябрьской"])
def test_a_district_with_its_city_or_a_street_is_no_mistake(spoil, text):
    assert spoil(PLACES, "ru: Центр,", f"ru: {text},") == []


def test_a_bare_district_in_an_address_or_in_belarusian_is_found_too(spoil):
    assert only(spoil(PLACES, "address: ул. Лесная, 2", "address: Октябрьский район, ул. Лесная, 2"))[0] == "address"
    mistakes = spoil(PLACES, "be: Цэнтр,", "be: Цэнтр Кастрычніцкага раёна,")
    assert "name.be" in {mistake.field for mistake in mistakes}


def test_a_territory_of_such_a_name_needs_its_city_or_a_waiver(spoil):
    district = "- {code: BY-HO-D, level: district, parent: BY-HO, name: {ru: Октябрьский район, be: А, en: A}}\n"
    assert only(spoil(TREE, "- code: BY-HO-Gomel\n", f"{district}- code: BY-HO-Gomel\n"))[0] == "name.ru"
    assert spoil(TREE, "en: A}}", "en: A}, waivers: {bare-name: the only one}}") == []


@pytest.mark.parametrize("number", ["+375291234567", "+375212222222", "+375232660000"])
def test_a_number_that_looks_made_up_is_refused_unless_waived_with_a_reason(spoil, number):
    assert "looks made up" in only(spoil(PLACES, "+375232210946", number))[1]
    assert spoil(PLACES, "  grade: A\n", "  grade: A\n  waivers: {placeholder-phone: two sources}\n") == []


def test_a_local_number_with_gaps_is_refused(spoil):
    assert "looks made up" in only(spoil(PLACES, "22-52-38", "22-52-38-XX"))[1]


@pytest.mark.parametrize(
    ("passage", "by", "message"),
    [
        ("+375232210946", "80232210946", "has no country code"),
        ("+375232210946", "+37523221", "not a valid number"),
        ("+375232210946", "+996312304855", "not a valid number of this country"),
        ("number: 22-52-38", "number: 22-5", "too short"),
        ("- number: +375232210946", "- {number: +375232210946, reach: local}", "leave out reach"),
    ],
)
def test_a_number_is_whole_and_says_how_far_it_reaches(spoil, passage, by, message):
    assert message in only(spoil(PLACES, passage, by))[1]


def test_two_bodies_do_not_share_a_number(spoil):
    where, message = only(spoil(PLACES, '{number: "139", reach: country}', "{number: +375232210946}"))
    assert where == "phones.0.number"
    assert "is also the number of centre" in message


def test_two_entries_at_one_address_may_share_a_number(spoil):
    spoil(PLACES, "ул. Лесная, 2", "ул. Ясная, 1")
    assert spoil(PLACES, '{number: "139", reach: country}', "{number: +375232210946}") == []


def test_a_shared_number_can_be_waived(spoil):
    spoil(PLACES, '{number: "139", reach: country}', "{number: +375232210946}")
    assert (
        spoil(PLACES, "  precision: address\n", "  precision: address\n  waivers: {shared-phone: one desk}\n") == []
    )


def test_a_waiver_names_a_check_and_a_reason(spoil):
    assert "is not a check" in only(spoil(PLACES, "  grade: A\n", "  grade: A\n  waivers: {everything: x}\n"))[1]


def test_a_waiver_without_a_reason_is_refused(spoil):
    assert only(spoil(PLACES, "  grade: A\n", '  grade: A\n  waivers: {bare-name: ""}\n'))[1] == "needs a reason"


def test_hours_that_cannot_be_read_are_refused(spoil):
    assert only(spoil(PLACES, "hours: Mo-Fr 08:30-13:00", "hours: по будням 08:30-13:00"))[0] == "hours"


def test_hours_of_a_phone_are_read_too(spoil):
    mistakes = spoil(PLACES, "- {number: 22-52-38, reach: local}", "- {number: 22-52-38, reach: local, hours: днём}")
    assert only(mistakes)[0] == "phones.1.hours"


def test_a_hidden_address_is_not_written_down(spoil):
    assert only(spoil(PLACES, "  address: ул. Ясная", "  address_hidden: true\n  address: ул. Ясная"))[0] == "address"


def test_a_hidden_address_is_not_given_away_by_coordinates(spoil):
    mistakes = spoil(PLACES, "  address: ул. Лесная, 2\n", "  address_hidden: true\n")
    assert [mistake.field for mistake in mistakes] == ["latitude", "longitude"]


def test_what_is_kept_aside_hides_its_addresses_too(spoil):
    mistakes = spoil(
        "unverified/by.yaml", "  grade: C", "  grade: C\n  address_hidden: true\n  address: ул. Тайная, 1"
    )
    assert only(mistakes)[0] == "address"


@pytest.mark.parametrize("field", ["  longitude: 30.99\n", "  precision: address\n"])
def test_coordinates_come_whole_and_with_their_precision(spoil, field):
    assert "come together" in only(spoil(PLACES, field, ""))[1]


def test_a_place_lies_in_its_country(spoil):
    assert only(spoil(PLACES, "longitude: 30.99", "longitude: 74.59")) == ("latitude", "lies outside its country")


def test_a_towns_centre_is_not_an_address(spoil):
    spoil(PLACES, "latitude: 52.45", "latitude: 52.4345")
    assert only(spoil(PLACES, "longitude: 30.99", "longitude: 30.9754"))[0] == "precision"


@pytest.mark.parametrize(
    ("assured", "source_date", "message"),
    [
        ("2026-11-23", "2026-11-23", "in the future"),
        ("2026-05-01", "2026-04", "later than source_date"),
        ("2026-01-01", "2025", "later than source_date"),
        ("2026-04-13", "undated", "needs a source_date"),
        ("2026-04-13", "2026-13", "needs a source_date"),
    ],
)
def test_nothing_was_assured_later_than_can_be(spoil, assured, source_date, message):
    spoil(PLACES, "source_date: 2026-04", f"source_date: {source_date}")
    assert message in only(spoil(PLACES, "assured: 2026-04-13", f"assured: {assured}"))[1]


@pytest.mark.parametrize(("assured", "source_date"), [("2026-04-30", "2026-04"), ("2025-12-31", "2025")])
def test_the_last_day_a_date_can_mean_is_not_too_late(spoil, assured, source_date):
    spoil(PLACES, "assured: 2026-04-13", f"assured: {assured}")
    assert spoil(PLACES, "source_date: 2026-04", f"source_date: {source_date}") == []


def test_a_contract_does_not_end_before_it_starts(spoil):
    assert only(spoil(DEMO, "ends: 2030-12-31", "ends: 2025-12-31")) == ("ends", "is before the start")


def test_a_belarusian_contract_lasts_five_years_and_not_a_day_more(spoil):
    assert only(spoil(DEMO, "ends: 2030-12-31", "ends: 2031-01-01"))[0] == "ends"


def test_five_years_from_a_leap_day_end_on_the_last_of_february(spoil):
    spoil(DEMO, "starts: 2026-01-01", "starts: 2024-02-29")
    assert spoil(DEMO, "ends: 2030-12-31", "ends: 2029-02-28") == []


def test_a_contract_is_paid_in_its_countrys_money(spoil):
    assert only(spoil(DEMO, "currency: BYN", "currency: KGS")) == ("currency", "must be BYN in BY")

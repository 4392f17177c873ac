from contract_worlds import PLACES, TREE, place

from bot.domain.contracts import PublicHelp


def centre(territory, *places):
    found = PublicHelp(places or PLACES, TREE).state_centre(territory)
    return found and found.id


def test_the_centre_of_the_district_serves_all_of_its_settlements():
    assert centre("BY-HO-mozyr") == "mozyr-centre"
    assert centre("BY-HO-mozyr-district") == "mozyr-centre"


def test_a_centre_does_not_serve_another_district():
    assert centre("BY-HM-moskovsky") is None


def test_a_person_who_said_only_the_region_is_not_sent_to_one_of_its_districts():
    assert centre("BY-HO") is None
    assert centre("BY") is None


def test_the_narrowest_centre_goes_before_a_wider_one():
    wide, narrow = place("a", "tcson", "BY-HO"), place("b", "tcson", "BY-HO-mozyr-district")
    assert centre("BY-HO-mozyr", wide, narrow) == "b"


def test_a_centre_with_a_telephone_goes_before_one_without():
    silent, heard = (
        place("a", "tcson", "BY-HM-minsk", phones=(), address="1 Main St"),
        place("b", "tcson", "BY-HM-minsk"),
    )
    assert centre("BY-HM-moskovsky", silent, heard) == "b"
    assert centre("BY-HM", silent, heard) is None
    parts = (
        place("a", "tcson", "BY-HM-leninsky", phones=(), address="2 Main St"),
        place("b", "tcson", "BY-HM-moskovsky"),
    )
    assert centre("BY-HM-minsk", *parts) == "b"


def test_a_centre_known_by_its_name_alone_helps_nobody_but_one_with_an_address_does():
    assert centre("BY-HM-minsk", place("a", "tcson", "BY-HM-minsk", phones=())) is None
    assert centre("BY-HM-minsk", place("a", "tcson", "BY-HM-minsk", phones=(), address="1 Main St")) == "a"


def test_only_a_territorial_centre_is_the_state_centre():
    assert centre("BY-HM-minsk", place("a", "executive-committee", "BY-HM-minsk")) is None


def test_a_towns_line_and_a_line_without_a_number_are_not_national():
    silent, town = place("a", "crisis-line", "BY", phones=()), place("b", "crisis-line", "BY-HM-minsk")
    assert PublicHelp((silent, town), TREE).national_line("BY") is None


def test_an_office_for_the_whole_country_is_not_its_line():
    assert PublicHelp((place("a", "ministry", "BY"),), TREE).national_line("BY") is None


def test_the_line_for_anyone_in_a_crisis_goes_before_one_for_children():
    children, anyone = place("a", "child-line", "BY"), place("b", "crisis-line", "BY")
    found = PublicHelp((children, anyone), TREE).national_line("BY")
    assert found == anyone


def test_nobody_is_sent_to_the_police():
    assert PublicHelp((place("police", "emergency-line", "BY"),), TREE).national_line("BY") is None


def test_of_one_kind_the_national_line_is_the_first_listed():
    found = PublicHelp(PLACES, TREE).national_line("BY")
    assert found is not None
    assert found.id == "line-of-belarus"

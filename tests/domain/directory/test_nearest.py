"""The nearest places: who serves the person, what is believed, how far it is."""

from datetime import UTC, date, datetime, timedelta

import pytest
from directory_worlds import ASSURED, NOON, directory, place

from bot.domain.directory import Freshness, NoCentre, Rank

MOZYR, GOMEL, KOZENKI = "BY-HO-M-Mozyr", "BY-HO-Gomel", "BY-HO-M-Kozenki"
LIMIT = timedelta(days=365)


def names(found) -> list[str]:
    return [one.place.id for one in found]


def test_what_serves_the_persons_territory_comes_before_what_is_merely_near():
    asked = directory(
        place("close", "night-shelter", MOZYR, serves=MOZYR),
        place("ours", "night-shelter", GOMEL, serves="BY-HO-M"),
    )

    found = asked.nearest("bed", KOZENKI, NOON)

    assert [(one.place.id, one.rank) for one in found] == [("ours", Rank.SERVES), ("close", Rank.REGION)]


def test_what_stands_in_the_persons_city_serves_it_even_if_for_one_of_its_districts():
    asked = directory(place("district", "tcson", GOMEL, serves="BY-HO-Gomel-Sav"))

    assert [one.rank for one in asked.nearest("bed", GOMEL, NOON)] == [Rank.SERVES]
    assert [one.rank for one in asked.nearest("bed", "BY-HO-Gomel-Nov", NOON)] == [Rank.REGION]


def test_what_stands_here_but_serves_elsewhere_does_not_serve_here():
    asked = directory(place("oblast", "tcson", "BY-HM-Minsk", serves="BY-MI"))

    assert [one.rank for one in asked.nearest("bed", "BY-HM-Minsk", NOON)] == [Rank.REGION]


def test_among_what_serves_here_the_fitter_kind_comes_first():
    asked = directory(
        place("centre", "tcson", MOZYR), place("shelter", "night-shelter", MOZYR, latitude=52.1, longitude=29.3)
    )

    assert names(asked.nearest("bed", MOZYR, NOON)) == ["shelter", "centre"]


def test_elsewhere_the_nearer_comes_first():
    asked = directory(place("far", "night-shelter", GOMEL), place("near", "tcson", MOZYR))

    assert names(asked.nearest("bed", KOZENKI, NOON)) == ["near", "far"]


def test_a_national_line_comes_first_where_it_fits_best_and_before_a_far_journey_elsewhere():
    asked = directory(
        place("line", "line", "BY"),
        place("centre", "tcson", "BY"),
        place("here", "tcson", MOZYR),
        place("away", "tcson", "BY-HM-Minsk"),
    )

    assert names(asked.nearest("talk", MOZYR, NOON)) == ["line", "here", "centre", "away"]


def test_what_serves_the_whole_country_from_the_persons_region_serves_the_person():
    asked = directory(place("national", "tcson", GOMEL, serves="BY"))

    assert [one.rank for one in asked.nearest("bed", MOZYR, NOON)] == [Rank.SERVES]
    assert [one.rank for one in asked.nearest("bed", "BY-HM-Minsk", NOON)] == [Rank.NATIONAL]


def test_a_place_that_names_a_need_serves_it_after_the_kinds_that_do():
    asked = directory(place("extra", "line", MOZYR, needs=("bed",)), place("kind", "tcson", MOZYR))

    assert names(asked.nearest("bed", MOZYR, NOON)) == ["kind", "extra"]


def test_what_only_directs_elsewhere_is_never_among_the_nearest():
    asked = directory(place("committee", "committee", MOZYR, needs=("bed",)), place("centre", "tcson", MOZYR))

    assert names(asked.nearest("bed", MOZYR, NOON)) == ["centre"]


def test_the_other_country_is_not_near():
    asked = directory(place("there", "tcson", "KG-GB-Bishkek"))

    assert asked.nearest("bed", MOZYR, NOON) == []


def test_kinds_may_be_asked_for_directly():
    asked = directory(place("a", "tcson", MOZYR), place("b", "line", MOZYR))

    assert names(asked.nearest(("line",), MOZYR, NOON)) == ["b"]


@pytest.mark.parametrize(
    ("assured", "expected"),
    [
        (NOON.date() - LIMIT, Freshness.FRESH),
        (NOON.date() - LIMIT - timedelta(days=1), Freshness.CALL_FIRST),
        (NOON.date() - 2 * LIMIT, Freshness.CALL_FIRST),
        (None, Freshness.CALL_FIRST),
    ],
)
def test_an_entry_is_believed_up_to_its_limit_and_shown_up_to_twice(assured, expected):
    asked = directory(place("it", "tcson", MOZYR, assured=assured))

    assert [one.freshness for one in asked.nearest("bed", MOZYR, NOON)] == [expected]


def test_past_twice_its_limit_an_entry_is_found_only_by_name():
    old = place("old", "tcson", MOZYR, assured=NOON.date() - 2 * LIMIT - timedelta(days=1))
    asked = directory(old)

    assert asked.nearest("bed", MOZYR, NOON) == []
    assert asked.freshness(old, NOON) is Freshness.GONE
    assert ("place", "old") in [(hit.what, hit.id) for hit in asked.search("Место old", "ru")]


def test_each_kind_has_its_own_limit():
    asked = directory(place("line", "line", MOZYR, assured=date(2026, 4, 1)))

    assert [one.freshness for one in asked.nearest("talk", MOZYR, NOON)] == [Freshness.CALL_FIRST]


def test_what_is_not_assured_sinks_within_its_rank_and_no_further():
    asked = directory(
        place("doubtful", "night-shelter", MOZYR, assured=None),
        place("sure", "tcson", MOZYR),
        place("beyond", "tcson", GOMEL),
    )

    assert names(asked.nearest("bed", MOZYR, NOON)) == ["sure", "doubtful", "beyond"]


def test_the_day_of_an_entry_is_the_persons_own_day():
    asked = directory(place("it", "tcson", "KG-GB-Bishkek", assured=ASSURED))
    evening = datetime.combine(ASSURED + LIMIT, datetime.min.time(), UTC).replace(hour=19)

    assert [one.freshness for one in asked.nearest("bed", "KG-GB-Bishkek", evening)] == [Freshness.CALL_FIRST]


def test_a_distance_between_towns_is_told_and_within_one_is_not():
    asked = directory(place("there", "tcson", GOMEL))

    [from_mozyr] = asked.nearest("bed", MOZYR, NOON)
    [from_gomel] = asked.nearest("bed", GOMEL, NOON)

    assert from_mozyr.distance_km == pytest.approx(127, abs=2)
    assert (from_gomel.distance_km, from_gomel.in_town, from_gomel.precise) == (None, True, False)


def test_metres_are_told_only_from_a_pin_to_a_located_address():
    asked = directory(
        place("exact", "tcson", GOMEL, latitude=52.43, longitude=30.97, precision="address"),
        place("town", "tcson", GOMEL, latitude=52.4345, longitude=30.9754, precision="settlement"),
    )
    pinned = {one.place.id: one for one in asked.nearest("bed", (52.431, 30.972), NOON)}
    typed = {one.place.id: one for one in asked.nearest("bed", GOMEL, NOON)}

    assert pinned["exact"].precise
    assert pinned["exact"].distance_km == pytest.approx(0.18, abs=0.02)
    assert (pinned["town"].precise, pinned["town"].distance_km) == (False, None)
    assert (typed["exact"].precise, typed["exact"].distance_km) == (False, None)


def test_no_distance_is_told_from_an_area_or_to_a_place_of_unknown_position():
    asked = directory(place("town", "tcson", MOZYR), place("somewhere", "tcson", "BY-HO"))

    from_region = asked.nearest("bed", "BY-HO", NOON)
    from_town = {one.place.id: one.distance_km for one in asked.nearest("bed", GOMEL, NOON)}

    assert [one.distance_km for one in from_region] == [None, None]
    assert from_town["somewhere"] is None
    assert from_town["town"] is not None


def test_from_a_pin_abroad_the_nearest_is_told_by_distance_alone():
    asked = directory(place("gomel", "tcson", GOMEL), place("minsk", "tcson", "BY-HM-Minsk"))

    assert names(asked.nearest("bed", (48.85, 2.35), NOON)) == ["minsk", "gomel"]


def test_where_nothing_serves_the_committee_directs_and_the_nearest_is_named():
    asked = directory(
        place("committee", "committee", "BY-MI-V-Volozhin", assured=date(2020, 1, 3)),
        place("minsk", "tcson", "BY-HM-Minsk"),
        place("nearer", "tcson", "BY-HM-Minsk", latitude=54.0, longitude=26.9, assured=None),
        place("line", "tcson", "BY"),
    )

    for where in ("BY-MI-V-Volozhin", "BY-MI-V-Rakov", "BY-MI-V"):
        answer = asked.no_centre("bed", where, NOON)
        assert isinstance(answer, NoCentre)
        assert answer.director is not None
        assert answer.director.id == "committee"
        assert answer.nearest is not None
        assert answer.nearest.place.id == ("minsk" if where == "BY-MI-V" else "nearer")


def test_where_something_serves_nobody_is_sent_to_the_committee():
    asked = directory(place("committee", "committee", MOZYR), place("centre", "tcson", MOZYR))

    assert asked.no_centre("bed", MOZYR, NOON) is None


def test_a_committee_directs_its_own_district_only():
    asked = directory(place("committee", "committee", "BY-MI-V-Volozhin"))

    assert asked.director(MOZYR) is None


def test_a_ministry_directs_nobody():
    asked = directory(place("ministry", "committee", "BY-HM-Minsk", serves="BY"))

    assert asked.director("BY-HM-Minsk") is None


def test_a_line_for_the_whole_country_serves_only_where_it_fits_the_need_best():
    asked = directory(place("line", "line", "BY"), place("centre", "tcson", "BY"))

    assert asked.no_centre("talk", MOZYR, NOON) is None
    assert asked.no_centre("bed", MOZYR, NOON) == NoCentre(director=None, nearest=None)


def test_a_city_that_is_a_region_is_no_farther_from_the_region_around_it_than_its_own_towns():
    asked = directory(
        place("rakov", "tcson", "BY-MI-V-Rakov", assured=None),
        place("minsk", "tcson", "BY-HM-Minsk"),
        place("gomel", "tcson", GOMEL),
    )

    found = asked.nearest("bed", "BY-MI-V-Volozhin", NOON)

    assert [(one.place.id, one.rank) for one in found] == [
        ("minsk", Rank.REGION),
        ("rakov", Rank.REGION),
        ("gomel", Rank.ELSEWHERE),
    ]

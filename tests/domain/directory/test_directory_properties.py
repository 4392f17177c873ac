"""What must hold whatever is asked, and whatever stands where."""

from datetime import timedelta
from itertools import pairwise

from directory_worlds import NEEDS, NOON, TERRITORIES, directory, place
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.directory import Directory, Freshness, Rank
from bot.domain.directory.geometry import chords, kilometres, unit_vectors
from bot.domain.directory.shelf import scope
from bot.domain.directory.territories import LOCATED

CODES = [territory.code for territory in TERRITORIES]
SEARCHED = directory(place("centre", "tcson", "BY-HO-M-Mozyr"), place("line", "line", "BY"))

coordinates = st.tuples(st.floats(51, 56), st.floats(23, 32)) | st.just((None, None))


@st.composite
def places(draw: st.DrawFn):
    made = []
    for number in range(draw(st.integers(0, 25))):
        latitude, longitude = draw(coordinates)
        more = {
            "serves": draw(st.none() | st.sampled_from(CODES)),
            "assured": draw(st.none() | st.integers(0, 900).map(lambda days: NOON.date() - timedelta(days=days))),
            "needs": draw(st.sampled_from([(), ("bed",)])),
        }
        kind = draw(st.sampled_from(["night-shelter", "tcson", "line", "committee"]))
        territory = draw(st.sampled_from(CODES))
        made.append(place(f"p{number}", kind, territory, latitude=latitude, longitude=longitude, **more))
    return made


@given(st.text(max_size=4096))
@settings(deadline=None)
def test_no_text_whatever_breaks_the_search(text):
    assert len(SEARCHED.search(text, "ru", "BY-HO-Gomel")) <= 8
    assert SEARCHED.named(text, "BY").sure in (None, *SEARCHED.territories)


@given(st.text(alphabet="мозырьвгелbcdeo'`ʼ-ё́ ", max_size=40))
@settings(deadline=None)
def test_no_text_much_like_ours_breaks_the_search(text):
    assert all(0 < hit.score <= 2 for hit in SEARCHED.search(text, "be"))


@given(places(), st.sampled_from(CODES) | st.tuples(st.floats(51, 56), st.floats(23, 32)), st.integers(1, 12))
@settings(max_examples=300, deadline=None)
def test_the_nearest_are_those_that_looking_at_every_place_finds(made, where, limit):
    asked = directory(*made)

    found = [(one.place.id, one.rank) for one in asked.nearest("bed", where, NOON, limit)]

    assert found == _looked_for(asked, where)[:limit]


@given(places(), st.sampled_from(CODES))
@settings(deadline=None)
def test_the_nearest_stand_by_rank_then_belief_and_none_is_listed_twice(made, code):
    found = directory(*made).nearest("bed", code, NOON, limit=25)

    orders = [(one.rank, one.freshness is not Freshness.FRESH) for one in found]
    assert all(before <= after for before, after in pairwise(orders))
    assert len({one.place.id for one in found}) == len(found)


def _looked_for(asked: Directory, where) -> list[tuple[str, Rank]]:
    """The same answer, found by trying every place against the rules one by one."""
    if isinstance(where, str):
        home, territory = where, asked.territory(where)
        here = (territory.latitude, territory.longitude)
    else:
        near = asked.settlement_near(*where)
        home, here = near.code if near else None, where
    bed = next(need for need in NEEDS if need.id == "bed")
    ranked = []
    for order, one in enumerate(asked.places.values()):
        directs_only = not asked.kinds[one.kind].serves_people
        serves = one.kind in bed.kinds or "bed" in one.needs
        if directs_only or not serves or asked.freshness(one, NOON) is Freshness.GONE:
            continue
        fitness = bed.kinds.index(one.kind) if one.kind in bed.kinds else len(bed.kinds)
        rank = _rank(asked, one, home, fitness)
        if rank is not None:
            sunk = asked.freshness(one, NOON) is not Freshness.FRESH
            far = _chord(asked, one, here)
            ranked.append((rank, sunk, fitness if rank is Rank.SERVES else 0, far, order, one.id))
    return [(ident, rank) for rank, *_, ident in sorted(ranked)]


def _rank(asked: Directory, one, home: str | None, fitness: int) -> Rank | None:
    if home is None:
        return Rank.ELSEWHERE
    inside = asked.territories.contains
    country, for_whom, regions = home[:2], scope(one), _regions_around(asked, home)
    in_region = any(inside(region, one.territory) for region in regions)
    if for_whom == country:
        if fitness == 0:
            return Rank.LINE
        return Rank.SERVES if in_region else Rank.NATIONAL
    if inside(for_whom, home) or inside(home, for_whom):
        return Rank.SERVES
    if in_region:
        return Rank.REGION
    return Rank.ELSEWHERE if inside(country, one.territory) else None


def _regions_around(asked: Directory, home: str) -> list[str]:
    own = asked.territories.at_level(home, "region")
    around_minsk = ["BY-HM", "BY-MI"]
    return around_minsk if own in around_minsk else [own] if own else []


def _chord(asked: Directory, one, here) -> float:
    there = (one.latitude, one.longitude)
    territory = asked.territory(one.territory)
    if there[0] is None and territory.level in LOCATED:
        there = (territory.latitude, territory.longitude)
    if there[0] is None or here[0] is None:
        return 5.0
    return float(chords(unit_vectors([there[0]], [there[1]]), unit_vectors(*here))[0])


@given(st.floats(-89, 89), st.floats(-179, 179))
@settings(deadline=None)
def test_a_point_is_no_distance_from_itself(latitude, longitude):
    point = unit_vectors(latitude, longitude)

    assert kilometres(float(chords(point[None, :], point)[0])) < 0.001

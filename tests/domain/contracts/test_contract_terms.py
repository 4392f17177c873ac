from datetime import date, timedelta

import pytest
from contract_worlds import TODAY, contract

from bot.domain.contracts import Ending, State, ending_soon, share_left, state

FIVE_YEARS = contract("five", starts=date(2026, 3, 1), ends=date(2031, 2, 28))


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (date(2026, 2, 28), State.NOT_YET),
        (date(2026, 3, 1), State.RUNNING),
        (date(2031, 2, 28), State.RUNNING),
        (date(2031, 3, 1), State.ENDED),
    ],
)
def test_a_five_year_contract_runs_from_its_first_day_through_its_last(at, expected):
    assert state(FIVE_YEARS, at) is expected


def test_a_contract_of_one_day_runs_on_that_day():
    assert state(contract("day", starts=TODAY, ends=TODAY), TODAY) is State.RUNNING


def test_a_contract_nobody_has_used_is_all_left():
    assert share_left(contract("a"), {}) == 1


@pytest.mark.parametrize(("left", "share"), [(100, 1), (25, 0.25), (0, 0), (-5, 0)])
def test_the_share_left_is_a_part_of_what_was_ordered_and_never_below_nothing(left, share):
    assert share_left(contract("a", units=100), {"a": left}) == share


@pytest.mark.parametrize(
    ("days_left", "warning"),
    [(31, None), (30, 30), (15, 30), (14, 14), (4, 14), (3, 3), (0, 3), (-1, None)],
)
def test_an_end_is_warned_of_by_the_tightest_distance_reached(days_left, warning):
    ends = TODAY + timedelta(days=days_left)
    expected = () if warning is None else (Ending("a", ends, days_left, warning),)
    assert ending_soon([contract("a", ends=ends)], TODAY) == expected


def test_distances_may_come_in_any_order():
    assert ending_soon([contract("a", ends=TODAY)], TODAY, (3, 30, 14))[0].warning == 3


def test_a_contract_that_has_not_begun_is_not_warned_of():
    tomorrow = TODAY + timedelta(days=1)
    assert ending_soon([contract("a", starts=tomorrow, ends=tomorrow)], TODAY) == ()


def test_warnings_come_soonest_first():
    later, sooner = contract("a", ends=TODAY + timedelta(days=9)), contract("b", ends=TODAY + timedelta(days=2))
    assert [ending.contract for ending in ending_soon([later, sooner], TODAY)] == ["b", "a"]

"""Open, closed or at lunch, and until when."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from directory_worlds import directory, place

from bot.domain.directory import Opening, OpenState, Rule, Week

MINSK, BISHKEK = ZoneInfo("Europe/Minsk"), ZoneInfo("Asia/Bishkek")
OFFICE = "Mo-Fr 08:30-13:00,14:00-17:30"
NIGHT = "Mo-Su 19:00-07:00"


def local(day: str, zone: ZoneInfo = MINSK) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=zone)


def opening(hours: str | None, at: str, kind: str = "tcson", territory: str = "BY-HO-M-Mozyr") -> Opening:
    shown = place("it", kind, territory, hours=hours)
    zone = BISHKEK if territory.startswith("KG") else MINSK
    return directory(shown).opening(shown, local(at, zone))


@pytest.mark.parametrize(
    ("at", "state", "until"),
    [
        ("2026-11-23 08:29", OpenState.CLOSED, "2026-11-23 08:30"),
        ("2026-11-23 08:30", OpenState.OPEN, "2026-11-23 13:00"),
        ("2026-11-23 13:00", OpenState.BREAK, "2026-11-23 14:00"),
        ("2026-11-23 13:59", OpenState.BREAK, "2026-11-23 14:00"),
        ("2026-11-23 14:00", OpenState.OPEN, "2026-11-23 17:30"),
        ("2026-11-23 17:30", OpenState.CLOSED, "2026-11-24 08:30"),
        ("2026-11-27 18:00", OpenState.CLOSED, "2026-11-30 08:30"),
        ("2026-11-29 12:00", OpenState.CLOSED, "2026-11-30 08:30"),
    ],
)
def test_an_office_day_has_a_morning_a_lunch_break_an_afternoon_and_a_weekend(at, state, until):
    found = opening(OFFICE, at)

    assert (found.state, found.until) == (state, local(until))


def test_before_lunch_it_is_said_when_the_office_opens_again():
    assert opening(OFFICE, "2026-11-23 10:00").resumes == local("2026-11-23 14:00")
    assert opening(OFFICE, "2026-11-23 15:00").resumes is None


def test_a_long_gap_within_a_day_is_no_lunch_break():
    found = opening("Mo-Fr 09:00-11:00,16:00-18:00", "2026-11-23 12:00")

    assert (found.state, found.until) == (OpenState.CLOSED, local("2026-11-23 16:00"))


def test_a_short_gap_over_midnight_is_no_lunch_break():
    assert opening("Mo-Su 01:00-23:30", "2026-11-23 23:45").state is OpenState.CLOSED


def test_an_office_keeps_its_countrys_holidays():
    christmas = opening(OFFICE, "2026-12-25 10:00")

    assert christmas == Opening(OpenState.CLOSED, until=local("2026-12-28 08:30"), holiday=True)


def test_an_office_of_the_other_country_keeps_that_ones_holidays():
    independence = opening(OFFICE, "2026-08-31 10:00", territory="KG-GB-Bishkek")

    assert independence.holiday
    assert opening(OFFICE, "2026-08-31 10:00").state is OpenState.OPEN
    assert opening(OFFICE, "2026-12-25 10:00", territory="KG-GB-Bishkek").state is OpenState.OPEN


def test_a_shelter_keeps_no_holidays():
    found = opening(NIGHT, "2026-12-25 20:00", kind="night-shelter")

    assert (found.state, found.until) == (OpenState.OPEN, local("2026-12-26 07:00"))


def test_what_never_closes_keeps_no_holidays_whatever_its_kind():
    assert opening("24/7", "2026-12-25 03:00", kind="tcson") == Opening(OpenState.OPEN)


@pytest.mark.parametrize(
    ("at", "state", "until"),
    [
        ("2026-11-23 23:59", OpenState.OPEN, "2026-11-24 07:00"),
        ("2026-11-24 00:00", OpenState.OPEN, "2026-11-24 07:00"),
        ("2026-11-24 06:59", OpenState.OPEN, "2026-11-24 07:00"),
        ("2026-11-24 07:00", OpenState.CLOSED, "2026-11-24 19:00"),
    ],
)
def test_a_night_runs_past_midnight(at, state, until):
    found = opening(NIGHT, at, kind="night-shelter")

    assert (found.state, found.until) == (state, local(until))


def test_a_winter_shelter_opens_in_its_season():
    summer = opening("Nov-Mar Mo-Su 18:00-09:00", "2026-07-01 20:00", kind="night-shelter")

    assert (summer.state, summer.until) == (OpenState.CLOSED, local("2026-11-01 18:00"))


def test_the_first_and_third_wednesday_are_found():
    assert opening("We[1,3] 12:00-14:00", "2026-11-23 12:00").until == local("2026-12-02 12:00")


def test_hours_that_never_come_again_are_closed_without_an_end():
    assert opening("2020 Mo 09:00-12:00", "2026-11-23 10:00") == Opening(OpenState.CLOSED)


def test_no_hours_and_hours_that_say_unknown_are_unknown():
    assert opening(None, "2026-11-23 10:00") == Opening(OpenState.UNKNOWN)
    assert opening("Mo-Fr 09:00-17:00 unknown", "2026-11-23 10:00") == Opening(OpenState.UNKNOWN)


def test_the_moment_may_be_told_in_any_zone():
    shown = place("it", "tcson", "KG-GB-Bishkek", hours=OFFICE)

    found = directory(shown).opening(shown, local("2026-11-23 11:00"))

    assert (found.state, found.until) == (OpenState.OPEN, local("2026-11-23 17:30", BISHKEK))


def week(hours: str | None) -> Week | None:
    shown = place("it", "tcson", "BY-HO-M-Mozyr", hours=hours)
    return directory(shown).week(shown, local("2026-11-23 10:00"))


def times(*spans: str) -> tuple[tuple[time, time], ...]:
    return tuple((time.fromisoformat(span[:5]), time.fromisoformat(span[6:])) for span in spans)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (OFFICE, Week(rules=(Rule((0, 1, 2, 3, 4), times("08:30-13:00", "14:00-17:30")),))),
        ("24/7", Week(always=True)),
        (NIGHT, Week(rules=(Rule((0, 1, 2, 3, 4, 5, 6), times("19:00-07:00")),))),
        (
            "Mo-Th 08:45-18:00; Fr 08:45-16:45",
            Week(rules=(Rule((0, 1, 2, 3), times("08:45-18:00")), Rule((4,), times("08:45-16:45")))),
        ),
        ("Nov-Mar Mo 18:00-09:00", Week(rules=(Rule((0,), times("18:00-09:00"), months=(1, 2, 3, 11, 12)),))),
        ("We[1,3] 12:00-14:00", Week(rules=(Rule((2,), times("12:00-14:00"), weeks=(1, 3)),))),
        ("Mo-Tu 00:00-24:00", Week(rules=(Rule((0, 1), times("00:00-00:00")),))),
        ("Jan 15-Mar 15 Mo 10:00-12:00", Week(irregular=True)),
        (None, None),
    ],
)
def test_the_hours_of_a_week_are_told_in_rules(hours, expected):
    assert week(hours) == expected

"""Opening hours as a person says them."""

from datetime import datetime, time

import pytest

from bot.content.models import Country
from bot.domain.directory import Opening, OpenState, Rule, Week, zone
from bot.domain.directory.hours import Schedule
from bot.domain.directory.week import week
from bot.telegram.hours import opening_in_words, week_in_words

MINSK = zone("BY")
OFFICE = "Mo-Fr 08:30-13:00,14:00-17:30"


@pytest.fixture(autouse=True)
def english(speaking):
    with speaking("en"):
        yield


def said_at(day: int, hour: int, minute: int = 0, hours: str = OFFICE, keeps: Country | None = "BY") -> str:
    """What is said of these hours on a day of November 2026; the 23rd is a Monday."""
    at = datetime(2026, 11, day, hour, minute, tzinfo=MINSK)
    return opening_in_words(Schedule(hours, MINSK, keeps).opening(at), at)


def hours_of(expression: str) -> str:
    return week_in_words(week(Schedule(expression, MINSK, None), datetime(2026, 11, 23, 12, tzinfo=MINSK)))


def test_before_lunch_it_says_when_it_closes_and_opens_again():
    assert said_at(23, 12, 30) == "🟢 Open till 13:00, after lunch from 14:00"


def test_at_lunch_it_says_when_it_opens():
    assert said_at(23, 13, 20) == "🟡 Lunch break, opens 14:00"


def test_after_lunch_it_says_till_when():
    assert said_at(23, 15) == "🟢 Open till 17:30"


def test_early_in_the_morning_it_opens_today():
    assert said_at(23, 7) == "🔴 Closed. Opens at 8:30"


def test_in_the_evening_it_opens_tomorrow():
    assert said_at(23, 18) == "🔴 Closed. Opens tomorrow at 8:30"


def test_on_friday_evening_it_opens_on_monday():
    assert said_at(27, 18) == "🔴 Closed. Opens: Monday, 8:30"


def test_more_than_a_week_ahead_the_day_has_its_date():
    assert said_at(23, 18, hours="Mo 08:30-13:00") == "🔴 Closed. Opens: 30 November, 8:30"


def test_a_public_holiday_is_named_as_the_reason():
    # 7 November, a Saturday in 2026, is a holiday of Belarus
    assert said_at(7, 10, hours="Mo-Su 09:00-18:00") == "🔴 Closed today: public holiday. Opens tomorrow at 9:00"


def test_a_place_that_never_closes_says_so():
    assert said_at(23, 3, hours="24/7") == "🟢 Open day and night"


def test_of_unknown_hours_nothing_is_claimed():
    at = datetime(2026, 11, 23, 12, tzinfo=MINSK)
    assert opening_in_words(Opening(OpenState.UNKNOWN), at) == ""


def test_closed_for_good_promises_no_opening():
    at = datetime(2026, 11, 23, 12, tzinfo=MINSK)
    assert opening_in_words(Opening(OpenState.CLOSED), at) == "🔴 Closed"


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        (OFFICE, "Mon–Fri 8:30–13:00, 14:00–17:30"),
        ("24/7", "Day and night, every day"),
        ("Mo-Su 18:00-24:00", "Every day 18:00–24:00"),
        ("Mo,Tu,Th 19:00-20:00; Sa 17:00-18:00", "Mon, Tue, Thu 19:00–20:00; Sat 17:00–18:00"),
        ("We[1,3] 12:00-14:00", "Wed (in the month only no. 1, 3) 12:00–14:00"),
        ("Nov-Mar Mo-Su 19:00-07:00", "Nov–Mar: Every day 19:00–7:00"),
        ("Sa,Su,Mo 10:00-12:00", "Sat–Mon 10:00–12:00"),
    ],
)
def test_the_week_is_said_in_runs_of_days(expression, words):
    assert hours_of(expression) == words


def test_days_are_named_in_the_readers_language(speaking):
    rule = Rule(days=(0, 1, 2, 3, 4), times=((time(8, 30), time(17, 30)),))
    with speaking("be"):
        assert week_in_words(Week(rules=(rule,))) == "Пн–Пт 8:30–17:30"
    with speaking("ky"):
        assert week_in_words(Week(rules=(rule,))) == "Дүй–Жума 8:30–17:30"


def test_hours_that_rules_cannot_say_are_left_to_the_note():
    assert week_in_words(Week(irregular=True)) == ""
    assert week_in_words(None) == ""

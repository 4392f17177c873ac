"""When a client is reminded of an appointment."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.appointments import Appointment, Details, Step, Word, steps
from bot.domain.appointments.telling import can_still_be_said, due
from bot.domain.moments.walls import surely

#: Tuesday
TUESDAY = datetime(2026, 12, 1, 10, 0)  # noqa: DTZ001 - on the wall
MINSK = ZoneInfo("Europe/Minsk")


def days(wall, **how):
    return {
        step: at.strftime("%a %d %H:%M")
        for step, at in steps(wall, **{"morning": False, "weekends": False} | how).items()
    }


def test_four_days_and_one_day_before_at_ten():
    assert days(TUESDAY) == {Step.FOUR: "Fri 27 10:00", Step.ONE: "Mon 30 10:00"}


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [
        (-1, {Step.FOUR: "Thu 26 10:00", Step.ONE: "Fri 27 10:00"}),  # Monday: the day before is a Sunday
        (1, {Step.FOUR: "Fri 27 10:00", Step.ONE: "Tue 01 10:00"}),  # Wednesday: four days before is a Saturday
        (2, {Step.FOUR: "Fri 27 10:00", Step.ONE: "Wed 02 10:00"}),  # Thursday: a Sunday
    ],
)
def test_nothing_comes_on_weekends_but_on_the_working_day_before(ahead, expected):
    assert days(TUESDAY + timedelta(days=ahead)) == expected


def test_on_weekends_if_they_were_asked_for():
    assert days(TUESDAY + timedelta(days=1), weekends=True)[Step.FOUR] == "Sat 28 10:00"


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        (time(10), "Tue 01 08:00"),
        (time(9), "Tue 01 07:30"),
        (time(7, 30), "Tue 01 06:00"),
        (time(7), None),
        (time(0), None),
    ],
)
def test_the_same_morning_leaves_time_for_the_way_and_nobody_is_woken(clock, expected):
    assert days(datetime.combine(TUESDAY.date(), clock), morning=True).get(Step.MORNING) == expected


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)),  # noqa: DTZ001
    st.booleans(),
    st.booleans(),
)
def test_every_step_is_before_its_appointment_in_order_and_awake(wall, morning, weekends):
    planned = steps(wall, morning=morning, weekends=weekends)

    assert list(planned.values()) == sorted(set(planned.values()))
    assert all(at < wall for at in planned.values())
    assert all(6 <= at.hour <= 10 for at in planned.values())
    assert weekends or all(at.weekday() < 5 for step, at in planned.items() if step is not Step.MORNING)


def one(wall=TUESDAY, zone="Europe/Minsk", **more):
    return Appointment(1, 2, wall, zone, surely(wall, ZoneInfo(zone)), Details(), True, False, **more)


def test_steps_keep_the_hour_of_the_wall_over_a_night_when_clocks_are_moved():
    # a Wednesday after the last Sunday of October, in a zone that moves its clocks
    found = due(one(datetime(2026, 10, 28, 10, 0), "Europe/Warsaw"))  # noqa: DTZ001

    assert {at.astimezone(ZoneInfo("Europe/Warsaw")).strftime("%d %H:%M %z") for at in found.values()} == {
        "23 10:00 +0200", "27 10:00 +0100", "28 08:00 +0100",
    }  # fmt: skip


def test_a_time_that_the_clocks_skip_is_not_lost():
    skipped = one(datetime(2027, 3, 28, 2, 30), "Europe/Warsaw")  # noqa: DTZ001

    assert skipped.starts_at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=MINSK)


@pytest.mark.parametrize(
    ("what", "now", "said"),
    [
        (Step.FOUR, "2026-11-27T10:00", True),
        (Step.FOUR, "2026-11-29T23:00", True),
        (Step.FOUR, "2026-11-30T10:00", False),
        (Step.ONE, "2026-11-30T10:00", True),
        (Step.ONE, "2026-12-01T08:00", False),
        (Step.MORNING, "2026-12-01T09:59", True),
        (Step.MORNING, "2026-12-01T10:00", False),
        (Word.SET, "2026-12-01T09:59", True),
        (Word.SET, "2026-12-01T10:00", False),
        (Word.CANCELLED, "2026-11-27T10:00", False),
    ],
)
def test_late_only_the_nearest_step_is_said_and_nothing_after_the_time(what, now, said):
    assert can_still_be_said(one(), what, 1, at(now)) is said


def test_what_was_said_of_an_older_version_is_never_said():
    assert not can_still_be_said(one(version=2), Step.ONE, 1, at("2026-11-30T10:00"))


def test_of_what_was_called_off_only_that_is_said():
    gone = one(cancelled=True)

    assert can_still_be_said(gone, Word.CANCELLED, 1, at("2026-12-05T10:00"))
    assert not can_still_be_said(gone, Step.ONE, 1, at("2026-11-30T10:00"))


@pytest.mark.parametrize(
    ("told", "now", "not_delivered"),
    [
        ("told", "2026-12-02T10:00", False),
        (None, "2026-11-30T10:00", False),
        (None, "2026-12-02T10:00", True),
        ("blocked", "2026-11-30T10:00", True),
    ],
)
def test_what_did_not_arrive_is_known_as_that(told, now, not_delivered):
    assert one(told=told).was_not_delivered(at(now)) is not_delivered

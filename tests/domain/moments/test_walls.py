"""What the wall shows, in every zone there is, on every night when its clocks are moved."""

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.moments.walls import Repeat, around, end_of_night, moment, occurrence, on_wall, surely

MINSK, WARSAW, SAMOA = ZoneInfo("Europe/Minsk"), ZoneInfo("Europe/Warsaw"), ZoneInfo("Pacific/Apia")
FIRST, LAST = date(2010, 1, 1), date(2037, 12, 30)
TIMES = [time(0, 0), time(0, 15), time(1, 30), time(2, 30), time(3, 0), time(22, 45), time(23, 30)]
ONE_DAY = timedelta(days=1)


def shown(at: str) -> datetime:
    return datetime.fromisoformat(at)


@cache
def zones() -> list[ZoneInfo]:
    """One of each kind: names that share their rules are the same zone."""
    kinds = {}
    for name in sorted(zoneinfo.available_timezones()):
        file = resources.files("tzdata").joinpath("zoneinfo", *name.split("/"))
        if file.is_file():
            kinds.setdefault(file.read_bytes(), ZoneInfo(name))
    return list(kinds.values())


def days_of_change(zone: ZoneInfo) -> set[date]:
    """Days around which the offset from UTC is another, and their neighbours."""
    found, before = set(), None
    at = datetime.combine(FIRST, time(12), UTC)
    while at.date() <= LAST:
        offset = at.astimezone(zone).utcoffset()
        if before is not None and offset != before:
            found |= {at.date() + timedelta(days=near) for near in range(-3, 4)}
        before, at = offset, at + ONE_DAY
    return found


def exists(day: date, zone: ZoneInfo) -> bool:
    """Whether some quarter of an hour of the world is on this day there."""
    start = datetime.combine(day, time(), UTC) - ONE_DAY
    return any((start + timedelta(minutes=15 * n)).astimezone(zone).date() == day for n in range(4 * 24 * 3))


def test_in_every_zone_each_local_day_has_its_one_moment_for_every_time():
    seen = 0
    for zone in zones():
        for day in sorted(days_of_change(zone)):
            for clock in TIMES:
                wall, tomorrow = datetime.combine(day, clock), datetime.combine(day + ONE_DAY, clock)
                at, then = moment(wall, zone), moment(tomorrow, zone)
                seen += 1
                if at is None:
                    assert not exists(day, zone), (zone, day)
                    continue
                local = at.astimezone(zone).replace(tzinfo=None)
                assert local.date() == day, (zone, wall)
                assert then is None or at < then, (zone, wall)
                before, after = (wall.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
                is_skipped = before < after
                assert is_skipped or local == wall, (zone, wall)
    assert seen > 100_000


@pytest.mark.parametrize(
    ("wall", "zone", "at"),
    [
        ("2026-03-29T02:30", WARSAW, "2026-03-29T01:30+00:00"),  # skipped: an hour later on the wall
        ("2026-10-25T02:30", WARSAW, "2026-10-25T00:30+00:00"),  # twice: the first
        ("2026-11-24T10:00", MINSK, "2026-11-24T07:00+00:00"),
        ("2011-12-29T10:00", SAMOA, "2011-12-29T20:00+00:00"),
    ],
)
def test_a_time_that_is_skipped_or_comes_twice(wall, zone, at):
    assert moment(shown(wall), zone) == datetime.fromisoformat(at)


def test_a_time_skipped_at_the_end_of_a_day_is_kept_on_that_day():
    zone = ZoneInfo("America/Scoresbysund")
    (night,) = [
        day
        for day in sorted(days_of_change(zone))
        if day.year == 2027 and day.month == 3
        if datetime.combine(day, time(23, 30)).replace(tzinfo=zone).astimezone(UTC).astimezone(zone).date() != day
    ]

    at = moment(datetime.combine(night, time(23, 30)), zone)
    assert at is not None
    assert at.astimezone(zone).replace(tzinfo=None) == datetime.combine(night, time(22, 30))


def test_a_day_that_was_left_out_has_no_moment_and_what_comes_once_rings_the_day_after():
    assert moment(shown("2011-12-30T10:00"), SAMOA) is None
    assert surely(shown("2011-12-30T10:00"), SAMOA).astimezone(SAMOA).date() == date(2011, 12, 31)


def test_a_month_without_the_day_has_its_last():
    first = shown("2027-01-31T10:00")

    days = [occurrence(first, Repeat.MONTH, number).date() for number in range(4)]
    assert days == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]
    assert occurrence(first, Repeat.MONTH, 13).date() == date(2028, 2, 29)


REPEATS = [Repeat.DAY, Repeat.WEEK, Repeat.TWO_WEEKS, Repeat.MONTH]
FIRSTS = st.datetimes(shown("2026-01-01"), shown("2027-12-31")).map(lambda at: at.replace(second=0, microsecond=0))


@given(FIRSTS, st.sampled_from(REPEATS), st.sampled_from(zones()), st.integers(-400, 4000), st.integers(0, 86399))
def test_no_time_of_a_series_is_left_out_and_none_comes_twice(first, repeats, zone, days, seconds):
    at = surely(first, zone) + timedelta(days=days, seconds=seconds)
    last, following = around(first, repeats, zone, at)

    assert surely(following, zone) > at
    series = [occurrence(first, repeats, number) for number in range(max(0, days) + 60)]
    existing = [wall for wall in series if moment(wall, zone) is not None]
    assert following == next(wall for wall in existing if moment(wall, zone) > at)
    assert last == next((wall for wall in reversed(existing) if moment(wall, zone) <= at), None)


@given(st.datetimes(shown("2020-01-01"), shown("2036-01-01")), st.sampled_from(zones()))
def test_the_wall_never_shows_a_minute_that_has_begun(at, zone):
    at = at.replace(tzinfo=UTC)
    wall = on_wall(at, zone)

    assert wall.second == wall.microsecond == 0
    assert timedelta() <= wall - at.astimezone(zone).replace(tzinfo=None) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("at", "night", "end"),
    [
        ("2026-11-23T23:00", (22, 8), "2026-11-24T08:00"),
        ("2026-11-24T07:59", (22, 8), "2026-11-24T08:00"),
        ("2026-11-24T08:00", (22, 8), "2026-11-24T08:00"),
        ("2026-11-24T21:59", (22, 8), "2026-11-24T21:59"),
        ("2026-11-24T02:00", (1, 6), "2026-11-24T06:00"),
        ("2026-11-24T23:00", (1, 6), "2026-11-24T23:00"),
        ("2026-11-24T03:00", None, "2026-11-24T03:00"),
    ],
)
def test_what_comes_in_the_night_waits_for_its_end(at, night, end):
    assert end_of_night(surely(shown(at), MINSK), night, MINSK) == surely(shown(end), MINSK)

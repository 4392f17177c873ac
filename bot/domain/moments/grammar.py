"""Rules by which words become parts of a moment. Each looks at the tokens from a place on, and takes some or none."""

from collections.abc import Callable
from typing import Any

from bot.domain.moments.clocks import clock
from bot.domain.moments.tokens import Token
from bot.domain.moments.view import Taken, View
from bot.domain.moments.words import DAYS, MONTHS, WEEKS, YEARS, Means


def ahead_of(view: View) -> Taken:
    """ "in 2 hours", "праз паўгадзіны", «2 сааттан кийин»."""
    if view.says(0, Means.MANY) and view.says(1, Means.AHEAD) and (count := view.number(2)):
        # «минут через 20»: about so many
        return 3, _so_many(count, view.value(0, Means.UNIT))
    leading = view.says(0, Means.AHEAD)
    taken, learnt = _amount(view, int(leading))
    if not learnt:
        return None
    if leading:
        return taken, learnt
    return (taken + 1, learnt) if view.says(taken, Means.LATER) else None


def _amount(view: View, at: int) -> tuple[int, dict[str, Any]]:
    """Amounts of time one after the other: "1 hour 30 minutes"."""
    learnt: dict[str, Any] = {}
    while True:
        count = 2 if view.says(at, Means.PAIR) else view.number(at)
        unit_at = at + (count is not None)
        unit = view.value(unit_at, Means.UNIT)
        alone = at == unit_at
        if unit is None or count == 0 or (count is not None and count < 0) or (alone and learnt):
            return at, learnt
        at = unit_at + 1
        if alone and view.says(unit_at, Means.MANY):
            if not (count := view.number(at)):
                return at, {}
            at += 1
        for name, more in _so_many(count or 1, unit).items():
            learnt[name] = learnt.get(name, 0) + more


def _so_many(count: int, unit: str | int) -> dict[str, int]:
    if unit == YEARS:
        return {MONTHS: 12 * count}
    return {unit: count} if isinstance(unit, str) else {"minutes": count * unit}


def often(view: View) -> Taken:
    """ "every day", "каждый понедельник", "каждое 15 число", «күн сайын», "по средам"."""
    if (repeats := view.value(0, Means.OFTEN)) is not None:
        return 1, {"repeats": repeats}
    if (weekday := view.value(0, Means.WEEKDAYS)) is not None:
        return 1, {"repeats": "week", "weekday": weekday}
    if view.says(0, Means.EVERY):
        return _every(view)
    return _each(view)


def _every(view: View) -> Taken:
    at = 1
    token = view[at]
    if token is not None and token.kind == "number" and (token.ordinal or view.says(2, Means.OF_MONTH)):
        return 2 + view.says(2, Means.OF_MONTH), {"repeats": "month", "month_day": token.value}
    if (found := view.value(at, Means.MONTH_DAY)) is not None and view.says(at + 1, Means.OF_MONTH):
        return at + 2, {"repeats": "month", "month_day": found}
    if (found := view.value(at, Means.PART)) is not None and not view.says(at, Means.UNIT):
        return at + 1, {"repeats": "day", "part": found}
    count = 2 if view.says(at, Means.OTHER) else view.number(at)
    at += count is not None
    if (weekday := _weekday(view, at)) is not None and count in {None, 1, 2}:
        after = at + 1 + _is_day(view, at + 1)
        return after, {"repeats": "two_weeks" if count == 2 else "week", "weekday": weekday}
    if (taken := _period(count or 1, view, at)) is not None:
        return taken
    # «каждые 3 дня»: not to be read as three in the afternoon
    return (at + 1, {"vague": True}) if view.says(at, Means.UNIT) else None


def _each(view: View) -> Taken:
    """In Kyrgyz it follows: «күн сайын», «дүйшөмбү сайын»."""
    count = view.number(0)
    at = int(count is not None)
    if not view.says(at + 1, Means.EACH):
        return None
    if (weekday := _weekday(view, at)) is not None and not view.says(at, Means.UNIT):
        return at + 2, {"repeats": "week", "weekday": weekday}
    period = _period(count or 1, view, at)
    return None if period is None else (at + 2, period[1])


def _period(count: int, view: View, at: int) -> Taken:
    known = {(1, DAYS): "day", (1, WEEKS): "week", (2, WEEKS): "two_weeks", (1, MONTHS): "month"}
    unit = view.value(at, Means.UNIT)
    repeats = known.get((count, unit)) if unit is not None else None
    return (at + 1, {"repeats": repeats}) if repeats is not None else None


def day(view: View) -> Taken:
    """ "tomorrow"; "tonight" says the evening too."""
    offset = view.value(0, Means.DAY)
    if offset is None:
        return None
    learnt = {"offset": offset}
    if (part := view.value(0, Means.PART)) is not None:
        learnt["part"] = part
    return 1, learnt


def date(view: View) -> Taken:
    """ "15 снежня 2026", "December 15", "15.12", "15-го"."""
    token = view[0]
    if token is None:
        return None
    if token.kind == "iso":
        year, month, number = token.numbers
        return 1, {"month_day": number, "month": month, "year": year}
    if token.kind == "dotted":
        return _dotted(view, token)
    return _month_named(view, token) or _of_month(view, token)


def _month_named(view: View, token: Token) -> Taken:
    if (worded := _day_in_words(view)) is not None:
        return worded
    following = view[1]
    if following is None:
        return None
    if token.kind == "number" and following.says(Means.MONTH):
        return _with_year(view, 2, {"month_day": token.value, "month": following.whole(Means.MONTH)})
    if following.kind == "number" and token.says(Means.MONTH):
        return _with_year(view, 2, {"month_day": following.value, "month": token.whole(Means.MONTH)})
    return None


def _day_in_words(view: View) -> Taken:
    """ "двадцать пятого декабря", "first of December", "первого числа"."""
    tens = view.value(0, Means.NUMBER)
    at = int(tens in {20, 30} and view.says(1, Means.MONTH_DAY))
    number = view.value(at, Means.MONTH_DAY)
    if number is None:
        return None
    learnt = {"month_day": number + (tens if at else 0)}
    if view.says(at + 1, Means.OF_MONTH):
        return at + 2, learnt
    after = view.past(at + 1, Means.AT)
    if not view.says(after, Means.MONTH):
        return None
    return _with_year(view, after + 1, learnt | {"month": view.whole(after, Means.MONTH)})


def _of_month(view: View, token: Token) -> Taken:
    said = view.says(1, Means.OF_MONTH)
    if token.kind == "number" and (said or (token.ordinal and not _is_hour(view))):
        return 1 + said, {"month_day": token.value}
    return None


def _is_hour(view: View) -> bool:
    return view.says(1, Means.OCLOCK, Means.PART) or (view.says(1, Means.UNIT) and not view.says(1, Means.AT))


def _dotted(view: View, token: Token) -> Taken:
    """ "15.12" is a date, "10.30" a time; "9.10" a time only after "at"."""
    number, month, *year = token.numbers
    is_date = 1 <= number <= 31 and 1 <= month <= 12
    if is_date and (year or not view.led or month == number or number > 23):
        named = {"year": year[0] + 2000 * (year[0] < 100)} if year else {}
        return 1 + (bool(year) and _is_year(view, 1)), {"month_day": number, "month": month} | named
    return None


def _with_year(view: View, taken: int, learnt: dict[str, Any]) -> Taken:
    year = view[taken]
    if year is not None and year.kind == "number" and 2000 <= year.value < 2100:
        return taken + 1 + _is_year(view, taken + 1), learnt | {"year": year.value}
    return taken, learnt


def _is_year(view: View, at: int) -> bool:
    """«2026 года», «15.12.2026 г.»: the word adds nothing."""
    token = view[at]
    return token is not None and (view.value(at, Means.UNIT) == YEARS or token.text.lower() == "г")


def weekday(view: View) -> Taken:
    """ "Friday", "у наступную пятніцу", «жума күнү»."""
    at = int(view.says(0, Means.NEXT))
    found = _weekday(view, at)
    if at and view.says(at, Means.UNIT) and not _is_day(view, at + 1):
        # «кийинки жумада» is next week, «кийинки жума күнү» next Friday
        return None
    if found is None and (at or view.led or _before_a_time(view, 1)):
        found = view.value(at, Means.SHORT_WEEKDAY)
    if found is None:
        return None
    learnt = {"weekday": found} | ({"next": True} if at else {})
    return at + 1 + _is_day(view, at + 1), learnt


def _weekday(view: View, at: int) -> int | None:
    found: int | None = view.value(at, Means.WEEKDAY)
    return found


def _before_a_time(view: View, at: int) -> bool:
    """ "пн 9:00", "чт в 10"; at the end of the text only what is no English word."""
    token, following = view[0], view[at]
    if following is None:
        return token is not None and not token.text.isascii()
    hour = view.past(at, Means.AT)
    after = view[hour]
    return after is not None and (after.kind in {"clock", "dotted"} or view.number(hour) is not None)


def _is_day(view: View, at: int) -> bool:
    """«жума күнү»: the word for day adds nothing."""
    token = view[at]
    return token is not None and token.text.lower() in {"күнү", "кунү", "күну", "куну", "күндөрү"}


def next_period(view: View) -> Taken:
    """ "next week"."""
    unit = view.value(1, Means.UNIT)
    if not view.says(0, Means.NEXT) or unit not in {DAYS, WEEKS, MONTHS}:
        return None
    return 2, {unit: 1}


def part(view: View) -> Taken:
    found = view.value(0, Means.PART)
    return (1, {"part": found}) if found is not None else None


def vague(view: View) -> Taken:
    """ "по будням": a day that is surely meant, and that we do not know."""
    return (1, {"vague": True}) if view.says(0, Means.VAGUE) else None


#: in the order they are tried at each place
RULES: tuple[Callable[[View], Taken], ...] = (
    often, ahead_of, day, date, weekday, next_period, clock, part, vague,
)  # fmt: skip

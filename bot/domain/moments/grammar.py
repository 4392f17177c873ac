"""Rules by which words become parts of a moment. Each looks at the tokens from a place on, and takes some or none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.moments.tokens import Token
from bot.domain.moments.words import DAYS, MINUTE, MONTHS, WEEKS, Means

#: how many tokens a rule takes, and what it learns from them
Taken = tuple[int, dict[str, Any]] | None


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour as it was said; ``literal`` where nothing about it is left open."""

    hour: int
    minute: int = 0
    literal: bool = False


class View:
    """The tokens from one place on; past the end there is nothing, which means nothing."""

    def __init__(self, tokens: Sequence[Token], at: int, *, led: bool) -> None:
        self._tokens = tokens
        self._at = at
        #: a word such as "at" stands before
        self.led = led

    def __getitem__(self, ahead: int) -> Token | None:
        place = self._at + ahead
        return self._tokens[place] if place < len(self._tokens) else None

    def says(self, ahead: int, *means: Means) -> bool:
        token = self[ahead]
        return token is not None and any(token.says(one) for one in means)

    def whole(self, ahead: int, means: Means) -> int:
        token = self[ahead]
        assert token is not None  # noqa: S101 - asked about first
        return token.whole(means)

    def value(self, ahead: int, means: Means) -> Any:  # noqa: ANN401 - whatever the table holds
        token = self[ahead]
        return token.means[means] if token is not None and token.says(means) else None

    def number(self, ahead: int) -> int | None:
        """A number in digits or in words."""
        token = self[ahead]
        if token is None:
            return None
        if token.kind == "number":
            return token.value
        return token.whole(Means.NUMBER) if token.says(Means.NUMBER) else None

    def past(self, ahead: int, means: Means) -> int:
        """The first place that does not mean this."""
        while self.says(ahead, means):
            ahead += 1
        return ahead


def ahead_of(view: View) -> Taken:
    """ "in 2 hours", "праз паўгадзіны", «2 сааттан кийин»."""
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
        count = view.number(at)
        unit_at = at + (count is not None)
        unit = view.value(unit_at, Means.UNIT)
        alone = at == unit_at
        if unit is None or count == 0 or (count is not None and count < 0) or (alone and learnt):
            return at, learnt
        if isinstance(unit, str):
            learnt[unit] = learnt.get(unit, 0) + (count or 1)
        else:
            learnt["minutes"] = learnt.get("minutes", 0) + (count or 1) * unit
        at = unit_at + 1


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
    count = 2 if view.says(at, Means.OTHER) else view.number(at)
    at += count is not None
    if (weekday := _weekday(view, at)) is not None and count in {None, 1, 2}:
        after = at + 1 + _is_day(view, at + 1)
        return after, {"repeats": "two_weeks" if count == 2 else "week", "weekday": weekday}
    return _period(count or 1, view, at)


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
    following = view[1]
    if following is None:
        return None
    if token.kind == "number" and following.says(Means.MONTH):
        return _with_year(view, 2, {"month_day": token.value, "month": following.whole(Means.MONTH)})
    if following.kind == "number" and token.says(Means.MONTH):
        return _with_year(view, 2, {"month_day": following.value, "month": token.whole(Means.MONTH)})
    return None


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
        return 1, {"month_day": number, "month": month} | named
    return None


def _with_year(view: View, taken: int, learnt: dict[str, Any]) -> Taken:
    year = view[taken]
    if year is not None and year.kind == "number" and 2000 <= year.value < 2100:
        return taken + 1, learnt | {"year": year.value}
    return taken, learnt


def weekday(view: View) -> Taken:
    """ "Friday", "у наступную пятніцу", «жума күнү»."""
    at = int(view.says(0, Means.NEXT))
    found = _weekday(view, at)
    if found is None and (at or view.led):
        found = view.value(at, Means.SHORT_WEEKDAY)
    if found is None:
        return None
    learnt = {"weekday": found} | ({"next": True} if at else {})
    return at + 1 + _is_day(view, at + 1), learnt


def _weekday(view: View, at: int) -> int | None:
    found: int | None = view.value(at, Means.WEEKDAY)
    return found


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


def clock(view: View) -> Taken:
    """ "10:30", "в 10 вечера", "а дзясятай гадзіне", «саат 10 жарымда», "half past 9"."""
    token = view[0]
    if token is None:
        return None
    for rule in (_halved, _written, _hour, _named):
        if (taken := rule(view, token)) is not None:
            return taken
    return None


def _halved(view: View, token: Token) -> Taken:
    """ "в половине десятого" is 9:30, "half past 9" too."""
    if token.says(Means.HALF_OF) and (of := view.value(1, Means.OF_HOUR)) is not None:
        return 2, {"clock": Clock((of - 1) or 12, 30)}
    if token.says(Means.HALF) and view.says(1, Means.PAST) and (hour := view.number(2)) is not None:
        return 3, {"clock": Clock(hour, 30)}
    return None


def _written(view: View, token: Token) -> Taken:
    if token.kind not in {"clock", "dotted", "dashed"} or (token.kind == "dashed" and not view.led):
        return None
    hour, minute, *more = token.numbers
    if more or hour > 23 or minute > 59:
        return None
    return _with_part(view, 1, Clock(hour, minute, literal=True))


def _hour(view: View, token: Token) -> Taken:
    """An hour by its number: only where "at", "o'clock" or a part of the day says that it is one."""
    hour = view.number(0)
    if hour is None and token.says(Means.OF_HOUR) and (view.led or view.says(1, Means.OCLOCK, Means.PART)):
        hour = token.whole(Means.OF_HOUR)
    if hour is None or not 0 <= hour <= 24:
        return None
    after = 1 + view.says(1, Means.OCLOCK)
    said = after > 1 or view.led or token.located
    minute = 0
    if said and view.says(after, Means.HALF):
        minute, after = 30, after + 1
    elif said and (minutes := view[after]) is not None and minutes.kind == "number" and len(minutes.text) == 2:
        unit = view.value(after + 1, Means.UNIT)
        if minutes.value <= 59 and unit in {None, MINUTE}:
            minute, after = minutes.value, after + 1 + (unit == MINUTE)
    taken = _with_part(view, after, Clock(hour % 24, minute))
    assert taken is not None  # noqa: S101 - an hour is there
    in_words = token.kind != "number"
    if said and not (in_words and after == 1 and view.says(1, Means.UNIT) and "part" not in taken[1]):
        return taken
    return taken if "part" in taken[1] and not in_words else None


def _with_part(view: View, after: int, at: Clock) -> Taken:
    """ "10 вечера", "10 in the evening"."""
    following = view.past(after, Means.AT)
    part = view.value(following, Means.PART)
    if part is None or view.says(following, Means.DAY):
        return after, {"clock": at}
    return following + 1, {"clock": at, "part": part}


def _named(view: View, token: Token) -> Taken:
    """ "noon"; "в час" is one o'clock, but "час" alone is a length of time."""
    named = token.means.get(Means.TIME)
    if not isinstance(named, tuple) or (token.says(Means.UNIT) and not view.led):
        return None
    if token.says(Means.UNIT):
        return _with_part(view, 1, Clock(1))
    hour, minute = named
    return 1, {"clock": Clock(hour, minute, literal=True)}


def part(view: View) -> Taken:
    found = view.value(0, Means.PART)
    return (1, {"part": found}) if found is not None else None


#: in the order they are tried at each place
RULES: tuple[Callable[[View], Taken], ...] = (
    often, ahead_of, day, date, weekday, next_period, clock, part,
)  # fmt: skip

"""The rule by which words become a time of the day."""

from bot.domain.moments.tokens import Token
from bot.domain.moments.view import Clock, Taken, View
from bot.domain.moments.words import MINUTE, Means, fold, meanings


def clock(view: View) -> Taken:
    """ "10:30", "в 10 вечера", "а дзясятай гадзіне", «саат 10 жарымда», "half past 9"."""
    token = view[0]
    if token is None:
        return None
    for rule in (_halved, _quarter, _short_of, _written, _hour, _named):
        if (taken := rule(view, token)) is not None:
            return taken
    return None


def _halved(view: View, token: Token) -> Taken:
    """ "в половине десятого" is 9:30, "half past 9" too."""
    if token.says(Means.HALF_OF):
        after = view.past(1, Means.AT)
        of = view.value(after, Means.OF_HOUR)
        if of is None and after == 1 and view.led and not view.says(2, Means.MONTH):
            # «в пол 9»; without "at" it is a floor
            of = view.number(1)
        if of is not None and 1 <= of <= 12:
            return _with_part(view, after + 1, Clock((of - 1) or 12, 30))
    if (of := _half_in_one_word(token)) is not None:
        return _with_part(view, 1, Clock((of - 1) or 12, 30))
    if token.says(Means.HALF) and view.says(1, Means.PAST) and (hour := view.number(2)) is not None:
        return 3, {"clock": Clock(hour, 30)}
    return None


def _half_in_one_word(token: Token) -> int | None:
    """«полдевятого»."""
    folded = fold(token.text)
    of = meanings(folded.removeprefix("пол")).get(Means.OF_HOUR) if folded.startswith("пол") else None
    return of if isinstance(of, int) else None


def _quarter(view: View, token: Token) -> Taken:
    """ "четверть десятого" is 9:15, "quarter past nine" too; "quarter to ten" is 9:45."""
    if not token.says(Means.QUARTER):
        return None
    after = view.past(1, Means.AT)
    if (of := view.value(after, Means.OF_HOUR)) is not None:
        return _with_part(view, after + 1, Clock((of - 1) or 12, 15))
    hour, joined = view.number(2), view[1]
    if hour is None or joined is None or not 1 <= hour <= 12:
        return None
    if joined.says(Means.PAST):
        return _with_part(view, 3, Clock(hour, 15))
    return _with_part(view, 3, Clock((hour - 1) or 12, 45)) if joined.text.lower() == "to" else None


def _short_of(view: View, token: Token) -> Taken:
    """«без четверти девять», «без 15 минут 9»: so many minutes are missing."""
    if token.means.get(Means.SHORT_OF) is not True:
        return None
    missing = view.value(1, Means.SHORT_OF) or view.number(1)
    after = 2 + (view.value(2, Means.UNIT) == MINUTE)
    hour = view.number(after)
    if not isinstance(missing, int) or missing not in range(5, 30, 5) or hour is None or not 1 <= hour <= 23:
        return None
    return _with_part(view, after + 1, Clock((hour - 1) or 12, 60 - missing))


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
    if hour is None or not 0 <= hour <= 24 or token.text.lower() in {"a", "an"} or _counts(view):
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
    in_words = token.kind != "number"
    if said and in_words and not minute:
        minute, after = _minutes_in_words(view, after)
    taken = _with_part(view, after, Clock(hour % 24, minute))
    assert taken is not None  # noqa: S101 - an hour is there
    if said and not (in_words and after == 1 and view.says(1, Means.UNIT) and "part" not in taken[1]):
        return taken
    return taken if "part" in taken[1] and not in_words else None


def _counts(view: View) -> bool:
    """ "в 5 кабинет", but not "в 9 кабинет 5"."""
    return view.says(1, Means.COUNTED) and view.number(2) is None


def _minutes_in_words(view: View, at: int) -> tuple[int, int]:
    """ "девять тридцать", "nine forty five"; fewer than ten would rather count what follows."""
    tens = view.value(at, Means.NUMBER)
    if tens is None or not 10 <= tens <= 50:
        return 0, at
    ones = view.value(at + 1, Means.NUMBER) if tens % 10 == 0 and tens > 10 else None
    return (tens + ones, at + 2) if ones is not None and ones < 10 else (tens, at + 1)


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

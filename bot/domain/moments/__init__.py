"""Times as people type them, and what they mean on the wall and in UTC.

Why not dateparser: it reads a bare hour as the present one («завтра в 10») and misses Belarusian phrases, both
silently, so each phrase would have to be rewritten into what it knows before it is asked; by then nothing is left for
it to do.
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.moments.grammar import RULES
from bot.domain.moments.tokens import Token, cut
from bot.domain.moments.view import Clock, View
from bot.domain.moments.walls import Repeat, on_wall
from bot.domain.moments.words import AFTERNOON, AM, EVENING, MORNING, NIGHT, NOON, PM, Means

__all__ = ["Repeat", "Understood", "understand"]

#: what a part of the day means without an hour
_HOURS = {MORNING: 9, NOON: 13, AFTERNOON: 15, EVENING: 19, NIGHT: 23}
#: a longer text is no time
MOST_CHARACTERS = 500
#: of a date without a year: far enough for every 29 February
_MOST_YEARS = 9
_FURTHEST = timedelta(days=3660)
_FILLERS = re.compile(
    r"^(?:напомни(?:те|ть)?(?: мне)?|напамін\w*(?: мне)?|нагада\w*(?: мне)?|remind(?: me)?|эскерт\w*(?: кой)?"
    r"|мага эскерт\w*)\b(?:[\s,]*(?:пожалуйста|пажалуйста|калі ласка|please|сураныч))?"
    r"[\s,:.—–-]*(?:(?:что|чтобы|о|об|пра|аб|каб|to|about|that)\b)?[\s,:.—–-]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Understood:
    """What a text says of a time. Either half can be missing: then it has to be asked for."""

    day: date | None = None
    clock: time | None = None
    repeats: Repeat = Repeat.ONCE
    #: what is left of the text
    rest: str = ""

    @property
    def wall(self) -> datetime | None:
        return None if self.day is None or self.clock is None else datetime.combine(self.day, self.clock)


def understand(text: str, now: datetime, zone: ZoneInfo, on: date | None = None) -> Understood:
    """Reads a moment out of a text in any of the languages. What is not surely a time stays in the rest.

    :param on: the day that is meant where none is named.
    """
    text, tokens = cut(text[:MOST_CHARACTERS])
    learnt, used = _read(tokens)
    if on is not None and (lone := _lone_clock(tokens)) is not None:
        learnt = {"clock": lone}
    rest = _rest(text, used)
    shown = now.astimezone(zone)
    if "vague" in learnt:
        return Understood(rest=text.strip())
    if "minutes" in learnt:
        return _from_now(learnt, now, zone, rest)
    try:
        day, clock = _day(learnt, shown.date()), _time(learnt)
        day = _surely_ahead(day or on, clock, learnt, shown)
    except (ValueError, OverflowError):
        return Understood(rest=text.strip())
    return Understood(day, clock, Repeat(learnt.get("repeats", "")), rest)


def _read(tokens: Sequence[Token]) -> tuple[dict[str, Any], list[Token]]:
    """What all rules learn together, and the tokens they used. What is said twice counts the first time."""
    learnt: dict[str, Any] = {}
    used: list[Token] = []
    at = 0
    while at < len(tokens):
        taken = _take(tokens, at, learnt)
        if taken:
            used += tokens[at : at + taken]
        at += taken or 1
    if "clock" not in learnt and "minutes" not in learnt:
        _bare_hour(tokens, learnt, used)
    return learnt, used


def _take(tokens: Sequence[Token], at: int, learnt: dict[str, Any]) -> int:
    start = at
    while start < len(tokens) and tokens[start].says(Means.AT):
        start += 1
    # a word such as "in" leads a time, and begins an amount of time as well
    for place in dict.fromkeys((at, start)):
        for rule in RULES:
            found = rule(View(tokens, place, led=place > at))
            if found is not None and not found[1].keys() & learnt.keys():
                learnt |= found[1]
                return place - at + found[0]
    return 0


def _bare_hour(tokens: Sequence[Token], learnt: dict[str, Any], used: list[Token]) -> None:
    """A number beside a day, or all alone, is an hour."""
    taken = {id(token) for token in used}
    for place, token in enumerate(tokens):
        beside = [tokens[near] for near in (place - 1, place + 1) if 0 <= near < len(tokens)]
        alone = len(tokens) == 1 or (place == 0 and _is_pair(tokens))
        if id(token) in taken or not (alone or any(id(near) in taken for near in beside)):
            continue
        if _is_pair(tokens[place:]):
            learnt["clock"] = Clock(token.value, tokens[place + 1].value, literal=True)
            used += tokens[place : place + 2]
            return
        hour = token.value if token.kind == "number" and not token.ordinal else -1
        if 0 <= hour <= 23 and (alone or place == len(tokens) - 1):
            learnt["clock"] = Clock(hour)
            used.append(token)
            return
        if token.kind == "dashed" and token.numbers[0] < 24 and token.numbers[1] < 60:
            learnt["clock"] = Clock(token.numbers[0], token.numbers[1], literal=True)
            used.append(token)
            return


def _lone_clock(tokens: Sequence[Token]) -> Clock | None:
    """ "9.10", where the day is known and so cannot be what is meant."""
    if len(tokens) != 1 or tokens[0].kind != "dotted" or len(tokens[0].numbers) != 2:
        return None
    hour, minute = tokens[0].numbers
    return Clock(hour, minute, literal=True) if hour < 24 and minute < 60 and tokens[0].text[-3] in "./" else None


def _is_pair(tokens: Sequence[Token]) -> bool:
    """ "9 30", and nothing after it."""
    if len(tokens) != 2 or any(token.kind != "number" or token.ordinal for token in tokens):
        return False
    hour, minute = tokens
    return 0 <= hour.value <= 23 and len(minute.text) == 2 and minute.value <= 59


def _rest(text: str, used: Sequence[Token]) -> str:
    kept, at = [], 0
    for token in sorted(used, key=lambda one: one.start):
        kept.append(text[at : token.start])
        at = token.end
    kept.append(text[at:])
    left = " ".join(" ".join(kept).split())
    left = re.sub(r"\s+([,.;:!?])", r"\1", left).strip(" ,;:—–-.")
    return _FILLERS.sub("", left).strip(" ,;:—–-.")


def _from_now(learnt: dict[str, Any], now: datetime, zone: ZoneInfo, rest: str) -> Understood:
    """Hours and minutes are counted on the clock of the world, which no zone can put forward or back."""
    ahead = timedelta(minutes=min(learnt["minutes"], 10**7), days=min(_days(learnt), 10**4))
    if ahead > _FURTHEST:
        return Understood(rest=rest)
    wall = on_wall(now.astimezone(UTC) + ahead, zone)
    return Understood(wall.date(), wall.time(), Repeat.ONCE, rest)


def _days(learnt: dict[str, Any]) -> int:
    return int(learnt.get("days", 0)) + 7 * int(learnt.get("weeks", 0))


def _day(learnt: dict[str, Any], today: date) -> date | None:
    """The day that is named; None if none is.

    Raises:
        ValueError: there is no such day.
    """
    if "month_day" in learnt:
        return _dated(learnt, today)
    start = today + timedelta(days=learnt.get("offset", 0))
    if "weekday" in learnt:
        monday = today - timedelta(days=today.weekday())
        if learnt.get("next") or "weeks" in learnt:
            return monday + timedelta(days=7 * int(learnt.get("weeks", 1)) + int(learnt["weekday"]))
        return start + timedelta(days=(int(learnt["weekday"]) - start.weekday()) % 7)
    if not learnt.keys() & {"months", "weeks", "days", "offset"}:
        return None
    return _months_on(start, int(learnt.get("months", 0))) + timedelta(days=min(_days(learnt), _FURTHEST.days))


def _months_on(start: date, months: int) -> date:
    count = start.month - 1 + months
    year, month = start.year + count // 12, count % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def _dated(learnt: dict[str, Any], today: date) -> date:
    """The next such day; a year that is named is believed."""
    number, month = int(learnt["month_day"]), learnt.get("month")
    if "year" in learnt:
        return date(int(learnt["year"]), int(month or 1), number)
    first = date(today.year, int(month) if month else today.month, 1)
    if not 1 <= number <= 31:
        raise ValueError(number)
    for ahead in range(0, 12 * _MOST_YEARS, 12 if month else 1):
        start = _months_on(first, ahead)
        if number <= monthrange(start.year, start.month)[1] and start.replace(day=number) >= today:
            return start.replace(day=number)
    raise ValueError(number)


def _time(learnt: dict[str, Any]) -> time | None:
    part = learnt.get("part")
    clock: Clock | None = learnt.get("clock")
    if clock is None:
        return time(_HOURS[part]) if part in _HOURS else None
    return time(_hour(clock, part), clock.minute)


def _hour(clock: Clock, part: str | None) -> int:
    """Of twelve hours the one that is meant; without a word for it, from one to six those of the afternoon."""
    hour = clock.hour
    if part in {PM, EVENING, AFTERNOON, NOON}:
        return hour + 12 if hour < 12 and not (part == NOON and hour > 6) else hour
    if part in {AM, MORNING}:
        return hour % 12 if hour == 12 else hour
    if part == NIGHT:
        return 0 if hour == 12 else hour + 12 if 8 <= hour < 12 else hour
    return hour + 12 if not clock.literal and 1 <= hour <= 6 else hour


def _surely_ahead(day: date | None, clock: time | None, learnt: dict[str, Any], shown: datetime) -> date | None:
    """Where no date was named, the next time it is so; what was named stays, even if it is over."""
    today = shown.date()
    repeats = learnt.get("repeats")
    if day is None and (clock is not None or repeats == "day"):
        day = today
    if day != today or clock is None or "offset" in learnt or "year" in learnt:
        return day
    if datetime.combine(today, clock) > shown.replace(tzinfo=None):
        return day
    if "weekday" in learnt:
        return today + timedelta(days=7)
    if "month_day" in learnt:
        return _dated(learnt, today + timedelta(days=1))
    return today + timedelta(days=1)

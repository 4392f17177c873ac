"""Opening hours in words: "Open till 17:30", "Lunch break, opens 14:00", "Mon–Fri 8:30–13:00, 14:00–17:30"."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from aiogram.utils.i18n import gettext as _
from babel.dates import format_date, get_day_names, get_month_names

from bot.domain.directory import Opening, OpenState, Rule, Week
from bot.telegram.wording import locale

WEEK = timedelta(days=7)


def clock_time(moment: datetime | time) -> str:
    """8:30, never 08:30 or half past eight."""
    return f"{moment.hour}:{moment.minute:02}"


def opening_in_words(opening: Opening, at: datetime) -> str:
    """The state at this moment and what ends it; ``at`` is local to the place. Empty where nothing is known."""
    match opening.state:
        case OpenState.OPEN:
            return _open(opening)
        case OpenState.BREAK if opening.until:
            return _("🟡 Lunch break, opens {time}").format(time=clock_time(opening.until))
        case OpenState.CLOSED:
            return _closed(opening, at)
    return ""


def _open(opening: Opening) -> str:
    if opening.until is None:
        return _("🟢 Open day and night")
    till = clock_time(opening.until)
    if opening.resumes is not None:
        again = clock_time(opening.resumes)
        return _("🟢 Open till {time}, after lunch from {again}").format(time=till, again=again)
    return _("🟢 Open till {time}").format(time=till)


def _closed(opening: Opening, at: datetime) -> str:
    closed = _("🔴 Closed today: public holiday") if opening.holiday else _("🔴 Closed")
    return f"{closed}. {_opens(opening.until, at)}" if opening.until else closed


def _opens(until: datetime, at: datetime) -> str:
    when = clock_time(until)
    days = (until.date() - at.date()).days
    if days == 0:
        return _("Opens at {time}").format(time=when)
    if days == 1:
        return _("Opens tomorrow at {time}").format(time=when)
    if timedelta(days=days) < WEEK:
        # NOTE: {day} is the bare name of a weekday (nominative): "Monday"
        return _("Opens: {day}, {time}").format(day=_weekday(until.weekday()), time=when)
    # NOTE: a date pattern of CLDR: day, month as it stands after the day
    date = format_date(until, _("d MMMM"), locale=locale())
    return _("Opens: {day}, {time}").format(day=date, time=when)


def _weekday(day: int) -> str:
    return str(get_day_names("wide", "stand-alone", locale())[day])


def week_in_words(week: Week | None) -> str:
    """The hours of the week; empty where they are unknown or cannot be said in rules."""
    if week is None or week.irregular:
        return ""
    if week.always:
        return _("Day and night, every day")
    return "; ".join(_rule(rule) for rule in week.rules)


def _rule(rule: Rule) -> str:
    days = _("Every day") if len(rule.days) == 7 else _runs(rule.days, [_short_day(day) for day in range(7)])
    if rule.weeks:
        numbers = ", ".join(str(number) for number in rule.weeks)
        # NOTE: "Wed (in the month only no. 1, 3)": the first and third Wednesday
        days = _("{days} (in the month only no. {numbers})").format(days=days, numbers=numbers)
    times = ", ".join(f"{clock_time(start)}–{_end(end)}" for start, end in rule.times)
    if not rule.months:
        return f"{days} {times}"
    months = _runs([month - 1 for month in rule.months], [_short_month(month) for month in range(1, 13)])
    return f"{months}: {days} {times}"


def _end(end: time) -> str:
    return "24:00" if end == time() else clock_time(end)


def _short_day(day: int) -> str:
    return str(get_day_names("abbreviated", "stand-alone", locale())[day]).rstrip(".").capitalize()


def _short_month(month: int) -> str:
    return str(get_month_names("abbreviated", "stand-alone", locale())[month]).rstrip(".").capitalize()


def _runs(numbers: Sequence[int], names: Sequence[str]) -> str:
    """Neighbours joined, around the end too: "Mon–Fri, Sun", "Nov–Mar"."""
    chosen = set(numbers)
    starts = [number for number in sorted(chosen) if (number - 1) % len(names) not in chosen]
    return ", ".join(_run(start, chosen, names) for start in starts)


def _run(start: int, chosen: set[int], names: Sequence[str]) -> str:
    length = 1
    while (start + length) % len(names) in chosen:
        length += 1
    end = names[(start + length - 1) % len(names)]
    if length == 1:
        return names[start]
    return f"{names[start]}–{end}" if length > 2 else f"{names[start]}, {end}"

"""Screens of reminders. What a locked phone may show of one is a time; the words come after a press."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from aiogram.utils.i18n import gettext as _
from babel.dates import format_date

from bot.domain.moments import Repeat
from bot.domain.moments.walls import is_within, on_wall
from bot.domain.reminders import MOST_WORDS, NIGHTS, Reminder, Snooze, State, is_late
from bot.telegram.entrance import Row, clip, in_pairs, label, number_row
from bot.telegram.hours import clock_time
from bot.telegram.packing import packed, packed_day
from bot.telegram.reminder_buttons import (
    AgreeToRemind,
    AskRepeat,
    AskTime,
    AskWords,
    CheckTime,
    OpenReminder,
    PickDay,
    PickQuarter,
    Quarter,
    QuietHours,
    Remind,
    ReminderDone,
    Reminders,
    RemoveReminder,
    SetTime,
    SnoozeReminder,
    UndoReminder,
)
from bot.telegram.screens import Button, Screen
from bot.telegram.wording import locale

A_PAGE = 5
#: of the words in a list
MOST_LISTED = 70
#: days offered as buttons
DAYS = 7


def day_in_words(day: date, today: date) -> str:
    """ "Tomorrow, Tuesday, 24 November"; the year only where it is another."""
    # NOTE: a date pattern of CLDR: weekday, day, month as it stands after the day
    pattern = _("EEEE, d MMMM") if day.year == today.year else _("EEEE, d MMMM y")
    named = str(format_date(day, pattern, locale=locale()))
    near = {0: _("Today"), 1: _("Tomorrow")}.get((day - today).days)
    return f"{near}, {named}" if near else named[:1].upper() + named[1:]


def when_in_words(wall: datetime, today: date) -> str:
    return f"{day_in_words(wall.date(), today)}, {clock_time(wall)}"


def repeats_in_words(repeats: Repeat) -> str:
    return {
        Repeat.ONCE: _("once"),
        Repeat.DAY: _("every day"),
        Repeat.WEEK: _("every week"),
        Repeat.TWO_WEEKS: _("every two weeks"),
        Repeat.MONTH: _("every month"),
    }[repeats]


def knock(which: int, due: datetime, zone: ZoneInfo, now: datetime) -> Screen:
    """A time and nothing else; what is over is not said as if it were still to come."""
    wall, today = on_wall(due, zone), now.astimezone(zone).date()
    if not is_late(due, now):
        text = _("⏰ {time}. Open?").format(time=clock_time(wall))
    elif wall.date() == today:
        text = _("⏰ It was for {time}. Open?").format(time=clock_time(wall))
    else:
        text = _("⏰ It was for: {when}. Open?").format(when=when_in_words(wall, today))
    return Screen("", text, ((Button(_("Open"), OpenReminder(reminder=which)),),))


def consent_first(about: Remind) -> Screen:
    text = _(
        "To remind you we must keep the words, locked, and the time. Nobody else sees them. When it is done, they go."
    )
    yes = Button(_("✅ I agree"), AgreeToRemind(**about.model_dump()), style="success")
    return Screen(_("One question first"), text, ((yes,),))


def ask_what() -> Screen:
    text = _(
        "Type what and when, for example:\n“tomorrow at 10 call about work”\n“every Monday at 9 take the paper along”"
    )
    return Screen(_("⏰ Remind me"), text, (_to_list(),))


def ask_words(reminder: Reminder) -> Screen:
    return Screen(_("⏰ In other words"), _("Type what you want to be reminded of."), (_back(reminder),))


def ask_time(reminder: Reminder, repeats: Repeat, today: date, *, first: str = "") -> Screen:
    """A day by its button, or anything typed."""
    days = [today + timedelta(days=ahead) for ahead in range(DAYS)]
    buttons = [
        Button(_short_day(day, today), PickDay(reminder=reminder.id, day=packed_day(day), repeats=repeats))
        for day in days
    ]
    text = _("Type when: “tomorrow at 10”, “Friday 9:30”, “in 2 hours”. Or choose the day.")
    body = "\n\n".join(part for part in (first, _quoted(reminder), _often(repeats), text) if part)
    return Screen(_("⏰ When?"), body, (*in_pairs(buttons), _back(reminder)))


def _short_day(day: date, today: date) -> str:
    near = {0: _("Today"), 1: _("Tomorrow")}.get((day - today).days)
    # NOTE: a date pattern of CLDR: short weekday, day, short month
    return near or label(str(format_date(day, _("EEE, d MMM"), locale=locale())))


def ask_quarter(reminder: Reminder, day: date, repeats: Repeat, now: datetime) -> Screen:
    """The four quarters of the day; those that are over are left out."""
    names = {
        Quarter.MORNING: _("🌅 Morning, 6–12"),
        Quarter.DAY: _("☀️ Day, 12–18"),
        Quarter.EVENING: _("🌆 Evening, 18–24"),
        Quarter.NIGHT: _("🌙 Night, 0–6"),
    }
    rows = [
        (Button(name, PickQuarter(reminder=reminder.id, day=packed_day(day), quarter=quarter, repeats=repeats)),)
        for quarter, name in names.items()
        if any(wall > now for wall in _times(day, quarter))
    ]
    text = _("Type the time, for example “10:30”. Or choose.")
    return Screen(
        _("⏰ {day}").format(day=day_in_words(day, now.date())), text, (*rows, _other_day(reminder, repeats))
    )


def ask_hour(reminder: Reminder, day: date, quarter: Quarter, repeats: Repeat, now: datetime) -> Screen:
    """Each hour of a quarter, and the half hours."""
    buttons = [
        Button(clock_time(wall), _checking(reminder, wall, repeats)) for wall in _times(day, quarter) if wall > now
    ]
    rows = [tuple(buttons[start : start + 3]) for start in range(0, len(buttons), 3)]
    title = _("⏰ {day}").format(day=day_in_words(day, now.date()))
    return Screen(title, _("At what time? Any other can be typed."), (*rows, _other_day(reminder, repeats)))


def _times(day: date, quarter: Quarter) -> list[datetime]:
    start = datetime.combine(day, time(quarter))
    return [start + timedelta(minutes=30 * half) for half in range(12)]


def _other_day(reminder: Reminder, repeats: Repeat) -> Row:
    return (Button(_("◀ Another day"), AskTime(reminder=reminder.id, repeats=repeats)),)


def check_time(
    reminder: Reminder, wall: datetime, repeats: Repeat, today: date, night: tuple[int, int] | None
) -> Screen:
    """What was understood, with the weekday in words: yes, or change."""
    at, which = packed(wall), reminder.id
    lines = [_quoted(reminder), _again(repeats, wall)]
    if night is not None and is_within(wall.hour, night):
        lines.append(_("This is in your quiet hours. It rings all the same."))
    lines.append(_("Is this right?"))
    rows: list[Row] = [
        (Button(_("✅ Yes, remind me"), SetTime(reminder=which, at=at, repeats=repeats), style="success"),),
        (Button(_("🕓 Another time"), AskTime(reminder=which, repeats=repeats)),),
        (Button(_("🔁 Repeat: {often}").format(often=repeats_in_words(repeats)), AskRepeat(reminder=which, at=at)),),
        (Button(_("✏️ Other words"), AskWords(reminder=which, at=at, repeats=repeats)),),
    ]
    return Screen(f"⏰ {when_in_words(wall, today)}", _lines(lines), tuple(rows))


def _often(repeats: Repeat) -> str:
    if repeats is Repeat.ONCE:
        return ""
    return _("🔁 Repeats: {often}").format(often=repeats_in_words(repeats))


def _again(repeats: Repeat, wall: datetime) -> str:
    often = _often(repeats)
    if repeats is Repeat.MONTH and wall.day > 28:
        return f"{often}\n" + _("In shorter months on the last day.")
    return often


def ask_repeat(reminder: Reminder, wall: datetime, today: date) -> Screen:
    rows = [
        (Button(label(_capital(repeats_in_words(repeats))), _checking(reminder, wall, repeats)),)
        for repeats in Repeat
    ]
    return Screen(_("🔁 How often?"), when_in_words(wall, today), tuple(rows))


def _checking(reminder: Reminder, wall: datetime, repeats: Repeat) -> CheckTime:
    return CheckTime(reminder=reminder.id, at=packed(wall), repeats=repeats)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def is_set(reminder: Reminder, today: date) -> Screen:
    assert reminder.wall is not None  # noqa: S101 - just set
    lines = [_quoted(reminder), _again(reminder.repeats, reminder.wall)]
    title = _("✅ I will remind you: {when}").format(when=when_in_words(reminder.wall, today))
    return Screen(title, _lines(lines), (_to_list(),))


def reminder_screen(reminder: Reminder, now: datetime) -> Screen:
    """What it is about, what it was or is for, and what one can do."""
    today = now.astimezone(reminder.zone).date()
    lines = [_quoted(reminder) or _("(no words)"), *_times_in_words(reminder, today)]
    which = reminder.id
    rows: list[Row] = [(Button(_("✔️ Done"), ReminderDone(reminder=which), style="success"),)]
    if reminder.has_rung:
        later = {Snooze.MINUTES: _("10 minutes"), Snooze.HOUR: _("1 hour"), Snooze.TOMORROW: _("Tomorrow")}
        rows.append(
            tuple(Button(f"💤 {text}", SnoozeReminder(reminder=which, wish=one)) for one, text in later.items())
        )
    if reminder.state is State.WAITING and reminder.wall is not None:
        repeat = Button(_("🔁 Repeat"), AskRepeat(reminder=which, at=packed(reminder.wall)))
        rows.append((Button(_("🕓 Another time"), AskTime(reminder=which, repeats=reminder.repeats)), repeat))
    words = Button(_("✏️ Other words"), AskWords(reminder=which))
    rows.append((words, Button(_("🗑 Remove"), RemoveReminder(reminder=which))))
    return Screen(_("⏰ Reminder"), _lines(lines), (*rows, _to_list()))


def _times_in_words(reminder: Reminder, today: date) -> list[str]:
    lines = []
    if reminder.has_rung and reminder.rang_at is not None:
        was_for = when_in_words(on_wall(reminder.rang_at, reminder.zone), today)
        lines.append(_("It was for: {when}").format(when=was_for))
    if reminder.due_at is not None:
        rings = when_in_words(on_wall(reminder.due_at, reminder.zone), today)
        lines.append(_("Rings: {when}").format(when=rings))
    if reminder.wall is not None:
        lines.append(_again(reminder.repeats, reminder.first or reminder.wall))
    return lines


def list_screen(reminders: Sequence[Reminder], page: int, now: datetime) -> Screen:
    """Those that rang first; a number under the list opens one."""
    page = min(max(page, 0), max(len(reminders) - 1, 0) // A_PAGE)
    start = page * A_PAGE
    shown = reminders[start : start + A_PAGE]
    lines = [f"{number}. {_listed(one, now)}" for number, one in enumerate(shown, start + 1)]
    turning = []
    if page > 0:
        turning.append(Button(_("◀ Earlier"), Reminders(page=page - 1)))
    if start + A_PAGE < len(reminders):
        turning.append(Button(_("More ▸"), Reminders(page=page + 1)))
    rows = (
        number_row((OpenReminder(reminder=one.id) for one in shown), start=start + 1),
        tuple(turning),
        (Button(_("➕ New reminder"), Remind()),),
        (Button(_("🌙 Quiet hours"), QuietHours()),),
    )
    body = "\n\n".join(lines) or _("There are none yet.")
    return Screen(_("⏰ My reminders"), body, tuple(row for row in rows if row))


def _listed(reminder: Reminder, now: datetime) -> str:
    today = now.astimezone(reminder.zone).date()
    rung = "🔔 " if reminder.has_rung else ""
    at = reminder.rang_at if reminder.due_at is None else reminder.due_at
    when = when_in_words(on_wall(at, reminder.zone), today) if at is not None else ""
    often = "" if reminder.repeats is Repeat.ONCE else f" · {repeats_in_words(reminder.repeats)}"
    return f"{rung}{when}{often}\n{clip(reminder.text, MOST_LISTED)}"


def put_off(reminder: Reminder, now: datetime) -> Screen:
    assert reminder.due_at is not None  # noqa: S101 - just put off
    today = now.astimezone(reminder.zone).date()
    rings = when_in_words(on_wall(reminder.due_at, reminder.zone), today)
    return Screen(_("💤 Later: {when}").format(when=rings), _quoted(reminder), (_to_list(),))


def is_over(reminder: Reminder, now: datetime) -> Screen:
    """Done or removed, and for five minutes to be brought back; of one that repeats, its next time."""
    if not reminder.is_over:
        return _goes_on(reminder, now)
    undo = (Button(_("↩️ Undo"), UndoReminder(reminder=reminder.id)),)
    title = _("✔️ Done") if reminder.state is State.DONE else _("🗑 Removed")
    return Screen(title, _("For five minutes you can bring it back."), (undo, _to_list()))


def _goes_on(reminder: Reminder, now: datetime) -> Screen:
    today = now.astimezone(reminder.zone).date()
    due = when_in_words(on_wall(reminder.due_at or now, reminder.zone), today)
    return Screen(_("✔️ Done"), _("Next time: {when}").format(when=due), (_to_list(),))


def quiet_hours(night: tuple[int, int] | None) -> Screen:
    text = _(
        "In these hours nothing rings that is late or was hidden. A time that you chose yourself rings all the same."
    )
    rows = [
        (Button(("✅ " if hours == night else "") + _hours(hours), QuietHours(choice=number)),)
        for number, hours in enumerate(NIGHTS)
    ]
    return Screen(_("🌙 Quiet hours"), text, (*rows, _to_list()))


def _hours(hours: tuple[int, int] | None) -> str:
    if hours is None:
        return _("No quiet hours")
    return _("From {start}:00 to {end}:00").format(start=hours[0], end=hours[1])


def _quoted(reminder: Reminder) -> str:
    # names of places bring quotes of their own
    text = clip(reminder.text, MOST_WORDS).replace("«", "„").replace("»", "“")
    return f"«{text}»" if text else ""


def _lines(lines: Sequence[str]) -> str:
    return "\n\n".join(line for line in lines if line)


def _back(reminder: Reminder) -> Row:
    if reminder.state is State.DRAFT:
        return _to_list()
    return (Button(_("◀ Back"), OpenReminder(reminder=reminder.id)),)


def _to_list() -> Row:
    return (Button(_("⏰ My reminders"), Reminders()),)

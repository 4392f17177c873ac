"""Screens by which an officer fills in an appointment: one question each, then the preview."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from aiogram.utils.i18n import gettext as _
from babel.dates import format_date

from bot.content.models import Place
from bot.domain.appointments import Appointment, Details, Plan, checked_wall, steps, zone_of
from bot.domain.moments import Repeat
from bot.domain.offices import Link, Office
from bot.telegram import appointing
from bot.telegram.appointment_buttons import Field, Fill, SetIt
from bot.telegram.entrance import Row, clip, in_pairs, label, number_row, numbered
from bot.telegram.hours import clock_time
from bot.telegram.office_buttons import Clients
from bot.telegram.office_screens import back_to_office
from bot.telegram.reminding import when_in_words
from bot.telegram.screens import Button, Screen
from bot.telegram.wording import Names, locale, said

#: what has to be known before the preview, in the order it is asked
ASKED = (Field.LABEL, Field.DAY, Field.CLOCK, Field.WHERE, Field.BRING, Field.REPEATS, Field.TIMES)
DAYS = 8
CLOCKS = (9, 10, 11, 12, 14, 15, 16, 17)
TIMES = (4, 8, 12, 26)
#: of what was typed, on a button
OWN, OFFICE, NOTHING = "own", "office", "none"

Draft = Mapping[str, Any]


def missing(draft: Draft) -> Field | None:
    """What is asked next; None: all is known."""
    for field in ASKED:
        if field is Field.TIMES and Repeat(draft.get("repeats", "")) is Repeat.ONCE:
            continue
        if field not in draft:
            return field
    return None


def plan_of(draft: Draft) -> Plan:
    return Plan(
        datetime.combine(date.fromisoformat(draft["day"]), time.fromisoformat(draft["clock"])),
        Details(**draft["where"], bring=draft["bring"]),
        Repeat(draft["repeats"]),
        int(draft.get("times", 1)),
        morning=bool(draft.get("morning")),
        weekends=bool(draft.get("weekends")),
    )


def question(field: Field, office: Office, today: date, *, first: str = "", clients: Sequence[Link] = ()) -> Screen:
    """``first`` says what was wrong with the last answer."""
    questions: dict[Field, Callable[[], tuple[str, str, list[Row]]]] = {
        Field.LABEL: lambda: (_("👤 Who?"), _("Type the label, or choose."), _labels(clients)),
        Field.DAY: lambda: (_("📅 Which day?"), _("Type it, for example 15.12, or choose."), _days(today)),
        Field.CLOCK: lambda: (_("🕐 What time?"), _("Type it, for example 9:30, or choose."), _clocks()),
        Field.WHERE: lambda: (
            _("📍 Where?"),
            _("Type a place of the directory, or an address; or choose."),
            _offices(office),
        ),
        Field.BRING: lambda: (
            _("🎒 What to bring?"),
            _("Type it in a few words, or choose."),
            [_one(Field.BRING, _("Identity document"), "id"), _one(Field.BRING, _("Nothing particular"), NOTHING)],
        ),
        Field.REPEATS: lambda: (_("🔁 Does it repeat?"), _("Choose."), _repeats()),
        Field.TIMES: lambda: (
            _("🔁 How many times?"),
            _("The first one included."),
            [tuple(Button(str(n), Fill(field=Field.TIMES, value=str(n))) for n in TIMES)],
        ),
    }
    title, text, rows = questions[field]()
    return Screen(title, "\n\n".join(filter(None, (first, text))), (*rows, back_to_office()), footer=False)


def _one(field: Field, text: str, value: str) -> Row:
    return (Button(label(text), Fill(field=field, value=value)),)


def _labels(clients: Sequence[Link]) -> list[Row]:
    buttons = [Button(label(link.label), Fill(field=Field.LABEL, value=str(link.id))) for link in clients]
    return [*in_pairs(buttons), (Button(_("👥 Clients"), Clients()),)]


def _days(today: date) -> list[Row]:
    found = [day for ahead in range(1, DAYS + 4) if (day := today + timedelta(days=ahead)).weekday() < 5][:DAYS]
    return in_pairs(
        Button(str(format_date(day, _("EEE d MMM"), locale=locale())), Fill(field=Field.DAY, value=day.isoformat()))
        for day in found
    )


def _clocks() -> list[Row]:
    buttons = [Button(clock_time(time(hour)), Fill(field=Field.CLOCK, value=f"{hour:02}00")) for hour in CLOCKS]
    return [tuple(buttons[:4]), tuple(buttons[4:])]


def _offices(office: Office) -> list[Row]:
    if not office.place and not office.whereabouts:
        return []
    return [_one(Field.WHERE, _("🏢 At our office"), OFFICE)]


def _repeats() -> list[Row]:
    words = {
        Repeat.ONCE: _("No"),
        Repeat.WEEK: _("Every week"),
        Repeat.TWO_WEEKS: _("Every two weeks"),
        Repeat.MONTH: _("Every month"),
    }
    return in_pairs(Button(word, Fill(field=Field.REPEATS, value=value or "once")) for value, word in words.items())


def which_place(typed: str, places: Sequence[Place]) -> Screen:
    """Places that may be meant, or the words as they are."""
    names = numbered(", ".join(filter(None, (said(one.name), one.address))) for one in places)
    body = "\n\n".join((_("Choose what you mean."), *names))
    rows = (
        number_row(Fill(field=Field.WHERE, value=one.id) for one in places),
        _one(Field.WHERE, f"✍️ {clip(typed, 24)}", OWN),
        back_to_office(),
    )
    return Screen(_("📍 Where?"), body, rows, footer=False)


def preview(draft: Draft, link: Link, office: Office, names: Names, now: datetime) -> Screen:
    """As the client gets it: the line on the lock screen, then what stands behind the press.

    Raises:
        InThePast, TooFarAway: the time cannot be.
    """
    plan = plan_of(draft)
    at = zone_of(office)
    starts_at = checked_wall(plan.wall, at, now)
    shown = Appointment(0, link.id, plan.wall, at.key, starts_at, plan.details, plan.morning, plan.weekends)
    card = appointing.card(shown, link, office, names, now)
    lock = appointing.knock(shown, "one", plan.wall.date() - timedelta(days=1)).text
    told = [
        when_in_words(wall, now.astimezone(at).date())
        for wall in steps(plan.wall, morning=plan.morning, weekends=plan.weekends).values()
        if wall > now.astimezone(at).replace(tzinfo=None)
    ]
    lines = [
        _("“{label}” gets this, in their own language:").format(label=link.label),
        f"🔒 {lock}",
        card.text,
        _("Reminders: {when}").format(when="; ".join(told) if told else _("none, only the first message")),
        *([_("Repeats: {n} times in all.").format(n=plan.times)] if plan.repeats is not Repeat.ONCE else []),
    ]
    yes, no = _("yes"), _("no")
    rows = (
        (Button(_("✅ Set it"), SetIt(), style="success"),),
        (
            Button(_("🌅 Same morning: {yes}").format(yes=yes if plan.morning else no), _toggle("morning", draft)),
            Button(_("Weekends: {yes}").format(yes=yes if plan.weekends else no), _toggle("weekends", draft)),
        ),
        (Button(_("📅 Day"), Fill(field=Field.DAY)), Button(_("🕐 Time"), Fill(field=Field.CLOCK))),
        (Button(_("📍 Place"), Fill(field=Field.WHERE)), Button(_("🎒 Bring"), Fill(field=Field.BRING))),
        (Button(_("🔁 Repeat"), Fill(field=Field.REPEATS)),),
        back_to_office(),
    )
    return Screen(_("👁 Preview"), "\n\n".join(lines), rows, footer=False)


def _toggle(name: str, draft: Draft) -> Fill:
    return Fill(field=Field(name), value="0" if draft.get(name) else "1")


def without(draft: Draft, field: Field) -> dict[str, Any]:
    """The draft, with this to be asked again."""
    gone = {Field.REPEATS: {"repeats", "times"}}.get(field, {str(field)})
    return {name: value for name, value in draft.items() if name not in gone}

"""Appointments in words: what the client sees, on the lock screen and behind it, and the receipt."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from aiogram.utils.i18n import gettext as _
from babel.dates import format_date

from bot.domain.appointments import Answer, Appointment, Details, Reason, Word
from bot.domain.offices import Link, Office, OfficeKind
from bot.signing import Signer
from bot.telegram.buttons import Home
from bot.telegram.entrance import Row, clip, label
from bot.telegram.hours import clock_time
from bot.telegram.link_buttons import (
    CannotCome,
    MyAppointment,
    MyAppointments,
    OtherTime,
    Receipt,
    WhereIsIt,
    WillCome,
)
from bot.telegram.packing import packed
from bot.telegram.reminding import when_in_words
from bot.telegram.screens import Button, Screen
from bot.telegram.wording import Names, locale

A_PAGE = 5
MOST_WORDS = 200


def near_day(day: date, today: date) -> str:
    """Today, tomorrow, or the weekday with its date: as much as a lock screen may say."""
    if (near := {0: _("Today"), 1: _("Tomorrow")}.get((day - today).days)) is not None:
        return near
    # NOTE: a date pattern of CLDR: weekday, day, month as it stands after the day
    named = str(format_date(day, _("EEEE, d MMMM"), locale=locale()))
    return named[:1].upper() + named[1:]


def knock(appointment: Appointment, what: str, today: date) -> Screen:
    """What a locked phone may show: a time at most, never whose, where or what for."""
    told_by_time = what not in {Word.SET, Word.MOVED, Word.CANCELLED, Word.PROPOSED}
    when = f"{near_day(appointment.wall.date(), today)}, {clock_time(appointment.wall)}"
    text = _("{when}. Open?").format(when=when) if told_by_time else _("New message. Open?")
    return Screen("", text, ((Button(_("Open"), MyAppointment(appointment=appointment.id)),),))


def title(office: Office) -> str:
    """In Belarus one comes to the inspection; in Kyrgyzstan there is probation."""
    if office.kind is OfficeKind.INSPECTION:
        return _("📅 Coming to the inspection")
    return _("📅 Appointment at probation")


def where(details: Details, names: Names) -> str:
    if details.place is None:
        return details.where
    return ", ".join(dict.fromkeys(filter(None, (names.place(details.place), details.where))))


def card(appointment: Appointment, link: Link, office: Office, names: Names, now: datetime) -> Screen:
    """All that the client needs, the most needed first."""
    today = now.astimezone(appointment.at).date()
    lines = [
        f"🕐 {when_in_words(appointment.wall, today)}",
        f"🏢 {office.title}",
        *([f"📍 {clip(found, MOST_WORDS)}"] if (found := where(appointment.details, names)) else []),
        *([_("🎒 Bring: {what}").format(what=appointment.details.bring)] if appointment.details.bring else []),
        "",
        *_state(appointment, now),
    ]
    return Screen(title(office), "\n".join(lines), (*_rows(appointment, now), _to_list()))


def _state(appointment: Appointment, now: datetime) -> list[str]:
    if appointment.cancelled:
        return [_("✖️ Called off. You need not come."), _paper()]
    lines = []
    if (proposal := appointment.open_proposal(now)) is not None:
        proposed = when_in_words(proposal, now.astimezone(appointment.at).date())
        lines.append(_("❓ The office proposes another time: {when}.").format(when=proposed))
    if appointment.is_over(now):
        return [*lines, _("Its time has come. If you could not come, call the office.")]
    if appointment.answer is Answer.NOT_COMING:
        lines.append(_("✖️ You said that you cannot come. The office may still expect you: the receipt says when."))
    elif appointment.answer is Answer.COMING:
        lines.append(_("✅ You said that you will come."))
    if appointment.answer is not Answer.NOT_COMING:
        lines.append(_("How will you get there? When do you leave? Decide it now."))
    return [*lines, _paper()]


def _paper() -> str:
    return _("If your own paper says otherwise, your paper wins.")


def _rows(appointment: Appointment, now: datetime) -> list[Row]:
    rows: list[Row] = []
    if (proposal := appointment.open_proposal(now)) is not None:
        taken = OtherTime(appointment=appointment.id, wall=packed(proposal), yes=True)
        short = f"{proposal:%d.%m.} {clock_time(proposal)}"
        rows.append(
            (
                Button(_("✅ Yes, {when}").format(when=short), taken),
                Button(_("No, as it was"), taken.model_copy(update={"yes": False})),
            )
        )
    receipt = (Button(_("🧾 Receipt"), Receipt(appointment=appointment.id)),)
    if appointment.cancelled or appointment.is_over(now):
        return [*rows, receipt] if appointment.receipt else rows
    rows.append(
        (
            Button(_("✅ I will come"), WillCome(appointment=appointment.id)),
            Button(_("✖️ I cannot come"), CannotCome(appointment=appointment.id)),
        )
    )
    rows.append((Button(_("📍 Where is it"), WhereIsIt(appointment=appointment.id)),))
    if appointment.receipt:
        rows.append(receipt)
    return rows


def _to_list() -> Row:
    return (Button(_("📅 My appointments"), MyAppointments()),)


def reasons() -> dict[Reason, str]:
    return {
        Reason.WORK: _("Work"),
        Reason.ILL: _("Illness"),
        Reason.NO_FARE: _("No money for the way"),
        Reason.DOCUMENTS: _("Papers"),
        Reason.OTHER: _("Another reason"),
    }


def why_not(appointment: Appointment, now: datetime) -> Screen:
    """A reason by one press; nothing more is asked."""
    text = _(
        "Why can you not come? The office sees the reason. You get a receipt with the time at which you said so. It "
        "does not excuse you by itself: the office decides, and may propose another time."
    )
    when = when_in_words(appointment.wall, now.astimezone(appointment.at).date())
    rows = [
        (Button(word, CannotCome(appointment=appointment.id, reason=reason)),) for reason, word in reasons().items()
    ]
    back = (Button(_("◀ Back"), MyAppointment(appointment=appointment.id)),)
    return Screen(_("✖️ I cannot come"), f"{when}\n\n{text}", (*rows, back))


def receipt(appointment: Appointment, link: Link, office: Office, signer: Signer) -> Screen:
    """Reads well as a screenshot, and holds all that is needed to check it; said again it is the same."""
    assert appointment.reason is not None  # noqa: S101 - what is receipted has its reason
    assert appointment.answered_at is not None  # noqa: S101 - and its time
    lines = (
        _("Receipt {number}").format(number=appointment.receipt),
        _("“I cannot come”: {reason}").format(reason=reasons()[appointment.reason]),
        _("Said: {when}").format(when=exact(appointment.answered_at.astimezone(appointment.at), appointment.at)),
        _("Appointment: {when}").format(when=exact(appointment.wall, appointment.at)),
        _("Office: {office}").format(office=office.title),
        _("Client: {label}").format(label=link.label),
        _("Make a screenshot. To check it: {command}").format(command="python -m bot verify-receipt"),
    )
    row = (Button(_("◀ Back"), MyAppointment(appointment=appointment.id)),)
    return Screen("", signer.signed("\n".join(lines)), (row,))


def exact(wall: datetime, at: ZoneInfo) -> str:
    """Without words that could be read in two ways."""
    return f"{wall:%d.%m.%Y %H:%M} ({at.key})"


def my_appointments(found: list[Appointment], now: datetime, page: int) -> Screen:
    """The next first; each is a button."""
    page = min(max(page, 0), (len(found) - 1) // A_PAGE if found else 0)
    shown = found[page * A_PAGE : (page + 1) * A_PAGE]
    rows: list[Row] = []
    for one in shown:
        day = format_date(one.wall.date(), _("EEE d MMM"), locale=locale())
        when = f"{day}, {clock_time(one.wall)}"
        rows.append((Button(label(f"{_sign(one)} {when}"), MyAppointment(appointment=one.id)),))
    turning = []
    if page:
        turning.append(Button(_("◀ Earlier"), MyAppointments(page=page - 1)))
    if len(found) > (page + 1) * A_PAGE:
        turning.append(Button(_("More ▸"), MyAppointments(page=page + 1)))
    text = _("The next is on top. If your own paper says otherwise, your paper wins.")
    if not found:
        text = _("Nothing is to come, as far as we were told. Your own paper wins.")
    rows += [tuple(turning)] if turning else []
    return Screen(_("📅 My appointments"), text, (*rows, (Button(_("🏠 Home"), Home()),)))


def _sign(one: Appointment) -> str:
    if one.proposal is not None:
        return "❓"
    return {None: "▫️", Answer.COMING: "✅", Answer.NOT_COMING: "✖️"}[one.answer]

"""The office's appointments: today's, the week's, those nobody answered, those missed, those that did not arrive."""

from datetime import datetime, timedelta

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery
from aiogram.utils.i18n import gettext as _
from babel.dates import format_date

from bot.domain import appointments, offices
from bot.domain.appointments import Answer, Appointment, Outcome, zone_of
from bot.domain.offices import Link, Office
from bot.domain.people import Actor
from bot.store import Store
from bot.telegram import appointing, entrance
from bot.telegram.appointment_buttons import (
    CallOff,
    ChangeTime,
    Diary,
    Mark,
    OfficeAppointment,
    SetFor,
    View,
)
from bot.telegram.entrance import Row, label
from bot.telegram.hours import clock_time
from bot.telegram.office_buttons import Client
from bot.telegram.office_screens import back_to_office
from bot.telegram.reminding import when_in_words
from bot.telegram.screens import Button, Screen
from bot.telegram.wording import Names, locale

A_PAGE = 4
#: how far ahead an answer is missed, and how far back what was not marked is shown
SOON, BACK = timedelta(days=4), timedelta(days=30)


async def listed(event: CallbackQuery, callback_data: Diary, actor: Actor, store: Store, state: FSMContext) -> Screen:
    await entrance.leave(state)
    office = await offices.office_of(store, actor)
    page = max(callback_data.page, 0)
    found = await _found(store, office, callback_data.view, page)
    rows: list[Row] = []
    for one in found[:A_PAGE]:
        link = await store.links.get(one.link)
        called = link.label if link else ""
        rows.append((Button(label(f"{_sign(one, store.now)} {_short(one)} {called}"), _to(one)),))
    turning = []
    if page:
        turning.append(Button(_("◀ Earlier"), callback_data.model_copy(update={"page": page - 1})))
    if len(found) > A_PAGE:
        turning.append(Button(_("More ▸"), callback_data.model_copy(update={"page": page + 1})))
    legend = _("✅ will come, ✖️ cannot come, ▫️ no answer, ⚠️ could not be delivered, 🟢 came, 🔴 did not come")
    text = legend if found else _("There are none.")
    views = [Button(name, Diary(view=view)) for view, name in _views().items()]
    bottom = ((*views[:3],), (*views[3:], Button(_("➕ New"), SetFor())), back_to_office())
    return Screen(_titles()[callback_data.view], text, (*rows, tuple(turning), *bottom), footer=False)


def _views() -> dict[View, str]:
    return {
        View.TODAY: _("Today"),
        View.WEEK: _("7 days"),
        View.SILENT: _("No answer"),
        View.MISSED: _("To mark"),
        View.UNTOLD: _("⚠️ Not told"),
    }


def _titles() -> dict[View, str]:
    return {
        View.TODAY: _("📅 Today"),
        View.WEEK: _("📅 The next seven days"),
        View.SILENT: _("▫️ Soon, and without an answer"),
        View.MISSED: _("🔴 Over: not marked, or missed"),
        View.UNTOLD: _("⚠️ Could not be delivered: no fault of theirs"),
    }


async def _found(store: Store, office: Office, view: View, page: int) -> list[Appointment]:
    midnight = _midnight(store.now, office)
    most, after = A_PAGE + 1, page * A_PAGE
    kept = store.appointments
    match view:
        case View.TODAY:
            return await kept.diary(office.id, midnight, midnight + timedelta(days=1), most=most, after=after)
        case View.WEEK:
            return await kept.diary(office.id, store.now, midnight + timedelta(days=8), most=most, after=after)
        case View.SILENT:
            return await kept.unconfirmed(office.id, store.now + SOON, most=most, after=after)
        case View.MISSED:
            return await kept.unmarked(office.id, store.now - BACK, most=most, after=after)
        case View.UNTOLD:
            return await kept.undelivered(office.id, most=most, after=after)


def _midnight(now: datetime, office: Office) -> datetime:
    return now.astimezone(zone_of(office)).replace(hour=0, minute=0, second=0, microsecond=0)


def _to(one: Appointment) -> OfficeAppointment:
    return OfficeAppointment(appointment=one.id)


def _short(one: Appointment) -> str:
    day = format_date(one.wall.date(), _("d MMM"), locale=locale())
    return f"{day} {clock_time(one.wall)}"


def _sign(one: Appointment, now: datetime) -> str:
    if one.outcome is not None:
        return {Outcome.CAME: "🟢", Outcome.MISSED: "🔴"}[one.outcome]
    if one.answer is None and one.was_not_delivered(now):
        return "⚠️"
    return {None: "▫️", Answer.COMING: "✅", Answer.NOT_COMING: "✖️"}[one.answer]


async def shown(
    event: CallbackQuery,
    callback_data: OfficeAppointment,
    actor: Actor,
    store: Store,
    state: FSMContext,
    names: Names,
) -> Screen:
    await entrance.leave(state)
    known, link = await appointments.of_officer(store, actor, callback_data.appointment)
    return _card(known, link, names, store.now)


def _card(known: Appointment, link: Link, names: Names, now: datetime) -> Screen:
    details = known.details
    lines = [
        f"🕐 {when_in_words(known.wall, now.astimezone(known.at).date())}",
        *([f"📍 {found}"] if (found := appointing.where(details, names)) else []),
        *([_("🎒 Bring: {what}").format(what=details.bring)] if details.bring else []),
        "",
        *_state(known, now),
    ]
    return Screen(_("👤 “{label}”").format(label=link.label), "\n".join(lines), _rows(known, link, now), footer=False)


def _state(known: Appointment, now: datetime) -> list[str]:
    lines = []
    if known.cancelled:
        lines.append(_("✖️ Called off."))
    if known.answer is Answer.COMING:
        lines.append(_("✅ Will come."))
    elif known.answer is Answer.NOT_COMING and known.reason is not None and known.answered_at is not None:
        said = appointing.exact(known.answered_at.astimezone(known.at), known.at)
        reason = appointing.reasons()[known.reason]
        lines.append(_("✖️ Cannot come: {reason}. Said: {when}.").format(reason=reason, when=said))
        lines.append(_("Receipt {number}").format(number=known.receipt))
    elif not known.cancelled:
        lines.append(_("▫️ No answer yet.") if not known.is_over(now) else _("▫️ Did not answer."))
    if known.proposal is not None:
        when = when_in_words(known.proposal, now.astimezone(known.at).date())
        lines.append(_("❓ You proposed: {when}. No answer yet.").format(when=when))
    if known.was_not_delivered(now):
        lines.append(_("⚠️ A message could not be delivered. They may not know: tell them on paper."))
    if known.outcome is not None:
        lines.append({Outcome.CAME: _("🟢 Came."), Outcome.MISSED: _("🔴 Did not come.")}[known.outcome])
    return lines


def _rows(known: Appointment, link: Link, now: datetime) -> tuple[Row, ...]:
    rows: list[Row] = []
    if known.is_over(now) and not known.cancelled:
        came = Button(_("🟢 Came"), Mark(appointment=known.id, outcome=Outcome.CAME))
        rows.append((came, Button(_("🔴 Did not come"), Mark(appointment=known.id, outcome=Outcome.MISSED))))
    elif not known.cancelled:
        rows.append((Button(_("❓ Propose another time"), ChangeTime(appointment=known.id, propose=True)),))
        rows.append(
            (
                Button(_("🕐 Move"), ChangeTime(appointment=known.id, propose=False)),
                Button(_("✖️ Call off"), CallOff(appointment=known.id)),
            )
        )
        if known.series is not None:
            rows.append((Button(_("✖️ Call off all that repeat"), CallOff(appointment=known.id, series=True)),))
    rows.append((Button(_("👤 Client"), Client(link=link.id)), Button(_("📅 Appointments"), Diary())))
    return (*rows, back_to_office())


async def marked(event: CallbackQuery, callback_data: Mark, actor: Actor, store: Store, names: Names) -> Screen:
    known, link = await appointments.mark(store, actor, callback_data.appointment, callback_data.outcome)
    return _card(known, link, names, store.now)


def register(router: Router) -> None:
    router.callback_query.register(listed, Diary.filter())
    router.callback_query.register(shown, OfficeAppointment.filter())
    router.callback_query.register(marked, Mark.filter())

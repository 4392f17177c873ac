"""Screens of the officer's side that several conversations lead to."""

from aiogram.utils.i18n import gettext as _

from bot.domain.offices import Office
from bot.telegram.appointment_buttons import Diary, ImportTable, SetFor
from bot.telegram.buttons import Home
from bot.telegram.notice_buttons import Notices
from bot.telegram.office_buttons import Clients, ManyCodes, NewClient, OfficeHome
from bot.telegram.screens import Button, Screen


def office_home(office: Office, *, first: str = "") -> Screen:
    """What an officer can do; ``first`` says what was just done."""
    text = _(
        "You see your clients by the labels you give them: never their names, and nothing of what they do elsewhere "
        "in this bot."
    )
    return Screen(
        f"🏢 {office.title}",
        "\n\n".join(part for part in (first, text) if part),
        (
            (Button(_("📅 Appointments"), Diary()), Button(_("➕ Appointment"), SetFor())),
            (Button(_("📄 A table of appointments"), ImportTable()),),
            (Button(_("👥 Clients"), Clients()), Button(_("➕ New client"), NewClient())),
            (Button(_("📣 Notices"), Notices()),),
            (Button(_("🖨 Codes to print"), ManyCodes()),),
            (Button(_("👤 What clients see"), Home()),),
        ),
        footer=False,
    )


def back_to_office() -> tuple[Button, ...]:
    return (Button(_("🏢 Office"), OfficeHome()),)

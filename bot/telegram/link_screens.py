"""Screens of a client who is linked to an office, or about to be."""

from collections.abc import Iterable, Mapping

from aiogram.utils.i18n import gettext as _

from bot.domain.offices import Link, Office
from bot.domain.people import Actor, Scope
from bot.telegram.buttons import Home
from bot.telegram.client_buttons import MyData, Withdraw
from bot.telegram.entrance import Row, label
from bot.telegram.link_buttons import AnswerMove, AskMove, LinkAgree, LinkNotices, MyAppointments, MyOffices
from bot.telegram.screens import Button, Screen


def offer(office: Office, link: Link, code: str) -> Screen:
    """Whose code it is, what they will see and what not, before anything is linked."""
    text = _(
        "“{office}” can send you its appointments here, and remind you of them. There you are called “{label}”."
        "\n\n"
        "They will see: that you linked, what you answer to an appointment, and whether a message could be delivered."
        "\n\n"
        "They will not see: your name, phone or Telegram, where you are, what you look for, whom you write to."
        "\n\n"
        "We keep your Telegram number, locked, and the appointments. This replaces no paper: if yours says "
        "otherwise, your paper wins. You can stop at any time."
    ).format(office=office.title, label=link.label)
    return Screen(
        _("Appointments of an office"),
        text,
        ((Button(_("✅ I agree"), LinkAgree(code=code), style="success"),), (Button(_("Not now"), Home()),)),
    )


def linked(office: Office) -> Screen:
    """Notices are asked for by themselves."""
    text = _(
        "You are linked to “{office}”. Its appointments come here from now on."
        "\n\n"
        "May it also send you notices: for example that it is closed on a day? You can stop them with one press."
    ).format(office=office.title)
    yes = Button(_("✅ Notices too"), LinkNotices(yes=True))
    return Screen(_("✅ Linked"), text, ((yes,), (Button(_("Appointments only"), LinkNotices(yes=False)),)))


def my_offices(actor: Actor, links: Iterable[Link], offices: Mapping[str, Office]) -> Screen:
    """Whom one is linked to, and what comes from there."""
    lines, rows = [], []
    for link in links:
        office = offices[link.office]
        lines.append(_("🏢 {office}: there you are called “{label}”.").format(office=office.title, label=link.label))
        if link.moving_to is not None:
            rows.append((Button(label(_("❓ Another office asks")), AskMove(link=link.id)),))
    if lines:
        notices, dates = actor.agreed(Scope.NOTICES), actor.agreed(Scope.APPOINTMENTS)
        lines.append("")
        lines.append(_("Notices come.") if notices else _("Notices do not come."))
        lines.append(_("Appointments come.") if dates else _("Appointments are not sent; they can be seen here."))
        rows.append((Button(_("📅 My appointments"), MyAppointments()),))
        stop = Button(_("🔕 Stop notices"), Withdraw(scope=Scope.NOTICES, sure=True))
        rows.append((stop if notices else Button(_("🔔 Let notices come"), LinkNotices(yes=True)),))
    else:
        lines.append(_("You are linked to no office."))
    lines += ["", _("Did an office give you a code on paper? Scan it, or type it here.")]
    return Screen(_("🏢 Offices"), "\n".join(lines), (*rows[:6], _back()))


def ask_move(link: Link, office: Office, other: Office) -> Screen:
    text = _(
        "“{office}” asks whether “{other}” may take you over: your appointments that are to come, and what they call "
        "you. Nothing else. If you say no, all stays as it is."
    ).format(office=office.title, other=other.title)
    yes = Button(_("✅ Yes"), AnswerMove(link=link.id, yes=True))
    return Screen(_("Another office"), text, ((yes, Button(_("No"), AnswerMove(link=link.id, yes=False))),))


def ended(office: Office) -> Screen:
    text = _(
        "“{office}” has ended the link with you. Its appointments are not sent here any more, and those from before "
        "are gone here. What they gave you on paper still counts. If you do not know why, please call them."
    ).format(office=office.title)
    return Screen(_("The link has ended"), text, (to_offices(),))


def _back() -> Row:
    return (Button(_("◀ Back"), MyData()),)


def to_offices() -> Row:
    return (Button(_("🏢 Offices"), MyOffices()),)

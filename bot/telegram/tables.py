"""The template of a table of appointments, and what was found in one."""

from collections.abc import Sequence

from aiogram.utils.i18n import gettext as _

from bot.domain.appointments.table import HEADERS, NEEDED, Entry, Mistake
from bot.sheets import MOST_ROWS, write_xlsx
from bot.telegram.appointment_buttons import SetAll
from bot.telegram.office_screens import back_to_office
from bot.telegram.screens import Button, Screen

MOST_SHOWN = 12


def how_to_fill() -> list[tuple[str, str]]:
    """Each column and what it takes, in the reader's language."""
    return [
        ("label", _("as you gave it; the client must have used the code")),
        ("date", _("15.12.2026")),
        ("time", _("9:30")),
        ("where", _("an address; empty: your office")),
        ("bring", _("a few words, or empty")),
        ("repeats", _("week, two weeks, month; empty: once")),
        ("times", _("how many in all, up to 26; empty: 4")),
        ("morning", _("yes: a reminder on the same morning as well")),
    ]


def template(language: str, how: Sequence[tuple[str, str]]) -> bytes:
    """Its first sheet is to be filled in, the second says how."""
    heads = {column: HEADERS[column].get(language) or HEADERS[column]["ru"] for column, _words in how}
    told = [(heads[column] + (" *" if column in NEEDED else ""), words) for column, words in how]
    return write_xlsx({"1": [list(heads.values())], "2": [("", ""), *told, ("", f"≤ {MOST_ROWS}")]})


def mistakes(found: Sequence[Mistake]) -> Screen:
    """Row and column as the sender's own program shows them."""
    lines = [line for one in found[:MOST_SHOWN] if (line := mistake(one))]
    if len(found) > MOST_SHOWN:
        lines.append(_("… and {n} more.").format(n=len(found) - MOST_SHOWN))
    body = "\n".join((_("Nothing was set. Mend this and send the table again:"), "", *lines))
    return Screen(_("📄 Mistakes: {n}").format(n=len(found)), body[:900], (back_to_office(),), footer=False)


def mistake(one: Mistake) -> str:
    what = _(one.sentence).format(**{name: str(value)[:30] for name, value in one.data.items()})
    if not one.column:
        return _("Row {row}: {what}").format(row=one.row, what=what)
    return _("Row {row}, column {column}: {what}").format(row=one.row, column=one.column, what=what)


def summary(entries: Sequence[Entry], sheet: int) -> Screen:
    clients = len({entry.link.id for entry in entries})
    first = min(entry.plan.wall for entry in entries)
    last = max(entry.plan.wall for entry in entries)
    text = _(
        "All in order. Clients: {clients}, appointments: {n}, the first days from {first} to {last}.\n\nSet them "
        "all? Within an hour; later please send the table again."
    ).format(
        clients=clients,
        n=sum(entry.plan.times for entry in entries),
        first=f"{first:%d.%m.%Y}",
        last=f"{last:%d.%m.%Y}",
    )
    yes = Button(_("✅ Set all"), SetAll(sheet=sheet), style="success")
    return Screen(_("📄 The table is checked"), text, ((yes,), back_to_office()), footer=False)

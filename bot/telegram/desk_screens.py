"""Screens of staff in their own chat with the bot: home, the queue, and where something is to go."""

from collections.abc import Sequence
from datetime import datetime

from aiogram.filters.callback_data import CallbackData
from aiogram.utils.i18n import gettext as _
from babel.dates import format_timedelta

from bot.domain.cases import Case
from bot.telegram.buttons import BindGroup, Card, Desk, Home, SendTo
from bot.telegram.entrance import clip, label
from bot.telegram.screens import Button, Screen
from bot.telegram.wording import Names, locale

Row = tuple[Button, ...]
PAGE = 5
#: requests offered when it has to be asked where something goes
MOST_OFFERED = 5


def home(organisations: Sequence[str], names: Names, *, title: str | None = None, has_group: bool = False) -> Screen:
    """Of one organisation, what one can do; of several, which."""
    clients = (Button(_("👤 What clients see"), Home()),)
    rows: list[Row]
    if len(organisations) > 1:
        rows = [(Button(label(names.organisation(one)), Desk(organisation=one)),) for one in organisations]
        return Screen(title or _("Your organisations"), _("Whose requests?"), (*rows, clients), footer=False)
    (organisation,) = organisations
    rows = [
        *([] if has_group else [_requests(organisation)]),
        (Button(_("🔗 Connect our group"), BindGroup(organisation=organisation)),),
        clients,
    ]
    heading = title or f"“{names.organisation(organisation)}”"
    return Screen(heading, _in_group() if has_group else _at_desk(), tuple(rows), footer=False)


def _requests(organisation: str) -> Row:
    return (Button(_("📥 Requests"), Desk(organisation=organisation), style="primary"),)


def _in_group() -> str:
    return _(
        "Requests come as topics of your group. Connect the group once: make it a group with topics, add this bot "
        "as an administrator who may manage topics and delete messages, then get a code here."
    )


def _at_desk() -> str:
    return _(
        "No group is connected, so requests come to each of you here. Take one, then answer by replying to its "
        "messages.\n\nOr connect a group, and requests come as its topics: make it a group with topics, add this bot "
        "as an administrator who may manage topics and delete messages, then get a code here."
    )


def queue(
    organisation: str,
    shown: Sequence[Case],
    counts: tuple[int, int],
    names: Names,
    now: datetime,
    *,
    mine: bool,
    page: int,
    has_group: bool,
    several: bool,
) -> Screen:
    """What waits, or what one answers, a page of it; each opens its card."""
    waiting, own = counts
    lines = [_line(case, names, now, mine=mine) for case in shown]
    if not lines:
        lines = [_("You answer no request now.") if mine else _("Nothing waits.")]
    if has_group:
        lines += ["", _("New requests come to your group.")]
    rows = [_row(case, Card(case=case.id), names, mark=_mark(case)) for case in shown]
    of_all = own if mine else waiting
    turns = [
        *([Button("◀", Desk(organisation=organisation, mine=mine, page=page - 1))] if page else []),
        *([Button("▶", Desk(organisation=organisation, mine=mine, page=page + 1))]
          if (page + 1) * PAGE < of_all else []),
    ]  # fmt: skip
    other = _("📥 Waiting: {n}").format(n=waiting) if mine else _("✋ Mine: {n}").format(n=own)
    last = [Button(other, Desk(organisation=organisation, mine=not mine))]
    if several:
        last.append(Button(_("◀ Organisations"), Desk()))
    title = (_("Mine: {n}") if mine else _("Waiting: {n}")).format(n=of_all)
    head = names.organisation(organisation)
    return Screen(title, "\n".join((head, "", *lines)), (*rows, tuple(turns), tuple(last)), footer=False)


def _row(case: Case, to: CallbackData, names: Names, *, mark: str = "") -> Row:
    return (Button(label(f"{mark}{case.code} · {names.need(case.need)}"), to),)


def _mark(case: Case) -> str:
    return "🔴 " if case.urgent else ""


def _line(case: Case, names: Names, now: datetime, *, mine: bool) -> str:
    since = format_timedelta(now - (case.last_at if mine else case.opened_at), granularity="minute", locale=locale())
    place = clip(names.territory(case.territory), 30)
    return f"{_mark(case)}{case.code} · {clip(names.need(case.need), 40)} · {place} · {since}"


def where_to(mine: Sequence[Case], names: Names, reply_to: int, *, own: Case | None = None) -> Screen:
    """Asks, rather than guess to whom it goes; nothing of it is kept, the button's message answers it."""
    rows = [_row(case, SendTo(case=case.id), names) for case in mine[:MOST_OFFERED]]
    if own is not None:
        rows.append((Button(label(_("👤 My own: {name}").format(name=names.organisation(own.organisation))),
                            SendTo(case=own.id)),))  # fmt: skip
    text = _("This was not passed on yet. To whom? You can also reply to a message of the request.")
    if len(rows) == 1:
        text = _("This was not passed on yet. Send it to {code}?").format(code=mine[0].code)
    return Screen("", text, tuple(rows), footer=False, reply_to=reply_to)


def album_needs_a_reply(mine: Sequence[Case], names: Names, reply_to: int) -> Screen:
    """A button's message answers one message, and an album is several: they go only as a reply."""
    rows = tuple(_row(case, Card(case=case.id), names) for case in mine[:MOST_OFFERED])
    text = _(
        "This was not passed on: several pictures at once go only as a reply. Open the request and send them again, "
        "in reply to it."
    )
    return Screen("", text, rows, footer=False, reply_to=reply_to)


def nowhere(organisations: Sequence[str]) -> Screen:
    text = _("Nobody gets this: you answer no request now. Take one first, then reply to one of its messages.")
    one = organisations[0] if len(organisations) == 1 else None
    rows = ((Button(_("📥 Requests"), Desk(organisation=one)),), (Button(_("👤 What clients see"), Home()),))
    return Screen("", text, rows, footer=False)

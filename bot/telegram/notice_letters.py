"""Notices as a client sees them: a knock that says nothing; after the press the office, its words, and a warning."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from aiogram.filters.callback_data import CallbackData
from aiogram.utils.i18n import gettext as _

from bot.domain.directory import zone
from bot.domain.notices.model import Notice, State, text_for
from bot.domain.notices.reading import Copy
from bot.domain.offices import Office
from bot.domain.people import Scope
from bot.telegram.client_buttons import MyData, Withdraw
from bot.telegram.entrance import label, number_row, numbered
from bot.telegram.notice_buttons import LikeThis, NoticeRead, OpenNotice
from bot.telegram.reminding import when_in_words
from bot.telegram.screens import Button, Screen


def when(at: datetime, office: Office, now: datetime) -> str:
    """As the wall of the office shows it."""
    here = zone(office.territory)
    return when_in_words(at.astimezone(here).replace(tzinfo=None), now.astimezone(here).date())


def knock(notice: int) -> Screen:
    """What a locked phone may show: that there is something, and nothing of what."""
    return Screen("", _("New message. Open?"), ((Button(_("Open"), OpenNotice(notice=notice)),),))


def opened(
    notice: Notice, office: Office, language: str, now: datetime, *, read: bool = False, preview: bool = False
) -> Screen:
    """The words in the reader's language; in a preview the same, with buttons that only show themselves."""
    if notice.state is State.RECALLED:
        return recalled(office)
    lines = [text_for(notice.texts, language)[1]]
    if notice.corrected_at is not None:
        lines.append(_("✏️ Changed: {when}").format(when=when(notice.corrected_at, office, now)))
    if read:
        lines.append(_("✅ You have read this."))
    lines.append(_("We never ask for a code, a card or money."))
    rows: list[tuple[Button, ...]] = []
    if notice.asks and not read:
        to: CallbackData = LikeThis() if preview else NoticeRead(notice=notice.id, version=notice.version)
        rows.append((Button(_("✅ Read and understood"), to, style="success"),))
    stop: CallbackData = LikeThis() if preview else Withdraw(scope=Scope.NOTICES, sure=True)
    rows.append((Button(_("🔕 No more notices"), stop),))
    return Screen(f"🏢 {office.title}", "\n\n".join(lines), tuple(rows))


def recalled(office: Office) -> Screen:
    return Screen(f"🏢 {office.title}", _("The office took this message back. It no longer counts."))


def mine(came: Sequence[tuple[Notice, Copy]], senders: Mapping[str, Office], now: datetime) -> Screen:
    """What came, the newest first; a number opens one."""
    names = []
    for notice, copy in came:
        office = senders[notice.office]
        came_at = when(notice.started_at or now, office, now)
        names.append(f"{'' if copy.opened_at else '🔵 '}{came_at} · {office.title}")
    ways = [OpenNotice(notice=notice.id) for notice, _copy in came]
    rows = [number_row(ways[start : start + 5], start=start + 1) for start in range(0, len(ways), 5)]
    body = "\n".join(numbered(names)) or _("There are none yet.")
    return Screen(_("📣 Notices"), body, (*rows, (Button(label(_("🔒 My data and settings")), MyData()),)))

"""What members of an organisation without a group see in their own chats: knocks, cards, words under a code."""

from collections.abc import Mapping
from typing import Any

from aiogram.types import InlineKeyboardMarkup
from aiogram.utils.i18n import gettext as _

from bot.domain.cases import Case, CaseState
from bot.telegram import letters
from bot.telegram.buttons import Card, CloseCase, Desk, HandBack, TakeCase
from bot.telegram.entrance import LANGUAGES
from bot.telegram.passing import MOST_CAPTION, MOST_TEXT, ROOM_FOR_MARK, utf16
from bot.telegram.screens import Button, Screen, keyboard
from bot.telegram.wording import Names

#: kinds that have no words of their own, and so no room for a code
WITHOUT_WORDS = {"video_note", "sticker", "contact"}


def knock(case: Case) -> Screen:
    """What a locked phone may show: that there is something, and nothing of what."""
    text = _("🔴 New request, urgent. Open?") if case.urgent else _("New request. Open?")
    return Screen("", text, ((Button(_("Open"), Card(case=case.id)),),), footer=False)


def knock_is_over() -> Screen:
    """In place of a knock that nobody has to answer any more."""
    return Screen("", _("Nothing to do here any more."), footer=False)


def card(case: Case, names: Names, locale: str, reader: int) -> Screen:
    """A request's card in one member's chat: a code, never a name; ``locale`` is the client's."""
    lines = [
        names.organisation(case.organisation),
        "",
        *letters.about(case, names),
        _("Language: {language}").format(language=LANGUAGES.get(locale, locale)),
        "",
        *letters.why(case, names),
        "",
        *_how_to(case, reader),
    ]
    title = _("Request {code}").format(code=case.code)
    rows = (*_deeds(case, reader), (Button(_("📥 Requests"), Desk(organisation=case.organisation or "")),))
    return Screen(title, "\n".join(lines).rstrip(), rows, footer=False)


def _how_to(case: Case, reader: int) -> list[str]:
    if case.is_closed:
        return []
    if case.state is CaseState.OPEN:
        return [_("What the person wrote comes to whoever takes the request.")]
    if case.desk != reader:
        return [_("A colleague answers it.")]
    return [
        _("Reply to a message of this request: your reply goes to the person. What begins with // does not."),
        _("On your message: 👌 it arrived, ✍ it waits until they open it."),
    ]


def _deeds(case: Case, reader: int) -> tuple[tuple[Button, ...], ...]:
    shut = Button(_("✔️ Close"), CloseCase(case=case.id))
    if case.state is CaseState.OPEN:
        return ((Button(_("✋ Take"), TakeCase(case=case.id), style="success"), shut),)
    if case.state is CaseState.TAKEN and case.desk == reader:
        return ((Button(_("↪️ Hand back"), HandBack(case=case.id)), shut),)
    return ()


def headed(body: Mapping[str, Any], case: Case) -> tuple[dict[str, Any], InlineKeyboardMarkup | None]:
    """The words under the request's code, or a button with it where they leave no room; leads to its card."""
    most = MOST_CAPTION if body.get("file_id") else MOST_TEXT
    if body["kind"] not in WITHOUT_WORDS and len(utf16(str(body.get("text") or ""))) // 2 <= most - ROOM_FOR_MARK * 2:
        return {**body, "head": case.code}, None
    return dict(body), keyboard(((Button(case.code, Card(case=case.id)),),), with_footer=False)


def removed(body: Mapping[str, Any]) -> str:
    """Said where the words of someone who erased their data stood."""
    text = _("ℹ️ The person of request {code} erased their data. What could be deleted here is deleted.")
    if body["older"]:
        text = _("⚠️ The person of request {code} erased their data. Please delete what is older than two days.")
    return text.format(code=body["code"])

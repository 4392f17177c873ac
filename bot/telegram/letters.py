"""How each kind of owed message is said: from an outbox row to calls of the Bot API."""

from typing import Any

from aiogram import Bot
from aiogram.types import Message, ReplyParameters
from aiogram.utils.i18n import gettext as _

from bot.domain.cases import Case
from bot.domain.contracts import reasons_from
from bot.telegram.buttons import CloseCase, OpenHeld, TakeCase
from bot.telegram.screens import Button, Screen, keyboard
from bot.telegram.wording import Names, reasons, state_of_case

#: said, wherever a lock screen may show it, in place of what it is about
KNOCK = "knock"


async def send_said(
    bot: Bot,
    chat: int,
    body: dict[str, Any],
    *,
    thread: int | None = None,
    reply_to: int | None = None,
    for_client: bool = False,
) -> Message:
    """Passes on what someone said. Text goes out as it is, never as markup; files by Telegram's own id."""
    common: dict[str, Any] = {
        "message_thread_id": thread,
        "reply_parameters": ReplyParameters(message_id=reply_to, allow_sending_without_reply=True)
        if reply_to
        else None,
        "protect_content": for_client,
        "reply_markup": keyboard((), with_footer=True) if for_client else None,
        "parse_mode": None,
    }
    file_id, text = str(body.get("file_id")), body.get("text") or None
    match body["kind"]:
        case "voice":
            return await bot.send_voice(chat, file_id, caption=text, **common)
        case "photo":
            return await bot.send_photo(chat, file_id, caption=text, **common)
        case "document":
            return await bot.send_document(chat, file_id, caption=text, **common)
        case _:
            return await bot.send_message(chat, text or "…", **common)


def knock() -> Screen:
    """What a locked phone may show: that there is something, and nothing of what."""
    return Screen("", _("New message. Open?"), ((Button(_("Open"), OpenHeld()),),))


def card(case: Case, names: Names) -> Screen:
    """The card at the top of a request's topic: a code, never a name."""
    lines = [
        _("Subject: {need}").format(need=names.need(case.need)),
        _("Where: {place}").format(place=names.territory(case.territory)),
        _("State: {state}").format(state=state_of_case(case)),
        "",
        _("Why it came here:"),
        reasons(reasons_from(case.reasons), names),
        "",
        _("What you write here goes to the person. Messages that begin with // stay among you."),
        _("On your message: 👌 it arrived, ✍ it waits until they open it."),
    ]
    rows: list[tuple[Button, ...]] = []
    if not case.is_closed:
        take = (Button(_("✋ Take"), TakeCase(case=case.id), style="success"),) if case.taken_by is None else ()
        rows = [(*take, Button(_("✔️ Close"), CloseCase(case=case.id)))]
    title = _("Request {code}").format(code=case.code)
    return Screen(title, "\n".join(lines), tuple(rows), footer=False)


def notice(body: dict[str, Any]) -> str:
    """What the bot itself has to tell a client, by its kind."""
    return {
        "case_closed": _("Request {code} is closed. If something is still open, write to us again."),
    }[body["notice"]].format(**body)


def note_to_staff(body: dict[str, Any]) -> str:
    """What the bot itself has to tell staff in a topic."""
    return {
        "unreachable": _("ℹ️ The person cannot be reached in Telegram now. What you write waits for them in vain."),
        "can_be_reached": _("ℹ️ The person can be reached again."),
    }[body["note"]]


def note_to_ops(body: dict[str, Any], names: Names) -> str:
    """What the keeper of the content has to look at."""
    return {
        "correction": _("🛠 Someone says that something is wrong: {place} ({id}). What: {what}."),
    }[body["note"]].format(place=names.place(body["place"]), id=body["place"], what=body["what"])

"""What the bot itself has to say in owed messages, by their kind."""

from typing import Any

from aiogram.types import InlineKeyboardMarkup
from aiogram.utils.i18n import gettext as _

from bot.domain.cases import Case, RelayState
from bot.domain.contracts import reasons_from
from bot.store.relays import Relay
from bot.telegram.buttons import CloseCase, Conversation, OpenHeld, TakeBack, TakeCase
from bot.telegram.screens import MAX_BUTTON, Button, Screen, keyboard
from bot.telegram.wording import Names, reasons, state_of, state_of_case


def knock() -> Screen:
    """What a locked phone may show: that there is something, and nothing of what."""
    return Screen("", _("New message. Open?"), ((Button(_("Open"), OpenHeld()),),))


def under_answer(case: Case | None, names: Names) -> InlineKeyboardMarkup | None:
    """Under an answer: whose it is, where a lock screen does not show it; pressed, one goes on with that talk."""
    if case is None or case.is_closed:
        return keyboard((), with_footer=True)
    whose = Button(f"↩️ {names.organisation(case.organisation)}"[:MAX_BUTTON], Conversation(case=case.id))
    return keyboard(((whose,),), with_footer=True)


def card(case: Case, names: Names) -> Screen:
    """The card at the top of a request's topic: a code, never a name."""
    lines = [
        *about(case, names),
        "",
        *why(case, names),
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


def about(case: Case, names: Names) -> list[str]:
    return [
        *([_("🔴 Urgent"), ""] if case.urgent else []),
        _("Subject: {need}").format(need=names.need(case.need)),
        _("Where: {place}").format(place=names.territory(case.territory)),
        _("State: {state}").format(state=state_of_case(case)),
    ]


def why(case: Case, names: Names) -> list[str]:
    return [_("Why it came here:"), reasons(reasons_from(case.reasons), names)]


def ring(case: Case) -> str:
    """Said where all of the organisation's staff see it."""
    return _("🔴 Urgent: request {code}. Please answer now.").format(code=case.code)


def receipt(relay: Relay, organisation: str) -> Screen:
    """What became of a message, under it; what is there can be taken back."""
    over = relay.state in {RelayState.FAILED, RelayState.TAKEN_BACK}
    rows = () if over else ((Button(_("↩️ Take back"), TakeBack(relay=relay.id)),),)
    return Screen("", state_of(relay.state, organisation), rows)


def notice(body: dict[str, Any]) -> str:
    """What the bot itself has to tell a client, by its kind."""
    return {
        "case_closed": _("Request {code} is closed. If something is still open, write to us again."),
        "handed_back": _("Request {code} goes to a colleague. It is not lost; you need not write it again."),
        "nobody_there": _("Nobody can answer request {code} now. If it cannot wait, please call."),
        "edit_not_passed": _("This change could not be passed on. Please write anew what has changed."),
        "not_taken_back": _("This could not be taken back. You can ask them to remove it."),
    }[body["notice"]].format(**body)


def note_to_staff(body: dict[str, Any]) -> str:
    """What the bot itself has to tell staff in a topic."""
    return {
        "unreachable": _("ℹ️ The person cannot be reached in Telegram now. What you write waits for them in vain."),
        "gone": _("ℹ️ The person's Telegram account is no longer there. Please look for another way to reach them."),
        "not_passed": _("⚠️ This could not be passed on. Please try it another way."),
        "edit_not_passed": _("⚠️ This change could not be passed on. Please write anew what has changed."),
        "from_queue": _(
            "ℹ️ This request is older than this group's connection. Earlier words are where they were answered: "
            "with a colleague, or in your earlier group."
        ),
        "taken_back": _("ℹ️ The person took a message back."),
        "can_be_reached": _("ℹ️ The person can be reached again."),
        "withdrawn": _("ℹ️ The person took their consent back. The request is closed; nothing more comes."),
    }[body["note"]]


def kept_inside() -> str:
    """Said to staff who begin with // what had been on its way."""
    return _("This message stays among you now. The person has not got it, and will not.")


def erased(code: str, *, deleted: bool) -> str:
    """Said in the group where a topic is gone, or should be."""
    if deleted:
        return _("ℹ️ The person of request {code} erased their data. Its topic is deleted.").format(code=code)
    text = _("⚠️ The person of request {code} erased their data. Please delete its topic: I may not.")
    return text.format(code=code)


def erased_elsewhere(code: str) -> str:
    """Of a topic that stands, perhaps, where the bot no longer looks."""
    text = _("⚠️ The person of request {code} erased their data. Please delete its topic in your earlier group too.")
    return text.format(code=code)


def note_to_ops(body: dict[str, Any], names: Names) -> str:
    """What the keeper of the content has to look at."""
    return {
        "correction": _("🛠 Someone says that something is wrong: {place} ({id}). What: {what}."),
        "no_group": _("🛠 Requests do not reach “{organisation}”: no group is connected, or the bot was removed."),
        "second_poller": _(
            "🛠 Another process fetches updates with this bot's token. If it is not yours, the token is stolen: "
            "revoke it at @BotFather."
        ),
        "foreign_webhook": _(
            "🛠 Updates go to another address than ours. If it is not yours, the token is stolen: "
            "revoke it at @BotFather."
        ),
        "many_waiting": _("🛠 {count} updates wait at Telegram: the bot does not keep up, or does not get them."),
        "slow": _("🛠 {count} updates took longer than five seconds each."),
    }[body["note"]].format(
        count=body.get("count"),
        place=names.place(body.get("place", "")),
        id=body.get("place"),
        what=body.get("what"),
        organisation=names.organisation(body.get("organisation")),
    )

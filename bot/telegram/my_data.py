"""Screens about the person's own data: what is kept, what they agreed to, and its end."""

from aiogram.utils.i18n import gettext as _

from bot.domain.guide import Guide
from bot.domain.people import Actor, Scope
from bot.domain.privacy import Kept
from bot.telegram.buttons import Agree, ChangePlace, Home, Language
from bot.telegram.client_buttons import EraseMe, MyConsent, MyData, WhatIsKept, Withdraw
from bot.telegram.entrance import LANGUAGES, Row, standing
from bot.telegram.link_buttons import MyOffices
from bot.telegram.screens import Button, Screen
from bot.telegram.wording import locale

#: of what is kept: so that the longest of them fit a screen
LINES_A_PAGE = 7


def settings(actor: Actor, guide: Guide) -> Screen:
    rows: list[Row] = [(Button(_("🌐 Language"), Language()), Button(_("🏘 Place"), ChangePlace()))]
    if actor.is_known:
        rows += [
            (Button(_("📋 What is kept about me"), WhatIsKept()),),
            (Button(_("✅ What I agreed to"), MyConsent()), Button(_("🏢 Offices"), MyOffices())),
            (Button(_("🗑 Erase me"), EraseMe(), style="danger"),),
        ]
    return Screen(_("🔒 My data and settings"), "\n".join(_own_words(actor, guide)), tuple(rows))


def _own_words(actor: Actor, guide: Guide) -> list[str]:
    where = standing(actor, guide)
    place = guide.directory.name(where, locale()) if where else _("not said yet")
    lines = [
        _("Language: {language}").format(language=LANGUAGES[actor.locale]),
        _("Place: {place}").format(place=place),
    ]
    if not actor.is_known:
        lines += ["", _("You look around: nothing about you is kept.")]
    return lines


def kept(actor: Actor, held: Kept, guide: Guide, page: int = 0) -> Screen:
    """One line for every table that holds something of the person, on as many pages as that takes."""
    words = lines()
    body = [
        words[table].format(n=count, open=held.open_requests, waiting=held.with_words)
        for table, count in held.rows.items()
    ]
    pages = [body[start : start + LINES_A_PAGE] for start in range(0, len(body), LINES_A_PAGE)] or [[]]
    page = min(page, len(pages) - 1)
    not_kept = _("Your name, your phone and the words that have arrived are not kept.")
    text = "\n\n".join(("\n".join(_own_words(actor, guide)), "\n".join((*pages[page], not_kept))))
    turning: Row = (
        *((Button(_("◀ Earlier"), WhatIsKept(page=page - 1)),) if page else ()),
        *((Button(_("More ▸"), WhatIsKept(page=page + 1)),) if page + 1 < len(pages) else ()),
    )
    return Screen(_("📋 What is kept about me"), text, (*((turning,) if turning else ()), _back()))


def lines() -> dict[str, str]:
    """Of each table that can hold something of a person, what it holds."""
    return {
        "people": _("· Your Telegram number, locked; language, place, consents, nights; when you came, last wrote"),
        "cases": _("· Requests: {n}, not closed: {open}. Code, subject, place, who answers, when"),
        "relays": _("· Messages passed on: {n}. Their numbers and whether they were seen, not their words"),
        "outbox": _("· Letters to and from you: {n}. With words, locked until they arrive: {waiting}"),
        "reminders": _("· Reminders: {n}. Their words locked; their times"),
        "links": _("· Offices you are linked to: {n}. What they call you there, locked; since when"),
        "appointments": _("· Appointments: {n}. When; locked: where, what to bring; what you answered, the receipt"),
        "sheets": _("· Tables of appointments you sent, not confirmed: {n}. Locked, for an hour"),
        "bed_holds": _("· Places to sleep held for you: {n}. Which, till when; locked: whom it must fit"),
        "bed_waiting": _("· Waiting lists for a place: {n}. Since when; locked: whom it must fit"),
        "notice_copies": _("· Notices that came for you: {n}. When you opened and read them, for a month"),
        "notices": _("· Notices you wrote or agreed to: {n}. Their words locked, for a month"),
        "messages": _("· Numbers of messages in this chat: {n}. For two days, to hide them"),
        "desk_messages": _("· Numbers of messages of requests in private chats of staff: {n}. To delete them there"),
        "memberships": _("· Places where you work: {n}"),
        "invitations": _("· Invitations you used: {n}"),
        "groups": _("· Groups you connected: {n}"),
        "audit": _("· Lines in the log of deeds: {n}. Without words, under a number of ours"),
    }


def scope_words() -> dict[Scope, str]:
    """What one can agree to, as short as a button."""
    return {
        Scope.SERVICE: _("Help and requests"),
        Scope.REMINDERS: _("Reminders"),
        Scope.NOTICES: _("Notices of an office"),
        Scope.APPOINTMENTS: _("Appointments"),
    }


def consent(actor: Actor) -> Screen:
    """What was agreed to, each to be taken back by itself."""
    words = scope_words()
    given = [scope for scope in Scope if actor.agreed(scope)]
    body = "\n".join(f"✅ {words[scope]}" for scope in given) or _("You have agreed to nothing.")
    rows: list[Row] = [(Button(f"✖️ {words[scope]}", Withdraw(scope=scope)),) for scope in given]
    if Scope.SERVICE not in given:
        rows.append((Button(_("✅ I agree"), Agree(), style="success"),))
    explained = _("To take a consent back, press it.") if given else ""
    return Screen(_("✅ What I agreed to"), "\n\n".join(filter(None, (body, explained))), (*rows, _back()))


def withdrawing(scope: Scope) -> Screen:
    text = {
        Scope.SERVICE: _("Your requests are closed then, and those who answer are told. Your place is forgotten."),
        Scope.REMINDERS: _("Your reminders are removed at once, and do not ring any more."),
        Scope.NOTICES: _("Notices no longer come then."),
        Scope.APPOINTMENTS: _("Appointments no longer come then. This does not cancel them."),
    }[scope]
    yes = Button(_("Yes, take it back"), Withdraw(scope=scope, sure=True), style="danger")
    return Screen(scope_words()[scope], text, ((yes, Button(_("No"), MyConsent())),))


def withdrawn(scope: Scope, ended: int) -> Screen:
    lines = [_("You took your consent back.")]
    if ended:
        lines.append(_("Requests closed: {n}. Those who answered them are told.").format(n=ended))
    if scope is Scope.REMINDERS:
        lines.append(_("Your reminders are removed."))
    lines.append(_("What else was kept before stays until you erase it."))
    erase = (Button(_("🗑 Erase me"), EraseMe(), style="danger"),)
    return Screen(_("✅ What I agreed to"), "\n\n".join(lines), (erase, _back()))


def erasing(actor: Actor) -> Screen:
    lines = [
        _("Everything we keep about you goes at once: your place, your requests, what is on its way to you."),
        _("Those who answer lose the conversation too. This chat is emptied of the last two days."),
        _("It cannot be undone."),
    ]
    if actor.memberships:
        lines.append(_("That you work with an organisation stays: only the organisation ends it."))
    yes = Button(_("Yes, erase everything"), EraseMe(sure=True), style="danger")
    return Screen(_("🗑 Erase me"), "\n\n".join(lines), ((yes,), (Button(_("No"), MyData()),)))


def erased(wipe: tuple[int, ...]) -> Screen:
    """The last screen says what we cannot reach."""
    text = _(
        "Nothing about you is kept here any more. Only lines in a log stay, under a number that leads to nobody."
        "\n\n"
        "What we cannot erase: older messages on this phone, and Telegram's own copy. To remove them, delete this "
        "chat in Telegram. What someone has read or written down is out of our reach too."
    )
    start = (Button(_("Start"), Home()),)
    return Screen(_("Erased"), text, (start,), fresh=True, wipe=wipe)


def _back() -> Row:
    return (Button(_("◀ Back"), MyData()),)

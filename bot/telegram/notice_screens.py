"""Notices as an officer sees them: the draft, what to mind before it goes out, how it goes. Totals, never people."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from aiogram.utils.i18n import gettext as _

from bot.content.models import LANGUAGES as CODES
from bot.domain.notices.model import OVER, Notice, State, Totals, Whom, number, shown
from bot.domain.notices.sending import Check
from bot.domain.notices.warnings import Caution, Kind
from bot.domain.offices import Office
from bot.telegram.entrance import LANGUAGES, Row, clip, label, number_row, numbered
from bot.telegram.notice_buttons import (
    CorrectNotice,
    DropNotice,
    Form,
    JudgeNotice,
    NoticeAsks,
    NoticeCheck,
    NoticeDraft,
    NoticePreview,
    NoticeReport,
    Notices,
    NoticeStatus,
    NoticeStep,
    NoticeText,
    NoticeTime,
    NoticeWhom,
    SendNotice,
    Step,
    WriteNotice,
)
from bot.telegram.notice_letters import when
from bot.telegram.office_screens import back_to_office
from bot.telegram.screens import Button, Screen

A_PAGE = 6
#: cells of the bar
BAR = 12
#: of a text, where there is more to say beside it
MOST_SHOWN = 160
#: of the warnings, so that a screen holds them
MOST_WARNINGS = 5


def _screen(title: str, lines: Sequence[str], rows: Sequence[Row]) -> Screen:
    return Screen(title, "\n".join(lines).strip(), tuple(row for row in rows if row), footer=False)


def whom_in_words(whom: Whom, names: Mapping[Whom, str]) -> str:
    """``names``: of the territories, in the reader's language."""
    name = names.get(whom, "")
    return {
        Whom.OFFICE: _("the clients of this office"),
        Whom.DISTRICT: _("{territory}: all who agreed").format(territory=name),
        Whom.REGION: _("{territory}: all who agreed").format(territory=name),
    }[whom]


def _begins(notice: Notice, office: Office, now: datetime) -> str:
    at = _("at once") if notice.send_at is None else when(notice.send_at, office, now)
    return _("When: {when}").format(when=at)


def _to_whom(notice: Notice, names: Mapping[Whom, str]) -> str:
    return _("To: {whom}").format(whom=whom_in_words(notice.whom, names))


def _readers(notice: Notice) -> str:
    return _("Who read: {language}").format(language=_language(notice.language))


def _people(count: int) -> str:
    return _("That is, people: {n}").format(n=number(count))


def _back(notice: Notice) -> Row:
    return (Button(_("◀ Back"), _way_to(notice)),)


def _way_to(notice: Notice) -> NoticeDraft | NoticeStatus:
    return NoticeDraft(notice=notice.id) if notice.state is State.DRAFT else NoticeStatus(notice=notice.id)


def to_list() -> Row:
    return (Button(_("📣 Notices"), Notices()),)


def all_of_them(found: Sequence[Notice], page: int, office: Office, now: datetime) -> Screen:
    page = min(max(page, 0), max(len(found) - 1, 0) // A_PAGE)
    part = found[page * A_PAGE : (page + 1) * A_PAGE]
    start = page * A_PAGE + 1
    lines = numbered((_listed(one) for one in part), start=start)
    turning = []
    if page:
        turning.append(Button(_("◀ Earlier"), Notices(page=page - 1)))
    if len(found) > (page + 1) * A_PAGE:
        turning.append(Button(_("More ▸"), Notices(page=page + 1)))
    new = (Button(_("✏️ Write a notice"), WriteNotice()),)
    return _screen(
        _("📣 Notices"),
        lines or [_("There are none yet.")],
        (number_row(map(_way_to, part), start=start), tuple(turning), new, back_to_office()),
    )


def _listed(notice: Notice) -> str:
    first = next(iter(notice.texts.values()), _("(no words)"))
    return f"{state_in_words(notice)} · {clip(first.replace(chr(10), ' '), 40)}"


def state_in_words(notice: Notice) -> str:
    return {
        State.DRAFT: _("draft"),
        State.ASKED: _("waits for a second officer"),
        State.PLANNED: _("planned"),
        State.RUNNING: _("on its way"),
        State.PAUSED: _("paused"),
        State.STOPPED: _("stopped"),
        State.DONE: _("sent"),
        State.RECALLED: _("taken back"),
    }[notice.state]


def draft(notice: Notice, office: Office, names: Mapping[Whom, str], count: int, now: datetime) -> Screen:
    which = notice.id
    lines = [
        _("People see nothing of it but a knock until they press."),
        "",
        *(
            _("{language}: {text}").format(language=LANGUAGES[one], text=clip(text, 100))
            for one, text in _texts(notice)
        ),
        *_missing(notice.texts),
        "",
        _to_whom(notice, names),
        _readers(notice),
        _people(count),
        _begins(notice, office, now),
    ]
    asks = _("☑️ Asks to be read: yes") if notice.asks else _("◻️ Asks to be read: no")
    rows = (
        _texts_row(notice),
        (Button(_("👥 To whom"), NoticeWhom(notice=which)), Button(_("🕓 When"), NoticeTime(notice=which))),
        (Button(label(asks), NoticeAsks(notice=which, asks=not notice.asks)),),
        (Button(_("👁 How it looks"), NoticePreview(notice=which)),) if notice.texts else (),
        (Button(_("▶️ On to sending"), NoticeCheck(notice=which), style="primary"),) if notice.texts else (),
        (Button(_("🗑 Throw away"), DropNotice(notice=which)), *to_list()),
    )
    return _screen(_("✏️ A notice"), lines, rows)


def _texts_row(notice: Notice) -> Row:
    """Type the text of a language: of which there is one already, shows."""
    return tuple(
        Button(f"{'✅' if one in notice.newest else '✏️'} {one.upper()}", NoticeText(notice=notice.id, language=one))
        for one in CODES
    )


def _texts(notice: Notice) -> list[tuple[str, str]]:
    return [(one, notice.texts[one]) for one in CODES if one in notice.texts]


def _missing(texts: Mapping[str, str]) -> list[str]:
    """Which languages have no text, and what their readers get instead."""
    missing = [LANGUAGES[one] for one in CODES if one not in texts]
    if not texts or not missing:
        return []
    instead = LANGUAGES[next(one for one in CODES if one in texts)]
    text = _("No text in: {missing}. Who reads these gets: {instead}.")
    return [text.format(missing=", ".join(missing), instead=instead)]


def _language(code: str) -> str:
    return LANGUAGES[code] if code else _("all languages")


def ask_text(notice: Notice, language: str, old: str, most: int) -> Screen:
    lines = [_("Type the text. Up to {most} characters; a phone shows about 350.").format(most=most)]
    lines.append(_("Say what, where and when. No names, no links."))
    if old:
        lines += ["", _("Now it is:"), old]
    return _screen(f"✏️ {LANGUAGES[language]}", lines, (_back(notice),))


def ask_time(notice: Notice) -> Screen:
    text = _("Type when it is to go out, for example: “tomorrow at 10”. Or send it at once.")
    at_once = (Button(_("At once"), NoticeTime(notice=notice.id, now=True)),)
    return _screen(_("🕓 When"), [text], (at_once, _back(notice)))


def ask_whom(notice: Notice, names: Mapping[Whom, str], counts: Mapping[Whom, int]) -> Screen:
    """The groups with how many each is, then the languages."""
    lines, rows = [], []
    for at, whom in enumerate(names, 1):
        mark = "✅ " if whom is notice.whom else ""
        lines.append(f"{at}. {mark}{whom_in_words(whom, names)}: {number(counts[whom])}")
        rows.append(Button(str(at), NoticeWhom(notice=notice.id, whom=whom, language=notice.language)))
    lines += ["", _readers(notice)]
    languages = tuple(
        Button(one.upper() or _("all"), NoticeWhom(notice=notice.id, whom=notice.whom, language=one))
        for one in ("", *CODES)
    )
    return _screen(_("👥 To whom"), lines, (tuple(rows), languages, _back(notice)))


def preview(shown_screen: Screen, notice: Notice, language: str) -> Screen:
    """Exactly what people get, and below it the officer's own row."""
    others = tuple(
        Button(
            f"· {one.upper()} ·" if one == language else one.upper(), NoticePreview(notice=notice.id, language=one)
        )
        for one in CODES
    )
    return replace(shown_screen, rows=(*shown_screen.rows, others, _back(notice)), footer=False)


def cautions(found: Sequence[Caution]) -> list[str]:
    said = {
        Kind.NO_TIME: _("no time in it"),
        Kind.NO_PLACE: _("no place in it"),
        Kind.THREAT: _("sounds like a threat: “{found}”"),
        Kind.LINK: _("a link: “{found}”. People are told to trust none"),
        Kind.NAME: _("perhaps a person's name: “{found}”"),
        Kind.LONG: _("longer than a phone's screen"),
        Kind.NIGHT: _("it is night then, and phones ring"),
    }
    lines = [
        f"⚠️ {f'{one.language.upper()}: ' * bool(one.language)}{said[one.kind].format(found=clip(one.found, 30))}"
        for one in found
    ]
    more = [_("… and {n} more.").format(n=len(lines) - MOST_WARNINGS)] if len(lines) > MOST_WARNINGS else []
    return lines[:MOST_WARNINGS] + more


def check(checked: Check, office: Office, names: Mapping[Whom, str], now: datetime, *, sure: bool) -> Screen:
    """The last look: to how many, in which words, what to mind."""
    notice = checked.notice
    lines = [
        _to_whom(notice, names),
        _readers(notice),
        _people(checked.count),
        _begins(notice, office, now),
        *_missing(notice.newest),
        "",
        *cautions(checked.warnings),
    ]
    if checked.warnings:
        lines += [_("These are guesses by the look of words: you decide."), ""]
    if checked.needs_second:
        lines.append(_("To so many it goes out once a second officer of your office has agreed."))
    send = SendNotice(notice=notice.id, version=notice.version, sure=sure)
    go = Button(_("✅ Ask a second officer") if checked.needs_second else _("✅ Send"), send, style="success")
    if checked.warnings and not sure:
        go = Button(_("⚠️ I have read the warnings"), NoticeCheck(notice=notice.id, sure=True))
    drop = (Button(_("🗑 Throw the change away"), DropNotice(notice=notice.id)),) if notice.proposed else ()
    return _screen(_("▶️ On to sending"), lines, ((go,), drop, _back(notice)))


def bar(totals: Totals) -> str:
    """How far it is; not with whom it failed."""
    done = totals.total - totals.owed
    cells = BAR * done // totals.total if totals.total else 0
    return "▓" * cells + "░" * (BAR - cells) + f" {number(done)} / {number(totals.total)}"


def counts(notice: Notice, totals: Totals) -> list[tuple[str, int]]:
    """What became of the copies, each with its words: of few, and of all but few, it is not said how many."""
    found = [
        (_("Delivered"), totals.delivered),
        (_("Opened"), totals.opened),
        *([(_("Read and understood"), totals.read)] if notice.asks else []),
        (_("Could not be delivered"), totals.unreached),
    ]
    return found + ([(_("Not sent any more"), totals.dropped)] if totals.dropped else [])


def status(
    notice: Notice, office: Office, names: Mapping[Whom, str], totals: Totals, now: datetime, reader: int | None,
    checked: Check | None = None,
) -> Screen:  # fmt: skip
    """How it stands, and what can be done with it now; to whoever may agree to it, what they must know."""
    text = next(iter(dict(_texts(notice)).values()), "")
    lines = [clip(text, MOST_SHOWN), "", _to_whom(notice, names)]
    if notice.send_at is not None and notice.started_at is None:
        lines.append(_begins(notice, office, now))
    if notice.started_at is not None:
        lines += [_("Begun: {when}").format(when=when(notice.started_at, office, now)), "", bar(totals)]
    if notice.state in OVER:
        lines += [f"{words}: {shown(count, totals.total)}" for words, count in counts(notice, totals)]
        lines.append(_("Not delivered is nobody's fault and no breach."))
    rows = _rows(notice, totals, now, reader)
    if checked is not None:
        lines += ["", _people(checked.count), *cautions(checked.warnings)]
    title = _("📣 Notice: {state}").format(state=state_in_words(notice))
    return _screen(title, lines, (*rows, to_list()))


def _rows(notice: Notice, totals: Totals, now: datetime, reader: int | None) -> list[Row]:
    which, own = notice.id, notice.author == reader
    words = {
        Step.PAUSE: _("⏸ Pause"),
        Step.RESUME: _("▶️ Go on"),
        Step.STOP: _("⏹ Stop"),
        Step.AGAIN: _("🔁 Again, who was not reached"),
        Step.BACK: _("◀ Back to a draft"),
        Step.RECALL: _("↩️ Take it back"),
    }
    steps = {
        State.RUNNING: (Step.PAUSE, Step.STOP),
        State.PAUSED: (Step.RESUME, Step.STOP),
        State.ASKED: (Step.BACK,) if own else (),
        State.PLANNED: (Step.BACK,),
    }.get(notice.state, ())
    rows: list[Row] = [tuple(Button(words[one], NoticeStep(notice=which, step=one)) for one in steps)]
    waits = notice.state is State.ASKED or notice.proposed is not None
    if waits or notice.state is State.PLANNED:
        rows.append((Button(_("👁 How it looks"), NoticePreview(notice=which)),))
    if waits and not own:
        yes = JudgeNotice(notice=which, version=notice.version, yes=True)
        no = JudgeNotice(notice=which, version=notice.version, yes=False)
        rows.append((Button(_("✅ Approve"), yes, style="success"), Button(_("✖️ No"), no)))
    if notice.state in OVER:
        forms = ((Form.PICTURE, _("🖼 Picture")), (Form.TABLE, _("📄 Table")))
        rows.append(tuple(Button(words, NoticeReport(notice=which, form=form)) for form, words in forms))
    if notice.state in {State.DONE, State.STOPPED} and totals.unreached + totals.dropped:
        rows.append((Button(words[Step.AGAIN], NoticeStep(notice=which, step=Step.AGAIN)),))
    if notice.is_correctable(now):
        change = (Button(_("✏️ Change the words"), CorrectNotice(notice=which)),) if own else ()
        rows.append((*change, Button(words[Step.RECALL], NoticeStep(notice=which, step=Step.RECALL))))
    return rows


def are_you_sure(notice: Notice, step: Step) -> Screen:
    text = {
        Step.STOP: _("Who has it keeps it; nobody else gets it. It can be sent again to those it did not reach."),
        Step.RECALL: _("It disappears from the chats of those who have it. This cannot be undone."),
    }[step]
    yes = NoticeStep(notice=notice.id, step=step, sure=True)
    rows = ((Button(_("Yes"), yes, style="danger"), Button(_("No"), NoticeStatus(notice=notice.id))),)
    return _screen(_("Are you sure?"), [text], rows)


def choose_words(notice: Notice) -> Screen:
    """Which language's words of what was sent are to change."""
    lines = [_("Who has opened it sees the new words in its place; who has not, when they open it.")]
    return _screen(_("✏️ Change the words"), lines, (_texts_row(notice), _back(notice)))


def changed_words(notice: Notice, language: str) -> Screen:
    """What was sent has other words now, which nobody sees yet."""
    rows = (
        (Button(_("▶️ On to sending"), NoticeCheck(notice=notice.id), style="primary"),),
        (Button(_("👁 How it looks"), NoticePreview(notice=notice.id, language=language)),),
        (Button(_("🗑 Throw the change away"), DropNotice(notice=notice.id)),),
    )
    lines = [notice.newest.get(language, ""), "", _("Nobody sees the new words yet.")]
    return _screen(f"✏️ {LANGUAGES[language]}", lines, rows)

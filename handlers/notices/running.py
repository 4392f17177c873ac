"""A notice goes out: the last look, a second officer's word, how far it is, what came of it."""

from dataclasses import replace

from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery
from aiogram.utils.i18n import gettext as _

from bot.domain import offices
from bot.domain.guide import Guide
from bot.domain.notices import model, sending
from bot.domain.notices import writing as drafts
from bot.domain.notices.model import Notice, State
from bot.domain.notices.sending import Rules
from bot.domain.people import Actor
from bot.settings import Settings
from bot.store import Store
from bot.telegram import entrance, notice_letters, notice_screens
from bot.telegram.notice_buttons import (
    CorrectNotice,
    JudgeNotice,
    NoticeCheck,
    NoticePreview,
    NoticeReport,
    Notices,
    NoticeStatus,
    NoticeStep,
    SendNotice,
    Step,
)
from bot.telegram.notice_progress import territory_names
from bot.telegram.notice_reports import report as drawn
from bot.telegram.screens import Screen, Toast
from bot.telegram.wording import locale


def rules_of(guide: Guide, settings: Settings) -> Rules:
    return Rules(guide.directory.territories, settings.notice_approval_above)


async def list_all(
    event: CallbackQuery, callback_data: Notices, actor: Actor, store: Store, state: FSMContext
) -> Screen:
    await entrance.leave(state)
    await _look_away(event, actor, store)
    office = await offices.office_of(store, actor)
    found = await store.notices.of_office(office.id, actor.id or 0)
    return notice_screens.all_of_them(found, callback_data.page, office, store.now)


async def preview(event: CallbackQuery, callback_data: NoticePreview, actor: Actor, store: Store) -> Screen:
    """To its author and to whoever may agree to it."""
    notice = await model.of_officer(store, actor, callback_data.notice)
    if notice.state is State.DRAFT:
        await model.of_author(store, actor, notice.id)
    await _look_away(event, actor, store)
    office = await offices.office_of(store, actor, notice.office)
    seen = model.with_proposal(notice, store.now)
    language, _text = model.text_for(seen.texts, callback_data.language or locale())
    screen = notice_letters.opened(seen, office, language, store.now, preview=True)
    return notice_screens.preview(screen, notice, language)


async def like_this(event: CallbackQuery) -> Toast:
    return Toast(_("So it looks to people. Here the button does nothing."))


async def check(
    event: CallbackQuery, callback_data: NoticeCheck, actor: Actor, store: Store, guide: Guide, settings: Settings
) -> Screen:
    notice = await model.of_author(store, actor, callback_data.notice)
    return await _check(notice, actor, store, rules_of(guide, settings), guide, sure=callback_data.sure)


async def _check(notice: Notice, actor: Actor, store: Store, rules: Rules, guide: Guide, *, sure: bool) -> Screen:
    office = await offices.office_of(store, actor, notice.office)
    checked = await sending.check(store, notice, office, rules)
    return notice_screens.check(checked, office, territory_names(office, guide), store.now, sure=sure)


async def send(
    event: CallbackQuery, callback_data: SendNotice, actor: Actor, store: Store, guide: Guide, settings: Settings
) -> Screen:
    rules, which, version = rules_of(guide, settings), callback_data.notice, callback_data.version
    notice = await model.of_author(store, actor, which)
    submit = sending.submit if notice.state is State.DRAFT else sending.submit_correction
    notice = await submit(store, actor, which, version, rules, confirmed=callback_data.sure)
    return await _status(event, notice, actor, store, guide)


async def status(
    event: CallbackQuery,
    callback_data: NoticeStatus,
    actor: Actor,
    store: Store,
    state: FSMContext,
    guide: Guide,
    settings: Settings,
) -> Screen:
    await entrance.leave(state)
    notice = await model.of_officer(store, actor, callback_data.notice)
    if notice.state is State.DRAFT:
        notice = await model.of_author(store, actor, notice.id)
    return await _status(event, notice, actor, store, guide, rules_of(guide, settings))


async def _look_away(event: CallbackQuery, actor: Actor, store: Store) -> None:
    """Another screen takes its place: how far a notice is may not be written over it."""
    if event.message is not None and actor.id is not None:
        await store.notices.look_away(actor.id, event.message.message_id)


async def _status(
    event: CallbackQuery, notice: Notice, actor: Actor, store: Store, guide: Guide, rules: Rules | None = None
) -> Screen:
    if event.message is not None and notice.author == actor.id and notice.screen != event.message.message_id:
        # what shows how far it is, from now on
        await store.notices.set_screen(notice.id, event.message.message_id)
    office = await offices.office_of(store, actor, notice.office)
    totals, checked = await store.notices.totals(notice.id), None
    waits = notice.state is State.ASKED or notice.proposed is not None
    if rules is not None and waits and notice.author != actor.id:
        checked = await sending.check(store, notice, office, rules)
    names = territory_names(office, guide)
    return notice_screens.status(notice, office, names, totals, store.now, actor.id, checked)


async def step(event: CallbackQuery, callback_data: NoticeStep, actor: Actor, store: Store, guide: Guide) -> Screen:
    """Stopping and taking back ask first."""
    which = callback_data.notice
    if callback_data.step in {Step.STOP, Step.RECALL} and not callback_data.sure:
        await _look_away(event, actor, store)
        return notice_screens.are_you_sure(await model.of_officer(store, actor, which), callback_data.step)
    do = {
        Step.PAUSE: sending.pause,
        Step.RESUME: sending.resume,
        Step.STOP: sending.stop,
        Step.RECALL: sending.recall,
        Step.AGAIN: sending.send_again,
        Step.BACK: sending.take_back_draft,
    }[callback_data.step]
    return await _status(event, await do(store, actor, which), actor, store, guide)


async def judge(
    event: CallbackQuery, callback_data: JudgeNotice, actor: Actor, store: Store, guide: Guide, settings: Settings
) -> Screen:
    which, version = callback_data.notice, callback_data.version
    if not callback_data.yes:
        await sending.decline(store, actor, which, version)
        return Screen("", _("The author has it back."), (notice_screens.to_list(),), footer=False)
    notice = await sending.approve(store, actor, which, version, rules_of(guide, settings))
    return await _status(event, notice, actor, store, guide)


async def report(
    event: CallbackQuery, callback_data: NoticeReport, actor: Actor, store: Store, guide: Guide
) -> Screen:
    notice = await model.of_officer(store, actor, callback_data.notice)
    office = await offices.office_of(store, actor, notice.office)
    totals = await store.notices.totals(notice.id)
    await store.audit.add("notice.report", actor=actor.id, subject=f"notice:{notice.id}", form=callback_data.form)
    file = drawn(notice, totals, office.title, callback_data.form)
    return replace(await _status(event, notice, actor, store, guide), files=(file,))


async def correct(event: CallbackQuery, callback_data: CorrectNotice, actor: Actor, store: Store) -> Screen:
    await _look_away(event, actor, store)
    return notice_screens.choose_words(await drafts.correctable(store, actor, callback_data.notice))

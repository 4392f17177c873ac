"""A draft: the words of each language, who is meant, when."""

from dataclasses import replace

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import gettext as _

from bot.domain import offices
from bot.domain.directory import zone
from bot.domain.errors import Outdated
from bot.domain.guide import Guide
from bot.domain.moments import understand
from bot.domain.notices import model
from bot.domain.notices import writing as drafts
from bot.domain.notices.model import MOST_TEXT, Notice, Whom
from bot.domain.people import Actor
from bot.store import Store
from bot.telegram import entrance, notice_screens
from bot.telegram.notice_buttons import DropNotice, NoticeAsks, NoticeDraft, NoticeText, NoticeTime, NoticeWhom
from bot.telegram.notice_progress import territory_names
from bot.telegram.screens import Screen


class Writing(StatesGroup):
    """The words of a notice, or its time, are expected."""

    text = State()
    time = State()


async def begin(event: CallbackQuery, actor: Actor, store: Store, state: FSMContext, guide: Guide) -> Screen:
    await entrance.leave(state)
    return await _draft(await drafts.begin(store, actor), actor, store, guide)


async def draft(
    event: CallbackQuery, callback_data: NoticeDraft, actor: Actor, store: Store, state: FSMContext, guide: Guide
) -> Screen:
    await entrance.leave(state)
    return await _draft(await drafts.draft_of(store, actor, callback_data.notice), actor, store, guide)


async def _draft(notice: Notice, actor: Actor, store: Store, guide: Guide) -> Screen:
    office = await offices.office_of(store, actor, notice.office)
    count = await store.notices.count(model.audience(notice, office, guide.directory.territories))
    return notice_screens.draft(notice, office, territory_names(office, guide), count, store.now)


async def ask_text(
    event: CallbackQuery, callback_data: NoticeText, actor: Actor, store: Store, state: FSMContext
) -> Screen:
    """For a draft, or for what was sent and is to be changed."""
    notice, language = await model.of_author(store, actor, callback_data.notice), callback_data.language
    if language not in entrance.LANGUAGES:
        raise Outdated
    if notice.state is not model.State.DRAFT:
        notice = await drafts.correctable(store, actor, notice.id)
    await state.set_state(Writing.text)
    await state.set_data({"notice": notice.id, "language": language})
    return notice_screens.ask_text(notice, language, notice.newest.get(language, ""), MOST_TEXT)


async def text(event: Message, actor: Actor, store: Store, state: FSMContext, guide: Guide) -> Screen:
    expected = await state.get_data()
    which, language = expected.get("notice", 0), expected.get("language", "")
    notice = await model.of_author(store, actor, which)
    if notice.state is model.State.DRAFT:
        notice = await drafts.set_text(store, actor, which, language, event.text or "")
        await state.clear()
        return await _draft(notice, actor, store, guide)
    notice = await drafts.propose(store, actor, which, language, event.text or "")
    await state.clear()
    return notice_screens.changed_words(notice, language)


async def whom(event: CallbackQuery, callback_data: NoticeWhom, actor: Actor, store: Store, guide: Guide) -> Screen:
    notice, known = await drafts.draft_of(store, actor, callback_data.notice), guide.directory.territories
    if callback_data.whom is not None:
        notice = await drafts.choose(
            store, actor, notice.id, known, whom=callback_data.whom, language=callback_data.language
        )
    office = await offices.office_of(store, actor, notice.office)
    names = territory_names(office, guide)
    counts: dict[Whom, int] = {}
    for one in names:
        to = model.audience(replace(notice, whom=one), office, known)
        counts[one] = await store.notices.count(to)
    return notice_screens.ask_whom(notice, names, counts)


async def asks(event: CallbackQuery, callback_data: NoticeAsks, actor: Actor, store: Store, guide: Guide) -> Screen:
    notice = await drafts.ask_to_read(store, actor, callback_data.notice, asks=callback_data.asks)
    return await _draft(notice, actor, store, guide)


async def ask_time(
    event: CallbackQuery, callback_data: NoticeTime, actor: Actor, store: Store, state: FSMContext, guide: Guide
) -> Screen:
    if callback_data.now:
        await entrance.leave(state)
        return await _draft(await drafts.set_time(store, actor, callback_data.notice, None), actor, store, guide)
    notice = await drafts.draft_of(store, actor, callback_data.notice)
    await state.set_state(Writing.time)
    await state.set_data({"notice": notice.id})
    return notice_screens.ask_time(notice)


async def time(event: Message, actor: Actor, store: Store, state: FSMContext, guide: Guide) -> Screen:
    notice = await drafts.draft_of(store, actor, (await state.get_data()).get("notice", 0))
    office = await offices.office_of(store, actor, notice.office)
    wall = understand(event.text or "", store.now, zone(office.territory)).wall
    if wall is None:
        return Screen("", _("The time was not understood. Please type it like “tomorrow at 10”."), footer=False)
    notice = await drafts.set_time(store, actor, notice.id, wall)
    await state.clear()
    return await _draft(notice, actor, store, guide)


async def drop(
    event: CallbackQuery, callback_data: DropNotice, actor: Actor, store: Store, state: FSMContext, guide: Guide
) -> Screen:
    await entrance.leave(state)
    notice = await model.of_author(store, actor, callback_data.notice)
    office = await offices.office_of(store, actor, notice.office)
    if notice.state is model.State.DRAFT:
        await drafts.drop(store, actor, notice.id)
    else:
        await drafts.forget_proposal(store, actor, notice.id)
    found = await store.notices.of_office(office.id, actor.id or 0)
    return notice_screens.all_of_them(found, 0, office, store.now)


async def not_words(event: Message) -> Screen:
    return Screen("", _("Only words can be sent as a notice. Please type them."), footer=False)

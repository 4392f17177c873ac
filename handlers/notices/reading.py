"""The client's side: a press opens it, another says that it was read."""

from aiogram.types import CallbackQuery

from bot.domain.notices import reading
from bot.domain.people import Actor
from bot.store import Store
from bot.telegram import entrance, notice_letters
from bot.telegram.notice_buttons import MyNotices, NoticeRead, OpenNotice
from bot.telegram.screens import Screen
from bot.telegram.wording import locale


async def open_one(event: CallbackQuery, callback_data: OpenNotice, actor: Actor, store: Store) -> Screen:
    assert event.message is not None  # noqa: S101 - the filter's promise
    await entrance.leave_talk(store, actor)
    notice, office, copy = await reading.open_one(store, actor, callback_data.notice, event.message.message_id)
    return notice_letters.opened(notice, office, locale(), store.now, read=copy.read_at is not None)


async def mark_read(event: CallbackQuery, callback_data: NoticeRead, actor: Actor, store: Store) -> Screen:
    notice, office = await reading.mark_read(store, actor, callback_data.notice, callback_data.version)
    return notice_letters.opened(notice, office, locale(), store.now, read=True)


async def mine(event: CallbackQuery, callback_data: MyNotices, actor: Actor, store: Store) -> Screen:
    await entrance.leave_talk(store, actor)
    came = await store.notices.of_person(actor.id) if actor.id is not None else []
    senders = {office.id: office for office in await store.offices.all()}
    return notice_letters.mine(came, senders, store.now)

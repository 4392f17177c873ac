"""My data and settings: what is kept, consent given and taken back, and erasing everything."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from bot.domain import privacy
from bot.domain.guide import Guide
from bot.domain.people import Actor
from bot.store import Store
from bot.telegram import entrance, my_data
from bot.telegram.client_buttons import EraseMe, MyConsent, MyData, WhatIsKept, Withdraw
from bot.telegram.screens import Screen
from bot.telegram.sent import Sent


async def settings(event: CallbackQuery, actor: Actor, store: Store, state: FSMContext, guide: Guide) -> Screen:
    await entrance.leave_talk(store, actor)
    await entrance.leave(state)
    return my_data.settings(actor, guide)


async def what_is_kept(
    event: CallbackQuery, callback_data: WhatIsKept, actor: Actor, store: Store, guide: Guide
) -> Screen:
    held = await privacy.kept(store, actor)
    return my_data.settings(actor, guide) if held is None else my_data.kept(actor, held, guide, callback_data.page)


async def consent(event: CallbackQuery, actor: Actor, guide: Guide) -> Screen:
    return my_data.consent(actor) if actor.is_known else my_data.settings(actor, guide)


async def withdraw(event: CallbackQuery, callback_data: Withdraw, actor: Actor, store: Store) -> Screen:
    if not actor.agreed(callback_data.scope):
        return my_data.consent(actor)
    if not callback_data.sure:
        return my_data.withdrawing(callback_data.scope)
    return my_data.withdrawn(callback_data.scope, await privacy.withdraw(store, actor, callback_data.scope))


async def erase(
    event: CallbackQuery,
    callback_data: EraseMe,
    actor: Actor,
    store: Store,
    state: FSMContext,
    guide: Guide,
    sent: Sent,
) -> Screen:
    """After one confirmation; what stands in the chat goes too, the pressed message with it."""
    if actor.id is None:
        return entrance.home(actor, guide)
    if not callback_data.sure:
        return my_data.erasing(actor)
    assert event.message is not None  # noqa: S101 - the filter's promise
    chat = event.message.chat.id
    standing = [*await store.messages.deletable(actor.id), *sent.unwritten(chat), event.message.message_id]
    await state.clear()
    await privacy.erase(store, actor, event.from_user.id)
    return my_data.erased(tuple(dict.fromkeys(standing)))


def router() -> Router:
    made = Router(name=__name__)
    made.callback_query.filter(F.message.chat.type == "private")
    made.callback_query.register(settings, MyData.filter())
    made.callback_query.register(what_is_kept, WhatIsKept.filter())
    made.callback_query.register(consent, MyConsent.filter())
    made.callback_query.register(withdraw, Withdraw.filter())
    made.callback_query.register(erase, EraseMe.filter())
    return made

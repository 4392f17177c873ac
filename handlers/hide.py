"""Hide: what can be removed from this chat is removed, and a harmless card is left."""

from datetime import datetime

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery
from aiogram.utils.i18n import gettext as _

from bot.domain import reminders
from bot.domain.people import Actor
from bot.store import Store
from bot.store.outbox import QUIET
from bot.store.records import DELETABLE, MARGIN
from bot.telegram import entrance
from bot.telegram.buttons import Hide, Home
from bot.telegram.screens import Button, Screen
from bot.telegram.sent import Sent
from bot.telegram.visits import Visits


async def hide(
    event: CallbackQuery, actor: Actor, store: Store, state: FSMContext, visits: Visits, sent: Sent
) -> Screen:
    """Of a visitor nothing is left anywhere; of someone we keep, nothing in the chat."""
    assert event.message is not None  # noqa: S101 - the filter's promise
    await entrance.leave(state)
    if actor.id is None:
        messages = visits.end(event.from_user.id)
    else:
        await store.people.went_quiet(actor.id)
        await store.outbox.knock_again(actor.id)
        await reminders.hush(store, actor)
        await store.notices.knock_again(actor.id, QUIET)
        written = await store.messages.deletable(actor.id)
        messages = [*written, *sent.unwritten(event.message.chat.id)]
        await store.messages.forget(actor.id)
    if _is_deletable(event.message.date, store.now):
        # it may be so new that it is not yet written down
        return cover(wipe=(*messages, event.message.message_id), fresh=True)
    # too old to be removed: it becomes the card
    return cover(wipe=tuple(messages), fresh=False)


def _is_deletable(sent: datetime | int, now: datetime) -> bool:
    """Telegram says 0 of a message it no longer shows to bots."""
    return isinstance(sent, datetime) and sent > now - DELETABLE + MARGIN


def cover(*, wipe: tuple[int, ...], fresh: bool) -> Screen:
    """What may be seen by whoever looks over the shoulder."""
    return Screen(
        "",
        _("Opening hours and addresses. Press Start."),
        ((Button(_("Start"), Home()),),),
        footer=False,
        fresh=fresh,
        wipe=tuple(dict.fromkeys(wipe)),
    )


def router() -> Router:
    made = Router(name=__name__)
    made.callback_query.register(hide, Hide.filter(), F.message.chat.type == "private")
    return made

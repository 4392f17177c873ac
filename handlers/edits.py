"""Someone changes what they said, or takes it back: so it goes on the other side."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import gettext as _

from bot.domain import desk, edits
from bot.domain.cases import Case
from bot.domain.guide import Guide
from bot.domain.people import Actor
from bot.store import Store
from bot.store.relays import Relay
from bot.telegram import letters
from bot.telegram.buttons import TakeBack
from bot.telegram.passing import said_in, stays_inside
from bot.telegram.screens import Screen, Toast


async def edited_in_private(event: Message, actor: Actor, store: Store, guide: Guide) -> Screen | None:
    """What a person changed in their own chat: as a client, or as staff of an organisation that answers there."""
    relay = await edits.client_edits(store, actor, event.message_id)
    if relay is not None:
        await edits.change(store, relay, said_in(event, guide))
        return None
    answered = event.reply_to_message
    case = await desk.of_member(store, actor, answered.message_id) if answered is not None else None
    return await _changed_by_staff(event, await desk.edits(store, actor, event.message_id), case, store, guide)


async def staff_edited(event: Message, actor: Actor, store: Store, guide: Guide) -> Screen | None:
    organisation = await store.groups.organisation(event.chat.id)
    relay = await edits.staff_edits(store, actor, organisation, event.message_id)
    case = await edits.staff_topic(store, actor, organisation, event.message_thread_id)
    return await _changed_by_staff(event, relay, case, store, guide)


async def _changed_by_staff(
    event: Message, relay: Relay | None, case: Case | None, store: Store, guide: Guide
) -> Screen | None:
    """``case`` is the request in which they wrote it, whether or not it was passed on."""
    if relay is None:
        if case is not None and not stays_inside(event):
            # two slashes taken away, perhaps: an edit sends nothing that was not sent
            raise edits.StaysInside
        return None
    if not stays_inside(event):
        await edits.change(store, relay, said_in(event, guide))
        return None
    if await edits.keep_inside(store, relay):
        text = letters.kept_inside()
    else:
        text = _("This change stays among you. The person still sees your message as it was.")
    return Screen("", text, footer=False)


async def take_back(event: CallbackQuery, callback_data: TakeBack, actor: Actor, store: Store) -> Toast:
    """The receipt tells when it is done."""
    await edits.take_back(store, actor, callback_data.relay)
    return Toast(_("We are taking it back."))


def router() -> Router:
    made = Router(name=__name__)
    private, group = F.chat.type == "private", F.chat.type.in_({"supergroup", "group"})
    # a place that follows the phone is passed on once; where it went since is nobody's business
    has_words = ~F.location
    made.edited_message.register(edited_in_private, private, has_words)
    made.edited_message.register(staff_edited, group, has_words)
    made.callback_query.register(take_back, TakeBack.filter(), F.message.chat.type == "private")
    return made

"""Staff in their own chat with the bot: the queue, a request's card, answering by replying, handing back."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, MessageReactionUpdated
from aiogram.utils.i18n import gettext as _

from bot.domain import cases, desk
from bot.domain.cases import Case
from bot.domain.errors import NotAllowed
from bot.domain.guide import Guide
from bot.domain.people import Actor, Scope
from bot.store import Store
from bot.store.desk import Kind
from bot.telegram import desk_letters, desk_screens, entrance, letters
from bot.telegram.buttons import Card, Conversation, Desk, HandBack, SendTo
from bot.telegram.passing import is_kept_inside, said_in, stays_inside
from bot.telegram.screens import Button, Screen, Toast
from bot.telegram.wording import Names


def _is_staff(event: Message, actor: Actor) -> bool:
    return bool(desk.organisations(actor))


async def queue_command(event: Message, actor: Actor, store: Store, names: Names) -> Screen:
    of = desk.organisations(actor)
    return (
        desk_screens.home(of, names) if len(of) > 1 else await _queue(Desk(organisation=of[0]), actor, store, names)
    )


async def queue(event: CallbackQuery, callback_data: Desk, actor: Actor, store: Store, names: Names) -> Screen:
    assert event.message is not None  # noqa: S101 - the filter's promise
    if actor.id is not None:
        # the message is no longer a request's card
        await store.desk.forget(actor.id, event.message.message_id)
    if callback_data.organisation is None:
        of = desk.organisations(actor)
        if not of:
            raise NotAllowed
        has_group = await store.groups.is_bound(of[0])
        return desk_screens.home(of, names, has_group=has_group)
    return await _queue(callback_data, actor, store, names)


async def _queue(wanted: Desk, actor: Actor, store: Store, names: Names) -> Screen:
    organisation = wanted.organisation or ""
    desk.may_see(actor, organisation)
    assert actor.id is not None  # noqa: S101 - staff are known
    has_group = await store.groups.is_bound(organisation)
    waiting, mine = await store.desk.count(actor.id, organisation)
    # others take requests meanwhile: a page may be gone
    page = min(max(wanted.page, 0), max((mine if wanted.mine else waiting) - 1, 0) // desk_screens.PAGE)
    skip = page * desk_screens.PAGE
    if wanted.mine:
        shown = await store.desk.answered_by(actor.id, organisation, desk_screens.PAGE, skip)
    else:
        shown = [] if has_group else await store.desk.waiting(organisation, desk_screens.PAGE, skip)
    return desk_screens.queue(
        organisation,
        shown,
        (0 if has_group else waiting, mine),
        names,
        store.now,
        mine=wanted.mine,
        page=page,
        has_group=has_group,
        several=len(desk.organisations(actor)) > 1,
    )


async def show_card(event: CallbackQuery, callback_data: Card, actor: Actor, store: Store, names: Names) -> Screen:
    """From now on a reply to this message is a reply in the request."""
    assert event.message is not None  # noqa: S101 - the filter's promise
    case = await cases.of_staff(store, actor, callback_data.case)
    assert actor.id is not None  # noqa: S101 - staff are known
    client = await store.people.chat(case.client)
    screen = desk_letters.card(case, names, client.locale if client else "", actor.id)
    if event.message.message_id in await _words_of(case, actor.id, store):
        return replace(screen, fresh=True)
    await store.desk.put(actor.id, event.message.message_id, case.id, Kind.CARD)
    return screen


async def _words_of(case: Case, person: int, store: Store) -> set[int]:
    """Under someone's words the code is a button: pressed, the card comes below them."""
    words = await store.desk.messages_of(case.id, Kind.WORDS)
    return {one.message for one in words if one.person == person}


async def hand_back(event: CallbackQuery, callback_data: HandBack, actor: Actor, store: Store) -> Toast:
    await desk.hand_back(store, actor, await cases.of_staff(store, actor, callback_data.case))
    return Toast(_("A colleague can take it now. The person is told."))


async def answer(
    event: Message, case: Case, actor: Actor, store: Store, state: FSMContext, guide: Guide
) -> Screen | None:
    """A reply to a message of a request goes to its client; lines that begin with // stay here."""
    # what they were asked for as a client, they were asked before
    await entrance.leave(state)
    if await is_kept_inside(event, state):
        return None
    if (event.text or "").startswith("/"):
        return Screen("", _("This looks like a command; it was not passed on."), footer=False)
    await desk.answer(store, actor, case, said_in(event, guide), event.message_id)
    return None


async def _replies_at_desk(event: Message, actor: Actor, store: Store) -> bool | dict[str, Case]:
    if event.reply_to_message is None:
        return False
    case = await desk.of_member(store, actor, event.reply_to_message.message_id)
    return {"case": case} if case is not None else False


async def unaddressed(
    event: Message, mine: list[Case], own: Case | None, actor: Actor, state: FSMContext, names: Names
) -> Screen | None:
    """Written without a reply: asked for, never guessed; an album is spoken of once."""
    if await is_kept_inside(event, state):
        return None
    album = event.media_group_id
    if album is not None and (await state.get_data()).get("album") == album:
        return None
    if album is not None:
        await state.update_data(album=album)
    if not mine:
        return desk_screens.nowhere(desk.organisations(actor))
    if album is not None:
        return desk_screens.album_needs_a_reply(mine, names, event.message_id)
    return desk_screens.where_to(mine, names, event.message_id, own=own)


async def _has_no_address(event: Message, actor: Actor, store: Store) -> bool | dict[str, object]:
    """Whether staff, and not the client they may be too, wrote to nobody in particular."""
    is_command = (event.text or "").startswith("/") and not stays_inside(event)
    if actor.id is None or is_command or not _is_staff(event, actor):
        return False
    answered = event.reply_to_message
    if answered is not None and await store.cases.by_client_message(actor.id, answered.message_id) is not None:
        return False
    own = await cases.current(store, actor)
    mine = await store.desk.answered_by(actor.id, None, desk_screens.MOST_OFFERED)
    if not mine and (own is not None or actor.agreed(Scope.SERVICE) or await _all_have_groups(actor, store)):
        return False
    return {"mine": mine, "own": own if own is not None and not own.is_closed else None}


async def _all_have_groups(actor: Actor, store: Store) -> bool:
    return all([await store.groups.is_bound(one) for one in desk.organisations(actor)])


async def send_to(event: CallbackQuery, callback_data: SendTo, actor: Actor, store: Store, guide: Guide) -> Screen:
    """The message was kept nowhere: it is the one that this button's own message answers."""
    asked = event.message.reply_to_message if isinstance(event.message, Message) else None
    case = await store.cases.get(callback_data.case)
    if case is None:
        raise NotAllowed
    own = case.client == actor.id
    to_it = Button(case.code, Conversation(case=case.id) if own else Card(case=case.id))
    if asked is None or asked.from_user is None or asked.from_user.id != event.from_user.id:
        return Screen("", _("This message is gone. Please write it again."), ((to_it,),), footer=False)
    if stays_inside(asked):
        # changed since it was asked
        return Screen("", letters.kept_inside(), ((to_it,),), footer=False)
    if own:
        await cases.client_says(store, actor, case, said_in(asked, guide), asked.message_id)
    else:
        await desk.answer(store, actor, case, said_in(asked, guide), asked.message_id)
    return Screen("", _("Goes to {code}.").format(code=case.code), ((to_it,),), footer=False)


async def reacted(event: MessageReactionUpdated, actor: Actor, store: Store) -> None:
    """A member's reaction to a client's message says that it was seen."""
    if event.new_reaction:
        await desk.seen(store, actor, event.message_id)


def router() -> Router:
    made = Router(name=__name__)
    private, pressed_in_private = F.chat.type == "private", F.message.chat.type == "private"
    made.message.register(queue_command, private, Command("queue"), _is_staff)
    made.message.register(answer, private, _replies_at_desk)
    made.message.register(unaddressed, private, StateFilter(None), _has_no_address)
    made.callback_query.register(queue, Desk.filter(), pressed_in_private)
    made.callback_query.register(show_card, Card.filter(), pressed_in_private)
    made.callback_query.register(hand_back, HandBack.filter(), pressed_in_private)
    made.callback_query.register(send_to, SendTo.filter(), pressed_in_private)
    made.message_reaction.register(reacted, private)
    return made

"""Staff of an organisation: joining, connecting their group, and answering requests in its topics."""

from collections.abc import Iterable

from aiogram import Bot, F, Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, MessageReactionUpdated
from aiogram.utils.i18n import gettext as _

from bot.domain import cases, desk, people
from bot.domain.cases import Case
from bot.domain.dormitories import keeping
from bot.domain.errors import NotAllowed
from bot.domain.guide import Guide
from bot.domain.people import Actor, Membership, Role
from bot.store import Store
from bot.telegram import desk_screens, entrance, letters
from bot.telegram.bed_buttons import KeepBeds
from bot.telegram.buttons import BindGroup, Card, CloseCase, Home, TakeCase
from bot.telegram.passing import is_kept_inside, said_in
from bot.telegram.screens import Button, Screen, Toast
from bot.telegram.wording import Names

JOIN = "join_"


async def join(
    event: Message, command: CommandObject, actor: Actor, store: Store, names: Names, guide: Guide
) -> Screen:
    """An invitation link was opened."""
    assert event.from_user is not None  # noqa: S101 - a private chat
    code = (command.args or "").removeprefix(JOIN)
    membership = await people.join(store, actor, event.from_user.id, code)
    title = _("Welcome to “{organisation}”").format(organisation=names.organisation(membership.organisation))
    if membership.role is not Role.STAFF:
        return Screen(title, _("You are in. There is nothing to do yet."), footer=False)
    has_group = await store.groups.is_bound(membership.organisation)
    # what came before anyone was there
    await store.outbox.hurry(membership.organisation)
    screen = desk_screens.home([membership.organisation], names, title=title, has_group=has_group)
    return _with_beds(screen, [membership], guide)


async def staff_home(
    event: Message, actor: Actor, store: Store, state: FSMContext, names: Names, guide: Guide
) -> Screen:
    """Also where one was somebody's client a moment ago."""
    await entrance.leave_talk(store, actor)
    await entrance.leave(state)
    of = desk.organisations(actor)
    screen = desk_screens.home(of, names, has_group=await store.groups.is_bound(of[0]))
    return _with_beds(screen, actor.memberships, guide)


def _with_beds(screen: Screen, held: Iterable[Membership], guide: Guide) -> Screen:
    """For who keeps a dormitory, the way to its places."""
    if not keeping.kept(held, guide):
        return screen
    return screen.with_rows((Button(_("🛏 Places to sleep"), KeepBeds()),))


async def binding_code(event: CallbackQuery, callback_data: BindGroup, actor: Actor, store: Store) -> Screen:
    code = await people.binding_code(store, actor, callback_data.organisation)
    text = _("Write this in the group within an hour:\n\n/bind {code}\n\nIt works once.").format(code=code)
    copied = Button(_("📋 Copy"), copy=f"/bind {code}")
    return Screen(
        _("Connect our group"), text, ((copied,), (Button(_("👤 What clients see"), Home()),)), footer=False
    )


async def bind(event: Message, command: CommandObject, actor: Actor, store: Store, names: Names) -> Screen:
    """Connects the group in which the code was written."""
    if not event.chat.is_forum:
        return Screen(
            "", _("Please switch topics on in this group's settings first, then write the code again."), footer=False
        )
    organisation = await people.bind_group(store, actor, event.chat.id, (command.args or "").strip())
    await desk.group_bound(store, organisation)
    text = _("Connected. Requests to “{organisation}” come here, each as a topic.")
    return Screen("", text.format(organisation=names.organisation(organisation)), footer=False)


async def _case_here(event: Message, store: Store) -> Case | None:
    """The request whose topic this is; None for other chats and topics."""
    organisation = await store.groups.organisation(event.chat.id)
    if organisation is None or event.message_thread_id is None:
        return None
    return await store.cases.by_topic(organisation, event.message_thread_id)


async def answer(
    event: Message, bot: Bot, actor: Actor, store: Store, state: FSMContext, guide: Guide
) -> Screen | None:
    """What staff write in a topic goes to the client; lines that begin with // stay inside."""
    if is_service(event) or await is_kept_inside(event, state):
        # what topics themselves say, such as their renaming, is nobody's answer
        return None
    case = await _case_here(event, store)
    if case is None:
        return await _not_passed_on(event, store) if was_a_request(event, bot) else None
    if event.sender_chat is not None:
        text = _("This was not passed on: switch off “remain anonymous” to answer as yourself.")
        return Screen("", text, footer=False)
    if (event.text or "").startswith("/"):
        return Screen("", _("This looks like a command; it was not passed on."), footer=False)
    case = await cases.of_staff(store, actor, case.id)
    await cases.staff_says(store, actor, case, said_in(event, guide), event.message_id)
    return None


def is_service(event: Message) -> bool:
    return event.content_type.startswith(
        ("forum_", "general_forum", "new_chat", "left_chat", "pinned", "group_", "migrate")
    )


def was_a_request(event: Message, bot: Bot) -> bool:
    """Whether this topic was made by the bot: Telegram makes each message an answer to the one that opened it."""
    opened = event.reply_to_message
    return (
        event.is_topic_message is True
        and opened is not None
        and opened.from_user is not None
        and (opened.from_user.id == bot.id)
    )


async def _not_passed_on(event: Message, store: Store) -> Screen:
    if await store.groups.organisation(event.chat.id) is None:
        text = _("This was not passed on: this group is no longer connected. Please answer in the one that is.")
    else:
        text = _("This was not passed on: the person erased this request, and cannot be reached here any more.")
    return Screen("", text, footer=False)


async def take(event: CallbackQuery, callback_data: TakeCase, actor: Actor, store: Store) -> Toast:
    await cases.take(store, actor, await cases.of_staff(store, actor, callback_data.case))
    return Toast(_("You answer this request."))


async def close(
    event: CallbackQuery, callback_data: CloseCase, actor: Actor, store: Store, names: Names
) -> Screen | Toast:
    case = await cases.of_staff(store, actor, callback_data.case)
    if callback_data.sure:
        await cases.close(store, actor, case, by_client=False)
        return Toast(_("The request is closed."))
    yes = Button(_("Yes, close"), CloseCase(case=case.id, sure=True), style="danger")
    no = Button(_("No"), Card(case=case.id))
    return Screen(
        _("Request {code}").format(code=case.code),
        _("Close this request? The person will be told."),
        ((yes, no),),
        footer=False,
    )


async def show_card(event: CallbackQuery, callback_data: Card, actor: Actor, store: Store, names: Names) -> Screen:
    return letters.card(await cases.of_staff(store, actor, callback_data.case), names)


async def reacted(event: MessageReactionUpdated, actor: Actor, store: Store) -> None:
    """A reaction of staff to a client's message says that it was seen."""
    organisation = await store.groups.organisation(event.chat.id)
    if organisation is None or not event.new_reaction:
        return
    case = await store.cases.by_staff_message(organisation, event.message_id)
    if case is None:
        return
    try:
        await cases.seen(store, actor, case)
    except NotAllowed:
        # someone else in the group may react as they like; it says nothing about the request
        return


def _is_staff(event: Message, actor: Actor) -> bool:
    return bool(desk.organisations(actor))


def router() -> Router:
    made = Router(name=__name__)
    private, group = F.chat.type == "private", F.chat.type.in_({"supergroup", "group"})
    made.message.register(join, private, CommandStart(deep_link=True, magic=F.args.startswith(JOIN)))
    made.message.register(staff_home, private, CommandStart(), _is_staff)
    made.message.register(bind, group, Command("bind"))
    made.message.register(answer, group)
    made.callback_query.register(binding_code, BindGroup.filter())
    made.callback_query.register(take, TakeCase.filter())
    made.callback_query.register(close, CloseCase.filter())
    made.callback_query.register(show_card, Card.filter())
    made.message_reaction.register(reacted)
    return made

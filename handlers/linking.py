"""A client and their offices: linked by a code from paper, asked whether another may take over."""

from aiogram import F, Router
from aiogram.filters import CommandObject, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import gettext as _

from bot.domain import appointments, offices, people
from bot.domain.errors import NotAllowed, Outdated
from bot.domain.offices import CodeUnusable, Tries, read_code
from bot.domain.people import Actor, Scope
from bot.store import Store
from bot.telegram import entrance, link_screens
from bot.telegram.link_buttons import AnswerMove, AskMove, LinkAgree, LinkEnded, LinkNotices, MyOffices
from bot.telegram.screens import Button, Screen
from bot.telegram.visits import Visits

LINK = "link_"


async def scanned(
    event: Message, command: CommandObject, actor: Actor, store: Store, state: FSMContext, tries: Tries
) -> Screen:
    """The picture on paper was scanned, or its link opened."""
    return await _offer(event, (command.args or "").removeprefix(LINK), actor, store, state, tries)


async def typed(event: Message, actor: Actor, store: Store, state: FSMContext, tries: Tries) -> Screen:
    """What looks like a code is one, whatever was expected: it is nobody else's to read."""
    return await _offer(event, event.text or "", actor, store, state, tries)


async def _offer(event: Message, code: str, actor: Actor, store: Store, state: FSMContext, tries: Tries) -> Screen:
    assert event.from_user is not None  # noqa: S101 - a private chat
    await entrance.leave_talk(store, actor)
    await entrance.leave(state)
    tries.check(event.from_user.id)
    try:
        office, link = await offices.offered(store, actor, code)
    except CodeUnusable:
        tries.failed(event.from_user.id)
        raise
    return link_screens.offer(office, link, read_code(code) or "")


async def agree(
    event: CallbackQuery, callback_data: LinkAgree, actor: Actor, store: Store, visits: Visits, tries: Tries
) -> Screen:
    """Pressed twice, or late, it shows what is true: only an unused code links."""
    tries.check(event.from_user.id)
    try:
        office, _offered = await offices.offered(store, actor, callback_data.code)
    except CodeUnusable:
        if actor.id is not None and await store.links.of_person(actor.id):
            return await _my_offices(actor, store)
        tries.failed(event.from_user.id)
        raise
    actor = await entrance.agreed(actor, event.from_user.id, store, visits, Scope.APPOINTMENTS)
    link = await offices.accept(store, actor, callback_data.code)
    await appointments.for_newcomer(store, link)
    await offices.tell_officers(store, link, "linked")
    return link_screens.linked(office)


async def notices(event: CallbackQuery, callback_data: LinkNotices, actor: Actor, store: Store) -> Screen:
    if actor.id is None or not await store.links.of_person(actor.id):
        raise NotAllowed
    if callback_data.yes and not actor.agreed(Scope.NOTICES):
        actor = await people.agree(store, actor, event.from_user.id, Scope.NOTICES)
    return await _my_offices(actor, store)


async def my_offices(event: CallbackQuery, actor: Actor, store: Store, state: FSMContext) -> Screen:
    await entrance.leave_talk(store, actor)
    await entrance.leave(state)
    return await _my_offices(actor, store)


async def _my_offices(actor: Actor, store: Store) -> Screen:
    links = [] if actor.id is None else await store.links.of_person(actor.id)
    named = {office.id: office for office in await store.offices.all()}
    return link_screens.my_offices(actor, links, named)


async def ask_move(event: CallbackQuery, callback_data: AskMove, actor: Actor, store: Store) -> Screen:
    link = await offices.link_of_client(store, actor, callback_data.link)
    office = await store.offices.get(link.office)
    other = await store.offices.get(link.moving_to or "")
    if office is None or other is None:
        raise Outdated
    return link_screens.ask_move(link, office, other)


async def ended(
    event: CallbackQuery, callback_data: LinkEnded, actor: Actor, store: Store, state: FSMContext
) -> Screen:
    """Late, when they are linked there anew, it shows what is true."""
    await entrance.leave_talk(store, actor)
    await entrance.leave(state)
    office = await store.offices.get(callback_data.office)
    if office is None:
        raise Outdated
    links = [] if actor.id is None else await store.links.of_person(actor.id)
    if any(link.office == office.id for link in links):
        return await _my_offices(actor, store)
    return link_screens.ended(office)


async def answer_move(event: CallbackQuery, callback_data: AnswerMove, actor: Actor, store: Store) -> Screen:
    link = await offices.answer_move(store, actor, callback_data.link, yes=callback_data.yes)
    office = await store.offices.get(link.office)
    assert office is not None  # noqa: S101 - a link's office is there
    return Screen(
        _("Another office"),
        _("You are with “{office}” now. There you are called “{label}”.").format(
            office=office.title, label=link.label
        ),
        ((Button(_("🏢 Offices"), MyOffices()),),),
    )


def _is_code(event: Message) -> bool:
    return read_code(event.text or "") is not None


def router() -> Router:
    made = Router(name=__name__)
    made.message.filter(F.chat.type == "private")
    made.message.register(scanned, CommandStart(deep_link=True, magic=F.args.startswith(LINK)))
    made.message.register(typed, F.text, _is_code)
    made.callback_query.filter(F.message.chat.type == "private")
    made.callback_query.register(agree, LinkAgree.filter())
    made.callback_query.register(notices, LinkNotices.filter())
    made.callback_query.register(my_offices, MyOffices.filter())
    made.callback_query.register(ended, LinkEnded.filter())
    made.callback_query.register(ask_move, AskMove.filter())
    made.callback_query.register(answer_move, AnswerMove.filter())
    return made

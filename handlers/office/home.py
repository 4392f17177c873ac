"""Joining an office, and the officer's home screen."""

from aiogram import F, Router
from aiogram.filters import CommandObject, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import gettext as _

from bot.domain import offices, people
from bot.domain.people import Actor, InvitationUnusable, Role
from bot.store import Store
from bot.telegram import entrance
from bot.telegram.office_buttons import OfficeHome
from bot.telegram.office_screens import office_home
from bot.telegram.screens import Screen

JOIN = "office_"


async def join(event: Message, command: CommandObject, actor: Actor, store: Store) -> Screen:
    """An officer's invitation link was opened."""
    assert event.from_user is not None  # noqa: S101 - a private chat
    code = (command.args or "").removeprefix(JOIN)
    membership = await people.join(store, actor, event.from_user.id, code)
    office = await store.offices.get(membership.organisation)
    if membership.role is not Role.OFFICER or office is None:
        # nothing of this turn is kept: the invitation can still be used where it belongs
        raise InvitationUnusable
    return office_home(office, first=_("You are in."))


async def home(event: Message | CallbackQuery, actor: Actor, store: Store, state: FSMContext) -> Screen:
    office = await offices.office_of(store, actor)
    await entrance.leave_talk(store, actor)
    await entrance.leave(state)
    return office_home(office)


def is_officer(event: object, actor: Actor) -> bool:
    return any(held.role is Role.OFFICER for held in actor.memberships)


def register(router: Router) -> None:
    router.message.register(join, CommandStart(deep_link=True, magic=F.args.startswith(JOIN)))
    router.message.register(home, CommandStart(deep_link=False), is_officer)
    router.callback_query.register(home, OfficeHome.filter())

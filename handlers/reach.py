"""Who blocked the bot, or lost it from their group, or came back: the other side learns it.

Nobody takes it for a breach.
"""

from aiogram import F, Router
from aiogram.types import ChatMemberAdministrator, ChatMemberUnion, ChatMemberUpdated
from aiogram.utils.i18n import gettext as _

from bot.domain import cases, desk, regrets, reminders
from bot.domain.people import Actor, Reach
from bot.store import Store
from bot.telegram.screens import Screen


async def private_chat_changed(event: ChatMemberUpdated, actor: Actor, store: Store) -> None:
    reach = Reach.BLOCKED if event.new_chat_member.status == "kicked" else Reach.OK
    await cases.reach_changed(store, actor, reach)
    if reach is Reach.BLOCKED:
        await desk.out_of_reach(store, actor)
    else:
        await desk.in_reach(store, actor)
        await reminders.came_back(store, actor)


async def group_changed(event: ChatMemberUpdated, store: Store) -> Screen | None:
    """Made less than it has to be, the bot says what it lacks; put out, it can tell the operator alone."""
    organisation = await store.groups.organisation(event.chat.id)
    if organisation is None:
        return None
    if _can_work(event.new_chat_member):
        await store.outbox.hurry(organisation)
        again = _("I can make topics here again. What waited comes now.")
        return None if _can_work(event.old_chat_member) else Screen("", again, footer=False)
    await regrets.group_lost(store, organisation)
    if event.new_chat_member.status in {"left", "kicked"}:
        return None
    text = _("I may not manage topics here any more: requests wait. Please make me an administrator who may.")
    return Screen("", text, footer=False)


def _can_work(member: ChatMemberUnion) -> bool:
    return isinstance(member, ChatMemberAdministrator) and bool(member.can_manage_topics)


def router() -> Router:
    made = Router(name=__name__)
    made.my_chat_member.register(private_chat_changed, F.chat.type == "private")
    made.my_chat_member.register(group_changed, F.chat.type.in_({"supergroup", "group"}))
    return made

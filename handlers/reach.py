"""Someone blocked the bot, or came back: whoever talks with them learns it, and nobody takes it for a breach."""

from aiogram import F, Router
from aiogram.types import ChatMemberUpdated

from bot.domain import cases, desk
from bot.domain.people import Actor, Reach
from bot.store import Store


async def private_chat_changed(event: ChatMemberUpdated, actor: Actor, store: Store) -> None:
    reach = Reach.BLOCKED if event.new_chat_member.status == "kicked" else Reach.OK
    await cases.reach_changed(store, actor, reach)
    if reach is Reach.BLOCKED:
        await desk.out_of_reach(store, actor)


def router() -> Router:
    made = Router(name=__name__)
    made.my_chat_member.register(private_chat_changed, F.chat.type == "private")
    return made

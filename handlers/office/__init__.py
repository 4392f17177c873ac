"""The officer's side: joining an office, its home screen, its clients and their codes."""

from aiogram import F, Router

from handlers.office import clients, codes, home


def router() -> Router:
    made = Router(name=__name__)
    made.message.filter(F.chat.type == "private")
    made.callback_query.filter(F.message.chat.type == "private")
    for part in (home, codes, clients):
        part.register(made)
    return made

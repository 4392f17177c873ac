"""Appointments: the officer sets, follows and marks them; the client answers."""

from aiogram import F, Router

from handlers.appointments import changing, diary, filling, importing, mine


def router() -> Router:
    made = Router(name=__name__)
    made.message.filter(F.chat.type == "private")
    made.callback_query.filter(F.message.chat.type == "private")
    for part in (filling, changing, importing, diary, mine):
        part.register(made)
    return made

"""The officer's side: joining an office, its home screen, its clients and their codes."""

from aiogram import Router

from handlers.office import home


def router() -> Router:
    made = Router(name=__name__)
    home.register(made)
    return made

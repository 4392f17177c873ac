"""Beds: who needs one holds it or waits for it; who keeps a house counts its places."""

from aiogram import Router

from handlers.dormitories import coming, keeping


def router() -> Router:
    made = Router(name=__name__)
    made.include_routers(coming.router(), keeping.router())
    return made

"""Callback data of the officer's side. Ids in it are requests, not rights."""

from aiogram.filters.callback_data import CallbackData


class OfficeHome(CallbackData, prefix="office"):
    """The officer's home screen."""


class NewClient(CallbackData, prefix="onew"):
    """A label for a client, and a code that links them."""


class ManyCodes(CallbackData, prefix="osheet"):
    """A sheet of codes to print."""


class Clients(CallbackData, prefix="olist"):
    """The office's clients, by their labels."""

    page: int = 0


class Client(CallbackData, prefix="oone"):
    """One client of the office."""

    link: int


class FindClient(CallbackData, prefix="ofind"):
    """Type a label."""


class NewCode(CallbackData, prefix="ocode"):
    """Another code for a client: the one before is worthless then."""

    link: int
    sure: bool = False


class DropCode(CallbackData, prefix="odrop"):
    """Take a code back that was not used."""

    link: int


class EndLink(CallbackData, prefix="oend"):
    """They are the office's client no more; asks before it does."""

    link: int
    sure: bool = False


class MoveClient(CallbackData, prefix="omove"):
    """The offices that could take a client over."""

    link: int
    page: int = 0


class MoveTo(CallbackData, prefix="omt"):
    """Ask a client whether this one may."""

    link: int
    to: str

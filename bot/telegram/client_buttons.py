"""Callback data of the client's way: where one is, lists of places, cards. Ids in it are requests, not rights."""

from base64 import b32encode
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2s

from aiogram.filters.callback_data import CallbackData

from bot.domain.people import Scope


class Welcome(CallbackData, prefix="hello"):
    """Back to the first screen."""


class LookAround(CallbackData, prefix="look"):
    """Go on without being remembered."""


class PrivacyDetails(CallbackData, prefix="keep"):
    """What is kept and who can read it, in full."""


class AskWhere(CallbackData, prefix="land"):
    """Say where one is, in this country."""

    country: str


class Towns(CallbackData, prefix="towns"):
    """The towns of a region, district or city (its own districts), the largest first."""

    of: str
    page: int = 0


class Districts(CallbackData, prefix="areas"):
    """The districts of a region, by name."""

    of: str
    page: int = 0


class SetPlace(CallbackData, prefix="here"):
    """This is where I am."""

    to: str


class NeedsIn(CallbackData, prefix="needs"):
    """The kinds of help somewhere else than where one is."""

    where: str


class Nearest(CallbackData, prefix="list"):
    """The nearest places for a need or of a kind: tags, see ``tag``; by default around the person's own place."""

    what: str
    where: str | None = None
    #: nothing is left to ask before
    asked: bool = False


class Urgent(CallbackData, prefix="now"):
    """What cannot wait."""

    asked: bool = False


class MyData(CallbackData, prefix="my"):
    """Settings, and what is kept about the person."""


class WhatIsKept(CallbackData, prefix="kept"):
    """What every table holds of the person."""

    page: int = 0


class MyConsent(CallbackData, prefix="yes"):
    """What the person agreed to."""


class Withdraw(CallbackData, prefix="no"):
    """Take a consent back; asks before it does."""

    scope: Scope
    sure: bool = False


class EraseMe(CallbackData, prefix="erase"):
    """Erase all that is kept of the person; asks before it does."""

    sure: bool = False


class Younger(CallbackData, prefix="q"):
    """Is under age, and needs other people; nothing in the button, and so on the phone, says it."""

    where: str | None = None


class PlaceCard(CallbackData, prefix="place"):
    """A place's card; ``what`` and ``where`` are the list it was opened from, to go back to."""

    place: str
    what: str | None = None
    where: str | None = None


class Wrong(CallbackData, prefix="wrong"):
    """Something about a place is wrong: asks what."""

    place: str
    what: str | None = None
    where: str | None = None


class Mistake(StrEnum):
    """What can be wrong with a place."""

    PHONE = "phone"
    ADDRESS = "address"
    HOURS = "hours"
    CLOSED = "closed"
    TAKEN = "taken"
    OTHER = "other"


class WrongIs(CallbackData, prefix="x"):
    """This is what is wrong with a place."""

    place: str
    mistake: Mistake
    what: str | None = None
    where: str | None = None


@lru_cache(maxsize=4096)
def tag(ident: str) -> str:
    """Six characters that stand for an id.

    Callback data holds 64 bytes, and a card that knows its way back names a place, a need and a territory, each with
    an id of up to 40. A tag depends on its id alone, so it outlives versions of the content.
    """
    return b32encode(blake2s(ident.encode(), digest_size=4).digest()).decode()[:6].lower()


def tagged(idents: Iterable[str], wanted: str | None) -> str | None:
    """Which of the ids a tag stands for; None if none does."""
    return next((ident for ident in idents if tag(ident) == wanted), None)

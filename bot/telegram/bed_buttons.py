"""Callback data about beds, of who needs one and of who keeps them. Ids in it are requests, not rights.

A dormitory is named by its tag, see ``client_buttons.tag``; whom a bed must fit by one or two letters, see ``WHO``.
"""

from aiogram.filters.callback_data import CallbackData

from bot.domain.dormitories import Needs, Sex


class HoldBed(CallbackData, prefix="bed"):
    """Hold a place; asks first for whom it is."""

    house: str
    who: str | None = None
    step_free: bool = False


class WaitForBed(CallbackData, prefix="bedw"):
    """Join the waiting list."""

    house: str
    who: str
    step_free: bool = False


class MyBed(CallbackData, prefix="mybed"):
    """What is held for me, offered to me, and where I wait."""


class OnMyWay(CallbackData, prefix="bedgo"):
    """I set out now."""

    hold: int


class IAmHere(CallbackData, prefix="bedin"):
    """I have arrived."""

    hold: int


class NotNeeded(CallbackData, prefix="bedno"):
    """I do not need it; asks before it does."""

    hold: int
    sure: bool = False


class ItIsFull(CallbackData, prefix="bedfl"):
    """I am here, and it is full; asks before it does."""

    hold: int
    sure: bool = False


class TakeOffer(CallbackData, prefix="bedy"):
    """Take the place that became free."""

    offer: int


class PassOffer(CallbackData, prefix="bedn"):
    """Leave it to the next."""

    offer: int


class LeaveList(CallbackData, prefix="bedq"):
    """Wait no more; asks before it does."""

    house: str
    sure: bool = False


class StillWaiting(CallbackData, prefix="beds"):
    """Ask me again."""

    house: str


class KeepBeds(CallbackData, prefix="kb"):
    """The dormitories someone keeps, or one of them."""

    house: str | None = None


class KeepRoom(CallbackData, prefix="kr"):
    """The places of one room."""

    house: str
    room: str


class SetFree(CallbackData, prefix="kf"):
    """So many are free."""

    house: str
    room: str
    free: int


class StillSo(CallbackData, prefix="ks"):
    """All is as it is written."""

    house: str


class OutOfOrder(CallbackData, prefix="ko"):
    """So many are out of order."""

    house: str
    room: str
    broken: int


class CameIn(CallbackData, prefix="kc"):
    """Someone came who held nothing."""

    house: str
    room: str


class WentOut(CallbackData, prefix="kw"):
    """Someone left who was under no code."""

    house: str
    room: str


class Comers(CallbackData, prefix="kh"):
    """Who is on the way."""

    house: str


class Stayers(CallbackData, prefix="kt"):
    """Who stays, under their codes."""

    house: str
    page: int = 0


class Guest(CallbackData, prefix="kx"):
    """One who comes or stays."""

    hold: int


class TookIn(CallbackData, prefix="ka"):
    """They have arrived."""

    hold: int


class NotTaken(CallbackData, prefix="kn"):
    """They are not taken in; asks why first."""

    hold: int
    why: str | None = None


class Left(CallbackData, prefix="kl"):
    """They have left."""

    hold: int


class Extend(CallbackData, prefix="ke"):
    """They stay longer."""

    hold: int
    nights: int


class BedFigures(CallbackData, prefix="kg"):
    """Occupancy, who was turned away, how long people stay."""

    house: str


#: as buttons carry it; nothing else of a person stands in a button
WHO = {
    "m": (Sex.MAN, False),
    "w": (Sex.WOMAN, False),
    "mc": (Sex.MAN, True),
    "wc": (Sex.WOMAN, True),
}


def needs_of(who: str | None, *, step_free: bool) -> Needs | None:
    """None for what no button of ours says."""
    if who not in WHO:
        return None
    sex, children = WHO[who]
    return Needs(sex, children, step_free)


def who_of(needs: Needs) -> str:
    return next(who for who, meant in WHO.items() if meant == (needs.sex, needs.children))

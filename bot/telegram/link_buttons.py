"""Callback data of the client's side of offices and appointments. Ids in it are requests, not rights."""

from aiogram.filters.callback_data import CallbackData

from bot.domain.appointments.model import Reason


class MyOffices(CallbackData, prefix="myoff"):
    """The offices one is linked to, and the way in with a code."""


class LinkAgree(CallbackData, prefix="lyes"):
    """Agree to be linked by this code."""

    code: str


class LinkNotices(CallbackData, prefix="lnote"):
    """Whether notices may come as well."""

    yes: bool


class LinkEnded(CallbackData, prefix="lend"):
    """An office says that one is linked to it no more."""

    office: str


class AskMove(CallbackData, prefix="lask"):
    """What an office asks: whether another may take one over."""

    link: int


class AnswerMove(CallbackData, prefix="lmove"):
    """Yes or no to that."""

    link: int
    yes: bool


class MyAppointments(CallbackData, prefix="appts"):
    """What is to come."""

    page: int = 0


class MyAppointment(CallbackData, prefix="appt"):
    """One of them."""

    appointment: int


class WillCome(CallbackData, prefix="acome"):
    """I will come."""

    appointment: int


class CannotCome(CallbackData, prefix="anot"):
    """I cannot come: asks why; with a reason, says it."""

    appointment: int
    reason: Reason | None = None


class Receipt(CallbackData, prefix="arec"):
    """The receipt of "I cannot come" once more."""

    appointment: int


class WhereIsIt(CallbackData, prefix="amap"):
    """The place of an appointment."""

    appointment: int


class OtherTime(CallbackData, prefix="aother"):
    """Yes or no to another time that the office proposes, as 202611241000."""

    appointment: int
    wall: int
    yes: bool

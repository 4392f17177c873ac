"""Callback data of the officer's appointments. Ids in it are requests, not rights; times are as 202611241000."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from bot.domain.appointments.model import Outcome


class SetFor(CallbackData, prefix="aset"):
    """A new appointment; for a client, where one is named."""

    link: int | None = None


class Field(StrEnum):
    """What is asked for, in this order."""

    LABEL = "label"
    DAY = "day"
    CLOCK = "clock"
    WHERE = "where"
    BRING = "bring"
    REPEATS = "repeats"
    TIMES = "times"
    MORNING = "morning"
    WEEKENDS = "weekends"


class Fill(CallbackData, prefix="afill"):
    """An answer by button; without one, asks again for it."""

    field: Field
    value: str | None = None


class SetIt(CallbackData, prefix="adone"):
    """Set what the preview shows."""


class View(StrEnum):
    """Which appointments of the office."""

    TODAY = "today"
    WEEK = "week"
    SILENT = "silent"
    MISSED = "missed"
    UNTOLD = "untold"


class Diary(CallbackData, prefix="adiary"):
    """The office's appointments."""

    view: View = View.TODAY
    page: int = 0


class OfficeAppointment(CallbackData, prefix="aone"):
    """One of them."""

    appointment: int


class ChangeTime(CallbackData, prefix="atime"):
    """Move it, or propose another time: to be typed; with a time, does it."""

    appointment: int
    propose: bool
    wall: int | None = None


class CallOff(CallbackData, prefix="aoff"):
    """Call it off, or all of its series; asks before it does."""

    appointment: int
    series: bool = False
    sure: bool = False


class Mark(CallbackData, prefix="amark"):
    """Came, or did not."""

    appointment: int
    outcome: Outcome


class ImportTable(CallbackData, prefix="atable"):
    """Many at once, from a table."""


class SetAll(CallbackData, prefix="aall"):
    """Set all of a checked table."""

    sheet: int

"""Callback data of reminders. A time travels in the button, so what a person says yes to is what they have read."""

from enum import IntEnum

from aiogram.filters.callback_data import CallbackData

from bot.domain.moments import Repeat
from bot.domain.reminders import Snooze


class Remind(CallbackData, prefix="rem"):
    """Be reminded: of a place, of a request, or of what will be typed."""

    place: str | None = None
    case: int | None = None


class AgreeToRemind(CallbackData, prefix="remyes"):
    """Agree that reminders are kept, and go on."""

    place: str | None = None
    case: int | None = None


class Reminders(CallbackData, prefix="rems"):
    """The person's reminders."""

    page: int = 0


class AskTime(CallbackData, prefix="rt"):
    """Say when: to be typed, or a day."""

    reminder: int
    repeats: Repeat = Repeat.ONCE


class PickDay(CallbackData, prefix="rd"):
    """This day; then the quarter of the day."""

    reminder: int
    #: as 20261123
    day: int
    repeats: Repeat = Repeat.ONCE


class Quarter(IntEnum):
    """Six hours each, as people divide the day."""

    MORNING = 6
    DAY = 12
    EVENING = 18
    NIGHT = 0


class PickQuarter(CallbackData, prefix="rq"):
    """This part of the day; then the hour."""

    reminder: int
    day: int
    quarter: Quarter
    repeats: Repeat = Repeat.ONCE


class CheckTime(CallbackData, prefix="rc"):
    """This time: asks whether it is right."""

    reminder: int
    #: as 202611231000
    at: int
    repeats: Repeat = Repeat.ONCE


class AskRepeat(CallbackData, prefix="rr"):
    """How often it comes again."""

    reminder: int
    at: int


class SetTime(CallbackData, prefix="rs"):
    """Yes: remind me at this time."""

    reminder: int
    at: int
    repeats: Repeat = Repeat.ONCE


class AskWords(CallbackData, prefix="rw"):
    """Say in other words what it is about; ``at`` is the time to come back to."""

    reminder: int
    at: int | None = None
    repeats: Repeat = Repeat.ONCE


class OpenReminder(CallbackData, prefix="ro"):
    """What it is about."""

    reminder: int


class SnoozeReminder(CallbackData, prefix="rz"):
    """Later."""

    reminder: int
    wish: Snooze


class ReminderDone(CallbackData, prefix="rok"):
    """It is done."""

    reminder: int


class RemoveReminder(CallbackData, prefix="rx"):
    """Take it away."""

    reminder: int


class UndoReminder(CallbackData, prefix="ru"):
    """Bring back what was done or removed just now."""

    reminder: int


class QuietHours(CallbackData, prefix="rn"):
    """The hours of the night; by its number, the choice that was made."""

    choice: int | None = None

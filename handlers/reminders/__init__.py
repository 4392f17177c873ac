"""Reminders: say what and when, say yes, be reminded, put off, done."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.types import Message

from bot.telegram.reminder_buttons import (
    AgreeToRemind,
    AskRepeat,
    AskTime,
    AskWords,
    CheckTime,
    OpenReminder,
    PickDay,
    PickQuarter,
    QuietHours,
    Remind,
    ReminderDone,
    Reminders,
    RemoveReminder,
    SetTime,
    SnoozeReminder,
    UndoReminder,
)
from handlers.reminders import keeping, setting
from handlers.reminders.setting import Reminding


def _is_written(event: Message) -> bool:
    return event.text is not None and not event.text.startswith("/")


def router() -> Router:
    made = Router(name=__name__)
    made.message.filter(F.chat.type == "private")
    made.message.register(setting.urgent, StateFilter(Reminding), _is_written, setting.tells_of_danger)
    made.message.register(setting.what, StateFilter(Reminding.what), _is_written)
    made.message.register(setting.words, StateFilter(Reminding.words), _is_written)
    made.message.register(setting.time, StateFilter(Reminding.time), _is_written)
    made.message.register(setting.not_words, StateFilter(Reminding), ~F.text, ~F.location)
    made.callback_query.filter(F.message.chat.type == "private")
    made.callback_query.register(setting.remind, Remind.filter())
    made.callback_query.register(setting.agree, AgreeToRemind.filter())
    made.callback_query.register(keeping.list_all, Reminders.filter())
    made.callback_query.register(setting.ask_time, AskTime.filter())
    made.callback_query.register(setting.pick_day, PickDay.filter())
    made.callback_query.register(setting.pick_quarter, PickQuarter.filter())
    made.callback_query.register(setting.check_time, CheckTime.filter())
    made.callback_query.register(setting.ask_repeat, AskRepeat.filter())
    made.callback_query.register(setting.set_time, SetTime.filter())
    made.callback_query.register(setting.ask_words, AskWords.filter())
    made.callback_query.register(keeping.open_one, OpenReminder.filter())
    made.callback_query.register(keeping.snooze, SnoozeReminder.filter())
    made.callback_query.register(keeping.done, ReminderDone.filter())
    made.callback_query.register(keeping.remove, RemoveReminder.filter())
    made.callback_query.register(keeping.undo, UndoReminder.filter())
    made.callback_query.register(keeping.quiet_hours, QuietHours.filter())
    return made

"""Reminders that are there: the list, what one is about, later, done, undo; and the hours of the night."""

from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from bot.domain import reminders
from bot.domain.errors import Outdated
from bot.domain.people import Actor
from bot.domain.reminders import NIGHTS
from bot.store import Store
from bot.telegram import entrance, reminding
from bot.telegram.reminder_buttons import (
    OpenReminder,
    QuietHours,
    ReminderDone,
    Reminders,
    RemoveReminder,
    SnoozeReminder,
    UndoReminder,
)
from bot.telegram.screens import Screen


async def list_all(
    event: CallbackQuery, callback_data: Reminders, actor: Actor, store: Store, state: FSMContext
) -> Screen:
    await entrance.leave_talk(store, actor)
    await entrance.leave(state)
    own = await store.reminders.of_person(actor.id) if actor.id is not None else []
    return reminding.list_screen(own, callback_data.page, store.now)


async def open_one(
    event: CallbackQuery, callback_data: OpenReminder, actor: Actor, store: Store, state: FSMContext
) -> Screen:
    reminder = await reminders.of_person(store, actor, callback_data.reminder)
    await entrance.leave(state)
    if reminder.is_over:
        return reminding.is_over(reminder, store.now)
    await reminders.opened(store, reminder)
    return reminding.reminder_screen(reminder, store.now)


async def snooze(event: CallbackQuery, callback_data: SnoozeReminder, actor: Actor, store: Store) -> Screen:
    reminder = await reminders.of_person(store, actor, callback_data.reminder)
    return reminding.put_off(await reminders.snooze(store, reminder, callback_data.wish), store.now)


async def done(event: CallbackQuery, callback_data: ReminderDone, actor: Actor, store: Store) -> Screen:
    reminder = await reminders.of_person(store, actor, callback_data.reminder)
    return reminding.is_over(await reminders.done(store, reminder), store.now)


async def remove(event: CallbackQuery, callback_data: RemoveReminder, actor: Actor, store: Store) -> Screen:
    reminder = await reminders.of_person(store, actor, callback_data.reminder)
    return reminding.is_over(await reminders.remove(store, reminder), store.now)


async def undo(event: CallbackQuery, callback_data: UndoReminder, actor: Actor, store: Store) -> Screen:
    reminder = await reminders.of_person(store, actor, callback_data.reminder)
    return reminding.reminder_screen(await reminders.undo(store, reminder), store.now)


async def quiet_hours(event: CallbackQuery, callback_data: QuietHours, actor: Actor, store: Store) -> Screen:
    if callback_data.choice is not None:
        if not 0 <= callback_data.choice < len(NIGHTS):
            raise Outdated
        await reminders.set_night(store, actor, NIGHTS[callback_data.choice])
    return reminding.quiet_hours(await reminders.night_of(store, actor))

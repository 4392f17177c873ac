"""The client's side: what is to come, yes, no and why, and where it is."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery
from aiogram.utils.i18n import gettext as _

from bot.domain import appointments
from bot.domain.appointments import Appointment
from bot.domain.errors import NotAllowed
from bot.domain.guide import Guide
from bot.domain.offices import Link, Office
from bot.domain.people import Actor
from bot.signing import Signer
from bot.store import Store
from bot.telegram import appointing, cards, entrance
from bot.telegram.client_buttons import PlaceCard
from bot.telegram.link_buttons import (
    CannotCome,
    MyAppointment,
    MyAppointments,
    OtherTime,
    Receipt,
    WhereIsIt,
    WillCome,
)
from bot.telegram.packing import unpacked
from bot.telegram.screens import Button, Screen
from bot.telegram.wording import Names


async def listed(
    event: CallbackQuery, callback_data: MyAppointments, actor: Actor, store: Store, state: FSMContext
) -> Screen:
    await entrance.leave_talk(store, actor)
    await entrance.leave(state)
    found = await appointments.upcoming_of_client(store, actor)
    return appointing.my_appointments(found, store.now, callback_data.page)


async def _office(store: Store, link: Link) -> Office:
    office = await store.offices.get(link.office)
    if office is None:
        raise NotAllowed
    return office


async def _card(store: Store, appointment: Appointment, link: Link, names: Names) -> Screen:
    return appointing.card(appointment, link, await _office(store, link), names, store.now)


async def shown(
    event: CallbackQuery, callback_data: MyAppointment, actor: Actor, store: Store, state: FSMContext, names: Names
) -> Screen:
    await entrance.leave_talk(store, actor)
    await entrance.leave(state)
    appointment, link = await appointments.of_client(store, actor, callback_data.appointment)
    return await _card(store, appointment, link, names)


async def will_come(
    event: CallbackQuery, callback_data: WillCome, actor: Actor, store: Store, names: Names
) -> Screen:
    appointment, link = await appointments.coming(store, actor, callback_data.appointment)
    return await _card(store, appointment, link, names)


async def cannot_come(
    event: CallbackQuery, callback_data: CannotCome, actor: Actor, store: Store, signer: Signer, names: Names
) -> Screen:
    which, reason = callback_data.appointment, callback_data.reason
    if reason is None:
        appointment, link = await appointments.of_client(store, actor, which)
        if appointment.cancelled or appointment.is_over(store.now):
            return await _card(store, appointment, link, names)
        return appointing.why_not(appointment, store.now)
    appointment, link = await appointments.not_coming(store, actor, which, reason)
    return appointing.receipt(appointment, link, await _office(store, link), signer)


async def receipt(
    event: CallbackQuery, callback_data: Receipt, actor: Actor, store: Store, signer: Signer, names: Names
) -> Screen:
    appointment, link = await appointments.of_client(store, actor, callback_data.appointment)
    if appointment.receipt is None:
        return await _card(store, appointment, link, names)
    return appointing.receipt(appointment, link, await _office(store, link), signer)


async def other_time(
    event: CallbackQuery, callback_data: OtherTime, actor: Actor, store: Store, names: Names
) -> Screen:
    wall = unpacked(callback_data.wall)
    appointment, link = await appointments.answer_proposal(
        store, actor, callback_data.appointment, wall, yes=callback_data.yes
    )
    return await _card(store, appointment, link, names)


async def where(
    event: CallbackQuery, callback_data: WhereIsIt, actor: Actor, store: Store, guide: Guide, names: Names
) -> Screen:
    """The card of the place with its pin, where the directory has it; else what the officer wrote."""
    appointment, link = await appointments.of_client(store, actor, callback_data.appointment)
    back = (Button(_("◀ Back"), MyAppointment(appointment=appointment.id)),)
    place = guide.directory.places.get(appointment.details.place or "")
    if place is not None:
        way = PlaceCard(place=place.id)
        return cards.card(place, guide, store.now, way, can_ask=False)
    text = appointing.where(appointment.details, names) or _("The office did not write where. Please call it.")
    office = await _office(store, link)
    return Screen(_("📍 Where is it"), f"{office.title}\n{text}", (back,))


def register(router: Router) -> None:
    router.callback_query.register(listed, MyAppointments.filter())
    router.callback_query.register(shown, MyAppointment.filter())
    router.callback_query.register(will_come, WillCome.filter())
    router.callback_query.register(cannot_come, CannotCome.filter())
    router.callback_query.register(receipt, Receipt.filter())
    router.callback_query.register(other_time, OtherTime.filter())
    router.callback_query.register(where, WhereIsIt.filter())

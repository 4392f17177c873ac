"""Many appointments from a table: the template, the table, and yes to what was found in it."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import gettext as _

from bot.domain import offices
from bot.domain.appointments import table
from bot.domain.people import Actor
from bot.sheets import MOST_BYTES, TooBig
from bot.store import Store
from bot.telegram import entrance, tables
from bot.telegram.appointment_buttons import Diary, ImportTable, SetAll, View
from bot.telegram.attachments import Attachment
from bot.telegram.office_screens import back_to_office
from bot.telegram.screens import Button, Screen
from bot.telegram.wording import locale, refusal


class Importing(StatesGroup):
    """A table is expected."""

    table = State()


async def ask(event: CallbackQuery, actor: Actor, store: Store, state: FSMContext) -> Screen:
    await offices.office_of(store, actor)
    await entrance.leave_talk(store, actor)
    await state.set_state(Importing.table)
    text = _(
        "Fill in the template and send it here, as XLSX or CSV. All of it is checked first; until you say yes, "
        "nothing is set."
    )
    language, how = locale(), tables.how_to_fill()
    template = Attachment("appointments.xlsx", lambda _name: tables.template(language, how))
    return Screen(_("📄 A table of appointments"), text, (back_to_office(),), files=(template,), footer=False)


async def received(event: Message, actor: Actor, store: Store, state: FSMContext) -> Screen:
    """It is fetched and read outside of this turn; what comes of it is a message of its own."""
    office = await offices.office_of(store, actor)
    assert event.document is not None  # noqa: S101 - the filter's promise
    if (event.document.file_size or 0) > MOST_BYTES:
        return Screen("", refusal(TooBig()), (back_to_office(),), footer=False)
    body = {"file": event.document.file_id, "office": office.id}
    await store.outbox.add("sheet", f"sheet:{actor.id}:{event.message_id}", body, person=actor.id)
    await entrance.leave(state)
    return Screen("", _("The table is being checked."), (back_to_office(),), footer=False)


async def no_table(event: Message) -> Screen:
    return Screen("", _("Please send a file: XLSX or CSV."), (back_to_office(),), footer=False)


async def set_all(event: CallbackQuery, callback_data: SetAll, actor: Actor, store: Store) -> Screen:
    clients, made = await table.set_all(store, actor, callback_data.sheet)
    text = _("Appointments set: {n}. Clients told: {clients}.").format(n=len(made), clients=clients)
    rows = ((Button(_("📅 Appointments"), Diary(view=View.WEEK)),), back_to_office())
    return Screen(_("✅ Set"), text, rows, footer=False)


def register(router: Router) -> None:
    router.message.register(received, F.document, StateFilter(Importing.table))
    router.message.register(no_table, ~F.text.startswith("/"), StateFilter(Importing.table))
    router.callback_query.register(ask, ImportTable.filter())
    router.callback_query.register(set_all, SetAll.filter())

"""The office's clients: by their labels, one by one, and to another office if the client agrees."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import gettext as _

from bot.domain import appointments, offices
from bot.domain.offices import Link
from bot.domain.people import Actor
from bot.store import Store
from bot.telegram import entrance
from bot.telegram.appointment_buttons import SetFor
from bot.telegram.entrance import label as fitting
from bot.telegram.office_buttons import (
    Client,
    Clients,
    DropCode,
    EndLink,
    FindClient,
    MoveClient,
    MoveTo,
    NewClient,
    NewCode,
)
from bot.telegram.office_screens import back_to_office
from bot.telegram.screens import Button, Screen
from bot.telegram.wording import day

A_PAGE = 5


class Finding(StatesGroup):
    """A label is expected."""

    label = State()


async def listed(
    event: CallbackQuery, callback_data: Clients, actor: Actor, store: Store, state: FSMContext
) -> Screen:
    await entrance.leave(state)
    office = await offices.office_of(store, actor)
    page = max(callback_data.page, 0)
    found = await store.links.of_office(office.id, most=A_PAGE + 1, after=page * A_PAGE)
    rows = [(Button(fitting(f"{_sign(link)} {link.label}"), Client(link=link.id)),) for link in found[:A_PAGE]]
    turning = []
    if page:
        turning.append(Button(_("◀ Earlier"), Clients(page=page - 1)))
    if len(found) > A_PAGE:
        turning.append(Button(_("More ▸"), Clients(page=page + 1)))
    text = _("✅ linked, 🕓 has a code and did not use it yet. Clients: {n}.").format(
        n=await store.links.count(office.id)
    )
    more = (Button(_("🔎 Find"), FindClient()), Button(_("➕ New client"), NewClient()))
    return Screen(_("👥 Clients"), text, (*rows, tuple(turning), more, back_to_office()), footer=False)


def _sign(link: Link) -> str:
    return "✅" if link.person is not None else "🕓"


async def ask(event: CallbackQuery, actor: Actor, store: Store, state: FSMContext) -> Screen:
    await offices.office_of(store, actor)
    await state.set_state(Finding.label)
    return Screen(_("🔎 Find"), _("Type the label."), (back_to_office(),), footer=False)


async def found(event: Message, actor: Actor, store: Store, state: FSMContext) -> Screen:
    office = await offices.office_of(store, actor)
    link = await store.links.by_label(office.id, " ".join((event.text or "").split()))
    if link is None:
        text = _("There is no client of this label. Type it as you gave it.")
        return Screen(_("🔎 Find"), text, ((Button(_("👥 Clients"), Clients()),), back_to_office()), footer=False)
    await entrance.leave(state)
    return card(link)


async def shown(event: CallbackQuery, callback_data: Client, actor: Actor, store: Store, state: FSMContext) -> Screen:
    await entrance.leave(state)
    return card(await offices.link_of_officer(store, actor, callback_data.link))


def card(link: Link) -> Screen:
    lines = []
    if link.person is not None and link.linked_at is not None:
        lines.append(_("✅ Linked since {day}.").format(day=day(link.linked_at.date())))
    if link.code_until is not None:
        lines.append(_("🕓 Has a code that works until {day}.").format(day=day(link.code_until.date())))
    if link.moving_to is not None:
        lines.append(_("❓ Was asked whether another office may take them over."))
    rows = [(Button(_("🎫 New code"), NewCode(link=link.id)),)]
    if link.code_until is not None:
        rows.append((Button(_("✖️ Take the code back"), DropCode(link=link.id)),))
    if link.person is not None:
        rows.append((Button(_("⛔ End the link"), EndLink(link=link.id)),))
        rows.insert(0, (Button(_("➕ Appointment"), SetFor(link=link.id)),))
        rows.append((Button(_("↪️ To another office"), MoveClient(link=link.id)),))
    title = _("👤 “{label}”").format(label=link.label)
    return Screen(
        title, "\n".join(lines), (*rows, (Button(_("👥 Clients"), Clients()),), back_to_office()), footer=False
    )


async def end(event: CallbackQuery, callback_data: EndLink, actor: Actor, store: Store, state: FSMContext) -> Screen:
    await entrance.leave(state)
    link = await offices.link_of_officer(store, actor, callback_data.link)
    if not callback_data.sure:
        text = _(
            "“{label}” is your client here no more then. The label and its appointments go from here; the client is "
            "told that the link has ended. What they have on paper still counts."
        ).format(label=link.label)
        yes = Button(_("Yes, end it"), EndLink(link=link.id, sure=True), style="danger")
        rows = ((yes, Button(_("No"), Client(link=link.id))),)
        return Screen(_("⛔ End the link"), text, rows, footer=False)
    await appointments.end_link(store, actor, link.id)
    text = _("The link with “{label}” has ended. They are told.").format(label=link.label)
    return Screen("", text, ((Button(_("👥 Clients"), Clients()),), back_to_office()), footer=False)


async def move(event: CallbackQuery, callback_data: MoveClient, actor: Actor, store: Store) -> Screen:
    link = await offices.link_of_officer(store, actor, callback_data.link)
    others = [office for office in await store.offices.all() if office.id != link.office]
    page = max(callback_data.page, 0)
    shown = others[page * A_PAGE : (page + 1) * A_PAGE]
    rows = [(Button(fitting(one.title), MoveTo(link=link.id, to=one.id)),) for one in shown]
    turning = []
    if page:
        turning.append(Button(_("◀ Earlier"), MoveClient(link=link.id, page=page - 1)))
    if len(others) > (page + 1) * A_PAGE:
        turning.append(Button(_("More ▸"), MoveClient(link=link.id, page=page + 1)))
    text = _("Choose the office. The client is asked; until they say yes, nothing changes.")
    back = (Button(_("◀ Back"), Client(link=link.id)),)
    return Screen(_("↪️ To another office"), text, (*rows, tuple(turning), back), footer=False)


async def move_to(event: CallbackQuery, callback_data: MoveTo, actor: Actor, store: Store) -> Screen:
    return card(await offices.propose_move(store, actor, callback_data.link, callback_data.to))


def register(router: Router) -> None:
    router.message.register(found, F.text, ~F.text.startswith("/"), StateFilter(Finding.label))
    router.callback_query.register(listed, Clients.filter())
    router.callback_query.register(ask, FindClient.filter())
    router.callback_query.register(shown, Client.filter())
    router.callback_query.register(end, EndLink.filter())
    router.callback_query.register(move, MoveClient.filter())
    router.callback_query.register(move_to, MoveTo.filter())

"""Labels and the one-time codes that link clients: one on the screen, or a sheet of them to print."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import I18n
from aiogram.utils.i18n import gettext as _

from bot.domain import offices
from bot.domain.directory import country
from bot.domain.errors import DomainError
from bot.domain.offices import MOST_CODES, Link, Office, grouped
from bot.domain.people import Actor
from bot.store import Store
from bot.telegram import entrance, paper
from bot.telegram.attachments import Attachment
from bot.telegram.office_buttons import Client, DropCode, ManyCodes, NewClient, NewCode
from bot.telegram.office_screens import back_to_office, office_home
from bot.telegram.screens import Button, Screen
from bot.telegram.wording import day, refusal

#: what a slip says, in the languages of its country
SPOKEN = {"BY": ("ru", "be"), "KG": ("ru", "ky")}


class Labelling(StatesGroup):
    """A label, or many, are expected."""

    one = State()
    many = State()


async def ask_one(event: CallbackQuery, actor: Actor, store: Store, state: FSMContext) -> Screen:
    await offices.office_of(store, actor)
    return await _ask_one(state)


async def _ask_one(state: FSMContext, first: str = "") -> Screen:
    await state.set_state(Labelling.one)
    text = _(
        "Type what you call this client in your papers, for example 07-118. A number is better than a name: it can "
        "be seen on your phone and on theirs."
    )
    return Screen(_("➕ New client"), "\n\n".join(filter(None, (first, text))), (back_to_office(),), footer=False)


async def one(event: Message, actor: Actor, store: Store, state: FSMContext) -> Screen:
    try:
        link, code = await offices.new_client(store, actor, event.text or "")
    except (offices.NoLabel, offices.LabelTaken) as error:
        return await _ask_one(state, refusal(error))
    await entrance.leave(state)
    return _shown(link, code)


def _shown(link: Link, code: str) -> Screen:
    assert link.code_until is not None  # noqa: S101 - it was just given
    text = _(
        "Give this code to “{label}” on paper, or let them scan the picture:\n\n{code}\n\nIt works once, until "
        "{day}. It is shown only now. The client reads what you will see and what not, and agrees or not."
    ).format(label=link.label, code=grouped(code), day=day(link.code_until.date()))
    picture = Attachment("code.png", lambda name: paper.qr_picture(name, code), caption=link.label, picture=True)
    return Screen(
        _("A code for “{label}”").format(label=link.label),
        text,
        ((Button(_("👤 “{label}”").format(label=link.label), Client(link=link.id)),), back_to_office()),
        files=(picture,),
        footer=False,
    )


async def again(
    event: CallbackQuery, callback_data: NewCode, actor: Actor, store: Store, state: FSMContext
) -> Screen:
    await entrance.leave(state)
    link = await offices.link_of_officer(store, actor, callback_data.link)
    if callback_data.sure:
        return _shown(*await offices.new_code(store, actor, link.id))
    text = _("The code before is worthless then. Whoever uses the new one takes the place of who is linked now.")
    yes = Button(_("Yes, a new code"), NewCode(link=link.id, sure=True))
    no = Button(_("No"), Client(link=link.id))
    return Screen(_("A code for “{label}”").format(label=link.label), text, ((yes, no),), footer=False)


async def drop(
    event: CallbackQuery, callback_data: DropCode, actor: Actor, store: Store, state: FSMContext
) -> Screen:
    await entrance.leave(state)
    link = await offices.withdraw_code(store, actor, callback_data.link)
    office = await offices.office_of(store, actor, link.office)
    return office_home(office, first=_("The code of “{label}” is worthless now.").format(label=link.label))


async def ask_many(event: CallbackQuery, actor: Actor, store: Store, state: FSMContext) -> Screen:
    await offices.office_of(store, actor)
    return await _ask_many(state)


async def _ask_many(state: FSMContext, first: str = "") -> Screen:
    await state.set_state(Labelling.many)
    text = _("Type the labels, each in a line of its own, at most {most}. You get a sheet to print and cut.")
    body = "\n\n".join(filter(None, (first, text.format(most=MOST_CODES))))
    return Screen(_("🖨 Codes to print"), body, (back_to_office(),), footer=False)


async def many(event: Message, actor: Actor, store: Store, state: FSMContext, i18n: I18n) -> Screen:
    """All of them or none: a label that cannot be is named, and nothing is made."""
    office = await offices.office_of(store, actor)
    labels = [line for line in (event.text or "").splitlines() if line.strip()]
    wrong = await _wrong(store, office, labels)
    if wrong:
        return await _ask_many(state, wrong)
    await entrance.leave(state)
    given = [await offices.new_client(store, actor, label) for label in labels]
    slips = [_slip(office, link, code, i18n) for link, code in given]
    printed = Attachment("codes.pdf", lambda name: paper.sheet(name, slips))
    text = _(
        "Codes: {n}. Each works once, until {day}. Print the sheet now and delete it from this chat: whoever sees a "
        "code can use it."
    )
    until = given[0][0].code_until
    assert until is not None  # noqa: S101 - they were just given
    body = text.format(n=len(given), day=day(until.date()))
    return Screen(_("🖨 Codes to print"), body, (back_to_office(),), files=(printed,), footer=False)


async def _wrong(store: Store, office: Office, labels: list[str]) -> str:
    """What is wrong with them, line by line; empty if nothing is."""
    if not 0 < len(labels) <= MOST_CODES:
        return _("At most {most} lines, please, and at least one.").format(most=MOST_CODES)
    found, seen = [], set()
    for number, line in enumerate(labels, 1):
        try:
            label = offices.clean_label(line)
            if label.casefold() in seen or await store.links.by_label(office.id, label) is not None:
                raise offices.LabelTaken(label=label)
            seen.add(label.casefold())
        except DomainError as error:
            found.append(_("Line {number}: {what}").format(number=number, what=refusal(error)))
    return "\n".join(found[:5])


def _slip(office: Office, link: Link, code: str, i18n: I18n) -> paper.Slip:
    assert link.code_until is not None  # noqa: S101 - it was just given
    sentences = []
    for language in SPOKEN[country(office.territory)]:
        with i18n.use_locale(language):
            sentences += [
                _("Scan the picture, or write this code to the bot. It works once, until {day}.").format(
                    day=day(link.code_until.date())
                ),
                _("The bot reminds you of appointments. Your own paper wins. You need not use it."),
            ]
    return paper.Slip(link.label, code, grouped(code), tuple(sentences))


def register(router: Router) -> None:
    router.message.register(one, F.text, ~F.text.startswith("/"), StateFilter(Labelling.one))
    router.message.register(many, F.text, ~F.text.startswith("/"), StateFilter(Labelling.many))
    router.callback_query.register(ask_one, NewClient.filter())
    router.callback_query.register(ask_many, ManyCodes.filter())
    router.callback_query.register(again, NewCode.filter())
    router.callback_query.register(drop, DropCode.filter())

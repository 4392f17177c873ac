"""A client and an organisation talk: choose a subject, see where it goes and why, write."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import gettext as _

from bot.content.models import Place
from bot.domain import cases
from bot.domain.cases import Case
from bot.domain.contracts import Provider, Route, StateCentre
from bot.domain.directory import country
from bot.domain.guide import Guide
from bot.domain.people import Actor, Scope
from bot.store import Store
from bot.telegram import entrance, phones
from bot.telegram.buttons import (
    Agree,
    AskPlace,
    Conversation,
    EndConversation,
    NearMe,
    Onwards,
    OpenHeld,
    Talk,
)
from bot.telegram.entrance import clip
from bot.telegram.passing import said_in
from bot.telegram.reminder_buttons import Remind
from bot.telegram.screens import Button, Screen
from bot.telegram.visits import Visits
from bot.telegram.wording import Names, reasons, said, state_of_case

#: requests shown as buttons, newest first
MOST_SHOWN = 3


class Asking(StatesGroup):
    """The first words of a request are expected."""

    words = State()


async def talk(
    event: CallbackQuery,
    callback_data: Talk,
    actor: Actor,
    store: Store,
    state: FSMContext,
    guide: Guide,
    names: Names,
) -> Screen:
    """Where it would go and why; typing now sends it there."""
    await state.clear()
    return await _asking(callback_data.need, actor, store, state, guide, names, urgent=callback_data.urgent)


async def ask_place(
    event: CallbackQuery,
    callback_data: AskPlace,
    actor: Actor,
    store: Store,
    state: FSMContext,
    guide: Guide,
    names: Names,
) -> Screen:
    """Asks about a place: whoever is contracted for what the place serves answers."""
    await state.clear()
    return await _asking_place(callback_data.place, actor, store, state, guide, names)


async def agree(
    event: CallbackQuery,
    callback_data: Agree,
    actor: Actor,
    store: Store,
    state: FSMContext,
    guide: Guide,
    names: Names,
    visits: Visits,
) -> Screen:
    """Goes on to where the person was going when they were asked."""
    actor = await entrance.agreed(actor, event.from_user.id, store, visits)
    await state.clear()
    if callback_data.to is Onwards.PLACE:
        return await _asking_place(callback_data.of or "", actor, store, state, guide, names)
    urgent = callback_data.to is Onwards.URGENT
    return await _asking(callback_data.of, actor, store, state, guide, names, urgent=urgent)


async def _asking_place(
    ident: str, actor: Actor, store: Store, state: FSMContext, guide: Guide, names: Names
) -> Screen:
    if not actor.agreed(Scope.SERVICE):
        return _consent_first(Agree(to=Onwards.PLACE, of=ident))
    place = guide.directory.places.get(ident)
    screen = await _asking(_need_of(place, guide) if place else None, actor, store, state, guide, names)
    if place is None or actor.territory is None:
        return screen
    others = _("“{place}” does not answer in the bot. Your words go to those who help with this where you are.")
    return replace(screen, body=f"{others.format(place=clip(said(place.name), 80))}\n\n{screen.body}")


def _need_of(place: Place, guide: Guide) -> str | None:
    """The first need that this place, or its kind, serves."""
    if place.needs:
        return place.needs[0]
    return next((need.id for need in guide.directory.needs.values() if place.kind in need.kinds), None)


async def _asking(
    need: str | None,
    actor: Actor,
    store: Store,
    state: FSMContext,
    guide: Guide,
    names: Names,
    *,
    urgent: bool = False,
) -> Screen:
    if not actor.agreed(Scope.SERVICE):
        where_to = Onwards.URGENT if urgent else Onwards.TALK
        return _consent_first(Agree(to=where_to, of=need))
    if actor.territory is None:
        return await _place_first(Talk(need=need, urgent=urgent), actor, state, guide)
    route = guide.route(need, actor.territory, store.now, await store.cases.units_used())
    if route.provider is None:
        await cases.record_unmet(store, actor, need, actor.territory)
        return _only_by_phone(route, actor.territory, guide)
    await state.set_state(Asking.words)
    await state.set_data({"need": need, "urgent": urgent})
    screen = _goes_to(need, route.provider, route, names)
    if urgent:
        return replace(screen, title=_("🔴 Urgent"))
    if need is None:
        screen = screen.with_rows(*await _going_on(actor, store, names), *_subjects(guide))
    return screen


def _consent_first(agree: Agree) -> Screen:
    text = _("To pass your words on we must keep a little: your language, your place, and that there is a request.")
    return Screen(_("One question first"), text, ((Button(_("✅ I agree"), agree, style="success"),),))


async def _place_first(then: Talk, actor: Actor, state: FSMContext, guide: Guide) -> Screen:
    first = _("Who answers depends on the place.")
    return await entrance.ask_where(state, guide, entrance.likely_country(actor), first=first, then=then)


def _goes_to(need: str | None, provider: Provider, route: Route, names: Names) -> Screen:
    lines = [
        _("This goes to “{organisation}”. Only they can read it.").format(
            organisation=names.organisation(provider.organisation)
        ),
        "",
        _("Why there:"),
        reasons(route.reasons, names, for_client=True),
        "",
        _("✍️ Write now, or record your voice. You need not give a name."),
    ]
    return Screen(names.need(need) if need else _("Talk to a person"), "\n".join(lines))


async def _going_on(actor: Actor, store: Store, names: Names) -> list[tuple[Button, ...]]:
    """Requests that are not closed, to go on with."""
    assert actor.id is not None  # noqa: S101 - agreed, so known
    open_cases = (await store.cases.of_client(actor.id))[:MOST_SHOWN]
    return [
        (Button(f"{case.code} · {names.need(case.need)}"[:30], Conversation(case=case.id)),) for case in open_cases
    ]


def _subjects(guide: Guide) -> list[tuple[Button, ...]]:
    """Every need as a subject, two in a row."""
    buttons = [
        Button(f"{need.icon} {said(need.name)}"[:30], Talk(need=need.id))
        for need in guide.content.needs
        if need.services
    ]
    room = (8 - MOST_SHOWN) * 2
    return [tuple(buttons[start : start + 2]) for start in range(0, min(len(buttons), room), 2)]


def _only_by_phone(route: Route, territory: str, guide: Guide) -> Screen:
    """Nobody is contracted: who can direct, and the number to call."""
    lines = [_("Nobody answers here in the bot for this yet. You can call:")]
    rows: list[tuple[Button, ...]] = []
    for place in _to_call(route, territory, guide):
        lines += ["", f"· {said(place.name)}", *(f"  {phones.readable(phone)}" for phone in place.phones)]
        rows += [(Button(f"📋 {phones.readable(phone)}"[:30], copy=phone.number),) for phone in place.phones[:1]]
    return Screen(_("By phone"), "\n".join(lines), (*rows, (Button(_("📍 Near me"), NearMe()),)))


def _to_call(route: Route, territory: str, guide: Guide) -> list[Place]:
    """The state centre, or else the office that can direct people on; then the country's line."""
    near = (
        guide.directory.places[route.target.place]
        if isinstance(route.target, StateCentre)
        else guide.directory.director(territory)
    )
    line = guide.public.national_line(country(territory))
    return [place for place in (near, line) if place is not None]


async def first_words(
    event: Message, actor: Actor, store: Store, state: FSMContext, guide: Guide, names: Names
) -> Screen | None:
    """Opens the request and passes the words on; what became of them follows as a receipt."""
    words = said_in(event, guide)
    asked = await state.get_data()
    need, urgent = asked.get("need"), bool(asked.get("urgent"))
    await state.clear()
    if actor.territory is None:
        return await _place_first(Talk(need=need, urgent=urgent), actor, state, guide)
    # decided anew: the contract may have ended since the screen was drawn
    route = guide.route(need, actor.territory, store.now, await store.cases.units_used())
    if route.provider is None:
        return _only_by_phone(route, actor.territory, guide)
    case = await cases.open_case(store, actor, need, actor.territory, route.provider, route.reasons, urgent=urgent)
    await cases.client_says(store, actor, case, words, event.message_id)
    organisation = names.organisation(case.organisation)
    text = _("Goes to “{organisation}”. What you write next goes there too, until you press Home.")
    return Screen(_("Request {code}").format(code=case.code), text.format(organisation=organisation), _of_case(case))


async def answering_words(
    event: Message, case: Case, actor: Actor, store: Store, state: FSMContext, guide: Guide
) -> Screen | None:
    """A reply to a message of a talk goes to that talk, whatever else the person was in the middle of."""
    await state.clear()
    if case.is_closed:
        return _closed()
    await cases.client_says(store, actor, case, said_in(event, guide), event.message_id)
    return None


async def _replies_in_a_talk(event: Message, actor: Actor, store: Store) -> bool | dict[str, Case]:
    if actor.id is None or event.reply_to_message is None:
        return False
    case = await store.cases.by_client_message(actor.id, event.reply_to_message.message_id)
    return {"case": case} if case is not None else False


def _closed() -> Screen:
    text = _("This request is closed. You can start a new one.")
    return Screen("", text, ((Button(_("💬 Write anew"), Talk()),),))


async def more_words(event: Message, actor: Actor, store: Store, guide: Guide) -> Screen | None:
    """Passes on what is typed while in the talk."""
    case = await cases.current(store, actor)
    if case is None or case.is_closed:
        if actor.id is not None:
            await store.people.set_talking(actor.id, None)
        return _closed()
    await cases.client_says(store, actor, case, said_in(event, guide), event.message_id)
    return None


def _of_case(case: Case) -> tuple[tuple[Button, ...], ...]:
    remind = Button(_("⏰ Remind me"), Remind(case=case.id))
    return ((Button(_("✔️ End this request"), EndConversation(case=case.id)),), (remind,))


async def conversation(
    event: CallbackQuery, callback_data: Conversation, actor: Actor, store: Store, state: FSMContext, names: Names
) -> Screen:
    """Goes on with a request: what is typed goes there again. What was said before is not shown again."""
    case = await cases.of_client(store, actor, callback_data.case)
    await state.clear()
    await cases.go_on(store, case)
    lines = [
        _("With “{organisation}”.").format(organisation=names.organisation(case.organisation)),
        _("State: {state}").format(state=state_of_case(case)),
        "",
        _("✍️ Write now, or record your voice."),
    ]
    return Screen(_("Request {code}").format(code=case.code), "\n".join(lines), _of_case(case))


async def end(event: CallbackQuery, callback_data: EndConversation, actor: Actor, store: Store) -> Screen:
    """Ends the client's own request, after asking."""
    case = await cases.of_client(store, actor, callback_data.case)
    title = _("Request {code}").format(code=case.code)
    if not callback_data.sure:
        yes = Button(_("Yes, end it"), EndConversation(case=case.id, sure=True), style="danger")
        no = Button(_("No, go on"), Conversation(case=case.id))
        return Screen(title, _("End this request? They will see that you need no answer."), ((yes, no),))
    await cases.close(store, actor, case, by_client=True)
    return Screen(title, _("The request is closed."))


async def open_held(event: CallbackQuery, actor: Actor, store: Store, state: FSMContext) -> Screen:
    """Shows what was knocked for, right below; what is typed next answers it, and nothing asked before."""
    await state.clear()
    released = await store.outbox.release(actor.id) if actor.id is not None else 0
    if not released:
        return Screen("", _("There is nothing new."))
    # the last row stays even here: once what follows is gone from the chat, this may be all that is left
    return Screen("", _("Here it is:"))


def _in_talk(event: Message, actor: Actor) -> bool:
    return actor.talking is not None


def _is_written(event: Message) -> bool:
    return not (event.text or "").startswith("/")


def router() -> Router:
    made = Router(name=__name__)
    private = F.chat.type == "private"
    made.callback_query.register(talk, Talk.filter())
    made.callback_query.register(ask_place, AskPlace.filter())
    made.callback_query.register(agree, Agree.filter(F.to), F.message.chat.type == "private")
    made.callback_query.register(conversation, Conversation.filter())
    made.callback_query.register(end, EndConversation.filter())
    made.callback_query.register(open_held, OpenHeld.filter())
    made.message.register(answering_words, private, _is_written, _replies_in_a_talk)
    made.message.register(first_words, Asking.words, private, _is_written)
    made.message.register(more_words, private, StateFilter(None), _in_talk, _is_written)
    return made

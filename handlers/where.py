"""Where the person is: a town typed, or chosen from region to district; never a location asked for."""

from collections.abc import Sequence

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import gettext as _

from bot.content.models import Territory
from bot.domain import people
from bot.domain.directory import Directory
from bot.domain.guide import Guide
from bot.domain.people import Actor
from bot.domain.urgent import answering
from bot.store import Store
from bot.telegram import entrance, urgency
from bot.telegram.buttons import ChangePlace, NearMe, Talk
from bot.telegram.client_buttons import AskWhere, Districts, Nearest, SetPlace, Towns, Urgent
from bot.telegram.entrance import Answering, Row, in_pairs, label
from bot.telegram.screens import Button, Screen
from bot.telegram.wording import locale, said

#: six rows of two, under them one to turn the page and one to go elsewhere
A_PAGE = 12
MOST_CHOICES = 6
#: what someone may have been going to when they were asked where they are
WAYS: dict[str, type[CallbackData]] = {way.__prefix__: way for way in (Talk, NearMe, Nearest)}


async def ask(event: CallbackQuery, actor: Actor, state: FSMContext, guide: Guide) -> Screen:
    return await entrance.ask_where(state, guide, entrance.likely_country(actor))


async def ask_in(event: CallbackQuery, callback_data: AskWhere, state: FSMContext, guide: Guide) -> Screen:
    land = callback_data.country if callback_data.country in guide.directory.territories else "BY"
    await state.update_data(country=land)
    return await entrance.ask_where(state, guide, land)


async def typed(event: Message, actor: Actor, store: Store, state: FSMContext, guide: Guide) -> Screen:
    """A town that is surely meant is taken; of namesakes, and of those merely like it, the person chooses.

    Who says here that they want to die is not asked for a town again.
    """
    land = (await state.get_data()).get("country") or entrance.likely_country(actor)
    text = " ".join((event.text or "").split())
    if guide.directory.tells_of_danger(text):
        return urgency.urgent(answering(guide.directory, land, store.now), Urgent(asked=True))
    named = guide.directory.named(text, land)
    if named.sure is not None:
        return await _settle(named.sure.code, actor, store, state, guide)
    if not named.territories:
        sorry = _("We do not know such a town. Check the letters, or name a bigger town nearby.")
        return await entrance.ask_where(state, guide, land, first=sorry)
    return _which(named.territories[:MOST_CHOICES], land, guide.directory)


def _which(meant: Sequence[Territory], land: str, directory: Directory) -> Screen:
    """Those that may be meant, each with what tells it from the others."""
    names = entrance.numbered(directory.name(area.code, locale()) for area in meant)
    several = _("There are several. Choose, or type it again.") if len(meant) > 1 else _("Choose what you mean.")
    by_region = (Button(_("◀ Choose by region"), AskWhere(country=land)),)
    rows = (entrance.number_row(SetPlace(to=area.code) for area in meant), by_region)
    return Screen(_("Which one?"), "\n\n".join((several, *names)), rows)


async def not_words(event: Message, actor: Actor, state: FSMContext, guide: Guide) -> Screen:
    """A voice note, a photo: nobody would listen to it here."""
    sorry = _("Voice notes and pictures are not understood here. Please type the town, or choose it.")
    return await entrance.ask_where(state, guide, entrance.likely_country(actor), first=sorry)


async def towns(event: CallbackQuery, callback_data: Towns, actor: Actor, state: FSMContext, guide: Guide) -> Screen:
    directory = guide.directory
    if callback_data.of not in directory.territories:
        return await ask(event, actor, state, guide)
    area = directory.territory(callback_data.of)
    found = _towns(area, directory)
    buttons = [Button(label(said(town.name)), SetPlace(to=town.code)) for town in found]
    shown, turning = _page(buttons, callback_data)
    rows = (*in_pairs(shown), *turning, _beside(area))
    return Screen(said(area.name), _("Choose your town. Not here? Type it."), rows)


def _towns(area: Territory, directory: Directory) -> list[Territory]:
    """The largest first; in a city, its districts by name."""
    if area.level == "settlement":
        return sorted(directory.children(area.code), key=_name)
    within = (town for town in directory.territories if town.level == "settlement")
    inside = (town for town in within if directory.territories.contains(area.code, town.code))
    return sorted(inside, key=lambda town: (-town.population, _name(town)))


def _beside(area: Territory) -> Row:
    """The way on for who does not find themselves among the towns."""
    if area.level == "region":
        back = Button(_("◀ Back"), AskWhere(country=area.code[:2]))
        return (back, Button(_("Districts ▸"), Districts(of=area.code)))
    if area.level == "district":
        back = Button(_("◀ Back"), Districts(of=area.parent or area.code))
        return (back, Button(_("The whole district"), SetPlace(to=area.code)))
    return (Button(_("The whole city"), SetPlace(to=area.code)),)


async def districts(
    event: CallbackQuery, callback_data: Districts, actor: Actor, state: FSMContext, guide: Guide
) -> Screen:
    directory = guide.directory
    if callback_data.of not in directory.territories:
        return await ask(event, actor, state, guide)
    found = sorted((area for area in directory.children(callback_data.of) if area.level == "district"), key=_name)
    buttons = [Button(label(said(area.name)), Towns(of=area.code)) for area in found]
    shown, turning = _page(buttons, callback_data)
    back = (Button(_("◀ Back"), Towns(of=callback_data.of)),)
    title = said(directory.territory(callback_data.of).name)
    return Screen(title, _("Choose your district."), (*in_pairs(shown), *turning, back))


def _name(area: Territory) -> str:
    return said(area.name)


def _page(buttons: list[Button], data: Towns | Districts) -> tuple[list[Button], list[Row]]:
    """A page of them, and the row that turns it if there are more."""
    page = min(max(data.page, 0), (len(buttons) - 1) // A_PAGE if buttons else 0)
    turning = []
    if page > 0:
        turning.append(Button(_("◀ Earlier"), data.model_copy(update={"page": page - 1})))
    if (page + 1) * A_PAGE < len(buttons):
        turning.append(Button(_("More ▸"), data.model_copy(update={"page": page + 1})))
    return buttons[page * A_PAGE : (page + 1) * A_PAGE], [tuple(turning)] if turning else []


async def chosen(
    event: CallbackQuery, callback_data: SetPlace, actor: Actor, store: Store, state: FSMContext, guide: Guide
) -> Screen:
    if callback_data.to not in guide.directory.territories:
        return await ask(event, actor, state, guide)
    return await _settle(callback_data.to, actor, store, state, guide)


async def _settle(code: str, actor: Actor, store: Store, state: FSMContext, guide: Guide) -> Screen:
    actor = await people.set_territory(store, people.look_around(actor), code)
    then = (await state.get_data()).get("then", "")
    await entrance.leave(state)
    way = WAYS.get(then.partition(":")[0])
    if way is None:
        return entrance.home(actor, guide)
    go_on = Button(_("▶ Go on"), way.unpack(then), style="primary")
    place = guide.directory.name(code, locale())
    return Screen(f"📍 {place}", _("Thank you. Now you can go on to what you came for."), ((go_on,),))


def router() -> Router:
    made = Router(name=__name__)
    answering = StateFilter(Answering.town)
    made.message.filter(F.chat.type == "private")
    made.message.register(typed, answering, F.text, ~F.text.startswith("/"))
    made.message.register(not_words, answering, ~F.text, ~F.location)
    made.callback_query.filter(F.message.chat.type == "private")
    made.callback_query.register(ask, ChangePlace.filter())
    made.callback_query.register(ask_in, AskWhere.filter())
    made.callback_query.register(towns, Towns.filter())
    made.callback_query.register(districts, Districts.filter())
    made.callback_query.register(chosen, SetPlace.filter())
    return made

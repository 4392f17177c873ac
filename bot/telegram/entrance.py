"""Screens that several conversations lead to: the first one, "Where are you?", and home."""

from collections.abc import Iterable

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.utils.i18n import gettext as _

from bot.content.models import Territory
from bot.domain import people
from bot.domain.directory import Directory, Territories, country
from bot.domain.guide import Guide
from bot.domain.people import Actor, Scope
from bot.store import Store
from bot.store.fsm import current_turn
from bot.telegram.buttons import Agree, ChangePlace, Language, NearMe, OpenHeld, Talk
from bot.telegram.client_buttons import AskWhere, LookAround, MyData, PrivacyDetails, SetPlace, Towns, Urgent, Welcome
from bot.telegram.link_buttons import MyAppointments
from bot.telegram.notice_buttons import MyNotices
from bot.telegram.reminder_buttons import Reminders
from bot.telegram.screens import MAX_BUTTON, Button, Screen
from bot.telegram.visits import Visits
from bot.telegram.wording import locale, said

#: each in its own language, as who looks for it can read it
LANGUAGES = {"ru": "Русский", "be": "Беларуская", "ky": "Кыргызча", "en": "English"}

#: of a name in a list: five of them, with what is said of each, fit a screen
MOST_NAME = 75

Row = tuple[Button, ...]


class Answering(StatesGroup):
    """The name of a town is expected."""

    town = State()


def clip(text: str, most: int) -> str:
    """The text, cut at the end of a word if it is too long."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,.;:—-") + "…"


def label(text: str) -> str:
    """What fits a button."""
    return clip(text, MAX_BUTTON)


def in_pairs(buttons: Iterable[Button]) -> list[Row]:
    """Two in a row: as many as a narrow phone shows whole."""
    all_of_them = tuple(buttons)
    return [all_of_them[start : start + 2] for start in range(0, len(all_of_them), 2)]


def numbered(names: Iterable[str], *, start: int = 1) -> list[str]:
    """Names too long for buttons, as lines with the numbers that the buttons have."""
    return [f"{number}. {clip(name, MOST_NAME)}" for number, name in enumerate(names, start)]


def number_row(ways: Iterable[CallbackData], *, start: int = 1) -> Row:
    return tuple(Button(str(number), way) for number, way in enumerate(ways, start))


def language_rows() -> list[Row]:
    return in_pairs(Button(name, Language(to=code)) for code, name in LANGUAGES.items())


def welcome() -> Screen:
    """What this is, what is kept, who can read; nobody is asked who they are or were."""
    text = _(
        "Here you find help nearby: a bed for the night, papers, work, health. You can also write to people who help."
        "\n\n"
        "This is not an official app. It does not track you and reports to nobody. It does not replace a check-in: "
        "if you have to register somewhere, go as before."
        "\n\n"
        "If you agree, we keep your language, your place, and that you asked for help. Your words go to the "
        "organisation you write to. Telegram itself can read them too."
        "\n\n"
        "You can also look around: then nothing about you is kept."
    )
    return Screen(
        _("Prystan: help nearby"),
        text,
        (
            *language_rows(),
            (Button(_("✅ I agree"), Agree(), style="success"),),
            (Button(_("👀 Just look around"), LookAround()),),
            (Button(_("ℹ️ What is kept, who can read"), PrivacyDetails()),),
        ),
    )


def privacy_details() -> Screen:
    text = _(
        "We keep: the number by which Telegram knows you, locked; your language; your place; that you asked for "
        "help, and with what; what you ask us to remind you of. Not your name, not your phone."
        "\n\n"
        "Who can read what you write: the people of the organisation that answers, and Telegram itself. Keep that in "
        "mind when you write about health or papers."
        "\n\n"
        "We pass nothing to the police, to courts or to the office where you may have to register. Such an office "
        "can write to you here only if you yourself type a code from it. Then it sees what you answer it, nothing "
        "else."
        "\n\n"
        "We never ask for your location, a card, money or a code from an SMS. If you attach a place on the map, it "
        "serves one answer and is not kept."
        "\n\n"
        "The button “Hide” removes what stands in this chat."
    )
    agree = Button(_("✅ I agree"), Agree(), style="success")
    return Screen(_("What is kept, who can read"), text, ((agree,), (Button(_("◀ Back"), Welcome()),)))


def languages() -> Screen:
    return Screen(_("Language"), "", tuple(language_rows()))


def standing(actor: Actor, guide: Guide) -> str | None:
    """Where the person is, as far as the content still knows it."""
    known = actor.territory is not None and actor.territory in guide.directory.territories
    return actor.territory if known else None


def home(actor: Actor, guide: Guide) -> Screen:
    """The first question again for someone who never answered it; else what one can do."""
    if not actor.is_welcomed:
        return welcome()
    where = standing(actor, guide)
    place = guide.directory.name(where, locale()) if where else _("not said yet")
    body = _("📍 Your place: {place}\n\nWhat do you need now? You can also just type it.").format(place=place)
    rows = [
        *([(Button(_("📩 New message"), OpenHeld(), style="primary"),)] if actor.has_news else []),
        (Button(_("📍 Near me"), NearMe()),),
        (Button(_("💬 Talk to a person"), Talk()),),
        (Button(_("🔴 Urgent"), Urgent(), style="danger"),),
        *_city_districts(where, guide.directory.territories),
        (Button(_("🌐 Language"), Language()), Button(_("🏘 Place"), ChangePlace())),
        (Button(_("⏰ My reminders"), Reminders()), *_appointments(actor)),
        (Button(_("🔒 My data and settings"), MyData()), *_notices(actor)),
    ]
    return Screen(_("Home"), body, tuple(rows))


def _notices(actor: Actor) -> Row:
    return (Button(_("📣 Notices"), MyNotices()),) if actor.agreed(Scope.NOTICES) else ()


def _appointments(actor: Actor) -> Row:
    return (Button(_("📅 Appointments"), MyAppointments()),) if actor.agreed(Scope.APPOINTMENTS) else ()


def _city_districts(where: str | None, territories: Territories) -> list[Row]:
    """A city may order help for one of its districts alone: who lives there can say so, nobody has to."""
    if where is None or not any(area.level == "city_district" for area in territories.children(where)):
        return []
    return [(Button(_("🏙 My district of the city"), Towns(of=where)),)]


def likely_country(actor: Actor) -> str:
    """The country of the person's place; before there is one, where their language is mostly spoken."""
    if actor.territory is not None:
        return country(actor.territory)
    return "KG" if actor.locale == "ky" else "BY"


async def ask_where(
    state: FSMContext, guide: Guide, land: str, *, first: str = "", then: CallbackData | None = None
) -> Screen:
    """Asks for a town, to be typed or chosen; ``first`` says what was wrong with the last answer.

    ``then`` is where the person was going.
    """
    await state.set_state(Answering.town)
    if then is not None:
        await state.update_data(then=then.pack())
    directory = guide.directory
    regions = [Button(label(said(area.name)), _into(area, directory)) for area in directory.children(land)]
    others = [area for area in directory.territories if area.level == "country" and area.code != land]
    text = _("Type the name of your town or village. Or choose below.")
    return Screen(
        _("Where are you?"),
        "\n\n".join(part for part in (first, text) if part),
        (
            *in_pairs(regions),
            *((Button(label(f"🌍 {said(area.name)}"), AskWhere(country=area.code)),)
              for area in others),
        ),
    )  # fmt: skip


def _into(region: Territory, directory: Directory) -> Towns | SetPlace:
    """A region's towns; a region that is nothing but a city is the city."""
    within = directory.children(region.code)
    return SetPlace(to=within[0].code) if len(within) == 1 else Towns(of=region.code)


async def agreed(actor: Actor, telegram_id: int, store: Store, visits: Visits, scope: Scope = Scope.SERVICE) -> Actor:
    """Keeps the person from now on, and the ids of what already stands in the chat, so that it can be hidden."""
    actor = await people.agree(store, actor, telegram_id, scope)
    # what they type next is expected of someone we keep
    current_turn.get().remembered = True
    await store.messages.add((telegram_id, message) for message in visits.end(telegram_id))
    return actor


async def leave(state: FSMContext) -> None:
    """Whatever was to be typed is no longer expected."""
    if await state.get_state() is not None:
        await state.clear()


async def leave_talk(store: Store, actor: Actor) -> None:
    """What is typed next goes to nobody."""
    if actor.id is not None and actor.talking is not None:
        await store.people.set_talking(actor.id, None)

"""Type anything: kinds of help, services, places and towns, forgiving; else a person."""

from collections.abc import Iterable, Iterator, Sequence

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.types import Message
from aiogram.utils.i18n import gettext as _

from bot.content.models import Place
from bot.domain.directory import CRISIS_LINE, Hit
from bot.domain.guide import Guide
from bot.domain.people import Actor
from bot.telegram import entrance
from bot.telegram.buttons import ChangePlace, NearMe, Talk
from bot.telegram.client_buttons import Nearest, NeedsIn, PlaceCard, Urgent, tag
from bot.telegram.entrance import Row, label, number_row, numbered
from bot.telegram.screens import Button, Screen
from bot.telegram.wording import locale, said

#: of each sort, so that all of them fit
MOST_KINDS, MOST_PLACES, MOST_TOWNS = 4, 5, 3
MOST_HITS, MOST_WORDS = 12, 30
#: what a single word of a sentence must reach to count
SURE = 0.6
#: a longer text is not said back
LONG = 40


async def search(event: Message, actor: Actor, guide: Guide) -> Screen:
    text = " ".join((event.text or "").split())
    hits = _meant(text, entrance.standing(actor, guide), guide)
    places = _unique(_places(hits, guide))[:MOST_PLACES]
    towns = [hit.id for hit in hits if hit.what == "territory"][:MOST_TOWNS]
    where = guide.directory.named(text).where
    rows = (
        *_kinds(hits, tag(where.code) if where else None, guide),
        number_row(PlaceCard(place=place.id) for place in places),
        number_row((NeedsIn(where=town) for town in towns), start=len(places) + 1),
    )
    if not any(rows):
        return _nothing()
    title = _("Found for “{text}”").format(text=text) if len(text) <= LONG else _("Found")
    names = [*map(_called, places), *(f"📍 {guide.directory.name(town, locale())}" for town in towns)]
    body = "\n\n".join((_("Choose what you mean."), *numbered(names)))
    urgent = [(Button(_("🔴 Urgent"), Urgent(), style="danger"),)] if _is_crisis(hits, guide) else []
    person = (Button(_("💬 Talk to a person"), Talk()),)
    return Screen(title, body, (*(row for row in rows if row), *urgent, person))


def _is_crisis(hits: Sequence[Hit], guide: Guide) -> bool:
    """Whether what is meant first is a help line: then it may not wait."""
    return hits[0].what == "need" and CRISIS_LINE in guide.directory.needs[hits[0].id].kinds


def _meant(text: str, own: str | None, guide: Guide) -> list[Hit]:
    """What the words mean together; of a whole sentence that says too much, what single words surely mean."""
    directory = guide.directory
    together = directory.search(text, locale(), own, limit=MOST_HITS)
    if len(together) > 1 or (together and _is_crisis(together, guide)):
        return together
    single = [hit for word in text.split()[:MOST_WORDS] for hit in directory.search(word, locale(), own, limit=2)]
    sure = [hit for hit in single if hit.what in {"need", "kind"} and hit.score >= SURE]
    return [*together, *sorted(sure, key=lambda hit: -hit.score)]


def _called(place: Place) -> str:
    name = said(place.name)
    return _("{name} (example)").format(name=name) if place.demo else name


def _nothing() -> Screen:
    return Screen(
        "",
        _("Nothing found for this. Try one word, for example “passport”. Or ask a person."),
        (
            (Button(_("💬 Talk to a person"), Talk()),),
            (Button(_("📍 Near me"), NearMe()), Button(_("🏘 Place"), ChangePlace())),
        ),
    )


def _unique(places: Iterable[Place]) -> list[Place]:
    return list({place.id: place for place in places}.values())


def _kinds(hits: Sequence[Hit], where: str | None, guide: Guide) -> tuple[Row, ...]:
    """Needs and kinds of place, around the town that was named (a tag); a service by the need it serves first."""
    buttons = {button.label: button for hit in hits for button in _kind(hit, where, guide)}
    return tuple((button,) for button in buttons.values())[:MOST_KINDS]


def _kind(hit: Hit, where: str | None, guide: Guide) -> Iterator[Button]:
    if hit.what == "kind":
        name = said(guide.directory.kinds[hit.id].name)
        yield Button(label(f"🔎 {name}"), Nearest(what=tag(f"kind:{hit.id}"), where=where))
    for need in guide.content.needs:
        if (hit.what == "need" and hit.id == need.id) or (hit.what == "service" and hit.id in need.services):
            yield Button(label(f"{need.icon} {said(need.name)}"), Nearest(what=tag(f"need:{need.id}"), where=where))
            return


def _places(hits: Sequence[Hit], guide: Guide) -> Iterator[Place]:
    """Places by name, or by the body they belong to."""
    for hit in hits:
        for place in guide.content.places:
            if hit.id == {"place": place.id, "organisation": place.organisation}.get(hit.what):
                yield place


def router() -> Router:
    made = Router(name=__name__)
    made.message.register(search, F.text, ~F.text.startswith("/"), F.chat.type == "private", StateFilter(None))
    return made

"""What of the content can be found by typing: every name and synonym, as one entry each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.content.models import LANGUAGES, Content, Kind, Place, Territory, Text
from bot.domain.directory.territories import Territories

What = Literal["need", "kind", "service", "place", "organisation", "territory"]

#: not a language whose words are stemmed: names in Latin letters have no case endings
FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Entry:
    """One text under which one thing is found, and the words around it that tell it from its like."""

    what: What
    id: str
    text: str
    #: None where the language of the text is not known
    language: str | None
    around: tuple[str, ...] = ()


def entries(content: Content, territories: Territories) -> Iterator[Entry]:
    """Every text under which something is found."""
    for need in content.needs:
        yield from _named("need", need.id, need.name, need.words)
    for kind in content.kinds:
        yield from _named("kind", kind.id, kind.name, kind.words)
    for service in content.services:
        yield from _named("service", service.id, service.name)
    for body in content.organisations:
        yield from _named("organisation", body.id, body.name)
    for territory in content.territories:
        yield from of_territory(territory, territories)
    kinds = {kind.id: kind for kind in content.kinds}
    bodies = {body.id: body.name for body in content.organisations}
    for place in content.places:
        called = bodies[place.organisation] if place.organisation else Text()
        yield from _of_place(place, kinds[place.kind], called, territories)


def _named(what: What, ident: str, name: Text, synonyms: tuple[str, ...] = ()) -> Iterator[Entry]:
    for language, text in _variants(name):
        yield Entry(what, ident, text, language)
    for synonym in synonyms:
        yield Entry(what, ident, synonym, None)


def of_territory(territory: Territory, territories: Territories) -> Iterator[Entry]:
    """Every name a territory has or had."""
    outer = territories.ancestors(territory.code)
    for language, text in _variants(territory.name):
        around = tuple(area.name.into(language) for area in outer)
        yield Entry("territory", territory.code, text, language, around)
    for alias in territory.aliases:
        around = tuple(area.name.into("ru") for area in outer)
        yield Entry("territory", territory.code, alias, FOREIGN if alias.isascii() else None, around)


def _of_place(place: Place, kind: Kind, body: Text, territories: Territories) -> Iterator[Entry]:
    areas = [territories[code].name for code in territories.chain(place.territory)]
    for language, text in _variants(place.name):
        around = tuple(name.into(language) for name in (kind.name, body, *areas))
        yield Entry("place", place.id, text, language, around + kind.words)


def _variants(name: Text) -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        text = getattr(name, language)
        if text:
            yield language, text

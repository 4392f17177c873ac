"""The names of territories, word by word, as a typed text is held against them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.content.models import Territory
from bot.domain.directory.territories import Territories
from bot.domain.directory.texts import Entry, of_territory
from bot.domain.directory.words import key, keys, words

#: words that only say what sort of territory is named, each with the levels it may mean
_SORTS = {
    ("settlement",): """город города городе г горад горада горадзе ш шаар шаары шаарында city town деревня деревне д
        село селе вёска вёсцы айыл айылы айылында кыштак поселок поселке пасёлак гп агрогородок village""",
    ("district", "city_district"): "район района районе раён раёна раёне району районунда district raion rayon",
    ("region",): "область области обл вобласць вобласці облус облусу облусунда region oblast",
}
LEVELS = {key(word): levels for levels, sorts in _SORTS.items() for word in words(sorts)}


@dataclass(frozen=True, slots=True)
class Name:
    """One spelling of a territory's name: the keys of each of its words, that of the whole word first."""

    territory: Territory
    parts: tuple[tuple[str, ...], ...]
    #: not what it is called today, or not spelt as it is
    other: bool
    #: the keys of the names of all it lies in
    outer: frozenset[str]


class Names:
    """Every spelling of every territory below a country, and where each key stands in them."""

    def __init__(self, territories: Territories) -> None:
        shared: dict[frozenset[str], frozenset[str]] = {}
        self.all = [
            name for one in territories if one.level != "country" for name in _spellings(one, territories, shared)
        ]
        self.having: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, name in enumerate(self.all):
            for part, found in enumerate(name.parts):
                for word_key in found:
                    self.having[word_key].append((number, part))
        self.wholes = {part[0] for name in self.all for part in name.parts}
        self.of_city_districts = frozenset(
            word_key
            for name in self.all
            if name.territory.level == "city_district"
            for part in name.parts
            for word_key in part
        )


def _spellings(
    territory: Territory, territories: Territories, shared: dict[frozenset[str], frozenset[str]]
) -> Iterator[Name]:
    """The spellings of one territory; neighbours share one set of what lies around them."""
    outer = territories.ancestors(territory.code)
    around = frozenset(found for area in outer for entry in of_territory(area, territories) for found in _flat(entry))
    around = shared.setdefault(around, around)
    city = {
        found
        for area in outer
        if area.level == "settlement"
        for entry in of_territory(area, territories)
        for found in _flat(entry)
    }
    for entry in of_territory(territory, territories):
        told = _parts(entry)
        parts = tuple(part for part in told if not city.intersection(part)) or told
        if not parts:
            continue
        alias = entry.text in territory.aliases
        yield Name(territory, parts, alias, around)
        if len(parts) > 1:
            joined = "".join(part[0] for part in parts)
            yield Name(territory, (keys(joined, entry.language),), True, around)


def _parts(entry: Entry) -> tuple[tuple[str, ...], ...]:
    told = [word for word in words(entry.text) if key(word) not in LEVELS]
    return tuple(found for word in told if (found := keys(word, entry.language)))


def _flat(entry: Entry) -> Iterable[str]:
    return (found for part in _parts(entry) for found in part)

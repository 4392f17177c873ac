"""What a typed text means as a whole: phrases first, then its words, and the town it names."""

from collections.abc import Iterator

from bot.content.models import Content, Kind, Need
from bot.domain.directory.gazetteer import Gazetteer, Grade, Named
from bot.domain.directory.phrases import Phrases
from bot.domain.directory.search import Hit, Index
from bot.domain.directory.territories import Territories
from bot.domain.directory.words import typed_keys, words

#: how surely: a phrase; a town called just so; a town with a typing error
PHRASE, TOWN, LIKE_A_TOWN = 2.0, 1.0, 0.5
#: shorter words are like too many others
SHORTEST_MEANINGFUL = 3
#: what stands in no town, and is lost where a town is among the words
NOT_THERE = frozenset({"need", "kind"})


class Meaning:
    """Reads texts by the names and synonyms of one content."""

    def __init__(self, content: Content, territories: Territories) -> None:
        self._index = Index(content, territories)
        self._phrases = Phrases(content.needs)
        self._gazetteer = Gazetteer(territories, frozenset(_meaningful(content)))

    def named(self, text: str, land: str | None) -> Named:
        """The territories the text names; only one of the country ``land`` may be sure."""
        return self._gazetteer.named(text, land)

    def tells_of_danger(self, text: str) -> bool:
        """Whether who says so may be in danger of their life."""
        return any(phrase.crisis for phrase in self._phrases.found(text))

    def search(self, text: str, language: str, home: str | None, limit: int) -> list[Hit]:
        """The likeliest meanings, at most one of each thing; towns with errors only where no help is meant."""
        phrases = self._phrases.found(text)
        if phrases and phrases[0].crisis:
            text = phrases[0].rest
        named = self.named(text, None)
        hits = [Hit("need", phrase.need, PHRASE) for phrase in phrases]
        rest = named.rest if named.is_exact else ""
        # Of the places in a town some, so that they leave room for the help that is looked for there.
        hits += self._index.search(text, language, home, limit // 2 if rest else limit)
        hits += (hit for hit in self._index.search(rest, language, home, limit) if hit.what in NOT_THERE)
        towns = list(self._towns(named, nothing_else=not any(hit.what in NOT_THERE for hit in hits)))[: limit // 2]
        found: dict[tuple[str, str], Hit] = {}
        for hit in hits:
            found.setdefault((hit.what, hit.id), hit)
        return [*list(found.values())[: limit - len(towns)], *towns]

    def _towns(self, named: Named, *, nothing_else: bool) -> Iterator[Hit]:
        if named.is_exact or (nothing_else and named.fits and named.fits[0].grade == Grade.WHOLE):
            for territory in named.territories:
                yield Hit("territory", territory.code, TOWN if named.is_exact else LIKE_A_TOWN)


def _meaningful(content: Content) -> Iterator[str]:
    """The keys of all words that mean a kind of help."""
    named: list[Need | Kind] = [*content.needs, *content.kinds]
    texts = [text for one in named for text in (*one.words, *one.name.model_dump().values()) if text]
    for text in texts:
        for word in words(text):
            yield from (key for key in next(typed_keys(word)) if len(key) >= SHORTEST_MEANINGFUL)

"""Phrases that mean a need only as a whole: none of the words of "I do not want to live" says it alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.content.models import Need
from bot.domain.directory.words import typed_keys, words

#: the kind of place that a need is for if the words for it may be of death
CRISIS_LINE = "crisis-line"

Keys = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase found in a text, and the text's other words."""

    need: str
    #: said by who may be in danger of their life: its words are not to be read one by one
    crisis: bool
    rest: str


class Phrases:
    """The synonyms of several words that needs have, the longest first."""

    def __init__(self, needs: Iterable[Need]) -> None:
        told = [(need, _keys(spelt)) for need in needs for synonym in need.words if len(spelt := words(synonym)) > 1]
        self._phrases = sorted(told, key=lambda one: (CRISIS_LINE not in one[0].kinds, -len(one[1])))

    def found(self, text: str) -> list[Phrase]:
        """Every phrase that stands in the text, of one in a crisis first."""
        typed = words(text)
        read = _keys(typed)
        return [
            Phrase(need.id, CRISIS_LINE in need.kinds, " ".join([*typed[:at], *typed[at + len(phrase) :]]))
            for need, phrase in self._phrases
            for at in _standing(phrase, read)
        ]


def _keys(spelt: Sequence[str]) -> Keys:
    return tuple(frozenset(next(typed_keys(word))) for word in spelt)


def _standing(phrase: Keys, read: Keys) -> Iterator[int]:
    for at in range(len(read) - len(phrase) + 1):
        if all(one & other for one, other in zip(phrase, read[at:], strict=False)):
            yield at

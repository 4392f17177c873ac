"""Which texts have which word keys, and how much of them."""

from array import array
from collections.abc import Iterable, KeysView
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from bot.domain.directory.geometry import Floats, Indexes
from bot.domain.directory.texts import Entry
from bot.domain.directory.vocabulary import STEM, WHOLE
from bot.domain.directory.words import key, keys, telling, words

#: what a word around a text weighs, against one of the text itself
AROUND = 0.55
#: names of so many words are also found written as one
MOST_JOINED = 3


@dataclass(frozen=True, slots=True)
class Posting:
    """The entries that have a key, and how much of it."""

    entries: Indexes
    weights: Floats


@lru_cache(maxsize=65_536)
def text_keys(text: str, language: str | None) -> tuple[tuple[str, ...], ...]:
    """The keys of each telling word of a text."""
    return tuple(found for word in telling(words(text)) if (found := keys(word, language)))


def _weighted(entry: Entry) -> dict[str, float]:
    """The keys under which an entry is found, each with its weight there."""
    weights: dict[str, float] = {}
    for text in entry.around:
        for found in text_keys(text, entry.language):
            weights |= dict.fromkeys(found, AROUND * STEM) | {found[0]: AROUND}
    own = text_keys(entry.text, entry.language)
    if 1 < len(own) <= MOST_JOINED:
        weights[_joined_key(own)] = WHOLE
    for found in own:
        for n, word_key in enumerate(found):
            weights[word_key] = max(WHOLE if n == 0 else STEM, weights.get(word_key, 0.0))
    return weights


def _joined_key(own: tuple[tuple[str, ...], ...]) -> str:
    """The key of a name of several words written as one: Кара-Суу, Карасуу."""
    return key("".join(found[0] for found in own))


class Postings:
    """The posting of each key; all of them lie one after the other in two arrays."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._numbers: dict[str, int] = {}
        of, having, weights = array("q"), array("q"), array("d")
        for n, entry in enumerate(entries):
            for word_key, weight in _weighted(entry).items():
                of.append(self._numbers.setdefault(word_key, len(self._numbers)))
                having.append(n)
                weights.append(weight)
        by_key = np.argsort(np.array(of), kind="stable")
        self._starts = np.searchsorted(np.array(of)[by_key], np.arange(len(self._numbers) + 1))
        self._entries = np.array(having, dtype=np.intp)[by_key]
        self._weights = np.array(weights)[by_key]

    def __getitem__(self, word_key: str) -> Posting:
        number = self._numbers[word_key]
        first, end = self._starts[number], self._starts[number + 1]
        return Posting(self._entries[first:end], self._weights[first:end])

    def keys(self) -> KeysView[str]:
        return self._numbers.keys()

    def counts(self) -> dict[str, int]:
        """How many entries have each key."""
        return dict(zip(self._numbers, np.diff(self._starts).tolist(), strict=True))

    def own(self) -> set[str]:
        """The keys that stand in a text itself, not only around texts."""
        if not self._numbers:
            return set()
        most = np.maximum.reduceat(self._weights, self._starts[:-1]).tolist()
        return {word_key for word_key, weight in zip(self._numbers, most, strict=True) if weight > AROUND}

"""Which texts have which word keys, and how much of them."""

from collections import defaultdict
from collections.abc import Iterable
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


def postings(entries: Iterable[Entry]) -> dict[str, Posting]:
    found: dict[str, tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
    for n, entry in enumerate(entries):
        for word_key, weight in _weighted(entry).items():
            having, weights = found[word_key]
            having.append(n)
            weights.append(weight)
    return {
        word_key: Posting(np.array(having, dtype=np.intp), np.array(weights, dtype=float))
        for word_key, (having, weights) in found.items()
    }

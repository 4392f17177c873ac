"""The keys of all words of the directory, and how a typed word finds those it may mean."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from bot.domain.directory.words import key, typed_keys

#: how surely a typed word means a key: the very word, a stem of it, the beginning of a longer word, a repaired one
WHOLE, STEM, BEGINNING, REPAIRED = 1.0, 0.92, 0.8, 0.85
SHORTEST_BEGINNING, MOST_BEGINNINGS = 3, 40
MOST_REPAIRS = 6
ALL_BITS = 2**64 - 1


class Vocabulary:
    """Keys of known words; an unknown word is completed, and if that fails, repaired."""

    def __init__(self, known: Iterable[str]) -> None:
        self._sorted = sorted(known)
        self._known = frozenset(self._sorted)
        by_length = sorted(self._sorted, key=len)
        self._by_length = np.array(by_length, dtype=object)
        self._starts = _starts(by_length)
        self._letters = np.array([letters(known) for known in by_length], dtype=np.uint64)

    def __contains__(self, word_key: object) -> bool:
        return word_key in self._known

    def meant_by(self, word: str) -> dict[str, float]:
        """The keys a typed word may mean, each with how surely (0 to 1); empty if nothing is like it."""
        whole = key(word)
        tiers = list(typed_keys(word))
        for tier in tiers:
            found = {typed: WHOLE if typed == whole else STEM for typed in tier if typed in self._known}
            if found:
                return found if any(is_sure(whole, typed) for typed in found) else self._repaired(tiers) | found
        return self._begun(whole) or self._repaired(tiers)

    def known(self, word: str) -> dict[str, float]:
        """The keys a typed word surely is, without completing or repairing it."""
        whole = key(word)
        for tier in typed_keys(word):
            if found := {typed: WHOLE if typed == whole else STEM for typed in tier if typed in self._known}:
                return found if any(is_sure(whole, typed) for typed in found) else {}
        return {}

    def beginning_with(self, beginning: str) -> list[str]:
        """Known keys that begin so, not all if there are very many."""
        first = bisect_left(self._sorted, beginning)
        last = bisect_left(
            self._sorted, beginning + "\uffff", lo=first, hi=min(first + MOST_BEGINNINGS, len(self._sorted))
        )
        return self._sorted[first:last]

    def near(self, wrong: str, allowed: int) -> Iterator[tuple[str, int]]:
        """Known keys that so many typing errors, and not more, make of this one, each with its errors."""
        from rapidfuzz import process  # noqa: PLC0415 - megabytes that nobody needs before a word is unknown
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        if allowed:
            candidates = self._alike(wrong, allowed)
            for near, errors, _ in process.extract(
                wrong, candidates, scorer=OSA.distance, score_cutoff=allowed, limit=MOST_REPAIRS
            ):
                yield near, int(errors)

    def _begun(self, beginning: str) -> dict[str, float]:
        if len(beginning) < SHORTEST_BEGINNING:
            return {}
        longer = self.beginning_with(beginning)
        return {known: BEGINNING * (0.5 + 0.5 * len(beginning) / len(known)) for known in longer}

    def _repaired(self, tiers: Sequence[tuple[str, ...]]) -> dict[str, float]:
        found: dict[str, float] = {}
        for wrong, near, errors in self._near(typed for tier in tiers for typed in tier):
            same_start = 0.02 if near[0] == wrong[0] else 0.0
            found[near] = max(found.get(near, 0.0), REPAIRED * (1 - errors / len(wrong)) + same_start)
        return found

    def _near(self, typed: Iterable[str]) -> Iterator[tuple[str, str, int]]:
        for wrong in dict.fromkeys(typed):
            for near, errors in self.near(wrong, errors_allowed(wrong)):
                yield wrong, near, errors

    def _alike(self, wrong: str, allowed: int) -> list[str]:
        """The keys that so many errors could lead to: about as long, and with about the same letters."""
        asked = np.uint64(letters(wrong))
        shortest, longest = len(wrong) - allowed, min(len(wrong) + allowed, len(self._starts) - 2)
        alike: list[str] = []
        for length in range(max(shortest, 0), longest + 1):
            first, end = self._starts[length], self._starts[length + 1]
            # An error makes two letters differ at most, one that came and one that went; if the length differs, one.
            differing = np.bitwise_count(self._letters[first:end] ^ asked)
            alike += self._by_length[first:end][differing <= 2 * allowed - abs(length - len(wrong))].tolist()
        return alike


def letters(word_key: str) -> int:
    """A key's letters as bits: each letter of the alphabet has one, and another for its second time."""
    once = twice = 0
    for letter in word_key:
        bit = 1 << (ord(letter) % 64)
        twice |= once & bit
        once |= bit
    return once | twice << 32 & ALL_BITS | twice >> 32


def is_sure(whole: str, stem: str) -> bool:
    """Whether a stem is surely of this word: what is left of a mistyped word by chance is short (гомил: гом)."""
    return len(stem) > 3 or len(whole) - len(stem) < 2


def errors_allowed(word_key: str) -> int:
    """How many typing errors are forgiven in a word of this length."""
    if len(word_key) < 4:
        return 0
    return 1 if len(word_key) < 6 else 2


def _starts(by_length: list[str]) -> list[int]:
    """Where the keys of each length begin in the list sorted by length; one entry more for its end."""
    longest = len(by_length[-1]) if by_length else 0
    return [bisect_left(by_length, length, key=len) for length in range(longest + 2)]

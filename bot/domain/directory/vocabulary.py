"""The keys of all words of the directory, and how a typed word finds those it may mean."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.domain.directory.words import keys

#: how surely a typed word means a key: the very word, a stem of it, the beginning of a longer word, a repaired one
WHOLE, STEM, BEGINNING, REPAIRED = 1.0, 0.92, 0.8, 0.85
SHORTEST_BEGINNING, MOST_BEGINNINGS = 3, 40
MOST_REPAIRS = 6


class Vocabulary:
    """Keys of known words; an unknown word is completed, and if that fails, repaired."""

    def __init__(self, known: Iterable[str]) -> None:
        self._sorted = sorted(known)
        self._known = frozenset(self._sorted)
        self._by_length = sorted(self._sorted, key=len)
        self._starts = _starts(self._by_length)

    def __contains__(self, key: object) -> bool:
        return key in self._known

    def meant_by(self, word: str) -> dict[str, float]:
        """The keys a typed word may mean, each with how surely (0 to 1); empty if nothing is like it."""
        typed = keys(word)
        exact = {key: WHOLE if key == typed[0] else STEM for key in typed if key in self._known}
        return exact or self._begun(typed[0]) or self._repaired(typed)

    def _begun(self, beginning: str) -> dict[str, float]:
        if len(beginning) < SHORTEST_BEGINNING:
            return {}
        first = bisect_left(self._sorted, beginning)
        last = bisect_left(
            self._sorted, beginning + "\uffff", lo=first, hi=min(first + MOST_BEGINNINGS, len(self._sorted))
        )
        return {key: BEGINNING * (0.5 + 0.5 * len(beginning) / len(key)) for key in self._sorted[first:last]}

    def _repaired(self, typed: tuple[str, ...]) -> dict[str, float]:
        found: dict[str, float] = {}
        for key, near, errors in self._near(typed):
            same_start = 0.02 if near[0] == key[0] else 0.0
            found[near] = max(found.get(near, 0.0), REPAIRED * (1 - errors / len(key)) + same_start)
        return found

    def _near(self, typed: tuple[str, ...]) -> Iterator[tuple[str, str, int]]:
        for key in typed:
            allowed = errors_allowed(key)
            if allowed:
                candidates = self._of_length(len(key) - allowed, len(key) + allowed)
                for near, errors, _ in process.extract(
                    key, candidates, scorer=OSA.distance, score_cutoff=allowed, limit=MOST_REPAIRS
                ):
                    yield key, near, int(errors)

    def _of_length(self, shortest: int, longest: int) -> list[str]:
        last = len(self._starts) - 1
        return self._by_length[self._starts[min(max(shortest, 0), last)] : self._starts[min(longest + 1, last)]]


def errors_allowed(key: str) -> int:
    """How many typing errors are forgiven in a word of this length."""
    if len(key) < 4:
        return 0
    return 1 if len(key) < 6 else 2


def _starts(by_length: list[str]) -> list[int]:
    """Where the keys of each length begin in the list sorted by length; one entry more for its end."""
    longest = len(by_length[-1]) if by_length else 0
    return [bisect_left(by_length, length, key=len) for length in range(longest + 2)]

"""Forgiving search: typed words, in any of the four languages and either alphabet, to what they mean.

An index of word keys weighs each word by how rare it is; a text is the better found the more of what was typed it
has, and the less it has besides.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.content.models import LANGUAGES, Content
from bot.domain.directory.geometry import Floats, Indexes, smallest
from bot.domain.directory.postings import AROUND, Posting, Postings, text_keys
from bot.domain.directory.territories import Territories
from bot.domain.directory.texts import Entry, What, entries
from bot.domain.directory.vocabulary import Vocabulary
from bot.domain.directory.words import MAX_WORDS, STOP_WORDS, key, words

#: a little more for what a single word rather means
PREFERENCE: dict[What, float] = {
    "need": 0.12, "kind": 0.09, "service": 0.02, "place": 0.0, "organisation": 0.0,
}  # fmt: skip
#: a little more for what is in the person's region, much less for what is in another country
HOME, ABROAD = 0.06, -0.25
OWN_LANGUAGE = 0.01
#: the area of what stands in none
NOWHERE = ""
#: what is worse than this, or than this share of the best, is not worth showing
WORST, WORST_SHARE = 0.3, 0.6
#: what having only some of the typed words costs, at most
PARTIAL = 0.4
#: what having other words besides costs, at most
BREVITY = 0.25


@dataclass(frozen=True, slots=True)
class Hit:
    """Something the words may mean: what it is, and its id (a territory's code)."""

    what: What
    id: str
    #: how surely, from 0 to a little above 1
    score: float


class Index:
    """All texts of one content but the names of its territories, by the keys of their words."""

    def __init__(self, content: Content, territories: Territories) -> None:
        self._territories = territories
        self._entries = [entry for entry in entries(content, territories) if entry.what != "territory"]
        self._standing: dict[What, dict[str, str]] = {
            "place": {place.id: place.territory for place in content.places},
            "organisation": {body.id: body.territory for body in content.organisations},
        }
        self._postings = Postings(self._entries)
        self._rarity = {
            found: math.log1p(len(self._entries) / count) for found, count in self._postings.counts().items()
        }
        own = self._postings.own()
        self._vocabulary = Vocabulary(own)
        self._around = Vocabulary(self._postings.keys() - own)
        self._totals = np.array([self._total(entry) for entry in self._entries])
        self._preference = np.array([PREFERENCE[entry.what] for entry in self._entries], dtype=float)
        self._in_language = {
            language: np.array([entry.language == language for entry in self._entries]) for language in LANGUAGES
        }
        regions = np.array([self._region(entry) for entry in self._entries], dtype=str)
        countries = np.array([region[:2] for region in regions.tolist()], dtype=str)
        wide = [one.code for one in content.territories if one.level in ("country", "region")]
        self._in_area = {area: (regions == area) | (countries == area) for area in (NOWHERE, *wide)}

    def search(self, text: str, language: str, home: str | None, limit: int) -> list[Hit]:
        """The likeliest meanings, at most one of each thing."""
        entries, scores = self._scores(text)
        scores = scores + self._preference[entries] + OWN_LANGUAGE * self._in_language[language][entries]
        if home is not None:
            scores += self._nearness(home, entries)
        return self._best(entries, scores, limit, WORST_SHARE)

    def _scores(self, text: str) -> tuple[Indexes, Floats]:
        """The entries with any of the words, and how much each has of the words that any has.

        Scores run from 0 to 1. Having only some of the words costs a part, having others besides up to ``BREVITY``.
        """
        told = [word for word in words(text) if word not in STOP_WORDS and len(word) > 1]
        typed = dict.fromkeys(self._joined(told[:MAX_WORDS]))
        found = [(self._rarest(meant), self._having(meant)) for word in typed if (meant := self._meant_by(word))]
        found = [(rarity, having) for rarity, having in found if len(having.entries)]
        if not found:
            return np.array([], dtype=np.intp), np.array([])
        entries, matched, covered, hits = self._summed(found)
        share = matched / sum(rarity for rarity, _ in found)
        having_all = 1 - PARTIAL + PARTIAL * hits / len(found)
        besides = 1 - BREVITY + BREVITY * np.minimum(covered / self._totals[entries], 1.0)
        return entries, share * having_all * besides

    def _summed(self, found: Sequence[tuple[float, Posting]]) -> tuple[Indexes, Floats, Floats, Floats]:
        """The entries that have any of the words; the weight of those words, of the entry's own, and their number."""
        if len(found) == 1:
            ((rarity, having),) = found
            matched = having.weights * rarity
            return having.entries, matched, np.where(having.weights > AROUND, matched, 0.0), np.ones(len(matched))
        matched, covered, hits = np.zeros((3, len(self._entries)))
        for rarity, having in found:
            own = having.weights > AROUND
            matched[having.entries] += having.weights * rarity
            covered[having.entries[own]] += having.weights[own] * rarity
            hits[having.entries] += 1
        entries = np.flatnonzero(hits > 0)
        return entries, matched[entries], covered[entries], hits[entries]

    def _rarest(self, meant: Iterable[str]) -> float:
        return max(self._rarity[meaning] for meaning in meant)

    def _meant_by(self, word: str) -> dict[str, float]:
        """The keys a word may mean; one that only stands around texts, as a town does, must be written just so."""
        just_so = self._vocabulary.known(word) or self._around.known(word)
        return just_so or self._vocabulary.meant_by(word)

    def _having(self, meant: Mapping[str, float]) -> Posting:
        """The entries that have a word, each with how surely, by the best of the keys it may mean."""
        having = [(self._postings[meaning], sure) for meaning, sure in meant.items()]
        if len(having) == 1:
            ((only, sure),) = having
            return Posting(only.entries, only.weights * sure)
        best = np.zeros(len(self._entries))
        for posting, sure in having:
            best[posting.entries] = np.maximum(best[posting.entries], posting.weights * sure)
        entries = np.flatnonzero(best > 0)
        return Posting(entries, best[entries])

    def _joined(self, typed: list[str]) -> list[str]:
        """The words, with two neighbours as one where the directory writes them as one."""
        found: list[str] = []
        for word in typed:
            if found and key(found[-1] + word) in self._vocabulary:
                found[-1] += word
            else:
                found.append(word)
        return found

    def _best(self, entries: Indexes, scores: Floats, limit: int, share: float) -> list[Hit]:
        worst = max(WORST, share * float(scores.max(initial=0.0)))
        found: dict[tuple[What, str], Hit] = {}
        for n in smallest(np.where(scores >= worst, -scores, np.inf), limit * 8):
            entry = self._entries[entries[n]]
            found.setdefault((entry.what, entry.id), Hit(entry.what, entry.id, float(scores[n])))
        return list(found.values())[:limit]

    def _total(self, entry: Entry) -> float:
        """What the entry's own words weigh together."""
        return sum(self._rarity[found[0]] for found in text_keys(entry.text, entry.language)) or 1.0

    def _region(self, entry: Entry) -> str:
        """The region in which the thing stands; its country if that is all it has."""
        code = self._standing.get(entry.what, {}).get(entry.id)
        if code is None:
            return NOWHERE
        return self._territories.at_level(code, "region") or code

    def _nearness(self, home: str, entries: Indexes) -> Floats:
        region = self._territories.at_level(home, "region") or home[:2]
        abroad = ~(self._in_area[home[:2]] | self._in_area[NOWHERE])[entries]
        nearness: Floats = HOME * self._in_area[region][entries] + ABROAD * abroad
        return nearness

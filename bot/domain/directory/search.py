"""Forgiving search: typed words, in any of the four languages and either alphabet, to what they mean.

An index of word keys weighs each word by how rare it is; a text is the better found the more of what was typed it
has, and the less it has besides.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.content.models import Content, Territory
from bot.domain.directory.geometry import Floats, smallest
from bot.domain.directory.postings import AROUND, postings, text_keys
from bot.domain.directory.territories import Territories
from bot.domain.directory.texts import Entry, What, entries
from bot.domain.directory.vocabulary import Vocabulary
from bot.domain.directory.words import MAX_WORDS, key, telling, words

#: a little more for what a single word rather means
PREFERENCE: dict[What, float] = {
    "need": 0.12, "kind": 0.09, "territory": 0.06, "service": 0.02, "place": 0.0, "organisation": 0.0,
}  # fmt: skip
#: a little more for what is in the person's region, much less for what is in another country
HOME, ABROAD = 0.06, -0.25
OWN_LANGUAGE = 0.01
#: what is worse than this, or than this share of the best, is not worth showing
WORST, WORST_SHARE = 0.3, 0.6
#: what having only some of the typed words costs, at most
PARTIAL = 0.4
#: towns worse than this share of the best are not meant; a hundredth between two is chance: the larger comes first
TOWN_SHARE = 0.75


@dataclass(frozen=True, slots=True)
class Hit:
    """Something the words may mean: what it is, and its id (a territory's code)."""

    what: What
    id: str
    #: how surely, from 0 to a little above 1
    score: float


class Index:
    """All texts of one content, by the keys of their words."""

    def __init__(self, content: Content, territories: Territories) -> None:
        self._territories = territories
        self._entries = list(entries(content, territories))
        self._standing: dict[What, dict[str, str]] = {
            "place": {place.id: place.territory for place in content.places},
            "organisation": {body.id: body.territory for body in content.organisations},
            "territory": {territory.code: territory.code for territory in content.territories},
        }
        self._is_town = np.array([self._names_a_town(entry) for entry in self._entries], dtype=bool)
        self._postings = postings(self._entries)
        self._rarity = {
            found: math.log1p(len(self._entries) / len(having.entries)) for found, having in self._postings.items()
        }
        self._vocabulary = Vocabulary(self._postings)
        self._town_names = Vocabulary(
            found for found, having in self._postings.items() if self._is_town[having.entries].any()
        )
        self._totals = np.array([self._total(entry) for entry in self._entries])
        self._preference = np.array([PREFERENCE[entry.what] for entry in self._entries], dtype=float)
        self._languages = np.array([entry.language or "" for entry in self._entries])
        regions = [self._region(entry) for entry in self._entries]
        self._regions = np.array(regions)
        self._countries = np.array([region[:2] for region in regions])

    def search(self, text: str, language: str, home: str | None, limit: int) -> list[Hit]:
        """The likeliest meanings, at most one of each thing."""
        scores = self._scores(text, self._vocabulary, brevity=0.25)
        preference = self._preference + OWN_LANGUAGE * (self._languages == language)
        if home is not None:
            preference = preference + self._nearness(home)
        return self._best(np.where(scores > 0, scores + preference, 0.0), limit, WORST_SHARE)

    def towns(self, text: str, country: str | None, limit: int = 8) -> list[Territory]:
        """The territories the words name: the likeliest, then the more populous."""
        among = self._is_town if country is None else self._is_town & (self._countries == country)
        scores = self._scores(text, self._town_names, brevity=0.5, among=among)
        hits = self._best(np.round(scores, 2), limit * 2, TOWN_SHARE)
        towns = [(hit.score, self._territories[hit.id]) for hit in hits]
        return [town for _, town in sorted(towns, key=lambda found: (-found[0], -found[1].population))][:limit]

    def _scores(
        self, text: str, vocabulary: Vocabulary, brevity: float, among: NDArray[np.bool_] | None = None
    ) -> Floats:
        """For each entry (``among`` these), how much it has of the words that any of them has, from 0 to 1.

        Having only some of the words costs a part, and having others besides costs up to ``brevity``.
        """
        asked = 0.0
        matched, covered, hits = np.zeros((3, len(self._entries)))
        typed = list(dict.fromkeys(self._joined(telling(words(text)))[:MAX_WORDS]))
        known = 0
        for word in typed:
            meant = vocabulary.meant_by(word)
            best = self._best_of(meant) if among is None else self._best_of(meant) * among
            if not best.any():
                continue
            rarity = max(self._rarity[meaning] for meaning in meant)
            known, asked = known + 1, asked + rarity
            matched += best * rarity
            covered += np.where(best > AROUND, best, 0.0) * rarity
            hits += best > 0
        if not known:
            return matched
        having = 1 - PARTIAL + PARTIAL * hits / known
        besides = 1 - brevity + brevity * np.minimum(covered / self._totals, 1.0)
        scores: Floats = (matched / asked) * having * besides
        return scores

    def _best_of(self, meant: dict[str, float]) -> Floats:
        """For each entry, how surely it has the word, by the best of the keys it may mean."""
        best = np.zeros(len(self._entries))
        for meaning, sureness in meant.items():
            posting = self._postings[meaning]
            best[posting.entries] = np.maximum(best[posting.entries], posting.weights * sureness)
        return best

    def _joined(self, typed: list[str]) -> list[str]:
        """The words, with two neighbours as one where the directory writes them as one."""
        found: list[str] = []
        for word in typed:
            if found and key(found[-1] + word) in self._vocabulary:
                found[-1] += word
            else:
                found.append(word)
        return found

    def _best(self, scores: Floats, limit: int, share: float) -> list[Hit]:
        worst = max(WORST, share * float(scores.max(initial=0.0)))
        found: dict[tuple[What, str], Hit] = {}
        for n in smallest(np.where(scores >= worst, -scores, np.inf), limit * 8):
            entry = self._entries[n]
            found.setdefault((entry.what, entry.id), Hit(entry.what, entry.id, float(scores[n])))
        return list(found.values())[:limit]

    def _total(self, entry: Entry) -> float:
        """What the entry's own words weigh together."""
        return sum(self._rarity[found[0]] for found in text_keys(entry.text, entry.language)) or 1.0

    def _region(self, entry: Entry) -> str:
        """The region in which the thing stands; its country if that is all it has; empty if it stands nowhere."""
        code = self._standing.get(entry.what, {}).get(entry.id)
        if code is None:
            return ""
        return self._territories.at_level(code, "region") or code

    def _nearness(self, home: str) -> Floats:
        region = self._territories.at_level(home, "region") or home
        abroad = (self._countries != "") & (self._countries != home[:2])
        nearness: Floats = HOME * (self._regions == region) + ABROAD * abroad
        return nearness

    def _names_a_town(self, entry: Entry) -> bool:
        return entry.what == "territory" and self._territories[entry.id].level != "country"

"""Which territory a text names, and whether surely enough to take it at its word.

A wrong town is worse than a question: only a name that covers every telling word, with its endings or a typing error
in it, is sure; whatever is merely like it is for the person to choose from.
"""

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from bot.content.models import Territory
from bot.domain.directory.names import LEVELS, Name, Names
from bot.domain.directory.territories import Territories
from bot.domain.directory.vocabulary import Vocabulary, is_sure
from bot.domain.directory.words import MAX_WORDS, STOP_WORDS, key, typed_keys, words

#: what it costs to read a word by its stem, as another name or spelling, as the beginning of a name; an error costs 1
STEM, ALIAS, BEGINNING = 0.3, 0.1, 3.0
#: what else a name that begins with another letter costs: no more than a beginning is it ever sure
OTHER_START = BEGINNING
#: with an error in it, the name of a smaller town than this is as likely another word
LARGE = 5_000
#: what costs less is written without an error
EXACT = 0.5
#: what is compared though an error or its end is missing, in letters
SHORTEST_STEM, SHORTEST_BEGINNING, SHORTEST_LATIN = 5, 3, 6
#: shorter ones prove little
SURE_STEM = 4
#: the shortest name, and the ending that it may have (Ош, Ошто)
SHORT = 2
#: costs that differ by less are one; those that differ by more are not worth offering beside the best
SAME, WORTH_OFFERING = 0.05, 0.45
TOWNS = frozenset({"settlement", "city_district"})

#: everyday words that are like names of towns
_NO_TOWNS = """
дом дома домой помогите помоги помощь памажыце дапамажыце жардам help тюрьма тюрьме тюрьмы турма колония колонии
калонія түрмө зона зоне лагерь сорок сорака тридцать двадцать пятьдесят лет год года месяц день сегодня завтра вчера
привет здравствуйте спасибо да нет ладно хорошо плохо освободился освободилась вышел вышла улица улице вокзал вокзале
дорога друг друга брат сестра отец бацька маці сын дочь жена муж банк кредит деньги мент менты полиция милиция крест
красный белый старый новый зеленый prison jail home bank credit hello thanks yes no сёння снова зноў готово гатова
далеко далёка больше больш новое новый сюда туда адно якая якой якое якім советы туура
"""
_EVERYDAY = frozenset(key(word) for word in words(_NO_TOWNS))

Reading = dict[str, float]


class Grade(IntEnum):
    """How much of the text and of the name meet."""

    #: all of both
    WHOLE = 0
    #: all of the name; other words are left
    AMONG_OTHERS = 1
    #: all of the text; the name says more
    BEGUN = 2


@dataclass(frozen=True, slots=True)
class Fit:
    """A territory the text may name."""

    territory: Territory
    grade: Grade
    cost: float
    #: the typed words that name it, or what it lies in
    read: frozenset[str]

    @property
    def order(self) -> tuple[int, int, float]:
        return self.grade, -len(self.read), self.cost


@dataclass(frozen=True, slots=True)
class Named:
    """What a text names: the likeliest first, of equals the larger."""

    fits: tuple[Fit, ...] = ()
    #: the one that is meant, if no other is as likely
    only: Territory | None = None
    #: the telling words of the text, as they were read
    typed: tuple[str, ...] = ()

    @property
    def sure(self) -> Territory | None:
        """The one to be taken at the text's word, which says nothing else."""
        return self.only if self.fits and self.fits[0].grade == Grade.WHOLE else None

    @property
    def where(self) -> Territory | None:
        """The one that help is looked for in, whatever else the text says."""
        return self.only if self.is_exact else None

    @property
    def territories(self) -> list[Territory]:
        return [fit.territory for fit in self.fits]

    @property
    def is_exact(self) -> bool:
        """Whether a whole name stands in the text without an error."""
        return bool(self.fits) and self.fits[0].grade < Grade.BEGUN and self.fits[0].cost < EXACT

    @property
    def rest(self) -> str:
        """What the text says besides an exact name."""
        read = self.fits[0].read if self.is_exact else frozenset()
        return " ".join(word for word in self.typed if word not in read and key(word) not in LEVELS)


class Gazetteer:
    """Knows the names of the territories; words of ``meaningful`` are names only where they are just so."""

    def __init__(self, territories: Territories, meaningful: Container[str]) -> None:
        self._territories = territories
        self._meaningful = meaningful
        self._names = Names(territories)
        self._wholes = Vocabulary(self._names.wholes)
        self._stems = Vocabulary(found for found in self._names.having if len(found) >= SHORTEST_STEM)

    def named(self, text: str, land: str | None) -> Named:
        """What the text names; of another country than ``land`` nothing is sure."""
        typed = [word for word in words(text) if word not in STOP_WORDS][:MAX_WORDS]
        fits = [fit for way in _ways(typed) for fit in self._fits(way)]
        kept = self._of_the_city_named(_best(fits), typed)
        by_likelihood = sorted(
            kept, key=lambda fit: (round(fit.cost, 1), land not in (None, fit.territory.code[:2]), -_size(fit))
        )
        return Named(tuple(by_likelihood), _only(by_likelihood, land), tuple(typed))

    def _of_the_city_named(self, fits: list[Fit], typed: Sequence[str]) -> list[Fit]:
        """Of a text that names a city, only its own districts; of a text that says "district", only districts."""
        cities = [fit.territory.code for fit in fits if fit.territory.level == "settlement" and fit.cost < EXACT]
        levels = {level for word in typed for level in LEVELS.get(key(word), ())}
        within = [
            fit
            for fit in fits
            if fit.grade == Grade.WHOLE
            or fit.territory.level != "city_district"
            or not cities
            or any(self._territories.contains(city, fit.territory.code) for city in cities)
        ]
        return [fit for fit in within if fit.territory.level in levels] or within

    def _fits(self, typed: Sequence[str]) -> Iterator[Fit]:
        told = [word for word in typed if key(word) not in LEVELS]
        readings = [self._reading(word) for word in told]
        matched: dict[int, dict[int, tuple[int, float]]] = defaultdict(dict)
        for at, reading in enumerate(readings):
            for word_key, cost in reading.items():
                for number, part in self._names.having[word_key]:
                    name_key = self._names.all[number].parts[part][0]
                    if _is_by_chance(key(told[at]), word_key, name_key):
                        continue
                    if cost < matched[number].get(at, (0, 99.0))[1]:
                        matched[number][at] = part, cost
        says_district = len(told) < len(typed)
        for number, own in matched.items():
            if (fit := self._fit(self._names.all[number], own, told, readings, says_district)) is not None:
                yield fit

    def _fit(
        self, name: Name, own: dict[int, tuple[int, float]], told: list[str], readings: list[Reading], district: bool
    ) -> Fit | None:
        around = {at for at, reading in enumerate(readings) if at not in own and _exactly(reading, name.outer)}
        left = set(range(len(told))) - own.keys() - around
        if district and name.territory.level == "settlement":
            # A district that we do not know of in this city: the city it is.
            left -= {at for at in left if _exactly(readings[at], self._names.of_city_districts)}
        complete = len({part for part, _ in own.values()}) == len(name.parts)
        if (left and not complete) or not (complete or own):
            return None
        grade = Grade.WHOLE if complete and not left else Grade.AMONG_OTHERS if complete else Grade.BEGUN
        cost = sum(cost for _, cost in own.values()) + ALIAS * name.other
        if grade != Grade.WHOLE and cost >= EXACT and not (grade == Grade.BEGUN and cost < EXACT * len(own)):
            return None
        if cost >= EXACT and name.territory.level not in TOWNS and not district:
            return None
        if any(paid >= BEGINNING for _, paid in own.values()):
            grade = Grade.BEGUN
        return Fit(name.territory, grade, cost, frozenset(told[at] for at in {*own, *around}))

    def _reading(self, word: str) -> Reading:
        """The keys a word may be, each with what it costs to read it so."""
        whole = key(word)
        if whole in self._names.wholes:
            return {whole: 0.0}
        if whole in _EVERYDAY:
            return {}
        tiers = list(typed_keys(word))
        for tier in tiers:
            if known := {stem: STEM for stem in tier if self._is_stem(stem, whole)}:
                return known
        if _is_short_latin(word) or self._means_help(whole, tiers[0]):
            return {}
        return self._repaired(whole, tiers) or self._begun(whole)

    def _means_help(self, whole: str, stems: tuple[str, ...]) -> bool:
        return any(stem in self._meaningful and is_sure(whole, stem) for stem in stems)

    def _is_stem(self, stem: str, whole: str) -> bool:
        """Whether a name is left of the word without its ending; a short one must be the whole name (Ошто)."""
        if stem in self._names.wholes and len(stem) == SHORT == len(whole) - len(stem):
            return True
        return stem in self._names.having and is_sure(whole, stem)

    def _repaired(self, whole: str, tiers: list[tuple[str, ...]]) -> Reading:
        found: Reading = {}
        for near, errors in self._wholes.near(whole, errors_allowed(whole)):
            found[near] = errors + OTHER_START * (near[0] != whole[0])
        for stem in (stem for tier in tiers for stem in tier if SHORTEST_STEM <= len(stem) < len(whole)):
            for near, errors in self._stems.near(stem, 1):
                found.setdefault(near, errors + STEM + OTHER_START * (near[0] != stem[0]))
        return found

    def _begun(self, whole: str) -> Reading:
        longer = self._wholes.beginning_with(whole) if len(whole) >= SHORTEST_BEGINNING else []
        return {known: BEGINNING for known in longer if 2 * len(whole) > len(known)}


def errors_allowed(word_key: str) -> int:
    """How many typing errors still leave a town's name sure."""
    if len(word_key) < 4:
        return 0
    return 1 if len(word_key) < 7 else 2


def _is_short_latin(word: str) -> bool:
    """Whether it is likelier an English word: towns have their Latin spellings among their names."""
    return word.isascii() and len(word) < SHORTEST_LATIN


def _is_by_chance(typed: str, stem: str, name: str) -> bool:
    """Whether so little is left of two words without their endings that they are but alike: туура, Туров."""
    return len(stem) < SURE_STEM and stem not in (typed, name) and not 0 <= len(typed) - len(name) <= 1


def _ways(typed: list[str]) -> Iterator[list[str]]:
    """The words as they stand, and with two neighbours as one: Джалал Абад, Джалалабад."""
    yield typed
    for at in range(len(typed) - 1):
        yield [*typed[:at], typed[at] + typed[at + 1], *typed[at + 2 :]]


def _exactly(reading: Reading, known: frozenset[str]) -> bool:
    return any(cost < EXACT and found in known for found, cost in reading.items())


def _best(fits: list[Fit]) -> list[Fit]:
    """Of each territory the best fit, and only those worth offering beside the best of all."""
    best: dict[str, Fit] = {}
    for fit in sorted(fits, key=lambda fit: fit.order):
        best.setdefault(fit.territory.code, fit)
    kept = list(best.values())
    return [
        fit for fit in kept if fit.order[:2] == kept[0].order[:2] and fit.cost <= kept[0].cost + WORTH_OFFERING
    ]  # fmt: skip


def _only(fits: Sequence[Fit], land: str | None) -> Territory | None:
    """The best, if it is in the person's country and no other there is as good; a district does not rival a town."""
    if not fits:
        return None
    here = [fit for fit in fits if land in (None, fit.territory.code[:2]) and fit.cost <= fits[0].cost + SAME]
    rivals = [fit for fit in here if fit.territory.level in TOWNS] or here
    if len(rivals) != 1:
        return None
    likely = rivals[0].cost < EXACT or rivals[0].territory.population >= LARGE
    return rivals[0].territory if likely else None


def _size(fit: Fit) -> int:
    return fit.territory.population

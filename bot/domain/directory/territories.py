"""The tree of territories: country, region, district, settlement, city district."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from bot.content.models import Country, Territory

ZONES: dict[Country, ZoneInfo] = {"BY": ZoneInfo("Europe/Minsk"), "KG": ZoneInfo("Asia/Bishkek")}

#: levels whose coordinates say where a person or a place is; those of larger areas only say where their centre is
LOCATED = frozenset({"settlement", "city_district"})


def country(code: str) -> Country:
    """The country a territory code belongs to."""
    return "KG" if code.startswith("KG") else "BY"


def zone(code: str) -> ZoneInfo:
    """The time zone of a country or of any territory in it."""
    return ZONES[country(code)]


class Territories:
    """Knows who lies within whom. An unknown code is a KeyError: codes are checked when content is read."""

    def __init__(self, territories: Iterable[Territory]) -> None:
        self._by_code = {territory.code: territory for territory in territories}
        self._children: dict[str, list[Territory]] = defaultdict(list)
        for territory in self._by_code.values():
            if territory.parent is not None:
                self._children[territory.parent].append(territory)
        self._chains = {code: self._chain(code) for code in self._by_code}
        self._shared = self._shared_names()
        self._sharing = self._sharing_centres()

    def __iter__(self) -> Iterator[Territory]:
        return iter(self._by_code.values())

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Territory:
        return self._by_code[code]

    def children(self, code: str) -> tuple[Territory, ...]:
        return tuple(self._children.get(code, ()))

    def chain(self, code: str) -> tuple[str, ...]:
        """The code itself, then everything it lies in, the narrowest first."""
        return self._chains[code]

    def ancestors(self, code: str) -> tuple[Territory, ...]:
        """Everything the territory lies in, the narrowest first."""
        return tuple(self._by_code[outer] for outer in self._chains[code][1:])

    def contains(self, outer: str, inner: str) -> bool:
        """Whether ``inner`` is ``outer`` or lies in it."""
        return outer in self._chains[inner]

    def at_level(self, code: str, level: str) -> str | None:
        """The code's own or enclosing territory of this level."""
        return next((outer for outer in self._chains[code] if self._by_code[outer].level == level), None)

    def surroundings(self, code: str) -> tuple[str, ...]:
        """The region around, with one it shares its centre with: Minsk is a region, and the centre of another."""
        region = self.at_level(code, "region")
        return self._sharing[region] if region else ()

    def path(self, code: str, language: str) -> str:
        """The name with what tells it from its namesakes: "Мозырь, Гомельская область"."""
        names = [self._by_code[part].name.into(language) for part in self._path(code)]
        return ", ".join(dict.fromkeys(name for name in names if name))

    def _path(self, code: str) -> list[str]:
        """The codes a path names: a settlement's region, a city district's city, the district among namesakes."""
        level = self._by_code[code].level
        outer = {"city_district": "settlement", "settlement": "region", "district": "region"}.get(level)
        district = self.at_level(code, "district") if level == "settlement" and code in self._shared else None
        beyond = [self.at_level(code, outer)] if outer else []
        return [code, *(part for part in (district, *beyond) if part and not self._is_city(part, code))]

    def _is_city(self, outer: str, inner: str) -> bool:
        """Whether a region is nothing but this city ("Минск, город Минск" says it twice)."""
        return (
            outer != inner
            and self._by_code[outer].level == "region"
            and (inner_name := self._by_code[inner].name.into("ru")) != ""
            and inner_name in self._by_code[outer].name.into("ru").split()
        )

    def _chain(self, code: str) -> tuple[str, ...]:
        chain = [code]
        while (parent := self._by_code[chain[-1]].parent) is not None:
            chain.append(parent)
        return tuple(chain)

    def _shared_names(self) -> frozenset[str]:
        """Codes of settlements that have a namesake in their own region."""
        namesakes: dict[tuple[str | None, str], list[str]] = defaultdict(list)
        for code, territory in self._by_code.items():
            if territory.level == "settlement":
                namesakes[self.at_level(code, "region"), territory.name.into("ru")].append(code)
        return frozenset(code for codes in namesakes.values() if len(codes) > 1 for code in codes)

    def _sharing_centres(self) -> dict[str, tuple[str, ...]]:
        """For each region, the regions whose administrative centre is in the same spot: always itself."""
        regions = [one for one in self._by_code.values() if one.level == "region"]
        return {
            one.code: tuple(other.code for other in regions if other is one or _same_spot(one, other))
            for one in regions
        }


def _same_spot(one: Territory, other: Territory) -> bool:
    spot = (one.latitude, one.longitude)
    return None not in spot and spot == (other.latitude, other.longitude)

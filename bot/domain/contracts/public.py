"""Who answers where nobody is contracted: the district's state centre, then the country's line."""

from collections.abc import Iterable, Sized
from typing import Protocol

from bot.content.models import Place, TerritoryCode

STATE_CENTRE = "tcson"
#: kinds of line that anyone may call, the fittest first; not emergency lines, for one of those is the police
LINES = ("crisis-line", "info-line", "child-line")


class Tree(Protocol):
    """The territories, each within its parent, up to the country. Asking of an unknown one is a KeyError."""

    def contains(self, outer: TerritoryCode, inner: TerritoryCode) -> bool:
        """Whether one lies in the other; each lies in itself."""
        ...

    def ancestors(self, code: TerritoryCode) -> Sized:
        """All that it lies in, without itself; so a country has none and a region one."""
        ...


class PublicHelp:
    """The state centres and national lines among the places; one known by its name alone helps nobody."""

    def __init__(self, places: Iterable[Place], tree: Tree) -> None:
        self._tree = tree
        known = tuple(places)
        self._centres = [place for place in known if place.kind == STATE_CENTRE and (place.phones or place.address)]
        lines = (place for place in known if place.kind in LINES and place.phones)
        self._lines = sorted(lines, key=lambda place: LINES.index(place.kind))

    def state_centre(self, territory: TerritoryCode) -> Place | None:
        """The centre serving the narrowest territory around this one, or else one that serves a part of it.

        A person who said only the city gets the centre of one of its districts, which can direct; a person who said
        only the region does not get one of its many, for it may be a day's journey away.
        """
        around = [place for place in self._centres if self._tree.contains(served(place), territory)]
        if around:
            return min(around, key=lambda place: (-len(self._tree.ancestors(served(place))), *_usefulness(place)))
        within = [place for place in self._centres if self._tree.contains(territory, served(place))]
        narrower_than_a_region = len(self._tree.ancestors(territory)) > 1
        return min(within, key=_usefulness, default=None) if narrower_than_a_region else None

    def national_line(self, country: TerritoryCode) -> Place | None:
        """The fittest line that serves the whole country and can be dialled; of one kind, the first listed."""
        return next((place for place in self._lines if served(place) == country), None)


def served(place: Place) -> TerritoryCode:
    """The territory whose people the place is for."""
    return place.serves or place.territory


def _usefulness(place: Place) -> tuple[bool, str]:
    """Sorts a centre that can be telephoned before one that has to be found."""
    return not place.phones, place.id

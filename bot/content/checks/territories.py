"""Territories make one tree, and their coordinates lie in their country."""

from collections.abc import Iterator

from bot.content.draft import Draft
from bot.content.mistakes import Mistake

_LEVELS = ("country", "region", "district", "settlement", "city_district")

#: latitude from, to; longitude from, to: a little more than the country itself
BOUNDS = {"BY": (51.2, 56.2, 23.1, 32.8), "KG": (39.1, 43.3, 69.2, 80.3)}


def broken_tree(draft: Draft) -> Iterator[Mistake]:
    """A parent is of a higher level, so there can be no circle; only a country has none; countries do not mix."""
    levels = {entry.value.code: entry.value.level for entry in draft.territories}
    for entry in draft.territories:
        territory = entry.value
        if (territory.parent is None) != (territory.level == "country"):
            yield entry.mistake("parent", "every territory but a country has a parent")
        elif territory.parent in levels:
            if _LEVELS.index(levels[territory.parent]) >= _LEVELS.index(territory.level):
                yield entry.mistake("parent", f"{territory.parent} is not of a higher level than {territory.level}")
            if territory.parent[:2] != territory.code[:2]:
                yield entry.mistake("parent", f"{territory.parent} is of another country")


def misplaced(draft: Draft) -> Iterator[Mistake]:
    for entry in draft.territories:
        territory = entry.value
        if (territory.latitude is None) != (territory.longitude is None):
            yield entry.mistake("latitude", "latitude and longitude come together")
        elif not inside(territory.code, territory.latitude, territory.longitude):
            yield entry.mistake("latitude", "lies outside its country")


def inside(territory: str, latitude: float | None, longitude: float | None) -> bool:
    """Whether a point may be of this territory's country; no point at all may."""
    if latitude is None or longitude is None:
        return True
    south, north, west, east = BOUNDS[territory[:2]]
    return south <= latitude <= north and west <= longitude <= east

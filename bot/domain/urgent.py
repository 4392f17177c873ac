"""Whom to call when it cannot wait: lines that someone lately made sure of, and that answer at this moment."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.content.models import Place
from bot.domain.directory import Directory, Freshness, OpenState
from bot.domain.directory.shelf import scope

#: kinds of lines, in the order they are shown
LINES = ("crisis-line", "emergency-line", "child-line")
#: the same for children: their own line first; lines for all hear them too
CHILD_LINES = ("child-line", "crisis-line")
#: needs that other bodies serve for children; here, and where it is urgent, one is asked whether one is a child
ASKING_AGE = frozenset({"bed"})


def answering(directory: Directory, where: str, at: datetime) -> list[Place]:
    """Lines for people of this place that were verified lately and are open at this moment."""
    return [
        place
        for place in _lines(directory, where, LINES)
        if directory.freshness(place, at) is Freshness.FRESH and directory.opening(place, at).state is OpenState.OPEN
    ]


def for_children(directory: Directory, where: str, at: datetime) -> list[Place]:
    """Lines that hear children of this place, however long ago they were verified, short of being given up."""
    lines = _lines(directory, where, CHILD_LINES)
    return [place for place in lines if directory.freshness(place, at) is not Freshness.GONE]


def _lines(directory: Directory, where: str, kinds: Sequence[str]) -> Iterator[Place]:
    """By kind; within one, the lines of the town before those of the region and the country."""
    around = directory.territories.chain(where)
    serving = [place for place in directory.places.values() if place.kind in kinds and scope(place) in around]
    yield from sorted(serving, key=lambda place: (kinds.index(place.kind), around.index(scope(place))))

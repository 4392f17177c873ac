"""Reads ``content/`` from disk.

``services.yaml`` holds needs, kinds and services; ``by/`` and ``kg/`` hold what is real and published; ``demo/`` what
is invented; ``unverified/`` what waits for its source and is never shown.
"""

from datetime import date
from pathlib import Path

import yaml

from bot.clock import SystemClock
from bot.content.checks import of_all, of_form
from bot.content.draft import SECTIONS, Draft, Entry
from bot.content.files import DEMO, PUBLISHED, UNVERIFIED, files, shown, version
from bot.content.mistakes import ContentError, Mistake
from bot.content.models import Content, Place, Territory
from bot.content.yaml_source import compose


def load(root: Path, *, demo: bool, today: date | None = None) -> Content:
    """Everything that may be shown, checked; with ``demo`` what is invented too.

    Raises ContentError with every mistake there is.
    """
    paths = shown(root, demo=demo)
    draft = _read(root, paths, today)
    mistakes = draft.mistakes + list(of_all(draft))
    if mistakes:
        raise ContentError(mistakes)
    return _content(draft, version(root, paths))


def problems(root: Path, today: date | None = None) -> list[Mistake]:
    """Every mistake in all of ``content/``, by file and line; of what is kept aside, mistakes of form only."""
    draft = _read(root, files(root, PUBLISHED + DEMO), today)
    everything = _read(root, files(root, PUBLISHED + DEMO + UNVERIFIED), today)
    return sorted({*everything.mistakes, *of_all(draft), *of_form(everything)})


def _read(root: Path, paths: list[Path], today: date | None) -> Draft:
    draft = Draft(today or SystemClock().now().date())
    if not paths:
        draft.mistakes.append(Mistake(str(root), 1, "", "holds no content"))
    for path in paths:
        _read_file(draft, path, path.relative_to(root).as_posix())
    return draft


def _read_file(draft: Draft, path: Path, name: str) -> None:
    node, mistakes = compose(path, name)
    draft.mistakes += mistakes
    if isinstance(node, yaml.MappingNode):
        for key, items in node.value:
            _read_section(draft, name, key, items)
    elif node is not None:
        draft.mistakes.append(Mistake(name, 1, "", "must begin with the name of a section, such as places:"))


def _read_section(draft: Draft, name: str, key: yaml.Node, items: yaml.Node) -> None:
    line = key.start_mark.line + 1
    if key.value not in SECTIONS:
        draft.mistakes.append(Mistake(name, line, key.value, f"is not a section; there are {', '.join(SECTIONS)}"))
    elif not isinstance(items, yaml.SequenceNode):
        draft.mistakes.append(Mistake(name, line, key.value, "must be a list of entries, each beginning with - "))
    else:
        for item in items.value:
            draft.add(name, key.value, item)


def _content(draft: Draft, version: str) -> Content:
    territories = {entry.value.code: entry.value for entry in draft.territories}
    return Content(
        version=version,
        territories=tuple(territories.values()),
        needs=tuple(entry.value for entry in draft.needs),
        kinds=tuple(entry.value for entry in draft.kinds),
        services=tuple(entry.value for entry in draft.services),
        organisations=tuple(entry.value for entry in draft.organisations),
        places=tuple(_settled(entry, territories) for entry in draft.places),
        contracts=tuple(entry.value for entry in draft.contracts),
        dormitories=tuple(entry.value for entry in draft.dormitories),
    )


def _settled(entry: Entry[Place], territories: dict[str, Territory]) -> Place:
    """The place with its settlement's coordinates where it has none of its own and is no secret."""
    place = entry.value
    stands_in: Territory | None = territories[place.territory]
    while stands_in and stands_in.level == "city_district":
        stands_in = territories.get(stands_in.parent or "")
    known = stands_in is not None and stands_in.level == "settlement" and stands_in.latitude is not None
    if place.latitude is not None or place.address_hidden or stands_in is None or not known:
        return place
    at = {"latitude": stands_in.latitude, "longitude": stands_in.longitude, "precision": "settlement"}
    return place.model_copy(update=at)

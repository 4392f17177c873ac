"""Entries name each other by id: every id exists, and once."""

from collections.abc import Iterator
from typing import Any

from bot.content.draft import Draft, Entry
from bot.content.mistakes import Mistake

#: section -> field -> the section its ids are of
_REFERENCES: dict[str, dict[str, str]] = {
    "territories": {"parent": "territories"},
    "needs": {"kinds": "kinds", "services": "services"},
    "organisations": {"territory": "territories"},
    "places": {
        "kind": "kinds",
        "territory": "territories",
        "serves": "territories",
        "needs": "needs",
        "organisation": "organisations",
    },
    "contracts": {"provider": "organisations", "service": "services", "territory": "territories"},
    "dormitories": {"id": "places", "contract": "contracts"},
}


def unknown_references(draft: Draft) -> Iterator[Mistake]:
    for section, entry in draft.all():
        for field, target in _REFERENCES.get(section, {}).items():
            for where, named in _named(entry, field):
                if named not in draft.known(target):
                    yield entry.mistake(where, f"{named} is not among the {target}")


def _named(entry: Entry[Any], field: str) -> Iterator[tuple[str, str]]:
    value = getattr(entry.value, field)
    if isinstance(value, tuple):
        yield from ((f"{field}.{position}", item) for position, item in enumerate(value))
    elif value is not None:
        yield field, value


def repeated_ids(draft: Draft) -> Iterator[Mistake]:
    first: dict[tuple[str, str], Entry[Any]] = {}
    for section, entry in draft.all():
        key = "code" if section == "territories" else "id"
        written = getattr(entry.value, key)
        known = first.setdefault((section, written), entry)
        if known is not entry:
            yield entry.mistake(key, f"{written} is already taken in {known.file}")

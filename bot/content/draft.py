"""What was read of ``content/``, before it is checked as a whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.content.mistakes import Mistake
from bot.content.models import Contract, Dormitory, Kind, Model, Need, Organisation, Place, Service, Territory
from bot.content.yaml_source import line_of, plain

M_co = TypeVar("M_co", bound=Model, covariant=True)


@dataclass(frozen=True)
class Entry(Generic[M_co]):
    """One item of a file, of the right form, and where it stands."""

    file: str
    node: yaml.Node
    value: M_co

    def mistake(self, where: str, message: str) -> Mistake:
        """``where`` is the way to the field, such as ``phones.0.number``."""
        return Mistake(self.file, line_of(self.node, where.split(".")), where, message)


@dataclass
class Draft:
    """Entries by section, what is already known to be wrong, and the day on which it is read."""

    today: date
    territories: list[Entry[Territory]] = field(default_factory=list)
    needs: list[Entry[Need]] = field(default_factory=list)
    kinds: list[Entry[Kind]] = field(default_factory=list)
    services: list[Entry[Service]] = field(default_factory=list)
    organisations: list[Entry[Organisation]] = field(default_factory=list)
    places: list[Entry[Place]] = field(default_factory=list)
    contracts: list[Entry[Contract]] = field(default_factory=list)
    dormitories: list[Entry[Dormitory]] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    #: every id written in a section, those of malformed entries too, so that one mistake is not reported twice
    names: dict[str, set[str]] = field(default_factory=dict)

    def add(self, file: str, section: str, node: yaml.Node) -> None:
        raw = plain(node)
        if isinstance(raw, dict):
            self.names.setdefault(section, set()).add(str(raw.get("id") or raw.get("code")))
        try:
            value = _MODELS[section].model_validate(raw)
        except ValidationError as error:
            self.mistakes += (_worded(file, node, detail) for detail in error.errors())
        else:
            getattr(self, section).append(Entry(file, node, value))

    def known(self, section: str) -> set[str]:
        """The ids of a section that others may refer to."""
        return self.names.get(section, set())

    def all(self) -> Iterator[tuple[str, Entry[Model]]]:
        """Every entry with its section's name."""
        for section in SECTIONS:
            for entry in getattr(self, section):
                yield section, entry


_MODELS: Mapping[str, type[Model]] = {
    "territories": Territory,
    "needs": Need,
    "kinds": Kind,
    "services": Service,
    "organisations": Organisation,
    "places": Place,
    "contracts": Contract,
    "dormitories": Dormitory,
}
SECTIONS = tuple(_MODELS)

_SENTENCES = {
    "missing": "is missing",
    "extra_forbidden": "is not a field of this entry; look for a typing error",
    "string_pattern_mismatch": "has a form that is not allowed (the file's head says which is)",
    "string_too_long": "is too long",
    "date_from_datetime_parsing": "is not a date such as 2026-04-13",
    "date_from_datetime_inexact": "is not a date such as 2026-04-13",
    "date_parsing": "is not a date such as 2026-04-13",
    "float_parsing": "is not a number",
    "int_parsing": "is not a whole number",
    "bool_parsing": "must be true or false",
    "model_type": "must be an entry with fields of its own",
    "tuple_type": "must be a list",
    "string_type": "must be a text",
}


def _worded(file: str, node: yaml.Node, detail: ErrorDetails) -> Mistake:
    message = _SENTENCES.get(detail["type"])
    if detail["type"] == "literal_error":
        message = f"must be one of {detail['ctx']['expected']}"
    return Mistake(file, line_of(node, detail["loc"]), ".".join(map(str, detail["loc"])), message or detail["msg"])

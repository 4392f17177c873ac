"""Why a request goes where it goes: small values, told in the reader's language elsewhere.

``over`` names the contracts that lost to the chosen one by that very reason.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, get_args

from pydantic import TypeAdapter

from bot.content.models import Slug, TerritoryCode, Text


class Told:
    """What all reasons share: they are kept with the request, as plain data under the name of their class."""

    def as_data(self) -> dict[str, Any]:
        """The reason as JSON can hold it; ``reasons_from`` reads it back."""
        return {"why": type(self).__name__, **_ADAPTERS[type(self).__name__].dump_python(self, mode="json")}


@dataclass(frozen=True)
class CoversService(Told):
    service: Slug


@dataclass(frozen=True)
class CoversTerritory(Told):
    """The person's territory lies in this one, which the contract or the state centre serves."""

    territory: TerritoryCode


@dataclass(frozen=True)
class RunsUntil(Told):
    """The contract's last day, inclusive."""

    ends: date


@dataclass(frozen=True)
class MoreGeneral(Told):
    """Nothing particular was asked, and this service is fitter for that."""

    service: Slug
    over: tuple[Slug, ...]


@dataclass(frozen=True)
class MoreSpecific(Told):
    territory: TerritoryCode
    over: tuple[Slug, ...]


@dataclass(frozen=True)
class FitterService(Told):
    """Of the services of the need it comes first."""

    service: Slug
    over: tuple[Slug, ...]


@dataclass(frozen=True)
class LargerShareLeft(Told):
    """``share`` is between 0 and 1."""

    share: float
    over: tuple[Slug, ...]


@dataclass(frozen=True)
class EarlierStart(Told):
    starts: date
    over: tuple[Slug, ...]


@dataclass(frozen=True)
class FirstById(Told):
    """Nothing else told them apart, and the answer must be the same every time."""

    over: tuple[Slug, ...]


@dataclass(frozen=True)
class Eligibility(Told):
    """The contract is for some people only, in words that no program can judge: the provider has to ask."""

    terms: Text


class Obstacle(Enum):
    """Why a contract that covers the service and the territory does not serve."""

    NOT_YET = "not_yet"
    ENDED = "ended"
    NO_UNITS = "no_units"
    RULED_OUT = "ruled_out"


@dataclass(frozen=True)
class PassedOver(Told):
    contract: Slug
    obstacle: Obstacle


@dataclass(frozen=True)
class NoContract(Told):
    """Nobody is contracted for this need here; ``need`` is None when nothing particular was asked."""

    need: Slug | None
    territory: TerritoryCode


@dataclass(frozen=True)
class OnlyWithin(Told):
    """A contract would serve those of a narrower territory; whether the person lives there is worth asking."""

    contract: Slug
    territory: TerritoryCode


@dataclass(frozen=True)
class CoversPart(Told):
    """The state centre serves only a part of the person's territory, and knows who serves the rest."""

    territory: TerritoryCode


@dataclass(frozen=True)
class NoStateCentre(Told):
    """No centre that can be reached is known to serve the territory or a part of it."""

    territory: TerritoryCode


Reason = (
    CoversService
    | CoversTerritory
    | RunsUntil
    | MoreGeneral
    | MoreSpecific
    | FitterService
    | LargerShareLeft
    | EarlierStart
    | FirstById
    | Eligibility
    | PassedOver
    | NoContract
    | OnlyWithin
    | CoversPart
    | NoStateCentre
)

_ADAPTERS: dict[str, TypeAdapter[Any]] = {reason.__name__: TypeAdapter(reason) for reason in get_args(Reason)}


def reasons_from(kept: Iterable[Mapping[str, Any]]) -> tuple[Reason, ...]:
    """The reasons kept with a request. One that this version does not know is left out: requests outlive versions."""
    return tuple(_ADAPTERS[data["why"]].validate_python(data) for data in kept if data["why"] in _ADAPTERS)

"""Why a request goes where it goes: small values, told in the reader's language elsewhere.

``over`` names the contracts that lost to the chosen one by that very reason.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from bot.content.models import Slug, TerritoryCode, Text


@dataclass(frozen=True)
class CoversService:
    service: Slug


@dataclass(frozen=True)
class CoversTerritory:
    """The person's territory lies in this one, which the contract or the state centre serves."""

    territory: TerritoryCode


@dataclass(frozen=True)
class RunsUntil:
    """The contract's last day, inclusive."""

    ends: date


@dataclass(frozen=True)
class MoreGeneral:
    """Nothing particular was asked, and this service is fitter for that."""

    service: Slug
    over: tuple[Slug, ...]


@dataclass(frozen=True)
class MoreSpecific:
    territory: TerritoryCode
    over: tuple[Slug, ...]


@dataclass(frozen=True)
class LargerShareLeft:
    """``share`` is between 0 and 1."""

    share: float
    over: tuple[Slug, ...]


@dataclass(frozen=True)
class EarlierStart:
    starts: date
    over: tuple[Slug, ...]


@dataclass(frozen=True)
class FirstById:
    """Nothing else told them apart, and the answer must be the same every time."""

    over: tuple[Slug, ...]


@dataclass(frozen=True)
class Eligibility:
    """The contract is for some people only, in words that no program can judge: the provider has to ask."""

    terms: Text


class Obstacle(Enum):
    """Why a contract that covers the service and the territory does not serve."""

    NOT_YET = "not_yet"
    ENDED = "ended"
    NO_UNITS = "no_units"
    RULED_OUT = "ruled_out"


@dataclass(frozen=True)
class PassedOver:
    contract: Slug
    obstacle: Obstacle


@dataclass(frozen=True)
class NoContract:
    """Nobody is contracted for this need here; ``need`` is None when nothing particular was asked."""

    need: Slug | None
    territory: TerritoryCode


@dataclass(frozen=True)
class OnlyWithin:
    """A contract would serve those of a narrower territory; whether the person lives there is worth asking."""

    contract: Slug
    territory: TerritoryCode


@dataclass(frozen=True)
class CoversPart:
    """The state centre serves only a part of the person's territory, and knows who serves the rest."""

    territory: TerritoryCode


@dataclass(frozen=True)
class NoStateCentre:
    """No centre is known to serve the person's territory or a part of it."""

    territory: TerritoryCode


Reason = (
    CoversService
    | CoversTerritory
    | RunsUntil
    | MoreGeneral
    | MoreSpecific
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

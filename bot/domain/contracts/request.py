"""What is asked, and what is answered: who serves it, and why."""

from dataclasses import dataclass

from bot.content.models import Need, Slug, TerritoryCode
from bot.domain.contracts.reasons import Reason


@dataclass(frozen=True)
class Request:
    """What is asked from where. ``need`` is None for someone who just writes.

    ``ruled_out`` are contracts that cannot serve this person: their eligibility is not met, or the provider declined.
    """

    territory: TerritoryCode
    need: Need | None = None
    ruled_out: frozenset[Slug] = frozenset()

    def wants(self, service: Slug) -> bool:
        return self.need is None or service in self.need.services


@dataclass(frozen=True)
class Provider:
    """An organisation under a contract."""

    organisation: Slug
    contract: Slug
    service: Slug


@dataclass(frozen=True)
class StateCentre:
    place: Slug


@dataclass(frozen=True)
class NationalLine:
    """The country's line; ``place`` is None where the content names none."""

    country: TerritoryCode
    place: Slug | None


@dataclass(frozen=True)
class Route:
    """Where the request goes, and why, in the order of the decision."""

    target: Provider | StateCentre | NationalLine
    reasons: tuple[Reason, ...]

    @property
    def provider(self) -> Provider | None:
        return self.target if isinstance(self.target, Provider) else None

    @property
    def unmet(self) -> bool:
        """Nobody is contracted for it: a need to record for the coordinator."""
        return self.provider is None

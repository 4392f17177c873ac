"""What a contract is worth on a day: whether it runs, what is left of it, whether its end must be warned of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from bot.content.models import Contract, Slug

#: units not yet used, by contract; a contract that is absent has used none
UnitsLeft = Mapping[Slug, int]


class State(Enum):
    """Where a day stands to a contract's term, whose first and last days both belong to it."""

    NOT_YET = "not_yet"
    RUNNING = "running"
    ENDED = "ended"


@dataclass(frozen=True)
class Ending:
    """A contract close to its end.

    ``warning`` is the tightest of the warned-of distances already reached, so that a day the bot slept through loses
    no warning; contract and warning together name one warning, which is to be given once.
    """

    contract: Slug
    ends: date
    days_left: int
    warning: int


def state(contract: Contract, at: date) -> State:
    if at < contract.starts:
        return State.NOT_YET
    return State.ENDED if at > contract.ends else State.RUNNING


def share_left(contract: Contract, units_left: UnitsLeft) -> float:
    """What part of the contract's units is not yet used: 1 is all, 0 is none (or more than ordered was used)."""
    return max(0, units_left.get(contract.id, contract.units)) / contract.units


def ending_soon(contracts: Iterable[Contract], at: date, days: Iterable[int] = (30, 14, 3)) -> tuple[Ending, ...]:
    """The running contracts that end within one of these numbers of days, the soonest first."""
    warnings = sorted(days)
    running = (contract for contract in contracts if state(contract, at) is State.RUNNING)
    endings = (_ending(contract, at, warnings) for contract in running)
    return tuple(sorted((found for found in endings if found), key=lambda found: (found.ends, found.contract)))


def _ending(contract: Contract, at: date, warnings: list[int]) -> Ending | None:
    days_left = (contract.ends - at).days
    warning = next((distance for distance in warnings if days_left <= distance), None)
    return None if warning is None else Ending(contract.id, contract.ends, days_left, warning)

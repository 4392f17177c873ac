"""Choosing among the contracts that cover a request, and telling why this one and not another."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.content.models import Contract, Slug
from bot.domain.contracts.public import Tree
from bot.domain.contracts.reasons import (
    EarlierStart,
    FirstById,
    FitterService,
    LargerShareLeft,
    MoreGeneral,
    MoreSpecific,
    Obstacle,
    PassedOver,
    Reason,
)
from bot.domain.contracts.request import Request
from bot.domain.contracts.terms import State, UnitsLeft, share_left, state

#: Who just writes, without a subject, is answered by whoever accompanies people in general, then by these, then by
#: any other service; only among equals of this order does the territory decide.
GENERAL_SERVICES: tuple[Slug, ...] = ("accompaniment", "patronage", "consultation")


@dataclass(frozen=True)
class Candidate:
    """A contract for a wanted service, with what it is compared by and what stands in its way."""

    contract: Contract
    #: how far the service is from the most general one; 0 for all services of a named need
    generality: int
    #: how far the service is from the first one the need names; 0 for just words
    fitness: int
    #: how many territories lie around the contract's: the more, the narrower it is
    depth: int
    share: float
    obstacle: Obstacle | None


@dataclass(frozen=True)
class _Rule:
    """One rule of preference: what is compared (the smaller wins), and how winning by it is told."""

    compared: Callable[[Candidate], float]
    told: Callable[[Candidate, tuple[Slug, ...]], Reason]


#: the choice and its reasons are made of the same rules, so they cannot disagree
_RULES = (
    _Rule(lambda one: one.generality, lambda one, over: MoreGeneral(one.contract.service, over)),
    _Rule(lambda one: -one.depth, lambda one, over: MoreSpecific(one.contract.territory, over)),
    _Rule(lambda one: one.fitness, lambda one, over: FitterService(one.contract.service, over)),
    _Rule(lambda one: -one.share, lambda one, over: LargerShareLeft(one.share, over)),
    _Rule(lambda one: one.contract.starts.toordinal(), lambda one, over: EarlierStart(one.contract.starts, over)),
)


def candidates(
    request: Request, contracts: Iterable[Contract], tree: Tree, at: date, units_left: UnitsLeft
) -> list[Candidate]:
    """The contracts for what is wanted, wherever they are and whether or not they can serve, by id."""
    return [
        Candidate(
            contract,
            generality=_generality(request, contract.service),
            fitness=request.need.services.index(contract.service) if request.need else 0,
            depth=len(tree.ancestors(contract.territory)),
            share=share_left(contract, units_left),
            obstacle=_obstacle(contract, request, at, units_left),
        )
        for contract in sorted(contracts, key=lambda contract: contract.id)
        if request.wants(contract.service)
    ]


def _generality(request: Request, service: Slug) -> int:
    if request.need is not None:
        return 0
    return GENERAL_SERVICES.index(service) if service in GENERAL_SERVICES else len(GENERAL_SERVICES)


def _obstacle(contract: Contract, request: Request, at: date, units_left: UnitsLeft) -> Obstacle | None:
    term = state(contract, at)
    if term is not State.RUNNING:
        return Obstacle.NOT_YET if term is State.NOT_YET else Obstacle.ENDED
    if contract.id in request.ruled_out:
        return Obstacle.RULED_OUT
    return None if share_left(contract, units_left) > 0 else Obstacle.NO_UNITS


def best(able: list[Candidate]) -> Candidate:
    """The first by the rules; of equals, the first given."""
    return min(able, key=lambda one: tuple(rule.compared(one) for rule in _RULES))


def preferences(chosen: Candidate, able: list[Candidate]) -> Iterator[Reason]:
    """By which rule the chosen one won over each of the others that could serve."""
    rivals = [one for one in able if one is not chosen]
    for rule in _RULES:
        beaten = [one for one in rivals if rule.compared(one) > rule.compared(chosen)]
        if beaten:
            yield rule.told(chosen, _ids(beaten))
        rivals = [one for one in rivals if one not in beaten]
    if rivals:
        yield FirstById(_ids(rivals))


def passed_over(chosen: Candidate, covering: list[Candidate]) -> Iterator[Reason]:
    """The running contracts no farther off than the chosen that cannot serve; past and future ones are no news."""
    for one in covering:
        as_near = (one.generality, -one.depth) <= (chosen.generality, -chosen.depth)
        if as_near and one.obstacle in {Obstacle.NO_UNITS, Obstacle.RULED_OUT}:
            yield PassedOver(one.contract.id, one.obstacle)


def _ids(some: Iterable[Candidate]) -> tuple[Slug, ...]:
    return tuple(one.contract.id for one in some)

"""Where a request goes and why: a pure function of the contracts, the territories, the day and what is left.

The contract chosen runs on that day, covers a service of the need and a territory around the person, has units left
and is not ruled out. Of several the one for the narrowest territory is chosen; then the one for the service that the
need names first, with the larger share left, the earlier start, the first id. Where there is none, the state centre
answers, and at last the national line.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from bot.content.models import Contract, TerritoryCode
from bot.domain.contracts.choice import Candidate, best, candidates, passed_over, preferences
from bot.domain.contracts.public import PublicHelp, Tree, served
from bot.domain.contracts.reasons import (
    CoversPart,
    CoversService,
    CoversTerritory,
    Eligibility,
    NoContract,
    NoStateCentre,
    OnlyWithin,
    PassedOver,
    Reason,
    RunsUntil,
)
from bot.domain.contracts.request import NationalLine, Provider, Request, Route, StateCentre
from bot.domain.contracts.terms import UnitsLeft


def route(
    request: Request,
    contracts: Iterable[Contract],
    tree: Tree,
    public: PublicHelp,
    *,
    at: date,
    units_left: UnitsLeft,
) -> Route:
    """Never nothing. ``at`` is the date where the person is."""
    request = replace(request, territory=_known(request.territory, tree))
    fitting = candidates(request, contracts, tree, at, units_left)
    covering = [one for one in fitting if tree.contains(one.contract.territory, request.territory)]
    if able := [one for one in covering if one.obstacle is None]:
        chosen = best(able)
        return _to_provider(chosen, (*preferences(chosen, able), *passed_over(chosen, covering)))
    within = [one for one in fitting if tree.contains(request.territory, one.contract.territory)]
    return _to_the_public(request, (*_why_nobody(request, covering), *_only_within(within)), tree, public)


def _known(territory: TerritoryCode, tree: Tree) -> TerritoryCode:
    """The territory, or what is left of it: the content may have dropped it since the person chose it."""
    try:
        tree.ancestors(territory)
    except KeyError:
        wider = territory.rpartition("-")[0]
        if not wider:
            raise
        return _known(wider, tree)
    return territory


def _to_provider(chosen: Candidate, comparison: tuple[Reason, ...]) -> Route:
    contract = chosen.contract
    covers = (CoversService(contract.service), CoversTerritory(contract.territory), RunsUntil(contract.ends))
    eligibility = (Eligibility(contract.eligibility),) if contract.eligibility else ()
    return Route(Provider(contract.provider, contract.id, contract.service), (*covers, *comparison, *eligibility))


def _to_the_public(request: Request, why: tuple[Reason, ...], tree: Tree, public: PublicHelp) -> Route:
    if (centre := public.state_centre(request.territory)) is not None:
        area = served(centre)
        covers = CoversTerritory(area) if tree.contains(area, request.territory) else CoversPart(area)
        return Route(StateCentre(centre.id), (*why, covers))
    country = request.territory.partition("-")[0]
    line = public.national_line(country)
    return Route(NationalLine(country, line.id if line else None), (*why, NoStateCentre(request.territory)))


def _why_nobody(request: Request, covering: list[Candidate]) -> Iterator[Reason]:
    yield NoContract(request.need.id if request.need else None, request.territory)
    for one in covering:
        if one.obstacle is not None:
            yield PassedOver(one.contract.id, one.obstacle)


def _only_within(narrower: list[Candidate]) -> Iterator[Reason]:
    for one in narrower:
        if one.obstacle is None:
            yield OnlyWithin(one.contract.id, one.contract.territory)

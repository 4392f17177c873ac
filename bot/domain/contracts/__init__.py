"""State social contracts: what one is worth on a day, whom it covers, and where a request goes and why."""

from bot.domain.contracts.choice import GENERAL_SERVICES
from bot.domain.contracts.public import PublicHelp, Tree
from bot.domain.contracts.reasons import (
    CoversPart,
    CoversService,
    CoversTerritory,
    EarlierStart,
    Eligibility,
    FirstById,
    FitterService,
    LargerShareLeft,
    MoreGeneral,
    MoreSpecific,
    NoContract,
    NoStateCentre,
    Obstacle,
    OnlyWithin,
    PassedOver,
    Reason,
    RunsUntil,
    reasons_from,
)
from bot.domain.contracts.request import NationalLine, Provider, Request, Route, StateCentre
from bot.domain.contracts.routing import route
from bot.domain.contracts.terms import Ending, State, UnitsLeft, ending_soon, share_left, state

__all__ = [
    "GENERAL_SERVICES",
    "CoversPart",
    "CoversService",
    "CoversTerritory",
    "EarlierStart",
    "Eligibility",
    "Ending",
    "FirstById",
    "FitterService",
    "LargerShareLeft",
    "MoreGeneral",
    "MoreSpecific",
    "NationalLine",
    "NoContract",
    "NoStateCentre",
    "Obstacle",
    "OnlyWithin",
    "PassedOver",
    "Provider",
    "PublicHelp",
    "Reason",
    "Request",
    "Route",
    "RunsUntil",
    "State",
    "StateCentre",
    "Tree",
    "UnitsLeft",
    "ending_soon",
    "reasons_from",
    "route",
    "share_left",
    "state",
]

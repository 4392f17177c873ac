import json
from datetime import date
from typing import get_args

import pytest

from bot.content.models import Text
from bot.domain.contracts import (
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

ALL = (
    CoversService("shelter"),
    CoversTerritory("BY-HM"),
    RunsUntil(date(2026, 12, 31)),
    MoreGeneral("accompaniment", ("a", "b")),
    MoreSpecific("BY-HM", ("a",)),
    FitterService("shelter", ("a",)),
    LargerShareLeft(0.5, ("a",)),
    EarlierStart(date(2026, 1, 1), ("a",)),
    FirstById(("a",)),
    Eligibility(Text(ru="с 18 лет", en="from 18")),
    PassedOver("a", Obstacle.NO_UNITS),
    NoContract(None, "BY"),
    OnlyWithin("a", "BY-HM"),
    CoversPart("BY-HM"),
    NoStateCentre("BY"),
)


def test_every_kind_of_reason_is_tried_here():
    assert {type(reason) for reason in ALL} == set(get_args(Reason))


@pytest.mark.parametrize("reason", ALL, ids=lambda reason: type(reason).__name__)
def test_a_reason_comes_back_from_json_as_it_was(reason):
    assert reasons_from([json.loads(json.dumps(reason.as_data()))]) == (reason,)


def test_a_reason_of_another_version_is_left_out():
    kept = [{"why": "SaidByAnOracle", "oracle": "Delphi"}, CoversService("shelter").as_data()]
    assert reasons_from(kept) == (CoversService("shelter"),)

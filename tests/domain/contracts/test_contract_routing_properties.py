"""What holds of every request in a small world, whatever is contracted there."""

import random
from datetime import date, timedelta

from contract_worlds import PARENTS, PLACES, SERVICES, TODAY, TREE, ask, contract
from hypothesis import given
from hypothesis import strategies as st

from bot.content.models import Contract, Need, Text
from bot.domain.contracts import NationalLine, NoContract, Provider, StateCentre

DAYS = st.integers(-40, 40).map(lambda days: TODAY + timedelta(days=days))
NEEDS = st.none() | st.sets(st.sampled_from(SERVICES)).map(
    lambda services: Need(
        id="n",
        icon="x",
        name=Text(en="n"),
        about=Text(en="n"),
        words=(),
        kinds=("tcson",),
        services=tuple(sorted(services)),
    )
)


@st.composite
def worlds(draw):
    """Contracts with few different days, shares and territories, so that ties are frequent, and what is left."""
    number = draw(st.integers(0, 8))
    contracts = []
    for index in range(number):
        first, last = sorted((draw(DAYS), draw(DAYS)))
        territory, service = draw(st.sampled_from(sorted(PARENTS))), draw(st.sampled_from(SERVICES))
        contracts.append(contract(f"c{index}", territory, service, starts=first, ends=last, units=4))
    left = draw(st.dictionaries(st.sampled_from([f"c{index}" for index in range(8)]), st.integers(0, 4)))
    return contracts, left


def may_serve(one: Contract, territory: str, need: Need | None, at: date, left: dict[str, int]) -> bool:
    """The rule, said again in one sentence and without the code."""
    wanted = need is None or one.service in need.services
    here = TREE.contains(one.territory, territory)
    return wanted and here and one.starts <= at <= one.ends and left.get(one.id, 1) > 0


@given(worlds(), NEEDS, st.sampled_from(sorted(PARENTS)), DAYS)
def test_whoever_can_serve_is_asked_and_otherwise_the_need_is_unmet(world, need, territory, at):
    contracts, left = world
    able = {one.id for one in contracts if may_serve(one, territory, need, at, left)}
    route = ask(territory, contracts, need, at, left)
    assert route.unmet is not bool(able)
    if able:
        assert isinstance(route.target, Provider)
        assert route.target.contract in able


@given(worlds(), NEEDS, st.sampled_from(sorted(PARENTS)), DAYS)
def test_there_is_always_a_target_with_reasons(world, need, territory, at):
    contracts, left = world
    route = ask(territory, contracts, need, at, left)
    assert route.reasons
    match route.target:
        case Provider(organisation, id_):
            assert organisation == f"ngo-{id_}"
        case StateCentre(place):
            assert place in {one.id for one in PLACES if one.kind == "tcson"}
            assert isinstance(route.reasons[0], NoContract)
        case NationalLine(country, place):
            assert country == territory[:2]
            assert place in {"line-of-belarus", "line-of-kyrgyzstan"}
            assert isinstance(route.reasons[0], NoContract)


@given(worlds(), NEEDS, st.sampled_from(sorted(PARENTS)), DAYS)
def test_for_a_named_need_the_narrowest_territory_wins_and_then_the_larger_share(world, need, territory, at):
    contracts, left = world
    able = [one for one in contracts if need and may_serve(one, territory, need, at, left)]
    route = ask(territory, contracts, need, at, left)
    if able:
        won = next(one for one in contracts if one.id == route.target.contract)
        for one in able:
            assert TREE.contains(one.territory, won.territory)
            if (one.territory, one.service) == (won.territory, won.service):
                assert left.get(one.id, 4) <= left.get(won.id, 4)


@given(worlds(), NEEDS, st.sampled_from(sorted(PARENTS)), DAYS, st.randoms())
def test_the_order_in_which_contracts_are_listed_changes_nothing(world, need, territory, at, chance: random.Random):
    contracts, left = world
    shuffled = chance.sample(contracts, len(contracts))
    assert ask(territory, shuffled, need, at, left) == ask(territory, contracts, need, at, left)


@given(worlds(), NEEDS, st.sampled_from(sorted(PARENTS)), DAYS)
def test_every_contract_that_could_have_served_is_named_in_the_reasons_once(world, need, territory, at):
    contracts, left = world
    able = sorted(one.id for one in contracts if may_serve(one, territory, need, at, left))
    route = ask(territory, contracts, need, at, left)
    beaten = [id_ for reason in route.reasons for id_ in getattr(reason, "over", ())]
    named = [route.target.contract, *beaten] if able else beaten
    assert sorted(named) == able

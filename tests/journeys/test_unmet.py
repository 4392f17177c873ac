"""Needs nobody is contracted for: counted once for each person and day, and without the person."""

from datetime import timedelta

from bot.store.tables import unmet_needs
from bot.telegram.buttons import Talk
from tests.conftest import settled_in
from tests.old_buttons import presses_old

#: where no organisation has a contract
NOWHERE = "KG-T-Talas"


async def counted(everything_kept) -> list[str]:
    return sorted(row.need for row in (await everything_kept())[unmet_needs.name])


async def test_however_often_someone_asks_a_need_counts_once_a_day(world, everything_kept):
    one, two = await settled_in(world, "Айгуль", NOWHERE), await settled_in(world, "Нурбек", NOWHERE)
    for _ in range(3):
        await presses_old(one, Talk(need="work"))
    assert await counted(everything_kept) == ["work"]

    await presses_old(two, Talk(need="work"))
    await presses_old(one, Talk(need="bed"))
    assert await counted(everything_kept) == ["bed", "work", "work"]

    world.clock.advance(timedelta(days=1))
    await presses_old(one, Talk(need="work"))
    assert await counted(everything_kept) == ["bed", "work", "work", "work"]

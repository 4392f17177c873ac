"""What time does to beds: offers and holds run out, what is free is offered on, keepers are asked to count."""

from typing import TYPE_CHECKING

from bot.domain.dormitories import letters
from bot.domain.dormitories.counts import ASKED_AFTER
from bot.domain.dormitories.holds import Hold, HoldState
from bot.domain.dormitories.houses import House, house_of
from bot.domain.dormitories.waiting import MOST_MISSED, offer_on
from bot.domain.errors import NotAllowed
from bot.domain.guide import Guide

if TYPE_CHECKING:
    from bot.store import Store


async def tick(store: "Store", guide: Guide) -> None:
    """One look at the clock; a second look at the same moment changes nothing."""
    for hold in await store.beds.run_out():
        await _run_out(store, hold, guide)
    for ident in await store.beds.waited_for():
        if (house := _house(guide, ident)) is not None:
            await offer_on(store, house)
    await _ask_keepers(store, guide)


def _house(guide: Guide, ident: str) -> House | None:
    """None where the content no longer has it."""
    try:
        return house_of(guide, ident)
    except NotAllowed:
        return None


async def _run_out(store: "Store", hold: Hold, guide: Guide) -> None:
    offered = hold.state is HoldState.OFFERED
    if not await store.beds.end(hold, passed_on=offered):
        return
    if offered:
        await _missed(store, hold)
        return
    await store.beds.happened("expired", hold.dormitory)
    await letters.to_person(store, hold.person, "expired", hold.dormitory, hold.id)
    if (house := _house(guide, hold.dormitory)) is not None:
        await letters.to_keepers(store, house, "not_coming", hold.id)


async def _missed(store: "Store", offer: Hold) -> None:
    """Their turn is kept; who misses three is told that they are not asked until they say so."""
    mine = [one for one in await store.beds.waits(offer.person or 0) if one.id == offer.waiting]
    for one in mine:
        missed = one.missed + 1
        await store.beds.was_asked(one.id, missed=missed)
        what = "rests" if missed >= MOST_MISSED else "missed"
        await letters.to_person(store, one.person, what, offer.dormitory, offer.id)


async def _ask_keepers(store: "Store", guide: Guide) -> None:
    """One question a house, whatever its rooms."""
    houses: dict[str, None] = {}
    for beds in await store.beds.old_counts(store.now - ASKED_AFTER):
        await store.beds.asked(beds.dormitory, beds.room)
        houses[beds.dormitory] = None
    for ident in houses:
        if (house := _house(guide, ident)) is not None:
            await letters.to_keepers(store, house, "still", f"{ident}:{store.now.timestamp():.0f}")

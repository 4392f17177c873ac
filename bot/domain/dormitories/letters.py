"""What is owed to people about beds: to keepers, and to who holds a place or waits. Worded when it is sent."""

from typing import TYPE_CHECKING

from bot.domain.dormitories.houses import House
from bot.domain.people import Duty

if TYPE_CHECKING:
    from bot.store import Store

#: who counts a dormitory's places
KEEPING = frozenset({Duty.KEEPER, Duty.LEAD})


async def to_keepers(store: "Store", house: House, what: str, of: int | str) -> None:
    """Tells each keeper once; ``of`` is the hold it is about, or a moment."""
    rooms = {room.id: [room.who, room.step_free] for room in house.dormitory.rooms}
    hold = of if isinstance(of, int) else None
    body = {"what": what, "house": house.id, "hold": hold, "of": house.organisation, "rooms": rooms}
    for keeper in await store.people.with_duty(house.organisation, KEEPING):
        await store.outbox.add("bed_keeper", f"bed:{what}:{of}:{keeper}", body, person=keeper)


async def to_person(
    store: "Store", person: int | None, what: str, house: str, of: int, *, until: str | None = None
) -> None:
    """Knocks first, as all that we begin ourselves; nobody's hold tells nobody. ``until`` is by the house's clock."""
    if person is None:
        return
    body = {"notice": f"bed_{what}", "house": house, "until": until}
    await store.outbox.add("notice", f"bed:{what}:{of}", body, person=person)

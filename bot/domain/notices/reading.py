"""The client's side of a notice: opened by a press, and marked as read."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.errors import NotAllowed, Outdated
from bot.domain.notices.model import Notice, State
from bot.domain.offices import Office
from bot.domain.people import Actor

if TYPE_CHECKING:
    from bot.store import Store

#: of a person's list
MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Copy:
    """What one person has of a notice."""

    notice: int
    person: int
    message: int | None
    opened_at: datetime | None
    read_at: datetime | None


async def of_reader(store: "Store", actor: Actor, notice: int) -> tuple[Notice, Office, Copy]:
    """A notice that went to this person.

    Raises:
        NotAllowed: it did not, or it is not kept any more.
    """
    found = await store.notices.get(notice)
    copy = await store.notices.copy(notice, actor.id) if actor.id is not None else None
    office = await store.offices.get(found.office) if found is not None else None
    if found is None or copy is None or office is None:
        raise NotAllowed
    return found, office, copy


async def open_one(store: "Store", actor: Actor, notice: int, message: int | None) -> tuple[Notice, Office, Copy]:
    """The press; ``message`` will show it."""
    found, office, copy = await of_reader(store, actor, notice)
    await store.notices.opened(found.id, copy.person, message)
    return found, office, copy


async def mark_read(store: "Store", actor: Actor, notice: int, version: int) -> tuple[Notice, Office]:
    """ "Read and understood"; pressed twice it was once.

    Raises:
        Outdated: it was changed or taken back, so this is not what they have read.
    """
    found, office, copy = await of_reader(store, actor, notice)
    if found.state is State.RECALLED or found.version != version or not found.asks:
        raise Outdated
    await store.notices.read(found.id, copy.person)
    return found, office

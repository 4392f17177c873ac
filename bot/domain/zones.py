"""Laws move clocks. When the rules of a zone change, what is due in it is worked out anew.

Rules are told apart by the zone's own file and not by the name of a version: that file is what times are read from,
whether it is the system's or the package's, and a version that changes other zones means no work.
"""

import zoneinfo
from datetime import datetime
from hashlib import blake2b
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.domain import appointments
from bot.domain.reminders import Reminder, new_due

if TYPE_CHECKING:
    from bot.store import Database

#: worked out in one transaction
BATCH = 500


def rules(zone: str) -> str:
    """A fingerprint of a zone's rules, as they stand on the disk now."""
    parts = zone.split("/")
    files = (Path(folder, *parts) for folder in zoneinfo.TZPATH)
    system = next((file for file in files if file.is_file()), None)
    file = system if system is not None else resources.files("tzdata").joinpath("zoneinfo", *parts)
    return blake2b(file.read_bytes(), digest_size=16).hexdigest()


async def mind(database: "Database", zone: str) -> int:
    """Notes the zone's rules; if they are other than before, moves what is due. Returns how much was moved.

    The rules are noted last: a process that dies before begins anew, and comes to the same.
    """
    now, name = rules(zone), f"zone:{zone}"
    async with database.transaction() as store:
        before = await store.meta.get(name)
    if before == now:
        return 0
    moved = 0
    if before is not None:
        ZoneInfo.clear_cache(only_keys=[zone])
        moved = await _move(database, zone)
        async with database.transaction() as store:
            moved += await appointments.move_zone(store, zone)
    async with database.transaction() as store:
        await store.meta.set(name, now)
    return moved


async def _move(database: "Database", zone: str) -> int:
    last, moved = 0, 0
    while True:
        async with database.transaction() as store:
            batch = await store.reminders.of_zone(zone, after=last, most=BATCH)
            changed = [(one.id, due) for one in batch if (due := _moved(one)) is not None]
            await store.reminders.set_due(changed)
        moved += len(changed)
        if len(batch) < BATCH:
            return moved
        last = batch[-1].id


def _moved(reminder: Reminder) -> datetime | None:
    """Its new moment; None if that is the old one."""
    due = new_due(reminder)
    return due if due != reminder.due_at else None

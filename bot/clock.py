"""What time it is: one object, passed in, always UTC.

The real thing reads the system's clock. Tests turn a :class:`ManualClock` by hand. The demo's emulator and bot are
two processes, so they share one offset through a small mapped file (:class:`SharedClock`).
"""

import mmap
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """Tells the moment, as an aware datetime in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class ManualClock:
    """Stands still until moved."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        return self._at

    def advance(self, by: timedelta) -> None:
        self._at += by


class SharedClock:
    """The machine's time moved by an offset in seconds that every process mapping the same file sees at once."""

    _FORMAT = "<d"

    def __init__(self, file: Path) -> None:
        size = struct.calcsize(self._FORMAT)
        if not file.exists():
            file.write_bytes(struct.pack(self._FORMAT, 0.0))
        with file.open("r+b") as opened:
            self._map = mmap.mmap(opened.fileno(), size)

    @property
    def offset(self) -> timedelta:
        return timedelta(seconds=struct.unpack(self._FORMAT, self._map[:])[0])

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def advance(self, by: timedelta) -> None:
        self._map[:] = struct.pack(self._FORMAT, (self.offset + by).total_seconds())

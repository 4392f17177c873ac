"""How many places are free, and how far the count is believed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

#: a count is asked after, read as "call first", and not shown any more
ASKED_AFTER, CALL_AFTER, GONE_AFTER = timedelta(hours=12), timedelta(hours=24), timedelta(hours=72)


class Trust(Enum):
    """What may be said of a count, from its age."""

    FRESH = "fresh"
    CALL_FIRST = "call_first"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Beds:
    """The places of one room of a dormitory."""

    dormitory: str
    room: str
    total: int
    #: under a hold's code, and others whom a keeper counts
    staying: int
    others: int
    held: int
    out_of_order: int
    counted_at: datetime | None
    opened_at: datetime | None
    asked_at: datetime | None
    #: someone found it full at the door, and no keeper has counted since
    doubted: bool

    @property
    def free(self) -> int:
        return self.total - self.occupied - self.held - self.out_of_order

    @property
    def occupied(self) -> int:
        return self.staying + self.others

    def trust(self, at: datetime) -> Trust:
        if self.counted_at is None or at - self.counted_at >= GONE_AFTER:
            return Trust.GONE
        if self.doubted or at - self.counted_at >= CALL_AFTER:
            return Trust.CALL_FIRST
        return Trust.FRESH

    def can_be_given(self, at: datetime) -> bool:
        return self.free > 0 and self.trust(at) is Trust.FRESH

"""A time on the wall as a button carries it: 202611241000; a day: 20261124."""

from datetime import date, datetime

from bot.domain.errors import Outdated


def packed(wall: datetime) -> int:
    return int(f"{wall:%Y%m%d%H%M}")


def unpacked(at: int) -> datetime:
    """
    Raises:
        Outdated: there is no such time; no button of ours says so.
    """
    try:
        return datetime.strptime(f"{at:012}", "%Y%m%d%H%M")  # noqa: DTZ007 - what the wall shows has no zone
    except ValueError:
        raise Outdated from None


def packed_day(day: date) -> int:
    return int(f"{day:%Y%m%d}")


def unpacked_day(day: int) -> date:
    """Raises Outdated: there is no such day."""
    return unpacked(day * 10_000).date()

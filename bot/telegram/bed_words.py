"""Beds in words: rooms, counts with their age, until when, and what a house asks of who comes."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from aiogram.utils.i18n import gettext as _
from babel.dates import format_date

from bot.content.models import Room
from bot.domain.dormitories import Beds, House, Needs, Sex, Trust
from bot.telegram.hours import clock_time
from bot.telegram.wording import locale, said

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def of_room(room: Room) -> str:
    return room_in_words(room.who, step_free=room.step_free)


def room_in_words(who: str, *, step_free: bool) -> str:
    word = {
        "men": _("👨 Men"),
        "women": _("👩 Women"),
        "families": _("👪 With children"),
        "anyone": _("🧑 Anyone"),
    }[who]
    return f"{word} ♿" if step_free else word


def needs_in_words(needs: Needs) -> str:
    """What matters of who comes; nothing else is known."""
    words = [_("a man") if needs.sex is Sex.MAN else _("a woman")]
    words += [_("with children")] if needs.children else []
    words += [_("needs a place without stairs")] if needs.step_free else []
    return ", ".join(words)


def ago(since: datetime, at: datetime) -> str:
    age = at - since
    if age < 2 * MINUTE:
        return _("just now")
    if age < 2 * HOUR:
        return _("{n} min ago").format(n=age // MINUTE)
    return _("{n} h ago").format(n=age // HOUR)


def how_far(kilometres: float | None) -> str:
    return _("in this town") if kilometres is None else _("{n} km").format(n=max(1, round(kilometres)))


def moment(until: datetime, house: House, at: datetime) -> str:
    """A clock time where the house is; with the day, if that is another."""
    local, today = until.astimezone(house.zone), at.astimezone(house.zone).date()
    days = (local.date() - today).days
    if days == 0:
        return clock_time(local)
    if days == 1:
        return _("tomorrow, {time}").format(time=clock_time(local))
    return f"{day(local)}, {clock_time(local)}"


def day(local: datetime) -> str:
    # NOTE: a date pattern of CLDR: day, month as it stands after the day
    return format_date(local, _("d MMMM"), locale=locale())


def known(beds: Sequence[Beds], at: datetime) -> list[Beds]:
    """The counts that may still be shown."""
    return [one for one in beds if one.trust(at) is not Trust.GONE]


def count_in_words(house: House, beds: Sequence[Beds], at: datetime) -> str:
    """One line: how many are free, and how old that is; empty where nobody has counted for days."""
    shown = {one.room: one for one in known(beds, at)}
    if not shown:
        return ""
    oldest = min(one.counted_at for one in shown.values() if one.counted_at is not None)
    if not any(one.trust(at) is Trust.FRESH for one in shown.values()):
        return _("🛏 call first: places were counted {ago}").format(ago=ago(oldest, at))
    rooms = [room for room in house.dormitory.rooms if room.id in shown and shown[room.id].can_be_given(at)]
    if not rooms:
        return _("🛏 no free places, counted {ago}; you can wait").format(ago=ago(oldest, at))
    free = ", ".join(f"{of_room(room)} {shown[room.id].free}" for room in rooms)
    return _("🛏 free: {free}; confirmed {ago}").format(free=free, ago=ago(oldest, at))


def terms(house: House) -> Iterator[str]:
    """What one must know before one goes there."""
    of = house.dormitory
    if words := said(of.admitted):
        yield f"🚪 {words}"
    if of.without_papers is not None:
        yield _("🪪 Without papers: yes") if of.without_papers else _("🪪 Papers are needed")
    if of.sober_only:
        yield _("🚱 Sober only")
    if of.most_nights is not None:
        yield _("🌙 At most {n} nights").format(n=of.most_nights)
    if of.least_nights is not None and of.least_nights > 1:
        yield _("🌙 At least {n} nights").format(n=of.least_nights)
    if of.contract is not None:
        yield _("🤝 Under a state social contract")

"""Screens of who keeps a dormitory: two taps for a count, who comes, who stays, figures."""

from collections.abc import Sequence
from datetime import datetime

from aiogram.utils.i18n import gettext as _

from bot.domain.dormitories import Beds, Hold, HoldState, House
from bot.domain.dormitories.figures import Figures
from bot.domain.dormitories.keeping import Refusal
from bot.telegram.bed_buttons import (
    BedFigures,
    CameIn,
    Comers,
    Extend,
    Guest,
    KeepBeds,
    KeepRoom,
    Left,
    NotTaken,
    OutOfOrder,
    SetFree,
    Stayers,
    StillSo,
    TookIn,
    WentOut,
)
from bot.telegram.bed_screens import title_of
from bot.telegram.bed_words import ago, day, moment, needs_in_words, of_room
from bot.telegram.client_buttons import tag
from bot.telegram.entrance import Row, in_pairs, label
from bot.telegram.screens import Button, Screen
from bot.telegram.wording import said

A_PAGE = 10
A_ROW = 5
#: of numbers to choose from
MOST_NUMBERS = 20


def houses(kept: Sequence[House]) -> Screen:
    rows = [(Button(label(f"🛏 {said(house.place.name)}"), KeepBeds(house=tag(house.id))),) for house in kept]
    return Screen(_("Places to sleep"), _("Which house?"), tuple(rows[:8]), footer=False)


def keeping(
    house: House, beds: Sequence[Beds], coming: int, staying: int, at: datetime, *, toast: str = ""
) -> Screen:
    """A house at a glance."""
    of = tag(house.id)
    rooms = [
        (Button(label(f"{of_room(house.room(one.room))}: {_free(one)}"), KeepRoom(house=of, room=one.room)),)
        for one in beds[:4]
    ]
    counted = [one.counted_at for one in beds if one.counted_at is not None]
    rows: list[Row] = [*rooms]
    if counted:
        rows.append((Button(_("✓ All still so"), StillSo(house=of), style="success"),))
    rows.append(
        (
            Button(_("🚶 On the way: {n}").format(n=coming), Comers(house=of)),
            Button(_("🛌 They stay: {n}").format(n=staying), Stayers(house=of)),
        )
    )
    rows.append((Button(_("📊 Figures"), BedFigures(house=of)),))
    return Screen(
        title_of(house),
        "\n".join((*(_line(house, one, at) for one in beds), "", _("Press a room to count it anew."))),
        tuple(rows),
        toast=toast or None,
        footer=False,
    )


def _free(beds: Beds) -> str:
    return _("not counted") if beds.counted_at is None else _("{n} free").format(n=beds.free)


def _line(house: House, beds: Beds, at: datetime) -> str:
    room = of_room(house.room(beds.room))
    if beds.counted_at is None:
        return _("{room}: {total} places, not counted yet").format(room=room, total=beds.total)
    text = _("{room}: {free} free, {held} held, {taken} taken, {broken} out of order. Counted {ago}.")
    words = text.format(
        room=room, free=beds.free, held=beds.held, taken=beds.occupied, broken=beds.out_of_order,
        ago=ago(beds.counted_at, at),
    )  # fmt: skip
    doubt = _("Someone says that it is full: please count.")
    return f"⚠️ {words} {doubt}" if beds.doubted else words


def room(house: House, beds: Beds, at: datetime) -> Screen:
    """How many are free now, in one tap."""
    of, name = tag(house.id), beds.room
    most = min(beds.total - beds.staying - beds.held - beds.out_of_order, MOST_NUMBERS)
    numbers = [Button(str(free), SetFree(house=of, room=name, free=free)) for free in range(most + 1)]
    rows = [tuple(numbers[start : start + A_ROW]) for start in range(0, len(numbers), A_ROW)]
    broken = beds.out_of_order
    return Screen(
        f"{title_of(house)} · {of_room(house.room(name))}",
        "\n\n".join((_line(house, beds, at), _("How many are free now, besides those held? Press the number."))),
        (
            *rows,
            (
                Button(_("➡️ Someone came"), CameIn(house=of, room=name)),
                Button(_("⬅️ Someone left"), WentOut(house=of, room=name)),
            ),
            (
                Button(_("🔧 One more broken"), OutOfOrder(house=of, room=name, broken=broken + 1)),
                *(
                    (Button(_("🔧 One mended"), OutOfOrder(house=of, room=name, broken=broken - 1)),)
                    if broken
                    else ()
                ),
            ),
            _back(house),
        ),
        footer=False,
    )


def comers(house: House, holds: Sequence[Hold], at: datetime) -> Screen:
    """A code, what matters, the hour; a name only at the door, and never here."""
    shown = holds[:A_PAGE]
    lines = [_guest(house, hold, at) for hold in shown] or [_("Nobody is on the way.")]
    buttons = [Button(hold.code, Guest(hold=hold.id)) for hold in shown]
    return Screen(
        _("On the way · {house}").format(house=title_of(house)), "\n".join(lines), (*in_pairs(buttons), _back(house)),
        footer=False,
    )  # fmt: skip


def _guest(house: House, hold: Hold, at: datetime) -> str:
    needs = f" · {needs_in_words(hold.needs)}" if hold.needs else ""
    way = " 🚶" if hold.on_way else ""
    until = _("by {time}").format(time=moment(hold.until, house, at))
    return f"{hold.code} · {of_room(house.room(hold.room))}{needs} · {until}{way}"


def stayers(house: House, holds: Sequence[Hold], page: int, at: datetime) -> Screen:
    pages = max(0, (len(holds) - 1) // A_PAGE)
    page = min(max(page, 0), pages)
    shown = holds[page * A_PAGE : (page + 1) * A_PAGE]
    lines = [_stay(house, hold, at) for hold in shown] or [_("Nobody stays here under a code.")]
    buttons = [Button(hold.code, Guest(hold=hold.id)) for hold in shown]
    turning = [
        *([Button(_("◀ Earlier"), Stayers(house=tag(house.id), page=page - 1))] if page else []),
        *([Button(_("More ▸"), Stayers(house=tag(house.id), page=page + 1))] if page < pages else []),
    ]
    rows: list[Row] = [*in_pairs(buttons), *([tuple(turning)] if turning else []), _back(house)]
    return Screen(
        _("They stay · {house}").format(house=title_of(house)), "\n".join(lines), tuple(rows), footer=False
    )  # fmt: skip


def _stay(house: House, hold: Hold, at: datetime) -> str:
    till = _("till {day}").format(day=day(hold.until.astimezone(house.zone)))
    over = " ❗" if hold.until < at else ""
    return f"{hold.code} · {of_room(house.room(hold.room))} · {till}{over}"


def guest(house: House, hold: Hold, at: datetime) -> Screen:
    """One who comes, or one who stays."""
    if hold.state is HoldState.ARRIVED:
        rows: tuple[Row, ...] = (
            (Button(_("⬅️ They have left"), Left(hold=hold.id)),),
            (
                Button(_("➕ 1 night"), Extend(hold=hold.id, nights=1)),
                Button(_("➕ 7 nights"), Extend(hold=hold.id, nights=7)),
            ),
        )
        return Screen(hold.code, _stay(house, hold, at), (*rows, _back(house)), footer=False)
    rows = (
        (Button(_("✓ They have arrived"), TookIn(hold=hold.id), style="success"),),
        (Button(_("✖️ Cannot take them in"), NotTaken(hold=hold.id)),),
    )
    return Screen(hold.code, _guest(house, hold, at), (*rows, _back(house)), footer=False)


def why_not(house: House, hold: Hold) -> Screen:
    """Nobody is refused without a reason."""
    words = {
        Refusal.FULL: _("No bed is free after all"),
        Refusal.RULES: _("Our rules do not allow it"),
        Refusal.CLOSED: _("Nobody is taken in now"),
    }
    rows = [(Button(text, NotTaken(hold=hold.id, why=why.value)),) for why, text in words.items()]
    text = _("Why? The person is told it in their language.")
    return Screen(hold.code, text, (*rows, (Button(_("◀ Back"), Guest(hold=hold.id)),)), footer=False)


def figures(house: House, of: Figures) -> Screen:
    """Exact, since they are the house's own."""
    share = round(100 * of.occupied / of.places) if of.places else 0
    lines = [
        _("Now: {taken} of {places} places taken ({share} %), {held} held, {broken} out of order.").format(
            taken=of.occupied, places=of.places, share=share, held=of.held, broken=of.out_of_order
        ),
        "",
        _("In the last 30 days:"),
        _("· came: {n}").format(n=of.arrived),
        _("· turned away: {n}. Asked and found nothing free or fitting, or were not taken in").format(
            n=of.turned_away
        ),
        _("· held a place and did not come: {n}").format(n=of.did_not_come),
        _("· left: {n}").format(n=of.left),
    ]
    if of.mean_nights is not None:
        lines.append(_("· stayed on average: {n} nights").format(n=f"{of.mean_nights:.1f}"))
    return Screen(
        _("Figures · {house}").format(house=title_of(house)), "\n".join(lines), (_back(house),), footer=False
    )


def _back(house: House) -> Row:
    return (Button(_("◀ Back"), KeepBeds(house=tag(house.id))),)

"""Screens of who needs a bed: for whom, what is held and until when, the waiting list, and how to get there."""

from collections.abc import Sequence
from datetime import datetime

from aiogram.filters.callback_data import CallbackData
from aiogram.utils.i18n import gettext as _

from bot.content.models import Place
from bot.domain.dormitories import Beds, Hold, HoldState, House, Needs, Waiting
from bot.telegram import phones
from bot.telegram.bed_buttons import (
    HoldBed,
    IAmHere,
    ItIsFull,
    LeaveList,
    MyBed,
    NotNeeded,
    OnMyWay,
    PassOffer,
    StillWaiting,
    TakeOffer,
    WaitForBed,
    who_of,
)
from bot.telegram.bed_words import count_in_words, moment, of_room, terms
from bot.telegram.buttons import Agree, NearMe, Onwards
from bot.telegram.cards import copy_button, pin
from bot.telegram.client_buttons import Nearest, PlaceCard, tag
from bot.telegram.entrance import Row, clip, label
from bot.telegram.screens import Button, Screen
from bot.telegram.wording import said

MOST_NAME, MOST_BRING = 60, 160
#: turns on waiting lists that one screen has room for
MOST_TURNS = 2
#: other houses named where one is full
MOST_OTHERS = 2


def title_of(house: House) -> str:
    name = clip(said(house.place.name), MOST_NAME)
    return _("{name} (example)").format(name=name) if house.place.demo else name


def beds_near() -> Row:
    return (Button(_("🛏 Other places for tonight"), Nearest(what=tag("need:bed"))),)


def card_rows(house: House, beds: Sequence[Beds], at: datetime) -> tuple[Row, ...]:
    """What a place's card offers of its beds; nothing where nobody counts them."""
    if not any(one.counted_at is not None for one in beds) or not count_in_words(house, beds, at):
        return ()
    free = any(one.can_be_given(at) for one in beds)
    words = _("🛏 Hold a place for me") if free else _("🛏 Wait for a place")
    return ((Button(words, HoldBed(house=tag(house.id)), style="success" if free else None),),)


def card_lines(house: House, beds: Sequence[Beds], at: datetime) -> str:
    return "\n".join((*([line] if (line := count_in_words(house, beds, at)) else []), *terms(house)))


def consent_first(house: House) -> Screen:
    text = _(
        "To hold a place we must keep a little: that a place is held, and whom it must fit. That is locked, and "
        "deleted when you come or do not need it."
    )
    agree = Agree(to=Onwards.BED, of=tag(house.id))
    return Screen(_("One question first"), text, ((Button(_("✅ I agree"), agree, style="success"),), beds_near()))


def whose(house: House, beds: Sequence[Beds], at: datetime, *, step_free: bool) -> Screen:
    """Asks no more than a bed has to know."""
    of = tag(house.id)

    def one(words: str, who: str) -> Button:
        return Button(words, HoldBed(house=of, who=who, step_free=step_free))

    rows: list[Row] = [(one(_("👨 A man"), "m"), one(_("👩 A woman"), "w"))]
    if any(room.who == "families" for room in house.dormitory.rooms):
        rows.append((one(_("👨‍👧 Man with children"), "mc"), one(_("👩‍👧 Woman with children"), "wc")))
    stairs = _("☑️ No stairs, please") if step_free else _("♿ No stairs, please")
    rows.append((Button(stairs, HoldBed(house=of, step_free=not step_free)),))
    text = _("For whom is the place? The house sees only this and a code, no name. It is deleted when you arrive.")
    return Screen(
        title_of(house),
        "\n\n".join(part for part in (text, count_in_words(house, beds, at)) if part),
        (*rows, (Button(_("◀ Back"), PlaceCard(place=house.id, what=tag("need:bed"))),)),
    )


def held(hold: Hold, house: House, at: datetime) -> Screen:
    """Until when, which code, how to get there, what to bring."""
    if hold.state is HoldState.ARRIVED:
        return staying(hold, house)
    place = house.place
    lines = [
        _("A place is held for you until {time}.").format(time=moment(hold.until, house, at)),
        _("Say this code at the door: {code}").format(code=hold.code),
        _("Room: {room}").format(room=of_room(house.room(hold.room))),
        "",
        *_how_to_get_there(place),
        *terms(house),
        *([f"🎒 {clip(said(place.bring), MOST_BRING)}"] if place.bring else []),
        *([f"💶 {clip(said(place.cost), MOST_BRING)}"] if place.cost else []),
    ]
    way = () if hold.on_way else ((Button(_("🚶 I am on the way"), OnMyWay(hold=hold.id), style="primary"),),)
    return Screen(
        title_of(house),
        "\n".join(lines),
        (
            *way,
            (Button(_("🏁 I have arrived"), IAmHere(hold=hold.id), style="success"),),
            (
                Button(_("✖️ I do not need it"), NotNeeded(hold=hold.id)),
                Button(_("🚪 Here, it is full"), ItIsFull(hold=hold.id)),
            ),
            *((copy_button(phone),) for phone in place.phones[:1]),
            (Button(_("📍 The place"), PlaceCard(place=place.id)),),
        ),
        pin=None if hold.on_way else pin(place),
    )


def _how_to_get_there(place: Place) -> list[str]:
    if place.address_hidden:
        return [_("📍 The address is not published. The organisation will bring you.")]
    where = [f"📍 {place.address}"] if place.address else []
    return where + [line for number, line in enumerate(phones.lines(place)) if number < 1]


def staying(hold: Hold, house: House) -> Screen:
    text = _(
        "You have arrived. Your code is {code}. What the bed had to know of you is deleted.\n\n"
        "If you leave or want to stay longer, tell the people there."
    )
    return Screen(title_of(house), text.format(code=hold.code), ((Button(_("🛏 My place"), MyBed()),),))


def sure(title: str, text: str, yes: CallbackData, no: CallbackData = MyBed()) -> Screen:  # noqa: B008 - a frozen word
    return Screen(title, text, ((Button(_("Yes"), yes, style="danger"), Button(_("No"), no)),))


def none_free(
    house: House, needs: Needs, others: Sequence[tuple[House, str]], *, turn: int, can_wait: bool, first: str = ""
) -> Screen:
    """Nothing is free: the list with one's honest turn, and where else there is something."""
    lines = [first or _("No place is free there for you now: the last one is held or taken.")]
    rows: list[Row] = []
    if turn:
        lines.append(_("You wait there: your turn is no. {n}.").format(n=turn))
        rows.append((Button(_("🛏 My place"), MyBed()),))
    elif can_wait:
        wait = WaitForBed(house=tag(house.id), who=who_of(needs), step_free=needs.step_free)
        rows.append((Button(_("📝 Join the waiting list"), wait, style="primary"),))
        lines.append(_waiting_explained())
    if others:
        lines += ["", _("Free for you elsewhere:"), *(f"· {title_of(other)}, {how_far}" for other, how_far in others)]
        for other, _far in others:
            again = HoldBed(house=tag(other.id), who=who_of(needs), step_free=needs.step_free)
            rows.append((Button(label(f"🛏 {said(other.place.name)}"), again),))
    return Screen(title_of(house), "\n".join(lines), (*rows, beds_near()))


def _waiting_explained() -> str:
    return _(
        "You can wait for one. When a place becomes free, we write to the first it fits: half an hour to answer by "
        "day, two hours at night. Whoever refuses or misses it keeps their turn."
    )


def joined(house: House, turn: int) -> Screen:
    text = _("You are on the list. Your turn is no. {n} of those who need the same kind of place.").format(n=turn)
    rows = ((Button(_("🛏 My place"), MyBed()),), beds_near())
    return Screen(title_of(house), f"{text}\n\n{_waiting_explained()}", rows)


def mine(
    holds: Sequence[tuple[Hold, House]], turns: Sequence[tuple[Waiting, House, int]], at: datetime, *, first: str = ""
) -> Screen:
    """All there is of beds for this person: offers first, then what is held, stays, and turns on lists."""
    lines: list[str] = [first, ""] if first else []
    rows: list[Row] = []
    for hold, house in sorted(holds, key=lambda one: list(HoldState).index(one[0].state)):
        of_it, its_rows = _one(hold, house, at)
        lines += [of_it, ""]
        rows += its_rows
    for waiting, house, turn in turns[:MOST_TURNS]:
        of_it, its_rows = _turn(waiting, house, turn)
        lines += [of_it, ""]
        rows += its_rows
    if not holds and not turns:
        lines.append(_("Nothing is held for you, and you wait nowhere."))
    return Screen(_("🛏 My place"), "\n".join(lines).strip(), (*rows[:7], beds_near()))


def _one(hold: Hold, house: House, at: datetime) -> tuple[str, list[Row]]:
    name, until = title_of(house), moment(hold.until, house, at)
    if hold.state is HoldState.OFFERED:
        text = _("A place is free for you: {name}, {room}. It waits for your answer until {time}.")
        rows: list[Row] = [
            (Button(_("✅ I take it"), TakeOffer(offer=hold.id), style="success"),
             Button(_("✖️ No, thank you"), PassOffer(offer=hold.id))),
        ]  # fmt: skip
        return text.format(name=name, room=of_room(house.room(hold.room)), time=until), rows
    if hold.state is HoldState.HELD:
        text = _("Held for you until {time}: {name}, code {code}.").format(time=until, name=name, code=hold.code)
        return text, list(held(hold, house, at).rows)
    return _("You stay here: {name}, code {code}.").format(name=name, code=hold.code), []


def _turn(waiting: Waiting, house: House, turn: int) -> tuple[str, list[Row]]:
    of = tag(house.id)
    leave = Button(_("✖️ Wait no more"), LeaveList(house=of))
    if not waiting.rests:
        text = _("You wait: {name}. Your turn is no. {n}.").format(name=title_of(house), n=turn)
        return text, [(leave,)]
    text = _("Three offers were not answered, so we do not ask you now: {name}. Your turn is kept.")
    again = Button(_("🔔 I still wait"), StillWaiting(house=of), style="primary")
    return text.format(name=title_of(house)), [(again, leave)]


def nowhere() -> Screen:
    return Screen("", _("This is not in the list any more."), ((Button(_("📍 Near me"), NearMe()),),))

"""The card of a place: whom it takes first, then where it is, when it is open, how to reach it, how sure we are."""

import re
from collections.abc import Iterator
from datetime import datetime

from aiogram.utils.i18n import gettext as _

from bot.content.models import Phone, Place
from bot.domain.directory import Freshness, zone
from bot.domain.guide import Guide
from bot.telegram import phones
from bot.telegram.buttons import AskPlace
from bot.telegram.client_buttons import Nearest, PlaceCard, Wrong
from bot.telegram.entrance import clip, label
from bot.telegram.hours import opening_in_words, week_in_words
from bot.telegram.lists import assured_in_words, date_in_words
from bot.telegram.reminder_buttons import Remind
from bot.telegram.screens import MAX_TEXT, Button, Pin, Screen
from bot.telegram.wording import said

MOST_PHONES = 4
#: of a free text on a card, and of a source's name
MOST_WORDS, MOST_SOURCE = 220, 60
_HOST = re.compile(r"(?:https?://)?(?:www\.)?([\w-]+(?:\.[\w-]+)+)(?=[/ ]|$)")


def card(
    place: Place,
    guide: Guide,
    at: datetime,
    way: PlaceCard,
    *,
    can_ask: bool,
    beds: str = "",
    bed_rows: tuple[tuple[Button, ...], ...] = (),
) -> Screen:
    """``way`` is the button it was opened by: it knows the list to go back to."""
    name = said(place.name)
    return Screen(
        _("{name} (example)").format(name=name) if place.demo else name,
        _fitting(name, _paragraphs(place, guide, at, beds)),
        (
            *bed_rows,
            *((copy_button(phone),) for phone in place.phones[:MOST_PHONES]),
            *(((Button(_("💬 Ask them"), AskPlace(place=place.id)),),) if can_ask else ()),
            (Button(_("⏰ Remind me"), Remind(place=place.id)),),
            _last_row(place, way),
        ),
        pin=pin(place),
        # a card that did not come from a list leaves the message it came from standing
        fresh=way.what is None,
    )


def _paragraphs(place: Place, guide: Guide, at: datetime, beds: str) -> Iterator[str]:
    """What must be known first comes first; the last says how sure we are, and is never left out."""
    yield _whom(place, guide)
    yield beds
    yield "\n".join(line for line in (_address(place), _hours(place, guide, at), *phones.lines(place)) if line)
    for sign, text in (("🎒", place.bring), ("💶", place.cost), ("ℹ️", place.about)):
        if words := said(text):
            yield f"{sign} {clip(words, MOST_WORDS)}"
    yield _source(place, guide.directory.freshness(place, at))


def _fitting(title: str, paragraphs: Iterator[str]) -> str:
    *parts, last = (part for part in paragraphs if part)
    while len(title) + 20 + len("\n\n".join((*parts, last))) > MAX_TEXT and len(parts) > 2:
        parts.pop()
    return "\n\n".join((*parts, last))


def _whom(place: Place, guide: Guide) -> str:
    kind = guide.directory.kinds[place.kind]
    taken, not_taken = said(place.taken or kind.taken), said(place.not_taken or kind.not_taken)
    lines = [
        _("✅ Who is taken: {who}").format(who=clip(taken, MOST_WORDS)) if taken else "",
        f"⛔ {clip(not_taken, MOST_WORDS)}" if not_taken else "",
        "" if taken or not_taken else _("❓ We do not know whom they take. Call first."),
    ]
    return "\n".join(line for line in lines if line)


def _address(place: Place) -> str:
    if place.address_hidden:
        return _("📍 The address is not published. The organisation will bring you.")
    return f"📍 {place.address}" if place.address else ""


def _hours(place: Place, guide: Guide, at: datetime) -> str:
    directory = guide.directory
    hours = week_in_words(directory.week(place, at)) or said(place.hours_note)
    now = opening_in_words(directory.opening(place, at), at.astimezone(zone(place.territory)))
    lines = (f"🕓 {hours}" if hours else _("🕓 Hours are not known. Call first."), now)
    return "\n".join(line for line in lines if line)


def copy_button(phone: Phone) -> Button:
    return Button(label(f"📋 {phones.readable(phone)}"), copy=phone.number)


def _source(place: Place, freshness: Freshness) -> str:
    source = _("Source: {source}").format(source=_source_name(place))
    if freshness is Freshness.FRESH or place.assured is None:
        return f"{source}; {assured_in_words(place, freshness)}"
    when = date_in_words(place.assured, place.source_date)
    return _("{source}; checked: {when}. That is long ago: call first.").format(source=source, when=when)


def _source_name(place: Place) -> str:
    """The site of an address, which reads the same in every language; else the words themselves."""
    if place.demo:
        return _("made up as an example")
    first = place.source.split(" ; ", maxsplit=1)[0]
    found = _HOST.match(first)
    return found[1] if found else clip(first, MOST_SOURCE)


def pin(place: Place) -> Pin | None:
    """On the map only where the address itself is located, and never a secret one."""
    if place.address_hidden or place.precision != "address" or place.latitude is None or place.longitude is None:
        return None
    return Pin(place.latitude, place.longitude, clip(said(place.name), MOST_SOURCE), place.address or "")


def _last_row(place: Place, way: PlaceCard) -> tuple[Button, ...]:
    wrong = Button(_("⚠️ This is wrong"), Wrong(**way.model_dump()))
    return (Button(_("◀ Back"), Nearest(what=way.what, where=way.where)), wrong) if way.what else (wrong,)

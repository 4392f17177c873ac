"""Lists of help: the kinds there are, and the nearest places for one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from aiogram.utils.i18n import gettext as _
from babel.dates import format_date

from bot.content.models import Place
from bot.domain.contracts import Provider
from bot.domain.directory import Directory, Found, Freshness, Rank, country, zone
from bot.domain.dormitories import Beds, Trust, house_of
from bot.domain.dormitories.nearby import A_FEW, WITHIN_REACH
from bot.domain.guide import Guide
from bot.telegram import phones
from bot.telegram.bed_words import count_in_words
from bot.telegram.buttons import NearMe, Talk
from bot.telegram.client_buttons import Nearest, NeedsIn, PlaceCard, SetPlace, tag, tagged
from bot.telegram.entrance import MOST_NAME, Row, clip, in_pairs, label, number_row
from bot.telegram.hours import opening_in_words
from bot.telegram.screens import Button, Screen
from bot.telegram.wording import Names, locale, said

#: places on one screen
MOST_LISTED = 5
#: ranks of places that are for people of where the person is
FOR_HERE = frozenset({Rank.LINE, Rank.SERVES})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is of, and around which territory; ``elsewhere`` if that is not the person's own place."""

    where: str
    need: str | None = None
    kind: str | None = None
    elsewhere: bool = False

    @property
    def of(self) -> str | tuple[str, ...]:
        """As the directory asks for it."""
        return self.need or (self.kind or "",)

    @property
    def way(self) -> dict[str, str | None]:
        """The same as a button carries it."""
        return {
            "what": tag(f"need:{self.need}" if self.need else f"kind:{self.kind}"),
            "where": tag(self.where) if self.elsewhere else None,
        }


def wanted(what: str | None, where: str | None, own: str | None, directory: Directory) -> Wanted | None:
    """What a button's tags mean; None if the content no longer has it, or nobody said where."""
    elsewhere = tagged((area.code for area in directory.territories), where) if where else None
    around = elsewhere or own
    meant = tagged(
        [*(f"need:{need}" for need in directory.needs), *(f"kind:{kind}" for kind in directory.kinds)], what
    )
    if around is None or meant is None:
        return None
    sort, _colon, ident = meant.partition(":")
    return Wanted(around, **{sort: ident}, elsewhere=elsewhere is not None)


def needs_menu(guide: Guide, where: str, *, elsewhere: bool = False, first: str = "") -> Screen:
    """The kinds of help, two in a row; elsewhere one can also say that this is where one is."""
    buttons = [
        Button(
            label(f"{need.icon} {said(need.name)}"),
            Nearest(what=tag(f"need:{need.id}"), where=tag(where) if elsewhere else None),
        )
        for need in guide.content.needs
    ]
    around = f"📍 {guide.directory.name(where, locale())}"
    here = [(Button(_("📍 This is where I am"), SetPlace(to=where)),)] if elsewhere else []
    body = "\n\n".join(part for part in (first, around) if part)
    return Screen(_("What do you need?"), body, (*in_pairs(buttons), *here))


def nearest_list(
    want: Wanted,
    guide: Guide,
    names: Names,
    at: datetime,
    used: Mapping[str, int],
    beds: Mapping[str, Sequence[Beds]] = MappingProxyType({}),
) -> Screen:
    """The five nearest; where nothing is for people of this place, that is said first, and who can direct them.

    Where beds are counted, those within reach that have a free one come before all others, and full ones last.
    """
    found = _free_first(guide.directory.nearest(want.of, want.where, at, limit=A_FEW), beds, at)[:MOST_LISTED]
    gap = _gap(want, found, guide, at)
    # a request is routed by where the person is, not by where they look
    own = want.need is not None and not want.elsewhere
    provider = guide.route(want.need, want.where, at, used).provider if own else None
    entries = [
        "\n".join(part for part in (_entry(number, one, guide, at), _beds(one, guide, beds, at)) if part)
        for number, one in enumerate(found, 1)
    ]
    return Screen(
        _("{what} · {place}").format(what=_named(want, guide), place=names.territory(want.where)),
        "\n\n".join(part for part in (*gap.lines, *entries, _contracted(provider, names)) if part),
        tuple(
            row
            for row in (
                number_row(PlaceCard(place=one.place.id, **want.way) for one in found),
                *gap.rows,
                _asking(provider, want),
                _back(want),
            )
            if row
        ),
    )


def _free_first(found: Sequence[Found], beds: Mapping[str, Sequence[Beds]], at: datetime) -> list[Found]:
    def order(one: Found) -> int:
        counted = beds.get(one.place.id, ())
        if one.rank in WITHIN_REACH and any(room.can_be_given(at) for room in counted):
            return 0
        is_full = bool(counted) and all(room.trust(at) is Trust.FRESH and not room.free for room in counted)
        return 2 if is_full else 1

    return sorted(found, key=order)


def _beds(one: Found, guide: Guide, beds: Mapping[str, Sequence[Beds]], at: datetime) -> str:
    counted = beds.get(one.place.id)
    return count_in_words(house_of(guide, one.place.id), counted, at) if counted else ""


@dataclass(frozen=True, slots=True)
class Gap:
    """What is said, and offered, where nothing serves the need."""

    lines: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


def _gap(want: Wanted, found: Sequence[Found], guide: Guide, at: datetime) -> Gap:
    missing = guide.directory.no_centre(want.of, want.where, at)
    if missing is None or any(one.rank in FOR_HERE for one in found):
        return Gap()
    lines, rows = [_("We know no verified place for this here.")], []
    if (director := missing.director) is not None:
        lines.append(_("They take nobody in, but can direct you: {name}").format(name=_called(director)))
        rows.append((Button(_("🏛 Who can direct me"), PlaceCard(place=director.id, **want.way)),))
    line = guide.public.national_line(country(want.where))
    if not found and line is not None:
        lines.append(_("Anyone may call: {name}").format(name=_called(line)))
        rows.append((Button(_("☎️ Who can be called"), PlaceCard(place=line.id, **want.way)),))
    lines.append(_("Nearest elsewhere:") if found else _("A person may know more: press “Person” below."))
    return Gap(tuple(lines), tuple(rows))


def _called(place: Place) -> str:
    return "\n".join((said(place.name), *(phones.readable(phone) for phone in place.phones[:1])))


def _named(want: Wanted, guide: Guide) -> str:
    if want.need is not None:
        need = guide.directory.needs[want.need]
        return f"{need.icon} {said(need.name)}"
    return said(guide.directory.kinds[want.kind or ""].name)


def _entry(number: int, one: Found, guide: Guide, at: datetime) -> str:
    place = one.place
    name = clip(said(place.name), MOST_NAME)
    title = _("{name} (example)").format(name=name) if place.demo else name
    head = f"{number}. {title}"
    now = opening_in_words(one.opening, at.astimezone(zone(place.territory)))
    facts = (_where(one, guide), assured_in_words(place, one.freshness))
    return "\n".join(part for part in (head, now, " · ".join(fact for fact in facts if fact)) if part)


def _where(one: Found, guide: Guide) -> str:
    if one.in_town:
        return _("in this town")
    if one.rank in (Rank.LINE, Rank.NATIONAL):
        return _("for the whole country")
    town = guide.directory.territories.at_level(one.place.territory, "settlement") or one.place.territory
    name = said(guide.directory.territory(town).name)
    return _("{town}, {n} km").format(town=name, n=max(1, round(one.distance_km))) if one.distance_km else name


def assured_in_words(place: Place, freshness: Freshness) -> str:
    """When someone last assured that the entry is so, as exactly as is known; past its limit, to call first."""
    if freshness is not Freshness.FRESH or place.assured is None:
        return _("⚠️ call first")
    return _("checked: {when}").format(when=date_in_words(place.assured, place.source_date))


def date_in_words(when: date, source_date: str) -> str:
    """A month, or a year alone where the source gives no more: a date must not look surer than it is."""
    if source_date == str(when.year):
        return source_date
    # NOTE: a date pattern of CLDR: month as it stands alone, year
    return format_date(when, _("LLLL y"), locale=locale())


def _contracted(provider: Provider | None, names: Names) -> str:
    if provider is None:
        return ""
    return _("🤝 Free under contract: “{organisation}”.").format(
        organisation=names.organisation(provider.organisation)
    )


def _asking(provider: Provider | None, want: Wanted) -> Row:
    return (Button(label(_("🤝 Ask: free under contract")), Talk(need=want.need)),) if provider else ()


def _back(want: Wanted) -> Row:
    return (Button(_("◀ All kinds of help"), NeedsIn(where=want.where) if want.elsewhere else NearMe()),)

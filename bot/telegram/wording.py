"""Errors, states, reasons and notices in the reader's language; needs an i18n context with a locale."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from aiogram.utils.i18n import get_i18n
from aiogram.utils.i18n import gettext as _
from babel.dates import format_date

from bot.content.models import Content, Text
from bot.domain.cases import Case, CaseState, RelayState
from bot.domain.contracts import (
    CoversPart,
    CoversService,
    CoversTerritory,
    EarlierStart,
    Eligibility,
    LargerShareLeft,
    MoreGeneral,
    MoreSpecific,
    NoContract,
    NoStateCentre,
    Obstacle,
    OnlyWithin,
    PassedOver,
    Reason,
    RunsUntil,
)
from bot.domain.errors import N_, DomainError


def locale() -> str:
    return get_i18n().current_locale


def said(text: Text | None) -> str:
    """A text of the content in the reader's language; empty for none."""
    return text.into(locale()) if text is not None else ""


def refusal(error: DomainError) -> str:
    """The sentence of a refusal."""
    return _(error.sentence).format(**error.data)


def day(when: date) -> str:
    """A date in words: 15 December 2026."""
    # NOTE: a date pattern of CLDR: day, month as it stands after the day, year
    return format_date(when, _("d MMMM y"), locale=locale())


def state_of(relay: RelayState, organisation: str) -> str:
    """What became of a message, to its author."""
    return {
        RelayState.SAVED: _("🕓 Saved. We are passing it on."),
        RelayState.WAITING: _("⚠️ Not passed on yet: they are not connected. If it cannot wait, please call."),
        RelayState.DELIVERED: _("✓ With “{organisation}”."),
        RelayState.SEEN: _("👁 Seen at “{organisation}”."),
        RelayState.ANSWERED: _("✓✓ Answered."),
        RelayState.TAKEN_BACK: _("↩️ Taken back. They may have read it before."),
        RelayState.FAILED: _("⚠️ Could not be passed on. Please call them, or write again later."),
    }[relay].format(organisation=organisation)


def state_of_case(case: Case) -> str:
    return {
        CaseState.OPEN: _("waits for someone to take it"),
        CaseState.TAKEN: _("someone is on it"),
        CaseState.CLOSED: _("closed"),
    }[case.state]


class Names:
    """Names of what the content speaks of, by id, in the reader's language."""

    def __init__(self, content: Content) -> None:
        self._needs = {need.id: need for need in content.needs}
        self._services = {service.id: service.name for service in content.services}
        self._organisations = {body.id: body.name for body in content.organisations}
        self._territories = {area.code: area.name for area in content.territories}
        self._places = {place.id: place.name for place in content.places}
        self._demo = {body.id for body in content.organisations if body.demo}

    def need(self, need: str | None) -> str:
        found = self._needs.get(need or "")
        return f"{found.icon} {said(found.name)}" if found else _("In their own words")

    def service(self, service: str) -> str:
        return said(self._services.get(service)) or service

    def territory(self, code: str) -> str:
        return said(self._territories.get(code)) or code

    def place(self, place: str) -> str:
        return said(self._places.get(place)) or place

    def organisation(self, organisation: str | None) -> str:
        """The name, marked where it is invented for the demo."""
        name = said(self._organisations.get(organisation or ""))
        return _("{name} (example)").format(name=name) if organisation in self._demo else name


def reason(why: Reason, names: Names) -> str:
    """One reason of a route, as a short sentence; empty for those that say nothing to a reader."""
    word = _REASONS.get(type(why))
    return word(why, names) if word else ""


def reasons(why: tuple[Reason, ...], names: Names, *, for_client: bool = False) -> str:
    """The reasons as lines; a client needs only who serves what and where, not how one was preferred to another."""
    told = [one for one in why if not for_client or isinstance(one, CoversService | CoversTerritory | OnlyWithin)]
    return "\n".join(f"· {line}" for line in (reason(one, names) for one in told) if line)


def _passed_over(why: PassedOver, names: Names) -> str:
    return {
        Obstacle.NOT_YET: _("another organisation's contract has not begun yet"),
        Obstacle.ENDED: _("another organisation's contract has ended"),
        Obstacle.NO_UNITS: _("another organisation has no room left"),
        Obstacle.RULED_OUT: _("another organisation does not help in such a case"),
    }[why.obstacle]


def _place(sentence: str) -> Callable[[Any, Names], str]:
    return lambda why, names: _(sentence).format(place=names.territory(why.territory))


def _plain(sentence: str) -> Callable[[Any, Names], str]:
    return lambda why, names: _(sentence)


_REASONS: Mapping[type, Callable[[Any, Names], str]] = {
    CoversService: lambda why, names: _("helps with this: {service}").format(service=names.service(why.service)),
    CoversTerritory: _place(N_("works here: {place}")),
    RunsUntil: lambda why, names: _("contract until {day}").format(day=day(why.ends)),
    MoreGeneral: _plain(N_("helps with many things, and no subject was chosen")),
    MoreSpecific: _plain(N_("works right where the person is")),
    LargerShareLeft: _plain(N_("has more room left than the others")),
    EarlierStart: _plain(N_("has done this longer than the others")),
    Eligibility: lambda why, names: _("for whom: {terms}").format(terms=said(why.terms)),
    PassedOver: _passed_over,
    NoContract: _plain(N_("nobody here helps with this under contract yet")),
    OnlyWithin: _place(N_("there is help for people of {place}")),
    CoversPart: _place(N_("works for {place} and can tell where to go")),
    NoStateCentre: _place(N_("no centre is known to us for {place}")),
}

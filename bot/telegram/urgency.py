"""Screens for what cannot wait: numbers that answer now, and whom to turn to while under age."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from aiogram.filters.callback_data import CallbackData
from aiogram.utils.i18n import gettext as _

from bot.content.models import Place
from bot.domain.guide import Guide
from bot.telegram import phones
from bot.telegram.buttons import Talk
from bot.telegram.cards import copy_button
from bot.telegram.client_buttons import Nearest, Younger, tag
from bot.telegram.entrance import MOST_NAME, Row, clip
from bot.telegram.lists import assured_in_words
from bot.telegram.screens import Button, Screen
from bot.telegram.wording import said

#: lines on a screen, and numbers of one line
MOST_LINES, MOST_NUMBERS = 4, 2


def age_row(of_age: CallbackData, *, where: str | None = None) -> Row:
    """The one question about age: the answer chooses the next screen, and is nowhere kept."""
    return (Button(_("I am under 18"), Younger(where=where)), Button(_("18 or older"), of_age))


def urgent(lines: Sequence[Place], of_age: CallbackData | None) -> Screen:
    """Numbers at once; ``of_age`` is where the answer to the question of age leads, None once it is given."""
    shown = lines[:MOST_LINES]
    body = [_("They answer now:"), *map(_numbers, shown)] if shown else [_no_numbers()]
    question = [_("Under 18? Then others help you. Your answer is not kept.")] if of_age else []
    rows = [
        *_copies(shown),
        _write_now(),
        *([age_row(of_age)] if of_age else []),
        (Button(_("☎️ All help lines"), Nearest(what=tag("need:help-line"))),),
    ]
    return Screen(_("🔴 Urgent"), "\n\n".join((*body, *question)), tuple(rows))


def under_age(lines: Sequence[Place], where: str | None, guide: Guide, at: datetime) -> Screen:
    """Those who help children of the place ``where``, a tag."""
    shown = lines[:MOST_LINES]
    known = [f"{_numbers(place)}\n{assured_in_words(place, guide.directory.freshness(place, at))}" for place in shown]
    body = [_("These people help those under 18. You may call without giving your name."), *known]
    family = Nearest(what=tag("need:family"), where=where)
    rows = [*_copies(shown), (Button(_("👪 Help for families nearby"), family),), _write_now()]
    return Screen(_("Who helps you"), "\n\n".join(body), tuple(rows))


def _no_numbers() -> str:
    return _("We know no number that was checked lately and answers now. “All help lines” has the others.")


def _numbers(place: Place) -> str:
    return "\n".join((clip(said(place.name), MOST_NAME), *list(phones.lines(place))[:MOST_NUMBERS]))


def _copies(places: Iterable[Place]) -> list[Row]:
    return [(copy_button(phone),) for place in places for phone in place.phones[:1]]


def _write_now() -> Row:
    return (Button(_("✍️ Write now: urgent"), Talk(urgent=True), style="danger"),)

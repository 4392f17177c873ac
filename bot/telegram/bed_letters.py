"""The words of a notice to who holds a place or waits for one."""

from typing import Any

from aiogram.utils.i18n import gettext as _

from bot.telegram.bed_buttons import MyBed
from bot.telegram.screens import Button, Screen
from bot.telegram.wording import Names


def is_about_a_bed(body: dict[str, Any]) -> bool:
    return str(body.get("notice", "")).startswith("bed_")


def notice(body: dict[str, Any], names: Names) -> Screen:
    """To a person, after they pressed; the button under it says how things are by then."""
    words = {
        "bed_offer": _("A place is free for you: {name}. It waits for your answer until {time}."),
        "bed_missed": _("The place at “{name}” went to the next, since no answer came. Your turn is kept."),
        "bed_rests": _(
            "Three offers at “{name}” were not answered. We do not ask you again until you say that you still wait. "
            "Your turn is kept."
        ),
        "bed_expired": _(
            "The time of your place at “{name}” is over, and it is held no longer. Still on the way? Hold one again."
        ),
        "bed_refused_full": _("“{name}” has no bed free after all. We are sorry. You are on the waiting list there."),
        "bed_refused_rules": _("“{name}” cannot take you in: the rules of the house do not allow it. Ask them why."),
        "bed_refused_closed": _("“{name}” takes nobody in now. Your place there is held no longer."),
    }[body["notice"]]
    text = words.format(name=names.place(body["house"]), time=body.get("until") or "")
    return Screen("", text, ((Button(_("🛏 My place"), MyBed()),),))

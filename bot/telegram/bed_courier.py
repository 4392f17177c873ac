"""What is owed about beds to who keeps them: a line that a lock screen may show, and a button."""

from collections.abc import Sequence
from typing import Any

from aiogram.utils.i18n import gettext as _

from bot.domain.dormitories import Beds, Hold, HoldState
from bot.domain.dormitories.letters import KEEPING
from bot.store.outbox import Owed
from bot.telegram.bed_buttons import Guest, KeepBeds, StillSo
from bot.telegram.bed_words import room_in_words
from bot.telegram.client_buttons import tag
from bot.telegram.means import Undeliverable
from bot.telegram.private_courier import PrivateCourier
from bot.telegram.screens import Button, Screen


async def to_keeper(private: PrivateCourier, owed: Owed) -> int:
    """Worded when it is sent, to who keeps the house still; what is over by then is not said."""
    means, body = private.means, owed.body
    async with means.database.transaction() as store:
        chat = await store.people.chat(owed.person or 0)
        keepers = await store.people.with_duty(body["of"], KEEPING)
        hold = await store.beds.get(body["hold"]) if body["hold"] else None
        counts = await store.beds.counts([body["house"]])
    over = body["what"] in {"comes", "sets_out"} and (hold is None or hold.state is not HoldState.HELD)
    if chat is None or owed.person not in keepers or over:
        raise Undeliverable("over")
    with means.speaking(chat.locale):
        screen = _still(body, counts) if body["what"] == "still" else _news(body, hold)
        return await private.send(chat, lambda: private.send_screen(chat.telegram_id, screen))


def _still(body: dict[str, Any], counts: Sequence[Beds]) -> Screen:
    """One tap; says nothing that a lock screen may not show."""
    rooms = {ident: room_in_words(who, step_free=step_free) for ident, (who, step_free) in body["rooms"].items()}
    free = ", ".join(f"{rooms[one.room]} {one.free}" for one in counts if one.room in rooms and one.counted_at)
    yes = Button(_("✓ Yes"), StillSo(house=tag(body["house"])), style="success")
    change = Button(_("✏️ Count anew"), KeepBeds(house=tag(body["house"])))
    return Screen("", _("Free places, still so? {counts}").format(counts=free), ((yes, change),), footer=False)


def _news(body: dict[str, Any], hold: Hold | None) -> Screen:
    text = {
        "comes": _("🛏 A place is held: someone comes."),
        "sets_out": _("🛏 Someone is on the way."),
        "arrived": _("🛏 Someone says that they have arrived."),
        "not_coming": _("🛏 Someone does not come: a place is free again."),
        "full": _("🛏 Someone found it full at the door. Please count."),
    }[body["what"]]
    to = Guest(hold=hold.id) if hold is not None else KeepBeds(house=tag(body["house"]))
    return Screen("", text, ((Button(_("Open"), to),),), footer=False)

"""To whoever owed a message that came to nothing: which, and why. All of them in one, in their own words."""

from datetime import timedelta

from aiogram.utils.i18n import gettext as _

from bot.store.outbox import Owed
from bot.telegram.means import LEASE, NotYet, Undeliverable
from bot.telegram.private_courier import PrivateCourier
from bot.telegram.screens import Screen

#: a screen holds so many lines, in every language: none of them may be cut off
MOST_LINES = 15
#: the list is not at its end
MORE = "more"


async def tell_of_late(private: PrivateCourier, owed: Owed) -> int | None:
    """One list for all that wait to be told; the longest lists come in parts."""
    means, person = private.means, owed.person or 0
    async with means.database.transaction() as store:
        chat = await store.people.chat(person)
        waiting = await store.outbox.waiting_for(person, "late_line", MOST_LINES)
        lines = await store.outbox.take_along(waiting, LEASE)
    if chat is None:
        raise Undeliverable("erased")
    if not lines:
        return None
    with means.speaking(chat.locale):
        screen = late(lines)
        message = await private.send(chat, lambda: private.send_screen(chat.telegram_id, screen))
    async with means.database.transaction() as store:
        for line in lines:
            await store.outbox.sent(line.id, message)
    if len(waiting) == MOST_LINES:
        raise NotYet(MORE, timedelta())
    return message


async def tell_of_one(private: PrivateCourier, owed: Owed) -> int:
    """A line whose list never came."""
    means = private.means
    chat = await means.chat_of(owed.person)
    with means.speaking(chat.locale):
        return await private.send(chat, lambda: private.send_screen(chat.telegram_id, late([owed])))


def late(missed: list[Owed]) -> Screen:
    """Never as someone's fault: it did not arrive, that is all that is known."""
    words = {
        "too_late": _("its time passed before it could be sent"),
        "unreachable": _("the person could not be reached"),
    }
    parts = [_("These did not arrive. Please tell the people another way:")]
    for why, said in words.items():
        if lines := [f"· {one.body['line']}" for one in missed if one.body["why"] == why]:
            parts.append("\n".join((f"{said[:1].upper()}{said[1:]}:", *lines)))
    return Screen("", "\n\n".join(parts))

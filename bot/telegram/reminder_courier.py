"""A reminder's knock: a time, and a button. The words never leave before the press."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.store.outbox import Owed
from bot.telegram import reminding
from bot.telegram.means import Undeliverable
from bot.telegram.private_courier import PrivateCourier


async def remind(private: PrivateCourier, owed: Owed) -> int:
    """Worded when it is sent: what is over by then is said to be."""
    means = private.means
    async with means.database.transaction() as store:
        chat = await store.people.chat(owed.person or 0)
        reminder = await store.reminders.get(owed.body["reminder"])
    if chat is None or reminder is None or not (reminder.has_rung and reminder.unseen):
        # done, removed, given another time or opened meanwhile
        raise Undeliverable("over")
    due, zone = datetime.fromisoformat(owed.body["for"]), ZoneInfo(owed.body["zone"])
    with means.speaking(chat.locale):
        screen = reminding.knock(reminder.id, due, zone, means.database.clock.now())
        return await private.send(chat, lambda: private.send_screen(chat.telegram_id, screen))

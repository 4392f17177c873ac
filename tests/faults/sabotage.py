"""Bots that are broken on purpose, each in one way. A sweep that finds nothing wrong with one proves nothing.

Applied in a child of the nursery only; nothing of it is in the product.
"""

from bot.store.inbox import Inbox, Received
from bot.store.outbox import Outbox
from bot.telegram.delivery import Delivery
from bot.telegram.intake import Intake


def acknowledge_unwritten():
    """Updates are handled from memory: what was fetched and not handled dies with the process."""

    async def receive(intake, updates):
        for number, update in enumerate(updates):
            intake._enqueue(Received(str(number).encode(), intake.without_position(update)))

    async def handled(_inbox, _key):
        return True

    Intake.receive, Inbox.handled = receive, handled


def forget_what_came():
    """An update that comes again is done again."""

    async def handled(inbox, key):
        from sqlalchemy import text

        await inbox.connection.execute(text('DELETE FROM inbox WHERE "update" = :key'), {"key": key})
        return True

    Inbox.handled = handled


def mark_before_sending():
    """A message counts as sent before it is: at most once, and sometimes never."""
    send = Delivery._send

    async def marked(delivery, owed):
        async with delivery.means.database.transaction() as store:
            await store.outbox.sent(owed.id, None)
        await send(delivery, owed)

    Delivery._send = marked


def leave_the_dead():
    """A lease that ran out is nobody's business."""

    async def claim(outbox, most, lease, **more):
        from datetime import timedelta

        return await take(outbox, most, timedelta(days=3650), **more)

    take = Outbox.claim
    Outbox.claim = claim


def mark_in_the_end():
    """Answers are written down once in a while, not as they come."""
    sent, waiting = Outbox.sent, []

    async def later(outbox, owed, message):
        waiting.append((owed, message))
        if len(waiting) == 12:
            for one in waiting:
                await sent(outbox, *one)
            waiting.clear()

    Outbox.sent = later


BY_NAME = {
    made.__name__: made
    for made in (acknowledge_unwritten, forget_what_came, mark_before_sending, leave_the_dead, mark_in_the_end)
}

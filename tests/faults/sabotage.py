"""Bots that are broken on purpose, each in one way. A sweep that finds nothing wrong with one proves nothing.

Those that a kill finds out are applied in a child of the nursery, the others by a test that takes them back. Nothing
of it is in the product.
"""

from dataclasses import replace

from sqlalchemy import true
from sqlalchemy.sql.visitors import replacement_traverse

from bot.store import outbox
from bot.store.inbox import Inbox, Received
from bot.store.outbox import Outbox
from bot.telegram import intake
from bot.telegram.delivery import Delivery
from bot.telegram.intake import Intake
from bot.telegram.quiet import Quiet


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


# ---- without a kill: ``patch`` is a test's ``monkeypatch.setattr``


def call_in_the_quiet(patch):
    """``retry_after`` is something to be read, not kept."""

    async def call(_quiet, make_request, bot, method):
        return await make_request(bot, method)

    patch(Quiet, "__call__", call)


def handle_one_persons_at_once(patch):
    """Each update has a queue of its own."""
    patch(intake, "whose", lambda update: update["update_id"])


def let_words_overtake(patch):
    """What was said later does not wait for what was said before."""

    def anyone(part, **_):
        return true() if part is outbox._HAS_ITS_TURN else None

    patch(outbox, "_CLAIM", replacement_traverse(outbox._CLAIM, {}, anyone))


def say_what_is_over(patch):
    """A message knows no moment."""
    owed = Outbox._owed
    patch(Outbox, "_owed", lambda box, row: replace(owed(box, row), expires_at=None))


def set_nothing_aside(patch):
    """What cannot be handled waits among what can."""
    failed = Inbox.failed

    async def waits(inbox, key, *, quarantine):
        await failed(inbox, key, quarantine=False)

    patch(Inbox, "failed", waits)


def throw_away_what_failed(patch):
    """Nobody can look at it any more."""

    async def gone(inbox, key, *, quarantine):
        await inbox.handled(key)

    patch(Inbox, "failed", gone)


def keep_what_failed(patch):
    """Somebody's words lie there for ever."""

    async def nothing(_inbox):
        pass

    patch(Inbox, "purge", nothing)

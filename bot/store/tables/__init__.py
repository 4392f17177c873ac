"""Tables and column types: what tells who a person is, is ``Sealed`` or ``BlindIndex``; the rest is plain, reviewed.

There is no column for an offence, article, sentence, colony or release date, and there must never be one.
"""

from bot.store.tables.beds import bed_events, bed_holds, bed_waiting, beds
from bot.store.tables.columns import BlindIndex, Id, Sealed, Utc, metadata
from bot.store.tables.offices import appointments, links, notice_copies, notices, offices, sheets
from bot.store.tables.people import groups, invitations, memberships, people
from bot.store.tables.queues import STILL_OWED, audit, content, conversations, inbox, messages, meta, outbox
from bot.store.tables.reminding import NO_LONGER_WAITING, STILL_WAITING, reminders
from bot.store.tables.talk import cases, corrections, desk_messages, relays, unmet_needs

__all__ = [
    "NO_LONGER_WAITING",
    "STILL_OWED",
    "STILL_WAITING",
    "BlindIndex",
    "Id",
    "Sealed",
    "Utc",
    "appointments",
    "audit",
    "bed_events",
    "bed_holds",
    "bed_waiting",
    "beds",
    "cases",
    "content",
    "conversations",
    "corrections",
    "desk_messages",
    "groups",
    "inbox",
    "invitations",
    "links",
    "memberships",
    "messages",
    "meta",
    "metadata",
    "notice_copies",
    "notices",
    "offices",
    "outbox",
    "people",
    "relays",
    "reminders",
    "sheets",
    "unmet_needs",
]

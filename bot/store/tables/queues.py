"""What comes in and what is owed, and what the installation knows of itself."""

from sqlalchemy import Column, ForeignKey, Index, SmallInteger, String, Table, Text, UniqueConstraint, text

from bot.store.tables.columns import BlindIndex, Id, Sealed, Utc, metadata

meta = Table(
    "meta",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", String(80), nullable=False),
)

content = Table(
    "content",
    metadata,
    Column("version", String(32), primary_key=True),
    Column("loaded_at", Utc, nullable=False),
    Column("document", Text, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    #: of the update's id; kept 8 days against repeats
    Column("update", BlindIndex, primary_key=True),
    Column("received_at", Utc, nullable=False),
    #: the raw update, until it is handled
    Column("body", Sealed),
    Column("attempts", SmallInteger, nullable=False, default=0),
    Column("state", String(12), nullable=False),
)
# partial on PostgreSQL too, as its migration says; to say it here would load what SQLite does without
Index("ix_inbox_waiting", inbox.c.received_at, sqlite_where=inbox.c.body.isnot(None))

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("dedupe_key", String(80), nullable=False, unique=True),
    Column("kind", String(24), nullable=False),
    #: -1 urgent, 0 live talk, 1 dates, 2 mass
    Column("priority", SmallInteger, nullable=False),
    Column("due_at", Utc, nullable=False),
    #: owed, sending, held (waits for a press), sent, unsendable, unknown
    Column("state", String(12), nullable=False),
    Column("reason", String(40)),
    Column("attempts", SmallInteger, nullable=False, default=0),
    Column("lease_until", Utc),
    Column("person", Id, ForeignKey("people.id", ondelete="CASCADE"), index=True),
    Column("organisation", String(40)),
    Column("case", Id),
    Column("relay", Id),
    #: what to say, until it is said
    Column("body", Sealed),
    Column("message", Id),
    Column("done_at", Utc),
    #: the moment it speaks of: after it nothing may be said as if it were still to come
    Column("expires_at", Utc),
    #: the member of staff or the officer who is told that it came to nothing
    Column("owner", Id),
    #: the notice it is a copy of: all of them are paused and stopped together
    Column("notice", Id),
)
#: an index over a part is used only by a query that repeats its condition word for word, without parameters
STILL_OWED = text("state IN ('owed', 'sending')")
Index("ix_outbox_due", outbox.c.priority, outbox.c.due_at, sqlite_where=STILL_OWED)
Index("ix_outbox_notice", outbox.c.notice, sqlite_where=outbox.c.notice.isnot(None))

messages = Table(
    "messages",
    metadata,
    #: messages in people's chats with the bot, both directions: what can still be deleted (48 hours) or hidden
    Column("person", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("message", Id, nullable=False),
    Column("at", Utc, nullable=False, index=True),
    UniqueConstraint("person", "message"),
)

conversations = Table(
    "conversations",
    metadata,
    #: aiogram's state for typed input, under the storage key's blind index
    Column("key", BlindIndex, primary_key=True),
    Column("state", String(60)),
    Column("data", Sealed),
    Column("at", Utc, nullable=False, index=True),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Utc, nullable=False, index=True),
    Column("actor", Id),
    Column("action", String(40), nullable=False),
    Column("subject", String(80), nullable=False),
    #: opaque ids, kinds and counts; never content
    Column("data", Text, nullable=False),
)

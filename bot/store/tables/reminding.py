"""A client's own reminders."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table, text

from bot.store.tables.columns import Id, Sealed, Utc, metadata

reminders = Table(
    "reminders",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    #: the client's own words, or the name of what it was set on
    Column("text", Sealed, nullable=False),
    #: draft, waiting, rung, done, removed
    Column("state", String(12), nullable=False),
    #: day, week, two_weeks, month; empty: once
    Column("repeats", String(12), nullable=False, default=""),
    #: on the wall, 2026-12-15T09:30: when it begins, and the occurrence it waits for or last rang for
    Column("first", String(16)),
    Column("wall", String(16)),
    #: whose wall, and what it means in UTC under the rules known when it was worked out
    Column("zone", String(40), nullable=False),
    Column("due_at", Utc),
    #: put off until then; ``wall`` stays
    Column("snoozed_at", Utc),
    #: the moment it last rang for
    Column("rang_at", Utc),
    #: rang, and was not opened
    Column("unseen", Boolean, nullable=False, default=False),
    Column("changed_at", Utc, nullable=False),
)
#: word for word in the queries too, as above
STILL_WAITING = text("state = 'waiting'")
NO_LONGER_WAITING = text("state <> 'waiting'")
Index("ix_reminders_due", reminders.c.due_at, sqlite_where=STILL_WAITING)
Index("ix_reminders_ended", reminders.c.changed_at, sqlite_where=NO_LONGER_WAITING)

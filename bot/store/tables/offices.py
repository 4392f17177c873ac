"""What an office keeps: its clients under labels, appointments and notices."""

from sqlalchemy import Boolean, Column, ForeignKey, SmallInteger, String, Table, UniqueConstraint

from bot.store.tables.columns import BlindIndex, Id, Sealed, Utc, metadata

offices = Table(
    "offices",
    metadata,
    Column("id", String(40), primary_key=True),
    #: as it stands over the door
    Column("title", String(120), nullable=False),
    Column("territory", String(32), nullable=False),
    #: probation, inspection
    Column("kind", String(12), nullable=False),
    #: where its people are expected: a place of the directory, or in words
    Column("place", String(40)),
    Column("whereabouts", String(200)),
    Column("made_at", Utc, nullable=False),
)

links = Table(
    "links",
    metadata,
    Column("id", Id, primary_key=True),
    Column("office", String(40), ForeignKey("offices.id"), nullable=False),
    #: nobody, until the code is used
    Column("person", Id, ForeignKey("people.id", ondelete="CASCADE"), index=True),
    #: what the office calls them, and all it knows of them; found by a hash that differs from office to office
    Column("label", Sealed, nullable=False),
    Column("label_key", BlindIndex, nullable=False),
    #: of the one-time code on paper, until it is used or its time is over
    Column("code", BlindIndex, unique=True),
    Column("code_until", Utc),
    #: the office that is to take them over, until they agree
    Column("moving_to", String(40), ForeignKey("offices.id")),
    Column("made_by", Id),
    Column("made_at", Utc, nullable=False),
    Column("linked_at", Utc),
    UniqueConstraint("office", "label_key"),
)

appointments = Table(
    "appointments",
    metadata,
    Column("id", Id, primary_key=True),
    Column("link", Id, ForeignKey("links.id", ondelete="CASCADE"), nullable=False, index=True),
    #: those that repeat share it
    Column("series", Id),
    #: on the wall, 2026-12-15T09:30; whose wall; and what it means in UTC under the rules known when that was worked
    #: out
    Column("wall", String(16), nullable=False),
    Column("zone", String(40), nullable=False),
    Column("starts_at", Utc, nullable=False, index=True),
    #: where, and what to bring
    Column("details", Sealed, nullable=False),
    Column("morning", Boolean, nullable=False),
    Column("weekends", Boolean, nullable=False),
    #: of what was told: whatever was said of an older one is not sent any more
    Column("version", SmallInteger, nullable=False),
    Column("cancelled", Boolean, nullable=False),
    #: coming, not_coming; none: not said yet
    Column("answer", String(12)),
    Column("reason", String(12)),
    Column("answered_at", Utc),
    #: what the client's receipt of "I cannot come" is called
    Column("receipt", String(12)),
    #: another time that the officer proposes, on the same wall
    Column("proposal", String(16)),
    #: came, missed: as the officer marked it
    Column("outcome", String(8)),
    #: what became of the newest message about it: told, late, or why it could not be delivered
    Column("told", String(12)),
    Column("made_by", Id),
    Column("changed_at", Utc, nullable=False),
)

sheets = Table(
    "sheets",
    metadata,
    #: a checked table of appointments, until the officer says yes
    Column("id", Id, primary_key=True),
    Column("office", String(40), ForeignKey("offices.id"), nullable=False),
    Column("person", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("lines", Sealed),
    Column("made_at", Utc, nullable=False),
)

notices = Table(
    "notices",
    metadata,
    Column("id", Id, primary_key=True),
    Column("office", String(40), ForeignKey("offices.id"), nullable=False, index=True),
    #: draft, asked, planned, running, paused, stopped, done, recalled
    Column("state", String(12), nullable=False),
    #: of what is said: whoever agrees to it agrees to what they have read
    Column("version", SmallInteger, nullable=False),
    #: by language; and as they are to be, until a second officer agrees
    Column("texts", Sealed, nullable=False),
    Column("proposed", Sealed),
    #: office, district, region
    Column("audience", String(12), nullable=False),
    #: only those who read this one; empty: all
    Column("language", String(8), nullable=False),
    #: asks for "Read and understood"
    Column("asks", Boolean, nullable=False),
    #: when it is to begin; none: at once
    Column("send_at", Utc),
    Column("started_at", Utc),
    #: when what had been sent was changed or taken back
    Column("corrected_at", Utc),
    Column("author", Id),
    Column("approver", Id),
    #: the message in the author's chat that shows how far it is; 0: they look at something else
    Column("screen", Id),
    Column("changed_at", Utc, nullable=False),
)

notice_copies = Table(
    "notice_copies",
    metadata,
    Column("id", Id, primary_key=True),
    Column("notice", Id, ForeignKey("notices.id", ondelete="CASCADE"), nullable=False),
    #: nobody's where they erased themselves: the totals tell nothing of it
    Column("person", Id, ForeignKey("people.id", ondelete="SET NULL"), index=True),
    #: owed, delivered, unreached, dropped
    Column("state", String(12), nullable=False),
    #: the knock, and after the press the notice itself
    Column("message", Id),
    Column("opened_at", Utc),
    Column("read_at", Utc),
    UniqueConstraint("notice", "person"),
)

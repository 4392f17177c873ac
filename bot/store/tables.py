"""Tables and column types: what tells who a person is, is ``Sealed`` or ``BlindIndex``; the rest is plain, reviewed.

There is no column for an offence, article, sentence, colony or release date, and there must never be one.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: SQLite makes only an INTEGER primary key its rowid
Id = BigInteger().with_variant(Integer(), "sqlite")


class Utc(TypeDecorator[datetime]):
    """An aware moment; SQLite would drop the zone without conversion, so it always goes in and comes out as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Sealed(LargeBinary):
    """Bytes that only the installation's keys open, and only in their own table, column and row."""

    __visit_name__ = "large_binary"


class BlindIndex(LargeBinary):
    """A keyed hash to find a row by; see ``Keyring.blind``."""

    __visit_name__ = "large_binary"


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

people = Table(
    "people",
    metadata,
    Column("id", Id, primary_key=True),
    Column("telegram", BlindIndex, nullable=False, unique=True),
    Column("telegram_id", Sealed, nullable=False),
    Column("locale", String(8), nullable=False),
    Column("territory", String(32)),
    Column("consents", String(120), nullable=False, default=""),
    Column("reach", String(12), nullable=False, default="ok"),
    Column("talking", Id),
    #: when they last wrote into a conversation: an answer within the hour comes as it is
    Column("wrote_at", Utc),
    #: hours of their nights, "22-8"; unset: our default; empty: none
    Column("quiet", String(5)),
    Column("created_at", Utc, nullable=False),
)

memberships = Table(
    "memberships",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("role", String(12), nullable=False),
    Column("organisation", String(40), nullable=False, index=True),
    Column("duties", String(60), nullable=False, default=""),
    Column("since", Utc, nullable=False),
    Column("revoked_at", Utc),
)

invitations = Table(
    "invitations",
    metadata,
    Column("id", Id, primary_key=True),
    Column("code", BlindIndex, nullable=False, unique=True),
    Column("purpose", String(12), nullable=False),
    Column("role", String(12), nullable=False),
    Column("organisation", String(40), nullable=False),
    Column("duties", String(60), nullable=False, default=""),
    Column("expires_at", Utc, nullable=False),
    Column("used_at", Utc),
    Column("used_by", Id),
)

groups = Table(
    "groups",
    metadata,
    Column("organisation", String(40), primary_key=True),
    Column("chat", BlindIndex, nullable=False, unique=True),
    Column("chat_id", Sealed, nullable=False),
    Column("locale", String(8), nullable=False),
    Column("bound_by", Id),
    Column("bound_at", Utc, nullable=False),
)

cases = Table(
    "cases",
    metadata,
    Column("id", Id, primary_key=True),
    #: what both sides call it, e.g. K7M-42
    Column("code", String(8), nullable=False, unique=True),
    Column("client", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("organisation", String(40), index=True),
    Column("contract", String(40), index=True),
    Column("need", String(40)),
    Column("territory", String(32), nullable=False),
    #: why it went there, as the router said it
    Column("reasons", Text, nullable=False),
    Column("state", String(12), nullable=False),
    Column("urgent", Boolean, nullable=False, default=False),
    Column("taken_by", Id),
    #: the member in whose private chat it is answered; none where it is in the group, or with nobody yet
    Column("desk", Id, index=True),
    Column("opened_at", Utc, nullable=False),
    Column("taken_at", Utc),
    Column("last_at", Utc, nullable=False),
    Column("closed_at", Utc),
    #: the topic in the organisation's group
    Column("thread", Id),
    #: the card at its top
    Column("card", Id),
)
Index("ix_cases_topic", cases.c.organisation, cases.c.thread)

relays = Table(
    "relays",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case", Id, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("to_staff", Boolean, nullable=False),
    Column("state", String(12), nullable=False),
    Column("at", Utc, nullable=False),
    #: message ids: the client's own or the copy they got, the staff's own or the copy they got, the client's receipt
    Column("client_message", Id),
    Column("staff_message", Id),
    Column("receipt", Id),
    #: Telegram's own number of the album it came in
    Column("album", String(24)),
    #: the member in whose private chat the staff's message stands; none: in the group
    Column("member", Id),
)

desk_messages = Table(
    "desk_messages",
    metadata,
    #: what stands of a request in its members' private chats: knocks, cards, copies, and what they wrote themselves
    Column("person", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("message", Id, nullable=False),
    Column("case", Id, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False, index=True),
    #: one word of our own: knock, card, words
    Column("kind", String(12), nullable=False),
    Column("at", Utc, nullable=False),
    UniqueConstraint("person", "message"),
)

unmet_needs = Table(
    "unmet_needs",
    metadata,
    Column("id", Id, primary_key=True),
    Column("need", String(40)),
    Column("territory", String(32), nullable=False),
    Column("at", Utc, nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", Id, primary_key=True),
    Column("place", String(40), nullable=False),
    Column("what", String(20), nullable=False),
    Column("content_version", String(32), nullable=False),
    Column("at", Utc, nullable=False),
)

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
    #: on the wall, 2026-12-15T09:30; whose wall; and what it means in UTC under the rules known when it was worked out
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
    #: the message in the author's chat that shows how far it is
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

beds = Table(
    "beds",
    metadata,
    #: places of one room of a dormitory; what is free is what is left of the total
    Column("dormitory", String(40), primary_key=True),
    Column("room", String(12), primary_key=True),
    Column("total", SmallInteger, nullable=False),
    #: under a hold's code, and others whom a keeper counts
    Column("staying", SmallInteger, nullable=False),
    Column("others", SmallInteger, nullable=False),
    #: for people on their way, and for those it is offered to
    Column("held", SmallInteger, nullable=False),
    Column("out_of_order", SmallInteger, nullable=False),
    #: when a keeper last said how many are free
    Column("counted_at", Utc),
    #: when one last became free: who waits and was not asked since is asked
    Column("opened_at", Utc),
    #: when a keeper was last asked to count
    Column("asked_at", Utc),
    #: someone stood at the door and found it full
    Column("doubted", Boolean, nullable=False),
    CheckConstraint(
        "staying >= 0 AND others >= 0 AND held >= 0 AND out_of_order >= 0"
        " AND staying + others + held + out_of_order <= total",
        name="ck_beds_one_each",
    ),
)

bed_holds = Table(
    "bed_holds",
    metadata,
    Column("id", Id, primary_key=True),
    #: what the person says at the door
    Column("code", String(8), nullable=False, unique=True),
    Column("dormitory", String(40), nullable=False, index=True),
    Column("room", String(12), nullable=False),
    #: nobody's where they erased themselves: the bed is still taken until it is given up or they leave
    Column("person", Id, ForeignKey("people.id", ondelete="SET NULL"), index=True),
    #: offered, held, arrived
    Column("state", String(12), nullable=False),
    #: sex, children, stairs; gone on arrival
    Column("needs", Sealed),
    Column("made_at", Utc, nullable=False),
    #: of an offer or a hold, its end; of a stay, the day it is planned to end
    Column("until_at", Utc, nullable=False, index=True),
    Column("arrived_at", Utc),
    Column("on_way", Boolean, nullable=False),
    #: the place in the waiting list that it was offered to
    Column("waiting", Id, index=True),
)
Index("ix_bed_holds_one_each", bed_holds.c.person, unique=True, sqlite_where=text("state = 'held'"))

bed_waiting = Table(
    "bed_waiting",
    metadata,
    Column("id", Id, primary_key=True),
    Column("dormitory", String(40), nullable=False),
    Column("person", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("needs", Sealed, nullable=False),
    #: who came first is asked first
    Column("joined_at", Utc, nullable=False),
    Column("asked_at", Utc),
    #: offers in a row that were not answered
    Column("missed", SmallInteger, nullable=False),
    UniqueConstraint("person", "dormitory"),
)
Index("ix_bed_waiting_list", bed_waiting.c.dormitory, bed_waiting.c.joined_at)

bed_events = Table(
    "bed_events",
    metadata,
    #: what happened, for the figures; of nobody
    Column("id", Id, primary_key=True),
    Column("dormitory", String(40), nullable=False),
    Column("room", String(12)),
    #: held, arrived, left, expired, given_up, full, refused, none_free, none_fitting
    Column("what", String(16), nullable=False),
    #: of who left: how many they stayed
    Column("nights", SmallInteger),
    Column("at", Utc, nullable=False, index=True),
)

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

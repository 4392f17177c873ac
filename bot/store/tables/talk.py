"""Requests, what was said in them, and what nobody answers for."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table, Text, UniqueConstraint

from bot.store.tables.columns import Id, Utc, metadata

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

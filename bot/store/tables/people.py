"""People, the roles they hold, and the groups of organisations."""

from sqlalchemy import Column, ForeignKey, String, Table

from bot.store.tables.columns import BlindIndex, Id, Sealed, Utc, metadata

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

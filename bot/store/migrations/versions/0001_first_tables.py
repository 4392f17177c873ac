"""The first tables, as they were when there was nobody in them yet."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

#: SQLite makes only an INTEGER primary key its rowid
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _meta()
    _content()
    _audit()
    _people()
    _memberships()
    _invitations()
    _groups()
    _cases()
    _relays()
    _unmet_needs()
    _corrections()
    _inbox()
    _outbox()
    _messages()
    _conversations()


def downgrade() -> None:
    for table in (
        "conversations",
        "messages",
        "outbox",
        "inbox",
        "corrections",
        "unmet_needs",
        "relays",
        "cases",
        "groups",
        "invitations",
        "memberships",
        "people",
        "audit",
        "content",
        "meta",
    ):
        op.drop_table(table)


def _meta() -> None:
    op.create_table(
        "meta",
        sa.Column("name", sa.String(40)),
        sa.Column("value", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_meta"),
    )


def _content() -> None:
    op.create_table(
        "content",
        sa.Column("version", sa.String(32)),
        sa.Column("loaded_at", MOMENT, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_content"),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", ID),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", ID, nullable=True),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", ID),
        sa.Column("telegram", sa.LargeBinary(), nullable=False),
        sa.Column("telegram_id", sa.LargeBinary(), nullable=False),
        sa.Column("locale", sa.String(8), nullable=False),
        sa.Column("territory", sa.String(32), nullable=True),
        sa.Column("consents", sa.String(120), nullable=False),
        sa.Column("reach", sa.String(12), nullable=False),
        sa.Column("talking", ID, nullable=True),
        sa.Column("wrote_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("telegram", name="uq_people_telegram"),
    )


def _memberships() -> None:
    op.create_table(
        "memberships",
        sa.Column("id", ID),
        sa.Column("person", ID, nullable=False),
        sa.Column("role", sa.String(12), nullable=False),
        sa.Column("organisation", sa.String(40), nullable=False),
        sa.Column("duties", sa.String(60), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_memberships"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_memberships_person_people", ondelete="CASCADE"),
    )
    op.create_index("ix_memberships_organisation", "memberships", ["organisation"])
    op.create_index("ix_memberships_person", "memberships", ["person"])


def _invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", ID),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.String(12), nullable=False),
        sa.Column("role", sa.String(12), nullable=False),
        sa.Column("organisation", sa.String(40), nullable=False),
        sa.Column("duties", sa.String(60), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("used_by", ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.UniqueConstraint("code", name="uq_invitations_code"),
    )


def _groups() -> None:
    op.create_table(
        "groups",
        sa.Column("organisation", sa.String(40)),
        sa.Column("chat", sa.LargeBinary(), nullable=False),
        sa.Column("chat_id", sa.LargeBinary(), nullable=False),
        sa.Column("locale", sa.String(8), nullable=False),
        sa.Column("bound_by", ID, nullable=True),
        sa.Column("bound_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("organisation", name="pk_groups"),
        sa.UniqueConstraint("chat", name="uq_groups_chat"),
    )


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", ID),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("client", ID, nullable=False),
        sa.Column("organisation", sa.String(40), nullable=True),
        sa.Column("contract", sa.String(40), nullable=True),
        sa.Column("need", sa.String(40), nullable=True),
        sa.Column("territory", sa.String(32), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("taken_by", ID, nullable=True),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("thread", ID, nullable=True),
        sa.Column("card", ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.ForeignKeyConstraint(["client"], ["people.id"], name="fk_cases_client_people", ondelete="CASCADE"),
        sa.UniqueConstraint("code", name="uq_cases_code"),
    )
    op.create_index("ix_cases_client", "cases", ["client"])
    op.create_index("ix_cases_contract", "cases", ["contract"])
    op.create_index("ix_cases_organisation", "cases", ["organisation"])
    op.create_index("ix_cases_topic", "cases", ["organisation", "thread"])


def _relays() -> None:
    op.create_table(
        "relays",
        sa.Column("id", ID),
        sa.Column("case", ID, nullable=False),
        sa.Column("to_staff", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("client_message", ID, nullable=True),
        sa.Column("staff_message", ID, nullable=True),
        sa.Column("receipt", ID, nullable=True),
        sa.Column("album", sa.String(24), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_relays"),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name="fk_relays_case_cases", ondelete="CASCADE"),
    )
    op.create_index("ix_relays_case", "relays", ["case"])


def _unmet_needs() -> None:
    op.create_table(
        "unmet_needs",
        sa.Column("id", ID),
        sa.Column("need", sa.String(40), nullable=True),
        sa.Column("territory", sa.String(32), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unmet_needs"),
    )


def _corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", ID),
        sa.Column("place", sa.String(40), nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("content_version", sa.String(32), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
    )


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("update", sa.LargeBinary()),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.PrimaryKeyConstraint("update", name="pk_inbox"),
    )
    op.create_index(
        "ix_inbox_waiting",
        "inbox",
        ["received_at"],
        sqlite_where=sa.text("body IS NOT NULL"),
        postgresql_where=sa.text("body IS NOT NULL"),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", ID),
        sa.Column("dedupe_key", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("reason", sa.String(40), nullable=True),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("person", ID, nullable=True),
        sa.Column("organisation", sa.String(40), nullable=True),
        sa.Column("case", ID, nullable=True),
        sa.Column("relay", ID, nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("message", ID, nullable=True),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("owner", ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_outbox_person_people", ondelete="CASCADE"),
        sa.UniqueConstraint("dedupe_key", name="uq_outbox_dedupe_key"),
    )
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["priority", "due_at"],
        sqlite_where=sa.text("state IN ('owed', 'sending')"),
        postgresql_where=sa.text("state IN ('owed', 'sending')"),
    )
    op.create_index("ix_outbox_person", "outbox", ["person"])


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("person", ID, nullable=False),
        sa.Column("message", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_messages_person_people", ondelete="CASCADE"),
        sa.UniqueConstraint("person", "message", name="uq_messages_person"),
    )
    op.create_index("ix_messages_at", "messages", ["at"])


def _conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("key", sa.LargeBinary()),
        sa.Column("state", sa.String(60), nullable=True),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_conversations"),
    )
    op.create_index("ix_conversations_at", "conversations", ["at"])

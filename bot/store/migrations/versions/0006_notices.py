"""Notices of an office to many, and whom they reach."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
IS_A_COPY = sa.text("notice IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "notices",
        sa.Column("id", ID),
        sa.Column("office", sa.String(40), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("texts", sa.LargeBinary(), nullable=False),
        sa.Column("proposed", sa.LargeBinary()),
        sa.Column("audience", sa.String(12), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("asks", sa.Boolean(), nullable=False),
        sa.Column("send_at", MOMENT),
        sa.Column("started_at", MOMENT),
        sa.Column("corrected_at", MOMENT),
        sa.Column("author", ID),
        sa.Column("approver", ID),
        sa.Column("screen", ID),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sa.ForeignKeyConstraint(["office"], ["offices.id"], name="fk_notices_office_offices"),
    )
    op.create_index("ix_notices_office", "notices", ["office"])
    op.create_table(
        "notice_copies",
        sa.Column("id", ID),
        sa.Column("notice", ID, nullable=False),
        sa.Column("person", ID),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("message", ID),
        sa.Column("opened_at", MOMENT),
        sa.Column("read_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_notice_copies"),
        sa.ForeignKeyConstraint(
            ["notice"], ["notices.id"], name="fk_notice_copies_notice_notices", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["people.id"], name="fk_notice_copies_person_people", ondelete="SET NULL"
        ),
        sa.UniqueConstraint("notice", "person", name="uq_notice_copies_notice"),
    )
    op.create_index("ix_notice_copies_person", "notice_copies", ["person"])
    op.add_column("outbox", sa.Column("notice", ID))
    op.create_index("ix_outbox_notice", "outbox", ["notice"], sqlite_where=IS_A_COPY, postgresql_where=IS_A_COPY)


def downgrade() -> None:
    op.drop_index("ix_outbox_notice", table_name="outbox")
    op.drop_column("outbox", "notice")
    op.drop_table("notice_copies")
    op.drop_table("notices")

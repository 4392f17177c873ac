"""Requests that are answered in the private chats of an organisation without a group."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("cases", sa.Column("desk", ID))
    op.create_index("ix_cases_desk", "cases", ["desk"])
    op.add_column("relays", sa.Column("member", ID))
    op.create_table(
        "desk_messages",
        sa.Column("person", ID, nullable=False),
        sa.Column("message", ID, nullable=False),
        sa.Column("case", ID, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_desk_messages_person_people", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name="fk_desk_messages_case_cases", ondelete="CASCADE"),
        sa.UniqueConstraint("person", "message", name="uq_desk_messages_person"),
    )
    op.create_index("ix_desk_messages_case", "desk_messages", ["case"])


def downgrade() -> None:
    op.drop_table("desk_messages")
    op.drop_column("relays", "member")
    op.drop_index("ix_cases_desk", "cases")
    op.drop_column("cases", "desk")

"""Reminders, and the hours in which nothing may ring."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
WAITING, NOT_WAITING = sa.text("state = 'waiting'"), sa.text("state <> 'waiting'")


def upgrade() -> None:
    op.add_column("people", sa.Column("quiet", sa.String(5)))
    op.create_table(
        "reminders",
        sa.Column("id", ID),
        sa.Column("person", ID, nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("repeats", sa.String(12), nullable=False),
        sa.Column("first", sa.String(16)),
        sa.Column("wall", sa.String(16)),
        sa.Column("zone", sa.String(40), nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("snoozed_at", MOMENT),
        sa.Column("rang_at", MOMENT),
        sa.Column("unseen", sa.Boolean(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reminders"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_reminders_person_people", ondelete="CASCADE"),
    )
    op.create_index("ix_reminders_person", "reminders", ["person"])
    op.create_index("ix_reminders_due", "reminders", ["due_at"], sqlite_where=WAITING, postgresql_where=WAITING)
    op.create_index(
        "ix_reminders_ended", "reminders", ["changed_at"], sqlite_where=NOT_WAITING, postgresql_where=NOT_WAITING
    )


def downgrade() -> None:
    op.drop_table("reminders")
    op.drop_column("people", "quiet")

"""Dormitories: counts of places, holds, the waiting list, and what happened for the figures."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
HELD = sa.text("state = 'held'")


def upgrade() -> None:
    _counts()
    _holds()
    _waiting()


def _counts() -> None:
    op.create_table(
        "beds",
        sa.Column("dormitory", sa.String(40), nullable=False),
        sa.Column("room", sa.String(12), nullable=False),
        sa.Column("total", sa.SmallInteger(), nullable=False),
        sa.Column("staying", sa.SmallInteger(), nullable=False),
        sa.Column("others", sa.SmallInteger(), nullable=False),
        sa.Column("held", sa.SmallInteger(), nullable=False),
        sa.Column("out_of_order", sa.SmallInteger(), nullable=False),
        sa.Column("counted_at", MOMENT),
        sa.Column("opened_at", MOMENT),
        sa.Column("asked_at", MOMENT),
        sa.Column("doubted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("dormitory", "room", name="pk_beds"),
        sa.CheckConstraint(
            "staying >= 0 AND others >= 0 AND held >= 0 AND out_of_order >= 0"
            " AND staying + others + held + out_of_order <= total",
            name="ck_beds_one_each",
        ),
    )


def _holds() -> None:
    op.create_table(
        "bed_holds",
        sa.Column("id", ID),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("dormitory", sa.String(40), nullable=False),
        sa.Column("room", sa.LargeBinary(), nullable=False),
        sa.Column("person", ID),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("needs", sa.LargeBinary()),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("until_at", MOMENT, nullable=False),
        sa.Column("arrived_at", MOMENT),
        sa.Column("on_way", sa.Boolean(), nullable=False),
        sa.Column("waiting", ID),
        sa.PrimaryKeyConstraint("id", name="pk_bed_holds"),
        sa.UniqueConstraint("code", name="uq_bed_holds_code"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_bed_holds_person_people", ondelete="SET NULL"),
    )
    op.create_index("ix_bed_holds_person", "bed_holds", ["person"])
    op.create_index("ix_bed_holds_dormitory", "bed_holds", ["dormitory"])
    op.create_index("ix_bed_holds_until_at", "bed_holds", ["until_at"])
    op.create_index("ix_bed_holds_waiting", "bed_holds", ["waiting"])
    op.create_index(
        "ix_bed_holds_one_each", "bed_holds", ["person"], unique=True, sqlite_where=HELD, postgresql_where=HELD
    )


def _waiting() -> None:
    op.create_table(
        "bed_waiting",
        sa.Column("id", ID),
        sa.Column("dormitory", sa.String(40), nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("needs", sa.LargeBinary(), nullable=False),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.Column("asked_at", MOMENT),
        sa.Column("missed", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bed_waiting"),
        sa.UniqueConstraint("person", "dormitory", name="uq_bed_waiting_person"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_bed_waiting_person_people", ondelete="CASCADE"),
    )
    op.create_index("ix_bed_waiting_list", "bed_waiting", ["dormitory", "joined_at"])
    op.create_table(
        "bed_events",
        sa.Column("id", ID),
        sa.Column("dormitory", sa.String(40), nullable=False),
        sa.Column("what", sa.String(16), nullable=False),
        sa.Column("nights", sa.SmallInteger()),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bed_events"),
    )
    op.create_index("ix_bed_events_at", "bed_events", ["at"])


def downgrade() -> None:
    for table in ("bed_events", "bed_waiting", "bed_holds", "beds"):
        op.drop_table(table)

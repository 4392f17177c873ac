"""Offices, the clients linked to them, and appointments."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "offices",
        sa.Column("id", sa.String(40)),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("territory", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("place", sa.String(40)),
        sa.Column("whereabouts", sa.String(200)),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_offices"),
    )
    op.create_table(
        "links",
        sa.Column("id", ID),
        sa.Column("office", sa.String(40), nullable=False),
        sa.Column("person", ID),
        sa.Column("label", sa.LargeBinary(), nullable=False),
        sa.Column("label_key", sa.LargeBinary(), nullable=False),
        sa.Column("code", sa.LargeBinary()),
        sa.Column("code_until", MOMENT),
        sa.Column("moving_to", sa.String(40)),
        sa.Column("made_by", ID),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("linked_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_links"),
        sa.ForeignKeyConstraint(["office"], ["offices.id"], name="fk_links_office_offices"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_links_person_people", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["moving_to"], ["offices.id"], name="fk_links_moving_to_offices"),
        sa.UniqueConstraint("office", "label_key", name="uq_links_office"),
        sa.UniqueConstraint("code", name="uq_links_code"),
    )
    op.create_index("ix_links_person", "links", ["person"])
    _appointments()
    op.create_table(
        "sheets",
        sa.Column("id", ID),
        sa.Column("office", sa.String(40), nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("lines", sa.LargeBinary()),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sheets"),
        sa.ForeignKeyConstraint(["office"], ["offices.id"], name="fk_sheets_office_offices"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_sheets_person_people", ondelete="CASCADE"),
    )
    op.create_index("ix_sheets_person", "sheets", ["person"])


def _appointments() -> None:
    op.create_table(
        "appointments",
        sa.Column("id", ID),
        sa.Column("link", ID, nullable=False),
        sa.Column("series", ID),
        sa.Column("wall", sa.String(16), nullable=False),
        sa.Column("zone", sa.String(40), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.Column("morning", sa.Boolean(), nullable=False),
        sa.Column("weekends", sa.Boolean(), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.String(12)),
        sa.Column("reason", sa.String(12)),
        sa.Column("answered_at", MOMENT),
        sa.Column("receipt", sa.String(12)),
        sa.Column("proposal", sa.String(16)),
        sa.Column("outcome", sa.String(8)),
        sa.Column("told", sa.String(12)),
        sa.Column("made_by", ID),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_appointments"),
        sa.ForeignKeyConstraint(["link"], ["links.id"], name="fk_appointments_link_links", ondelete="CASCADE"),
    )
    op.create_index("ix_appointments_link", "appointments", ["link"])
    op.create_index("ix_appointments_starts_at", "appointments", ["starts_at"])


def downgrade() -> None:
    op.drop_table("sheets")
    op.drop_table("appointments")
    op.drop_table("links")
    op.drop_table("offices")

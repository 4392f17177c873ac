"""The first tables.

Until the first release they are made from ``bot.store.tables`` itself; the test that compares a migrated database
with the tables keeps later migrations honest.
"""

from alembic import op

from bot.store.tables import metadata

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    metadata.create_all(op.get_bind())


def downgrade() -> None:
    metadata.drop_all(op.get_bind())

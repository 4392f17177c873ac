"""What stands in the tables, for tests that look for traces."""

import pytest
from sqlalchemy import select

from bot.store.tables import metadata


@pytest.fixture
def everything_kept(world):
    """``await everything_kept()``: the rows of every table, by its name."""

    async def read():
        async with world.app.database.engine.connect() as connection:
            return {table.name: (await connection.execute(select(table))).all() for table in metadata.sorted_tables}

    return read

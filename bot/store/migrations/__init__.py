"""Changes of the tables, for SQLite and PostgreSQL alike."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import AsyncEngine

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).parent


def alembic_config(connection: Connection | None = None) -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - see upgrade

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = connection
    return config


def newest() -> str:
    """The last revision there is; each file's name begins with its own, and they are counted up."""
    return max(script.name.partition("_")[0] for script in HERE.glob("versions/[0-9]*.py"))


async def upgrade(engine: AsyncEngine, to: str = "head") -> None:
    """Brings the tables to the newest form, all in one transaction."""
    async with engine.begin() as connection:
        await connection.run_sync(_upgrade, to)


def _upgrade(connection: Connection, to: str) -> None:
    if to == "head" and _current(connection) == newest():
        return
    # Alembic takes ten megabytes for as long as the process lives; most starts find nothing to change
    from alembic import command  # noqa: PLC0415

    command.upgrade(alembic_config(connection), to)


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return version


async def downgrade(engine: AsyncEngine, to: str) -> None:
    from alembic import command  # noqa: PLC0415 - see upgrade

    async with engine.begin() as connection:
        await connection.run_sync(lambda sync: command.downgrade(alembic_config(sync), to))

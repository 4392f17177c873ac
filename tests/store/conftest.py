"""The store on both databases: every test runs on SQLite, and again on PostgreSQL where a server answers."""

import asyncio
import os
import secrets

import pytest
from sqlalchemy import select, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store import Database, make_engine
from bot.store.migrations import upgrade
from bot.store.sealing import Keyring

#: a server whose user may create databases; the tests make one of their own there, and drop it
SERVER = os.environ.get("TEST_POSTGRES_URL", "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres")


async def _on_server(statement: str) -> None:
    engine = create_async_engine(SERVER, isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            await connection.execute(text(statement))
    finally:
        await engine.dispose()


@pytest.fixture(scope="session")
def postgres_url():
    name = f"prystan_test_{secrets.token_hex(4)}"
    try:
        asyncio.run(_on_server(f"CREATE DATABASE {name}"))
    except OSError as error:
        reason = f"no PostgreSQL at {make_url(SERVER).host}:{make_url(SERVER).port}: {error}"
        if os.environ.get("CI_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    yield make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    asyncio.run(_on_server(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request, tmp_path):
    """The address of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/test.db"
    url = request.getfixturevalue("postgres_url")
    asyncio.run(_empty(url))
    return url


async def _empty(url):
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))
    await engine.dispose()


@pytest.fixture
def keyring():
    return Keyring({1: b"k" * 32})


@pytest.fixture
async def database(empty_url, keyring, clock):
    made = Database(empty_url, keyring, clock)
    await upgrade(made.engine)
    yield made
    await made.close()


@pytest.fixture
async def replica(database):
    """Another process on the same database, with the same keys and the same time."""
    made = Database(database.engine.url.render_as_string(hide_password=False), database.keyring, database.clock)
    yield made
    await made.close()


@pytest.fixture
def undone(database):
    """Does something in a transaction that then fails."""

    async def do(work):
        async with database.transaction() as store:
            await work(store)
            raise ZeroDivisionError

    async def fail(work):
        with pytest.raises(ZeroDivisionError):
            await do(work)

    return fail


@pytest.fixture
async def committed(database):
    """Reads a table's rows over a connection of its own: what is there for everybody."""
    engine = make_engine(database.engine.url.render_as_string(hide_password=False))

    async def read(table, *where):
        async with engine.begin() as connection:
            return (await connection.execute(select(table).where(*where))).all()

    yield read
    await engine.dispose()

"""Migrations: up, down, up; and what they make is what the code believes in."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from bot.store import make_engine
from bot.store.migrations import alembic_config, downgrade, newest, upgrade
from bot.store.tables import metadata


@pytest.fixture
async def engine(empty_url):
    made = make_engine(empty_url)
    yield made
    await made.dispose()


async def _look(engine, what):
    async with engine.begin() as connection:
        return await connection.run_sync(what)


async def _tables(engine):
    return set(await _look(engine, lambda sync: inspect(sync).get_table_names())) - {"alembic_version"}


def _shape(sync):
    """Tables, columns, indexes and keys as the database itself tells them."""
    seen = inspect(sync)
    return {
        table: (
            sorted((column["name"], str(column["type"]), column["nullable"]) for column in seen.get_columns(table)),
            sorted((str(index["name"]), tuple(index["column_names"])) for index in seen.get_indexes(table)),
            sorted((str(key["name"]), tuple(key["column_names"])) for key in seen.get_unique_constraints(table)),
            sorted(
                (tuple(key["constrained_columns"]), key["referred_table"], key["options"].get("ondelete"))
                for key in seen.get_foreign_keys(table)
            ),
            seen.get_pk_constraint(table)["constrained_columns"],
        )
        for table in seen.get_table_names()
        if table != "alembic_version"
    }


async def test_up_down_and_up_again_leave_the_same_tables(engine):
    await upgrade(engine)
    first = await _look(engine, _shape)
    await downgrade(engine, "base")
    assert await _tables(engine) == set()

    await upgrade(engine)
    assert await _look(engine, _shape) == first


async def test_each_migration_goes_down_and_up_by_itself(engine):
    revisions = [script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()]
    await upgrade(engine)
    whole = await _look(engine, _shape)
    for _ in revisions:
        await downgrade(engine, "-1")
    assert await _tables(engine) == set()

    for _ in revisions:
        await upgrade(engine, "+1")
    assert await _look(engine, _shape) == whole


async def test_alembic_finds_nothing_left_to_migrate(engine):
    await upgrade(engine)
    options = {"compare_type": True, "compare_server_default": True}
    found = await _look(
        engine, lambda sync: compare_metadata(MigrationContext.configure(sync, opts=options), metadata)
    )

    assert found == []


async def test_a_migrated_database_is_what_the_tables_would_make(engine):
    await upgrade(engine)
    migrated = await _look(engine, _shape)
    await downgrade(engine, "base")
    await _look(engine, metadata.create_all)

    assert migrated == await _look(engine, _shape)


async def test_the_indexes_of_what_waits_hold_only_what_waits(engine):
    await upgrade(engine)
    indexes = await _look(
        engine,
        lambda sync: {
            index["name"]: index["dialect_options"]
            for t in ("inbox", "outbox", "reminders")
            for index in inspect(sync).get_indexes(t)
        },
    )

    for name in ("ix_inbox_waiting", "ix_outbox_due", "ix_reminders_due", "ix_reminders_ended"):
        assert any(option.endswith("_where") for option in indexes[name])


def test_migrations_form_one_line():
    scripts = ScriptDirectory.from_config(alembic_config())

    assert len(scripts.get_heads()) == 1


def test_migrations_are_frozen():
    """A migration that reads today's tables would make something else tomorrow."""
    for script in ScriptDirectory.from_config(alembic_config()).walk_revisions():
        source = script.module.__loader__.get_source(script.module.__name__)
        assert "bot.store.tables" not in source, script.revision


def test_the_newest_revision_is_known_without_alembic():
    assert newest() == ScriptDirectory.from_config(alembic_config()).get_current_head()


async def test_a_start_that_finds_nothing_to_change_leaves_alembic_alone(engine, monkeypatch):
    await upgrade(engine)
    monkeypatch.setattr(command, "upgrade", None)

    await upgrade(engine)

    assert await _look(engine, lambda sync: sync.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())

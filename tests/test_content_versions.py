"""Content in the database: read from the files once, shown from there, and swapped when it changes."""

from datetime import timedelta

import pytest

from bot import jobs


@pytest.fixture
def reads(monkeypatch):
    """How often the files themselves were read."""
    counted, read = [], jobs.load
    monkeypatch.setattr(jobs, "load", lambda root, **more: counted.append(root) or read(root, **more))
    return counted


async def test_the_same_files_are_read_once(world, reads):
    await world.restart()
    shown = world.app.dispatcher["guide"].content

    assert reads == []
    assert shown == jobs.load(world.settings.content_dir, demo=True)


async def test_a_document_of_another_version_of_the_code_is_read_anew(world, reads):
    version = world.app.dispatcher["guide"].content.version
    async with world.app.database.transaction() as store:
        await store.content.add(version, '{"version": "old", "nouns": []}')
    await world.restart()

    assert len(reads) == 1
    assert world.app.dispatcher["guide"].content.places


async def test_going_back_to_earlier_files_stays_with_them(world, clock):
    earlier = world.app.dispatcher["guide"].content.version
    clock.advance(timedelta(minutes=1))
    async with world.app.database.transaction() as store:
        document = await store.content.document(earlier)
        await store.content.add("newer", document.replace(earlier, "newer"))
    await jobs.refresh(world.app)
    assert world.app.dispatcher["guide"].content.version == "newer"

    clock.advance(timedelta(minutes=1))
    await world.restart()
    await jobs.refresh(world.app)
    assert world.app.dispatcher["guide"].content.version == earlier

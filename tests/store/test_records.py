"""Message ids, conversations, content versions, audit, facts of the installation."""

import json
from datetime import timedelta

import pytest
from aiogram.fsm.storage.base import StorageKey

from bot.store.fsm import Conversation
from bot.store.tables import audit, conversations, corrections, messages, meta

TALK = StorageKey(bot_id=1, chat_id=700000001, user_id=700000001)


@pytest.fixture
async def person(database):
    async with database.transaction() as store:
        return await store.people.add(700000001, "ru", None)


async def remember(database, *pairs):
    async with database.transaction() as store:
        await store.messages.add(pairs)


async def deletable(database, person):
    async with database.transaction() as store:
        return await store.messages.deletable(person)


async def test_messages_are_remembered_only_of_people_we_keep(database, person, committed):
    await remember(database, (700000001, 11), (700000002, 12), (700000001, 10))

    assert await deletable(database, person) == [10, 11]
    assert {row.person for row in await committed(messages)} == {person}


async def test_a_message_remembered_twice_is_one(database, person, committed):
    await remember(database, (700000001, 11))
    await remember(database, (700000001, 11), (700000001, 12))

    assert len(await committed(messages)) == 2


async def test_a_message_can_be_deleted_for_almost_48_hours(database, person, clock, committed):
    await remember(database, (700000001, 11))
    clock.advance(timedelta(hours=47, minutes=54))
    assert await deletable(database, person) == [11]

    clock.advance(timedelta(minutes=2))
    assert await deletable(database, person) == []
    clock.advance(timedelta(minutes=5))
    async with database.transaction() as store:
        await store.messages.purge()
    assert await committed(messages) == []


async def test_purging_leaves_what_can_still_be_deleted(database, person, clock):
    await remember(database, (700000001, 11))
    clock.advance(timedelta(hours=47))
    async with database.transaction() as store:
        await store.messages.purge()

    assert await deletable(database, person) == [11]


async def test_forgetting_one_persons_messages_leaves_anothers(database, person):
    async with database.transaction() as store:
        other = await store.people.add(700000002, "ru", None)
    await remember(database, (700000001, 11), (700000002, 12))
    async with database.transaction() as store:
        await store.messages.forget(person)

    assert await deletable(database, person) == []
    assert await deletable(database, other) == [12]


async def write(database, conversation, key=TALK):
    async with database.transaction() as store:
        await store.conversations.write(store.conversations.key(key), conversation)


async def read(database, telegram_id=700000001, storage_key=TALK):
    """As the turn reads it: together with the actor."""
    async with database.transaction() as store:
        key = store.conversations.key(storage_key)
        _, row = await store.people.load(telegram_id, key)
        return store.conversations.read(key, row.state, row.data, row.at)


async def test_typed_input_goes_on_where_it_was(database, person):
    await write(database, Conversation("Asking:words", {"need": "bed"}))

    found = await read(database)
    assert (found.state, found.data) == ("Asking:words", {"need": "bed"})


async def test_a_conversation_of_another_chat_is_another(database, person):
    await write(database, Conversation("Asking:words", {"need": "bed"}))
    group = StorageKey(bot_id=1, chat_id=-1001, user_id=700000001)

    assert (await read(database, storage_key=group)).is_empty


async def test_a_conversation_is_forgotten_after_an_hour(database, person, clock, committed):
    await write(database, Conversation("Asking:words", {"need": "bed"}))
    clock.advance(timedelta(hours=1))
    assert (await read(database)).state == "Asking:words"

    clock.advance(timedelta(seconds=1))
    assert (await read(database)).is_empty
    async with database.transaction() as store:
        await store.conversations.purge()
    assert await committed(conversations) == []


async def test_a_conversation_that_ended_leaves_no_row(database, person, committed):
    await write(database, Conversation("Asking:words", {}))
    await write(database, Conversation())

    assert await committed(conversations) == []


async def test_neither_whose_a_conversation_is_nor_what_was_typed_can_be_read(database, person, committed):
    await write(database, Conversation("Asking:words", {"typed": "canary"}))

    (row,) = await committed(conversations)
    assert b"canary" not in row.data
    assert b"700000001" not in row.key + row.data


async def test_the_newest_content_holds(database, clock):
    async with database.transaction() as store:
        assert await store.content.newest() is None
        await store.content.add("one", "{}")
    clock.advance(timedelta(seconds=1))
    async with database.transaction() as store:
        await store.content.add("two", '{"a": 1}')

    async with database.transaction() as store:
        assert await store.content.newest() == "two"
        assert await store.content.document("two") == '{"a": 1}'
        assert await store.content.document("three") == ""


async def test_an_older_content_brought_back_is_the_newest(database, clock):
    for version in ("one", "two", "one"):
        async with database.transaction() as store:
            await store.content.add(version, version)
        clock.advance(timedelta(seconds=1))

    async with database.transaction() as store:
        assert await store.content.newest() == "one"


async def test_a_correction_says_nothing_of_who_made_it(database, committed):
    async with database.transaction() as store:
        await store.content.add_correction("hostel-bridge", "phone", "one")

    (row,) = await committed(corrections)
    assert (row.place, row.what, row.content_version) == ("hostel-bridge", "phone", "one")
    assert {column.name for column in corrections.c} == {"id", "place", "what", "content_version", "at"}


async def test_a_deed_and_its_record_are_one(database, committed, undone, clock):
    await undone(lambda store: store.audit.add("case.taken", actor=1, subject="case:1"))
    assert await committed(audit) == []

    async with database.transaction() as store:
        await store.audit.add("case.taken", actor=1, subject="case:1", count=2)
    (row,) = await committed(audit)
    assert (row.actor, row.action, row.subject, row.at) == (1, "case.taken", "case:1", clock.now())
    assert json.loads(row.data) == {"count": 2}


async def test_a_fact_is_what_was_said_last(database):
    async with database.transaction() as store:
        assert await store.meta.get("keys") is None
        await store.meta.set("keys", "a")
        await store.meta.set("keys", "b")

    async with database.transaction() as store:
        assert await store.meta.get("keys") == "b"


async def test_the_salt_of_a_day_is_one_for_all_and_gone_with_the_day(database, replica, committed, clock):
    async def salt(of):
        async with of.transaction() as store:
            return await store.meta.salt_of_the_day()

    first = await salt(database)
    assert len(first) == 32
    assert await salt(replica) == first
    clock.advance(timedelta(days=1))
    assert await salt(database) != first

    assert first not in [row.value for row in await committed(meta)]

"""A button pressed twice acts once: brought again by Telegram, or pressed again because nothing seemed to happen."""

from collections import Counter

import pytest
from sqlalchemy import select

from bot.store.tables import cases, metadata, people, relays, reminders
from bot.telegram.buttons import Agree, Talk
from tests.conftest import Phone

#: what the bot itself remembers of updates and messages, not what anybody did
OURS = {"inbox", "conversations", "messages", "content", "meta", "audit"}
TOLD = {
    people: (people.c.territory, people.c.consents, people.c.locale, people.c.talking, people.c.reach),
    cases: (cases.c.state, cases.c.taken_by, cases.c.thread, cases.c.need, cases.c.organisation),
    relays: (relays.c.state, relays.c.to_staff),
    reminders: (reminders.c.state, reminders.c.repeats),
}
MOST_PRESSES = 90


@pytest.fixture
def digest(world):
    """How many rows of each table there are, and what those say that people change."""

    async def read():
        found = {}
        async with world.app.database.engine.connect() as connection:
            for table in metadata.sorted_tables:
                if table.name not in OURS:
                    told = TOLD.get(table, tuple(table.c)[:1])
                    rows = (await connection.execute(select(*told))).all()
                    # what was begun and not agreed to is nothing yet
                    kept = [row for row in rows if row[0] != "draft"]
                    found[table.name] = Counter(map(tuple, kept)) if table in TOLD else len(kept)
        return found

    return read


def buttons_of(message):
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


async def walk(world, phone, digest, *, seen, acted, acted_twice, chat=None):
    """Presses each kind of button that shows up, and each a second time at once."""
    for _ in range(MOST_PRESSES):
        where = (chat or world.telegram.chat(phone.user.id)).messages
        shown = next(
            ((message, data) for message in reversed(list(where.values())) if message["from"]["is_bot"]
             for data in buttons_of(message) if data.partition(":")[0] not in seen), None,
        )  # fmt: skip
        if shown is None:
            return
        message, data = shown
        seen.add(data.partition(":")[0])
        before = await digest()
        await press(world, phone, message, data, chat)
        after = await digest()
        if after != before:
            acted.append(data)
        await press(world, phone, message, data, chat)
        if await digest() != after:
            acted_twice.append(data)


async def press(world, phone, message, data, chat):
    try:
        world.telegram.press(phone.user, message, data, **({"chat": chat} if chat else {}))
    except Exception as gone:
        # the screen has moved on; an app that sends late sends what it was pressed on
        if type(gone).__name__ != "NotPossible":
            raise
        shown = {**message, "from": message["from"]}
        query = world.telegram.put_query(phone.user, chat or world.telegram.chat(phone.user.id), shown, data)
        body = {"id": query.id, "from": phone.user.json(), "message": shown, "chat_instance": "1", "data": data}
        world.telegram.updates.put("callback_query", body)
    await world.settle()


async def test_pressed_again_a_button_changes_nothing_more(world, harbour, digest):
    client, found = Phone(world, "Anna", "en"), {"seen": set(), "acted": [], "acted_twice": []}
    await client.says("/start")
    await client.presses_data(Agree())
    await client.says("Mozyr")
    await walk(world, client, digest, **found)
    await client.says("/start")
    await client.presses_data(Talk())
    await client.says("Good morning")
    await walk(world, client, digest, **found)
    await walk(world, harbour.worker, digest, **found, chat=harbour.forum)

    assert found["acted_twice"] == []
    # a walk that came nowhere would prove nothing
    assert len(found["seen"]) > 20
    assert len(found["acted"]) > 2

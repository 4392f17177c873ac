"""Updates that Telegram brings: taken only with the secret, and said to be taken only when they are written down."""

import asyncio
import io
import json

import pytest
from aiogram import F
from aiogram.types import Message
from aiohttp import ClientSession
from sqlalchemy import text

from bot.emulator import courier
from bot.store.tables import inbox
from bot.telegram import webhook
from bot.telegram.webhook import LARGEST_UPDATE, SECRET_HEADER, Webhook

SECRET = "s" * 40
UPDATE = {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}}}


@pytest.fixture
async def hook(world):
    made = Webhook(world.app.intake, "/hook", SECRET)
    await made.start("127.0.0.1", 0)
    yield f"http://127.0.0.1:{made.port}/hook"
    await made.stop()


@pytest.fixture
async def http():
    async with ClientSession() as session:
        yield session


@pytest.fixture
def heard(world):
    seen = []

    async def hear(event: Message):
        seen.append(event.text)

    world.app.dispatcher.message.register(hear, F.text.startswith("tell"))
    return seen


async def status(http, url, *, body=UPDATE, secret=SECRET, **headers):
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    given = {} if secret is None else {SECRET_HEADER: secret}
    async with http.post(url, data=io.BytesIO(data), headers=given | headers) as answer:
        return answer.status


async def test_with_the_secret_it_is_taken_once_it_is_written(world, http, hook, rows):
    assert await status(http, hook) == 200

    assert len(await rows(inbox)) == 1


@pytest.mark.parametrize("secret", [None, "", "s" * 39, "s" * 41, "S" * 40, "ы" * 40, "s" * 40 + "\udcff"])
async def test_without_the_secret_nothing_is_taken_whatever_stands_there(world, hook, rows, secret):
    """Over a bare connection: no client would send half a letter."""
    host, port = hook.removeprefix("http://").removesuffix("/hook").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    body = json.dumps(UPDATE).encode()
    head = f"POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\nConnection: close\r\n"
    if secret is not None:
        head += f"{SECRET_HEADER}: {secret}\r\n"
    writer.write(head.encode(errors="surrogateescape") + b"\r\n" + body)
    answer = await reader.read()
    writer.close()

    assert answer.split()[1] == b"401"
    assert await rows(inbox) == []


async def test_an_address_that_claims_to_be_telegrams_opens_nothing(world, http, hook, rows):
    claimed = {"X-Forwarded-For": "149.154.167.220", "X-Real-IP": "149.154.167.220"}
    assert await status(http, hook, secret=None, **claimed) == 401
    assert await rows(inbox) == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"update_id": "1"}', b"{}", b"[" * 100_000, b"\xff\xfe"]
)
async def test_what_is_no_update_is_refused(world, http, hook, rows, body):
    assert await status(http, hook, body=body) == 400
    assert await rows(inbox) == []


async def test_a_body_beyond_all_measure_is_not_read(world, http, hook, rows):
    assert await status(http, hook, body=b" " * (LARGEST_UPDATE + 1)) == 413
    assert await rows(inbox) == []


async def test_who_sends_a_body_letter_by_letter_is_let_go(world, hook, monkeypatch):
    monkeypatch.setattr(webhook, "LONGEST_READING", 0.1)
    host, port = hook.removeprefix("http://").removesuffix("/hook").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        f"POST /hook HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {SECRET}\r\nContent-Length: 99\r\n\r\n{{".encode()
    )
    async with asyncio.timeout(5):
        answer = await reader.readline()
    writer.close()

    assert b"408" in answer


async def test_other_paths_and_methods_are_not_there(world, http, hook):
    assert await status(http, hook.replace("/hook", "/")) == 404
    async with http.get(hook, headers={SECRET_HEADER: SECRET}) as answer:
        assert answer.status == 405


async def test_what_cannot_be_written_is_to_come_again(world, http, hook, rows):
    async with world.app.database.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE inbox RENAME TO away"))
    assert await status(http, hook) == 503

    async with world.app.database.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE away RENAME TO inbox"))
    assert await status(http, hook) == 200
    assert len(await rows(inbox)) == 1


async def test_while_there_is_no_room_it_is_to_come_again(world, http, hook, rows, monkeypatch):
    monkeypatch.setattr(webhook, "LONGEST_ROOM", 0.1)
    monkeypatch.setattr(world.app.intake, "_ahead", asyncio.Semaphore(0))

    assert await status(http, hook) == 503
    assert await rows(inbox) == []


async def test_an_update_nobody_can_decode_is_taken_and_the_next_one_handled(world, client, http, hook, heard):
    spoiled = {"update_id": 1, "message": {"message_id": 1, "date": "вчера", "text": "слова"}}
    world.telegram.say(client.user, "tell me")
    good = world.telegram.updates.pending[-1]
    assert [await status(http, hook, body=one) for one in (spoiled, good)] == [200, 200]
    await world.app.intake.drained()

    assert heard == ["tell me"]


async def test_telegram_brings_again_what_was_not_taken_and_it_is_handled_once(
    world, client, hook, heard, monkeypatch
):
    """The emulator's own courier, which tries again as Telegram does."""
    monkeypatch.setattr(courier, "FIRST_PAUSE", 0.05)
    receive, tries = world.app.intake.receive, []

    async def fail_then_forget_to_say_so(updates):
        tries.append(1)
        if len(tries) == 1:
            raise ConnectionResetError
        await receive(updates)
        if len(tries) == 2:
            raise ConnectionResetError

    monkeypatch.setattr(world.app.intake, "receive", fail_then_forget_to_say_so)
    await world.app.bot.set_webhook(hook, secret_token=SECRET)
    world.telegram.say(client.user, "tell me")
    async with asyncio.timeout(10):
        while len(world.telegram.updates):
            await asyncio.sleep(0.02)
    await world.app.intake.drained()
    await world.telegram.close()

    assert len(tries) == 3
    assert heard == ["tell me"]

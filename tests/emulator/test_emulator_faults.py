"""Troubles on the way, as aiogram's own session meets them over HTTP and as the one without a network gives them."""

import asyncio

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiohttp import ClientConnectorError, ClientOSError, ServerDisconnectedError

from bot.emulator.errors import NotPossible
from bot.emulator.faults import KINDS
from bot.emulator.server import serve


@pytest.fixture
async def far_bot(telegram):
    """The same bot, over HTTP."""
    runner, port = await serve(telegram)
    api = TelegramAPIServer.from_base(f"http://127.0.0.1:{port}")
    async with Bot(telegram.token, session=AiohttpSession(api=api)) as bot:
        yield bot
    await runner.cleanup()


@pytest.fixture(params=["bot", "far_bot"])
async def any_bot(request, bot, far_bot):
    return {"bot": bot, "far_bot": far_bot}[request.param]


def said(chat):
    return [message["text"] for message in chat.messages.values() if message["from"]["is_bot"]]


async def test_a_500_comes_as_the_servers_error_and_nothing_is_done(any_bot, telegram, person, chat):
    telegram.faults.start("error")
    with pytest.raises(TelegramServerError, match="Internal Server Error"):
        await any_bot.send_message(person.id, "раз")
    assert said(chat) == []


async def test_a_502_is_a_page_no_client_can_read(any_bot, telegram, person, chat):
    telegram.faults.start("gateway")
    with pytest.raises(ClientDecodeError) as refusal:
        await any_bot.send_message(person.id, "раз")
    assert "<h1>502 Bad Gateway</h1>" in refusal.value.data
    assert said(chat) == []


@pytest.mark.parametrize(
    ("fault", "cause", "done"),
    [
        ("refused", ClientConnectorError, []),
        ("reset_before", ClientOSError, []),
        ("reset_after", ServerDisconnectedError, ["раз"]),
        ("outage", TimeoutError, []),
    ],
)
async def test_without_a_network_the_cause_tells_what_the_real_session_would(
    bot, telegram, person, chat, fault, cause, done
):
    telegram.faults.start(fault)
    with pytest.raises(TelegramNetworkError) as lost:
        await bot.send_message(person.id, "раз")
    assert type(lost.value.__cause__) is cause
    assert said(chat) == done


@pytest.mark.parametrize(
    ("fault", "cause", "done"),
    [
        ("refused", ClientOSError, []),
        ("reset_before", ClientOSError, []),
        ("reset_after", ServerDisconnectedError, ["раз"]),
    ],
)
async def test_over_http_the_connection_really_breaks(far_bot, telegram, person, chat, fault, cause, done):
    telegram.faults.start(fault)
    with pytest.raises(TelegramNetworkError) as lost:
        await far_bot.send_message(person.id, "раз")
    assert type(lost.value.__cause__) is cause
    assert said(chat) == done
    telegram.faults.stop(fault)
    await far_bot.send_message(person.id, "два")
    assert said(chat) == [*done, "два"]


@pytest.mark.parametrize("fault", ["outage", "latency"])
async def test_over_http_patience_ends(far_bot, telegram, person, fault):
    telegram.faults.start(fault, seconds=30)
    with pytest.raises(TelegramNetworkError) as lost:
        await far_bot.send_message(person.id, "раз", request_timeout=0.2)
    assert isinstance(lost.value.__cause__, TimeoutError)


async def test_without_a_network_patience_ends_too(bot, telegram, person):
    telegram.faults.start("latency", seconds=30)
    with pytest.raises(TelegramNetworkError, match="Request timeout error"):
        await bot.send_message(person.id, "раз", request_timeout=0.05)


async def test_what_comes_late_comes(any_bot, telegram, person, chat):
    telegram.faults.start("latency", seconds=0.01)
    await any_bot.send_message(person.id, "раз")
    assert said(chat) == ["раз"]


async def test_an_outage_that_begins_during_a_poll_swallows_its_answer(bot, telegram, person):
    telegram.updates.clear()
    waiting = asyncio.ensure_future(bot.get_updates(timeout=5))
    await asyncio.sleep(0)
    telegram.faults.start("outage")
    telegram.say(person, "раз")
    with pytest.raises(TelegramNetworkError):
        await waiting
    telegram.faults.clear()
    assert [update.message.text for update in await bot.get_updates()] == ["раз"]


async def strikes(bot, telegram, person, **how):
    telegram.faults.start("error", **how)
    results = []
    for _ in range(20):
        try:
            await bot.send_message(person.id, "раз")
            results.append(False)
        except TelegramServerError:
            results.append(True)
    return results


async def test_chance_repeats_by_its_seed(bot, telegram, person):
    first = await strikes(bot, telegram, person, share=0.5, seed=1)
    assert {*first} == {True, False}
    assert await strikes(bot, telegram, person, share=0.5, seed=1) == first
    assert await strikes(bot, telegram, person, share=0.5, seed=2) != first


async def test_a_fault_can_be_for_some_methods_and_some_times(bot, telegram, person, chat):
    telegram.faults.start("error", methods={"sendMessage"}, times=1)
    assert await bot.get_me()
    with pytest.raises(TelegramServerError):
        await bot.send_message(person.id, "раз")
    await bot.send_message(person.id, "два")
    assert said(chat) == ["два"]


async def test_a_flood_may_come_and_go_by_chance(bot, telegram, person, chat):
    telegram.faults.start("flood", times=1)
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(person.id, "раз")
    await bot.send_message(person.id, "два")
    assert said(chat) == ["два"]
    telegram.faults.flood = True
    assert telegram.faults.flood
    telegram.faults.flood = False
    assert not telegram.faults.flood


async def test_only_known_faults_are_switched(telegram):
    for switch in (telegram.faults.start, telegram.faults.stop):
        with pytest.raises(NotPossible, match="no such fault"):
            switch("earthquake")
    assert not any(telegram.faults.is_on(name) for name in KINDS)

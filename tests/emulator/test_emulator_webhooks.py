"""Updates brought to the bot by HTTP: in order, with the secret, again after failures; answers that call methods."""

import asyncio

import pytest
from aiogram import Bot, Dispatcher, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from bot.emulator import courier
from bot.emulator.server import serve


class Hook:
    """A server that writes down what comes, and answers as told: first ``answers``, then 200."""

    def __init__(self):
        self.came, self.secrets, self.answers = [], [], []
        self.patience = asyncio.Event()
        self.patience.set()
        self.at_once = self.most_at_once = 0

    @property
    def texts(self):
        return [update["message"]["text"] for update in self.came]

    async def handle(self, request):
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.secrets.append(request.headers.get(courier.SECRET_HEADER))
        self.came.append(await request.json())
        await self.patience.wait()
        self.at_once -= 1
        return self.answers.pop(0) if self.answers else web.Response()


async def listen(app):
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}/hook"


@pytest.fixture
async def hook():
    made, app = Hook(), web.Application()
    app.router.add_post("/hook", made.handle)
    runner, made.url = await listen(app)
    yield made
    await runner.cleanup()


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch):
    monkeypatch.setattr(courier, "FIRST_PAUSE", 0.01)


@pytest.fixture(autouse=True)
async def closing(telegram):
    yield
    await telegram.close()


async def until(condition):
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.01)


def done(telegram):
    return lambda: len(telegram.updates) == 0


async def test_updates_come_by_themselves_with_the_secret_those_pending_first(bot, telegram, person, hook):
    await bot.set_webhook(hook.url, secret_token="s-3cret_")
    telegram.say(person, "раз")
    await until(done(telegram))
    assert hook.texts == ["/start", "раз"]
    assert hook.secrets == ["s-3cret_"] * 2
    assert [update["update_id"] for update in hook.came] == sorted(update["update_id"] for update in hook.came)


async def test_without_a_secret_no_header_is_sent(bot, telegram, person, hook):
    await bot.set_webhook(hook.url)
    await until(done(telegram))
    assert hook.secrets == [None]


async def test_what_was_not_taken_comes_again_and_the_last_error_is_told(bot, telegram, clock, person, hook):
    hook.answers = [web.Response(status=500), web.Response(status=302)]
    await bot.set_webhook(hook.url)
    await until(done(telegram))
    assert hook.texts == ["/start"] * 3
    about = await bot.get_webhook_info()
    assert about.last_error_message == "Wrong response from the webhook: 302 Found"
    assert about.last_error_date == clock.now()


async def test_order_is_kept_within_a_chat_and_other_chats_do_not_wait(bot, telegram, person, hook):
    telegram.updates.clear()
    other = telegram.add_user("Анна")
    hook.patience.clear()
    await bot.set_webhook(hook.url)
    telegram.say(person, "раз")
    telegram.say(person, "два")
    telegram.say(other, "мимо")
    await until(lambda: len(hook.came) == 2)
    assert sorted(hook.texts) == ["мимо", "раз"]
    hook.patience.set()
    await until(done(telegram))
    assert [text for text in hook.texts if text != "мимо"] == ["раз", "два"]


async def test_no_more_connections_than_asked_for(bot, telegram, hook):
    hook.patience.clear()
    await bot.set_webhook(hook.url, max_connections=2)
    for number in range(5):
        telegram.say(telegram.add_user(str(number)), "/start")
    await until(lambda: hook.at_once == 2)
    hook.patience.set()
    await until(done(telegram))
    assert (len(hook.came), hook.most_at_once) == (5, 2)


async def test_only_kinds_asked_for_come(bot, telegram, person, hook):
    await bot.set_webhook(hook.url, allowed_updates=["message"], drop_pending_updates=True)
    telegram.block(person)
    telegram.unblock(person)
    telegram.say(person, "раз")
    await until(done(telegram))
    assert hook.texts == ["раз"]
    assert (await bot.get_webhook_info()).allowed_updates == ["message"]


async def test_the_state_of_a_webhook_is_told(bot, telegram, person, hook):
    hook.patience.clear()
    await bot.set_webhook(hook.url, max_connections=7)
    about = await bot.get_webhook_info()
    assert (about.url, about.max_connections, about.pending_update_count) == (hook.url, 7, 1)
    assert about.last_error_message is None
    hook.patience.set()


async def test_nobody_polls_while_a_webhook_is_set(bot, hook, person):
    poll = asyncio.ensure_future(bot.get_updates(offset=200_000_000, timeout=30))
    await asyncio.sleep(0)
    await bot.set_webhook(hook.url)
    with pytest.raises(TelegramConflictError, match="terminated by setWebhook request"):
        await poll
    with pytest.raises(TelegramConflictError) as refusal:
        await bot.get_updates()
    assert refusal.value.message == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )


async def test_a_deleted_webhook_gets_nothing_more_and_nothing_is_lost(bot, telegram, person, hook):
    hook.answers = [web.Response(status=500)] * 100
    await bot.set_webhook(hook.url)
    await until(lambda: hook.came)
    await bot.delete_webhook()
    telegram.say(person, "раз")
    assert [update.message.text for update in await bot.get_updates()] == ["/start", "раз"]
    count = len(hook.came)
    await asyncio.sleep(0.05)
    assert len(hook.came) == count
    assert (await bot.get_webhook_info()).url == ""


async def test_an_empty_address_deletes_it_too(bot, telegram, hook):
    await bot.set_webhook(hook.url)
    await bot.set_webhook("")
    assert telegram.webhook is None


async def test_a_bot_that_is_away_gets_it_when_it_is_back(bot, telegram, person, monkeypatch):
    runner, url = await listen(web.Application())
    await runner.cleanup()
    await bot.set_webhook(url)
    await until(lambda: telegram.webhook.about.last_error)
    assert telegram.webhook.about.last_error[1] == "Connection refused"
    assert len(telegram.updates) == 1


async def test_who_does_not_answer_is_asked_again(bot, telegram, person, hook, monkeypatch):
    monkeypatch.setattr(courier, "READ_TIMEOUT", 0.05)
    hook.patience.clear()
    await bot.set_webhook(hook.url)
    await until(lambda: telegram.webhook.about.last_error)
    assert telegram.webhook.about.last_error[1] == "Read timeout expired"
    hook.patience.set()
    await until(done(telegram))
    assert len(hook.came) >= 2


async def test_an_answer_may_call_a_method(bot, telegram, person, chat, hook):
    call = {"method": "sendMessage", "chat_id": person.id, "text": "Добрый день"}
    hook.answers = [web.json_response(call)]
    await bot.set_webhook(hook.url)
    await until(lambda: chat.last_message.get("text") == "Добрый день")
    assert chat.last_message["from"]["is_bot"]


async def test_an_answer_can_neither_delete_the_webhook_nor_read(bot, telegram, person, hook):
    hook.answers = [web.json_response({"method": name}) for name in ("deleteWebhook", "getMe")]
    await bot.set_webhook(hook.url)
    telegram.say(person, "раз")
    await until(done(telegram))
    await asyncio.sleep(0.05)
    assert telegram.webhook is not None
    assert {call.method for call in telegram.calls} == {"setWebhook"}


async def test_an_answer_that_is_not_understood_is_taken_all_the_same(bot, telegram, person, hook):
    hook.answers = [web.Response(text="{", content_type="application/json")]
    await bot.set_webhook(hook.url)
    await until(done(telegram))
    assert hook.texts == ["/start"]


@pytest.mark.parametrize(
    ("url", "secret", "words"),
    [
        ("http://bot.example/hook", "", "bad webhook: Failed to resolve host: Name or service not known"),
        ("ftp://127.0.0.1/hook", "", "bad webhook: An HTTPS URL must be provided for webhook"),
        ("http://127.0.0.1/hook", "a b", "secret token contains unallowed characters"),
        ("http://127.0.0.1/hook", "a" * 257, "secret token is too long"),
    ],
)
async def test_addresses_and_secrets_are_checked(bot, telegram, url, secret, words):
    with pytest.raises(TelegramBadRequest, match=f"Bad Request: {words}$"):
        await bot.set_webhook(url, secret_token=secret)
    assert telegram.webhook is None


@pytest.mark.parametrize("in_background", [False, True])
async def test_a_stock_dispatcher_behind_a_stock_webhook_answers(telegram, person, chat, in_background):
    """The answer comes as a form with parts in the body of the delivery, or as a call of its own."""
    runner, port = await serve(telegram)
    api = TelegramAPIServer.from_base(f"http://127.0.0.1:{port}")
    async with Bot(telegram.token, session=AiohttpSession(api=api)) as bot:
        router, dispatcher, app = Router(), Dispatcher(), web.Application()
        router.message()(lambda message: message.answer(f"Вы: {message.text}"))
        dispatcher.include_router(router)
        handler = SimpleRequestHandler(dispatcher, bot, handle_in_background=in_background, secret_token="s")
        handler.register(app, path="/hook")
        hook, url = await listen(app)
        await bot.set_webhook(url, secret_token="s", drop_pending_updates=True)
        telegram.say(person, "раз")
        await until(lambda: chat.last_message["from"]["is_bot"])
        await hook.cleanup()
    await runner.cleanup()
    assert chat.last_message["text"] == "Вы: раз"


def test_a_press_waits_in_the_queue_of_who_pressed_and_a_message_in_that_of_its_chat():
    assert courier.queue_of({"update_id": 1, "callback_query": {"from": {"id": 7}, "data": "x"}}) == 7
    assert courier.queue_of({"update_id": 1, "message": {"chat": {"id": 8}}}) == 8


async def test_starting_over_takes_the_webhook_away(bot, telegram, person, hook):
    await bot.set_webhook(hook.url)
    await until(done(telegram))
    telegram.reset()
    telegram.say(telegram.add_user("Анна"), "/start")
    assert telegram.webhook is None
    assert len(await bot.get_updates()) == 1

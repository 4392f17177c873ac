"""No log line says who someone is or what they said, at any level, whichever library writes it."""

import ast
import asyncio
import io
import json
import logging
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
import structlog
from aiogram import F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.app import App
from bot.emulator.server import serve
from bot.logs import ALLOWED, setup_logs
from bot.tasks import Tasks
from bot.telegram.buttons import Talk
from bot.telegram.pace import Pace
from tests.canaries import found_in
from tests.conftest import TOKEN, Office, Phone, World, settled_in

ROOT = Path(__file__).parent.parent
NAME, WORDS, ANSWER = "Канарей Птицын", "слова канарейки", "ответ канарейке"
SECRET = "canary"


@pytest.fixture
def lines(monkeypatch):
    """Sets logging up as the bot does, at its most talkative, and reads what was written since."""
    root, raising = logging.getLogger(), logging.raiseExceptions
    handlers, level = list(root.handlers), root.level
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    setup_logs("DEBUG")

    def read():
        text = written.getvalue()
        written.truncate(0)
        written.seek(0)
        return [json.loads(line) for line in text.splitlines()]

    yield read
    logging.captureWarnings(capture=False)
    logging.raiseExceptions = raising
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def log():
    return structlog.get_logger("tests")


def test_a_key_that_is_not_on_the_list_is_dropped(lines):
    log().info("said", text=SECRET, telegram_id=7, error="ValueError", count=3)

    (line,) = lines()
    assert (line["event"], line["level"], line["error"], line["count"]) == ("said", "info", "ValueError", 3)
    assert set(line) <= ALLOWED
    assert SECRET not in str(line)


def test_an_exception_keeps_its_type_and_place_and_loses_its_words(lines):
    def fails():
        raise ValueError(SECRET)

    try:
        fails()
    except ValueError as error:
        log().exception("it failed")
        log().error("it failed", exc_info=error)
        logging.getLogger("library").exception("it failed: %s", error.args)

    for line in lines():
        assert line["error"] == "ValueError"
        assert line["where"].startswith("fails:")
        assert SECRET not in str(line)


def test_an_exception_logged_after_it_was_caught_keeps_its_place(lines):
    def fails():
        raise ValueError(SECRET)

    caught = None
    try:
        fails()
    except ValueError as error:
        caught = error
    log().error("it failed", exc_info=caught)

    (line,) = lines()
    assert (line["error"], line["where"].partition(":")[0]) == ("ValueError", "fails")


@pytest.mark.parametrize(
    ("message", "values", "event"),
    [
        ("said %s", (SECRET,), "said %s"),
        ("said %(a)s", ({"a": SECRET},), "said %(a)s"),
        ("said %d", (SECRET,), "said %d"),
        ("said", (SECRET,), "said"),
        (f"said {SECRET}", (), "(withheld)"),
        ({"a": SECRET}, (), "(withheld)"),
        ({"a": SECRET}, (1,), "(withheld)"),
    ],
)
def test_of_other_libraries_only_the_template_passes(lines, message, values, event):
    logging.getLogger("library").info(message, *values)

    (line,) = lines()
    assert line["event"] == event
    assert SECRET not in str(line)


class Unsayable:
    def __str__(self):
        raise ValueError(SECRET)


def test_a_line_that_cannot_be_put_together_is_lost_and_not_printed_as_it_is(lines):
    logging.getLogger("library").info(Unsayable())

    assert lines() == []


def test_extra_values_of_other_libraries_are_dropped(lines):
    logging.getLogger("library").info("said", extra={"text": SECRET})

    assert SECRET not in str(lines())


def test_a_warning_is_logged_without_its_words(lines):
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn(SECRET, stacklevel=1)
        logging.captureWarnings(capture=False)

    (line,) = lines()
    assert line["logger"] == "py.warnings"
    assert SECRET not in str(line)


async def test_a_failed_task_is_named_and_its_words_are_not(lines):
    async def fails():
        raise ValueError(SECRET)

    tasks = Tasks()
    await asyncio.gather(tasks.start(fails(), "a task"), return_exceptions=True)
    await asyncio.sleep(0)

    (line,) = [line for line in lines() if line["event"] == "task failed"]
    assert (line["task"], line["error"]) == ("a task", "ValueError")
    assert SECRET not in str(line)


async def test_what_asyncio_says_of_a_lost_error_has_no_words(lines):
    asyncio.get_running_loop().call_exception_handler({"message": SECRET, "exception": ValueError(SECRET)})

    (line,) = [line for line in lines() if line["logger"] == "asyncio" and line["level"] == "error"]
    assert SECRET not in str(line)


class WorldOverHttp(World):
    """The bot with its real session, so that aiohttp has its say too."""

    port = 1

    def _build(self) -> App:
        session = AiohttpSession(api=TelegramAPIServer.from_base(f"http://127.0.0.1:{self.port}"))
        return App(self.settings, self.clock, session, Pace(per_second=0, per_chat=0))


@pytest.fixture
async def world(clock, tmp_path):
    made = WorldOverHttp(clock, tmp_path)
    await made.app.bot.session.close()
    runner, made.port = await serve(made.telegram)
    made.app = made._build()
    await made.app.prepare()
    yield made
    await made.app.stop()
    await runner.cleanup()


async def boom(event):
    raise ValueError(event.text)


async def journey(world):
    """Asks and is answered; a handler fails, an update is unreadable, the person blocks the bot, Telegram is gone."""
    world.app.dispatcher.message.register(boom, F.text.startswith("boom"))
    office = Office(world, "quiet-harbour", Phone(world, NAME))
    await office.open()
    client = await settled_in(world, NAME, "BY-HO-Mozyr")
    await client.presses_data(Talk())
    await client.says(WORDS)
    (thread,) = office.topics
    await office.answers(thread, ANSWER)
    await client.says(f"boom {WORDS}")
    await world.app.intake.receive([{"update_id": 7_000_000_001, "message": {"text": WORDS, "date": NAME}}])
    world.telegram.block(client.user)
    await office.answers(thread, ANSWER)
    world.app.bot.session.api = TelegramAPIServer.from_base("http://127.0.0.1:9")
    async with world.app.database.transaction() as store:
        await store.outbox.hurry("quiet-harbour")
    await world.app.delivery.send_due()
    return client


async def test_a_whole_journey_at_debug_leaves_no_name_text_id_or_token(world, lines):
    client = await journey(world)

    written = lines()
    assert {"update failed", "a handler failed"} <= {line["event"] for line in written}
    told = json.dumps(written).encode()
    ids = [str(client.user.id), str(world.telegram.me.id), "7000000001", *map(str, world.telegram.chats)]
    assert found_in(told, [NAME, WORDS, ANSWER, TOKEN, TOKEN.partition(":")[2], *ids]) == set()
    assert all(set(line) <= ALLOWED for line in written)


def test_a_canary_in_an_allowed_key_would_be_found(lines):
    log().info("planted", reason=WORDS)

    assert (WORDS, "json") in found_in(json.dumps(lines()).encode(), [WORDS])


def _log_calls():
    """Calls of our own logger, with the file they stand in."""
    for folder in ("bot", "handlers"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and isinstance(node.func.value, ast.Name)
                    and node.func.value.id == "log"
                ):
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", node


def test_our_own_lines_say_a_constant_sentence_and_only_keys_that_pass():
    calls = list(_log_calls())
    assert calls
    for where, call in calls:
        assert len(call.args) == 1, where
        assert isinstance(call.args[0], ast.Constant), where
        assert {keyword.arg for keyword in call.keywords} - {"exc_info"} <= ALLOWED, where


def test_nothing_is_printed_but_by_the_command_line(tmp_path):
    """The process as it is started: a refused setting comes without its value."""
    environment = {"BOT_TOKEN": f"1{SECRET}", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert done.stderr.startswith("BOT_TOKEN: ")
    assert SECRET not in done.stderr + done.stdout

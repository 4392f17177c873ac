"""The whole bot on a Telegram made of memory, moved step by step: no sleeping, no polling, no network."""

import asyncio
import functools
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Row, Table, select

from bot import jobs
from bot.app import App
from bot.clock import ManualClock
from bot.domain import people
from bot.domain.people import Role, Scope
from bot.emulator.session import EmulatorSession
from bot.emulator.telegram import Telegram
from bot.settings import Settings
from bot.store import Database
from bot.store.migrations import upgrade
from bot.store.sealing import make_keys
from bot.telegram.buttons import BindGroup
from bot.telegram.intake import RawGetUpdates
from bot.telegram.pace import Pace

ROOT = Path(__file__).parent.parent
#: a Monday, 12:30 in Minsk and 15:30 in Bishkek
MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TOKEN = "123456:TEST"
#: a database with all its tables and nothing in them, once it is made
EMPTY: list[bytes] = []


class World:
    """A Telegram, the bot in it, and the button that lets everything that is due happen."""

    def __init__(self, clock: ManualClock, folder: Path, url: str | None = None) -> None:
        self.clock = clock
        self.folder = folder
        self.telegram = Telegram(clock, token=TOKEN, limits=None)
        self.settings = Settings(
            _env_file=None,
            bot_token=TOKEN,
            bot_api_base="http://127.0.0.1:1",
            database_url=url or f"sqlite+aiosqlite:///{folder}/db/test.db",
            key_file=folder / "keys" / "test.key",
            content_dir=ROOT / "content",
            locales_dir=ROOT / "locales",
            demo_content=True,
        )
        (folder / "db").mkdir(exist_ok=True)
        if EMPTY and not (file := folder / "db" / "test.db").exists():
            file.write_bytes(EMPTY[0])
        self.app = self._build()

    def _build(self) -> App:
        return App(self.settings, self.clock, EmulatorSession(self.telegram), Pace(per_second=0, per_chat=0))

    async def settle(self) -> None:
        """Lets everything that is due happen: updates, deliveries, what they lead to."""
        offset = None
        while True:
            updates = await self.app.bot(RawGetUpdates(offset=offset, timeout=0))
            if updates:
                await self.app.intake.receive(updates)
                offset = updates[-1]["update_id"] + 1
            await self.app.intake.drained()
            await self.app.sent.flush()
            await jobs.remind(self.app)
            await jobs.run_notices(self.app)
            if not await self.app.delivery.send_due() and not updates:
                return

    async def rows(self, table: Table) -> list[Row]:
        """All that stands in a table, for everybody to see."""
        async with self.app.database.engine.connect() as connection:
            return list((await connection.execute(select(table))).all())

    async def restart(self) -> None:
        """The process dies and another takes its place."""
        await self.app.stop()
        self.app = self._build()
        await self.app.prepare()


@pytest.fixture(autouse=True, scope="session")
def tables_are_made_once(tmp_path_factory):
    """To bring each test's own database through every migration would take most of its time."""

    async def make(file):
        database = Database(f"sqlite+aiosqlite:///{file}", make_keys(file.with_suffix(".key")), ManualClock(MONDAY))
        await upgrade(database.engine)
        await database.close()

    file = tmp_path_factory.mktemp("empty") / "test.db"
    asyncio.run(make(file))
    EMPTY.append(file.read_bytes())
    yield
    EMPTY.clear()


@pytest.fixture(autouse=True, scope="session")
def content_is_read_once():
    """The real content and the real guide of it, made once for all tests: both are immutable."""
    read, make, guides = functools.cache(jobs.load), jobs.Guide, {}

    def guide_of(content):
        if content.version not in guides:
            guides[content.version] = make(content)
        return guides[content.version]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "load", read)
        patch.setattr(jobs, "Guide", guide_of)
        yield


@pytest.fixture
def clock():
    return ManualClock(MONDAY)


@pytest.fixture
async def world(clock, tmp_path):
    made = World(clock, tmp_path)
    await made.app.prepare()
    yield made
    await made.app.stop()


class Phone:
    """A person with the app open: what they do, and what they see."""

    def __init__(self, world: World, name: str, language_code: str = "ru") -> None:
        self.world = world
        self.user = world.telegram.add_user(name, language_code=language_code)

    @property
    def messages(self) -> list[dict]:
        return list(self.world.telegram.chat(self.user.id).messages.values())

    @property
    def last(self) -> dict:
        """The newest message of the bot."""
        return next(m for m in reversed(self.messages) if m["from"]["is_bot"])

    @property
    def seen(self) -> str:
        """All that stands in the chat."""
        return "\n".join(
            m.get("text") or m.get("caption") or m.get("voice", {}).get("file_id", "") for m in self.messages
        )

    async def says(self, text: str, **where) -> dict:
        message = self.world.telegram.say(self.user, text, **where)
        await self.world.settle()
        return message

    async def presses(self, button: str, message: dict | None = None) -> None:
        """Presses the button whose label begins so, on the newest message or the one given."""
        message = message or self.last
        keyboard = message["reply_markup"]["inline_keyboard"]
        label = next(b["text"] for row in keyboard for b in row if button in b["text"])
        self.world.telegram.press(self.user, message, label)
        await self.world.settle()

    async def presses_data(self, data, message: dict | None = None) -> None:
        """Presses a button by its meaning."""
        self.world.telegram.press(self.user, message or self.last, data.pack())
        await self.world.settle()


class Office:
    """An organisation with its worker and its forum group, joined and bound as they would be."""

    def __init__(self, world: World, organisation: str, worker: Phone) -> None:
        self.world = world
        self.organisation = organisation
        self.worker = worker
        self.forum = world.telegram.add_forum(organisation, admins=[worker.user])

    async def open(self) -> None:
        async with self.world.app.database.transaction() as store:
            code = await people.invite(store, Role.STAFF, self.organisation)
        await self.worker.says(f"/start join_{code}")
        # what waited knocks below it
        welcome = next(m for m in reversed(self.worker.messages) if "bind:" in str(m.get("reply_markup")))
        await self.worker.presses_data(BindGroup(organisation=self.organisation), welcome)
        shown = self.world.telegram.chat(self.worker.user.id).messages[welcome["message_id"]]
        binding = shown["text"].split("/bind ")[1].split()[0]
        await self.worker.says(f"/bind {binding}", chat=self.forum)

    @property
    def topics(self) -> dict[int, str]:
        return {number: topic.name for number, topic in self.forum.topics.items()}

    def said_in(self, thread: int) -> list[dict]:
        return [m for m in self.forum.messages.values() if m.get("message_thread_id") == thread and "text" in m]

    async def answers(self, thread: int, text: str) -> dict:
        return await self.worker.says(text, chat=self.forum, thread=thread)


@pytest.fixture
async def harbour(world):
    """«Тихая гавань», contracted in the Mozyr district."""
    office = Office(world, "quiet-harbour", Phone(world, "Ольга"))
    await office.open()
    return office


async def settled_in(world: World, name: str, territory: str, language: str = "ru") -> Phone:
    """A client who agreed and said where they are."""
    phone = Phone(world, name, language)
    async with world.app.database.transaction() as store:
        person = await store.people.add(phone.user.id, language, territory)
        await store.people.set_consents(person, frozenset({Scope.SERVICE}))
    await phone.says("/start")
    return phone


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The browser's driver keeps an event loop of its own running: nothing that needs one may follow it."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)

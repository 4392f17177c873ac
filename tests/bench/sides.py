"""The bots that are compared, each a process of its own."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.clock import SystemClock
from bot.content.loader import load
from bot.domain.people import Scope
from bot.emulator.model import User
from bot.store import Database, Store
from bot.store.migrations import upgrade
from bot.store.sealing import make_keys
from tests.bench.load import TOKEN

#: of the environment: nothing of the person's own settings
KEPT = ("PATH", "HOME", "LANG")
#: hides what an installation does not have
WITHOUT = Path(__file__).with_name("without")

#: where each of our clients lives
TOWN = "BY-HO-Mozyr"


@dataclass(frozen=True)
class Side:
    """A bot: its name in the table, its module, and what it needs in an empty folder before it starts."""

    name: str
    module: tuple[str, ...]
    prepare: Callable[[Path, list[User]], Awaitable[dict[str, str]]]

    @asynccontextmanager
    async def running(self, folder: Path, people: list[User], port: int) -> AsyncIterator[int]:
        """The process, from its spawning; yields its id."""
        environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        environment |= {"BOT_TOKEN": TOKEN, "BOT_API_BASE": f"http://127.0.0.1:{port}", "PYTHONPATH": str(WITHOUT)}
        environment |= await self.prepare(folder, people)
        with (folder / "log").open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", *self.module, env=environment, stdout=log, stderr=log
            )
        try:
            yield process.pid
        finally:
            process.terminate()
            await process.wait()


async def _nothing(folder: Path, people: list[User]) -> dict[str, str]:
    return {}


async def _file(folder: Path, people: list[User]) -> dict[str, str]:
    return {"DATABASE_FILE": str(folder / "echo.db")}


async def _clients(folder: Path, people: list[User]) -> dict[str, str]:
    """A database in which everyone agreed and said where they are."""
    async with prepared(folder, Path("content")) as (environment, store):
        for user in people:
            person = await store.people.add(user.id, "ru", TOWN)
            await store.people.set_consents(person, frozenset({Scope.SERVICE}))
    return environment


@asynccontextmanager
async def prepared(folder: Path, root: Path) -> AsyncIterator[tuple[dict[str, str], Store]]:
    """What the bot's environment shall be, and its database with the content in it, to be filled further."""
    (folder / "data").mkdir()
    url, key_file = f"sqlite+aiosqlite:///{folder}/data/bench.db", folder / "keys" / "bench.key"
    database = Database(url, make_keys(key_file), SystemClock())
    await upgrade(database.engine)
    async with database.transaction() as store:
        content = load(root, demo=True)
        await store.content.add(content.version, content.model_dump_json(exclude_defaults=True))
        environment = {"DATABASE_URL": url, "KEY_FILE": str(key_file), "CONTENT_DIR": str(root)}
        yield environment | {"DEMO_CONTENT": "true"}, store
    await database.close()


PRYSTAN = Side("Prystan", ("bot", "run", "--no-env-file"), _clients)
COMMIT = Side("echo + commit", ("tests.bench.echo_commit",), _file)
STOCK = Side("stock echo", ("tests.bench.echo_stock",), _nothing)
SIDES = (PRYSTAN, COMMIT, STOCK)


def memory(pid: int) -> float:
    """Resident memory of a process, in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def processor_seconds(pid: int) -> float:
    """Processor time a process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

"""The whole bot on a Telegram made of memory, moved step by step: no sleeping, no polling, no network."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import App
from bot.clock import ManualClock
from bot.emulator.session import EmulatorSession
from bot.emulator.telegram import Telegram
from bot.settings import Settings
from bot.telegram.intake import RawGetUpdates
from bot.telegram.pace import Pace

ROOT = Path(__file__).parent.parent
#: a Monday, 12:30 in Minsk and 15:30 in Bishkek
MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TOKEN = "123456:TEST"


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
            if not await self.app.delivery.send_due() and not updates:
                return

    async def restart(self) -> None:
        """The process dies and another takes its place."""
        await self.app.stop()
        self.app = self._build()
        await self.app.prepare()


@pytest.fixture
def clock():
    return ManualClock(MONDAY)


@pytest.fixture
async def world(clock, tmp_path):
    made = World(clock, tmp_path)
    await made.app.prepare()
    yield made
    await made.app.stop()

"""The stage: an emulator on loopback, the bot beside it, and phones for whoever plays."""

import asyncio
import shutil
import tempfile
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web
from sqlalchemy.exc import OperationalError

from bot.clock import SharedClock
from bot.content.loader import load
from bot.demo.crowd import Crowd
from bot.demo.inspection import open_inspection
from bot.demo.journal import Journal
from bot.demo.process import BotProcess
from bot.domain import people
from bot.domain.people import Duty, Role
from bot.emulator.demo import Phone, PlainDemo
from bot.emulator.errors import NotPossible
from bot.emulator.model import Chat, User
from bot.emulator.server import serve
from bot.emulator.telegram import Telegram
from bot.store import Database
from bot.store.sealing import make_keys

TOKEN = "800000001:DEMO-token-of-the-emulator"  # noqa: S105 - of no bot that exists
MINSK, BISHKEK = "Europe/Minsk", "Asia/Bishkek"
#: when the play begins: a working day, during the lunch break of the centre in Mozyr
CURTAIN = time(13, 20)
#: seconds: how often the journal may be read, how long to wait for the bot
JOURNAL_AGE, PATIENCE = 0.5, 30.0


def first_moment(real: datetime) -> datetime:
    """13:20 in Minsk on this day, or on the next working day."""
    at = datetime.combine(real.astimezone(ZoneInfo(MINSK)).date(), CURTAIN, ZoneInfo(MINSK))
    while at.weekday() > 4 or at < real:
        at += timedelta(days=1)
    return at


class Stage(PlainDemo):
    """Everything the demo is made of, in a temporary folder that goes with it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="prystan-demo-"))
        self.clock = SharedClock(self.folder / "clock")
        super().__init__(Telegram(self.clock, token=TOKEN, name="Прыстань", username="prystan_demo_bot"))
        self._server: web.AppRunner | None = None
        self._journal: tuple[datetime, list[dict[str, Any]]] = (datetime.min.replace(tzinfo=UTC), [])
        #: when it was looked up, and when the newest notice began
        self._began: tuple[datetime, datetime | None] = (datetime.min.replace(tzinfo=UTC), None)
        self._crowd: Crowd | None = None
        self.port = 0

    # ---- up and down

    async def open(self, port: int = 0) -> None:
        """Starts the emulator, then the bot, then lets the staff join and connect their groups."""
        self._server, self.port = await serve(self.telegram, self, port=port)
        await self._set_up()

    async def _set_up(self) -> None:
        self._turn_clock_to(first_moment(datetime.now(UTC)))
        for name in ("data", "keys"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        (self.folder / "data").mkdir()
        keyring = make_keys(self.folder / "keys" / "demo.key")
        url = f"sqlite+aiosqlite:///{self.folder}/data/demo.db"
        self.database = Database(url, keyring, self.clock)
        self.journal_of = Journal(self.database, load(Path("content"), demo=True))
        self.process = BotProcess(
            {
                "BOT_TOKEN": TOKEN,
                "BOT_API_BASE": f"http://127.0.0.1:{self.port}",
                "DATABASE_URL": url,
                "KEY_FILE": str(self.folder / "keys" / "demo.key"),
                "CLOCK_FILE": str(self.folder / "clock"),
                "DEMO_CONTENT": "true",
            },
            self.folder / "bot.log",
        )
        await self.process.start()
        await self.until(self._is_listening, "the bot to start")
        await self._cast()

    def _turn_clock_to(self, moment: datetime) -> None:
        self.clock.advance(moment - self.clock.now())

    async def _is_listening(self) -> bool:
        return len(self.telegram.calls) > 0

    async def close(self) -> None:
        # what did not come up need not go down
        if "process" in self.__dict__:
            await self.process.stop()
        if "database" in self.__dict__:
            await self.database.close()
        if self._server is not None:
            await self._server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)

    async def until(self, condition: Any, what: str) -> None:  # noqa: ANN401 - an async predicate
        """Waits until the condition holds.

        Raises:
            TimeoutError: it does not, within half a minute.
        """
        for _ in range(int(PATIENCE / 0.05)):
            if await condition():
                return
            if not self.process.running:
                break
            await asyncio.sleep(0.05)
        told = (self.folder / "bot.log").read_text(errors="replace")[-2000:]
        raise TimeoutError(f"waited in vain for {what}" if self.process.running else f"the bot ended:\n{told}")

    # ---- the cast

    async def _cast(self) -> None:
        """A client and an NGO in each of two countries, one more without a group; they join as real ones do."""
        self.cast: dict[str, Any] = {}
        ivan = self.cast["ivan"] = self.telegram.add_user("Иван", language_code="ru")
        self.open_phone("client", ivan, label="Иван")
        await self._office("quiet-harbour", "Тихая гавань · Мозырь", "Ольга", "ru", MINSK)
        aibek = self.cast["aibek"] = self.telegram.add_user("Айбек", language_code="ky")
        self.open_phone("client", aibek, label="Айбек", time_zone=BISHKEK)
        await self._office("juniper", "Арча · Бишкек", "Гүлнара", "ky", BISHKEK)
        await self._office("bridge", "Мост · Гомель", "Павел", "ru", MINSK)
        nurlan = await self._member("spring", "Нурлан", "ky")
        self.open_phone("staff", nurlan, label="Нурлан · Родник · Ош", time_zone=BISHKEK)
        self.cast["spring"] = (nurlan,)
        self._crowd = Crowd(self, await open_inspection(self, MINSK))
        await self._crowd.gather(MINSK)

    async def _office(self, organisation: str, title: str, worker_name: str, language: str, zone: str) -> Chat:
        worker = await self._member(organisation, worker_name, language)
        group = self.telegram.add_forum(title, admins=[worker])
        self.telegram.press(worker, *await self.button(worker, "bind:"))
        await self.button(worker, "", containing="/bind ")
        code = self.last(worker)["text"].split("/bind ")[1].split()[0]
        self.telegram.say(worker, f"/bind {code}", chat=group)

        async def bound() -> bool:
            return any(message["from"]["is_bot"] for message in group.messages.values())

        await self.until(bound, f"the group of {organisation} to be connected")
        self.open_phone("staff", worker, chat=group, label=title, time_zone=zone)
        self.cast[organisation] = (worker, group)
        return group

    async def _member(self, organisation: str, name: str, language: str) -> User:
        """Joins, and has no more than a private chat with the bot."""
        member = self.telegram.add_user(name, language_code=language)
        async with self.database.transaction() as store:
            invitation = await people.invite(store, Role.STAFF, organisation, frozenset({Duty.LEAD, Duty.KEEPER}))
        self.telegram.say(member, f"/start join_{invitation}")
        await self.button(member, "bind:")
        return member

    def last(self, user: User) -> dict[str, Any]:
        """The newest message of the bot in a private chat; empty if there is none."""
        messages = reversed(self.telegram.chat(user.id).messages.values())
        return next((message for message in messages if message["from"]["is_bot"]), {})

    async def button(self, user: User, data: str, *, containing: str = "") -> tuple[dict[str, Any], str]:
        """Waits for a screen with a button whose callback data begins so; returns the message and the data."""
        found: list[str] = []

        async def there() -> bool:
            message = self.last(user)
            found[:] = [one for one in data_of(message) if one.startswith(data)]
            return containing in message.get("text", "") and (bool(found) or not data)

        await self.until(there, f"a screen with a button {data!r}")
        return self.last(user), found[0] if found else ""

    # ---- hooks of the page

    def running(self) -> bool:
        return self.process.running

    async def journal(self) -> list[dict[str, Any]]:
        now = self.clock.now()
        read_at, entries = self._journal
        if abs((now - read_at).total_seconds()) > JOURNAL_AGE:
            try:
                entries = await self.journal_of.entries()
            except OperationalError:
                # the bot is making the tables just now
                return entries
            self._journal = (now, entries)
        return entries

    async def tally(self) -> dict[str, Any] | None:
        if self._crowd is None:
            return None
        now = self.clock.now()
        read_at, began = self._began
        if abs((now - read_at).total_seconds()) > JOURNAL_AGE:
            try:
                async with self.database.transaction() as store:
                    began = await store.notices.newest_start()
            except OperationalError:
                return None
            self._began = (now, began)
        return self._crowd.tally(began)

    async def next_due(self) -> datetime | None:
        async with self.database.transaction() as store:
            due = (
                await store.outbox.next_due(),
                await store.reminders.next_due(),
                await store.notices.next_due(),
            )
        return min((at for at in due if at is not None), default=None)

    async def add_phone(self, role: str, label: str | None, language_code: str | None) -> Phone:
        phone = await super().add_phone(role, label, language_code)
        if phone.language_code != "ky":
            return phone
        del self._phones[phone.id]
        return self.open_phone(
            role, self.telegram.users[phone.user_id], label=phone.label, time_zone=BISHKEK, removable=True
        )

    async def restart(self) -> None:
        """Pulls the plug, and puts it back."""
        await self.process.kill()
        self.telegram.changed()
        await self.process.start()
        self.telegram.changed()

    async def reset(self) -> None:
        if not self.process.running:
            raise NotPossible("the bot is starting; try again in a moment")
        await self.process.stop()
        self._crowd = None
        await self.database.close()
        await super().reset()
        await self._set_up()


def data_of(message: dict[str, Any]) -> list[str]:
    """The callback data of a message's buttons."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]

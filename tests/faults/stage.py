"""The scene that is played again and again: people who write, people who are written to, and a bot that dies.

Telegram lives in this process and outlives the bot; what anyone received is read from it, never from the bot.
"""

import asyncio
import shutil
import socket
import sqlite3
import time
from collections import Counter
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from bot.clock import SharedClock
from bot.domain.people import Scope
from bot.emulator.server import serve
from bot.store.outbox import Priority
from bot.telegram.buttons import Talk
from tests.conftest import Office, Phone, World, settled_in
from tests.faults.nursery import Nursery

RECIPIENTS, WRITERS = 48, 6
#: a little more than a lease
PAST_LEASES = timedelta(seconds=61)
#: seconds of the machine's own time: for a run to come to rest; between looks at it; until the clock is helped on
PATIENCE, LOOK, NUDGE = 60.0, 0.004, 0.5
OWED = "SELECT count(*) FROM outbox WHERE state IN ('owed', 'sending')"
WAITING = "SELECT count(*) FROM inbox WHERE body IS NOT NULL AND state = 'waiting'"


@dataclass
class Outcome:
    """What Telegram's own record says after a run."""

    lost: list = field(default_factory=list)
    #: how many copies too many, in all
    extra: int = 0
    most_copies: int = 0
    extra_to_many: int = 0
    wrong: list = field(default_factory=list)

    def count(self, who, copies):
        if copies == 0:
            self.lost.append(who)
        self.extra += max(0, copies - 1)
        self.most_copies = max(self.most_copies, copies)


class Stage:
    """One template of a database, one Telegram; each run begins from both anew."""

    def __init__(self, folder, *, recipients=RECIPIENTS, writers=WRITERS, environment=None):
        self.folder = folder
        self.recipients, self.writers = recipients, writers
        self.clock = SharedClock(folder / "clock")
        self.world = World(self.clock, folder)
        self.telegram = self.world.telegram
        self.template, self.file = folder / "db" / "test.db", folder / "db" / "run.db"
        self.nursery = Nursery()
        self.server = None
        self.environment = environment or {}
        self.runs = 0
        self.patience = PATIENCE

    async def open(self):
        await self.nursery.open()
        app = self.world.app
        await app.prepare()
        self.office = Office(self.world, "quiet-harbour", Phone(self.world, "Ольга"))
        await self.office.open()
        self.clients = [await settled_in(self.world, f"Иван {n}", "BY-HO-Mozyr") for n in range(self.writers)]
        for client in self.clients:
            await client.presses_data(Talk())
            await client.says("Здравствуйте")
        self.operator = self.telegram.add_user("Оператор")
        self.telegram.say(self.operator, "/start")
        await self._owe()
        await app.stop()
        self.server, self.port = await serve(self.telegram)
        self.started_at = self.clock.now()

    async def _owe(self):
        """Rows of a private kind, as a notice to many would be."""
        users = [self.telegram.add_user(f"Получатель {n}", language_code="ru") for n in range(self.recipients)]
        self.recipient_ids = [user.id for user in users]
        for user in users:
            self.telegram.say(user, "/start")
        self.telegram.updates.clear()
        async with self.world.app.database.transaction() as store:
            for number, user in enumerate(users):
                person = await store.people.add(user.id, "ru", "BY-HO-Mozyr")
                await store.people.set_consents(person, frozenset({Scope.SERVICE}))
                await store.people.wrote(person, None)
                body = {"notice": "case_closed", "code": f"N-{number}"}
                await store.outbox.add("notice", f"sweep:{number}", body, person=person, priority=Priority.MASS)

    def webhook(self):
        """Settings of a bot that has its updates brought."""
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            port = free.getsockname()[1]
        address = f"http://127.0.0.1:{port}/hook"
        return {"WEBHOOK_URL": address, "WEBHOOK_SECRET": "s" * 40, "WEBHOOK_PORT": str(port)}

    def asking(self):
        """Settings of a bot that asks after a crash what has arrived."""
        return {"PROBE_AFTER_CRASH": "true", "OPS_CHAT_ID": str(self.operator.id)}

    async def close(self):
        await self.nursery.close()
        if self.server is not None:
            await self.server.cleanup()

    # ---- one run

    async def set_up(self):
        """Everything as it was: the database, the hour, and a line that each of the writers has just sent."""
        self.runs += 1
        for end in ("", "-wal", "-shm"):
            self.file.with_name(self.file.name + end).unlink(missing_ok=True)
        shutil.copy(self.template, self.file)
        self.clock.advance(self.started_at - self.clock.now())
        self.telegram.updates.clear()
        self.telegram.drop_webhook()
        for user in self.recipient_ids:
            # the copies of the run before: the database knows nothing of them
            chat = self.telegram.chat(user)
            chat.messages = dict(sorted(chat.messages.items())[:1])
        self.before = {chat.id: max(chat.messages, default=0) for chat in self.telegram.chats.values()}
        self.lines = [f"Строка {self.runs}-{number}" for number in range(self.writers)]
        for client, line in zip(self.clients, self.lines, strict=True):
            self.telegram.say(client.user, line)
        self.brought = dict(self.telegram.updates._pending)

    def settings(self):
        """What the bot is told; the folders are those of the checkout."""
        return {
            "BOT_TOKEN": self.telegram.token, "BOT_API_BASE": f"http://127.0.0.1:{self.port}",
            "DATABASE_URL": f"sqlite+aiosqlite:///{self.file}", "KEY_FILE": str(self.world.settings.key_file),
            "CLOCK_FILE": str(self.folder / "clock"), "DEMO_CONTENT": "true",
        } | self.environment  # fmt: skip

    async def start(self, **order):
        await self.nursery.start(environment=self.settings(), log=str(self.folder / "bot.log"), **order)

    async def dies(self, die_at, **order):
        """Lets the bot run until its point; False if it came to rest before."""
        await self.start(die_at=die_at, **order)
        await self.until(lambda: self.nursery.ended is not None or self.at_rest())
        if self.nursery.ended is None:
            await self.nursery.end()
            return False
        assert self.nursery.ended == -9, self.told()
        return True

    async def recover(self, **order):
        """A new process takes over; time passes until all it owes is done. Telegram brings again what it brought."""
        self.telegram.updates._pending.update(self.brought)
        await self.start(**order)
        self.clock.advance(PAST_LEASES)
        await self.until(self.at_rest, helped=True)
        assert self.nursery.ended is None, self.told()
        await self.nursery.end()

    @contextmanager
    def impatience(self):
        """What has not come within a few seconds will not come."""
        self.patience = 5.0
        try:
            yield
        finally:
            self.patience = PATIENCE

    async def until(self, condition, *, helped=False):
        """Waits. ``helped``: where nothing moves, time goes on, for someone may be waiting for a lease to end."""
        began = moved_at = time.monotonic()
        last = None
        while not condition():
            now, left = time.monotonic(), (self.reads(OWED), self.reads(WAITING))
            if left != last:
                last, moved_at = left, now
            elif helped and now - moved_at > NUDGE:
                # not too often: past an hour nobody is in a talk any more, and all that comes knocks
                self.clock.advance(PAST_LEASES)
                moved_at = now
            if now - began > self.patience:
                raise TimeoutError(self.told())
            await asyncio.sleep(LOOK)

    def at_rest(self):
        """Nothing is with Telegram for the bot, nothing lies unhandled, nothing is owed."""
        return not len(self.telegram.updates) and self.reads(WAITING) == 0 and self.reads(OWED) == 0

    def reads(self, query):
        """A number, as it is committed; None while there is no such table yet."""
        try:
            with closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)) as connection:
                return connection.execute(query).fetchone()[0]
        except sqlite3.OperationalError:
            return None

    def told(self):
        log = self.folder / "bot.log"
        return log.read_text(encoding="utf-8", errors="replace")[-3000:] if log.exists() else "nothing"

    # ---- what became of it

    def since(self, chat_id):
        chat, before = self.telegram.chat(chat_id), self.before.get(chat_id, 0)
        return [m.get("text", "") for number, m in chat.messages.items() if number > before and m["from"]["is_bot"]]

    def outcome(self):
        found = Outcome()
        for number, user in enumerate(self.recipient_ids):
            found.count(f"N-{number}", sum(f"N-{number} " in text for text in self.since(user)))
        found.extra_to_many = found.extra
        in_group = Counter(line for text in self.since(self.office.forum.id) for line in text.splitlines())
        for client, line in zip(self.clients, self.lines, strict=True):
            found.count(line, in_group[line])
            if not any(text.startswith("✓") for text in self._shown(client)):
                found.wrong.append(f"no receipt for {line}")
        relays = self.reads("SELECT count(*) FROM relays WHERE to_staff")
        if relays != 2 * self.writers:
            found.wrong.append(f"{relays} messages written down in place of {2 * self.writers}")
        undelivered = self.reads("SELECT count(*) FROM relays WHERE state != 'delivered'")
        if undelivered:
            found.wrong.append(f"{undelivered} not marked as delivered")
        return found

    def _shown(self, client):
        chat, before = self.telegram.chat(client.user.id), self.before[client.user.id]
        return [m.get("text", "") for number, m in chat.messages.items() if number > before]

"""The composition root: what Prystan is made of, how it starts and how it stops."""

import gc
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import structlog
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.fsm.storage.memory import DisabledEventIsolation
from aiogram.utils.i18n import I18n

import handlers
from bot import jobs
from bot.clock import Clock, SharedClock, SystemClock
from bot.domain.directory.postings import text_keys
from bot.domain.directory.words import keys
from bot.domain.offices import Tries
from bot.settings import Settings
from bot.signing import load_signer
from bot.store import Database
from bot.store.fsm import SqlStorage
from bot.store.migrations import upgrade
from bot.store.sealing import make_keys, read_keys
from bot.tasks import Tasks
from bot.telegram import middlewares, position
from bot.telegram.delivery import Delivery
from bot.telegram.filters import run_at_once
from bot.telegram.intake import Intake
from bot.telegram.means import Means
from bot.telegram.notice_progress import Progress
from bot.telegram.pace import Pace
from bot.telegram.probe import Probe
from bot.telegram.quiet import Quiet
from bot.telegram.screens import Show
from bot.telegram.sent import Sent
from bot.telegram.visits import Visits
from bot.telegram.watch import Watch

if TYPE_CHECKING:
    from bot.telegram.webhook import Webhook

log = structlog.get_logger(__name__)

#: seconds: what has no slot within this time is put off, and others go first
LONGEST_WAIT = 2.0
#: seconds: what is under way when the process is asked to end
LAST_SENDS = 5.0


class App:
    """The running whole. Everything in it can be built twice in one process, which is how it is tested."""

    def __init__(self, settings: Settings, clock: Clock, session: BaseSession, pace: Pace) -> None:
        self.settings = settings
        self.clock = clock
        self.tasks = Tasks()
        self.i18n = I18n(path=settings.locales_dir, default_locale="ru", domain="messages")
        keyring = read_keys(settings.key_file) if settings.key_file.exists() else make_keys(settings.key_file)
        self.database = Database(settings.database_url, keyring, clock)
        self.bot = Bot(settings.bot_token.get_secret_value(), session=session)
        session.middleware(Quiet(pace))
        self.visits = Visits(clock)
        self.sent = Sent(self.database, self.visits)
        self.show = Show(self.sent)
        self.means = Means(self.bot, self.database, self.i18n, self.sent, pace, settings.ops_chat_id)
        self.probe = Probe(self.means) if settings.probe_after_crash else None
        if self.probe is not None:
            session.middleware(self.probe)
        self.delivery = Delivery(self.means, self.tasks, self.probe)
        self.progress = Progress(self.means)
        self.database.on_owed = self.delivery.wake
        self.dispatcher = self._dispatcher()
        self.watch = Watch(self.bot, self.database, settings.webhook_url)
        self.intake = Intake(
            self.bot,
            self.dispatcher,
            self.database,
            self.tasks,
            position.Coarse(self.dispatcher).without_position,
            self.watch,
        )
        self.webhook: Webhook | None = None
        self.scheduler = jobs.schedule(self)

    def _dispatcher(self) -> Dispatcher:
        # the intake keeps one person's updates in order; aiogram's locks would keep every id they ever saw
        dispatcher = Dispatcher(
            storage=SqlStorage(), events_isolation=DisabledEventIsolation(), disable_fsm=True, settings=self.settings,
            database=self.database, i18n=self.i18n, show=self.show, visits=self.visits, sent=self.sent,
            tries=Tries(self.clock), signer=load_signer(self.settings.key_file),
        )  # fmt: skip
        locales = tuple(sorted(self.i18n.available_locales, key=lambda locale: locale != "ru"))
        transaction = middlewares.Transaction(self.database, self.visits, locales)
        middlewares.install(dispatcher, self.show, transaction, self.i18n)
        handlers.setup(dispatcher)
        run_at_once(dispatcher)
        return dispatcher

    async def prepare(self) -> None:
        """Brings tables and content up to date, and takes up what a stopped process left behind."""
        await upgrade(self.database.engine)
        await self.database.claim_for_keys()
        await jobs.load_content(self)
        await jobs.mind_zones(self)
        await self.intake.resume()

    async def start(self) -> None:
        """Begins to listen and to deliver, by itself, until stopped."""
        await self.prepare()
        if self.probe is not None:
            await self.probe.look_back()
        self.tasks.start(self.delivery.run(), "delivery")
        self.tasks.start(self.sent.run(), "sent messages")
        self.scheduler.start()
        self.tasks.start(self.watch.run(), "watch")
        await self._listen()
        await handlers.introduce(self.bot, self.i18n)
        text_keys.cache_clear()
        keys.cache_clear()
        # what start-up made stays for good: not worth walking through at every collection
        gc.freeze()
        gc.set_threshold(10_000, 20, 50)
        # SQLite's thread needs the interpreter for microseconds: it shall not wait its usual five milliseconds for it
        sys.setswitchinterval(0.0005)
        log.info("started", version=self.dispatcher["guide"].content.version)

    async def _listen(self) -> None:
        """Has updates brought, or fetches them; what waits at Telegram comes either way."""
        url, secret = self.settings.webhook_url, self.settings.webhook_secret
        if url is None or secret is None:
            await self.bot.delete_webhook()
            self.tasks.start(self.intake.poll(), "polling")
            return
        from bot.telegram.webhook import MOST_CONNECTIONS, Webhook  # noqa: PLC0415 - a server that polling does without

        self.webhook = Webhook(self.intake, urlsplit(url).path, secret.get_secret_value())
        await self.webhook.start(self.settings.webhook_host, self.settings.webhook_port)
        await self.bot.set_webhook(
            url,
            secret_token=secret.get_secret_value(),
            allowed_updates=self.dispatcher.resolve_used_update_types(),
            max_connections=MOST_CONNECTIONS,
        )

    async def stop(self) -> None:
        if self.webhook is not None:
            await self.webhook.stop()
        if self.scheduler.running:
            self.scheduler.shutdown(wait=False)
        await self.delivery.rest(LAST_SENDS)
        await self.tasks.close()
        await self.sent.flush()
        await self.bot.session.close()
        await self.database.close()


def telegram_session(settings: Settings) -> BaseSession:
    """HTTP to Telegram, or to whatever stands in its place."""
    return AiohttpSession(api=TelegramAPIServer.from_base(settings.bot_api_base))


def clock_of(settings: Settings) -> Clock:
    return SharedClock(settings.clock_file) if settings.clock_file else SystemClock()


def build(settings: Settings) -> App:
    """The whole, as the settings want it; makes the folder of the database's file if there is none."""
    if (file := settings.sqlite_file) is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    return App(settings, clock_of(settings), telegram_session(settings), Pace(patience=LONGEST_WAIT))

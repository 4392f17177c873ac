"""A Telegram in which named calls go wrong, once each, in the way a test asks for."""

from collections import defaultdict

from aiogram.exceptions import TelegramMigrateToChat, TelegramNetworkError
from aiohttp import ClientConnectorError, ServerDisconnectedError
from aiohttp.client_reqrep import ConnectionKey

from bot.app import App
from bot.emulator.session import EmulatorSession
from bot.telegram.pace import Pace
from tests.conftest import World

NOWHERE = ConnectionKey("127.0.0.1", 9, False, True, None, None, None)


class TroubledSession(EmulatorSession):
    """``troubles`` has, by method, what becomes of its next calls."""

    def __init__(self, telegram):
        super().__init__(telegram)
        self.troubles = defaultdict(list)

    async def make_request(self, bot, method, timeout=None):
        waiting = self.troubles[method.__api_method__]
        if not waiting:
            return await super().make_request(bot, method, timeout)
        return await waiting.pop(0)(self, bot, method)


async def refused(session, bot, method):
    """Nothing listens: the call certainly did nothing."""
    cause = ClientConnectorError(NOWHERE, ConnectionRefusedError())
    raise TelegramNetworkError(method=method, message=str(cause)) from cause


async def cut_off(session, bot, method):
    """Telegram does it, and the answer never comes."""
    await EmulatorSession.make_request(session, bot, method)
    cause = ServerDisconnectedError()
    raise TelegramNetworkError(method=method, message=str(cause)) from cause


def says(error, message):
    """Telegram refuses in these words."""

    async def trouble(session, bot, method):
        raise error(method=method, message=message)

    return trouble


def moved_to(chat_id):
    """The group has become a supergroup under another id."""

    async def trouble(session, bot, method):
        raise TelegramMigrateToChat(method=method, message="group chat was upgraded", migrate_to_chat_id=chat_id)

    return trouble


class TroubledWorld(World):
    """The bot on a Telegram whose calls a test can spoil."""

    def _build(self) -> App:
        self.session = TroubledSession(self.telegram)
        return App(self.settings, self.clock, self.session, Pace(per_second=0, per_chat=0))

    def spoil(self, method, *troubles):
        self.session.troubles[method] += troubles

    async def kill(self) -> None:
        """The process dies without a word: nothing is flushed, and another takes its place."""
        await self.app.tasks.close()
        await self.app.database.close()
        self.app = self._build()
        await self.app.prepare()

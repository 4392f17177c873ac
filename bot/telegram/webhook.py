"""The other way in: Telegram brings each update itself, to an address only it knows the secret of.

200 is said after the update is written down and not before: what is not, Telegram brings again.
"""

import asyncio
import hmac
import json
from typing import Any

import structlog
from aiohttp import web

from bot.telegram.intake import Intake

log = structlog.get_logger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a name only
#: bytes: the longest update has a text of 4,096 characters, with room for all that may stand around it
LARGEST_UPDATE = 1024 * 1024
#: seconds: who sends a body more slowly than this is not Telegram; Telegram gives up after sixty
LONGEST_READING, LONGEST_ROOM = 10.0, 30.0
#: how many at once Telegram may bring
MOST_CONNECTIONS = 20


class Webhook:
    """A server for one path. It knows neither the token nor who is allowed what: the secret is all that counts."""

    def __init__(self, intake: Intake, path: str, secret: str) -> None:
        self.intake = intake
        self._secret = secret.encode()
        app = web.Application(client_max_size=LARGEST_UPDATE)
        app.router.add_post(path or "/", self._take)
        # neither the lines of the log nor the header may name what was asked for, or by whom
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=5.0)
        self.port = 0

    async def start(self, host: str, port: int) -> None:
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """What is being written down is answered before the end."""
        await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        if not self._is_telegram(request):
            return web.Response(status=401)
        try:
            async with asyncio.timeout(LONGEST_READING):
                update = read(await request.read())
        except TimeoutError:
            return web.Response(status=408)
        if update is None:
            return web.Response(status=400)
        try:
            async with asyncio.timeout(LONGEST_ROOM):
                await self.intake.room()
            await self.intake.receive([update])
        except Exception as error:  # noqa: BLE001 - not written down, whatever the reason: it is to come again
            log.error("an update was not taken", error=type(error).__name__)  # noqa: TRY400
            return web.Response(status=503)
        return web.Response()

    def _is_telegram(self, request: web.Request) -> bool:
        """By the secret alone, for an address can be claimed. Compared as bytes: any may come."""
        given = request.headers.get(SECRET_HEADER, "").encode(errors="surrogateescape")
        return hmac.compare_digest(given, self._secret)


def read(body: bytes) -> dict[str, Any] | None:
    """An update; None where it is none. What stands in it is for the intake to judge."""
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
        return None
    return update

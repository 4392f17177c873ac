"""One HTTP server: the Bot API for the bot, the page and its control API for people."""

from pathlib import Path

from aiohttp import web

from bot.emulator.bot_api import LARGEST_REQUEST, add_bot_api
from bot.emulator.control import Control
from bot.emulator.demo import Demo, PlainDemo
from bot.emulator.telegram import Telegram

PAGE = Path(__file__).with_name("page")
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def create_app(telegram: Telegram, demo: Demo | None = None) -> web.Application:
    """Bot API at /bot<token>/, the page at /, its files at /page/, the control API at /control/."""
    app = web.Application(client_max_size=LARGEST_REQUEST)
    app.on_response_prepare.append(_protect)
    app.on_shutdown.append(lambda _: telegram.close())
    add_bot_api(app, telegram)
    Control(telegram, demo or PlainDemo(telegram)).add_to(app)
    app.router.add_get("/", _index)
    app.router.add_static("/page", PAGE)
    return app


async def _protect(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)


async def _index(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "index.html")


async def serve(
    telegram: Telegram, demo: Demo | None = None, *, host: str = "127.0.0.1", port: int = 0
) -> tuple[web.AppRunner, int]:
    """Starts listening; returns what to clean up, and the port taken."""
    runner = web.AppRunner(create_app(telegram, demo), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    taken: int = runner.addresses[0][1]
    return runner, taken

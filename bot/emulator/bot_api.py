"""The Bot API over HTTP, files included: only what Telegram itself answers."""

import json
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from bot.emulator.api import call
from bot.emulator.model import Upload
from bot.emulator.world import World

LARGEST_REQUEST = 50 * 1024 * 1024
WORLD = web.AppKey("world", World)


def add_bot_api(app: web.Application, world: World) -> None:
    """Routes /bot<token>/<method> and /file/bot<token>/<path>."""
    app[WORLD] = world
    app.router.add_route("*", "/bot{token}/{method}", answer_call)
    app.router.add_get("/file/bot{token}/{path:.+}", answer_file)


async def answer_call(request: web.Request) -> web.Response:
    world = request.app[WORLD]
    try:
        raw, uploads = await read_request(request)
    except web.HTTPRequestEntityTooLarge:
        return refusal(413, "Request Entity Too Large")
    except ValueError:
        return refusal(400, "Bad Request: can't parse the request")
    status, body = await call(world, request.match_info["token"], request.match_info["method"], raw, uploads)
    return web.Response(status=status, text=json.dumps(body), content_type="application/json")


def refusal(code: int, description: str) -> web.Response:
    return web.json_response({"ok": False, "error_code": code, "description": description}, status=code)


async def read_request(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Parameters and files, from the address and from a form or JSON body. Raises ValueError on what is neither."""
    raw: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        body = await request.json() if request.can_read_body else {}
        if not isinstance(body, dict):
            raise ValueError("not an object")
        return raw | body, uploads
    for name, value in (await request.post()).items():
        if isinstance(value, FileField):
            uploads[name] = Upload(value.filename, value.file.read(), value.content_type)
        else:
            raw[name] = value
    return raw, uploads


async def answer_file(request: web.Request) -> web.Response:
    world = request.app[WORLD]
    file = world.files.at_path(request.match_info["path"])
    if request.match_info["token"] != world.token or file is None:
        return refusal(404, "Not Found")
    return web.Response(body=file.data, content_type="application/octet-stream")

"""The Bot API over HTTP, files included: only what Telegram itself answers."""

import asyncio
import json
import socket
import struct
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from bot.emulator.api import call
from bot.emulator.faults import Gateway, NoAnswer, Reset, Silence
from bot.emulator.model import Upload
from bot.emulator.world import World

LARGEST_REQUEST = 50 * 1024 * 1024
PATIENCE = 0.1
WORLD = web.AppKey("world", World)


def add_bot_api(app: web.Application, world: World) -> None:
    """Routes /bot<token>/<method> and /file/bot<token>/<path>."""
    app[WORLD] = world
    app.router.add_route("*", "/bot{token}/{method}", answer_call)
    app.router.add_get("/file/bot{token}/{path:.+}", answer_file)


async def answer_call(request: web.Request) -> web.Response:
    world = request.app[WORLD]
    token, method = request.match_info["token"], request.match_info["method"]
    try:
        raw, uploads = await read_request(request)
        status, body = await call(world, token, method, raw, uploads)
    except web.HTTPRequestEntityTooLarge:
        return refusal(413, "Request Entity Too Large")
    except ValueError:
        return refusal(400, "Bad Request: can't parse the request")
    except Gateway as trouble:
        return web.Response(status=502, text=trouble.page, content_type="text/html")
    except NoAnswer as trouble:
        return await break_off(request, trouble)
    return web.Response(status=status, text=json.dumps(body), content_type="application/json")


async def break_off(request: web.Request, trouble: NoAnswer) -> web.Response:
    """Ends the connection, or lets it wait until the caller gives up.

    The page shares the port, so "refused" cannot stop listening: the connection is reset instead.
    """
    transport = request.transport
    if transport is None:
        return web.Response()
    if isinstance(trouble, Silence):
        while not transport.is_closing():  # noqa: ASYNC110 - nothing tells that the caller has gone
            await asyncio.sleep(PATIENCE)
        return web.Response()
    if not (isinstance(trouble, Reset) and trouble.processed):
        # Without lingering the kernel sends a reset instead of a proper end.
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
    return web.Response()


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
    world = request.app[WORLD].bots.get(request.match_info["token"])
    file = world.files.at_path(request.match_info["path"]) if world is not None else None
    if file is None:
        return refusal(404, "Not Found")
    return web.Response(body=file.data, content_type="application/octet-stream")

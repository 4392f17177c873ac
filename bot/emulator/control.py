"""The control API: what the page asks and does. For this machine only.

A page of another site must not reach it: the Host must be loopback (against DNS rebinding), and changes come as JSON,
which a browser sends across sites only after asking (and is refused).
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Protocol, runtime_checkable

from aiohttp import web

from bot.emulator.acts import act
from bot.emulator.demo import Demo
from bot.emulator.errors import NotPossible
from bot.emulator.events import Events
from bot.emulator.telegram import Telegram
from bot.emulator.view import state

LOOPBACK = {"localhost", "127.0.0.1", "::1", "[::1]"}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@runtime_checkable
class Movable(Protocol):
    """A clock that can be moved."""

    def advance(self, by: timedelta) -> None: ...


class Control:
    """The routes under /control/, over one Telegram and one demo."""

    def __init__(self, telegram: Telegram, demo: Demo) -> None:
        self._telegram = telegram
        self._demo = demo
        self._events = Events(telegram)

    def add_to(self, app: web.Application) -> None:
        router = app.router
        router.add_get("/control/state", guarded(self._state))
        router.add_get("/control/events", guarded(self._events.stream))
        router.add_get("/control/file/{file_id}", guarded(self._file))
        router.add_post("/control/act", changing(self._act))
        router.add_post("/control/phones", changing(self._add_phone))
        router.add_delete("/control/phones/{id}", guarded(answering(self._remove_phone)))
        router.add_post("/control/clock", changing(self._clock))
        router.add_post("/control/fault", changing(self._fault))
        router.add_post("/control/restart", changing(self._restart))
        router.add_post("/control/reset", changing(self._reset))
        app.on_shutdown.append(self._events.stop)

    async def _state(self, _request: web.Request) -> web.Response:
        return web.json_response(await state(self._telegram, self._demo))

    async def _file(self, request: web.Request) -> web.Response:
        file = self._telegram.files.get(request.match_info["file_id"])
        if file is None:
            raise web.HTTPNotFound
        kind = {"photo": "image/png", "voice": "audio/ogg"}.get(file.kind, "application/octet-stream")
        return web.Response(body=file.data, content_type=kind)

    async def _act(self, request: web.Request) -> dict[str, Any]:
        act(self._telegram, await body_of(request))
        return {}

    async def _add_phone(self, request: web.Request) -> dict[str, Any]:
        wish = await body_of(request)
        phone = await self._demo.add_phone(
            str(wish.get("role") or "client"), wish.get("label"), wish.get("language_code")
        )
        return {"id": phone.id}

    async def _remove_phone(self, request: web.Request) -> dict[str, Any]:
        await self._demo.remove_phone(request.match_info["id"])
        return {}

    async def _clock(self, request: web.Request) -> dict[str, Any]:
        clock = self._telegram.clock
        if not isinstance(clock, Movable):
            raise NotPossible("this clock cannot be moved")
        clock.advance(await self._step(await body_of(request), clock.now()))
        self._telegram.changed()
        return {"now": clock.now().isoformat()}

    async def _step(self, wish: dict[str, Any], now: datetime) -> timedelta:
        if wish.get("to") == "next":
            due = await self._demo.next_due()
            if due is None:
                raise NotPossible("nothing is due")
            return max(due - now, timedelta())
        seconds = wish.get("advance")
        if not isinstance(seconds, int | float) or not 0 < seconds <= timedelta(days=3660).total_seconds():
            raise NotPossible("the clock goes forward only, by a number of seconds")
        return timedelta(seconds=seconds)

    async def _fault(self, request: web.Request) -> dict[str, Any]:
        wish = await body_of(request)
        name, faults = str(wish.get("name")), self._telegram.faults
        if wish.get("on"):
            faults.start(name, **_details(wish))
        else:
            faults.stop(name)
        self._telegram.changed()
        return {}

    async def _restart(self, _request: web.Request) -> dict[str, Any]:
        await self._demo.restart()
        return {}

    async def _reset(self, _request: web.Request) -> dict[str, Any]:
        await self._demo.reset()
        return {}


def _details(wish: dict[str, Any]) -> dict[str, Any]:
    """How often, how long, by which seed. Raises NotPossible where one is no number."""
    given = {name: wish[name] for name in ("share", "seed", "seconds") if wish.get(name) is not None}
    if not all(isinstance(value, int | float) for value in given.values()):
        raise NotPossible("a share, a seed and seconds are numbers")
    return given


def guarded(handler: Handler) -> Handler:
    """Refuses whoever came by another name than this machine's own."""

    async def guard(request: web.Request) -> web.StreamResponse:
        if request.url.host not in LOOPBACK:
            raise web.HTTPForbidden(text="The control API answers to this machine only.")
        return await handler(request)

    return guard


def answering(deed: Callable[[web.Request], Awaitable[dict[str, Any]]]) -> Handler:
    """{"ok": true, ...}, or 400 with the sentence of what cannot be done."""

    async def answer(request: web.Request) -> web.Response:
        try:
            return web.json_response({"ok": True, **await deed(request)})
        except NotPossible as refusal:
            return web.json_response({"ok": False, "error": str(refusal)}, status=400)

    return answer


def changing(deed: Callable[[web.Request], Awaitable[dict[str, Any]]]) -> Handler:
    """A guarded POST that must be JSON."""
    answer = answering(deed)

    async def handle(request: web.Request) -> web.StreamResponse:
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType(text="Send JSON.")
        return await answer(request)

    return guarded(handle)


async def body_of(request: web.Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError:
        raise NotPossible("this is not JSON") from None
    if not isinstance(body, dict):
        raise NotPossible("this is not a JSON object")
    return body

"""Server-sent events: the page is told that something changed, and asks for the state itself."""

import asyncio

from aiohttp import web

from bot.emulator.world import World

PAUSE = 0.05  # at most about 20 events a second, however much happens
PING = 15.0


class Events:
    """Streams of one server. They end with it: a stop would otherwise wait for pages left open."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._open = True

    async def stop(self, _app: web.Application) -> None:
        self._open = False
        self._world.changed()

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """``data: {"version": n}`` after each change, and a comment now and then to notice who left."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        changed = asyncio.Event()
        unsubscribe = self._world.subscribe(changed.set)
        try:
            await response.prepare(request)
            changed.set()
            while self._open:
                await response.write(await self._next(changed))
                await asyncio.sleep(PAUSE)
        except ConnectionError:
            pass  # the page was closed
        finally:
            unsubscribe()
        return response

    async def _next(self, changed: asyncio.Event) -> bytes:
        try:
            async with asyncio.timeout(PING):
                await changed.wait()
        except TimeoutError:
            return b": still here\n\n"
        changed.clear()
        return f'data: {{"version": {self._world.version}}}\n\n'.encode()

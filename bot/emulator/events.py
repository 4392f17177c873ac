"""Server-sent events: the page is told that something changed, and asks for the state itself."""

import asyncio
from collections.abc import Callable

from aiohttp import web

from bot.emulator.world import World

PAUSE = 0.05  # at most about 20 events a second, however much happens
PING = 15.0


class Closing:
    """Lets open streams end when the server stops; without it a shutdown would wait for them."""

    def __init__(self) -> None:
        self._streams: set[asyncio.Task[None]] = set()

    def enter(self) -> Callable[[], None]:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - a request is always handled in a task
        self._streams.add(task)
        return lambda: self._streams.discard(task)

    async def end(self, _app: web.Application) -> None:
        for task in tuple(self._streams):
            task.cancel()


async def stream(request: web.Request, world: World, closing: Closing) -> web.StreamResponse:
    """``data: {"version": n}`` after each change, and a comment now and then to notice who left."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    changed = asyncio.Event()
    leave = closing.enter()
    unsubscribe = world.subscribe(changed.set)
    try:
        await response.prepare(request)
        await _tell(response, world, changed)
    except (ConnectionError, asyncio.CancelledError):
        pass
    finally:
        unsubscribe()
        leave()
    return response


async def _tell(response: web.StreamResponse, world: World, changed: asyncio.Event) -> None:
    changed.set()
    while True:
        try:
            async with asyncio.timeout(PING):
                await changed.wait()
        except TimeoutError:
            await response.write(b": still here\n\n")
            continue
        changed.clear()
        await response.write(f'data: {{"version": {world.version}}}\n\n'.encode())
        await asyncio.sleep(PAUSE)

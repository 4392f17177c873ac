"""Opens the stage for people, or plays the tour on it."""

import asyncio
import signal
import sys

from bot.demo.stage import Stage
from bot.demo.tour import Tour


async def run(*, port: int, tour: bool) -> int:
    """Serves the page until interrupted, or plays the tour; returns the process's exit status."""
    stage = Stage()
    try:
        if tour:
            await stage.open()
            return await Tour(stage).play()
        try:
            await stage.open(port)
        except TimeoutError as error:
            say(str(error))
            return 1
        except OSError as error:
            say(f"port {port} cannot be used ({error.strerror}); choose another: --port 8081")
            return 1
        say(f"Prystan's demo: http://127.0.0.1:{stage.port}  (Ctrl+C ends it)")
        await _interrupted()
    finally:
        await stage.close()
    return 0


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


async def _interrupted() -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    await stopping.wait()

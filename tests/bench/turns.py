"""A turn of ours beside the echoes: interleaved rounds, each side fresh in each, medians over the rounds."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bot.emulator.server import serve
from tests.bench.load import PEOPLE, Crowd
from tests.bench.sides import SIDES, Side, memory, processor_seconds

ROUNDS = 3
BACKLOG = 2_000
PER_SECOND, SECONDS = 50, 10

Measured = dict[str, float]


def measure(say: Callable[[str], None]) -> dict[str, Measured]:
    """By side: ``start`` (s), ``rate`` (a second), ``memory`` (MB); ``processor``, ``p50`` and ``p99`` (ms)."""
    found: dict[str, list[Measured]] = {side.name: [] for side in SIDES}
    for number in range(ROUNDS):
        for side in SIDES:
            say(f"round {number + 1} of {ROUNDS}: {side.name}")
            found[side.name].append(asyncio.run(_round(side)))
    return {name: _medians(rounds) for name, rounds in found.items()}


def _medians(rounds: list[Measured]) -> Measured:
    return {figure: statistics.median(measured[figure] for measured in rounds) for figure in rounds[0]}


async def _round(side: Side) -> Measured:
    crowd = Crowd()
    server, port = await serve(crowd)
    try:
        with tempfile.TemporaryDirectory(prefix="prystan-bench-") as folder:
            crowd.ask(0)
            async with side.running(Path(folder), crowd.people, port) as pid:
                return await _under_load(crowd, pid)
    finally:
        await server.cleanup()


async def _under_load(crowd: Crowd, pid: int) -> Measured:
    spawned = time.perf_counter()
    await crowd.all_answered()
    measured = {"start": time.perf_counter() - spawned}
    await crowd.at_once(PEOPLE)  # warms up
    used = processor_seconds(pid)
    measured["rate"] = await crowd.at_once(BACKLOG)
    measured["processor"] = (processor_seconds(pid) - used) / BACKLOG * 1e3
    waits = await crowd.paced(PER_SECOND, SECONDS)
    measured |= {"p50": waits[len(waits) // 2] * 1e3, "p99": waits[int(len(waits) * 0.99)] * 1e3}
    measured["memory"] = memory(pid)
    return measured

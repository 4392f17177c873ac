"""The tour that a newcomer runs, in a process of its own, with a bot in a process of its own."""

import asyncio
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.timeout(300)
async def test_the_tour_shows_every_step():
    tour = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--tour", cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await tour.communicate()
    lines = told.decode().splitlines()

    assert tour.returncode == 0, lines[-2:]
    assert [line for line in lines if line.startswith("✓")] == lines

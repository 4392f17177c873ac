"""A parent that has imported everything: each child it forks is the bot, at its first statement within milliseconds.

One order a line on standard input: the environment, the point at which to die, the sabotage. Two answers: the
child's id at once, how it ended when it did. The child runs ``python -m bot run`` as anyone would.
"""

import asyncio
import functools
import gc
import json
import os
import signal
import sys
import traceback
from pathlib import Path

from aiogram.types import Update
from aiogram.utils.i18n import I18n

import bot.app
from bot import __main__, jobs
from bot.content.files import shown, version
from bot.content.loader import load
from bot.telegram import delivery
from bot.telegram.pace import Pace
from tests.faults import sabotage
from tests.faults.points import Points

ROOT = Path(__file__).parents[2]


class Read:
    """The content, read before; what it reads is immutable, and no statement is left out by it."""

    content = load(ROOT / "content", demo=True)

    @classmethod
    def model_validate_json(cls, _document):
        return cls.content


def prepare():
    """What every start of every child would do alike, done once: reading files and compiling models."""
    known = version(ROOT / "content", shown(ROOT / "content", demo=True))
    jobs.Content = Read
    jobs.version = lambda *_: known
    guide = jobs.Guide(Read.content)
    jobs.Guide = lambda _content: guide
    bot.app.I18n = functools.cache(I18n)
    bot.app.I18n(path=ROOT / "locales", default_locale="ru", domain="messages")
    Update.model_validate({"update_id": 1})
    # pages that the collector writes to would be copied for each child
    gc.collect()
    gc.freeze()


def live(order):
    """The child: never returns."""
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    null = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((null, 0), (log, 1), (log, 2)):
        os.dup2(source, target)
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    os.environ.clear()
    os.environ.update(kept | order["environment"])
    delivery.LOOK_EVERY = 0.02
    if not order.get("paced"):
        bot.app.Pace = lambda **_: Pace(per_second=0, per_chat=0)
    Points(order.get("die_at"), order.get("counted")).install()
    if order.get("sabotage"):
        sabotage.BY_NAME[order["sabotage"]]()
    os._exit(__main__.main(["run", "--no-env-file"]))


def say(**words):
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def main():
    prepare()
    say(ready=os.getpid())
    while line := sys.stdin.readline():
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            try:
                live(order)
            except BaseException:  # noqa: BLE001 - told in the log, whatever it is
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(70)
        say(pid=child)
        _, status = os.waitpid(child, 0)
        ended = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
        say(ended=ended)


class Nursery:
    """The driver's side of it: one child at a time."""

    def __init__(self):
        self.process = None
        self.pid = None

    async def open(self):
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.faults.nursery", stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE, cwd=ROOT,
        )  # fmt: skip
        await self._answer()

    async def _answer(self):
        line = await self.process.stdout.readline()
        assert line, "the nursery ended"
        return json.loads(line)

    async def start(self, **order):
        self.process.stdin.write(json.dumps(order).encode() + b"\n")
        await self.process.stdin.drain()
        self.pid = (await self._answer())["pid"]
        self.ending = asyncio.ensure_future(self._answer())

    @property
    def ended(self):
        """The exit status, or minus the signal, of a child that is gone; None while it lives."""
        return self.ending.result()["ended"] if self.ending.done() else None

    def kill(self, number=signal.SIGKILL):
        if self.ended is None:
            os.kill(self.pid, number)

    async def end(self):
        self.kill()
        await self.ending

    async def close(self):
        if self.process is None:
            return
        self.process.stdin.close()
        if self.pid is not None and self.ended is None:
            await self.end()
        await self.process.wait()


if __name__ == "__main__":
    main()

"""Where a process can die: before each statement, around each commit, before each call and after its answer."""

import os
import signal

from aiogram.client.session.aiohttp import AiohttpSession
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.store.together import Batch


class Points:
    """Counts them, and sends the process SIGKILL at the one that is wished."""

    def __init__(self, die_at, counted):
        self.die_at = die_at
        #: a file that grows by a byte at each, for whoever wants to know what to sweep
        self.counted = os.open(counted, os.O_WRONLY | os.O_CREAT) if counted else None
        self.passed = 0

    def pass_one(self, *_):
        self.passed += 1
        if self.passed == self.die_at:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.counted is not None:
            os.write(self.counted, b".")

    def install(self):
        if self.die_at is None and self.counted is None:
            return
        event.listen(Engine, "before_cursor_execute", self.pass_one)
        commit, call = Batch.commit, AiohttpSession.make_request

        async def committed(batch):
            self.pass_one()
            await commit(batch)
            self.pass_one()

        async def called(session, bot, method, timeout=None):
            polls = method.__api_method__ == "getUpdates"
            if not polls:
                self.pass_one()
            try:
                return await call(session, bot, method, timeout)
            finally:
                if not polls:
                    self.pass_one()

        Batch.commit, AiohttpSession.make_request = committed, called

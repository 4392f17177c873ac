"""No call while Telegram asked for quiet, whoever would make it: an answer, a screen, a reaction, a message owed.

``retry_after`` holds for the whole bot, and a call within it makes it longer. Only listening goes on: it has a limit
of its own, and who writes meanwhile must be heard.
"""

import asyncio
import math
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import TelegramMethod

from bot.telegram.pace import Pace

#: seconds: longer than this nobody stands and waits; the call is refused at once, as Telegram would
LONGEST_WAIT = 5.0
LISTENING = "getUpdates"


class Quiet(BaseRequestMiddleware):
    """Around every call of the bot."""

    def __init__(self, pace: Pace) -> None:
        self.pace = pace

    async def __call__(
        self, make_request: NextRequestMiddlewareType[Any], bot: Bot, method: TelegramMethod[Any]
    ) -> Any:  # noqa: ANN401 - whatever the method returns
        if method.__api_method__ == LISTENING:
            return await make_request(bot, method)
        while (left := self.pace.paused_for) > 0:
            if left > LONGEST_WAIT:
                raise TelegramRetryAfter(method, "asked for quiet before", math.ceil(left))
            await asyncio.sleep(left)
        try:
            return await make_request(bot, method)
        except TelegramRetryAfter as error:
            self.pace.pause(error.retry_after)
            raise

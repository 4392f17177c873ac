"""An aiogram session that speaks to the emulator without a network: the same methods, the same exceptions."""

import asyncio
import errno
import json
from collections.abc import AsyncGenerator
from typing import Any, cast

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import InputFile
from aiohttp import ClientConnectorError, ClientError, ClientOSError, ServerDisconnectedError
from aiohttp.client_reqrep import ConnectionKey

from bot.emulator.api import call
from bot.emulator.faults import Gateway, NoAnswer, Refused, Reset, Silence
from bot.emulator.model import Upload
from bot.emulator.world import World


class EmulatorSession(BaseSession):
    """Prepares a call as aiogram does for HTTP, form texts and all, and hands it straight to the method table."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's signature
    ) -> TelegramType:
        files: dict[str, InputFile] = {}
        prepared = {
            name: self.prepare_value(value, bot=bot, files=files)
            for name, value in method.model_dump(warnings=False).items()
        }
        raw = {name: value for name, value in prepared.items() if value}
        uploads = {key: await _read(bot, file, key) for key, file in files.items()}
        try:
            async with asyncio.timeout(self.timeout if timeout is None else timeout):
                status, content = await self._ask(bot, method, raw, uploads)
        except TimeoutError as error:
            raise TelegramNetworkError(method=method, message="Request timeout error") from error
        except ClientError as error:
            raise TelegramNetworkError(method=method, message=f"{type(error).__name__}: {error}") from error
        response = self.check_response(bot=bot, method=method, status_code=status, content=content)
        return cast("TelegramType", response.result)

    async def _ask(
        self, bot: Bot, method: TelegramMethod[Any], raw: dict[str, Any], uploads: dict[str, Upload]
    ) -> tuple[int, str]:
        """Raises what aiohttp would, or TimeoutError: at once, for nothing would come of waiting."""
        try:
            status, body = await call(self._world, bot.token, method.__api_method__, raw, uploads)
        except Gateway as trouble:
            return 502, trouble.page
        except NoAnswer as trouble:
            raise _as_of_aiohttp(trouble) from None
        return status, json.dumps(body)

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,  # noqa: ASYNC109
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        token, _, path = url.rpartition("/file/bot")[2].partition("/")
        world = self._world.bots.get(token)
        file = world.files.at_path(path) if world is not None else None
        if file is None:
            raise FileNotFoundError(url)
        yield file.data

    async def close(self) -> None:
        """Nothing is open."""


def _as_of_aiohttp(trouble: NoAnswer) -> Exception:
    if isinstance(trouble, Silence):
        return TimeoutError()
    if isinstance(trouble, Refused):
        key = ConnectionKey("telegram", 443, True, True, None, None, None)
        return ClientConnectorError(key, OSError(errno.ECONNREFUSED, "Connect call failed"))
    if isinstance(trouble, Reset) and trouble.processed:
        return ServerDisconnectedError()
    return ClientOSError(errno.ECONNRESET, "Connection reset by peer")


async def _read(bot: Bot, file: InputFile, key: str) -> Upload:
    data = b"".join([chunk async for chunk in file.read(bot)])
    return Upload(file.filename or key, data)

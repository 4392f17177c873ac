"""An aiogram session that speaks to the emulator without a network: the same methods, the same exceptions."""

import json
from collections.abc import AsyncGenerator
from typing import Any, cast

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import InputFile

from bot.emulator.api import call
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
        status, body = await call(self._world, bot.token, method.__api_method__, raw, uploads)
        response = self.check_response(bot=bot, method=method, status_code=status, content=json.dumps(body))
        return cast("TelegramType", response.result)

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,  # noqa: ASYNC109
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        file = self._world.files.at_path(url.partition(f"/bot{self._world.token}/")[2])
        if file is None:
            raise FileNotFoundError(url)
        yield file.data

    async def close(self) -> None:
        """Nothing is open."""


async def _read(bot: Bot, file: InputFile, key: str) -> Upload:
    data = b"".join([chunk async for chunk in file.read(bot)])
    return Upload(file.filename or key, data)

"""Brings updates to a bot's webhook: each chat's in order, several chats' at once, again until they are taken."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import (
    ClientConnectionError,
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
)
from aiohttp.multipart import BodyPartReader, MultipartReader

from bot.emulator.faults import Gateway, NoAnswer
from bot.emulator.model import Upload
from bot.emulator.updates import Update
from bot.emulator.world import WebhookAbout, World
from bot.tasks import Tasks

#: seconds of the machine's own time: the first pause after a failure doubles up to the longest
FIRST_PAUSE, LONGEST_PAUSE, READ_TIMEOUT = 1.0, 60.0, 60.0
LONGEST_RETRY_AFTER = 3600
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a name only
#: methods an answer cannot call, and the beginning of the names of others
NOT_BY_ANSWER, READING = {"setwebhook", "deletewebhook", "close", "logout"}, "get"

Caller = Callable[[World, str, str, dict[str, Any], dict[str, Upload]], Awaitable[object]]


class Failed(Exception):
    """An update was not taken; the text is what getWebhookInfo tells."""

    def __init__(self, why: str, retry_after: float = 0.0) -> None:
        super().__init__(why)
        self.retry_after = retry_after


class Courier:
    """Delivers to one webhook from the moment it is made, beginning with what is pending."""

    def __init__(self, world: World, about: WebhookAbout, call: Caller) -> None:
        self._world = world
        self._updates = world.updates  # a start-over makes new ones, which are not ours to bring
        self.about = about
        self._call = call
        self._queues: dict[int, deque[Update]] = {}
        self._retired = asyncio.Event()
        self._gate = asyncio.Semaphore(about.max_connections)
        self._tasks = Tasks()
        self._client = ClientSession(timeout=ClientTimeout(total=READ_TIMEOUT))
        for update in self._updates.pending:
            self.put(update)

    def put(self, update: Update) -> None:
        key = queue_of(update)
        if key in self._queues:
            self._queues[key].append(update)
            return
        self._queues[key] = deque([update])
        self._tasks.start(self._empty(key), f"webhook queue {key}")

    def retire(self) -> None:
        """What is under way ends in peace; nothing more is sent."""
        self._retired.set()
        self._tasks.start(self._close_when_done(), "webhook retires")

    async def stop(self) -> None:
        """Ends at once."""
        self._retired.set()
        await self._tasks.close()
        await self._client.close()

    async def _close_when_done(self) -> None:
        while self._queues:  # noqa: ASYNC110 - seldom, and soon over
            await asyncio.sleep(0.01)
        await self._client.close()

    async def _empty(self, key: int) -> None:
        queue = self._queues[key]
        try:
            while queue and not self._retired.is_set():
                await self._bring(queue[0])
                queue.popleft()
        finally:
            del self._queues[key]

    async def _bring(self, update: Update) -> None:
        """Until it is taken, too old, or nobody wants it any more."""
        pause = FIRST_PAUSE
        while not self._retired.is_set() and self._updates.holds(update):
            try:
                async with self._gate:
                    await self._post(update)
            except Failed as failure:
                self.about.last_error = (self._world.timestamp(), str(failure))
                await self._wait(failure.retry_after or pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                self._updates.confirm(update)

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._retired.wait()
        except TimeoutError:
            return

    async def _post(self, update: Update) -> None:
        headers = {SECRET_HEADER: self.about.secret_token} if self.about.secret_token else {}
        try:
            post = self._client.post(self.about.url, json=update, headers=headers, allow_redirects=False)
            async with post as answer:
                _check(answer)
                raw, uploads = await read_answer(answer)
        except TimeoutError:
            raise Failed("Read timeout expired") from None
        except ClientConnectorError:
            raise Failed("Connection refused") from None
        except ClientConnectionError:
            raise Failed("Webhook connection closed") from None
        except (ClientError, ValueError):
            return  # it was taken; what else was said is not understood
        await self._obey(raw, uploads)

    async def _obey(self, raw: dict[str, Any], uploads: dict[str, Upload]) -> None:
        """An answer may call one method; what comes of it is told to nobody."""
        method = str(raw.pop("method", ""))
        if not method or method.lower() in NOT_BY_ANSWER or method.lower().startswith(READING):
            return
        try:
            await self._call(self._world, self._world.token, method, raw, uploads)
        except (NoAnswer, Gateway):
            return


def queue_of(update: Update) -> int:
    """The chat, or else the person, an update is about: within one, order is kept."""
    kind, body = next((key, value) for key, value in update.items() if key != "update_id")
    chat = body.get("chat") or (body["from"] if kind == "callback_query" else {"id": 0})
    return int(chat["id"])


def _check(answer: ClientResponse) -> None:
    if not 200 <= answer.status < 300:
        raise Failed(f"Wrong response from the webhook: {answer.status} {answer.reason}", _retry_after(answer))


def _retry_after(answer: ClientResponse) -> float:
    wish = answer.headers.get("Retry-After", "")
    return float(min(int(wish), LONGEST_RETRY_AFTER)) if wish.isdigit() else 0.0


async def read_answer(answer: ClientResponse) -> tuple[dict[str, Any], dict[str, Upload]]:
    """A method and its parameters, as JSON or as a form with files; empty where there is none. Raises ValueError."""
    if answer.content_type.startswith("multipart/"):
        return await _read_form(MultipartReader.from_response(answer))
    body = await answer.json() if answer.content_type == "application/json" else {}
    return (body if isinstance(body, dict) else {}), {}


async def _read_form(form: Any) -> tuple[dict[str, Any], dict[str, Upload]]:  # noqa: ANN401 - aiohttp's wrapper
    raw: dict[str, Any] = {}
    uploads: dict[str, Upload] = {}
    while (part := await form.next()) is not None:
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        data = bytes(await part.read(decode=True))
        if part.filename is None:
            raw[part.name] = data.decode()
        else:
            uploads[part.name] = Upload(part.filename, data)
    return raw, uploads

"""The only code that writes to someone who did not just write to us: sends what the outbox owes.

Each row is claimed in a short transaction, sent outside any, and marked as its answer comes. What certainly was not
sent is owed again; what perhaps was keeps its lease and is tried again when that runs out.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
)
from aiogram.types import InlineKeyboardMarkup
from aiogram.utils.i18n import I18n
from aiohttp import ClientConnectorError

from bot.domain import cases
from bot.domain.cases import ORDER, Case, RelayState
from bot.domain.people import Reach
from bot.store import Database
from bot.store.cases import Relay
from bot.store.outbox import Owed
from bot.store.people import Chat, Group
from bot.tasks import Tasks
from bot.telegram import letters
from bot.telegram.pace import Pace
from bot.telegram.screens import Screen, keyboard
from bot.telegram.sent import Sent
from bot.telegram.wording import Names, state_of

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=60)
AT_ONCE = 4
#: how often the table is looked at though nobody woke us: the clock may have been moved, another process may owe
LOOK_EVERY = 1.0
MOST_ATTEMPTS = 30
NO_GROUP_WAIT = timedelta(minutes=5)


class Undeliverable(Exception):
    """It cannot be sent, now or later, for the reason named."""


class NotYet(Exception):
    """It could not be sent for a reason that passes."""

    def __init__(self, reason: str, wait: timedelta) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wait = wait


class Delivery:
    """One loop a process. Rows of one chat go one after the other, different chats at once."""

    def __init__(self, bot: Bot, database: Database, i18n: I18n, sent: Sent, pace: Pace, tasks: Tasks) -> None:
        self.bot = bot
        self.database = database
        self.i18n = i18n
        self.sent = sent
        self.pace = pace
        self.tasks = tasks
        self.names: Names | None = None
        self._wake = asyncio.Event()
        self._kinds: dict[str, Callable[[Owed], Awaitable[int | None]]] = {
            "to_staff": self._to_staff,
            "card": self._card,
            "staff_note": self._staff_note,
            "to_client": self._to_client,
            "notice": self._to_client,
            "receipt": self._receipt,
        }

    def wake(self) -> None:
        self._wake.set()

    async def run(self) -> None:
        """Sends what is due, for ever."""
        while True:
            self._wake.clear()
            if not await self.send_due():
                try:
                    await asyncio.wait_for(self._wake.wait(), LOOK_EVERY)
                except TimeoutError:
                    continue

    async def send_due(self) -> int:
        """Claims and sends one handful; returns how many there were."""
        async with self.database.transaction() as store:
            claimed = await store.outbox.claim(AT_ONCE, LEASE)
        by_target: dict[object, list[Owed]] = {}
        for owed in claimed:
            by_target.setdefault(owed.person or owed.organisation, []).append(owed)
        sending = [self.tasks.start(self._send_in_order(rows), "delivery to one chat") for rows in by_target.values()]
        await asyncio.gather(*sending)
        return len(claimed)

    async def _send_in_order(self, rows: list[Owed]) -> None:
        for owed in rows:
            await self._send(owed)

    async def _send(self, owed: Owed) -> None:
        """Sends one row and marks what became of it."""
        try:
            message = await self._kinds[owed.kind](owed)
        except Held:
            return
        except Undeliverable as reason:
            await self._give_up(owed, str(reason))
        except NotYet as later:
            await self._again(owed, later.reason, later.wait)
        except TelegramRetryAfter as error:
            self.pace.pause(error.retry_after)
            await self._again(owed, "flood", timedelta(seconds=error.retry_after))
        except TelegramNetworkError as error:
            await self._after_network_error(owed, error)
        except TelegramAPIError as error:
            log.warning("a message was not sent", kind=owed.kind, error=type(error).__name__)
            await self._again(owed, type(error).__name__[:40], timedelta(seconds=min(2**owed.attempts, 300)))
        else:
            async with self.database.transaction() as store:
                await store.outbox.sent(owed.id, message)

    async def _after_network_error(self, owed: Owed, error: TelegramNetworkError) -> None:
        """A refused connection sent nothing; a broken one perhaps did."""
        if isinstance(error.__cause__, ClientConnectorError):
            await self._again(owed, "refused", timedelta(seconds=min(2**owed.attempts, 60)))
            return
        async with self.database.transaction() as store:
            await store.outbox.unknown(owed.id, "unknown")

    async def _again(self, owed: Owed, reason: str, wait: timedelta) -> None:
        if owed.attempts >= MOST_ATTEMPTS and reason != "no_group":
            await self._give_up(owed, reason)
            return
        async with self.database.transaction() as store:
            await store.outbox.retry(owed.id, store.now + wait, reason)

    async def _give_up(self, owed: Owed, reason: str) -> None:
        """Says so to whoever wrote, in the same commit."""
        async with self.database.transaction() as store:
            await store.outbox.unsendable(owed.id, reason)
            case = await store.cases.get(owed.case) if owed.case else None
            if case is None:
                return
            if owed.kind == "to_client":
                body = {"note": "unreachable"}
                await store.outbox.add(
                    "staff_note", f"unreachable:{owed.id}", body, organisation=case.organisation, case=case.id
                )
            if owed.kind == "to_staff" and owed.relay is not None:
                await store.cases.set_relay(owed.relay, state=RelayState.FAILED)
                await cases.owe_receipt(store, case, owed.relay, RelayState.FAILED)

    # ---- to the organisation's group

    async def _group(self, owed: Owed) -> tuple[Case, Group]:
        async with self.database.transaction() as store:
            case = await store.cases.get(owed.case or 0)
            group = await store.groups.chat(owed.organisation or "")
        if case is None:
            raise Undeliverable("no_case")
        if group is None:
            raise NotYet("no_group", NO_GROUP_WAIT)
        return case, group

    async def _to_staff(self, owed: Owed) -> int | None:
        case, group = await self._group(owed)
        case = await self._in_topic(case, group)
        copy = await self._in_group(case, group, lambda: letters.send_said(
            self.bot, group.chat_id, owed.body, thread=case.thread
        ))  # fmt: skip
        async with self.database.transaction() as store:
            if owed.relay is not None:
                await store.cases.set_relay(owed.relay, staff_message=copy)
                if await store.cases.advance_one(owed.relay, (RelayState.SAVED,), RelayState.DELIVERED):
                    await cases.owe_receipt(store, case, owed.relay, RelayState.DELIVERED)
        return copy

    async def _in_topic(self, case: Case, group: Group) -> Case:
        """The request with its topic, made now if it has none: lazily, since making many fast gets a bot banned."""
        if case.thread is not None:
            return case
        await self.pace.wait_for(group.chat_id)
        topic = await self.bot.create_forum_topic(group.chat_id, name=case.code)
        thread = topic.message_thread_id
        await self._keep_topic(case, thread, None)
        card = await self._say(group.chat_id, self._card_of(case, group), thread=thread)
        return await self._keep_topic(case, thread, card)

    async def _keep_topic(self, case: Case, thread: int, card: int | None) -> Case:
        async with self.database.transaction() as store:
            await store.cases.set_topic(case.id, thread, card)
            return await store.cases.get(case.id) or case

    def _card_of(self, case: Case, group: Group) -> Screen:
        assert self.names is not None  # noqa: S101 - set before the loop starts
        with self.i18n.context(), self.i18n.use_locale(group.locale):
            return letters.card(case, self.names)

    async def _in_group(self, case: Case, group: Group, send: Callable[[], Awaitable[object]]) -> int:
        """Sends into a topic; one that was deleted is made anew, one that was closed is opened."""
        try:
            await self.pace.wait_for(group.chat_id)
            sent = await send()
        except TelegramMigrateToChat as moved:
            async with self.database.transaction() as store:
                await store.groups.moved(group.organisation, moved.migrate_to_chat_id)
            raise NotYet("group_moved", timedelta()) from None
        except TelegramForbiddenError:
            raise NotYet("no_group", NO_GROUP_WAIT) from None
        except TelegramBadRequest as error:
            await self._mend_topic(case, group, error.message)
            raise NotYet("topic", timedelta(seconds=1)) from None
        return int(sent.message_id)  # type: ignore[attr-defined]

    async def _mend_topic(self, case: Case, group: Group, error: str) -> None:
        if "thread not found" in error or "TOPIC_DELETED" in error or "TOPIC_ID_INVALID" in error:
            async with self.database.transaction() as store:
                await store.cases.set_topic(case.id, None, None)
        elif "TOPIC_CLOSED" in error and case.thread is not None:
            await self.bot.reopen_forum_topic(group.chat_id, case.thread)
        else:
            raise Undeliverable("refused")

    async def _card(self, owed: Owed) -> int | None:
        """Draws the card anew, as things are now."""
        case, group = await self._group(owed)
        if case.card is None:
            return None
        screen = self._card_of(case, group)
        await self.pace.wait_for(group.chat_id)
        with self.i18n.context(), self.i18n.use_locale(group.locale):
            markup = keyboard(screen.rows, with_footer=False)
        await self._edit(group.chat_id, case.card, screen, markup)
        return case.card

    async def _staff_note(self, owed: Owed) -> int | None:
        case, group = await self._group(owed)
        case = await self._in_topic(case, group)
        with self.i18n.context(), self.i18n.use_locale(group.locale):
            text = letters.note_to_staff(owed.body)
        return await self._in_group(
            case, group, lambda: self.bot.send_message(group.chat_id, text, message_thread_id=case.thread)
        )

    # ---- to the client's private chat

    async def _chat(self, owed: Owed) -> Chat:
        async with self.database.transaction() as store:
            chat = await store.people.chat(owed.person or 0)
        if chat is None:
            raise Undeliverable("erased")
        return chat

    async def _to_client(self, owed: Owed) -> int | None:
        """As it is while they are in the talk; later it knocks first, and waits for the press."""
        chat = await self._chat(owed)
        if not self._in_talk(chat, owed):
            await self._knock(chat, owed)
            raise Held
        body = owed.body
        with self.i18n.context(), self.i18n.use_locale(chat.locale):
            if owed.kind == "notice":
                body = {"kind": "text", "text": letters.notice(owed.body)}
            message = await self._private(
                chat, lambda: letters.send_said(self.bot, chat.telegram_id, body, for_client=True)
            )
        if owed.relay is not None:
            async with self.database.transaction() as store:
                await store.cases.set_relay(owed.relay, client_message=message, state=RelayState.DELIVERED)
        return message

    def _in_talk(self, chat: Chat, owed: Owed) -> bool:
        now = self.database.clock.now()
        return chat.wrote_at is not None and chat.wrote_at > now - cases.IN_TALK and chat.talking in {owed.case, None}

    async def _knock(self, chat: Chat, owed: Owed) -> None:
        async with self.database.transaction() as store:
            knocked = await store.outbox.is_held_for(chat.person)
        if not knocked:
            with self.i18n.context(), self.i18n.use_locale(chat.locale):
                await self._private(chat, lambda: self._send_screen(chat.telegram_id, letters.knock()))
        async with self.database.transaction() as store:
            await store.outbox.hold(owed.id)

    async def _receipt(self, owed: Owed) -> int | None:
        """One line under the client's message says what became of it; it changes in place."""
        chat = await self._chat(owed)
        async with self.database.transaction() as store:
            relay = await store.cases.relay(owed.relay or 0)
            case = await store.cases.get(owed.case or 0)
        if relay is None or case is None:
            raise Undeliverable("no_case")
        return await self._show_receipt(chat, case, relay)

    async def _show_receipt(self, chat: Chat, case: Case, relay: Relay) -> int:
        assert self.names is not None  # noqa: S101 - set before the loop starts
        with self.i18n.context(), self.i18n.use_locale(chat.locale):
            screen = Screen("", state_of(relay.state, self.names.organisation(case.organisation)))
            markup = keyboard(screen.rows, with_footer=True)
            if relay.receipt is not None:
                await self._edit(chat.telegram_id, relay.receipt, screen, markup)
                return relay.receipt
            body = {"kind": "text", "text": screen.body}
            message = await self._private(
                chat,
                lambda: letters.send_said(
                    self.bot, chat.telegram_id, body, reply_to=relay.client_message, for_client=True
                ),
            )
        async with self.database.transaction() as store:
            await store.cases.set_relay(relay.id, receipt=message)
        return message

    async def _private(self, chat: Chat, send: Callable[[], Awaitable[object]]) -> int:
        """Sends to a person; three ways of not being there are told apart."""
        try:
            await self.pace.wait_for(chat.telegram_id)
            sent = await send()
        except (TelegramForbiddenError, TelegramBadRequest) as error:
            reach = unreachable(error.message)
            if reach is None:
                raise
            async with self.database.transaction() as store:
                await store.people.set_reach(chat.person, reach)
            raise Undeliverable(reach) from None
        message = int(sent.message_id)  # type: ignore[attr-defined]
        self.sent.remember(chat.telegram_id, message)
        return message

    async def _send_screen(self, chat: int, screen: Screen) -> object:
        return await self.bot.send_message(
            chat, screen.text, reply_markup=keyboard(screen.rows, with_footer=screen.footer), protect_content=True
        )

    async def _say(self, chat: int, screen: Screen, *, thread: int) -> int:
        await self.pace.wait_for(chat)
        sent = await self.bot.send_message(
            chat,
            screen.text,
            entities=screen.entities,
            message_thread_id=thread,
            reply_markup=keyboard(screen.rows, with_footer=False),
        )
        return sent.message_id

    async def _edit(self, chat: int, message: int, screen: Screen, markup: InlineKeyboardMarkup | None) -> None:
        try:
            await self.bot.edit_message_text(
                screen.text, chat_id=chat, message_id=message, entities=screen.entities, reply_markup=markup
            )
        except TelegramBadRequest as error:
            if "not modified" not in error.message and "not found" not in error.message:
                raise


class Held(Exception):
    """It waits for a press."""


def unreachable(error: str) -> Reach | None:
    """Which of the three states an error means; None: it is about something else."""
    if "blocked" in error:
        return Reach.BLOCKED
    if "deactivated" in error:
        return Reach.DEACTIVATED
    if "chat not found" in error or "can't initiate" in error:
        return Reach.NOT_FOUND
    return None


__all__ = ["ORDER", "Delivery", "unreachable"]

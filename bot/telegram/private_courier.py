"""To a client's private chat: as it is while they are in the talk, behind a neutral knock otherwise."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial

from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramForbiddenError
from aiogram.types import Message, ReactionTypeEmoji

from bot.domain import cases
from bot.domain.cases import Case, RelayState
from bot.domain.people import Reach
from bot.store.outbox import Owed
from bot.store.people import Chat
from bot.store.relays import Relay
from bot.telegram import bed_letters, letters
from bot.telegram.copies import answering, edit_said, send_said
from bot.telegram.means import NOT_THERE_WAIT, Held, Means, NotYet, Undeliverable
from bot.telegram.screens import Screen, keyboard

#: on the staff's own message: it arrived; it waits until the person opens it
MARK_DELIVERED, MARK_WAITS = "👌", "✍"


class PrivateCourier:
    """Carries answers, notices and receipts."""

    def __init__(self, means: Means) -> None:
        self.means = means

    async def _case(self, owed: Owed) -> Case | None:
        async with self.means.database.transaction() as store:
            return await store.cases.get(owed.case or 0)

    async def to_client(self, owed: Owed) -> int | None:
        """As it is while they are in the talk; later it knocks first, and waits for the press."""
        chat = await self.means.chat_of(owed.person)
        if not (owed.opened or await self._in_talk(chat, owed)):
            await self._knock(chat, owed)
            raise Held
        body = owed.body
        answered = await self.means.answered(owed)
        case = await self._case(owed)
        reply_to = answered.client_message if answered else None
        bot, names = self.means.bot, self.means.names
        with self.means.speaking(chat.locale):
            markup = letters.under_answer(case, names)
            if bed_letters.is_about_a_bed(owed.body):
                screen = bed_letters.notice(owed.body, names)
                body, markup = {"kind": "text", "text": screen.text}, keyboard(screen.rows, with_footer=True)
            elif owed.kind == "notice":
                body = {"kind": "text", "text": letters.notice(owed.body)}
            message = await self.send(
                chat,
                lambda: send_said(
                    bot,
                    chat.telegram_id,
                    body,
                    names,
                    reply_to=reply_to,
                    markup=markup,
                    note=partial(self.means.sent.remember, chat.telegram_id),
                ),
            )
        await self._delivered_to_client(owed, message)
        return message

    async def _delivered_to_client(self, owed: Owed, message: int) -> None:
        """From now on what they type answers this; staff see a mark on their message."""
        if owed.relay is None:
            return
        async with self.means.database.transaction() as store:
            await store.cases.set_relay(owed.relay, client_message=message, state=RelayState.DELIVERED)
            await store.people.set_talking(owed.person or 0, owed.case)
        await self._mark(owed, MARK_DELIVERED)

    async def _mark(self, owed: Owed, emoji: str) -> None:
        """Reacts to the staff's own message; only a mark, so a failure changes nothing."""
        async with self.means.database.transaction() as store:
            relay = await store.cases.relay(owed.relay or 0)
            case = await store.cases.get(owed.case or 0)
            member = await store.people.chat(relay.member) if relay and relay.member else None
            group = await store.groups.chat(case.organisation or "") if case and member is None else None
        where = member.telegram_id if member else group.chat_id if group else None
        if relay is None or relay.staff_message is None or where is None:
            return
        with suppress(TelegramAPIError):
            await self.means.bot.set_message_reaction(where, relay.staff_message, [ReactionTypeEmoji(emoji=emoji)])

    async def _in_talk(self, chat: Chat, owed: Owed) -> bool:
        """Whether what they type next would answer this, and nothing else that is asked of them."""
        now = self.means.database.clock.now()
        if chat.wrote_at is None or chat.wrote_at <= now - cases.IN_TALK or chat.talking not in {owed.case, None}:
            return False
        async with self.means.database.transaction() as store:
            return not await store.conversations.is_expecting(self.means.bot.id, chat.telegram_id)

    async def _knock(self, chat: Chat, owed: Owed) -> None:
        async with self.means.database.transaction() as store:
            knocked = await store.outbox.is_held_for(chat.person)
        if not knocked:
            with self.means.speaking(chat.locale):
                await self.send(chat, lambda: self.send_screen(chat.telegram_id, letters.knock()))
        async with self.means.database.transaction() as store:
            await store.outbox.hold(owed.id)
        await self._mark(owed, MARK_WAITS)

    async def edit(self, owed: Owed) -> int | None:
        """Changes the copy that the client has."""
        chat = await self.means.chat_of(owed.person)
        message = (await self.means.relay_of(owed)).client_message
        if message is None:
            raise NotYet("not_there", NOT_THERE_WAIT)
        case, bot, names = await self._case(owed), self.means.bot, self.means.names
        with self.means.speaking(chat.locale):
            async with self.reaching(chat):
                markup = letters.under_answer(case, names)
                await edit_said(bot, chat.telegram_id, message, owed.body, names, markup=markup)
        return message

    async def receipt(self, owed: Owed) -> int | None:
        """One line under the client's message says what became of it; it changes in place."""
        chat = await self.means.chat_of(owed.person)
        async with self.means.database.transaction() as store:
            relay = await store.cases.relay(owed.relay or 0)
            case = await store.cases.get(owed.case or 0)
        if relay is None or case is None:
            raise Undeliverable("no_case")
        if relay.receipt is None and owed.body["state"] not in {RelayState.SAVED, RelayState.FAILED}:
            # the first of an album has the receipt of all; an unshown one will say the newest state when it is
            return None
        if relay.receipt is None and chat.talking != case.id:
            # they hid the chat or went on meanwhile: nothing new may appear there about it
            raise Undeliverable("left")
        return await self._show_receipt(chat, case, relay)

    async def _show_receipt(self, chat: Chat, case: Case, relay: Relay) -> int:
        with self.means.speaking(chat.locale):
            screen = letters.receipt(relay, self.means.names.organisation(case.organisation))
            markup = keyboard(screen.rows, with_footer=True)
            if relay.receipt is not None:
                async with self.reaching(chat):
                    await self.means.edit(chat.telegram_id, relay.receipt, screen, markup)
                return relay.receipt
            message = await self.send(
                chat, lambda: self.send_screen(chat.telegram_id, screen, reply_to=relay.client_message)
            )
        async with self.means.database.transaction() as store:
            await store.cases.set_relay(relay.id, receipt=message)
        return message

    async def send(self, chat: Chat, send: Callable[[], Awaitable[Message]]) -> int:
        async with self.reaching(chat):
            await self.means.pace.wait_for(chat.telegram_id)
            message = (await send()).message_id
        self.means.sent.remember(chat.telegram_id, message)
        return message

    @asynccontextmanager
    async def reaching(self, chat: Chat) -> AsyncIterator[None]:
        """Three ways of not being there are told apart, and remembered."""
        try:
            yield
        except (TelegramForbiddenError, TelegramBadRequest) as error:
            reach = unreachable(error.message)
            if reach is None:
                raise Undeliverable("refused") from None
            async with self.means.database.transaction() as store:
                await store.people.set_reach(chat.person, reach)
            raise Undeliverable(reach) from None

    async def send_screen(self, chat: int, screen: Screen, *, reply_to: int | None = None) -> Message:
        return await self.means.bot.send_message(
            chat,
            screen.text,
            reply_markup=keyboard(screen.rows, with_footer=screen.footer),
            reply_parameters=answering(reply_to),
            protect_content=True,
        )


def unreachable(error: str) -> Reach | None:
    """Which of the three states an error means; None: it is about something else."""
    if "blocked" in error:
        return Reach.BLOCKED
    if "deactivated" in error:
        return Reach.DEACTIVATED
    if "chat not found" in error or "can't initiate" in error:
        return Reach.NOT_FOUND
    return None

"""To the members of an organisation without a group, each in their own chat; and which of the two it is."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import Message

from bot.domain import cases, desk, edits
from bot.domain.cases import Case, CaseState
from bot.domain.people import Reach, Role
from bot.store.desk import Kind
from bot.store.outbox import Owed
from bot.store.people import Chat
from bot.telegram import desk_letters, letters
from bot.telegram.copies import answering, edit_said, send_said
from bot.telegram.group_courier import NO_GROUP_WAIT, GroupCourier
from bot.telegram.means import NOT_THERE_WAIT, Held, Means, NotYet, Undeliverable
from bot.telegram.private_courier import PrivateCourier
from bot.telegram.screens import Screen, keyboard
from bot.telegram.wiping import wipe


class DeskCourier:
    """Knocks at all of them, and carries a request's words to the one who took it."""

    def __init__(self, means: Means, private: PrivateCourier) -> None:
        self.means = means
        self.private = private

    # ---- a request that nobody has taken

    async def to_staff(self, owed: Owed) -> int | None:
        """To whoever took the request; until then it stays here, sealed, and they are told that it does."""
        case = await self._hold_unless_taken(owed)
        if case is None:
            raise Held
        return await self._to_taker(owed, case)

    async def _hold_unless_taken(self, owed: Owed) -> Case | None:
        """Under a lock, since taking the request lets go what is held: nothing may be held after that."""
        async with self.means.database.transaction() as store:
            case = await store.desk.lock(owed.case or 0)
            if case is None:
                raise Undeliverable("no_case")
            if case.desk is not None:
                return case
            if case.is_closed:
                raise Undeliverable("closed")
            if not await desk.call(store, case, desk.first_round(case)):
                raise NotYet("no_group", NO_GROUP_WAIT)
            await store.outbox.hold(owed.id)
            if await store.desk.was_announced(case.id):
                await cases.arrived(store, case, owed.relay)
        return None

    async def call(self, owed: Owed) -> int | None:
        """Knocks once more: a request became urgent, or was handed back."""
        async with self.means.database.transaction() as store:
            case = await store.desk.lock(owed.case or 0)
            if case is None or case.is_closed or await store.groups.is_bound(case.organisation or ""):
                return None
            if case.desk is None and not await desk.call(
                store, case, owed.body.get("round") or desk.first_round(case)
            ):
                raise NotYet("no_group", NO_GROUP_WAIT)
        return await self._say(case, lambda: letters.ring(case)) if case.desk is not None else None

    async def knock(self, owed: Owed) -> int | None:
        """At one member, if it is still theirs to know and to do."""
        async with self.means.database.transaction() as store:
            case = await store.cases.get(owed.case or 0)
            organisation = owed.organisation or ""
            wanted = (
                case is not None
                and case.state is CaseState.OPEN
                and owed.person in await store.people.members(organisation, Role.STAFF)
                and not await store.groups.is_bound(organisation)
            )
        if case is None or not wanted:
            return None
        try:
            message = await self._screen(owed.person or 0, case, Kind.KNOCK, desk_letters.knock)
        except Undeliverable:
            async with self.means.database.transaction() as store:
                await desk.lost(store, case, owed.id)
            raise
        async with self.means.database.transaction() as store:
            now = await store.cases.get(case.id)
            if now is not None:
                await desk.announced(store, now)
        return message

    # ---- one that somebody answers

    async def _to_taker(self, owed: Owed, case: Case) -> int:
        answered = await self.means.answered(owed)
        reply_to = answered.staff_message if answered and answered.member == case.desk else None
        body, markup = desk_letters.headed(owed.body, case)
        bot, names = self.means.bot, self.means.names
        message = await self._send(
            case, lambda chat: send_said(bot, chat, body, names, reply_to=reply_to, markup=markup)
        )
        async with self.means.database.transaction() as store:
            if owed.relay is not None:
                await store.cases.set_relay(owed.relay, staff_message=message, member=case.desk)
                await cases.arrived(store, case, owed.relay)
        return message

    async def staff_note(self, owed: Owed) -> int | None:
        case = await self._case(owed)
        if case.desk is None:
            # who takes it sees how things are
            return None
        about = await self.means.answered(owed)
        reply_to = about.staff_message if about and about.member == case.desk else None
        return await self._say(case, lambda: letters.note_to_staff(owed.body), reply_to=reply_to)

    async def _say(self, case: Case, word: Callable[[], str], *, reply_to: int | None = None) -> int:
        """Something of the bot's own, in the member's language, under the request's code."""
        bot, reply = self.means.bot, answering(reply_to)
        return await self._send(
            case,
            lambda chat: bot.send_message(
                chat, f"{case.code}\n{word()}", reply_parameters=reply, protect_content=True
            ),
        )

    async def edit(self, owed: Owed) -> int | None:
        """Changes the copy where it stands, if that is still a member's chat."""
        case, relay = await self._case(owed), await self.means.relay_of(owed)
        if relay.staff_message is None or relay.member is None:
            raise NotYet("not_there", NOT_THERE_WAIT)
        body, markup = desk_letters.headed(owed.body, case)
        chat = await self.means.chat_of(relay.member)
        with self.means.speaking(chat.locale):
            async with self.private.reaching(chat):
                await edit_said(
                    self.means.bot, chat.telegram_id, relay.staff_message, body, self.means.names, markup=markup
                )
        return relay.staff_message

    async def take_back(self, owed: Owed) -> int | None:
        """Deletes the copies in members' chats; those deleted there by hand are fine."""
        case = await self._case(owed)
        by_member: dict[int, list[int]] = {}
        for copy in await self.means.copies(owed):
            by_member.setdefault(copy.member or 0, []).append(copy.staff_message or 0)
        for member, messages in by_member.items():
            chat = await self.means.chat_of(member)
            async with self.private.reaching(chat):
                await self.means.bot.delete_messages(chat.telegram_id, messages)
        async with self.means.database.transaction() as store:
            await edits.taken_back(store, case, owed.relay or 0, owed.body["relays"])
        return None

    async def card(self, owed: Owed) -> int | None:
        """Draws all its cards anew, as things are now; a knock that is answered no longer asks for anything."""
        async with self.means.database.transaction() as store:
            case = await store.cases.get(owed.case or 0)
            standing = await store.desk.messages_of(owed.case or 0, Kind.CARD, Kind.KNOCK)
            client = await store.people.chat(case.client) if case else None
            chats = {one.person: await store.people.chat(one.person) for one in standing}
        if case is None or client is None:
            return None
        for one in standing:
            chat = chats[one.person]
            if chat is None or (one.kind is Kind.KNOCK and case.state is CaseState.OPEN):
                continue
            with self.means.speaking(chat.locale):
                screen = desk_letters.knock_is_over()
                if one.kind is Kind.CARD:
                    screen = desk_letters.card(case, self.means.names, client.locale, one.person)
                markup = keyboard(screen.rows, with_footer=False)
                # who left, or deleted it, does not keep the others from seeing how things are
                with suppress(TelegramForbiddenError, TelegramBadRequest):
                    await self.means.edit(chat.telegram_id, one.message, screen, markup)
        return None

    async def removal(self, owed: Owed) -> int | None:
        """Deletes what stood of someone who erased their data, and says so; or of an organisation left behind."""
        chat = await self.means.chat_of(owed.person)
        async with self.private.reaching(chat):
            await wipe(self.means.bot, chat.telegram_id, owed.body["messages"])
        if not owed.body["told"]:
            return None
        with self.means.speaking(chat.locale):
            text = desk_letters.removed(owed.body)
            return await self.private.send(chat, lambda: self.means.bot.send_message(chat.telegram_id, text))

    # ---- how

    async def _case(self, owed: Owed) -> Case:
        async with self.means.database.transaction() as store:
            case = await store.cases.get(owed.case or 0)
        if case is None:
            raise Undeliverable("no_case")
        return case

    async def _send(self, case: Case, send: Callable[[int], Awaitable[Message]]) -> int:
        """To whoever answers it; if they cannot be reached, the request waits for a colleague, and this with it."""
        chat = await self.means.chat_of(case.desk)
        try:
            with self.means.speaking(chat.locale):
                message = await self.private.send(chat, lambda: send(chat.telegram_id))
        except Undeliverable as reason:
            if str(reason) not in set(Reach):
                raise
            async with self.means.database.transaction() as store:
                await desk.taker_lost(store, case, Reach(str(reason)))
            raise NotYet("taker_lost", timedelta()) from None
        await self._remember(chat, message, case, Kind.WORDS)
        return message

    async def _screen(self, person: int, case: Case, kind: Kind, screen: Callable[[Case], Screen]) -> int:
        chat = await self.means.chat_of(person)
        with self.means.speaking(chat.locale):
            message = await self.private.send(chat, lambda: self.private.send_screen(chat.telegram_id, screen(case)))
        await self._remember(chat, message, case, kind)
        return message

    async def _remember(self, chat: Chat, message: int, case: Case, kind: Kind) -> None:
        async with self.means.database.transaction() as store:
            if await store.desk.lock(case.id) is not None:
                await store.desk.put(chat.person, message, case.id, kind)
                return
        # erased meanwhile: nobody else would remove what was just said
        await wipe(self.means.bot, chat.telegram_id, [message])
        raise Undeliverable("erased")


class Staffroom:
    """Carries what is owed to an organisation to where its staff answer this request."""

    def __init__(self, means: Means, group: GroupCourier, desk_: DeskCourier) -> None:
        self.means = means
        self.group = group
        self.desk = desk_

    async def to_staff(self, owed: Owed) -> int | None:
        return await (self.desk if await self._is_at_desk(owed) else self.group).to_staff(owed)

    async def card(self, owed: Owed) -> int | None:
        """On both sides: cards stay in members' chats when a group is connected later."""
        await self.desk.card(owed)
        return None if await self._is_at_desk(owed) else await self._in_group(owed)

    async def _in_group(self, owed: Owed) -> int | None:
        async with self.means.database.transaction() as store:
            case = await store.cases.get(owed.case or 0)
        return await self.group.card(owed) if case is None or case.card is not None else None

    async def ring(self, owed: Owed) -> int | None:
        return await (self.desk.call(owed) if await self._is_at_desk(owed) else self.group.ring(owed))

    async def staff_note(self, owed: Owed) -> int | None:
        return await (self.desk if await self._is_at_desk(owed) else self.group).staff_note(owed)

    async def edit(self, owed: Owed) -> int | None:
        return await (self.desk if await self._stands_at_desk(owed) else self.group).edit(owed)

    async def take_back(self, owed: Owed) -> int | None:
        return await (self.desk if await self._stands_at_desk(owed) else self.group).take_back(owed)

    async def _is_at_desk(self, owed: Owed) -> bool:
        """Where someone took it, if they did; else in the group, where there is one; else with whoever there is."""
        async with self.means.database.transaction() as store:
            case = await store.cases.get(owed.case or 0)
            organisation = owed.organisation or ""
            if case is None or case.desk is not None:
                return case is not None
            if await store.groups.is_bound(organisation):
                return False
            return bool(await store.people.members(organisation, Role.STAFF))

    async def _stands_at_desk(self, owed: Owed) -> bool:
        """Whether the copy that this is about is in a member's chat, wherever the request is by now."""
        async with self.means.database.transaction() as store:
            relay = await store.cases.relay(owed.relay or 0)
        return relay is not None and (relay.member is not None or await self._is_at_desk(owed))

"""To an organisation's forum group: one topic a request, made lazily and mended when someone breaks it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat
from aiogram.types import Message

from bot.domain import cases, edits
from bot.domain.cases import Case
from bot.store.outbox import Owed
from bot.store.people import Group
from bot.telegram import letters
from bot.telegram.copies import answering, edit_said, send_said
from bot.telegram.lines import as_one, let_go, stand_with_others, taken_along
from bot.telegram.means import NOT_THERE_WAIT, Means, NotYet, Undeliverable, never_left
from bot.telegram.screens import Screen, keyboard

NO_GROUP_WAIT = timedelta(minutes=5)
#: how Telegram says that somebody must first give the bot its rights back, take it in, or switch topics on again
LOST = {
    "not enough rights": "demoted",
    "have no rights": "demoted",
    "CHAT_WRITE_FORBIDDEN": "demoted",
    "CHAT_ADMIN_REQUIRED": "demoted",
    "not a forum": "no_topics",
    "chat not found": "removed",
}


class GroupCourier:
    """Carries what clients say, the request's card, and notes of the bot itself."""

    def __init__(self, means: Means) -> None:
        self.means = means

    async def _group(self, owed: Owed) -> tuple[Case, Group]:
        async with self.means.database.transaction() as store:
            case = await store.cases.get(owed.case or 0)
            group = await store.groups.chat(owed.organisation or "")
        if case is None:
            raise Undeliverable("no_case")
        if group is None:
            raise NotYet("no_group", NO_GROUP_WAIT)
        return case, group

    async def to_staff(self, owed: Owed) -> int | None:
        """The client's words; where the group has little room left, the lines that follow go in the same message."""
        case, group = await self._group(owed)
        followers = await taken_along(self.means, group.chat_id, owed)
        try:
            copy = await self._say_lines(case, group, [owed, *followers])
        except Exception as error:
            if never_left(error):
                await let_go(self.means, followers)
            raise
        async with self.means.database.transaction() as store:
            for line in (owed, *followers):
                if line.relay is not None:
                    await store.cases.set_relay(line.relay, staff_message=copy)
                    await cases.arrived(store, case, line.relay)
            for line in followers:
                await store.outbox.sent(line.id, copy)
        return copy

    async def _say_lines(self, case: Case, group: Group, lines: list[Owed]) -> int:
        answered = await self.means.answered(lines[0])
        reply_to = answered.staff_message if answered else None
        body = as_one(lines) if len(lines) > 1 else lines[0].body
        bot, names = self.means.bot, self.means.names
        with self.means.speaking(group.locale):
            return await self._in_topic(
                case,
                group,
                lambda thread: send_said(bot, group.chat_id, body, names, thread=thread, reply_to=reply_to),
            )

    async def edit(self, owed: Owed) -> int | None:
        """Changes the copy in the topic; a line among others is said anew, as an answer to where it stands."""
        case, group = await self._group(owed)
        message = (await self.means.relay_of(owed)).staff_message
        if message is None:
            raise NotYet("not_there", NOT_THERE_WAIT)
        bot, names = self.means.bot, self.means.names
        with self.means.speaking(group.locale):
            if await self._has_others(case, message, [owed.relay or 0]):
                body = owed.body | {"text": f"✏️ {owed.body.get('text') or ''}"}
                return await self._in_topic(
                    case,
                    group,
                    lambda thread: send_said(bot, group.chat_id, body, names, thread=thread, reply_to=message),
                )
            async with self._mending(case, group):
                await self.means.pace.wait_for(group.chat_id)
                await edit_said(bot, group.chat_id, message, owed.body, names)
        return message

    async def _has_others(self, case: Case, copy: int, but: list[int]) -> bool:
        async with self.means.database.transaction() as store:
            return await stand_with_others(store, case.id, copy, but)

    async def take_back(self, owed: Owed) -> int | None:
        """Deletes the copies in the topic; those deleted there by hand are fine."""
        case, group = await self._group(owed)
        copies = {copy.staff_message or 0 for copy in await self.means.copies(owed)}
        for copy in copies:
            if await self._has_others(case, copy, owed.body["relays"]):
                # other words of theirs would go with it; they are told that it stays, and whom to ask
                raise Undeliverable("among_others")
        async with self._mending(case, group):
            await self.means.pace.wait_for(group.chat_id)
            await self.means.bot.delete_messages(group.chat_id, sorted(copies))
        async with self.means.database.transaction() as store:
            await edits.taken_back(store, case, owed.relay or 0, owed.body["relays"])
        return None

    async def _in_topic(self, case: Case, group: Group, send: Callable[[int], Awaitable[Message]]) -> int:
        async with self._mending(case, group):
            thread = case.thread or await self._make_topic(case, group)
            await self.means.pace.wait_for(group.chat_id)
            return (await send(thread)).message_id

    async def _make_topic(self, case: Case, group: Group) -> int:
        """The topic of the request, with its card: made lazily, since making many fast gets a bot banned."""
        await self.means.pace.wait_for(group.chat_id)
        topic = await self.means.bot.create_forum_topic(group.chat_id, name=case.code)
        thread = topic.message_thread_id
        case = await self._keep_topic(case, group, thread, None)
        card = await self._say(group.chat_id, self._card_of(case, group), thread=thread)
        await self._keep_topic(case, group, thread, card)
        return thread

    async def _keep_topic(self, case: Case, group: Group, thread: int, card: int | None) -> Case:
        async with self.means.database.transaction() as store:
            here = await store.groups.chat(group.organisation)
            if here is None or here.chat_id != group.chat_id:
                # another group was connected meanwhile, in which this number is someone else's
                raise NotYet("group_changed", timedelta())
            await store.cases.set_topic(case.id, thread, card)
            kept = await store.cases.get(case.id)
        if kept is None:
            # erased meanwhile: nobody else would remove what was just made
            await self.means.bot.delete_forum_topic(group.chat_id, thread)
            raise Undeliverable("erased")
        return kept

    def _card_of(self, case: Case, group: Group) -> Screen:
        with self.means.speaking(group.locale):
            return letters.card(case, self.means.names)

    @asynccontextmanager
    async def _mending(self, case: Case, group: Group) -> AsyncIterator[None]:
        """What someone did to the group is put right, and the message tried again: nothing of it is lost."""
        try:
            yield
        except TelegramMigrateToChat as moved:
            async with self.means.database.transaction() as store:
                await store.groups.moved(group.organisation, moved.migrate_to_chat_id)
            raise NotYet("group_moved", timedelta()) from None
        except TelegramForbiddenError:
            raise NotYet("removed", NO_GROUP_WAIT) from None
        except TelegramBadRequest as error:
            lost = next((reason for words, reason in LOST.items() if words in error.message), None)
            if lost is not None:
                raise NotYet(lost, NO_GROUP_WAIT) from None
            raise NotYet(await self._mend_topic(case, group, error.message), timedelta(seconds=1)) from None

    async def _mend_topic(self, case: Case, group: Group, error: str) -> str:
        """Returns what was wrong with it."""
        if "thread not found" in error or "TOPIC_DELETED" in error or "TOPIC_ID_INVALID" in error:
            async with self.means.database.transaction() as store:
                await store.cases.set_topic(case.id, None, None)
            return "topic_deleted"
        if "TOPIC_CLOSED" in error and case.thread is not None:
            await self.means.bot.reopen_forum_topic(group.chat_id, case.thread)
            return "topic_closed"
        raise Undeliverable("refused")

    async def card(self, owed: Owed) -> int | None:
        """Draws the card anew, as things are now."""
        case, group = await self._group(owed)
        if case.card is None:
            return None
        screen = self._card_of(case, group)
        with self.means.speaking(group.locale):
            markup = keyboard(screen.rows, with_footer=False)
        async with self._mending(case, group):
            await self.means.pace.wait_for(group.chat_id)
            await self.means.edit(group.chat_id, case.card, screen, markup)
        return case.card

    async def staff_note(self, owed: Owed) -> int | None:
        case, group = await self._group(owed)
        with self.means.speaking(group.locale):
            text = letters.note_to_staff(owed.body)
        about = await self.means.answered(owed)
        reply = answering(about.staff_message if about else None)
        return await self._in_topic(
            case,
            group,
            lambda thread: self.means.bot.send_message(
                group.chat_id, text, message_thread_id=thread, reply_parameters=reply
            ),
        )

    async def ring(self, owed: Owed) -> int | None:
        """Outside the topics, where everyone hears it."""
        case, group = await self._group(owed)
        with self.means.speaking(group.locale):
            text = letters.ring(case)
        async with self._mending(case, group):
            await self.means.pace.wait_for(group.chat_id)
            return (await self.means.bot.send_message(group.chat_id, text)).message_id

    async def _say(self, chat: int, screen: Screen, *, thread: int) -> int:
        await self.means.pace.wait_for(chat)
        sent = await self.means.bot.send_message(
            chat,
            screen.text,
            entities=screen.entities,
            message_thread_id=thread,
            reply_markup=keyboard(screen.rows, with_footer=False),
        )
        return sent.message_id

    async def to_ops(self, owed: Owed) -> int | None:
        """Tells the keeper of the content; nothing about a person is in it."""
        if self.means.ops_chat is None:
            raise Undeliverable("no_ops_chat")
        with self.means.speaking(self.means.i18n.default_locale):
            text = letters.note_to_ops(owed.body, self.means.names)
        await self.means.pace.wait_for(self.means.ops_chat)
        return (await self.means.bot.send_message(self.means.ops_chat, text)).message_id

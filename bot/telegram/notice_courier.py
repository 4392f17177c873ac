"""Carries notices: to clients a knock, to those who opened one what became of it, to officers what waits for them."""

from aiogram.utils.i18n import gettext as _

from bot.domain.notices.model import Notice, State
from bot.domain.notices.reading import Copy
from bot.domain.offices import Office
from bot.store.outbox import Owed
from bot.store.people import Chat
from bot.telegram import notice_letters
from bot.telegram.means import Undeliverable
from bot.telegram.notice_buttons import NoticeStatus
from bot.telegram.pace import Full
from bot.telegram.private_courier import PrivateCourier
from bot.telegram.screens import Button, Screen, keyboard
from bot.telegram.wiping import wipe

#: seconds until what was in flight when its notice was paused is looked at again
PAUSED_FOR = 30.0


class NoticeCourier:
    """Permission is looked up once more at the moment of sending, and the words are those of that moment."""

    def __init__(self, private: PrivateCourier) -> None:
        self.private = private
        self.means = private.means

    async def notice(self, owed: Owed) -> int:
        """One person's knock."""
        async with self.means.database.transaction() as store:
            chat = await store.people.chat(owed.person or 0)
            notice = await store.notices.get(owed.notice or 0)
            may = notice is not None and await store.notices.may_get(notice, owed.person or 0)
        if chat is None or notice is None:
            raise Undeliverable("over")
        if notice.state is State.PAUSED:
            raise Full(PAUSED_FOR)
        if notice.state in {State.STOPPED, State.RECALLED} and not await self._has_it(owed, notice):
            raise Undeliverable("stopped")
        if not may:
            raise Undeliverable("declined")
        with self.means.speaking(chat.locale):
            knock = notice_letters.knock(notice.id)
            return await self.private.send(chat, lambda: self.private.send_screen(chat.telegram_id, knock))

    async def _has_it(self, owed: Owed, notice: Notice) -> bool:
        """It reached them before, and only the knock was hidden."""
        async with self.means.database.transaction() as store:
            copy = await store.notices.copy(notice.id, owed.person or 0)
        return notice.state is State.STOPPED and copy is not None and copy.message is not None

    async def correction(self, owed: Owed) -> int:
        """What stands in the chat becomes what holds now. A knock for what was taken back goes."""
        chat, notice, office, copy = await self._standing(owed)
        assert copy.message is not None  # noqa: S101 - looked at there
        with self.means.speaking(chat.locale):
            async with self.private.reaching(chat):
                await self.means.pace.wait_for(chat.telegram_id)
                if copy.opened_at is None:
                    await wipe(self.means.bot, chat.telegram_id, [copy.message])
                    return copy.message
                now = self.means.database.clock.now()
                screen = notice_letters.opened(notice, office, chat.locale, now, read=copy.read_at is not None)
                await self.means.edit(chat.telegram_id, copy.message, screen, keyboard(screen.rows, with_footer=True))
        return copy.message

    async def _standing(self, owed: Owed) -> tuple[Chat, Notice, Office, Copy]:
        async with self.means.database.transaction() as store:
            chat = await store.people.chat(owed.person or 0)
            notice = await store.notices.get(owed.notice or 0)
            copy = await store.notices.copy(owed.notice or 0, owed.person or 0)
            office = await store.offices.get(notice.office) if notice is not None else None
        if chat is None or notice is None or office is None or copy is None or copy.message is None:
            raise Undeliverable("over")
        return chat, notice, office, copy

    async def note(self, owed: Owed) -> int:
        """To an officer: what waits for their word, or what became of theirs."""
        chat = await self.means.chat_of(owed.person)
        with self.means.speaking(chat.locale):
            text = {
                "asked": _("📣 A notice waits for a second officer's word."),
                "approved": _("📣 A second officer agreed to your notice."),
                "declined": _("📣 Your notice was not agreed to. It is a draft again."),
                "not_started": _("📣 Your notice did not begin at its time. It is a draft again: please look at it."),
            }[owed.body["note"]]
            rows = ((Button(_("Open"), NoticeStatus(notice=owed.body["notice"])),),)
            screen = Screen("", text, rows, footer=False)
            return await self.private.send(chat, lambda: self.private.send_screen(chat.telegram_id, screen))

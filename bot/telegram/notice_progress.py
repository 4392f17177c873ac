"""How far a notice is: one message in its author's chat, edited at most once in three seconds."""

import structlog
from aiogram.exceptions import TelegramAPIError

from bot.domain.guide import Guide
from bot.domain.notices.model import Notice, Totals, Whom, places
from bot.domain.offices import Office
from bot.domain.people import Role
from bot.store.people import Chat
from bot.telegram import notice_screens
from bot.telegram.means import Means
from bot.telegram.pace import Full
from bot.telegram.screens import Screen, keyboard
from bot.telegram.wording import locale

log = structlog.get_logger(__name__)


def territory_names(office: Office, guide: Guide) -> dict[Whom, str]:
    """Of what an office may choose from, in the reader's language."""
    found = places(office, guide.directory.territories)
    known = guide.directory.territories
    return {whom: guide.directory.name(code, locale()) if code in known else code for whom, code in found.items()}


class Progress:
    """Called every three seconds; what is drawn already is not drawn again."""

    def __init__(self, means: Means) -> None:
        self.means = means
        self._drawn: dict[int, str] = {}

    async def show(self, guide: Guide) -> None:
        async with self.means.database.transaction() as store:
            found = [
                (notice, await store.offices.get(notice.office), await store.notices.totals(notice.id), chat)
                for notice in await store.notices.to_show()
                if notice.author in await store.people.members(notice.office, Role.OFFICER)
                and (chat := await store.people.chat(notice.author or 0)) is not None
            ]
        self._drawn = {which: text for which, text in self._drawn.items() if which in {one[0].id for one in found}}
        for notice, office, totals, chat in found:
            if office is not None:
                await self._show(notice, office, totals, chat, guide)

    async def _show(self, notice: Notice, office: Office, totals: Totals, chat: Chat, guide: Guide) -> None:
        with self.means.speaking(chat.locale):
            names, now = territory_names(office, guide), self.means.database.clock.now()
            screen = notice_screens.status(notice, office, names, totals, now, notice.author)
            if self._drawn.get(notice.id) == screen.text:
                return
            self._drawn[notice.id] = screen.text
            try:
                await self._draw(notice, chat, screen)
            except (TelegramAPIError, Full) as error:
                # only how far it is; the notice itself goes on
                log.info("progress was not shown", error=type(error).__name__)

    async def _draw(self, notice: Notice, chat: Chat, screen: Screen) -> None:
        markup = keyboard(screen.rows, with_footer=False)
        await self.means.pace.wait_for(chat.telegram_id)
        if notice.screen is not None:
            await self.means.edit(chat.telegram_id, notice.screen, screen, markup)
            return
        message = await self.means.bot.send_message(
            chat.telegram_id, screen.text, entities=screen.entities, reply_markup=markup, protect_content=True
        )
        async with self.means.database.transaction() as store:
            await store.notices.set_screen(notice.id, message.message_id)

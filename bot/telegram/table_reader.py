"""Fetches a table that an officer sent, reads it beside the event loop, and says what was found in it."""

import asyncio
import io

from aiogram.utils.i18n import gettext as _

from bot.domain.appointments import table
from bot.domain.errors import DomainError
from bot.domain.people import Role
from bot.sheets import MOST_BYTES, Line, TooBig, read
from bot.store.outbox import Owed
from bot.telegram import tables
from bot.telegram.means import Undeliverable
from bot.telegram.office_screens import back_to_office
from bot.telegram.private_courier import PrivateCourier
from bot.telegram.screens import Screen
from bot.telegram.wording import refusal


class TableReader:
    """Downloads happen outside of any transaction."""

    def __init__(self, private: PrivateCourier) -> None:
        self.private = private
        self.means = private.means

    async def read(self, owed: Owed) -> int:
        async with self.means.database.transaction() as store:
            chat = await store.people.chat(owed.person or 0)
            officers = await store.people.members(owed.body["office"], Role.OFFICER)
        if chat is None or owed.person not in officers:
            raise Undeliverable("revoked")
        with self.means.speaking(chat.locale):
            screen = await self._found(owed, chat.locale)
            return await self.private.send(chat, lambda: self.private.send_screen(chat.telegram_id, screen))

    async def _found(self, owed: Owed, language: str) -> Screen:
        try:
            lines = await asyncio.to_thread(read, await self._fetched(owed.body["file"]))
            return await self._checked(owed, lines, language)
        except DomainError as error:
            return Screen(_("📄 The table was not read"), refusal(error), (back_to_office(),), footer=False)

    async def _fetched(self, file_id: str) -> bytes:
        file = await self.means.bot.get_file(file_id)
        if (file.file_size or 0) > MOST_BYTES or file.file_path is None:
            raise TooBig
        into = io.BytesIO()
        await self.means.bot.download_file(file.file_path, into)
        return into.getvalue()

    async def _checked(self, owed: Owed, lines: list[Line], language: str) -> Screen:
        async with self.means.database.transaction() as store:
            office = await store.offices.get(owed.body["office"])
            if office is None or owed.person is None:
                raise Undeliverable("revoked")
            entries, wrong = await table.check(store, office, lines, language)
            if wrong:
                return tables.mistakes(wrong)
            await store.appointments.drop_sheets(owed.person)
            kept = [entry.kept() for entry in entries]
            sheet = await store.appointments.add_sheet(office.id, owed.person, kept)
        return tables.summary(entries, sheet)

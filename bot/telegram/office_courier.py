"""Carries what officers and clients have to be told of each other: to clients a knock, to officers a label."""

from aiogram.utils.i18n import gettext as _

from bot.domain.appointments import telling
from bot.domain.people import Scope
from bot.store.outbox import Owed
from bot.store.people import Chat
from bot.telegram import appointing
from bot.telegram.appointment_buttons import OfficeAppointment
from bot.telegram.link_buttons import AskMove, LinkEnded
from bot.telegram.means import Undeliverable
from bot.telegram.office_buttons import Client
from bot.telegram.office_screens import back_to_office
from bot.telegram.private_courier import PrivateCourier
from bot.telegram.screens import Button, Screen


class OfficeCourier:
    """Everything is checked once more at its moment: consent, the version, that it is still to come."""

    def __init__(self, private: PrivateCourier) -> None:
        self.private = private
        self.means = private.means

    async def _send(self, chat: Chat, screen: Screen) -> int:
        return await self.private.send(chat, lambda: self.private.send_screen(chat.telegram_id, screen))

    async def appointment(self, owed: Owed) -> int:
        """A word or a step. What could not be told is noted as that, and is no fault of the client's."""
        body = owed.body
        async with self.means.database.transaction() as store:
            chat = await store.people.chat(owed.person or 0)
            known = await store.appointments.get(body["appointment"])
            link = await store.links.get(known.link) if known else None
            agreed = Scope.APPOINTMENTS in await store.people.consents(owed.person or 0)
            now = store.now
        if chat is None or known is None or link is None or link.person != owed.person:
            raise Undeliverable("erased")
        if not telling.can_still_be_said(known, body["what"], body["version"], now):
            raise Undeliverable("over")
        if not agreed:
            await self._note(owed, "declined")
            raise Undeliverable("declined")
        try:
            with self.means.speaking(chat.locale):
                today = now.astimezone(known.at).date()
                message = await self._send(chat, appointing.knock(known, body["what"], today))
        except Undeliverable as reason:
            await self._note(owed, str(reason))
            raise
        await self._note(owed, "told")
        return message

    async def _note(self, owed: Owed, told: str) -> None:
        """For the officer's screens; who set it is told by the list of all that did not arrive."""
        body = owed.body
        async with self.means.database.transaction() as store:
            await store.appointments.set_told(body["appointment"], body["version"], told[:12])

    async def to_client(self, owed: Owed) -> int:
        """An office asks something, or says that it has ended the link."""
        chat, body = await self.means.chat_of(owed.person), owed.body
        onwards: LinkEnded | AskMove
        if body["what"] == "ended":
            onwards = LinkEnded(office=body["office"])
        else:
            async with self.means.database.transaction() as store:
                link = await store.links.get(body["link"])
            if link is None or link.person != owed.person or link.moving_to is None:
                raise Undeliverable("over")
            onwards = AskMove(link=link.id)
        with self.means.speaking(chat.locale):
            row = (Button(_("Open"), onwards),)
            return await self._send(chat, Screen("", _("New message. Open?"), (row,)))

    async def to_officer(self, owed: Owed) -> int:
        """A label and what happened; reasons follow a press."""
        chat, body = await self.means.chat_of(owed.person), owed.body
        with self.means.speaking(chat.locale):
            text = notes()[body["what"]].format(label=body["label"])
            onwards: OfficeAppointment | Client = Client(link=body["link"])
            if "appointment" in body:
                onwards = OfficeAppointment(appointment=body["appointment"])
            rows = [back_to_office()] if body["what"] in {"moved", "lost"} else [(Button(_("Open"), onwards),)]
            return await self._send(chat, Screen("", text, tuple(rows), footer=False))


def notes() -> dict[str, str]:
    """What officers are told, by a label alone."""
    return {
        "linked": _("🔗 “{label}” is linked."),
        "coming": _("✅ “{label}” will come."),
        "not_coming": _("✖️ “{label}” cannot come."),
        "taken": _("✅ “{label}” takes the time you proposed."),
        "left": _("✖️ “{label}” does not take the time you proposed."),
        "lost": _("ℹ️ “{label}”: nothing can be sent to them here any more. Please tell them on paper."),
        "moved": _("↪️ “{label}” went over to the other office."),
        "stays": _("↩️ “{label}” stays with you."),
        "came": _("↪️ “{label}” came over from another office, with what is to come."),
    }

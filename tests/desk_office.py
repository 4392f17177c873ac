"""An organisation without a group: its members answer in their own chats with the bot."""

from bot.domain import people
from bot.domain.people import Role
from bot.telegram.buttons import Card, TakeCase, Talk
from tests.conftest import Phone, World

MOZYR = "BY-HO-Mozyr"


class Member(Phone):
    """A member of staff with the private chat open."""

    async def joins(self, organisation: str) -> None:
        async with self.world.app.database.transaction() as store:
            code = await people.invite(store, Role.STAFF, organisation)
        await self.says(f"/start join_{code}")

    @property
    def knocks(self) -> list[dict]:
        return [m for m in self.from_bot if "card:" in str(m.get("reply_markup")) and "take:" not in str(m)]

    @property
    def from_bot(self) -> list[dict]:
        return [message for message in self.messages if message["from"]["is_bot"]]

    def at(self, message: dict) -> dict:
        """The message as it is now."""
        return self.world.telegram.chat(self.user.id).messages[message["message_id"]]

    def said(self, text: str) -> dict:
        """The bot's message in which this stands."""
        return next(m for m in self.from_bot if text in (m.get("text") or m.get("caption") or ""))

    async def opens(self, case: int) -> dict:
        """Presses the knock; returns the card."""
        knock = next(m for m in reversed(self.from_bot) if Card(case=case).pack() in str(m.get("reply_markup")))
        await self.presses_data(Card(case=case), knock)
        return self.at(knock)

    async def takes(self, case: int) -> dict:
        card = await self.opens(case)
        await self.presses_data(TakeCase(case=case), card)
        return self.at(card)

    async def membership(self) -> int:
        async with self.world.app.database.transaction() as store:
            found = await store.people.load(self.user.id, b"")
        return found[0].memberships[0].id


async def only_case(world: World) -> int:
    async with world.app.database.transaction() as store:
        (case,) = await store.cases.newest(5)
    return case.id


async def asks(phone: Phone, words: str) -> None:
    await phone.presses_data(Talk())
    await phone.says(words)

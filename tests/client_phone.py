"""A client's phone that counts presses, and holds every screen to what fits a phone."""

from bot.domain.people import Actor
from bot.telegram.buttons import Agree
from bot.telegram.client_buttons import LookAround
from bot.telegram.screens import MAX_BUTTON, MAX_ROWS, MAX_TEXT, Button, Screen
from tests.conftest import Phone

FOOTER = 1


def assert_fits(screen: Screen) -> None:
    """A screen that a handler would return fits a small phone, and all its buttons can be packed."""
    assert screen.text.strip()
    assert len(screen.text) <= MAX_TEXT, f"{len(screen.text)} characters: {screen.title}"
    assert len(screen.rows) <= MAX_ROWS, screen.title
    for row in screen.rows:
        assert row, f"an empty row: {screen.title}"
        for button in row:
            assert_button_fits(button)


def assert_button_fits(button: Button) -> None:
    assert 0 < len(button.label) <= MAX_BUTTON, button.label
    assert button.to is None or len(button.to.pack().encode()) <= 64
    assert (button.to is None) != (button.copy is None), button.label


class ClientPhone(Phone):
    """Every message of the bot is checked as it comes; ``actions`` counts presses and typed messages."""

    actions = 0

    async def says(self, text: str, **where) -> dict:
        self.actions += 1
        message = await super().says(text, **where)
        self._check()
        return message

    async def presses(self, button: str, message: dict | None = None) -> None:
        self.actions += 1
        await super().presses(button, message)
        self._check()

    async def presses_data(self, data, message: dict | None = None) -> None:
        self.actions += 1
        await super().presses_data(data, message)
        self._check()

    async def attaches(self, latitude: float, longitude: float) -> None:
        self.world.telegram.send_location(self.user, latitude, longitude)
        await self.world.settle()
        self._check()

    async def sends_voice(self) -> None:
        self.world.telegram.send_voice(self.user)
        await self.world.settle()
        self._check()

    @property
    def text(self) -> str:
        """What the newest message of the bot says; a pin says nothing."""
        return next(m["text"] for m in reversed(self.messages) if m["from"]["is_bot"] and "text" in m)

    @property
    def buttons(self) -> list[str]:
        return [button["text"] for button in self._buttons()]

    @property
    def copied(self) -> list[str]:
        """What buttons of the newest message would copy."""
        return [button["copy_text"]["text"] for button in self._buttons() if "copy_text" in button]

    def _buttons(self) -> list[dict]:
        return [button for row in self.last.get("reply_markup", {}).get("inline_keyboard", []) for button in row]

    def _check(self) -> None:
        for message in self.messages:
            if not message["from"]["is_bot"] or "text" not in message:
                continue
            rows = message.get("reply_markup", {}).get("inline_keyboard", [])
            assert len(message["text"]) <= MAX_TEXT, message["text"]
            assert len(rows) <= MAX_ROWS + FOOTER, message["text"]
            assert all(len(button["text"]) <= MAX_BUTTON for row in rows for button in row), rows


async def actor_of(world, phone: Phone) -> Actor | None:
    """Who it is to the bot; None: nobody it keeps anything of."""
    async with world.app.database.transaction() as store:
        found = await store.people.load(phone.user.id, b"")
    return found[0] if found else None


async def arrived(world, town: str, *, language: str = "en", agreeing: bool = True) -> ClientPhone:
    """Someone who pressed start, answered the first question and typed their town."""
    phone = ClientPhone(world, "Anna", language)
    await phone.says("/start")
    await phone.presses_data(Agree() if agreeing else LookAround())
    await phone.says(town)
    return phone

"""One person of the tour with the app open: presses, types, and waits for what the bot shows."""

from typing import Any

from bot.demo.stage import Stage, data_of
from bot.emulator.model import Chat, User


class Player:
    """Acts only through the emulator, as a person would through the app."""

    def __init__(self, stage: Stage, user: User, group: Chat | None = None) -> None:
        self.stage = stage
        self.user = user
        self.group = group
        self.taps = 0

    @property
    def messages(self) -> list[dict[str, Any]]:
        return list(self.stage.telegram.chat(self.user.id).messages.values())

    @property
    def heard(self) -> list[str]:
        """What the bot's messages in the private chat say now."""
        return [text_of(message) for message in self.messages if message["from"]["is_bot"]]

    async def says(self, text: str, thread: int | None = None) -> None:
        self.taps += 1
        self.stage.telegram.say(self.user, text, chat=self.group if thread else None, thread=thread)

    async def presses(self, data: str, *, then: str = "") -> None:
        """Presses the first button whose callback data begins so, once it is there; waits for words on the screen."""
        message, found = await self.stage.button(self.user, data)
        self.taps += 1
        before = self.stage.last(self.user)
        self.stage.telegram.press(self.user, message, found)
        await self.sees(then or None, unlike=before)

    async def sees(self, words: str | None = None, *, unlike: dict[str, Any] | None = None) -> str:
        """Waits for the newest screen to hold the words, and to be another than it was; returns its text."""

        async def there() -> bool:
            last = self.stage.last(self.user)
            is_new = unlike is None or (last.get("message_id"), text_of(last)) != (
                unlike.get("message_id"),
                text_of(unlike),
            )
            return is_new and (words is None or words in text_of(last))

        await self.stage.until(there, f"{words!r} on the screen of {self.user.first_name}")
        return text_of(self.stage.last(self.user))

    async def hears(self, words: str) -> None:
        """Waits until any message of the bot in the private chat holds the words."""

        async def there() -> bool:
            return any(words in text for text in self.heard)

        await self.stage.until(there, f"{words!r} in the chat of {self.user.first_name}")

    def copies(self) -> list[str]:
        """What the copy buttons of the newest screen would copy."""
        rows = self.stage.last(self.user).get("reply_markup", {}).get("inline_keyboard", [])
        return [button["copy_text"]["text"] for row in rows for button in row if "copy_text" in button]

    def offers(self, data: str) -> bool:
        return any(one.startswith(data) for one in data_of(self.stage.last(self.user)))

    # ---- as staff

    def topics(self) -> dict[int, str]:
        assert self.group is not None  # noqa: S101 - only staff have one
        return {number: topic.name for number, topic in self.group.topics.items()}

    def topic(self, thread: int) -> list[dict[str, Any]]:
        assert self.group is not None  # noqa: S101 - only staff have one
        return [one for one in self.group.messages.values() if one.get("message_thread_id") == thread]

    async def finds(self, words: str) -> int:
        """Waits for a topic in which the words stand; returns it."""
        found: list[int] = []

        async def there() -> bool:
            found[:] = [
                thread for thread in self.topics() for message in self.topic(thread) if words in text_of(message)
            ]
            return bool(found)

        await self.stage.until(there, f"{words!r} in a topic of {self.group.title if self.group else '?'}")
        return found[0]


def text_of(message: dict[str, Any]) -> str:
    return str(message.get("text") or message.get("caption") or "")

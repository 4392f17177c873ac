"""What the page may ask of whoever runs the bot, and an answer for when nobody runs one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.emulator.errors import NotPossible
from bot.emulator.model import Chat, User
from bot.emulator.telegram import Telegram


@dataclass(frozen=True)
class Phone:
    """One screen of the page: a person and the chat they have open."""

    id: str
    role: str
    label: str
    user_id: int
    chat_id: int
    time_zone: str = "Europe/Minsk"
    language_code: str = "ru"
    removable: bool = False


class Demo(Protocol):
    """The hooks of the control API. Each may raise NotPossible with a sentence for the page."""

    def phones(self) -> list[Phone]: ...

    def running(self) -> bool:
        """Is the bot's process alive."""
        ...

    async def journal(self) -> list[dict[str, Any]]:
        """What happened and why, newest last: {"at", "kind", "text", "chat_id"?}."""
        ...

    async def tally(self) -> dict[str, Any] | None:
        """Of many without a phone here, how many have the newest message to many: {"people", "have", "twice"}."""
        ...

    async def next_due(self) -> datetime | None:
        """The next moment at which the bot will do something by itself."""
        ...

    async def add_phone(self, role: str, label: str | None, language_code: str | None) -> Phone: ...

    async def remove_phone(self, phone_id: str) -> None: ...

    async def restart(self) -> None:
        """Kills the bot and starts it again."""
        ...

    async def reset(self) -> None:
        """Starts over: nobody has met the bot yet."""
        ...


class PlainDemo:
    """Phones and nothing else: for tests, and for a bot somebody else runs. Serves also as a base."""

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram
        self._phones: dict[str, Phone] = {}
        self._opened = 0

    def phones(self) -> list[Phone]:
        return list(self._phones.values())

    def running(self) -> bool:
        return True

    async def journal(self) -> list[dict[str, Any]]:
        return []

    async def tally(self) -> dict[str, Any] | None:
        return None

    async def next_due(self) -> datetime | None:
        return None

    def open_phone(
        self,
        role: str,
        user: User,
        *,
        chat: Chat | None = None,
        label: str | None = None,
        time_zone: str = "Europe/Minsk",
        removable: bool = False,
    ) -> Phone:
        """Shows a person's private chat with the bot, or a group they are in."""
        self._opened += 1
        phone = Phone(
            f"{role}-{self._opened}",
            role,
            label or (chat.title if chat else user.first_name),
            user.id,
            chat.id if chat else user.id,
            time_zone,
            user.language_code or "ru",
            removable,
        )
        self._phones[phone.id] = phone
        self.telegram.changed()
        return phone

    async def add_phone(self, role: str, label: str | None, language_code: str | None) -> Phone:
        if role != "client":
            raise NotPossible("only phones of clients can be opened here")
        user = self.telegram.add_user(label or f"Client {self._opened + 1}", language_code=language_code or "ru")
        return self.open_phone(role, user, label=label, removable=True)

    async def remove_phone(self, phone_id: str) -> None:
        phone = self._phones.get(phone_id)
        if phone is None or not phone.removable:
            raise NotPossible("this phone cannot be closed")
        del self._phones[phone_id]
        self.telegram.changed()

    async def restart(self) -> None:
        raise NotPossible("the bot is not run from here")

    async def reset(self) -> None:
        self._phones.clear()
        self.telegram.reset()

"""What people do in their apps. Tests and the demo drive the bot through this class alone.

What an app would not let a person do raises NotPossible.
"""

from typing import Any

from bot.emulator.errors import NotPossible
from bot.emulator.membership import change_member
from bot.emulator.model import CAPTION, EDIT_WINDOW, WITH_CAPTION, CallbackQuery, Chat, Member, Message, User
from bot.emulator.posting import Posting, caption_content, text_content
from bot.emulator.world import FIRST_USER_ID

WORDS = {"text", "entities", *CAPTION}


class Telegram(Posting):
    """A Telegram made of memory, with one bot in it."""

    def add_user(
        self,
        name: str,
        *,
        language_code: str | None = None,
        username: str | None = None,
        user_id: int | None = None,
        hidden: bool = False,
    ) -> User:
        """A person who has not yet met the bot; one who is ``hidden`` is not linked to from forwards."""
        user = User(user_id or FIRST_USER_ID + len(self.users), name, language_code, username, hidden=hidden)
        self.users[user.id] = user
        self.meet(user)
        return user

    def meet(self, user: User) -> None:
        """A person known already opens this bot too, for the first time."""
        self.chats[user.id] = Chat(user.id, user.first_name, user=user)
        self.changed()

    def press(self, user: User, message: Message | int, button: str, *, chat: Chat | None = None) -> CallbackQuery:
        """Presses the inline button with this label or callback data; ``.answer`` fills when the bot answers."""
        chat = chat or self._chat_of(user, message)
        shown = self._message(chat, message)
        for row in shown.get("reply_markup", {}).get("inline_keyboard", []):
            for found in row:
                if button in {found["text"], found.get("callback_data")}:
                    return self._press(user, chat, shown, found)
        raise NotPossible(f"there is no button {button!r}")

    def press_at(self, user: User, chat: Chat, message_id: int, row: int, column: int) -> CallbackQuery:
        """Presses by place, both counted from 0."""
        shown = self._message(chat, message_id)
        try:
            found = shown["reply_markup"]["inline_keyboard"][row][column]
        except LookupError:
            raise NotPossible("there is no such button") from None
        return self._press(user, chat, shown, found)

    def _chat_of(self, user: User, message: Message | int) -> Chat:
        return self.chats[user.id if isinstance(message, int) else message["chat"]["id"]]

    def _press(self, user: User, chat: Chat, message: Message, button: dict[str, Any]) -> CallbackQuery:
        self._check_may_write(user, chat, None)
        data = button.get("callback_data")
        if data is None or "disabled" in button:
            raise NotPossible("this button does not speak to the bot")
        query = self.put_query(user, chat, message, data)
        body = {
            "id": query.id,
            "from": user.json(),
            "message": _as_of_now(chat, message),
            "chat_instance": str(abs(chat.id)),
            "data": data,
        }
        self.updates.put("callback_query", body)
        return query

    def edit(self, user: User, message: Message | int, text: str, *, chat: Chat | None = None) -> Message:
        """Changes one's own message: its text, or its caption ("" takes that away)."""
        chat = chat or self._chat_of(user, message)
        old = self._own(user, chat, message)
        if "text" not in old and not WITH_CAPTION & old.keys():
            raise NotPossible("there are no words in it to change")
        if self.timestamp() - old["date"] >= EDIT_WINDOW.total_seconds():
            raise NotPossible("it is too late to change this message")
        changed = text_content(text) if "text" in old else caption_content(text)
        kept = {key: value for key, value in old.items() if key not in WORDS}
        return self._change(chat, {**kept, **changed})

    def move(self, user: User, message: Message | int, latitude: float, longitude: float) -> Message:
        """The phone that shows its live location is elsewhere now."""
        return self._follow(user, message, {"latitude": latitude, "longitude": longitude})

    def stop_live_location(self, user: User, message: Message | int) -> Message:
        """The place stays as it is and follows the phone no more."""
        return self._follow(user, message, {"live_period": None})

    def _follow(self, user: User, which: Message | int, change: dict[str, Any]) -> Message:
        chat = self._chat_of(user, which)
        old = self._own(user, chat, which)
        period = old.get("location", {}).get("live_period")
        if period is None or self.timestamp() >= old["date"] + period:
            raise NotPossible("this place does not follow the phone")
        place = {key: value for key, value in (old["location"] | change).items() if value is not None}
        return self._change(chat, {**old, "location": place})

    def _change(self, chat: Chat, message: Message) -> Message:
        changed = self.replace_message(chat, {**message, "edit_date": self.timestamp()})
        self.tell_bot(chat, changed, "edited_message")
        return changed

    def delete(self, user: User, message: Message | int, *, chat: Chat | None = None) -> None:
        """Removes a message for both sides; a bot is never told."""
        chat = chat or self._chat_of(user, message)
        shown = self._message(chat, message)
        if not chat.is_private and not chat.member(user.id).can("can_delete_messages"):
            self._own(user, chat, message)
        self.remove_message(chat, shown["message_id"])

    def _own(self, user: User, chat: Chat, which: Message | int) -> Message:
        message = self._message(chat, which)
        if message["from"]["id"] != user.id:
            raise NotPossible("this is not their message")
        return message

    def react(self, user: User, message: Message | int, emoji: str | None, *, chat: Chat | None = None) -> None:
        """Puts a reaction, or takes it back with None."""
        chat = chat or self._chat_of(user, message)
        shown = self._message(chat, message)
        given = chat.reactions.setdefault(shown["message_id"], {})
        old = given.pop(user.id, None)
        if emoji is not None:
            given[user.id] = emoji
        body = {
            "chat": chat.json(),
            "message_id": shown["message_id"],
            "user": user.json(),
            "date": self.timestamp(),
            "old_reaction": reactions(old),
            "new_reaction": reactions(emoji),
        }
        if chat.is_private or chat.member(self.me.id).status == "administrator":
            self.updates.put("message_reaction", body)
        self.changed()

    def block(self, user: User) -> None:
        self._set_blocked(user, blocked=True)

    def unblock(self, user: User) -> None:
        self._set_blocked(user, blocked=False)

    def _set_blocked(self, user: User, *, blocked: bool) -> None:
        chat = self.chats[user.id]
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        chat.members[self.me.id] = Member("member" if blocked else "kicked")
        change_member(self, chat, user, self.me, Member("kicked" if blocked else "member"))

    def deactivate(self, user: User) -> None:
        """The person deletes their account."""
        self.chats[user.id].deactivated = True
        self.changed()


def reactions(emoji: str | None) -> list[dict[str, str]]:
    return [{"type": "emoji", "emoji": emoji}] if emoji else []


def _as_of_now(chat: Chat, message: Message) -> Message:
    """The message that was pressed; what it answers is shown to the bot as it is by now, if it is still there."""
    answered = message.get("reply_to_message")
    if answered is None:
        return message
    rest = {key: value for key, value in message.items() if key != "reply_to_message"}
    now = chat.messages.get(answered["message_id"])
    if now is None:
        return rest
    return rest | {"reply_to_message": {key: value for key, value in now.items() if key != "reply_to_message"}}

"""What people do in their apps. Tests and the demo drive the bot through this class alone.

What an app would not let a person do raises NotPossible.
"""

from typing import Any, TypedDict, Unpack

from bot.emulator import samples
from bot.emulator.entities import find_entities, units
from bot.emulator.errors import NotPossible
from bot.emulator.files import content_of
from bot.emulator.groups import Groups
from bot.emulator.model import CallbackQuery, Chat, Member, Message, Upload, User
from bot.emulator.world import FIRST_USER_ID

LONGEST_TEXT = 4096


class Where(TypedDict, total=False):
    """Where something goes: the private chat with the bot by default."""

    chat: Chat | None
    thread: int | None
    reply_to: Message | int | None


class Telegram(Groups):
    """A Telegram made of memory, with one bot in it."""

    def add_user(
        self, name: str, *, language_code: str | None = None, username: str | None = None, user_id: int | None = None
    ) -> User:
        """A person who has not yet met the bot."""
        user = User(user_id or FIRST_USER_ID + len(self.users), name, language_code, username)
        self.users[user.id] = user
        self.chats[user.id] = Chat(user.id, name, user=user)
        self.changed()
        return user

    def say(
        self,
        user: User,
        text: str,
        *,
        chat: Chat | None = None,
        thread: int | None = None,
        reply_to: Message | int | None = None,
    ) -> Message:
        """Writes to the bot, or to a group and a topic of it. Commands get their entities."""
        message = self._send(user, text_content(text), chat, thread, reply_to)
        self._hide_one_time_keyboard(chat or self.chats[user.id])
        return message

    def send_voice(
        self, user: User, upload: Upload | None = None, *, duration: int = 3, **where: Unpack[Where]
    ) -> Message:
        file = self.files.add_voice(upload or samples.VOICES[0].upload(), duration)
        return self._send(user, content_of(file), **where)

    def send_photo(
        self, user: User, upload: Upload | None = None, *, caption: str = "", **where: Unpack[Where]
    ) -> Message:
        file = self.files.add_photo(upload or samples.PHOTOS[0].upload())
        return self._send(user, content_of(file) | caption_content(caption), **where)

    def send_document(
        self, user: User, upload: Upload | None = None, *, caption: str = "", **where: Unpack[Where]
    ) -> Message:
        file = self.files.add_document(upload or samples.DOCUMENTS[0].upload())
        return self._send(user, content_of(file) | caption_content(caption), **where)

    def send_location(
        self, user: User, latitude: float, longitude: float, *, title: str = "", **where: Unpack[Where]
    ) -> Message:
        """A place on the map; with a title it comes as a venue, as from the search of an app."""
        content: dict[str, Any] = {"location": {"latitude": latitude, "longitude": longitude}}
        if title:
            content["venue"] = {**content, "title": title, "address": ""}
        return self._send(user, content, **where)

    def send_contact(
        self, user: User, phone_number: str, *, owner: User | None = None, **where: Unpack[Where]
    ) -> Message:
        """A phone number: one's own unless ``owner`` is someone else."""
        owner = owner or user
        contact = {"phone_number": phone_number, "first_name": owner.first_name, "user_id": owner.id}
        return self._send(user, {"contact": contact}, **where)

    def send_sticker(self, user: User, emoji: str = "👍", **where: Unpack[Where]) -> Message:
        size = {"width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular"}
        file = self.files.add("sticker", samples.PHOTOS[0].upload(), emoji=emoji, **size)
        return self._send(user, content_of(file), **where)

    def _send(
        self,
        user: User,
        content: dict[str, Any],
        chat: Chat | None = None,
        thread: int | None = None,
        reply_to: Message | int | None = None,
    ) -> Message:
        chat = chat or self.chats[user.id]
        self._check_may_write(user, chat, thread)
        chat.started = True
        answered = self._message(chat, reply_to) if reply_to is not None else None
        if thread is None and answered is not None:
            thread = answered.get("message_thread_id")
        message = self.put_message(chat, user, content, thread=thread, reply_to=answered)
        self.tell_bot(chat, message)
        return message

    def _check_may_write(self, user: User, chat: Chat, thread: int | None) -> None:
        if chat.blocked:
            raise NotPossible("the bot is blocked here; unblock it first")
        if chat.is_private:
            return
        member = chat.member(user.id)
        if not member.inside:
            raise NotPossible("only members can write to the group")
        if thread is not None and thread not in chat.topics:
            raise NotPossible("there is no such topic")
        if thread is not None and chat.topics[thread].closed and not member.can("can_manage_topics"):
            raise NotPossible("the topic is closed")

    def _message(self, chat: Chat, which: Message | int) -> Message:
        message_id = which if isinstance(which, int) else which["message_id"]
        if message_id not in chat.messages:
            raise NotPossible("there is no such message")
        return chat.messages[message_id]

    def _hide_one_time_keyboard(self, chat: Chat) -> None:
        if chat.reply_keyboard is not None and chat.reply_keyboard.get("one_time_keyboard"):
            chat.reply_keyboard = None

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
            "message": message,
            "chat_instance": str(abs(chat.id)),
            "data": data,
        }
        self.updates.put("callback_query", body)
        return query

    def edit(self, user: User, message: Message | int, text: str, *, chat: Chat | None = None) -> Message:
        """Changes one's own message: its text, or its caption."""
        chat = chat or self._chat_of(user, message)
        old = self._own(user, chat, message)
        changed = text_content(text) if "text" in old else caption_content(text)
        kept = {key: value for key, value in old.items() if not key.endswith("entities")}
        new = self.replace_message(chat, {**kept, **changed, "edit_date": self.timestamp()})
        self.tell_bot(chat, new, "edited_message")
        return new

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
        self._change_bot_member(chat, user, Member("kicked" if blocked else "member"))

    def deactivate(self, user: User) -> None:
        """The person deletes their account."""
        self.chats[user.id].deactivated = True
        self.changed()


def text_content(text: str) -> dict[str, Any]:
    text = text.strip()
    if not 0 < units(text) <= LONGEST_TEXT:
        raise NotPossible("a message is 1 to 4096 characters")
    entities = find_entities(text)
    return {"text": text} | ({"entities": entities} if entities else {})


def caption_content(caption: str) -> dict[str, Any]:
    if not caption:
        return {}
    entities = find_entities(caption)
    return {"caption": caption} | ({"caption_entities": entities} if entities else {})


def reactions(emoji: str | None) -> list[dict[str, str]]:
    return [{"type": "emoji", "emoji": emoji}] if emoji else []

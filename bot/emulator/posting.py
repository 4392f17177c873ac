"""What people send: to the bot, to a group, to a topic of it."""

from collections.abc import Sequence
from typing import Any, TypedDict, Unpack

from bot.emulator import samples
from bot.emulator.entities import find_entities, units
from bot.emulator.errors import NotPossible
from bot.emulator.files import content_of
from bot.emulator.forwarding import forwarded, is_forwardable
from bot.emulator.groups import Groups
from bot.emulator.model import Chat, File, Message, Upload, User

LONGEST_TEXT = 4096
ALBUM = range(2, 11)


class Where(TypedDict, total=False):
    """Where something goes: the private chat with the bot by default."""

    chat: Chat | None
    thread: int | None
    reply_to: Message | int | None


class Posting(Groups):
    """Each of these sends one message (an album: several) and hands it to the bot, if it is let see it."""

    def say(self, user: User, text: str, **where: Unpack[Where]) -> Message:
        """Writes to the bot, or to a group and a topic of it. Commands get their entities."""
        message = self._send(user, text_content(text), **where)
        self._hide_one_time_keyboard(where.get("chat") or self.chats[user.id])
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

    def send_video(
        self, user: User, upload: Upload | None = None, *, caption: str = "", **where: Unpack[Where]
    ) -> Message:
        file = self.files.add_video(upload or samples.VIDEO.upload(), duration=3)
        return self._send(user, content_of(file) | caption_content(caption), **where)

    def send_audio(
        self, user: User, upload: Upload | None = None, *, caption: str = "", **where: Unpack[Where]
    ) -> Message:
        file = self.files.add_audio(upload or samples.VOICES[0].upload(), duration=3)
        return self._send(user, content_of(file) | caption_content(caption), **where)

    def send_animation(
        self, user: User, upload: Upload | None = None, *, caption: str = "", **where: Unpack[Where]
    ) -> Message:
        file = self.files.add_video(upload or samples.VIDEO.upload(), 3, "animation")
        return self._send(user, content_of(file) | caption_content(caption), **where)

    def send_video_note(
        self, user: User, upload: Upload | None = None, *, duration: int = 3, **where: Unpack[Where]
    ) -> Message:
        """A round video; it has no caption."""
        file = self.files.add_video_note(upload or samples.VIDEO.upload(), duration)
        return self._send(user, content_of(file), **where)

    def send_sticker(self, user: User, emoji: str = "👍", **where: Unpack[Where]) -> Message:
        return self._send(user, content_of(self.files.add_sticker(samples.PHOTOS[0].upload(), emoji)), **where)

    def send_album(
        self, user: User, uploads: Sequence[Upload] | None = None, *, caption: str = "", **where: Unpack[Where]
    ) -> list[Message]:
        """2 to 10 photos, videos or documents, told apart by their MIME types; the caption is the first one's."""
        uploads = uploads or [sample.upload() for sample in samples.PHOTOS]
        if len(uploads) not in ALBUM:
            raise NotPossible("an album has 2 to 10 items")
        self._place(user, **where)
        album = {"media_group_id": self.next_album_id()}
        contents = [content_of(self._kept(upload)) | album for upload in uploads]
        contents[0] |= caption_content(caption)
        return [self._send(user, content, **where) for content in contents]

    def _kept(self, upload: Upload) -> File:
        if upload.mime.startswith("image/"):
            return self.files.add_photo(upload)
        if upload.mime.startswith("video/"):
            return self.files.add_video(upload, duration=3)
        return self.files.add_document(upload)

    def send_location(
        self, user: User, latitude: float, longitude: float, *, title: str = "", **where: Unpack[Where]
    ) -> Message:
        """A place on the map; with a title it comes as a venue, as from the search of an app."""
        content: dict[str, Any] = {"location": {"latitude": latitude, "longitude": longitude}}
        if title:
            content["venue"] = {**content, "title": title, "address": ""}
        return self._send(user, content, **where)

    def send_live_location(
        self, user: User, latitude: float, longitude: float, *, seconds: int = 900, **where: Unpack[Where]
    ) -> Message:
        """A place that follows the phone for so long: see ``move`` and ``stop_live_location``."""
        place = {"latitude": latitude, "longitude": longitude, "live_period": seconds}
        return self._send(user, {"location": place}, **where)

    def send_contact(
        self, user: User, phone_number: str, *, owner: User | None = None, **where: Unpack[Where]
    ) -> Message:
        """A phone number: one's own unless ``owner`` is someone else."""
        owner = owner or user
        contact = {"phone_number": phone_number, "first_name": owner.first_name, "user_id": owner.id}
        return self._send(user, {"contact": contact}, **where)

    def forward(self, user: User, message: Message, **where: Unpack[Where]) -> Message:
        """Sends on a message of another chat. It names its author, unless their account is ``hidden``."""
        if not is_forwardable(message):
            raise NotPossible("this cannot be forwarded")
        return self._send(user, forwarded(self, message), **where)

    def forward_post(
        self, user: User, text: str, *, channel: str, channel_id: int = -1_002_000_000_001, **where: Unpack[Where]
    ) -> Message:
        """Sends on what a channel wrote."""
        chat = {"id": channel_id, "type": "channel", "title": channel}
        origin = {"type": "channel", "date": self.timestamp(), "chat": chat, "message_id": 1}
        return self._send(user, text_content(text) | {"forward_origin": origin}, **where)

    def _send(self, user: User, content: dict[str, Any], **where: Unpack[Where]) -> Message:
        chat, thread, answered = self._place(user, **where)
        chat.started = True
        message = self.put_message(chat, user, content, thread=thread, reply_to=answered)
        self.tell_bot(chat, message)
        return message

    def _place(self, user: User, **where: Unpack[Where]) -> tuple[Chat, int | None, Message | None]:
        """The chat, the topic and the message answered. Raises NotPossible where the user may not write there."""
        chat = where.get("chat") or self.chats[user.id]
        thread, reply_to = where.get("thread"), where.get("reply_to")
        self._check_may_write(user, chat, thread)
        answered = self._message(chat, reply_to) if reply_to is not None else None
        if thread is None and answered is not None and chat.is_forum:
            thread = answered.get("message_thread_id")
        return chat, thread, answered

    def _check_may_write(self, user: User, chat: Chat, thread: int | None) -> None:
        if chat.blocked:
            raise NotPossible("the bot is blocked here; unblock it first")
        if chat.is_private:
            return
        if chat.upgraded_to is not None:
            raise NotPossible("the group has become a supergroup; write there")
        member = chat.member(user.id)
        if not member.inside:
            raise NotPossible("only members can write to the group")
        if thread is not None and not (chat.is_forum and thread in chat.topics):
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

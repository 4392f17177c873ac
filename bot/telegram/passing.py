"""What of a Telegram message is passed on between a client and staff, and what is refused with a reason."""

from collections.abc import Sequence
from dataclasses import replace

from aiogram.fsm.context import FSMContext
from aiogram.types import Contact, Location, Message, MessageEntity

from bot.domain.cases import Said
from bot.domain.errors import N_, DomainError
from bot.domain.guide import Guide

#: kinds that are passed on as they are, by Telegram's own id; a GIF comes as a document too, so it is asked for first
FILES = ("voice", "video_note", "video", "animation", "audio", "document", "sticker")
#: Bot API, sendMessage and captions, in UTF-16 units; a mark of ours needs room too
MOST_TEXT, MOST_CAPTION, ROOM_FOR_MARK = 4096, 1024, 40


class NotPassedOn(DomainError):
    """A poll, a game, a story: kinds that mean nothing on the other side."""

    sentence = N_(
        "This was not passed on. You can send text, voice messages, photos, videos, stickers, files and places."
    )


class SomeonesContact(DomainError):
    """A third person's number is theirs to give."""

    sentence = N_("This was not passed on: it is someone else's number. Ask them to write themselves.")


class UnknownPlace(DomainError):
    """Only the town of a place is passed on, and this one is near none."""

    sentence = N_("This was not passed on: we know no town near this place. Please write the town's name.")


class TooLong(DomainError):
    """It would not fit one message on the other side."""

    sentence = N_("This was not passed on: it is too long. Please send it in two parts.")


def stays_inside(message: Message) -> bool:
    """Whether staff mean it for each other alone."""
    return (message.text or message.caption or "").lstrip().startswith("//")


async def is_kept_inside(message: Message, state: FSMContext) -> bool:
    """As above; and of an album whose words say so, all that comes after them: its pictures have no words each."""
    album = message.media_group_id
    if not stays_inside(message):
        return album is not None and (await state.get_data()).get("inside") == album
    if album is not None:
        await state.update_data(inside=album)
    return True


def said_in(message: Message, guide: Guide) -> Said:
    """What someone said. Who wrote a forwarded message is left out.

    Raises:
        NotPassedOn, SomeonesContact, UnknownPlace, TooLong: it stays where it is, and its author is told why.
    """
    said = replace(_said(message, guide), album=message.media_group_id, answers=_answers(message))
    most = MOST_TEXT if said.file_id is None else MOST_CAPTION
    if len(utf16(said.text)) // 2 > most - ROOM_FOR_MARK * said.forwarded:
        raise TooLong
    return said


def _said(message: Message, guide: Guide) -> Said:
    forwarded = message.forward_origin is not None
    if message.text is not None:
        return Said("text", with_links(message.text, message.entities or ()), forwarded=forwarded)
    if message.contact is not None:
        return _own_contact(message, message.contact, forwarded=forwarded)
    if message.location is not None:
        return Said("place", _town(message.location, guide), forwarded=forwarded)
    caption = with_links(message.caption or "", message.caption_entities or ())
    if message.photo:
        return Said("photo", caption, message.photo[-1].file_id, forwarded=forwarded)
    for kind in FILES:
        if (file := getattr(message, kind)) is not None:
            return Said(kind, caption, file.file_id, forwarded=forwarded)
    raise NotPassedOn


def _answers(message: Message) -> int | None:
    return message.reply_to_message.message_id if message.reply_to_message else None


def _own_contact(message: Message, contact: Contact, *, forwarded: bool) -> Said:
    if message.from_user is None or contact.user_id != message.from_user.id:
        raise SomeonesContact
    return Said("contact", contact.first_name, phone=contact.phone_number, forwarded=forwarded)


def _town(location: Location, guide: Guide) -> str:
    """The code of the town; the position itself was left at the door."""
    town = guide.directory.settlement_near(location.latitude, location.longitude)
    if town is None:
        raise UnknownPlace
    return town.code


def with_links(text: str, entities: Sequence[MessageEntity]) -> str:
    """The text with each hidden link written out behind its words."""
    units = utf16(text)
    for entity in sorted(entities, key=lambda entity: -entity.offset):
        if entity.type == "text_link" and entity.url:
            end = (entity.offset + entity.length) * 2
            units = units[:end] + utf16(f" ({entity.url})") + units[end:]
    return units.decode("utf-16-le", "surrogatepass")


def utf16(text: str) -> bytes:
    """In UTF-16, as the Bot API counts; half an emoji, which some apps send, stays half an emoji."""
    return text.encode("utf-16-le", "surrogatepass")

"""Message text as Telegram stores it: plain text and entities with offsets in UTF-16 code units."""

import re
from typing import Any

from bot.emulator.errors import bad

Entity = dict[str, Any]

MAX_ENTITIES = 100
FOUND = re.compile(
    r"(?P<url>https?://[^\s<>]*[^\s<>.,;:!?)»])"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?<![\w/@])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/])"
    r"|(?<![\w@])(?P<mention>@[A-Za-z0-9_]{3,32})\b"
)


def units(text: str) -> int:
    """Length in UTF-16 code units, Telegram's own measure: most emoji are two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def find_entities(text: str) -> list[Entity]:
    """What Telegram marks by itself: commands, mentions, links and mail addresses."""
    if not any(sign in text for sign in "/@"):
        return []
    return [
        {"type": str(found.lastgroup), "offset": units(text[: found.start()]), "length": units(found.group())}
        for found in FOUND.finditer(text)
    ]


def check_entities(text: str, entities: list[Entity]) -> list[Entity]:
    """Given entities, in order. Raises ApiError where one lies outside the text or splits a character."""
    starts = _character_starts(text)
    checked = [_check(entity, starts) for entity in entities[:MAX_ENTITIES]]
    return sorted(checked, key=lambda entity: (entity["offset"], -entity["length"]))


def _character_starts(text: str) -> dict[int, int]:
    """UTF-16 offset of each character's start (and of the end of the text) to its byte offset."""
    starts, at, byte = {0: 0}, 0, 0
    for character in text:
        at += 2 if ord(character) > 0xFFFF else 1
        byte += len(character.encode())
        starts[at] = byte
    return starts


def _check(entity: Entity, starts: dict[int, int]) -> Entity:
    offset, length = entity.get("offset"), entity.get("length")
    if not isinstance(offset, int) or offset < 0:
        raise bad(f"receive an entity with incorrect offset {offset}")
    if not isinstance(length, int) or length < 0:
        raise bad(f"receive an entity with incorrect length {length}")
    end, last = offset + length, max(starts)
    if offset > last:
        raise bad(f"entity begins after the end of the text at UTF-16 offset {offset}")
    if end > last:
        raise bad(f"entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {end}")
    if offset not in starts:
        raise bad(f"entity begins in a middle of a UTF-16 symbol at byte offset {starts[offset + 1]}")
    if end not in starts:
        raise bad(
            f"entity beginning at UTF-16 offset {offset} ends in a middle of a UTF-16 symbol "
            f"at byte offset {starts[end + 1]}"
        )
    return entity


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Text without the spaces at its end, which Telegram drops, and entities cut to it."""
    short = text.rstrip()
    if len(short) == len(text):
        return text, entities
    last = units(short)
    cut = [{**entity, "length": min(entity["length"], last - entity["offset"])} for entity in entities]
    return short, [entity for entity in cut if entity["length"] > 0]

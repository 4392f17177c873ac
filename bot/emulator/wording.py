"""The text and the caption of a call, measured and marked as Telegram would."""

from typing import Any

from bot.emulator.entities import Entity, check_entities, find_entities, trimmed, units
from bot.emulator.errors import bad
from bot.emulator.markup import parse_html
from bot.emulator.params import Params

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024


def read_text(params: Params, too_long: str = "message is too long") -> dict[str, Any]:
    """``text`` and ``entities`` of a message. Raises ApiError on an empty, long or ill-marked one.

    Telegram counts "characters after entities parsing" and does not say which; UTF-16 units are the stricter reading.
    """
    text, entities = _read(params, "text", "entities")
    if not text.strip():
        raise bad("message text is empty")
    if units(text) > LONGEST_TEXT:
        raise bad(too_long)
    return _marked("text", "entities", text, entities)


def read_caption(params: Params) -> dict[str, Any]:
    """``caption`` and ``caption_entities``, or nothing at all. Raises ApiError."""
    text, entities = _read(params, "caption", "caption_entities")
    if units(text) > LONGEST_CAPTION:
        raise bad("message caption is too long")
    return _marked("caption", "caption_entities", text, entities) if text else {}


def _marked(name: str, marks: str, text: str, entities: list[Entity]) -> dict[str, Any]:
    return {name: text} | ({marks: entities} if entities else {})


def _read(params: Params, name: str, marks: str) -> tuple[str, list[Entity]]:
    text = params.text(name)
    mode = params.text("parse_mode").lower()
    if mode and mode != "html":
        # Markdown is not spoken here: the bot does not use it.
        raise bad("unsupported parse_mode")
    if mode:
        text, given = parse_html(text)
    else:
        given = check_entities(
            text, params.objects(marks, "can't parse entities: expected an Array of MessageEntity")
        )
    return trimmed(text, _with_found(text, given))


def _with_found(text: str, given: list[Entity]) -> list[Entity]:
    """What Telegram marks by itself never overlaps what was marked by hand."""
    taken = [(entity["offset"], entity["offset"] + entity["length"]) for entity in given]
    found = [
        entity
        for entity in find_entities(text)
        if all(entity["offset"] + entity["length"] <= start or entity["offset"] >= end for start, end in taken)
    ]
    return sorted([*given, *found], key=lambda entity: (entity["offset"], -entity["length"]))

"""Telegram's HTML, read as its server reads it, with its complaints."""

import html
import re
from dataclasses import dataclass, field

from bot.emulator.entities import Entity, units
from bot.emulator.errors import cannot_parse

TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
TOKEN = re.compile(r"<[^>]*>?|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);|[^<&]+|&")
TAG = re.compile(r"<(?P<end>/?)(?P<name>[^\s>]*)(?P<rest>[^>]*)(?P<shut>>?)")
ATTRIBUTE = re.compile(r"""([A-Za-z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")


@dataclass
class _Open:
    name: str
    attributes: dict[str, str]
    offset: int
    byte: int


@dataclass
class _Reader:
    """Where the reading stands: the text so far, its length, and the tags still open."""

    text: list[str] = field(default_factory=list)
    at: int = 0
    byte: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def write(self, piece: str) -> None:
        self.text.append(piece)
        self.at += units(piece)

    def tag(self, token: str) -> None:
        found = TAG.fullmatch(token)
        assert found is not None  # noqa: S101 - any token that opens with "<" fits
        name = found["name"].lower()
        # A name is known by the space or bracket after it, and is judged before the rest of its tag is read.
        if not found["end"] and (found["rest"] or found["shut"]) and name not in TYPES:
            raise cannot_parse(f'Unsupported start tag "{name}" at byte offset {self.byte}')
        if not found["shut"]:
            raise cannot_parse(f"Unclosed {'end' if found['end'] else 'start'} tag at byte offset {self.byte}")
        if found["end"]:
            self._close(name)
        else:
            self._start(name, found["rest"])

    def _start(self, name: str, rest: str) -> None:
        attributes = {
            key.lower(): html.unescape(a or b or c) for key, a, b, c in ATTRIBUTE.findall(rest.strip().rstrip("/"))
        }
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise cannot_parse(f'Tag "span" must have class "tg-spoiler" at byte offset {self.byte}')
        self.open.append(_Open(name, attributes, self.at, self.byte))

    def _close(self, name: str) -> None:
        if not self.open:
            raise cannot_parse(f"Unexpected end tag at byte offset {self.byte}")
        tag = self.open.pop()
        if name not in {"", tag.name}:
            raise cannot_parse(
                f'Unmatched end tag at byte offset {self.byte}, expected "</{tag.name}>", found "</{name}>"'
            )
        if length := self.at - tag.offset:
            self.entities.append(_entity(tag, length, "".join(self.text)))


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Text and entities. Raises ApiError with "can't parse entities: ..." as Telegram words it."""
    reader = _Reader()
    for token in TOKEN.findall(source):
        if token[0] == "<":
            reader.tag(token)
        else:
            reader.write(html.unescape(token) if token[0] == "&" else token)
        reader.byte += len(token.encode())
    if reader.open:
        last = reader.open[-1]
        raise cannot_parse(f'Can\'t find end tag corresponding to start tag "{last.name}" at byte offset {last.byte}')
    entities = _merged([entity for entity in reader.entities if entity])
    return "".join(reader.text), sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _entity(tag: _Open, length: int, text: str) -> Entity:
    entity: Entity = {"type": TYPES[tag.name], "offset": tag.offset, "length": length}
    if tag.name == "a":
        # Without an address the link is its own text, and without a scheme it is no link at all.
        url = tag.attributes.get("href", "") or _tail(text, length)
        return {**entity, "url": url} if re.match(r"(?i)(https?|tg|mailto|tel):", url) else {}
    if tag.name == "code" and tag.attributes.get("class", "").startswith("language-"):
        return {**entity, "language": tag.attributes["class"].removeprefix("language-")}
    if tag.name == "blockquote" and "expandable" in tag.attributes:
        return {**entity, "type": "expandable_blockquote"}
    if tag.name == "tg-emoji":
        return {**entity, "custom_emoji_id": tag.attributes.get("emoji-id", "")}
    if tag.name == "tg-time":
        return {**entity, **_moment(tag)}
    return entity


def _tail(text: str, length: int) -> str:
    return text.encode("utf-16-le")[-2 * length :].decode("utf-16-le")


def _moment(tag: _Open) -> Entity:
    unix = tag.attributes.get("unix", "")
    if not unix.lstrip("-").isdigit():
        raise cannot_parse(f'Tag "tg-time" must have a valid attribute "unix" at byte offset {tag.byte}')
    pattern = tag.attributes.get("format")
    return {"unix_time": int(unix)} | ({"date_time_format": pattern} if pattern else {})


def _merged(entities: list[Entity]) -> list[Entity]:
    """A code with a language inside a pre of the same span is one pre with a language."""
    pres = {(entity["offset"], entity["length"]): entity for entity in entities if entity["type"] == "pre"}
    rest = []
    for entity in entities:
        pre = pres.get((entity["offset"], entity["length"]))
        if entity["type"] == "code" and pre is not None:
            pre.update({"language": entity["language"]} if "language" in entity else {})
        else:
            rest.append(
                {key: value for key, value in entity.items() if (entity["type"], key) != ("code", "language")}
            )
    return rest

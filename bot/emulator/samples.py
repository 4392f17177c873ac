"""Things to attach: small files made in code, and towns."""

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from bot.emulator.model import Upload
from bot.emulator.ogg import silence

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
SEA, SAND = (46, 110, 142), (222, 200, 160)


@dataclass(frozen=True)
class Sample:
    title: str
    upload: Callable[[], Upload]


@dataclass(frozen=True)
class Town:
    title: str
    latitude: float
    longitude: float


@cache
def png(width: int, height: int) -> bytes:
    """A picture of a shore: sea above, sand below."""
    rows = b"".join(b"\0" + bytes(SEA if y < height * 2 // 3 else SAND) * width for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return PNG_SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _note() -> Upload:
    return Upload("spravka.txt", "Справка\nОбразец документа.\n".encode(), "text/plain")


VOICES = (
    Sample("3 s", lambda: Upload("voice.ogg", silence(3), "audio/ogg")),
    Sample("5 s", lambda: Upload("voice.ogg", silence(5), "audio/ogg")),
)
PHOTOS = (
    Sample("Shore", lambda: Upload("shore.png", png(320, 240), "image/png")),
    Sample("Document, upright", lambda: Upload("page.png", png(240, 320), "image/png")),
)
DOCUMENTS = (Sample("spravka.txt", _note),)
TOWNS = (
    Town("Мозырь", 52.0495, 29.2456),
    Town("Гомель", 52.4345, 30.9754),
    Town("Минск", 53.9023, 27.5619),
    Town("Бишкек", 42.8746, 74.5698),
    Town("Ош", 40.5140, 72.8161),
)

"""Things to attach: small files made in code, and towns."""

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from bot.emulator.model import Upload
from bot.emulator.ogg import silence

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: what a file of this kind begins with; nothing here plays it
MP4_HEAD = b"\0\0\0\x18ftypisom\0\0\2\0isomiso2"
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


@cache
def pdf(words: str) -> bytes:
    """A page with one line of Latin letters."""
    line = f"BT /F 24 Tf 72 720 Td ({words}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(line), line),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, about in enumerate(objects, 1):
        places.append(b"%010d 00000 n \n" % len(body))
        body += b"%d 0 obj%sendobj\n" % (number, about)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(places)
    return body + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(body))


def appointments() -> bytes:
    """A table as an officer would send it, for clients whom the demo invented; on a working day in two weeks."""
    ahead = datetime.now(UTC) + timedelta(days=14)
    day = f"{ahead + timedelta(days=(0, 0, 0, 0, 0, 2, 1)[ahead.weekday()]):%d.%m.%Y}"
    head = "метка;дата;время;место;взять с собой;повторять;сколько раз"
    rows = (
        f"07-118;{day};9:30;;паспорт;;",
        f"К-001;{day};10:00;;;неделя;4",
        f"К-002;{day};10:30;;справка с работы;;",
    )
    return "\r\n".join((head, *rows)).encode("utf-8-sig")


VIDEO = Sample("Video, 3 s", lambda: Upload("clip.mp4", MP4_HEAD, "video/mp4"))
VOICES = (
    Sample("Voice message, 3 s", lambda: Upload("voice.ogg", silence(3), "audio/ogg")),
    Sample("Voice message, 5 s", lambda: Upload("voice.ogg", silence(5), "audio/ogg")),
)
PHOTOS = (
    Sample("Photo of a shore", lambda: Upload("shore.png", png(320, 240), "image/png")),
    Sample("Photo of a document", lambda: Upload("page.png", png(240, 320), "image/png")),
)
DOCUMENTS = (
    Sample("certificate.pdf", lambda: Upload("certificate.pdf", pdf("Certificate: a sample"), "application/pdf")),
    Sample("appointments.csv", lambda: Upload("appointments.csv", appointments(), "text/csv")),
)
#: nobody's
PHONE_NUMBER = "+375000000000"
CHANNEL, POST = "Новости района", "С понедельника приём документов с 8 до 17 часов."
TOWNS = (
    Town("Мозырь", 52.0495, 29.2456),
    Town("Гомель", 52.4345, 30.9754),
    Town("Минск", 53.9023, 27.5619),
    Town("Бишкек", 42.8746, 74.5698),
    Town("Ош", 40.5140, 72.8161),
)

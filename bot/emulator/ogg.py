"""A voice note made in code: Ogg pages around silent Opus frames, so that any player takes it."""

import struct
from functools import cache

FRAME = b"\xf8\xff\xfe"  # 20 ms of silence: one full-band mono frame
FRAMES_A_SECOND = 50
SAMPLES_A_FRAME = 960
SERIAL = 1
FIRST, LAST = 2, 4


@cache
def silence(seconds: int) -> bytes:
    """Ogg Opus, at most 5 seconds: all frames must fit one page of 255 segments."""
    frames = min(seconds, 5) * FRAMES_A_SECOND
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 7) + b"prystan" + struct.pack("<I", 0)
    return (
        _page([head], 0, 0, FIRST)
        + _page([tags], 1, 0, 0)
        + _page([FRAME] * frames, 2, frames * SAMPLES_A_FRAME, LAST)
    )


def _page(packets: list[bytes], number: int, granule: int, flags: int) -> bytes:
    lacing = bytes(len(packet) for packet in packets)
    header = struct.pack("<4sBBqIII", b"OggS", 0, flags, granule, SERIAL, number, 0)
    page = header + bytes([len(lacing)]) + lacing + b"".join(packets)
    return page[:22] + struct.pack("<I", _checksum(page)) + page[26:]


def _checksum(data: bytes) -> int:
    """Ogg's CRC-32: the usual polynomial, unreflected, from zero."""
    value = 0
    for byte in data:
        value ^= byte << 24
        for _ in range(8):
            value = ((value << 1) ^ 0x04C11DB7 if value & 0x80000000 else value << 1) & 0xFFFFFFFF
    return value

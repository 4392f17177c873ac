"""Sealed values and blind indexes: what an installation's key makes of ids, phones and messages.

A sealed value is AES-256-GCM, bound to its table, column and row, so that a cell moved elsewhere cannot be opened;
its length is padded to a bucket. A blind index is a keyed hash under which a row can be found and nothing be read.
"""

import base64
import binascii
import hmac
import os
import secrets
import struct
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = 1
NONCE = 12
BUCKETS = (64, 256, 1024, 4096)
#: version and key number, nonce, tag
SHORTEST = 2 + NONCE + 16


class SealError(Exception):
    """A key file or a sealed value cannot be used; the words say which and why, never what was in it."""


class Keyring:
    """The keys of an installation: the newest seals, all of them open."""

    def __init__(self, keys: Mapping[int, bytes]) -> None:
        if not keys:
            raise SealError("the key file holds no key")
        self._newest = max(keys)
        self._ciphers = {number: AESGCM(_derive(key, "seal")) for number, key in keys.items()}
        # an index must find what was written under older keys: it belongs to the first
        self._index_key = _derive(keys[min(keys)], "index")
        self._index_keys: dict[str, bytes] = {}

    @property
    def fingerprint(self) -> str:
        """Tells whether a database was written under these keys, and nothing else."""
        return hmac.new(self._index_key, b"fingerprint", sha256).hexdigest()[:16]

    def seal(self, value: bytes, *place: object) -> bytes:
        """Seals ``value`` for one place: table, column and row."""
        nonce = os.urandom(NONCE)
        header = struct.pack(">BB", VERSION, self._newest)
        body = self._ciphers[self._newest].encrypt(nonce, _pad(value), _bound_to(place))
        return header + nonce + body

    def open(self, sealed: bytes, *place: object) -> bytes:
        """What was sealed for this place.

        Raises:
            SealError: it was not sealed for this place, or not under these keys.
        """
        if len(sealed) < SHORTEST:
            raise SealError("a sealed value is cut short")
        version, number = struct.unpack_from(">BB", sealed)
        cipher = self._ciphers.get(number)
        if version != VERSION or cipher is None:
            raise SealError("a value was sealed under a key that is not in the key file")
        try:
            return _unpad(cipher.decrypt(sealed[2 : 2 + NONCE], sealed[2 + NONCE :], _bound_to(place)))
        except InvalidTag:
            raise SealError("a sealed value does not belong where it stands") from None

    def blind(self, value: object, purpose: str) -> bytes:
        """A blind index of 128 bits: equal for equal values of one purpose, unrelated between purposes."""
        key = self._index_keys.get(purpose)
        if key is None:
            key = self._index_keys[purpose] = hmac.new(self._index_key, purpose.encode(), sha256).digest()
        return hmac.digest(key, str(value).encode(errors="surrogatepass"), sha256)[:16]


def _derive(key: bytes, purpose: str) -> bytes:
    return hmac.new(key, f"prystan|{purpose}".encode(), sha256).digest()


def _bound_to(place: tuple[object, ...]) -> bytes:
    return "|".join(str(part) for part in place).encode()


def _pad(value: bytes) -> bytes:
    framed = struct.pack(">I", len(value)) + value
    size = next((bucket for bucket in BUCKETS if len(framed) <= bucket), -(-len(framed) // 4096) * 4096)
    return framed.ljust(size, b"\0")


def _unpad(framed: bytes) -> bytes:
    (length,) = struct.unpack_from(">I", framed)
    return framed[4 : 4 + length]


def read_keys(file: Path) -> Keyring:
    """The installation's keys, from lines of ``number base64``.

    Raises:
        SealError: the file is readable by others, or is not a key file.
    """
    if file.stat().st_mode & 0o077:
        raise SealError(f"{file} can be read by others; chmod 600 it")
    try:
        lines = [line.split() for line in file.read_text().splitlines() if line and not line.startswith("#")]
        keys = {int(number): base64.b64decode(key, validate=True) for number, key in lines}
    except (ValueError, binascii.Error):
        raise SealError(f"{file} is not a key file") from None
    if any(len(key) != 32 for key in keys.values()):
        raise SealError(f"{file}: a key must have 32 bytes")
    if len(keys) < len(lines):
        raise SealError(f"{file}: a key's number stands there twice")
    if not all(0 < number < 256 for number in keys):
        raise SealError(f"{file}: a key's number is 1 to 255")
    return Keyring(keys)


def make_keys(file: Path) -> Keyring:
    """Makes the first key of a new installation; only its owner may read the file."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = (
        "# The keys of this installation of Prystan. Without them the database cannot be read by anyone.\n"
        "# Keep a copy elsewhere than the database's backups.\n"
        f"1 {base64.b64encode(secrets.token_bytes(32)).decode()}\n"
    )
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(text)
    return read_keys(file)

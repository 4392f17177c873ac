"""Receipts that anyone can check: texts signed with an installation's Ed25519 key (RFC 8032).

What is signed is the text as it reads, so that a letter more or less shows. Spaces and line ends do not count: they
change when a text is copied or typed off a screenshot.
"""

import base64
import binascii
import os
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

#: begins the lines that a machine reads; the same in every language
KEY_LINE, SIGNATURE_LINE = "Key: ", "Ed25519: "
#: of the public key, in a receipt: which key it was
KEY_SIGNS = 10
#: of a text to verify
LONGEST = 4000


class KeyFileError(Exception):
    """The key file cannot be used; the words say why."""


@dataclass(frozen=True, slots=True)
class Verified:
    """A receipt that is what it was when it was signed, and what it says."""

    says: str


class NotValid(Exception):
    """The text is not a receipt of this key, or was changed; the words say what is wrong."""


class Signer:
    """Signs with the installation's key; the seed never leaves it."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = _written(self._key.public_key().public_bytes_raw())

    def signed(self, text: str) -> str:
        """The text, the key's beginning, and the signature in groups that can be typed."""
        whole = f"{text}\n{KEY_LINE}{self.public[:KEY_SIGNS]}"
        signature = _written(self._key.sign(_canonical(whole)))
        groups = " ".join(signature[start : start + 5] for start in range(0, len(signature), 5))
        return f"{whole}\n{SIGNATURE_LINE}{groups}"


def verify(text: str, public: str) -> Verified:
    """What a receipt says.

    Raises:
        NotValid: it was not signed so with this key.
    """
    if len(text) > LONGEST:
        raise NotValid("this is too long for a receipt")
    says, mark, rest = text.strip().rpartition(SIGNATURE_LINE)
    if not mark:
        raise NotValid(f"there is no line that begins with “{SIGNATURE_LINE.strip()}”")
    try:
        key = Ed25519PublicKey.from_public_bytes(_read(public))
    except ValueError:
        raise NotValid("this is no public key") from None
    try:
        key.verify(_read("".join(rest.split())), _canonical(says))
    except (InvalidSignature, ValueError):
        raise NotValid("the text or its signature was changed, or it was signed with another key") from None
    return Verified("\n".join(line.strip() for line in says.strip().splitlines()))


def _canonical(text: str) -> bytes:
    """What counts of a text: its words, one space apart."""
    return b"prystan receipt 1\n" + " ".join(unicodedata.normalize("NFC", text).split()).encode()


def _written(value: bytes) -> str:
    return base64.b32encode(value).decode().rstrip("=")


def _read(text: str) -> bytes:
    """Raises ValueError; one value has one spelling, in capitals or small letters."""
    bare = text.strip().upper()
    try:
        value = base64.b32decode(bare + "=" * (-len(bare) % 8))
    except binascii.Error as error:
        raise ValueError from error
    if _written(value) != bare:
        raise ValueError("not the way it is written")
    return value


def signing_file(key_file: Path) -> Path:
    """Beside the installation's keys."""
    return key_file.with_name("receipts.key")


def load_signer(key_file: Path) -> Signer:
    """The installation's signing key; made at the first start, readable by its owner alone.

    Raises:
        KeyFileError: it is readable by others, or is no key.
    """
    file = signing_file(key_file)
    if not file.exists():
        _make(file)
    if file.stat().st_mode & 0o077:
        raise KeyFileError(f"{file} can be read by others; chmod 600 it")
    lines = [line for line in file.read_text().splitlines() if line and not line.startswith("#")]
    try:
        (line,) = lines
        seed = base64.b64decode(line, validate=True)
        return Signer(seed)
    except (ValueError, binascii.Error):
        raise KeyFileError(f"{file} is not a signing key") from None


def _make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = (
        "# Signs the receipts that clients get. Whoever has it can make receipts; without it old ones can still be\n"
        "# verified by the public key (python -m bot public-key). Keep a copy apart from the database's backups.\n"
        f"{base64.b64encode(secrets.token_bytes(32)).decode()}\n"
    )
    # written aside and linked into place: of two processes at the first start one key holds, and never half of it
    aside = file.with_name(f"{file.name}.{os.getpid()}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(text)
    try:
        os.link(aside, file)
    except FileExistsError:
        pass
    finally:
        aside.unlink()

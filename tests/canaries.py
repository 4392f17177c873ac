"""Looks for secrets in files and lines, in every form in which a careless writer would leave them."""

import base64
import json
import struct
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote


def forms(secret: str) -> dict[str, set[bytes]]:
    """How the secret looks as different writers put it down."""
    plain = secret.encode()
    found = {
        "utf-8": {plain},
        "utf-16": {secret.encode("utf-16-le"), secret.encode("utf-16-be")},
        "json": {json.dumps(secret)[1:-1].encode()},
        "python": {secret.encode("unicode_escape")},
        "url": {quote(secret).encode()},
        "base64": _base64(plain),
        "hex": {plain.hex().encode(), plain.hex().upper().encode()},
    }
    if secret.isdigit() and int(secret) > 2**40:
        packed = struct.pack(">q", int(secret)).lstrip(b"\0")
        found["integer"] = {packed, packed[::-1]}
    return found


def _base64(plain: bytes) -> set[bytes]:
    """The part of it that does not depend on what stands before and after, for each of three alignments."""
    encoded = set()
    for shift in range(3):
        whole = base64.b64encode(b"\0" * shift + plain)
        start, end = -(-shift * 4 // 3), (shift + len(plain)) * 8 // 6
        encoded |= {whole[start:end], whole[start:end].translate(bytes.maketrans(b"+/", b"-_"))}
    return encoded


def found_in(content: bytes, secrets: Iterable[str]) -> set[tuple[str, str]]:
    """Which secrets stand in this, and in what form."""
    return {
        (secret, form)
        for secret in secrets
        for form, looks in forms(secret).items()
        if any(look in content for look in looks)
    }


def found_under(folder: Path, secrets: Iterable[str]) -> set[tuple[str, str, str]]:
    """Which secrets stand in or name any file of a folder: which file, which secret, in what form."""
    secrets = list(secrets)
    return {
        (file.name, *found)
        for file in folder.rglob("*")
        if file.is_file()
        for found in found_in(str(file).encode() + b"\n" + file.read_bytes(), secrets)
    }

"""Files that were sent: kept by id, the oldest forgotten first."""

import struct
from pathlib import PurePosixPath
from typing import Any

from bot.emulator.model import File, Upload

FOLDERS = {"photo": "photos", "voice": "voice", "document": "documents", "sticker": "stickers"}
PNG = b"\x89PNG\r\n\x1a\n"
SOME_SIZE = (800, 600)


class Files:
    def __init__(self, keep: int) -> None:
        self._keep = keep
        self._files: dict[str, File] = {}
        self._last = 0

    def __getitem__(self, file_id: str) -> File:
        return self._files[file_id]

    def get(self, file_id: str) -> File | None:
        return self._files.get(file_id)

    def at_path(self, path: str) -> File | None:
        """A file by the path getFile told: its name holds the id."""
        return self._files.get(PurePosixPath(path).stem)

    def add(self, kind: str, upload: Upload, **about: object) -> File:
        """Keeps a file. ``about`` is what the Bot API says of its kind: duration, size in pixels, name."""
        self._last += 1
        file_id = f"{kind}-{self._last:06}"
        suffix = PurePosixPath(upload.name).suffix or ".bin"
        facts = {
            "file_id": file_id,
            "file_unique_id": f"u{self._last:06}",
            **about,
            "file_size": len(upload.data),
        }
        file = File(file_id, kind, f"{FOLDERS[kind]}/{file_id}{suffix}", upload.data, facts)
        self._files[file_id] = file
        if len(self._files) > self._keep:
            del self._files[next(iter(self._files))]
        return file

    def add_photo(self, upload: Upload) -> File:
        width, height = pixels(upload.data)
        return self.add("photo", upload, width=width, height=height)

    def add_voice(self, upload: Upload, duration: int) -> File:
        return self.add("voice", upload, duration=duration, mime_type="audio/ogg")

    def add_document(self, upload: Upload) -> File:
        return self.add("document", upload, file_name=upload.name, mime_type=upload.mime)


def content_of(file: File) -> dict[str, Any]:
    """The part of a message that shows a file: a photo comes as a list of sizes, here of one."""
    facts = dict(file.about)
    return {file.kind: [facts] if file.kind == "photo" else facts}


def pixels(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG; a plausible size for anything else."""
    if data.startswith(PNG) and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    return SOME_SIZE

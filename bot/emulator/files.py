"""Files that were sent: kept by id, the oldest forgotten first."""

import struct
from pathlib import PurePosixPath
from typing import Any

from bot.emulator.model import File, Upload

FOLDERS = {
    "animation": "animations",
    "audio": "music",
    "document": "documents",
    "photo": "photos",
    "sticker": "stickers",
    "video": "videos",
    "video_note": "video_notes",
    "voice": "voice",
}
PNG = b"\x89PNG\r\n\x1a\n"
SOME_SIZE = (800, 600)
ROUND_SIZE = 384
STICKER_SIZE = 512


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

    def add_video(self, upload: Upload, duration: int, kind: str = "video") -> File:
        """Also an "animation", which is a video without sound."""
        width, height = SOME_SIZE
        about = {"width": width, "height": height, "file_name": upload.name, "mime_type": upload.mime}
        return self.add(kind, upload, duration=duration, **about)

    def add_video_note(self, upload: Upload, duration: int) -> File:
        return self.add("video_note", upload, length=ROUND_SIZE, duration=duration)

    def add_audio(self, upload: Upload, duration: int, **tags: str) -> File:
        """A piece of music; its tags are "performer" and "title"."""
        return self.add("audio", upload, duration=duration, **tags, file_name=upload.name, mime_type=upload.mime)

    def add_sticker(self, upload: Upload, emoji: str) -> File:
        about = {"type": "regular", "width": STICKER_SIZE, "height": STICKER_SIZE, "emoji": emoji}
        return self.add("sticker", upload, **about, is_animated=False, is_video=False)


def content_of(file: File) -> dict[str, Any]:
    """The part of a message that shows a file: a photo comes as a list of sizes, here of one."""
    facts = dict(file.about)
    if file.kind == "animation":
        # Older clients know it as a document, so Telegram sends both.
        return {"animation": facts, "document": facts}
    return {file.kind: [facts] if file.kind == "photo" else facts}


def pixels(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG; a plausible size for anything else."""
    if data.startswith(PNG) and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    return SOME_SIZE

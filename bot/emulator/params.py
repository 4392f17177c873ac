"""The parameters of one call, whatever they came in: form fields, JSON, or a file beside them."""

import json
from collections.abc import Mapping
from typing import Any

from bot.emulator.errors import ApiError, bad
from bot.emulator.model import Upload

TRUE = {"true", "True", "1"}


class Params:
    """Reads by name; an absent one is "", None or False. Forms send everything as text, JSON does not."""

    def __init__(self, raw: Mapping[str, Any], uploads: Mapping[str, Upload] | None = None) -> None:
        self.raw = raw
        self.uploads = uploads or {}

    def text(self, name: str) -> str:
        value = self.raw.get(name)
        return "" if value is None else str(value)

    def integer(self, name: str) -> int | None:
        """None too where it is no number, as Telegram reads it."""
        try:
            return int(self.text(name))
        except ValueError:
            return None

    def number(self, name: str) -> float | None:
        try:
            return float(self.text(name))
        except ValueError:
            return None

    def flag(self, name: str) -> bool:
        return self.text(name) in TRUE

    def json(self, name: str, complaint: str) -> object:
        """A list or an object. Raises ApiError with ``complaint`` where it is not JSON."""
        value = self.raw.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise bad(complaint) from None

    def object(self, name: str, complaint: str) -> dict[str, Any]:
        """An empty one when absent. Raises ApiError where it is something else."""
        value = self.json(name, complaint) or {}
        if not isinstance(value, dict):
            raise bad(complaint)
        return value

    def objects(self, name: str, complaint: str) -> list[dict[str, Any]]:
        value = self.json(name, complaint) or []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise bad(complaint)
        return value

    def integers(self, name: str, complaint: ApiError) -> list[int]:
        value = self.json(name, complaint.description.removeprefix("Bad Request: "))
        if not isinstance(value, list) or not all(isinstance(item, int) for item in value):
            raise complaint
        return value

    def upload(self, name: str) -> Upload | None:
        """A file sent under this name, or under the one an attach:// address points to."""
        attached = self.text(name)
        key = attached.removeprefix("attach://") if attached.startswith("attach://") else name
        return self.uploads.get(key)

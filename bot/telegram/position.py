"""An attached position is replaced by its settlement before anything is written, queued or logged."""

from typing import Any

from aiogram import Dispatcher


class Coarse:
    """Knows the directory of the moment through the dispatcher, which is given a new one now and then."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self.dispatcher = dispatcher

    def without_position(self, raw: dict[str, Any]) -> dict[str, Any]:
        """The update with every position in it moved to the middle of the nearest settlement."""
        return {name: self._clean(name, value) for name, value in raw.items()}

    def _clean(self, name: str, value: Any) -> Any:  # noqa: ANN401 - JSON
        if isinstance(value, list):
            return [self._clean(name, one) for one in value]
        if not isinstance(value, dict):
            return value
        if name == "location" and not value.keys().isdisjoint({"latitude", "longitude"}):
            return self._settlement(value)
        if name == "venue":
            return {"location": self._clean("location", value.get("location")), "title": "", "address": ""}
        return {key: self._clean(key, inner) for key, inner in value.items()}

    def _settlement(self, location: dict[str, Any]) -> dict[str, Any]:
        guide, pin = self.dispatcher.get("guide"), _pin(location)
        found = guide.directory.settlement_near(*pin) if guide and pin else None
        if found is None:
            return {"latitude": 0.0, "longitude": 0.0}
        return {"latitude": found.latitude, "longitude": found.longitude}


def _pin(location: dict[str, Any]) -> tuple[float, float] | None:
    """Latitude and longitude, where there are such: an update that makes no sense must not stop the others."""
    latitude, longitude = location.get("latitude"), location.get("longitude")
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None

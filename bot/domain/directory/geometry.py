"""Distances on the globe, over many places at once."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: mean radius of the Earth, kilometres
EARTH = 6371.0088

Floats = NDArray[np.float64]
Indexes = NDArray[np.intp]

#: a squared chord no two points of the globe reach: the distance of what has no known position
UNKNOWN = 5.0


def unit_vectors(latitudes: ArrayLike, longitudes: ArrayLike) -> Floats:
    """Points of the unit sphere, one a row, from degrees; NaN stays NaN."""
    phi, lam = np.radians(np.asarray(latitudes, float)), np.radians(np.asarray(longitudes, float))
    return np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=-1)


def chords(points: Floats, point: Floats) -> Floats:
    """Squared chords from one point to each of many: grows with distance and needs no trigonometry."""
    squared = np.maximum(2.0 - 2.0 * (points @ point), 0.0)
    return np.where(np.isnan(squared), UNKNOWN, squared)


def kilometres(chord: float) -> float | None:
    """The distance along the ground that a squared chord spans."""
    return None if chord >= UNKNOWN else float(2.0 * EARTH * np.arcsin(min(np.sqrt(chord) / 2.0, 1.0)))


def smallest(keys: Floats, limit: int) -> Indexes:
    """Indexes of the smallest finite keys, in order; equal keys keep their order."""
    among = np.flatnonzero(np.isfinite(keys))
    if len(among) > limit > 0:
        last = np.partition(keys[among], limit - 1)[limit - 1]
        below = among[keys[among] < last]
        # Of many equals at the end only the first few are wanted; they need not be sorted.
        among = np.concatenate([below, among[keys[among] == last][: limit - len(below)]])
    return among[np.argsort(keys[among], kind="stable")][:limit]

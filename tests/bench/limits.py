"""What was promised of a figure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """What was promised, and whether it holds."""

    promise: str
    figure: float
    holds: bool

    @classmethod
    def at_most(cls, promise: str, figure: float, most: float) -> "Limit":
        return cls(f"{promise} (at most {most:.2f})", figure, figure <= most)


def percentile(ordered: list[float], share: float) -> float:
    """Of figures in order: that below which this share of them lies."""
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]

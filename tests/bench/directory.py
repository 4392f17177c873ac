"""How fast the directory answers: over the real content and over many invented places, beside the plain ways.

The plain ways are a NumPy look at every place of the kinds, and RapidFuzz's WRatio over every text.
"""

import random
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from bot.content.loader import load
from bot.content.models import Content, Place, Text
from bot.domain.directory import Directory
from bot.domain.directory.geometry import chords, unit_vectors
from bot.domain.directory.texts import entries

Report = Callable[[str, float, str], None]

ROOT = Path(__file__).parents[2]
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
NEED = "bed"
TYPED = (
    "в мозыре", "Valozyn", "Валожын", "Бишкекте", "обшежитие", "общежития", "жатаканада", "мозер", "где переночевать",
    "потерял паспорт", "нужен юрист в гомеле", "тцсон мозырь", "shelter in minsk", "абракадабра", "кризисная комната",
)  # fmt: skip
SYLLABLES = [consonant + vowel for consonant in "бвгджзклмнпрстфхцш" for vowel in "аеиоу"]


def run(report: Report) -> None:
    """Report each figure: its name, its value and its unit."""
    content = load(ROOT / "content", demo=False)
    report("directory: build, real", _seconds(lambda: Directory(content)) * 1e3, "ms")
    for name, grown in (
        ("real", content),
        ("10,000 places", with_places(content, 10_000)),
        ("100,000 places", with_places(content, 100_000)),
    ):
        directory = Directory(grown)
        _nearest(directory, name, report)
        if len(grown.places) <= 10_000:
            _search(directory, grown, name, report)


def with_places(content: Content, count: int) -> Content:
    """The content with this many invented places instead of its own, each near a real settlement."""
    chance = random.Random(count)  # noqa: S311 - the same places each run
    settlements = [one for one in content.territories if one.level == "settlement" and one.latitude is not None]
    kinds = content.needs[0].kinds
    return content.model_copy(
        update={"places": tuple(_invented(n, chance, settlements, kinds) for n in range(count))}
    )


def _invented(number: int, chance: random.Random, settlements: Sequence[Any], kinds: Sequence[str]) -> Place:
    town = chance.choice(settlements)
    words = ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(2)]
    return Place.model_construct(
        id=f"p{number}", kind=chance.choice(kinds), name=Text(ru="Центр " + " ".join(words)), organisation=None,
        territory=town.code, serves=None, needs=(), hours="Mo-Fr 08:30-13:00,14:00-17:30", precision="address",
        latitude=town.latitude + chance.gauss(0, 0.05), longitude=town.longitude + chance.gauss(0, 0.05),
        assured=date(2026, 6, 1),
    )  # fmt: skip


def _nearest(directory: Directory, name: str, report: Report) -> None:
    chance = random.Random(1)  # noqa: S311
    settlements = [one for one in directory.territories if one.level == "settlement" and one.latitude is not None]
    pins = [(one.latitude, one.longitude) for one in chance.choices(settlements, k=300)]
    towns = [one.code for one in chance.choices(settlements, k=300)]
    _report(
        f"nearest ten to a town, {name}", [partial(directory.nearest, NEED, code, AT, 10) for code in towns], report
    )
    _report(f"nearest ten to a pin, {name}", [partial(directory.nearest, NEED, pin, AT, 10) for pin in pins], report)
    kinds = directory.needs[NEED].kinds
    served = [one for one in directory.places.values() if one.kind in kinds]
    points = unit_vectors([one.latitude for one in served], [one.longitude for one in served])
    _report(
        f"  beside: every place by NumPy, {name}",
        [partial(_plain, points, unit_vectors(*pin)) for pin in pins],
        report,
    )


def _plain(points: np.ndarray, point: np.ndarray) -> np.ndarray:
    return np.argsort(chords(points, point))[:10]


def _search(directory: Directory, content: Content, name: str, report: Report) -> None:
    texts = [entry.text for entry in entries(content, directory.territories)]
    _report(f"forgiving search, {name}", [partial(directory.search, typed, "ru") for typed in TYPED * 20], report)
    plain = [partial(process.extract, typed, texts, scorer=fuzz.WRatio, limit=8) for typed in TYPED[:8]]
    _report(f"  beside: WRatio over {len(texts):,} texts, {name}", plain, report)


def _report(name: str, calls: Sequence[Callable[[], object]], report: Report) -> None:
    """The median and the 99th percentile of the calls, each made once, after one that warms up."""
    calls[0]()
    taken = sorted(_seconds(call) * 1e3 for call in calls)
    report(f"{name}: median", statistics.median(taken), "ms")
    report(f"{name}: p99", taken[min(int(len(taken) * 0.99), len(taken) - 1)], "ms")


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started

"""How fast the directory answers: over the real content and over many invented places, beside the plain ways.

The plain ways are the distances to every place of the kinds by NumPy, and RapidFuzz's WRatio over every text.
"""

import gc
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
from bot.domain.directory.geometry import EARTH, Floats, Indexes
from bot.domain.directory.texts import entries
from tests.bench.limits import Limit, percentile

Report = Callable[[str, float, str], None]

ROOT = Path(__file__).parents[2]
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
NEED = "bed"
#: so many times as fast as the plain way search is to be
LEAST_TIMES = 100
TYPED = (
    "в мозыре", "Valozyn", "Валожын", "Бишкекте", "обшежитие", "общежития", "жатаканада", "мозер", "где переночевать",
    "потерял паспорт", "нужен юрист в гомеле", "тцсон мозырь", "shelter in minsk", "абракадабра", "кризисная комната",
)  # fmt: skip
SYLLABLES = [consonant + vowel for consonant in "бвгджзклмнпрстфхцш" for vowel in "аеиоу"]


def run(report: Report) -> list[Limit]:
    """Report each figure: its name, its value and its unit; returns what was promised of 100,000 places."""
    content = load(ROOT / "content", demo=False)
    _measured(content, "real", report)
    _measured(with_places(content, 10_000), "10,000 places", report)
    return _measured(with_places(content, 100_000), "100,000 places", report)


def _measured(content: Content, name: str, report: Report) -> list[Limit]:
    started = time.perf_counter()
    directory = Directory(content)
    report(f"directory: build, {name}", time.perf_counter() - started, "s")
    gc.freeze()  # as the bot does: what stays for good is not walked through at every collection
    try:
        _nearest(directory, NEED, name, report)
        kind = directory.needs[NEED].kinds[0]
        near, by_numpy = _nearest(directory, (kind,), f"{name}, one kind", report)
        found, by_ratio = _search(directory, content, name, report)
    finally:
        gc.unfreeze()
    return [
        Limit.at_most(f"nearest ten of a kind, {name}, p99, ms: of NumPy's", near, by_numpy),
        Limit.at_most(f"forgiving search, {name}, p99, ms: a hundredth of WRatio's", found, by_ratio / LEAST_TIMES),
    ]


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


def _nearest(directory: Directory, need: str | Sequence[str], name: str, report: Report) -> tuple[float, float]:
    """The slower p99 of ours, and that of the plain way over the same places."""
    chance = random.Random(1)  # noqa: S311
    settlements = [one for one in directory.territories if one.level == "settlement" and one.latitude is not None]
    pins = [(one.latitude, one.longitude) for one in chance.choices(settlements, k=300)]
    towns = [one.code for one in chance.choices(settlements, k=300)]
    kinds = directory.needs[need].kinds if isinstance(need, str) else need
    served = [one for one in directory.places.values() if one.kind in kinds]
    latitudes = np.radians(np.array([one.latitude for one in served], dtype=float))
    longitudes = np.radians(np.array([one.longitude for one in served], dtype=float))
    ours = [
        _report(
            f"nearest ten to {what}, {name}",
            [partial(directory.nearest, need, where, AT, 10) for where in asked],
            report,
        )
        for what, asked in (("a town", towns), ("a pin", pins))
    ]
    plain = [partial(_plain, latitudes, longitudes, *pin) for pin in pins]
    return max(ours), _report(f"  beside: the nearest of all by NumPy, {name}", plain, report)


def _plain(latitudes: Floats, longitudes: Floats, latitude: float, longitude: float) -> Indexes:
    """The nearest ten of all places by their distances over the globe."""
    phi, lam = np.radians((latitude, longitude))
    half = np.sin((latitudes - phi) / 2) ** 2 + np.cos(latitudes) * np.cos(phi) * np.sin((longitudes - lam) / 2) ** 2
    far = 2 * EARTH * np.arcsin(np.sqrt(half))
    near = np.argpartition(far, min(10, len(far) - 1))[:10]
    return near[np.argsort(far[near])]


def _search(directory: Directory, content: Content, name: str, report: Report) -> tuple[float, float]:
    texts = [entry.text for entry in entries(content, directory.territories)]
    ours = [partial(directory.search, typed, "ru") for typed in TYPED * 20]
    plain = [partial(process.extract, typed, texts, scorer=fuzz.WRatio, limit=8) for typed in TYPED]
    return (
        _report(f"forgiving search, {name}", ours, report),
        _report(f"  beside: WRatio over {len(texts):,} texts, {name}", plain, report),
    )


def _report(name: str, calls: Sequence[Callable[[], object]], report: Report) -> float:
    """The median and the 99th percentile of the calls, each made once, after one that warms up; returns the p99."""
    calls[0]()
    taken = sorted(_seconds(call) * 1e3 for call in calls)
    p99 = percentile(taken, 0.99)
    report(f"{name}: median", statistics.median(taken), "ms")
    report(f"{name}: p99", p99, "ms")
    return p99


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started

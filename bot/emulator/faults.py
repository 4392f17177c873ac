"""Troubles that can be switched on: refusals, lost connections, slowness. Chance has a seed, so runs repeat."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field
from random import Random

from bot.emulator.errors import ApiError, NotPossible

FLOOD = "flood"
#: what the page may switch, each with what it does to a call of the Bot API
KINDS = {
    FLOOD: "sending is refused with 429",
    "error": "500 in JSON",
    "gateway": "502 with a page of HTML, as a proxy answers when what lies behind it is gone",
    "refused": "no connection is made",
    "reset_before": "the connection ends before the call is processed",
    "reset_after": "the call is processed and its answer lost",
    "latency": "the answer comes late",
    "outage": "no answer ever comes, nor has the call come through",
}


class NoAnswer(Exception):
    """The connection gives no answer to a call."""


class Refused(NoAnswer):
    """It was never made: the call has surely not come through."""


class Reset(NoAnswer):
    """It broke; ``processed`` is what the caller cannot know."""

    def __init__(self, *, processed: bool) -> None:
        super().__init__()
        self.processed = processed


class Silence(NoAnswer):
    """Whoever waits, waits until their own patience ends."""


class Gateway(Exception):
    """502, and no JSON."""

    page = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


@dataclass
class Fault:
    """One that is on.

    :param share: of the calls it strikes, from 0 to 1.
    :param methods: the Bot API methods it strikes; none named, all.
    :param times: after so many strikes it is over.
    :param seconds: of latency.
    """

    share: float = 1.0
    seed: int = 0
    methods: Collection[str] = ()
    times: int | None = None
    seconds: float = 1.0
    _chance: Random = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1 or not 0 <= self.seconds <= 600:
            raise NotPossible("a share is above 0 and at most 1, latency at most 600 seconds")
        self._chance = Random(self.seed)  # noqa: S311 - repeatable on purpose

    def strikes(self, method: str) -> bool:
        if self.methods and method not in self.methods:
            return False
        if self.times == 0 or self._chance.random() >= self.share:
            return False
        if self.times is not None:
            self.times -= 1
        return True


class Faults:
    """Those that are on. ``retry_after`` is what a flood tells, in seconds."""

    def __init__(self) -> None:
        self._on: dict[str, Fault] = {}
        self.retry_after = 5

    @property
    def flood(self) -> bool:
        return self.is_on(FLOOD)

    @flood.setter
    def flood(self, on: bool) -> None:
        if on:
            self.start(FLOOD)
        else:
            self.stop(FLOOD)

    def start(
        self,
        name: str,
        *,
        share: float = 1.0,
        seed: int = 0,
        methods: Collection[str] = (),
        times: int | None = None,
        seconds: float = 1.0,
    ) -> None:
        """Switches a fault of :data:`KINDS` on, or anew; see :class:`Fault`. Raises NotPossible."""
        self._check(name)
        self._on[name] = Fault(share, seed, methods, times, seconds)

    def stop(self, name: str) -> None:
        self._check(name)
        self._on.pop(name, None)

    def clear(self) -> None:
        self._on.clear()

    def is_on(self, name: str) -> bool:
        return name in self._on

    def _check(self, name: str) -> None:
        if name not in KINDS:
            raise NotPossible("there is no such fault")

    def strikes(self, name: str, method: str = "") -> bool:
        fault = self._on.get(name)
        return fault is not None and fault.strikes(method)

    async def before(self, method: str) -> None:
        """What befalls a call on its way in. Raises NoAnswer, Gateway or ApiError."""
        if self.strikes("outage", method):
            raise Silence
        if self.strikes("refused", method):
            raise Refused
        if self.strikes("reset_before", method):
            raise Reset(processed=False)
        if self.strikes("latency", method):
            await asyncio.sleep(self._on["latency"].seconds)
        if self.strikes("gateway", method):
            raise Gateway
        if self.strikes("error", method):
            raise ApiError(500, "Internal Server Error")

    def after(self, method: str) -> None:
        """What befalls its answer. A poll may have waited while the outage began. Raises NoAnswer."""
        if method.lower() == "getupdates" and self.strikes("outage", method):
            raise Silence
        if self.strikes("reset_after", method):
            raise Reset(processed=True)

"""The tokens of a text as a rule sees them: from one place on, by what they mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.moments.tokens import Token
from bot.domain.moments.words import Means

#: how many tokens a rule takes, and what it learns from them
Taken = tuple[int, dict[str, Any]] | None


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour as it was said; ``literal`` where nothing about it is left open."""

    hour: int
    minute: int = 0
    literal: bool = False


class View:
    """The tokens from one place on; past the end there is nothing, which means nothing."""

    def __init__(self, tokens: Sequence[Token], at: int, *, led: bool) -> None:
        self._tokens = tokens
        self._at = at
        #: a word such as "at" stands before
        self.led = led

    def __getitem__(self, ahead: int) -> Token | None:
        place = self._at + ahead
        return self._tokens[place] if place < len(self._tokens) else None

    def says(self, ahead: int, *means: Means) -> bool:
        token = self[ahead]
        return token is not None and any(token.says(one) for one in means)

    def whole(self, ahead: int, means: Means) -> int:
        token = self[ahead]
        assert token is not None  # noqa: S101 - asked about first
        return token.whole(means)

    def value(self, ahead: int, means: Means) -> Any:  # noqa: ANN401 - whatever the table holds
        token = self[ahead]
        return token.means[means] if token is not None and token.says(means) else None

    def number(self, ahead: int) -> int | None:
        """A number in digits or in words."""
        token = self[ahead]
        if token is None:
            return None
        if token.kind == "number":
            return token.value
        return token.whole(Means.NUMBER) if token.says(Means.NUMBER) else None

    def past(self, ahead: int, means: Means) -> int:
        """The first place that does not mean this."""
        while self.says(ahead, means):
            ahead += 1
        return ahead

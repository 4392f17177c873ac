"""Those who look around without being remembered."""

from dataclasses import dataclass, field
from datetime import timedelta

from bot.clock import Clock
from bot.domain.people import Visit
from bot.store.fsm import Conversation

VISIT_LIFE = timedelta(hours=1)
MOST_VISITS = 10_000


@dataclass(slots=True)
class Visitor:
    """A visit, the typed input it is in the middle of, and the messages that stand in its chat."""

    visit: Visit
    conversation: Conversation = field(default_factory=Conversation)
    messages: list[int] = field(default_factory=list)


class Visits:
    """In this process's memory, for an hour after the last press; never in a table, never in a log."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._visitors: dict[int, Visitor] = {}

    def of(self, telegram_id: int, locale: str) -> Visitor:
        """The visitor's memory, begun now if there is none."""
        self._forget()
        visitor = self._visitors.pop(telegram_id, None) or Visitor(Visit(self.clock.now(), locale))
        visitor.visit.at = self.clock.now()
        self._visitors[telegram_id] = visitor
        return visitor

    def remember(self, telegram_id: int, message: int) -> bool:
        """Notes a message in a visitor's chat; False if this is nobody's visit."""
        visitor = self._visitors.get(telegram_id)
        if visitor is not None:
            visitor.messages.append(message)
        return visitor is not None

    def end(self, telegram_id: int) -> list[int]:
        """Forgets the visitor; returns the messages that stood in their chat."""
        visitor = self._visitors.pop(telegram_id, None)
        return visitor.messages if visitor is not None else []

    def _forget(self) -> None:
        # the least recent come first: a visitor moves to the end at every press
        oldest_kept = self.clock.now() - VISIT_LIFE
        for telegram_id in list(self._visitors):
            if self._visitors[telegram_id].visit.at >= oldest_kept and len(self._visitors) <= MOST_VISITS:
                return
            del self._visitors[telegram_id]

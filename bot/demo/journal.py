"""What just happened and why, read from the bot's own database."""

from datetime import datetime
from typing import Any

from aiogram.utils.i18n import I18n

from bot.content.models import Content
from bot.domain.cases import Case, RelayState
from bot.domain.contracts import reasons_from
from bot.domain.regrets import GROUP_LOST
from bot.store import Database
from bot.store.outbox import State
from bot.store.relays import Relay
from bot.telegram.wording import Names, reason

MOST = 200
STATES = {
    RelayState.SAVED: "saved, not yet passed on",
    RelayState.WAITING: "waits: the organisation's group is not there; its author was told",
    RelayState.DELIVERED: "delivered",
    RelayState.SEEN: "delivered and seen",
    RelayState.ANSWERED: "delivered and answered",
    RelayState.TAKEN_BACK: "taken back, or kept inside",
    RelayState.FAILED: "could not be delivered; its author was told",
}
#: outside a running talk
KNOCKED = ("knocked", "knocked for with a line that says nothing; comes after a press")


class Journal:
    """Tells of requests and their messages, in codes: the page shows no more than the bot itself knows."""

    def __init__(self, database: Database, content: Content) -> None:
        self.database = database
        self.names = Names(content)
        self.i18n = I18n(path="locales", default_locale="en", domain="messages")

    async def entries(self) -> list[dict[str, Any]]:
        """Oldest first."""
        async with self.database.transaction() as store:
            cases = await store.cases.newest(MOST)
            relays = await store.cases.newest_relays(MOST)
            waiting = await store.cases.not_there_yet()
            unmet = await store.cases.newest_unmet(MOST)
        with self.i18n.context(), self.i18n.use_locale("en"):
            told = [self._routed(case) for case in cases]
            told += [self._closed(case) for case in cases if case.is_closed]
            told += [self._unmet(*one) for one in unmet]
        codes = {case.id: case.code for case in cases}
        told += [
            self._passed_on(relay, codes[relay.case], *waiting.get(relay.id, (None, None)))
            for relay in relays
            if relay.case in codes
        ]
        return sorted(told, key=lambda entry: entry["at"])[-MOST:]

    def _routed(self, case: Case) -> dict[str, Any]:
        why = "; ".join(line for one in reasons_from(case.reasons) if (line := reason(one, self.names)))
        organisation = self.names.organisation(case.organisation)
        text = f"Request {case.code} ({self.names.need(case.need)}) went to “{organisation}” because: {why}."
        return {"at": case.opened_at.isoformat(), "kind": "routed", "text": text}

    def _closed(self, case: Case) -> dict[str, Any]:
        return {"at": case.last_at.isoformat(), "kind": "closed", "text": f"Request {case.code} is closed."}

    def _unmet(self, need: str | None, territory: str, at: datetime) -> dict[str, Any]:
        what, where = self.names.need(need), self.names.territory(territory)
        text = f"Nobody is contracted for {what} in {where}: counted as unmet, without who asked."
        return {"at": at.isoformat(), "kind": "unmet", "text": text}

    def _passed_on(self, relay: Relay, code: str, owed: State | None, reason: str | None) -> dict[str, Any]:
        who = "A message of the client" if relay.to_staff else "An answer"
        kind, what = str(relay.state), STATES[relay.state]
        if owed is State.HELD:
            kind, what = ("waiting", "waits until somebody takes the request") if relay.to_staff else KNOCKED
        elif owed is State.OWED and reason in {"no_group", *GROUP_LOST}:
            kind, what = "waiting", "waits: the organisation's group is not there"
        return {"at": relay.at.isoformat(), "kind": kind, "text": f"{code}: {who}: {what}."}

"""What just happened and why, read from the bot's own database."""

from typing import Any

from aiogram.utils.i18n import I18n

from bot.content.models import Content
from bot.domain.cases import Case, RelayState
from bot.domain.contracts import reasons_from
from bot.store import Database
from bot.store.relays import Relay
from bot.telegram.wording import Names, reason

MOST = 200
STATES = {
    RelayState.SAVED: "saved, not yet passed on",
    RelayState.WAITING: "waits: the organisation's group is not there; its author was told",
    RelayState.DELIVERED: "delivered",
    RelayState.SEEN: "delivered and seen",
    RelayState.ANSWERED: "delivered and answered",
    RelayState.FAILED: "could not be delivered; its author was told",
}


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
        with self.i18n.context(), self.i18n.use_locale("en"):
            told = [self._routed(case) for case in cases]
            told += [self._closed(case) for case in cases if case.is_closed]
        codes = {case.id: case.code for case in cases}
        told += [self._passed_on(relay, codes[relay.case]) for relay in relays if relay.case in codes]
        return sorted(told, key=lambda entry: entry["at"])[-MOST:]

    def _routed(self, case: Case) -> dict[str, Any]:
        why = "; ".join(line for one in reasons_from(case.reasons) if (line := reason(one, self.names)))
        organisation = self.names.organisation(case.organisation)
        text = f"Request {case.code} ({self.names.need(case.need)}) went to “{organisation}” because: {why}."
        return {"at": case.opened_at.isoformat(), "kind": "routed", "text": text}

    def _closed(self, case: Case) -> dict[str, Any]:
        return {"at": case.last_at.isoformat(), "kind": "closed", "text": f"Request {case.code} is closed."}

    def _passed_on(self, relay: Relay, code: str) -> dict[str, Any]:
        who = "A message of the client" if relay.to_staff else "An answer"
        return {"at": relay.at.isoformat(), "kind": relay.state, "text": f"{code}: {who}: {STATES[relay.state]}."}

"""Five hundred invented clients of the demo's inspection, without phones on the page: whom a notice goes to.

What they have is read from the emulator's own record, never from what the bot says of itself.
"""

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.demo.inspection import code_for, officer_joins
from bot.domain.people import Scope

if TYPE_CHECKING:
    from bot.demo.stage import Stage

COUNT, AT_ONCE = 500, 100
LANGUAGES = ("ru", "ru", "be", "ru")


class Crowd:
    """Clients who agreed to notices, and a second officer, without whom nothing goes to so many."""

    def __init__(self, stage: "Stage", office: str) -> None:
        self.stage = stage
        self.office = office
        self.ids: list[int] = []

    async def gather(self, zone: str) -> None:
        await self._second_officer(zone)
        for start in range(0, COUNT, AT_ONCE):
            await self._some(range(start, min(start + AT_ONCE, COUNT)))

    async def _second_officer(self, zone: str) -> None:
        officer = self.stage.cast["second_officer"] = await officer_joins(self.stage, self.office, "Виктор")
        self.stage.open_phone("officer", officer, label="Виктор · Инспекция", time_zone=zone)

    async def _some(self, numbers: range) -> None:
        """A part of them in a transaction: the bot writes too."""
        async with self.stage.database.transaction() as store:
            for number in numbers:
                language = LANGUAGES[number % len(LANGUAGES)]
                user = self.stage.telegram.add_user(f"Клиент {number + 1}", language_code=language)
                self.stage.telegram.chat(user.id).started = True
                self.ids.append(user.id)
                person = await store.people.add(user.id, language, "BY-HO-Mozyr")
                await store.people.set_consents(person, frozenset({Scope.APPOINTMENTS, Scope.NOTICES}))
                await store.links.use_code(await code_for(store, self.office, f"К-{number + 1:03}"), person)

    def tally(self, since: datetime | None) -> dict[str, Any] | None:
        """How many of them got something since the newest notice began, and how many got it twice."""
        if since is None:
            return None
        began, telegram = int(since.timestamp()), self.stage.telegram
        got = Counter(
            user
            for user in self.ids
            if user in telegram.chats
            for message in telegram.chat(user).messages.values()
            if message["from"]["is_bot"] and message["date"] >= began
        )
        return {"people": len(self.ids), "have": len(got), "twice": sum(count > 1 for count in got.values())}

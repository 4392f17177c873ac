"""The content as one immutable snapshot: the directory, the contracts, and where a request goes."""

from collections.abc import Mapping
from datetime import datetime

from bot.content.models import Content
from bot.domain.contracts import PublicHelp, Request, Route, route
from bot.domain.directory import Directory, zone


class Guide:
    """Built once for a content version, and swapped whole for the next."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.directory = Directory(content)
        self.public = PublicHelp(content.places, self.directory.territories)
        self.dormitories = {dormitory.id: dormitory for dormitory in content.dormitories}
        self._units = {contract.id: contract.units for contract in content.contracts}

    def route(self, need: str | None, territory: str, at: datetime, used: Mapping[str, int]) -> Route:
        """Where a request for this need from this territory goes at this moment, and why.

        ``used`` says of each contract how many of its units are spent.
        """
        day = at.astimezone(zone(territory)).date()
        left = {contract: units - used.get(contract, 0) for contract, units in self._units.items()}
        request = Request(territory, self.directory.needs.get(need or ""))
        contracts = self.content.contracts
        return route(request, contracts, self.directory.territories, self.public, at=day, units_left=left)

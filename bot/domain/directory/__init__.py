"""Organisations, services, places and opening hours; an immutable snapshot that knows the nearest and searches."""

from bot.domain.directory.freshness import Freshness
from bot.domain.directory.gazetteer import Named
from bot.domain.directory.hours import Opening, OpenState
from bot.domain.directory.phrases import CRISIS_LINE
from bot.domain.directory.search import Hit
from bot.domain.directory.shelf import Rank
from bot.domain.directory.snapshot import Directory, Found, NoCentre, Where
from bot.domain.directory.territories import ZONES, Territories, country, zone
from bot.domain.directory.week import Rule, Week

__all__ = [
    "CRISIS_LINE",
    "ZONES",
    "Directory",
    "Found",
    "Freshness",
    "Hit",
    "Named",
    "NoCentre",
    "OpenState",
    "Opening",
    "Rank",
    "Rule",
    "Territories",
    "Week",
    "Where",
    "country",
    "zone",
]

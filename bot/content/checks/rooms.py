"""Invented things live in ``demo/``, unsourced ones in ``unverified/``, and nowhere else."""

from collections.abc import Iterator

from bot.content.draft import Draft
from bot.content.mistakes import Mistake
from bot.content.models import Contract, Dormitory, Organisation, Place


def wrong_room(draft: Draft) -> Iterator[Mistake]:
    for section, entry in draft.all():
        value, room = entry.value, entry.file.split("/")[0]
        if isinstance(value, Organisation | Place | Contract | Dormitory) and value.demo != (room == "demo"):
            yield entry.mistake("demo", "everything in demo/ says demo: true, and nothing elsewhere does")
        if room == "demo" and not isinstance(value, Organisation | Place | Contract | Dormitory):
            yield entry.mistake("", f"{section} cannot be invented")
        if isinstance(value, Place) and (value.grade == "C") != (room == "unverified"):
            yield entry.mistake("grade", "grade C lives in unverified/ only, and nothing else does")

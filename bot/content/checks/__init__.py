"""What must hold across entries and files.

A check takes the whole draft and yields mistakes. Those that name a waiver can be waived by the entry itself::

    waivers:
      placeholder-phone: the committee's number really is 22-22-22, confirmed by two sources
"""

from collections.abc import Callable, Iterator

from bot.content.checks import contracts, dormitories, names, phones, places, references, rooms, territories
from bot.content.draft import Draft
from bot.content.mistakes import Mistake

Check = Callable[[Draft], Iterator[Mistake]]

#: what any entry must keep to, published or not
FORM: tuple[Check, ...] = (
    references.repeated_ids,
    references.unknown_references,
    rooms.wrong_room,
    names.missing_languages,
    places.bad_hours,
    places.shown_secrets,
)

#: what an entry that is shown must keep to besides
SHOWN: tuple[Check, ...] = (
    territories.broken_tree,
    territories.misplaced,
    names.bare_districts,
    names.bad_waivers,
    phones.wrong_numbers,
    phones.placeholders,
    phones.shared_by_strangers,
    places.doubtful_coordinates,
    places.impossible_dates,
    places.grade_and_phones,
    contracts.impossible_terms,
    dormitories.impossible_beds,
)


def of_form(draft: Draft) -> Iterator[Mistake]:
    for check in FORM:
        yield from check(draft)


def of_all(draft: Draft) -> Iterator[Mistake]:
    for check in FORM + SHOWN:
        yield from check(draft)

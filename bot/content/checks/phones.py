"""A wrong number may cost a life: numbers are whole, real, and each of one body."""

import re
from collections.abc import Iterator

import phonenumbers

from bot.content.draft import Draft, Entry
from bot.content.mistakes import Mistake
from bot.content.models import Place

_MADE_UP = re.compile(r"123-?45-?67$|1234567$|(\d)\1{5}$|0000$|[XxХх]{2}")


def wrong_numbers(draft: Draft) -> Iterator[Mistake]:
    """In E.164 and possible, or marked as dialled from inside the country or town only."""
    for entry, where, number in _numbers(draft, "invalid-phone"):
        reach = entry.value.phones[int(where.split(".")[1])].reach
        if not number.startswith("+"):
            if reach == "anywhere":
                yield entry.mistake(where, "has no country code: write +375… or +996…, or say how far it reaches")
            elif len(_digits(number)) < (5 if reach == "local" else 3):
                yield entry.mistake(where, "is too short")
        elif reach != "anywhere":
            yield entry.mistake(where, "has a country code, so it is dialled from anywhere; leave out reach")
        elif not _valid(number, entry.value.territory[:2]):
            yield entry.mistake(where, "is not a valid number of this country")


def placeholders(draft: Draft) -> Iterator[Mistake]:
    for entry, where, number in _numbers(draft, "placeholder-phone"):
        if _MADE_UP.search(number) or _MADE_UP.search(_digits(number)):
            yield entry.mistake(where, "looks made up; if it is real, waive placeholder-phone and say how you know")


def shared_by_strangers(draft: Draft) -> Iterator[Mistake]:
    """One number under two names at two addresses is a copying mistake, unless one body holds both."""
    first: dict[tuple[str, str], Entry[Place]] = {}
    for entry, where, number in _numbers(draft, "shared-phone"):
        known = first.setdefault((entry.value.territory[:2], _digits(number)), entry)
        if known is not entry and not _related(known.value, entry.value):
            yield entry.mistake(where, f"is also the number of {known.value.id} in {known.file}")


def _related(one: Place, other: Place) -> bool:
    same_body = one.organisation is not None and one.organisation == other.organisation
    same_address = one.address is not None and one.address == other.address
    return same_body or same_address or one.name == other.name


def _numbers(draft: Draft, waiver: str) -> Iterator[tuple[Entry[Place], str, str]]:
    for entry in draft.places:
        if waiver not in entry.value.waivers:
            for position, phone in enumerate(entry.value.phones):
                yield entry, f"phones.{position}.number", phone.number


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def _valid(number: str, country: str) -> bool:
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number_for_region(parsed, country)

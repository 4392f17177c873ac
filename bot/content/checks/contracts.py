"""A contract has a term, a currency and a length that its country's law allows."""

from collections.abc import Iterator
from datetime import date

from bot.content.draft import Draft
from bot.content.mistakes import Mistake

_CURRENCY = {"BY": "BYN", "KG": "KGS"}
_LONGEST_YEARS = {"BY": 5}


def impossible_terms(draft: Draft) -> Iterator[Mistake]:
    for entry in draft.contracts:
        contract = entry.value
        country = contract.territory[:2]
        if contract.ends < contract.starts:
            yield entry.mistake("ends", "is before the start")
        years = _LONGEST_YEARS.get(country)
        if years and contract.ends >= _years_after(contract.starts, years):
            yield entry.mistake("ends", f"a contract lasts at most {years} years")
        if contract.currency != _CURRENCY[country]:
            yield entry.mistake("currency", f"must be {_CURRENCY[country]} in {country}")


def _years_after(day: date, years: int) -> date:
    """The same day some years later; of 29 February, 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)

"""Names are complete in their languages, and districts of one name are told apart."""

import re
from collections.abc import Iterator

from bot.content.draft import Draft, Entry
from bot.content.mistakes import Mistake
from bot.content.models import LANGUAGES, Dormitory, Model, Place, Territory, Text

WAIVERS = {"placeholder-phone", "invalid-phone", "shared-phone", "bare-name", "doubtful-coordinates"}

#: the adjective of a district without its ending: Октябрьск-ий, Кастрычніцк-ага
_ADJECTIVE = re.compile(r"^([А-ЯЁІЎ][\w-]*?)(?:ий|ый|ой|і|ы)\s+ра[йё]о?н")
_ENDINGS = "(?:ий|ый|ой|ого|ом|ому|им|і|ы|ага|ім|аму)"
#: what tells a reader which city or region is meant
_CITY = re.compile(r"\bг\.\s?[А-ЯЁІЎ]|\bгород[еа]? |област|вобласц|вобл\.|обл\.")


def missing_languages(draft: Draft) -> Iterator[Mistake]:
    """What everyone reads stands in four languages; names of territories in those of their country and English."""
    for section, entry in draft.all():
        for field, languages in _due(section, entry.value).items():
            text = getattr(entry.value, field)
            if text is not None:
                gone = [language for language in languages if not getattr(text, language)]
                if gone:
                    yield entry.mistake(field, f"is missing in {', '.join(gone)}")


def _due(section: str, value: object) -> dict[str, tuple[str, ...]]:
    if section in ("needs", "kinds", "services"):
        return {field: LANGUAGES for field in ("name", "about", "taken", "not_taken") if hasattr(value, field)}
    if isinstance(value, Place):
        return {"name": ("ru",), "taken": LANGUAGES, "not_taken": LANGUAGES}
    if isinstance(value, Dormitory):
        return {"admitted": LANGUAGES}
    if isinstance(value, Territory):
        return {"name": ("ru", "be" if value.code.startswith("BY") else "ky", "en")}
    return {"name": ("ru",)} if hasattr(value, "name") else {}


def bare_districts(draft: Draft) -> Iterator[Mistake]:
    """A district whose name exists in several cities (Октябрьский …) is never named without its city."""
    stems = _ambiguous_stems(draft)
    if not stems:
        return
    bare = re.compile(rf"\b(?:{'|'.join(sorted(stems))}){_ENDINGS}\s+(?:ра[йё]|р-н|Р[АОУ]|исполком|выканкам)")
    for _, entry in draft.all():
        if "bare-name" in getattr(entry.value, "waivers", {}):
            continue
        for field, text in _texts(entry):
            if bare.search(text) and not _CITY.search(text):
                yield entry.mistake(field, "names a district that several cities have; add the city (г. …)")


def _ambiguous_stems(draft: Draft) -> set[str]:
    names = (
        name
        for entry in draft.territories
        if entry.value.level == "city_district"
        for name in (entry.value.name.ru, entry.value.name.be)
    )
    return {found[1] for name in names if name and (found := _ADJECTIVE.match(name))}


def _texts(entry: Entry[Model]) -> Iterator[tuple[str, str]]:
    for field in ("name", "customer", "address", "taken", "not_taken", "bring", "about", "eligibility"):
        value = getattr(entry.value, field, None)
        if isinstance(value, Text):
            yield from ((f"{field}.{lang}", text) for lang in ("ru", "be") if (text := getattr(value, lang)))
        elif value:
            yield field, str(value)


def bad_waivers(draft: Draft) -> Iterator[Mistake]:
    for _, entry in draft.all():
        waivers: dict[str, str] = getattr(entry.value, "waivers", {})
        for check, reason in waivers.items():
            if check not in WAIVERS:
                yield entry.mistake(f"waivers.{check}", f"is not a check; there are {', '.join(sorted(WAIVERS))}")
            if not reason:
                yield entry.mistake(f"waivers.{check}", "needs a reason")

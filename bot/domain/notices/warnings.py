"""What is wrong, perhaps, with a notice before it goes out. Warnings forbid nothing; they must have been read.

All of it is guessing by the look of words: it misses things, and it warns of some that are fine.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.moments import understand
from bot.domain.notices.model import A_SCREEN


class Kind(StrEnum):
    """What there may be to warn of."""

    NO_TIME = "no_time"
    NO_PLACE = "no_place"
    THREAT = "threat"
    LINK = "link"
    NAME = "name"
    LONG = "long"
    #: of no text, but of its hour
    NIGHT = "night"


@dataclass(frozen=True, slots=True)
class Caution:
    """One warning about the text of one language; ``found`` is what it is about, where it is a word."""

    kind: Kind
    language: str
    found: str = ""


#: beginnings of words that frighten, by language; what is written in one is looked at for all, since people mix them
THREATS: Mapping[str, tuple[str, ...]] = {
    "ru": (
        "накаж", "наказа", "арест", "посад", "тюрьм", "колони", "розыск", "уголовн", "привлеч", "штраф", "иначе",
        "последстви", "принудит", "нарушит", "ответственност", "замен", "лишени", "конво", "немедленно",
    ),
    "be": (
        "пакара", "пакаран", "арышт", "пасадз", "турм", "калоні", "вышук", "крымінальн", "прыцягн", "штраф",
        "інакш", "наступств", "прымус", "парушы", "адказнасц", "пазбаўлен", "канво", "неадкладна",
    ),
    "ky": (
        "жаза", "камал", "түрмө", "абак", "издөө", "кылмыш", "айып", "болбосо", "мажбур", "бузса", "бузган",
        "жоопкерчилик", "токтоосуз", "колония",
    ),
    "en": (
        "punish", "arrest", "jail", "prison", "wanted", "prosecut", "fine you", "fined", "otherwise", "consequence",
        "violat", "force", "revok", "immediately", "or else",
    ),
}  # fmt: skip
_THREAT = re.compile(
    r"\b(?:" + "|".join(stem for stems in THREATS.values() for stem in stems) + r")\w*", re.IGNORECASE
)
_LINK = re.compile(
    r"https?://\S+|\bwww\.\S+|\bt\.me/\S+|\btg://\S+|(?<![\w.])@\w{4,}"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:by|kg|ru|com|org|net|info|me|io|site|online|рф|бел)\b(?:/\S*)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?<!\d)(?:[01]?\d|2[0-3])[:.-][0-5]\d(?!\d|\.\d)")
#: words beside which an address stands
_PLACE = re.compile(
    r"\b(?:ул|улиц\w*|пр-т|просп\w*|пер|переул\w*|каб|кабинет\w*|ауд|комнат\w*|адрес\w*|здани\w*|этаж\w*|площад\w*"
    r"|вул|вуліц\w*|праспект\w*|завул\w*|пакой\w*|пакоі|будын\w*|паверх\w*|плошч\w*"
    r"|көчө\w*|дарег\w*|дареги|бөлмө\w*|имарат\w*|кабат\w*|проспекти|аянт\w*"
    r"|st|street|str|room|office|address|building|floor|avenue|square)\b",
    re.IGNORECASE,
)
#: streets are called after people
_STREET = re.compile(
    r"\b(?:ул|улиц\w*|пр-т|просп\w*|пер|переул\w*|площад\w*|вул|вуліц\w*|праспект\w*|завул\w*|плошч\w*"
    r"|көчө\w*|аянт\w*|st|str|street|avenue|square)$",
    re.IGNORECASE,
)
#: a patronymic; two capitalised words in a row; a capitalised word with initials
_PATRONYMIC = r"[А-ЯЁІЎӨҮҢ]\w+(?:ович|евич|ьич|овна|евна|ична|інічна|аўна|еўна|авіч|евіч|овіч)\w{0,2}"
_KYRGYZ = r"[А-ЯЁӨҮҢ]\w+\s+(?:уулу|кызы)"
_CAPITAL = r"[A-ZА-ЯЁІЎӨҮҢ][a-zа-яёіўөүң'’-]{2,}"
_INITIALS = rf"{_CAPITAL}\s+[A-ZА-ЯЁІЎӨҮҢ]\.\s?(?:[A-ZА-ЯЁІЎӨҮҢ]\.)?|[A-ZА-ЯЁІЎӨҮҢ]\.\s?[A-ZА-ЯЁІЎӨҮҢ]\.\s?{_CAPITAL}"
_NAME = re.compile(rf"\b(?:{_PATRONYMIC}|{_KYRGYZ}|{_INITIALS}|{_CAPITAL}[ ]+{_CAPITAL})")
#: capitals of politeness
_POLITE = re.compile(r"\s(?:Ва[смш]\w*|Сиз\w*)$")


def warnings_of(
    texts: Mapping[str, str], now: datetime, zone: ZoneInfo, *, known_places: tuple[str, ...] = ()
) -> list[Caution]:
    """Of each text what there is to warn of.

    :param known_places: how the office's own house is written: it is a place, and no name.
    """
    found = []
    for language, text in texts.items():
        found += [Caution(kind, language, word) for kind, word in _of_one(text, now, zone, known_places)]
    return found


def _of_one(text: str, now: datetime, zone: ZoneInfo, known_places: tuple[str, ...]) -> list[tuple[Kind, str]]:
    found: list[tuple[Kind, str]] = []
    said = understand(text, now, zone)
    if _CLOCK.search(text) is None and said.day is None and said.clock is None:
        found.append((Kind.NO_TIME, ""))
    if _PLACE.search(text) is None and not any(place.casefold() in text.casefold() for place in known_places):
        found.append((Kind.NO_PLACE, ""))
    if (threat := _THREAT.search(text)) is not None:
        found.append((Kind.THREAT, threat.group()))
    if (link := _LINK.search(text)) is not None:
        found.append((Kind.LINK, link.group()))
    if (name := _name_in(text, known_places)) is not None:
        found.append((Kind.NAME, name))
    if len(text) > A_SCREEN:
        found.append((Kind.LONG, ""))
    return found


def _name_in(text: str, known_places: tuple[str, ...]) -> str | None:
    """What looks like a person's name; a street is called after people, and what follows its word is none."""
    for place in known_places:
        text = text.replace(place, " ")
    for match in _NAME.finditer(text):
        before = text[: match.start()].rstrip(' .«"“')
        if _STREET.search(before) is None and _POLITE.search(match.group()) is None:
            return match.group()
    return None

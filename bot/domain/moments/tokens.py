"""What someone typed, cut into numbers, times, dates and words that may mean a time."""

import re
from dataclasses import dataclass, field
from unicodedata import normalize

from bot.domain.moments.words import AM, LONGEST_PHRASE, PHRASES, PM, Means, fold, meanings

_PATTERN = re.compile(
    r"(?P<iso>\d{4}-\d{1,2}-\d{1,2})"
    r"|(?P<clock>\d{1,2}:\d{2})(?!\d)(?i:-?[дт][аеоө](?![^\W\d_]))?"
    r"|(?P<dotted>\d{1,2}[./]\d{1,2}(?:[./](?:\d{4}|\d{2}))?)(?!\d)(?i:-?[дт][аеоө](?![^\W\d_]))?"
    r"|(?P<dashed>\d{1,2}-\d{2})(?!\d)"
    r"|(?P<number>\d+)(?:[-–]?(?P<ending>[^\W\d_]+))?"
    r"|(?P<word>[^\W\d_]+(?:['’ʼ][^\W\d_]+)*)"
)
#: what is written onto a number and changes nothing: "15-га", "10го", "10до", "5th"
_ENDINGS = re.compile(
    r"(?:и|й|ы|я|е|го|га|му|ти|ми|ый|ая|ой|ай|ое|а|х|st|nd|rd|th"
    r"|[дт][аео]|[гк][аео]|[дт][аео]н|нч[иуы]|[иуы]н[дт]?[аео]?|ни|ну|ны|синде|сында|сунда)"
)
_ORDINAL = re.compile(r"(?:го|га|ого|ае|ое|е|st|nd|rd|th|инде|ында|унда|нде|синде|сында|сунда|нчи|нчу|и|ы|у)")
#: «10до», «9да»: at this hour
_LOCATIVE = re.compile(r"[дт][аео]")
#: longer numbers are phones and papers, not times
_MOST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text, and where it stands there."""

    start: int
    end: int
    kind: str
    text: str
    value: int = 0
    #: "15-го": a day of the month rather than an hour
    ordinal: bool = False
    #: «10до»: an hour, without a word before it
    located: bool = False
    means: dict[Means, object] = field(default_factory=dict)

    def says(self, means: Means) -> bool:
        return means in self.means

    def whole(self, means: Means) -> int:
        """The number that the word stands for in this sense."""
        value = self.means[means]
        assert isinstance(value, int)  # noqa: S101 - so in the table
        return value

    @property
    def numbers(self) -> list[int]:
        """Its parts, of a time or a date."""
        return [int(part) for part in re.split(r"\D+", self.text)]


def cut(text: str) -> tuple[str, list[Token]]:
    """The text in its composed form, and its pieces in order."""
    text = normalize("NFC", text)
    return text, _joined([token for found in _PATTERN.finditer(text) for token in _tokens(found)])


def _tokens(found: re.Match[str]) -> list[Token]:
    kind = found.lastgroup or ""
    if found["number"] is not None:
        return _number(found)
    start, end, text = found.start(), found.end(), found[kind]
    return [Token(start, end, kind, text, means=meanings(text) if kind == "word" else {})]


def _number(found: re.Match[str]) -> list[Token]:
    digits, ending = found["number"], found["ending"]
    start, end = found.span("number")
    value = int(digits) if len(digits) <= _MOST_DIGITS else -1
    if ending is None:
        return [Token(start, end, "number", digits, value)]
    folded = fold(ending)
    if folded in {"am", "pm"}:
        part = AM if folded == "am" else PM
        after = Token(*found.span("ending"), "word", ending, means={Means.PART: part})
        return [Token(start, end, "number", digits, value), after]
    if _ENDINGS.fullmatch(folded):
        ordinal = _ORDINAL.fullmatch(folded) is not None
        located = _LOCATIVE.fullmatch(folded) is not None
        return [Token(start, found.end(), "number", digits, value, ordinal=ordinal, located=located)]
    after = Token(*found.span("ending"), "word", ending, means=meanings(ending))
    return [Token(start, end, "number", digits, value), after]


def _joined(tokens: list[Token]) -> list[Token]:
    """Several words that mean what one means become that one."""
    made: list[Token] = []
    at = 0
    while at < len(tokens):
        length, word = _phrase(tokens, at)
        if word is None:
            made.append(tokens[at])
        else:
            last = tokens[at + length - 1]
            made.append(Token(tokens[at].start, last.end, "word", word, means=meanings(word)))
        at += length
    return made


def _phrase(tokens: list[Token], at: int) -> tuple[int, str | None]:
    for length in range(min(LONGEST_PHRASE, len(tokens) - at), 1, -1):
        words = tuple(fold(token.text) for token in tokens[at : at + length])
        if (word := PHRASES.get(words)) is not None:
            return length, word
    return 1, None

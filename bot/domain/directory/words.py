"""Words as people type them, brought to keys under which differently spelt forms of one word meet.

A key is lower-case Cyrillic with the differences removed that typists, alphabets and the neighbour languages do not
agree on (ё/е, ў/у, і/и, ы/и, щ/ш, х/г, soft signs, doubled letters). Latin is read as transliteration.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

import Stemmer

#: what is read of a message, in characters, words and letters of a word: no honest query is longer
MAX_TEXT, MAX_WORDS, MAX_LETTERS = 2048, 12, 32

_SPELLINGS = str.maketrans({"ё": "е", "ў": "у", "і": "и", "ї": "и", "ґ": "г", "ң": "н", "ө": "о", "ү": "у", "һ": "х"})
_SIGNED_LATIN = str.maketrans({"ž": "zh", "š": "sh", "č": "ch", "ł": "l", "ı": "i"})
_APOSTROPHES = str.maketrans(dict.fromkeys("'`ʼʹ’‘′ˈ"))
_WORD = re.compile(r"[^\W_]+")

#: Latin letters that stand for their look-alikes inside a Cyrillic word
_LOOKALIKES = str.maketrans("abcehkmoptxy", "авсенкмортху")  # spellchecker:disable-line
_LATIN = {
    "shch": "щ", "sch": "ш", "zh": "ж", "kh": "х", "ts": "ц", "ch": "ч", "sh": "ш", "ph": "ф", "ck": "к",
    "yu": "ю", "ju": "ю", "iu": "ю", "ya": "я", "ja": "я", "ia": "я", "yo": "е", "jo": "е", "ye": "е", "je": "е",
    "ie": "е", "ce": "це", "ci": "ци", "cy": "ци", "a": "а", "b": "б", "c": "к", "d": "д", "e": "е", "f": "ф",
    "g": "г", "h": "х", "i": "и", "j": "й", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к",
    "r": "р", "s": "с", "t": "т", "u": "у", "v": "в", "w": "в", "x": "кс", "y": "ы", "z": "з",
}  # fmt: skip
_LATIN_LETTERS = re.compile("|".join(sorted(_LATIN, key=len, reverse=True)))
_HAS_LATIN, _HAS_CYRILLIC = re.compile("[a-z]"), re.compile("[а-я]")

_REDUCED = str.maketrans("эыйщхяю", "еиишгау", "ьъ")
_REPEATED = re.compile(r"(.)\1+")

#: case endings, as keys spell them; what is left keeps at least as many letters as the second part demands
_BELARUSIAN = re.compile(r"(?<=...)(?:ами|ага|аму|аг|ам|ау|ои|аи|ом|еи|ем|им|иг|иа|[аеиоу])$")
_KYRGYZ = re.compile(
    r"(?<=..)(?:(?:[лдт][аеоу]р)?(?:[гк][аеоу]|[ндт][иу]н?|[дтн][аеоу]н?)|[лдт][аеоу]р|(?:с[иу])(?:н[аеоу]?н?)?)$"
)

# without a cache of their own: the keys are cached below
_RUSSIAN_STEMMER = Stemmer.Stemmer("russian", 0)
_ENGLISH_STEMMER = Stemmer.Stemmer("english", 0)

_STOP_WORDS = """
в во на у к ко из с со и или а о об от до за по для где я мне мы нам мой есть быть нужно нужна нужен надо хочу ищу
найти найди как какой что это там тут здесь рядом возле около г ли бы живу живет нахожусь можно пожалуйста сейчас щас
ва да з са або ад па дзе трэба шукаю як гэта каля ёсць побач жыву зараз цяпер
жана менен үчүн керек кайда бар мага мен биз эмне кантип кайсы жакын издейм жашайм азыр
the a an in at to of for and or i need want where is are my me near from some any please live now
"""


def words(text: str) -> list[str]:
    """The words of a text, in lower case and one spelling: Cyrillic unless a word is wholly Latin."""
    text = text[:MAX_TEXT].lower().translate(_SIGNED_LATIN)
    text = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).translate(_SPELLINGS)
    return [word[:MAX_LETTERS] for word in _WORD.findall(_unmarked(text))]


def key(word: str) -> str:
    """The key of a whole word."""
    return _REPEATED.sub(r"\1", cyrillic(word).translate(_REDUCED))


def cyrillic(word: str) -> str:
    """The word with its Latin letters read as transliteration, or as look-alikes in a Cyrillic word."""
    if not _HAS_LATIN.search(word):
        return word
    if _HAS_CYRILLIC.search(word):
        return word.translate(_LOOKALIKES)
    return _LATIN_LETTERS.sub(lambda match: _LATIN[match.group()], word)


@lru_cache(maxsize=32_768)
def keys(word: str, language: str | None) -> tuple[str, ...]:
    """The key of the whole word, then those of its stems: by its language, or by all four where it is not known."""
    stems = (stem for of, stemmed in _STEMS.items() if language in (of, None) for stem in stemmed(word))
    return tuple(found for found in dict.fromkeys((key(word), *stems)) if found)


def typed_keys(word: str) -> Iterator[tuple[str, ...]]:
    """The keys of a typed word, the surer first: those of the bare endings of Belarusian and Kyrgyz cut too much."""
    yield tuple(dict.fromkeys((key(word), *_russian(word), *_english(word))))
    yield tuple(dict.fromkeys((*_belarusian(word), *_kyrgyz(word))))


def _russian(word: str) -> Iterator[str]:
    yield key(_RUSSIAN_STEMMER.stemWord(cyrillic(word)))


def _english(word: str) -> Iterator[str]:
    if _HAS_LATIN.search(word):
        yield key(_ENGLISH_STEMMER.stemWord(word))


def _belarusian(word: str) -> Iterator[str]:
    yield _BELARUSIAN.sub("", key(word))


def _kyrgyz(word: str) -> Iterator[str]:
    yield _KYRGYZ.sub("", key(word))


_STEMS: dict[str, Callable[[str], Iterator[str]]] = {
    "ru": _russian,
    "en": _english,
    "be": _belarusian,
    "ky": _kyrgyz,
}


def telling(found: list[str]) -> list[str]:
    """The words that say something; all of them if none does."""
    return [word for word in found if word not in STOP_WORDS] or found


def _unmarked(text: str) -> str:
    """The text without accents and other marks set on letters; й is a letter of its own."""
    if text.isascii():
        return text
    marked = unicodedata.normalize("NFD", text.replace("й", "\ue000"))
    return "".join(c for c in marked if not unicodedata.combining(c)).replace("\ue000", "й")


STOP_WORDS = frozenset(words(_STOP_WORDS))

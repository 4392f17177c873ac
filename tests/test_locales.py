"""Every text in every language: none missing, none left over, with the same placeholders, and truly translated."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest
from babel.dates import format_date
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
LOCALES = ("ru", "be", "ky", "en")
PLACEHOLDER = re.compile(r"{(\w*)}")
#: as `make messages` has it: one text, or a singular and a plural; lazily; marked for later
KEYWORDS = {"_": {1: (1,), 2: (1, 2)}, "__": {None: None}, "N_": {None: None}}
LETTERS = re.compile(r"[^\W\d_]")

#: msgids whose Belarusian or Kyrgyz is rightly the same as the Russian; whoever adds one knows both languages
SAME_AS_RUSSIAN = {
    "be": frozenset(
        {
            "{town}, {n} km",
            "{n} km",
            "d MMMM y",
            "d MMMM",
            "d MMM",
            "LLLL y",
            "EEE d MMM",
            "EEE, d MMM",
            "EEEE, d MMMM",
            "EEEE, d MMMM y",
            "A code for “{label}”",
            "It was for: {when}",
            "Home",
            "🏠 Home",
        }
    ),
    "ky": frozenset({"{town}, {n} km", "{n} km", "📄 Table", "Home", "🏠 Home"}),
}


def catalogue(locale):
    with (ROOT / "locales" / locale / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=locale)


def template():
    with (ROOT / "locales" / "messages.pot").open("rb") as file:
        return read_po(file)


def texts(of):
    """The messages of a catalogue by id, without its header."""
    return {_first(message.id): message for message in of if message.id}


def _first(text):
    return text if isinstance(text, str) else text[0]


def forms(message):
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def extracted():
    """The ids that the code has now, singular and plural."""
    return {
        (found,) if isinstance(found, str) else tuple(part for part in found if part)
        for folder in ("bot", "handlers")
        for _, _, found, _, _ in extract_from_dir(ROOT / folder, [("**.py", "python")], keywords=KEYWORDS)
    }


def test_the_template_is_what_the_code_says():
    known = {
        (message.id,) if isinstance(message.id, str) else tuple(message.id) for message in template() if message.id
    }

    assert extracted() - known == set(), "run make messages"
    assert known - extracted() == set(), "run make messages"
    assert len(known) > 20


def test_no_text_hides_where_nobody_finds_it():
    """What stands inside an f-string is not gathered before Python 3.12, and stays English in every language."""
    hidden = [
        f"{file}:{call.lineno}"
        for folder in ("bot", "handlers")
        for file in (ROOT / folder).rglob("*.py")
        for text in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
    ]

    assert hidden == []


@pytest.mark.parametrize("locale", LOCALES)
def test_a_locale_has_the_texts_of_the_template_and_no_others(locale):
    ours = catalogue(locale)

    assert set(texts(ours)) == set(texts(template()))
    assert list(ours.obsolete) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_is_left_untranslated_or_guessed(locale):
    found = texts(catalogue(locale)).values()

    assert [message.id for message in found if not all(forms(message))] == []
    assert [message.id for message in found if message.fuzzy] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_plurals_have_as_many_forms_as_the_language(locale):
    ours = catalogue(locale)

    assert [
        m.id for m in texts(ours).values() if not isinstance(m.id, str) and len(forms(m)) != ours.num_plurals
    ] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_placeholders_are_the_same_in_every_language(locale):
    wrong = {
        str(message.id): form
        for message in texts(catalogue(locale)).values()
        for form in forms(message)
        if form and set(PLACEHOLDER.findall(form)) != set(PLACEHOLDER.findall(_last(message.id)))
    }

    assert wrong == {}


def _last(text):
    return text if isinstance(text, str) else text[-1]


@pytest.mark.parametrize("locale", LOCALES)
def test_braces_and_line_ends_are_those_of_the_original(locale):
    """A lost brace would fail at the moment of saying; a lost line end would run two texts together."""
    wrong = [
        message.id
        for message in texts(catalogue(locale)).values()
        for form in forms(message)
        if form
        and (
            form.count("{") != form.count("}")
            or form.startswith("\n") != _first(message.id).startswith("\n")
            or form.endswith("\n") != _first(message.id).endswith("\n")
        )
    ]

    assert wrong == []


def test_english_says_what_the_code_says():
    differing = {
        str(message.id): forms(message)
        for message in texts(catalogue("en")).values()
        if forms(message)[0] != _first(message.id)
    }

    assert differing == {}


@pytest.mark.parametrize("locale", ["be", "ky"])
def test_a_translation_is_not_the_russian_one(locale):
    russian, ours = texts(catalogue("ru")), texts(catalogue(locale))
    same = {
        text
        for text, message in ours.items()
        if text in russian and any(forms(message)) and forms(message) == forms(russian[text]) and _says(message)
    }

    assert same - SAME_AS_RUSSIAN[locale] == set()
    assert SAME_AS_RUSSIAN[locale] - same == set(), "no longer the same: take it off the list"


def _says(message):
    """Whether there is a word in it besides its placeholders."""
    return any(LETTERS.search(PLACEHOLDER.sub("", form)) for form in forms(message))


@pytest.mark.parametrize("locale", ["ru", "be", "ky"])
def test_a_translation_is_not_the_english_one(locale):
    left = {
        text
        for text, message in texts(catalogue(locale)).items()
        if _says(message) and text in forms(message) and re.search(r"[a-z]{3}", PLACEHOLDER.sub("", text))
    }

    assert left == set()


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("pattern", ["d MMMM y", "d MMMM", "LLLL y"])
def test_a_date_says_what_its_pattern_promises(locale, pattern):
    said = format_date(date(2026, 12, 15), texts(catalogue(locale))[pattern].string, locale=locale)

    assert ("15" in said) == ("d" in pattern)
    assert ("2026" in said) == ("y" in pattern)
    assert re.search(r"снеж|декабр|decem", said.lower())

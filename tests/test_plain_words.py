"""How we speak: short sentences, the words of the glossary, with respect, and no label for a person."""

import re
import statistics
from pathlib import Path

import pytest

from bot.content.loader import load
from tests.test_locales import LOCALES, ROOT, catalogue, forms, texts

SENTENCE_END = re.compile(r"(?<=[.!?…:])\s+|\n+")
WORD = re.compile(r"[^\W_]+(?:[-'’ʼ][^\W_]+)*")
#: a button or a heading is no sentence
LEAST_WORDS = 3
MEDIAN_WORDS, MOST_WORDS = 12, 30

#: labels for a person, words that sound of the court, and the familiar "you"; beginnings of words, by language
UNWELCOME = {
    "ru": r"зэк|уголовник|рецидивист|бомж|контингент|бывш\w+ (?:осужд|заключ)|осужд[её]нн|"
    r"заключ[её]нн\w* (?:лиц|человек)|преступник|подуч[её]тн|дело №|ваше дело|уголовное дело|"
    r"(?:ты|тебя|тебе|твой|твоя|твоё|твои|нажми|напиши)\b",
    "be": r"зэк|злачын|рэцыдывіст|бомж|кантынгент|былы (?:асудж|зняволен)|асуджан|падуліков|"
    r"(?:ты|цябе|табе|твой|твая|тваё|твае|націсні|напішы)\b",
    "ky": r"зек\b|кылмышкер|рецидивист|бомж|контингент|мурдагы соттолгон|соттолгон|(?:сен|сени|сага|сенин)\b",
    "en": r"ex-con|offender|felon|inmate|convicts?\b|criminal|beneficiar|homeless person",
}
#: of one concept each: what the glossary chose against
NOT_IN_GLOSSARY = {
    "ru": r"тикет|кейс\b|юзер|пользовател|оператор нко",
    "be": r"тыкет|кейс\b|юзер|карыстальнік|дзела\b|абрашчэнн",
    "ky": r"тикет|кейс\b|юзер|колдонуучу|обращени",
    "en": r"\bticket|\buser\b|\busers\b|social order\b",
}


def said(locale):
    """Every form of every text, with what it is said for."""
    return [(key, form) for key, message in texts(catalogue(locale)).items() for form in forms(message)]


def sentences(text):
    return [found for found in SENTENCE_END.split(text) if len(WORD.findall(found)) >= LEAST_WORDS]


@pytest.mark.parametrize("locale", LOCALES)
def test_sentences_are_short(locale):
    lengths = {sentence: len(WORD.findall(sentence)) for _, text in said(locale) for sentence in sentences(text)}

    assert statistics.median(lengths.values()) <= MEDIAN_WORDS
    assert {sentence for sentence, length in lengths.items() if length > MOST_WORDS} == set()


@pytest.mark.parametrize("locale", LOCALES)
def test_nobody_is_labelled_or_spoken_to_without_respect(locale):
    unwelcome = re.compile(rf"(?<!\w)(?:{UNWELCOME[locale]})", re.IGNORECASE)

    assert {key: found[0] for key, text in said(locale) if (found := unwelcome.search(text))} == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_words_are_those_of_the_glossary(locale):
    foreign = re.compile(NOT_IN_GLOSSARY[locale], re.IGNORECASE)

    assert {key: found[0] for key, text in said(locale) if (found := foreign.search(text))} == {}


@pytest.mark.parametrize("language", LOCALES)
def test_the_content_speaks_so_too(language):
    unwelcome = re.compile(rf"(?<!\w)(?:{UNWELCOME[language]})", re.IGNORECASE)
    content = load(Path(ROOT) / "content", demo=True)
    shown = [
        text
        for one in (*content.needs, *content.kinds, *content.services, *content.places)
        for field in ("name", "about", "taken", "not_taken", "bring", "cost", "hours_note")
        if (value := getattr(one, field, None)) is not None and (text := getattr(value, language, None))
    ]

    assert len(shown) > 20
    assert {text: found[0] for text in shown if (found := unwelcome.search(text))} == {}

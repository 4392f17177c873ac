"""Who reads which text, and which counts may be said."""

import pytest

from bot.domain.notices.model import FEW, NoText, TextTooLong, number, shown, text_for
from bot.domain.notices.writing import clean


@pytest.mark.parametrize(
    ("texts", "language", "read"),
    [
        ({"ru": "р", "be": "б"}, "be", "be"),
        ({"ru": "р", "be": "б"}, "ky", "ru"),
        ({"ky": "к", "en": "e"}, "be", "ky"),
        ({"en": "e"}, "ru", "en"),
    ],
)
def test_a_missing_language_gets_russian_then_what_there_is(texts, language, read):
    assert text_for(texts, language) == (read, texts[read])


def test_nothing_written_is_nothing_to_read():
    with pytest.raises(NoText):
        text_for({}, "ru")


@pytest.mark.parametrize("total", [0, 1, 4, 5, 9, 10, 11, 500])
def test_neither_few_nor_all_but_few_can_be_told_apart(total):
    """What is said of n people is said of every number near it: nobody can be counted out by subtraction."""
    said = {count: shown(count, total) for count in range(total + 1)}
    few = {words for count, words in said.items() if count < FEW}
    nearly_all = {words for count, words in said.items() if count >= FEW and total - count < FEW}

    assert few <= {"<5"}
    assert len(nearly_all) <= 1
    assert all(words == str(count) for count, words in said.items() if words not in few | nearly_all)
    assert number(total) == ("<5" if total < FEW else str(total))


def test_empty_lines_and_edges_are_tidied_and_length_is_limited():
    assert clean("  а  б \n\n\n\nв  ") == "а б\n\nв"
    with pytest.raises(TextTooLong):
        clean("а" * 601)

"""What is kept fits a screen, however much it is."""

import pytest

from bot.domain.people import Actor
from bot.domain.privacy import Kept
from bot.telegram import my_data
from bot.telegram.screens import MAX_TEXT
from tests.test_locales import LOCALES

MUCH = 99_999


@pytest.mark.parametrize("language", LOCALES)
def test_every_line_stands_on_some_page_and_each_page_fits(speaking, guide, language):
    actor = Actor(1, language, "BY-HO-Mozyr")
    with speaking(language):
        lines = [line.format(n=MUCH, open=MUCH, waiting=MUCH) for line in my_data.lines().values()]
        held = Kept(dict.fromkeys(my_data.lines(), MUCH), MUCH, MUCH)
        pages = [my_data.kept(actor, held, guide, page) for page in range(len(lines) // my_data.LINES_A_PAGE + 1)]

    told = "\n".join(page.text for page in pages)
    assert [line for line in lines if line not in told] == []
    assert max(len(page.title) + len(page.text) for page in pages) < MAX_TEXT

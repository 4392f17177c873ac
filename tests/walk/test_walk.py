"""Nobody who presses and types at random, in any language, is left without an answer or without a way on."""

import re

import pytest
import structlog
from aiogram.utils.i18n import I18n

from bot.telegram import screens
from bot.telegram.screens import Show
from tests.test_locales import catalogue, texts
from tests.walk import walk as walking
from tests.walk.tongues import Tongues
from tests.walk.walk import LOCALES, Stumble, walk

SEED = 20261123
PRESSES = 2_000


@pytest.mark.timeout(900)
async def test_a_random_walk_finds_nothing_wrong():
    walked = await walk(SEED, PRESSES)

    assert min(walked.presses.values()) >= PRESSES
    assert set(walked.presses) == set(LOCALES)


async def _nothing(*_args, **_more) -> None:
    """In place of what a bot should do."""


async def _loud(self, bot, event, answer, data):
    structlog.get_logger("tests").warning("not as it should be")


@pytest.mark.parametrize(
    ("where", "what", "instead", "found"),
    [
        (Show, "_answer", _nothing, "answered 0 times"),
        (Show, "_draw", _nothing, "sees nothing of it"),
        (Show, "show", _loud, "the log says"),
        (screens, "drawn", lambda *_args, **_more: [], "a dead end"),
        (walking, "MAX_TEXT", 60, "characters: "),
        (walking, "MAX_BUTTON", 10, "buttons do not fit"),
        (I18n, "gettext", lambda self, one, *_more, **_most: one, "not in"),
    ],
)
async def test_a_walk_notices(where, what, instead, found, monkeypatch):
    monkeypatch.setattr(where, what, instead)
    monkeypatch.setattr(walking, "OFFICES", {})
    monkeypatch.setattr(walking, "DESKS", {})

    with pytest.raises(Stumble, match=f"^{re.escape(found)}|{re.escape(found)}"):
        await walk(SEED, 100)


async def test_a_walk_that_stumbled_says_how_it_got_there(monkeypatch):
    monkeypatch.setattr(walking, "MAX_BUTTON", 10)
    with pytest.raises(Stumble) as first:
        await walk(1, 100)
    with pytest.raises(Stumble) as again:
        await walk(1, 100)

    assert "seed 1, round" in str(first.value)
    assert str(again.value) == str(first.value)


@pytest.fixture(scope="module")
def tongues():
    return Tongues()


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("🏠 Home", "ky"),
        ("Request K7M-42 is closed. If something is still open, write to us again.", "ru"),
        ("Мозырь\nNew message. Open?", "ru"),
    ],
)
def test_a_text_of_another_language_is_noticed(tongues, text, locale):
    assert tongues.strange_in(text, frozenset({locale}))


def test_russian_is_noticed_among_belarusian_and_let_be_among_russian(tongues):
    russian = texts(catalogue("ru"))["This button is out of date."].string

    assert tongues.strange_in(russian, frozenset({"be"})) == russian
    assert tongues.strange_in(russian, frozenset({"be", "ru"})) is None


@pytest.mark.parametrize(
    ("text", "locale"),
    [("🏠 Home", "en"), ("Мозырь, Гомельская область", "en"), ("Home Office, London", "ru")],
)
def test_what_is_at_home_is_let_be(tongues, text, locale):
    assert tongues.strange_in(text, frozenset({locale})) is None

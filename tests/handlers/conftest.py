"""The real content and the words of a language, for tests that compare screens."""

from datetime import date

import pytest
from aiogram.utils.i18n import I18n

from bot.content.loader import load
from bot.domain.guide import Guide
from bot.telegram.wording import Names
from tests.conftest import ROOT


@pytest.fixture(scope="session")
def guide():
    return Guide(load(ROOT / "content", demo=True, today=date(2026, 11, 23)))


@pytest.fixture(scope="session")
def names(guide):
    return Names(guide.content)


@pytest.fixture
def speaking():
    """``with speaking("ky"): ...``: what is said inside is said in that language."""
    i18n = I18n(path=ROOT / "locales", default_locale="ru", domain="messages")

    class Speaking:
        def __init__(self, locale: str) -> None:
            self.locale = locale

        def __enter__(self) -> None:
            self.contexts = i18n.context(), i18n.use_locale(self.locale)
            for context in self.contexts:
                context.__enter__()

        def __exit__(self, *error: object) -> None:
            for context in reversed(self.contexts):
                context.__exit__(*error)

    return Speaking

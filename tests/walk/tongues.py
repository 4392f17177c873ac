"""Which words belong to which language, as the catalogues have it; content names aside."""

import re
from functools import cached_property

from tests.test_locales import LETTERS, LOCALES, PLACEHOLDER, catalogue, extracted

#: a shorter text counts only where it stands alone: on a line or a button of its own
SENTENCE = 12


class Strange:
    """A text of another language, and how to find it where its gaps are filled."""

    def __init__(self, form: str) -> None:
        self.form = form
        literal = PLACEHOLDER.split(form)[::2]
        letters = len(LETTERS.findall("".join(literal)))
        self.says_something = letters > 2
        self.contained = letters >= SENTENCE
        self.core = max(literal, key=len)
        gap = r"[^\n]{0,400}?" if self.contained else r"[^\n“”«»]{1,80}"
        self._pattern = gap.join(map(re.escape, literal))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        edges = (r"(?<!\w)", r"(?!\w)") if self.contained else (r"^", r"$")
        return re.compile(self._pattern.join(edges), re.MULTILINE)

    def stands_in(self, text: str) -> bool:
        return self.core in text and self.pattern.search(text) is not None


class Tongues:
    """What each language's texts are, and what of the others' may not be said in it."""

    def __init__(self) -> None:
        ours = {locale: list(_pairs(locale)) for locale in LOCALES}
        known = {text for text, _form in ours["en"]}
        unknown = {text for texts in extracted() for text in texts} - known
        #: texts that a language has not yet: said once at the end, for they are nobody's mistake at a press
        self.missing = {
            locale: sorted(unknown | {text for text, form in pairs if not form}) for locale, pairs in ours.items()
        }
        forms = {locale: {form or text for text, form in pairs} for locale, pairs in ours.items()}
        self._strange = {
            locale: [
                strange
                for form in set().union(*(forms[other] for other in LOCALES if other != locale)) - forms[locale]
                if (strange := Strange(form)).says_something
                and not any(form in own for own in forms[locale])
                and not any(form.lower() in text.lower() for text in self.missing[locale])
            ]
            for locale in LOCALES
        }
        self._fine: dict[tuple[str, str], bool] = {}

    def strange_in(self, text: str, locales: frozenset[str]) -> str | None:
        """What of another language stands in the text, unless it is at home in one of these."""
        found = None
        for locale in locales:
            if (locale, text) in self._fine:
                return None
            found = next((one.form for one in self._strange[locale] if one.stands_in(text)), None)
            if found is None:
                self._fine[locale, text] = True
                return None
        return found


def _pairs(locale):
    """Every text of the code with each form that the language gives it."""
    for message in catalogue(locale):
        if message.id:
            ids = (message.id,) if isinstance(message.id, str) else message.id
            strings = (message.string,) if isinstance(message.string, str) else message.string
            yield from ((ids[min(number, len(ids) - 1)], form) for number, form in enumerate(strings))

"""A refusal is a small class that carries its sentence, marked for translation, and its data."""

from typing import Any, ClassVar


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for marking
    """Marks a sentence for translation; ``bot.telegram.wording`` says it in the reader's language."""
    return text


class DomainError(Exception):
    """Something that was asked for and is not done. Nothing of the update that asked is kept."""

    sentence: ClassVar[str] = N_("This cannot be done.")

    def __init__(self, **data: Any) -> None:  # noqa: ANN401 - whatever the sentence's placeholders need
        super().__init__(type(self).__name__)
        self.data = data


class NotAllowed(DomainError):
    """Absent and forbidden read the same: who may not see a thing does not learn whether it exists."""

    sentence = N_("This is not here any more, or it is not for you.")


class Outdated(DomainError):
    """A button of a screen drawn before things changed."""

    sentence = N_("This button is out of date.")


class ConsentNeeded(DomainError):
    """The use case keeps something about the person, who has not agreed to that."""

    sentence = N_("For this we must keep a few things about you. Please read what, and agree first.")

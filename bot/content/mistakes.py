"""What is wrong in ``content/``, and where."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Mistake:
    """One mistake, in words for the person who edits the file."""

    #: path from the content folder
    file: str
    #: counted from 1, as editors do
    line: int
    #: the way to the field inside its entry, such as ``phones.0.number``; empty for the entry or file itself
    field: str
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (f"{self.file}:{self.line}", self.field, self.message) if part)


class ContentError(Exception):
    """The content cannot be used; says every mistake, not only the first."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes))
        super().__init__("\n".join(map(str, self.mistakes)))

"""Tables that people send: CSV as spreadsheets save it, and XLSX, read with distrust and within limits.

Everything is text when it comes out. What could be a trap (a zip that swells, a formula, a million rows) is refused
before it is unpacked or as soon as it shows, so a table costs well under a second whatever it is.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, ClassVar

from bot.domain.errors import N_, DomainError

MOST_BYTES = 512 * 1024
#: of an XLSX, unpacked: all of it, and how much more than packed
MOST_UNPACKED, MOST_RATIO, MOST_PARTS = 4 * 1024 * 1024, 200, 200
#: with anything in them; and with the empty ones between
MOST_ROWS, MOST_LINES = 500, 2000
MOST_COLUMNS, MOST_CELL = 40, 500
_FORMULA = ("=", "@", "+", "-")
_BETWEEN_DIGITS = str.maketrans("", "", " -(),.")
_INSIDE_OUT = re.compile(r"\b[а-я][А-Я]{2,}")
_EMPTY_SIGNS = "\ufeff\u200b\xa0 \t\r\n"


class SheetRefused(DomainError):
    """The table as a whole cannot be read."""

    sentence = N_("This file is not a table I can read. Send CSV or XLSX, as in the template.")


class TooBig(SheetRefused):
    """More than anybody fills in by hand."""

    sentence: ClassVar[str] = N_("The table is too big: at most {rows} rows, {kilobytes} KB. Send it in parts.")

    def __init__(self) -> None:
        super().__init__(rows=MOST_ROWS, kilobytes=MOST_BYTES // 1024)


class WrongEncoding(SheetRefused):
    """Neither of the two code pages in use."""

    sentence = N_("The letters of this file cannot be read. Save it as “CSV UTF-8”, or send XLSX.")


class HasFormula(SheetRefused):
    """What a cell says must not depend on who opens it."""

    sentence = N_("Row {row}, column {column}: there is a formula. Please put in its value.")


class EmptySheet(SheetRefused):
    """There is nothing in it but, perhaps, its head."""

    sentence = N_("The table is empty.")


@dataclass(frozen=True, slots=True)
class Line:
    """One row as its sender sees it: its number from 1, its cells as text."""

    row: int
    cells: tuple[str, ...]


def read(data: bytes) -> list[Line]:
    """The rows that hold anything.

    Raises:
        SheetRefused: it cannot be read, or may not be; the subclass says why.
    """
    if len(data) > MOST_BYTES:
        raise TooBig
    rows = _xlsx(data) if data[:4] == b"PK\x03\x04" else _csv(data)
    found: list[Line] = []
    for number, cells in enumerate(rows, 1):
        if number > MOST_LINES or len(cells) > MOST_COLUMNS or len(found) > MOST_ROWS:
            raise TooBig
        if any(cells):
            found.append(Line(number, tuple(cells)))
    if not found:
        raise EmptySheet
    return found


def column_name(number: int) -> str:
    """As spreadsheets call them, counted from 0: A, B, … Z, AA."""
    name = ""
    number += 1
    while number:
        number, left = divmod(number - 1, 26)
        name = chr(ord("A") + left) + name
    return name


# ---- CSV


def _csv(data: bytes) -> Iterator[list[str]]:
    text = _decoded(data)
    head = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(";,\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for number, row in enumerate(reader, 1):
            yield [_clean(cell, number, at) for at, cell in enumerate(row)]
    except csv.Error as error:
        raise SheetRefused from error


def _decoded(data: bytes) -> str:
    """UTF-8, or the code page that a spreadsheet on a Russian Windows saves in."""
    if b"\0" in data:
        raise SheetRefused
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1251")
    except UnicodeDecodeError:
        raise WrongEncoding from None
    # nearly any bytes decode so; what was meant has Cyrillic words, not scattered signs
    odd = sum(
        1 for sign in text if ord(sign) > 127 and not "А" <= sign <= "я" and sign not in "ЁёЎўІіЄєЇї№«»–—“”„…°\xa0"
    )
    if odd > max(2, len(text) // 50):
        raise WrongEncoding
    if _INSIDE_OUT.search(text) and sum(map(str.isupper, text)) > sum(map(str.islower, text)):
        # KOI8 read so has capitals for small letters
        raise WrongEncoding
    return text


def _clean(cell: str, row: int, column: int) -> str:
    text = cell.strip(_EMPTY_SIGNS)
    if len(text) > MOST_CELL:
        raise TooBig
    if text.startswith(_FORMULA) and not _is_number(text) and text not in {"-", "+"}:
        raise HasFormula(row=row, column=column_name(column))
    return text


def _is_number(text: str) -> bool:
    """A phone or an amount may begin with a sign."""
    return text[1:].translate(_BETWEEN_DIGITS).isdecimal()


# ---- XLSX


def _xlsx(data: bytes) -> Iterator[Sequence[str]]:
    _check_zip(data)
    # megabytes that a bot without officers at their tables does without
    from openpyxl import load_workbook  # noqa: PLC0415

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        # what it says of its own size is not to be believed
        sheet.reset_dimensions()
        yield from _rows(sheet.iter_rows())
    except SheetRefused:
        raise
    except Exception as error:
        # openpyxl raises whatever its parsers raise; none of it says anything to who sent the file
        raise SheetRefused from error


def _check_zip(data: bytes) -> None:
    """By what the archive's own directory says, before anything is unpacked; zipfile then holds it to that."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise SheetRefused from error
    if any(part.flag_bits & 1 for part in parts):
        raise SheetRefused
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * len(data):
        raise TooBig
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise SheetRefused


def _rows(rows: Iterable[Sequence[Any]]) -> Iterator[list[str]]:
    for number, row in enumerate(rows, 1):
        if len(row) > 10 * MOST_COLUMNS:
            raise TooBig
        cells = [_cell(cell, number, at) for at, cell in enumerate(row)]
        while cells and not cells[-1]:
            cells.pop()
        yield cells


def _cell(cell: Any, row: int, column: int) -> str:  # noqa: ANN401 - openpyxl's
    if cell.data_type == "f":
        raise HasFormula(row=row, column=column_name(column))
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        # a day alone comes as midnight
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _clean(str(value), row, column)


# ---- a table of ours


def write_xlsx(sheets: dict[str, Sequence[Sequence[str]]]) -> bytes:
    """A workbook of text cells, a bold first row in each sheet; nothing in it can be taken for a formula."""
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415

    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title[:31])
        for number, row in enumerate(rows, 1):
            for at, value in enumerate(row, 1):
                cell = sheet.cell(number, at)
                cell.number_format = "@"
                cell.value = harmless(value)
                cell.data_type = "s"
                if number == 1:
                    cell.font = Font(bold=True)
        for at in range(1, max(map(len, rows), default=0) + 1):
            longest = max((len(row[at - 1]) for row in rows if len(row) >= at), default=8)
            sheet.column_dimensions[column_name(at - 1)].width = min(max(longest + 2, 12), 60)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text

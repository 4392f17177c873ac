"""Tables people send: what is read, and what is refused at once."""

import io
import tracemalloc
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from bot.sheets import (
    MOST_ROWS,
    EmptySheet,
    HasFormula,
    SheetRefused,
    TooBig,
    WrongEncoding,
    column_name,
    read,
    write_xlsx,
)

HEAD = ["метка", "дата", "время"]
ROW = ["07-118", "24.11.2026", "10:00"]


def book(*rows, **more):
    made = Workbook()
    sheet = made.active
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def cells(data):
    return [line.cells for line in read(data)]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_csv_is_read_however_a_spreadsheet_saved_it(separator, encoding):
    text = "\r\n".join(separator.join(row) for row in (HEAD, ROW))

    assert cells(text.encode(encoding)) == [tuple(HEAD), tuple(ROW)]


def test_quoted_cells_keep_their_separators_and_lines():
    assert cells('метка;что взять\n1;"паспорт; справка\nо доходах"\n'.encode())[1] == (
        "1",
        "паспорт; справка\nо доходах",
    )


def test_rows_are_numbered_as_their_sender_sees_them():
    assert [line.row for line in read(b"a;b\n\n\n1;2\n")] == [1, 4]


def test_xlsx_gives_texts_dates_times_and_numbers():
    from datetime import date, datetime
    from datetime import time as clock

    data = book(HEAD, ["07-118", date(2026, 11, 24), clock(10, 0)], [7118, datetime(2026, 11, 24, 9, 30), 1.5])  # noqa: DTZ001

    assert cells(data)[1:] == [("07-118", "2026-11-24", "10:00"), ("7118", "2026-11-24 09:30", "1.5")]


def test_what_we_write_can_be_read_back_and_opened_without_harm():
    data = write_xlsx({"Приём": [HEAD, ["=1+1", "@x", "07-118"]]})
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]

    assert [cell.data_type for cell in sheet[2]] == ["s", "s", "s"]
    assert [cell.value for cell in sheet[2]] == ["'=1+1", "'@x", "07-118"]


@pytest.mark.parametrize("formula", ["=1+1", '=HYPERLINK("http://x")', "@SUM(A1)", "+A1", "-A1+cmd|' /C calc'!A0"])
def test_formulas_are_refused_by_row_and_column(formula):
    with pytest.raises(HasFormula) as refused:
        read(f'a;b\n1;"{formula.replace(chr(34), chr(34) * 2)}"\n'.encode())

    assert refused.value.data == {"row": 2, "column": "B"}


def test_a_formula_in_xlsx_is_refused():
    with pytest.raises(HasFormula) as refused:
        read(book(HEAD, ["1", "=TODAY()", "2"]))

    assert refused.value.data == {"row": 2, "column": "B"}


@pytest.mark.parametrize("text", ["+375 29 123-45-67", "-5", "-"])
def test_phones_and_numbers_are_no_formulas(text):
    assert cells(f"a\n{text}\n".encode())[1] == (text,)


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04broken", b"\x00\x01\x02", b'a;"b\n', book(HEAD)[:200], b"%PDF-1.4 \x00"]
)
def test_broken_files_are_refused(data):
    with pytest.raises(SheetRefused):
        read(data)


def test_a_zip_that_is_no_workbook_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("hello.txt", "hello")

    with pytest.raises(SheetRefused):
        read(out.getvalue())


@pytest.mark.parametrize("encoding", ["utf-16-le", "koi8-r", "cp866"])
def test_other_code_pages_are_refused_not_guessed(encoding):
    text = "метка;дата;время\nИванов по списку;24.11.2026;10:00\n" * 3

    with pytest.raises(SheetRefused):
        read(text.encode(encoding))


def test_a_wrong_code_page_is_said_to_be_one():
    with pytest.raises(WrongEncoding):
        read(("метка;дата;время\n" * 5).encode("cp866"))


def test_an_empty_table_is_said_to_be_one():
    with pytest.raises(EmptySheet):
        read(b"\n;;\n  \n")
    with pytest.raises(EmptySheet):
        read(book())


def test_as_many_rows_as_allowed_and_not_one_more():
    head, row = b"a;b\n", b"1;2\n"
    assert len(read(head + row * MOST_ROWS)) == MOST_ROWS + 1

    with pytest.raises(TooBig):
        read(head + row * (MOST_ROWS + 1))


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_sheet(xml: bytes) -> bytes:
    """A real workbook whose sheet is this."""
    source = zipfile.ZipFile(io.BytesIO(book(HEAD)))
    parts = {name: source.read(name) for name in source.namelist()}
    parts["xl/worksheets/sheet1.xml"] = xml
    return zipped(**parts)


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


def bombs():
    yield "a million rows of CSV", b"1;2;3\n" * 1_000_000
    yield "a million rows of XLSX", with_sheet(SHEET % (b'<row><c t="inlineStr"><is><t>1</t></is></c></row>' * 10**6))
    yield "a zip bomb", with_sheet(SHEET % (b" " * 200_000_000))
    yield "the last row of a sheet", with_sheet(SHEET % b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>')
    yield "the last column of a sheet", with_sheet(SHEET % (b'<row r="1"><c r="XFD1"><v>1</v></c></row>' * 2000))
    yield "a cell of a megabyte", b"a;" + b"x" * 400_000
    yield (
        "entities within entities",
        with_sheet(
            b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
            + SHEET % b"<row><c><v>&b;</v></c></row>"
        ),
    )


@pytest.mark.parametrize(("what", "data"), list(bombs()), ids=lambda value: value if isinstance(value, str) else "")
def test_traps_are_refused_before_they_cost_anything(what, data):
    tracemalloc.start()
    with pytest.raises(SheetRefused):
        read(data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 24 * 1024 * 1024


@pytest.mark.parametrize(("number", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_called_as_in_a_spreadsheet(number, name):
    assert column_name(number) == name

"""Files for spreadsheet programs. A cell never becomes a formula, whatever somebody typed into it (security bar 3)."""

import csv
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from core.refusals import RuleBroken

Cell = str | int

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_STARTS_FORMULA = set("=+-@\t\r\n＝＋－＠﹢﹣−")
#: Where one program or another begins a new cell, whatever ours was separated by.
_ENDS_CELL = set(";,|\t\r\n")
_GUARD = "'"
_GUARDED = re.compile(rf"(^|[{re.escape(''.join(sorted(_ENDS_CELL)))}]){_GUARD}")
_SHEET_TITLE_LENGTH = 31
_MOST_UNPACKED = 32 * 1024 * 1024  # bytes
_MOST_COLUMNS = 64
_MOST_EMPTY = 1000
#: What the reader raises over a workbook that is broken, or made to break it.
_BROKEN = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,  # broken XML
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


def guarded(cell: Cell) -> Cell:
    """The cell with an apostrophe before anything a program could take for a formula, also behind hidden characters,
    and also after what some programs take for the end of a cell."""
    return _with_guards(cell) if isinstance(cell, str) else cell


def _with_guards(text: str) -> str:
    if _STARTS_FORMULA.isdisjoint(text):
        return text
    places: list[int] = []
    begin: int | None = 0  # where the cell began of which nothing is seen yet
    for place, char in enumerate(text):
        if begin is not None and char in _STARTS_FORMULA and (begin == 0 or char not in _ENDS_CELL):
            places.append(begin)
            begin = None
        if char in _ENDS_CELL:
            begin = place + 1
        elif begin is not None and not _is_hidden(char):
            begin = None
    parts = (text[start:end] for start, end in pairwise((0, *places, len(text))))
    return _GUARD.join(parts)


def bare(cell: str) -> str:
    """The reverse of `guarded`: a file of ours can be read again."""
    if _GUARD not in cell:
        return cell
    text = _GUARDED.sub(r"\1", cell)
    return text if _with_guards(text) == cell else cell


def _is_hidden(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in {"Cf", "Cc", "Mn", "Zs"}


def as_csv(rows: Iterable[Iterable[Cell]]) -> bytes:
    """CSV in UTF-8 with the mark by which spreadsheet programs know it."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(title: str, rows: Iterable[Iterable[Cell]]) -> bytes:
    """An Excel workbook of one sheet, written from right to left, headings fixed. Texts are stored as texts."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:_SHEET_TITLE_LENGTH])
    sheet.sheet_view.rightToLeft = True
    sheet.freeze_panes = "A2"
    for place, row in enumerate(rows):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=guarded(value))
            if isinstance(value, str):
                cell.data_type = "s"
            if place == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rows_of_xlsx(content: bytes, *, most: int) -> list[list[Cell]]:
    """The rows of a workbook's first sheet, values only; formulas are not computed.

    Every row is as long as the first: spreadsheet programs leave out cells that are empty. Empty rows stay, so that
    the numbers of the rows are those on the screen; behind `_MOST_EMPTY` of them in a row the sheet is over.

    Raises:
        RuleBroken: "no_xlsx" for a file that is no workbook or unpacks to too much, "too_many_rows" above `most` rows.
    """
    try:
        rows = _sheet_rows(content, most=most)
    except _BROKEN as error:
        raise RuleBroken("این فایل اکسل خوانده نشد.", code="no_xlsx") from error
    if len(rows) > most + 1:
        raise RuleBroken("فایل بیش از اندازه ردیف دارد؛ آن را چند بخش کنید.", code="too_many_rows")
    width = len(rows[0]) if rows else 0
    return [row + [""] * (width - len(row)) for row in rows]


def _sheet_rows(content: bytes, *, most: int) -> list[list[Cell]]:
    """The heading, `most` rows and one more at most, each up to its last cell that is not empty; whatever size the
    sheet says it has."""
    from openpyxl import load_workbook

    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        unpacked = sum(part.file_size for part in packed.infolist())
    if unpacked > _MOST_UNPACKED:
        raise RuleBroken("این فایل اکسل بیش از اندازه بزرگ است.", code="no_xlsx")
    sheet: Any = load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
    sheet.reset_dimensions()
    rows: list[list[Cell]] = []
    empty = 0
    for values in sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS):
        cells = ["" if value is None else str(value) for value in values]
        last = max((place for place, cell in enumerate(cells, start=1) if cell), default=0)
        rows.append(list(cells[:last]))
        empty = 0 if last else empty + 1
        if empty > _MOST_EMPTY or len(rows) - empty > most + 1:
            break
    return rows[: len(rows) - empty]

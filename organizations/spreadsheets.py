"""Files for spreadsheet programs. A cell never becomes a formula, whatever somebody typed into it (security bar 3)."""

import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterable

from core.refusals import RuleBroken

Cell = str | int

_STARTS_FORMULA = set("=+-@\t\r\n＝＋－＠﹢﹣−")
_GUARD = "'"
_SHEET_TITLE_LENGTH = 31
_MOST_UNPACKED = 64 * 1024 * 1024


def guarded(cell: Cell) -> Cell:
    """The cell with an apostrophe before anything a program could take for a formula, also behind hidden
    characters."""
    if not isinstance(cell, str):
        return cell
    seen = next((char for char in cell if char in "\t\r\n" or not _is_hidden(char)), "")
    return f"{_GUARD}{cell}" if seen in _STARTS_FORMULA else cell


def bare(cell: str) -> str:
    """The reverse of `guarded`: a file of ours can be read again."""
    text = cell.removeprefix(_GUARD)
    return text if text != cell and guarded(text) != text else cell


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
    """The rows of a workbook's first sheet as it stands, values only; formulas are not computed.

    Raises:
        RuleBroken: "no_xlsx" for a file that is no workbook or unpacks to too much, "too_many_rows" above `most` rows.
    """
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > _MOST_UNPACKED:
            raise RuleBroken("این فایل اکسل بیش از اندازه بزرگ است.", code="no_xlsx")
        book = load_workbook(io.BytesIO(content), read_only=True)
        rows = [
            ["" if value is None else str(value) for value in row]
            for _, row in zip(range(most + 2), book.worksheets[0].iter_rows(values_only=True), strict=False)
        ]
    except (KeyError, ValueError, IndexError, OSError, zipfile.BadZipFile) as error:
        raise RuleBroken("این فایل اکسل خوانده نشد.", code="no_xlsx") from error
    if len(rows) > most + 1:
        raise RuleBroken("فایل بیش از اندازه ردیف دارد؛ آن را چند بخش کنید.", code="too_many_rows")
    return [list(row) for row in rows]

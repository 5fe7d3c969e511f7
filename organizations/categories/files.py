"""Files of categories: reading a CSV row by row with a reason for every refused one, and writing CSV and Excel."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from core.checks import clean_isic_code
from core.refusals import RuleBroken
from core.text import normalise, search_key, to_persian_digits
from organizations.categories.models import Category
from organizations.categories.search_rules import read_synonyms
from organizations.categories.spreadsheets import Cell, as_csv, bare, rows_of_xlsx
from organizations.categories.states import BranchOfTrade

MOST_BYTES = 4 * 1024 * 1024
TOO_LARGE = to_persian_digits(f"فایل بیش از {MOST_BYTES // 1024**2} مگابایت است؛ آن را چند بخش کنید.")
MOST_ROWS = 20_000
NAME_LENGTH = 160

#: Column of the model → heading in our files. Both are understood when read; the first two are required.
COLUMNS = {
    "isic_code": "کد آیسیک",
    "name": "نام رسته",
    "branch_of_trade": "شاخه",
    "is_specialised": "تخصصی",
    "needs_health_inquiry": "استعلام بهداشت",
    "is_online": "کسب‌وکار مجازی",
    "host_customers_on_site": "پذیرش مشتری در محل",
    "covid_job_group": "گروه شغلی کرونا",
    "is_active": "فعال",
    "synonyms": "نام‌های رایج",
}
REQUIRED = ("isic_code", "name", "branch_of_trade")
_ALIASES = {"online": "is_online", "active": "is_active"}
_FLAGS = ("is_specialised", "needs_health_inquiry", "is_online", "host_customers_on_site", "is_active")
_YES, _NO = {"بله", "true", "yes", "1", "دارد", "است"}, {"خیر", "false", "no", "0", "", "ندارد", "نیست"}


@dataclass(frozen=True, slots=True)
class GoodRow:
    """A row that may come in. `values` holds the columns the file has, `isic_code` among them."""

    line: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that may not, with what stands in its first columns and why."""

    line: int
    shown: str
    reason: str


@dataclass(slots=True)
class Reading:
    """Everything found in a file."""

    good: list[GoodRow] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)


def decode(content: bytes) -> str:
    """The text of an uploaded file.

    Raises:
        RuleBroken: "too_large", "encoding", "no_xlsx" for a workbook that cannot be read, "too_many_rows", "no_csv" for
            what is no text at all.
    """
    if len(content) > MOST_BYTES:
        raise RuleBroken(TOO_LARGE, code="too_large")
    if content[:2] == b"PK":
        return as_csv(rows_of_xlsx(content, most=MOST_ROWS)).decode("utf-8-sig")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RuleBroken(
            "نویسه‌های این فایل خوانده نشد؛ هنگام ذخیره در اکسل «CSV UTF-8» را برگزینید.", code="encoding"
        ) from error
    if "\0" in text:
        raise RuleBroken("این فایل متن CSV نیست.", code="no_csv")
    return text


def read(text: str) -> Reading:
    """Every row of a CSV text, good or refused; blank lines do not count.

    Raises:
        RuleBroken: "empty", "no_columns" when a required heading is missing, "too_many_rows".
    """
    first = text.split("\n", 1)[0]
    delimiter = max((",", ";", "\t"), key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        names = _headings(next(rows, []))
        return _read_rows(_lines(rows), names)
    except csv.Error as error:
        raise RuleBroken("ساختار این فایل CSV درست نیست.", code="no_csv") from error


def _lines(rows: Any) -> Iterator[tuple[int, list[str]]]:
    begins = rows.line_num + 1
    for row in rows:
        if any(cell.strip() for cell in row):
            yield begins, row
        begins = rows.line_num + 1


def _headings(row: list[str]) -> list[str]:
    by_title = {search_key(title): name for name, title in COLUMNS.items()}
    names = []
    for cell in row:
        plain = normalise(cell)
        name = _ALIASES.get(plain.lower(), plain.lower())
        names.append(name if name in COLUMNS else by_title.get(search_key(plain), ""))
    missing = [COLUMNS[name] for name in REQUIRED if name not in names]
    if not any(names):
        raise RuleBroken("سطر نخست فایل باید نام ستون‌ها باشد.", code="empty")
    if missing:
        raise RuleBroken(f"ستون «{'» و «'.join(missing)}» در فایل نیست.", code="no_columns")
    return names


def _read_rows(lines: Iterable[tuple[int, list[str]]], names: list[str]) -> Reading:
    found, seen = Reading(), dict[str, int]()
    for count, (line, row) in enumerate(lines, start=1):
        if count > MOST_ROWS:
            raise RuleBroken(
                to_persian_digits(f"فایل بیش از {MOST_ROWS} ردیف دارد؛ آن را چند بخش کنید."),
                code="too_many_rows",
            )
        shown = "، ".join(cell.strip() for cell in row[:2])[:80]
        try:
            values = _clean(row, names)
            before = seen.setdefault(values["isic_code"], line)
            if before != line:
                raise ValidationError(
                    to_persian_digits(f"کد {values['isic_code']} در سطر {before} همین فایل هم آمده است.")
                )
        except ValidationError as refusal:
            found.refused.append(RefusedRow(line, shown, " ".join(refusal.messages)))
        else:
            found.good.append(GoodRow(line, values))
    return found


def _clean(row: list[str], names: list[str]) -> dict[str, Any]:
    """The values of one row. Raises ValidationError with every reason against it."""
    if len(row) != len(names):
        raise ValidationError(
            to_persian_digits(f"این سطر {len(row)} ستون دارد، ولی سطر عنوان {len(names)} ستون.")
        )
    values: dict[str, Any] = {}
    reasons: list[str] = []
    for name, cell in zip(names, row, strict=True):
        if not name:
            continue
        try:
            values[name] = _value(name, normalise(bare(cell)))
        except ValidationError as refusal:
            reasons += refusal.messages
    if reasons:
        raise ValidationError(reasons)
    return values


def _value(name: str, text: str) -> Any:
    if name == "isic_code":
        return clean_isic_code(text)
    if name == "name":
        return _name(text)
    if name == "branch_of_trade":
        return _branch(text)
    if name == "synonyms":
        return read_synonyms(text)
    if name == "covid_job_group":
        if text not in {"1", "2", "3", "4"}:
            raise ValidationError("گروه شغلی کرونا عددی از ۱ تا ۴ است.")
        return int(text)
    word = text.lower()
    if word not in _YES | _NO:
        raise ValidationError(f"ستون «{COLUMNS[name]}» فقط «بله» یا «خیر» است.")
    return word in _YES


def _name(text: str) -> str:
    if not any(char.isalpha() for char in text):
        raise ValidationError("نام رسته را با حرف بنویسید.")
    if len(text) > NAME_LENGTH:
        raise ValidationError(to_persian_digits(f"نام رسته بیش از {NAME_LENGTH} نویسه است."))
    return text


def _branch(text: str) -> str:
    branches = {choice.label: choice.value for choice in BranchOfTrade} | {
        choice.value: choice.value for choice in BranchOfTrade
    }
    found = branches.get(text) or branches.get(text.upper())
    if found is None:
        raise ValidationError(f"شاخه یکی از این‌هاست: {'، '.join(BranchOfTrade.labels)}.")
    return found


def words(name: str, value: Any) -> str:
    """A value of a column as our files write it."""
    if name == "synonyms":
        return "، ".join(value)
    if name == "branch_of_trade":
        return str(BranchOfTrade(value).label)
    if isinstance(value, bool):
        return "بله" if value else "خیر"
    return to_persian_digits(str(value))


def table(categories: Iterable[Category]) -> Iterator[list[Cell]]:
    """The categories as rows for a file, headings first; a file written from it can be read again."""
    yield list(COLUMNS.values())
    for category in categories:
        yield [
            category.isic_code,
            category.name,
            category.get_branch_of_trade_display(),
            *("بله" if getattr(category, name) else "خیر" for name in _FLAGS[:-1]),
            category.covid_job_group,
            "بله" if category.is_active else "خیر",
            "، ".join(synonym.name for synonym in category.synonyms.all()),
        ]

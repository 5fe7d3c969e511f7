"""Files of categories: every refused row named, nothing half-imported."""

import csv
import io
import re
import time
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from core.models import AuditEntry
from core.refusals import RuleBroken
from organizations.categories import files as category_files
from organizations.categories import importing, spreadsheets
from organizations.categories.import_models import CategoryImport
from organizations.categories.models import Category
from organizations.categories.states import ImportMode, ImportState
from tests.factories import CategoryFactory

FA = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")

HEAD = "کد آیسیک,نام رسته,شاخه,تخصصی,گروه شغلی کرونا"


def file(*rows: str, head: str = HEAD) -> bytes:
    """A file as a spreadsheet program saves it."""
    return "\r\n".join([head, *rows]).encode("utf-8-sig")


def good_rows(count: int) -> list[str]:
    """Rows that may come in."""
    return [f"{100_000 + n},رستهٔ {n},تولیدی,خیر,2" for n in range(count)]


def check(nation, content: bytes) -> CategoryImport:
    """The secretariat uploads a file."""
    return importing.check_file(file_name="رسته‌ها.csv", content=content, by=nation.by_secretariat)


@pytest.fixture
def five_thousand() -> bytes:
    """5,000 rows, three of them wrong: a short code, an unknown branch, a code that stands above."""
    rows = good_rows(5_000)
    rows[9] = "12,کد کوتاه,تولیدی,خیر,2"
    rows[99] = "900100,شاخهٔ ناشناس,کشاورزی,خیر,2"
    rows[4_999] = "100000,تکراری,تولیدی,خیر,2"
    return file(*rows)


@pytest.mark.parametrize("mode", [ImportMode.ALL_OR_NOTHING, ImportMode.GOOD_ROWS])
def test_five_thousand_rows_with_three_bad_ones_come_in_as_chosen_within_ten_seconds(
    nation, five_thousand, mode
):
    began = time.perf_counter()

    upload = check(nation, five_thousand)
    if mode == ImportMode.GOOD_ROWS:
        importing.run_import(upload, mode, by=nation.by_secretariat)
    else:
        with pytest.raises(RuleBroken) as refusal:
            importing.run_import(upload, mode, by=nation.by_secretariat)
        assert refusal.value.code == "refused_rows"

    assert time.perf_counter() - began < 10
    assert [refused["line"] for refused in upload.refused] == [11, 101, 5001]
    assert "۶، ۷، ۹ یا ۱۰ رقم" in upload.refused[0]["reason"]
    assert "تولیدی" in upload.refused[1]["reason"]
    assert "سطر ۲" in upload.refused[2]["reason"]
    assert Category.objects.count() == (4_997 if mode == ImportMode.GOOD_ROWS else 0)


def test_known_codes_are_changed_with_before_and_after_and_equal_ones_left(nation):
    CategoryFactory(isic_code="100000", name="رستهٔ 0", branch_of_trade="PRODUCTION")
    CategoryFactory(isic_code="100001", name="نام کهنه", branch_of_trade="PRODUCTION")

    upload = check(nation, file(*good_rows(3)))
    assert (upload.created_count, upload.changed_count, upload.same_count) == (1, 1, 1)
    importing.run_import(upload, ImportMode.ALL_OR_NOTHING, by=nation.by_secretariat)

    changed = Category.objects.get(isic_code="100001")
    entry = AuditEntry.objects.get(subject_type="organizations.category", subject_id=str(changed.pk))
    assert (entry.before, entry.after) == ({"name": "نام کهنه"}, {"name": "رستهٔ 1"})
    assert changed.name_search == "رسته1"
    assert Category.objects.get(isic_code="100002").created_in_id == upload.pk


def test_a_failure_in_the_middle_leaves_nothing(nation, monkeypatch):
    upload = check(nation, file(*good_rows(3)))

    def fail(*args, **kwargs):
        raise OSError("the disk is full")

    monkeypatch.setattr("organizations.categories.importing.audit.record", fail)
    with pytest.raises(OSError, match="full"):
        importing.run_import(upload, ImportMode.GOOD_ROWS, by=nation.by_secretariat)

    assert not Category.objects.exists()
    assert CategoryImport.objects.get().state == ImportState.CHECKED


def test_a_file_is_decided_once_and_by_the_secretariat(nation):
    upload = check(nation, file(*good_rows(1)))
    with pytest.raises(RuleBroken):
        importing.run_import(upload, ImportMode.GOOD_ROWS, by=nation.by_iran)
    importing.discard_import(upload, by=nation.by_secretariat)

    with pytest.raises(RuleBroken) as refusal:
        importing.run_import(upload, ImportMode.GOOD_ROWS, by=nation.by_secretariat)

    assert refusal.value.code == "closed"
    with pytest.raises(RuleBroken):
        importing.check_file(file_name="x.csv", content=file(), by=nation.by_chamber)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04xlsx", "no_xlsx"),
        ("نام".encode("utf-16"), "encoding"),
        (b"a\0b", "no_csv"),
        (b"", "empty"),
        ("کد آیسیک,شاخه\n521128,خدماتی".encode(), "no_columns"),
        (b"x" * (category_files.MOST_BYTES + 1), "too_large"),
    ],
    ids=["excel", "utf-16", "binary", "empty", "no name", "large"],
)
def test_a_file_that_is_none_is_refused_in_words(nation, content, code):
    with pytest.raises(RuleBroken) as refusal:
        check(nation, content)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("521128,نام,خدماتی,شاید,2", "بله"),
        ("521128,نام,خدماتی,خیر,5", "۱ تا ۴"),
        ("521128,۱۲۳,خدماتی,خیر,2", "با حرف"),
        ("521128,نام,خدماتی", "۳ ستون"),
        (f"521128,{'ن' * 161},خدماتی,خیر,2", "۱۶۰"),
    ],
)
def test_every_refused_row_says_why(row, reason):
    found = category_files.read(file(row).decode("utf-8-sig"))

    assert not found.good
    assert reason in found.refused[0].reason


def test_english_headings_semicolons_and_quoted_lines_are_understood():
    text = 'isic_code;name;branch_of_trade;online\n"۵۲۱۱۲۸";"سامانهٔ\nآنلاین";SERVICE;true\n\n521129;دوم;خدماتی;x\n'

    found = category_files.read(text)

    assert found.good[0].values == {
        "isic_code": "521128",
        "name": "سامانهٔ آنلاین",
        "branch_of_trade": "SERVICE",
        "is_online": True,
    }
    assert found.refused[0].line == 5


@pytest.mark.parametrize("cell", ["=1+1", "+98", "-2", "@x", "\t=1", " =1", "\u200f=1", "＝1", "\r=1"])
def test_no_cell_becomes_a_formula_and_ours_is_read_again(cell):
    written = spreadsheets.guarded(cell)

    assert written.startswith("'")
    assert spreadsheets.bare(written) == cell
    book = load_workbook(io.BytesIO(spreadsheets.as_xlsx("برگ", [["عنوان"], [cell.strip("\r")]])))
    assert book.active["A2"].data_type == "s"


@pytest.mark.parametrize("end", [";", ",", "|", "\t", "\r", "\n"])
@pytest.mark.parametrize("behind", ["=1+1", "  @x", "\u200b+98", "-2", "＝1"])
def test_what_another_program_takes_for_the_next_cell_becomes_no_formula_either(end, behind):
    written = spreadsheets.as_csv([["عنوان", f"x{end}{behind}"]]).decode("utf-8-sig")

    cells = [cell.strip().strip("\u200b") for cell in re.split(r"[;,|\t\r\n]", written.replace('"', ""))]
    assert not [cell for cell in cells if cell[:1] in set("=+-@＝")]
    assert spreadsheets.bare(spreadsheets.guarded(f"x{end}{behind}")) == f"x{end}{behind}"


def test_every_csv_is_written_in_one_place():
    root = Path(category_files.__file__).parents[2]
    ours = {found.parent for found in root.glob("*/__init__.py")} - {root / "tests", root / "tools"}
    writers = [
        path.name
        for app in ours
        for path in app.rglob("*.py")
        if re.search(r"csv\.(?:Dict)?[Ww]riter|Workbook\(", path.read_text(encoding="utf-8"))
    ]

    assert writers == ["spreadsheets.py"]


def test_what_is_exported_can_be_imported_without_a_change(nation):
    CategoryFactory(isic_code="521128", name="=نام خطرناک", is_specialised=True)
    CategoryFactory(isic_code="521129", name="نام ساده", is_active=False)
    rows = list(category_files.table(Category.objects.order_by("isic_code")))

    exported = spreadsheets.as_csv(rows)
    upload = check(nation, exported)

    assert exported.startswith("\ufeff".encode())
    assert list(csv.reader(io.StringIO(exported.decode("utf-8-sig"))))[1][1] == "'=نام خطرناک"
    assert (upload.same_count, upload.created_count, upload.refused) == (2, 0, [])
    sheet = load_workbook(io.BytesIO(spreadsheets.as_xlsx("رسته‌ها", rows))).active
    assert sheet.sheet_view.rightToLeft
    assert [cell.value for cell in sheet[3]][:2] == ["521129", "نام ساده"]


def test_the_command_goes_through_the_same_door(nation, tmp_path, capsys):
    path = tmp_path / "categories.csv"
    path.write_bytes(file("12,کوتاه,تولیدی,خیر,2", *good_rows(2)))

    with pytest.raises(CommandError):
        call_command("import_categories", path, user="staff-secretariat")
    assert not Category.objects.exists()
    call_command("import_categories", path, user="staff-secretariat", check=True)
    assert not Category.objects.exists()
    call_command("import_categories", path, user="staff-secretariat", mode="good")

    assert Category.objects.count() == 2
    assert "categories.csv:2:" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("import_categories", path, user="nobody")
    with pytest.raises(CommandError):
        call_command("import_categories", path, user="staff-chamber")


def test_the_portals_own_workbook_comes_back_without_a_change(nation):
    CategoryFactory(name="نانوایی", isic_code="154101")
    CategoryFactory(name="-کافه", isic_code="552001", is_active=False)
    book = spreadsheets.as_xlsx("رسته‌ها", category_files.table(Category.objects.all()))

    upload = check(nation, book)

    assert (upload.same_count, upload.created_count, upload.changed_count) == (2, 0, 0)
    assert upload.refused == []


def test_the_report_names_row_column_and_both_values_of_every_change(nation, desk):
    CategoryFactory(name="نانوایی", isic_code="154101", branch_of_trade="PRODUCTION")

    upload = check(nation, file("154101,نانوایی سنگک,خدماتی,خیر,2"))

    shown = [(change["line"], change["field"], change["old"], change["new"]) for change in upload.changes]
    assert shown == [(2, "نام رسته", "نانوایی", "نانوایی سنگک"), (2, "شاخه", "تولیدی", "خدماتی")]
    page = reverse("admin:organizations_categoryimport_change", args=[upload.pk])
    text = desk(nation.by_secretariat).get(page).content.decode()
    for words in ("تغییرها (۲)", "نانوایی سنگک", "پیش از آن", "154101".translate(FA)):
        assert words in text


def test_two_trades_never_share_a_name(nation):
    CategoryFactory(name="نانوایی", isic_code="154101")

    upload = check(
        nation, file("154102,نانوایی,تولیدی,خیر,2", "154103,کلوچه,تولیدی,خیر,2", "154104,کلوچه,تولیدی,خیر,2")
    )

    assert [refused["line"] for refused in upload.refused] == [2, 4]
    assert "154101".translate(FA) in upload.refused[0]["reason"]
    with pytest.raises(IntegrityError), transaction.atomic():
        CategoryFactory(name="نانوایی", isic_code="154105")


def test_names_that_change_places_are_refused_whole(nation):
    CategoryFactory(name="نانوایی", isic_code="154101")
    CategoryFactory(name="کلوچه", isic_code="154102")
    upload = check(nation, file("154101,کلوچه,توزیعی,خیر,2", "154102,نانوایی,توزیعی,خیر,2"))

    with pytest.raises(RuleBroken) as refusal:
        importing.run_import(upload, ImportMode.ALL_OR_NOTHING, by=nation.by_secretariat)

    assert refusal.value.code == "conflict"
    assert Category.objects.get(isic_code="154101").name == "نانوایی"


def book_of(sheet: str) -> bytes:
    """A workbook of one sheet with these rows as XML."""
    empty = spreadsheets.as_xlsx("برگ", [["الف"]])
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(empty)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                start = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                content = start + sheet.encode() + b"</worksheet>"
            new.writestr(part.filename, content)
    return made.getvalue()


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_what_the_page_exports_it_takes_again_and_says_that_nothing_changes(nation, desk):
    CategoryFactory(name="نانوایی", isic_code="154101")
    client = desk(nation.by_secretariat)
    add = reverse("admin:organizations_categoryimport_add")
    exported = client.get(reverse("admin:organizations_category_export", args=["xlsx"])).content

    form = client.get(add).content.decode()
    sent = SimpleUploadedFile("categories.xlsx", exported, content_type=spreadsheets.XLSX_TYPE)
    report = client.post(add, {"file": sent}, follow=True).content.decode()

    assert 'accept=".xlsx,.csv' in form
    assert "هیچ رسته‌ای تغییر نمی‌کند" in report
    assert "همهٔ ردیف‌ها درست است" in report
    assert CategoryImport.objects.get().same_count == 1


def test_a_file_above_the_limit_is_refused_before_it_is_read(nation, desk):
    large = SimpleUploadedFile("categories.xlsx", b"PK" + b"x" * category_files.MOST_BYTES)

    page = desk(nation.by_secretariat).post(
        reverse("admin:organizations_categoryimport_add"), {"file": large}
    )

    assert "بیش از ۴ مگابایت" in page.content.decode()
    assert not CategoryImport.objects.exists()


def test_a_workbook_that_lost_its_empty_cells_and_lies_about_its_size_is_read_whole():
    head = "".join(
        cell(f"{column}1", text) for column, text in zip("ABCD", ["الف", "ب", "پ", "ت"], strict=True)
    )
    sheet = f'<dimension ref="A1"/><sheetData><row r="1">{head}</row><row r="3">{cell("B3", "یک")}</row></sheetData>'

    rows = spreadsheets.rows_of_xlsx(book_of(sheet), most=10)

    assert rows == [["الف", "ب", "پ", "ت"], ["", "", "", ""], ["", "یک", "", ""]]


def test_a_sheet_ends_behind_a_thousand_empty_rows_and_at_its_last_possible_column():
    far = f'<row r="1">{cell("A1", "کد")}{cell("XFD1", "دور")}</row>'
    sheet = f'<sheetData>{far}<row r="1048576">{cell("A1048576", "دور")}</row></sheetData>'

    assert spreadsheets.rows_of_xlsx(book_of(sheet), most=20_000) == [["کد"]]


@pytest.mark.parametrize(
    "sheet",
    [
        "<sheetData><row",
        "<sheetData><row r='x'/></sheetData>",
        "<sheetData><row r='1'><c r='1A'/></row></sheetData>",
    ],
    ids=["broken XML", "no row number", "no column"],
)
def test_a_broken_workbook_is_refused_in_words(sheet):
    with pytest.raises(RuleBroken) as refusal:
        spreadsheets.rows_of_xlsx(book_of(sheet), most=10)

    assert refusal.value.code == "no_xlsx"


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked():
    bomb = book_of("<sheetData>" + " " * 40 * 1024 * 1024 + "</sheetData>")

    with pytest.raises(RuleBroken) as refusal:
        spreadsheets.rows_of_xlsx(bomb, most=10)

    assert refusal.value.code == "no_xlsx"
    assert len(bomb) < category_files.MOST_BYTES

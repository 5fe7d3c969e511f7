"""The style sheets browsers get are built from sources for people (ADR 16)."""

import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from core.style_sheets import StyleSheetFinder, build

SHEETS = sorted(settings.STYLES_ROOT.glob("*.css"))
SOURCES = sorted(settings.STYLES_ROOT.rglob("*.css"))
COLOURS = {"base/tokens.css", "base/django_colours.css"}
#: A step of distance, as tokens.css has it, where only its name may stand.
STEPS = re.compile(
    r"^\s*(?:margin|padding|gap|row-gap|column-gap)[\w-]*:.*?(?<![\d.])(0\.25|0\.5|0\.75|1|1\.5|2|3|4\.5)rem",
    re.M,
)


def _named(path: Path) -> str:
    return str(path.relative_to(settings.STYLES_ROOT))


@pytest.fixture
def styles(tmp_path: Path, settings) -> Path:
    """A folder of sources of our own, in place of the portal's."""
    settings.STYLES_ROOT = tmp_path
    return tmp_path


@pytest.mark.parametrize("path", SHEETS, ids=_named)
def test_old_browser_gets_one_small_sheet_without_nesting_layers_or_imports(path: Path) -> None:
    sheet = build(path)

    assert "&" not in sheet
    assert not re.search(r"@(layer|import)|\n.*\n|/\*", sheet)
    assert len(sheet) < len(path.read_text()) + sum(len(part.read_text()) for part in _imported(path))


def test_rules_stand_in_the_order_of_the_layers_however_they_are_imported(styles: Path) -> None:
    (styles / "sheet.css").write_text(
        "@layer pages { .page { color: red; &:hover { color: blue } } } @layer base { p { margin: 0 } }"
    )

    assert build(styles / "sheet.css") == "p{margin:0}.page{color:red}.page:hover{color:#00f}"


@pytest.mark.parametrize(
    ("css", "words"),
    [
        (".loose { color: red }", "outside of its layers"),
        ("@layer page { .a { color: red } }", "unknown layer: page"),
        ("@layer pages { .a {{ }", "Unexpected end of input"),
    ],
)
def test_sheet_with_a_fault_is_not_built(styles: Path, css: str, words: str) -> None:
    (styles / "sheet.css").write_text(css)

    with pytest.raises(ValueError, match=words):
        build(styles / "sheet.css")


def test_developer_who_changed_an_imported_source_sees_it_at_the_next_request(styles: Path) -> None:
    (styles / "base").mkdir()
    part = styles / "base" / "part.css"
    part.write_text("@layer base { p { color: red } }")
    (styles / "sheet.css").write_text('@import "base/part.css";')
    finder = StyleSheetFinder()
    before = Path(finder.find("css/sheet.css")).read_text()

    part.write_text("@layer base { p { color: lime } }")
    os.utime(part, (part.stat().st_atime, part.stat().st_mtime + 5))

    assert (before, Path(finder.find("css/sheet.css")).read_text()) == ("p{color:red}", "p{color:#0f0}")


def test_browser_asks_for_sheets_and_never_for_a_source() -> None:
    assert Path(finders.find("css/base.css")).read_text() == build(settings.STYLES_ROOT / "base.css")
    assert finders.find("css/components/button.css") is None
    assert finders.find("css/../base.css") is None


def test_collected_sheet_carries_its_hash_and_those_of_its_fonts(tmp_path: Path, settings) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_DIRS = [_with_fonts(tmp_path / "fonts-of-a-test")]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    sheet = tmp_path / staticfiles_storage.stored_name("css/base.css")
    assert re.fullmatch(r"base\.[0-9a-f]{12}\.css", sheet.name)
    assert sheet.with_name(f"{sheet.name}.gz").exists()
    assert re.search(r"url\(\"?\.\./fonts/Vazirmatn-Bold\.[0-9a-f]{12}\.woff2", sheet.read_text())


def test_every_source_is_in_a_sheet() -> None:
    used = {part for sheet in SHEETS for part in _imported(sheet)} | set(SHEETS)

    assert [_named(path) for path in SOURCES if path not in used] == []


@pytest.mark.parametrize("path", SOURCES, ids=_named)
def test_colour_and_step_of_distance_are_called_by_name(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)

    assert STEPS.findall(text) == []
    if _named(path) not in COLOURS:
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{]*;)|\b(?:rgb|hsl)a?\(", text) == []


def _imported(sheet: Path) -> list[Path]:
    return [settings.STYLES_ROOT / name for name in re.findall(r'@import "([^"]+)"', sheet.read_text())]


def _with_fonts(folder: Path) -> Path:
    """Files by the names the sheets ask for: what is in them does not matter here."""
    (folder / "fonts").mkdir(parents=True)
    for weight in ("Regular", "Medium", "Bold"):
        (folder / "fonts" / f"Vazirmatn-{weight}.woff2").write_bytes(b"wOF2")
    return folder

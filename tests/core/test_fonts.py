"""The fonts come from one known release, or the build stops."""

import hashlib
from importlib import metadata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from core import fonts
from core.fonts import FontsBroken, FontState
from tools import fonts as command


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("fonts")
    assert fonts.prepare(made) is FontState.PREPARED
    return made


def test_regular_and_bold_together_fit_the_first_visit(folder):
    weight = sum((folder / f"Vazirmatn-{name}.woff2").stat().st_size for name in ("Regular", "Bold"))

    assert weight <= 31_000


def test_subset_draws_every_persian_letter_digit_and_sign(folder):
    drawn = TTFont(folder / "Vazirmatn-Regular.woff2").getBestCmap()

    wanted = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیئأؤء۰۱۲۳۴۵۶۷۸۹0123456789٬٫٪،؛؟«»\u200c:/()-+"
    assert not [character for character in wanted if ord(character) not in drawn]
    assert ord("A") not in drawn


def test_whole_font_for_papers_keeps_latin_letters_and_all_weights(folder):
    files = fonts.ttf_files(folder)

    assert [path.name for path in files] == [
        "Vazirmatn-Regular.ttf",
        "Vazirmatn-Medium.ttf",
        "Vazirmatn-Bold.ttf",
    ]
    assert all(ord("A") in TTFont(path).getBestCmap() for path in files)


def test_notice_of_the_licence_lies_beside_the_files(folder):
    notice = (folder / fonts.NOTICE).read_text()

    assert "Copyright 2015 The Vazirmatn Project Authors" in notice
    assert "SIL Open Font License, Version 1.1" in notice


def test_second_run_changes_nothing(folder):
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}

    assert fonts.prepare(folder) is FontState.UNCHANGED
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_file_spoilt_since_is_made_anew_with_the_same_bytes(tmp_path):
    fonts.prepare(tmp_path)
    target = tmp_path / "Vazirmatn-Bold.woff2"
    good = target.read_bytes()
    target.write_bytes(good[:100])

    assert fonts.prepare(tmp_path) is FontState.PREPARED
    assert target.read_bytes() == good


def test_font_that_is_not_the_released_one_stops_the_build(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(fonts, "SOURCES", {**fonts.SOURCES, "Vazirmatn-Bold.woff2": "0" * 64})

    with pytest.raises(FontsBroken, match=r"Vazirmatn-Bold\.woff2 .* not the released file"):
        fonts.prepare(tmp_path)

    assert not list(tmp_path.iterdir())


def test_package_without_the_font_stops_the_build(tmp_path, monkeypatch):
    monkeypatch.setattr(fonts.metadata, "files", lambda package: [])

    with pytest.raises(FontsBroken, match="has no Vazirmatn-Regular"):
        fonts.prepare(tmp_path)


def test_missing_package_is_a_fallback_that_readiness_tells_in_words(tmp_path, monkeypatch):
    def absent(package):
        raise metadata.PackageNotFoundError(package)

    monkeypatch.setattr(fonts.metadata, "files", absent)

    assert fonts.prepare(tmp_path) is FontState.FALLBACK
    assert "وزیرمتن" in fonts.fonts_problem(tmp_path)


def test_prepared_folder_has_no_problem(folder):
    assert fonts.fonts_problem(folder) is None


def test_build_command_fills_the_folder_it_is_given(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["fonts.py", str(tmp_path)])

    assert command.main() == 0
    assert "prepared" in capsys.readouterr().out


def test_build_command_fails_on_a_wrong_font(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["fonts.py", str(tmp_path)])
    monkeypatch.setattr(fonts, "SOURCES", {"Vazirmatn-Bold.woff2": "0" * 64})

    assert command.main() == 1
    assert "not the released file" in capsys.readouterr().err


def test_expected_hashes_are_those_of_the_installed_release():
    for path in metadata.files(fonts.PACKAGE):
        if path.name in fonts.SOURCES:
            content = Path(str(path.locate())).read_bytes()
            assert hashlib.sha256(content).hexdigest() == fonts.SOURCES[path.name]

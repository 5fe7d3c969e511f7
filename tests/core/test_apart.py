"""Whatever reads what people wrote runs beside the portal, and is told none of its secrets."""

import subprocess

import pytest

from core import apart, fonts, pdf
from core.uploads import checking as uploads
from tests.factories import photo

SECRET = "a-key-that-nobody-beside-the-portal-needs"


@pytest.fixture
def surroundings(monkeypatch) -> list[dict[str, str] | None]:
    """The environments of all processes that are started meanwhile."""
    monkeypatch.setenv("SECRET_KEY", SECRET)
    found: list[dict[str, str] | None] = []
    plain = subprocess.Popen.__init__

    def noted(self, *args, **kwargs):
        found.append(kwargs.get("env"))
        plain(self, *args, **kwargs)

    monkeypatch.setattr(subprocess.Popen, "__init__", noted)
    return found


def test_reader_of_uploads_is_told_no_secret(surroundings):
    assert uploads.clean_upload(photo(40, 30)).media_type == "image/jpeg"

    assert [SECRET in (env or {"": SECRET}).values() for env in surroundings] == [False]


def test_drawer_of_pdfs_is_told_no_secret(surroundings, settings, monkeypatch):
    fonts.prepare(settings.FONTS_ROOT)
    monkeypatch.setattr(pdf, "_engine", None)

    drawn = pdf.render_pdf("<p>سلام</p>")
    pdf._engine.end()

    assert drawn.startswith(b"%PDF")
    assert surroundings
    assert not any(SECRET in (env or {"": SECRET}).values() for env in surroundings)


def test_process_beside_the_portal_finds_our_own_code_and_its_arguments(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", SECRET)

    done = subprocess.run(
        apart.command("tests.core.apart_told", "tell", "one"), env=apart.surroundings(), capture_output=True, text=True, check=True
    )  # fmt: skip

    assert done.stdout.split() == ["one", "False"]

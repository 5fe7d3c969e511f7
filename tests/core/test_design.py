"""The rules of the face: logical properties, nothing inline, a light style sheet, Persian letters, a full gallery."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.http import Http404
from django.template.loader import get_template
from django.test import RequestFactory

from asnaf.gallery import components_gallery
from core.style_sheets import build
from core.templatetags.ui_icons import ICONS

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted(settings.STYLES_ROOT.rglob("*.css"))
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
COMPONENTS = sorted((ROOT / "templates" / "components").glob("*.html"))
GALLERY = ROOT / "templates" / "gallery" / "components.html"
ERROR_PAGES = ("400", "403", "403_csrf", "404", "405", "413", "415", "429", "500", "503", "503_busy")

#: Bytes on the wire of the style sheet that every page loads, and of all scripts that a page may load.
STYLE_BUDGET = 6 * 1000
SCRIPT_BUDGET = 6 * 1000

PHYSICAL = (
    r"(?<![\w-])(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)\b",
    r"(?<![\w-])(?:left|right|top|bottom|float|clear)\s*:",
    r"(?<![\w-])(?:min-|max-)?(?:width|height)\s*:",
    r"(?<![\w-])text-align\s*:\s*(?:left|right)",
    r"border-(?:top|bottom)-(?:left|right)-radius",
)
FOUR_SIDES = re.compile(
    r"(?<![\w-])(?:margin|padding|border-width|border-color)\s*:\s*([^\s;}]+ ([^\s;}]+) [^\s;}]+ ([^\s;}!]+))"
)
INLINE = re.compile(
    r"<[^>]*\s(?:style|on[a-z]+)\s*=|<style\b|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE
)
COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}|{#.*?#}", re.DOTALL)


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _declarations(path: Path) -> str:
    """The style sheet without comments and without the conditions of its media rules."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    return re.sub(r"@media[^{]*{", "{", text)


@pytest.mark.parametrize("path", STYLES, ids=_named)
def test_style_sheet_for_right_to_left_uses_logical_properties_only(path: Path) -> None:
    text = _declarations(path)
    found = [hit.group() for pattern in PHYSICAL for hit in re.finditer(pattern, text)]
    found += [hit.group(1) for hit in FOUR_SIDES.finditer(text) if hit.group(2) != hit.group(3)]
    assert found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=_named)
def test_template_under_strict_csp_holds_no_inline_style_or_script(path: Path) -> None:
    if "pdf" in path.parts:
        pytest.skip("a PDF template carries its own style: no browser and no CSP reads it")
    assert INLINE.findall(COMMENT.sub("", path.read_text())) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=_named)
def test_template_is_read_without_scrolling_sideways(path: Path) -> None:
    assert [number for number, line in enumerate(path.read_text().splitlines(), 1) if len(line) >= 140] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=_named)
def test_template_spells_persian_with_persian_letters(path: Path) -> None:
    assert re.findall("[يكۀ٠-٩ـ]", path.read_text()) == []


def test_style_and_scripts_of_a_page_stay_within_their_budget() -> None:
    assert len(gzip.compress(build(settings.STYLES_ROOT / "base.css").encode())) <= STYLE_BUDGET
    assert {
        _named(path): path.stat().st_size for path in SCRIPTS if path.stat().st_size > SCRIPT_BUDGET
    } == {}


def test_every_component_is_on_the_gallery_page() -> None:
    shown, waiting = (
        set[str](),
        [GALLERY, ROOT / "templates" / "panel.html", ROOT / "templates" / "base.html"],
    )
    while waiting:
        for name in re.findall(r'{% include "components/([a-z_]+\.html)"', waiting.pop().read_text()):
            if name not in shown:
                shown.add(name)
                waiting.append(ROOT / "templates" / "components" / name)
    assert {path.name for path in COMPONENTS} - shown == set()


@pytest.mark.parametrize("path", COMPONENTS, ids=_named)
def test_component_says_at_its_head_what_it_takes_and_is_called_with_only(path: Path) -> None:
    assert path.read_text().startswith("{% comment %}")
    for call in re.findall(r'{% include "components/[^%]+%}', path.read_text()):
        assert call.endswith(" only %}")


@pytest.mark.parametrize("path", TEMPLATES, ids=_named)
def test_template_names_only_icons_that_are_drawn(path: Path) -> None:
    text = path.read_text()
    named = re.findall(r'{% icon "([a-z]+)" %}', text) + re.findall(
        r'{% include [^%]*?\bicon="([a-z]+)"', text
    )
    assert set(named) <= set(ICONS)


@pytest.mark.django_db
@pytest.mark.urls("captcha.urls")
def test_developer_opening_the_gallery_sees_every_field_with_its_notes(settings) -> None:
    settings.DEBUG = True
    page = components_gallery(RequestFactory().get("/components/")).content.decode()
    assert 'aria-describedby="id_mobile_helptext id_mobile_error"' in page
    assert 'aria-invalid="true"' in page
    assert 'href="#id_birth_date_0"' in page
    assert 'autocomplete="one-time-code"' in page
    assert "مرحله ۳ از ۵: اطلاعات" in page


def test_visitor_of_a_portal_without_debug_finds_no_gallery(settings) -> None:
    settings.DEBUG = False
    with pytest.raises(Http404):
        components_gallery(RequestFactory().get("/components/"))


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_failure_page_stands_without_any_context(name: str) -> None:
    page = get_template(f"{name}.html").render()
    assert "چه کنم؟" in page
    assert "چه چیزی محفوظ است؟" in page

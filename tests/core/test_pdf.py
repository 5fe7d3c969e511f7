"""PDFs are Persian, repeatable, and reach for nothing outside themselves."""

import base64
import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
import pytest
from django.db import transaction

from core import pdf
from core.pdf import PdfProblem, pdf_problem, render_pdf

pytestmark = pytest.mark.usefixtures("prepared_fonts")

PAPER = """<html lang="fa" dir="rtl"><head><title>پروانهٔ کسب</title></head>
<body><h1>پروانهٔ کسب شمارهٔ ۱۲۳</h1><p>دارنده: <b>مریم رضایی</b>، کد <bdi dir="ltr">ABC-1</bdi></p></body></html>"""


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret.png"
    picture = (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
    path.write_bytes(base64.b64decode(picture))
    return path.as_uri()


def opened(document):
    return pikepdf.open(io.BytesIO(document))


def fonts_of(document):
    with opened(document) as paper:
        return sorted(str(font.BaseFont).partition("+")[2] for font in paper.pages[0].Resources.Font.values())


def test_same_page_gives_the_same_bytes():
    assert render_pdf(PAPER) == render_pdf(PAPER)
    assert render_pdf(PAPER, variant="pdf/a-3u") == render_pdf(PAPER, variant="pdf/a-3u")


def test_other_page_gives_other_bytes():
    assert render_pdf(PAPER) != render_pdf(PAPER.replace("مریم", "زهرا"))


def test_paper_is_drawn_in_our_font_and_its_bold_only():
    assert fonts_of(render_pdf(PAPER)) == ["Vazirmatn", "Vazirmatn-Bold"]


def test_page_that_names_a_font_nobody_has_is_still_drawn():
    assert fonts_of(render_pdf("<html><style>p { font-family: Nowhere }</style><p>سلام</p></html>"))


def test_archive_variant_says_what_it_is_and_carries_its_colours():
    with opened(render_pdf(PAPER, variant="pdf/a-3u")) as paper, paper.open_metadata() as facts:
        assert (facts["pdfaid:part"], facts["pdfaid:conformance"]) == ("3", "U")
        assert "/OutputIntents" in paper.Root
        assert facts["dc:title"] == "پروانهٔ کسب"


@pytest.mark.parametrize(
    "page",
    [
        '<img src="{}">',
        '<link rel="stylesheet" href="{}">',
        "<style>@import url({});</style>",
        '<p style="background: url({})">x</p>',
        '<object data="{}"></object>',
        "<style>@font-face {{ font-family: x; src: url({}) }} p {{ font-family: x }}</style><p>x</p>",
    ],
)
@pytest.mark.parametrize("scheme", ["file", "FILE", "http", "https", "ftp", "portal-font"])
def test_address_outside_the_document_is_refused(page, scheme, secret):
    rest = secret.partition(":")[2] if scheme.lower() == "file" else "//127.0.0.1:9/x"

    with pytest.raises(PdfProblem, match="address not allowed"):
        render_pdf(page.format(f"{scheme}:{rest}"))


@pytest.mark.parametrize(
    "tag", ['<link rel="attachment" href="{}">', '<a rel="nofollow Attachment" href="{}">x</a>']
)
@pytest.mark.parametrize("address", ["file:///etc/hostname", "data:text/plain,x"])
def test_attachment_is_refused(tag, address):
    with pytest.raises(PdfProblem, match="attachments"):
        render_pdf(tag.format(address))


def test_picture_hidden_in_a_drawing_is_not_fetched(secret):
    drawing = f"""<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">
        <image href="{secret}" width="9" height="9"/></svg>"""
    picture = base64.b64encode(Path(secret.removeprefix("file://")).read_bytes()).decode()
    inside = base64.b64encode(drawing.encode()).decode()

    assert b"/Image" in render_pdf(f'<img src="data:image/png;base64,{picture}">')
    assert b"/Image" not in render_pdf(f'<img src="data:image/svg+xml;base64,{inside}">{drawing}')


def test_text_of_a_person_prints_as_text():
    document = render_pdf("<p>&lt;img src=&quot;file:///etc/hostname&quot;&gt;</p>")

    text = subprocess.run(["pdftotext", "-", "-"], input=document, capture_output=True, check=True).stdout
    assert "<img" in text.decode()


@pytest.mark.django_db(transaction=True)
def test_drawing_inside_a_transaction_is_refused():
    with transaction.atomic(), pytest.raises(RuntimeError, match="inside a transaction"):
        render_pdf(PAPER)


def test_threads_take_turns_and_get_the_same_paper():
    with ThreadPoolExecutor(4) as threads:
        papers = set(threads.map(lambda _: render_pdf(PAPER), range(8)))

    assert len(papers) == 1


def processes_of(engine):
    """The numbers of the drawing process and of those it began."""
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(engine)], capture_output=True, text=True, check=False
    )
    return [engine, *map(int, listed.stdout.split())]


def test_document_that_takes_too_long_is_refused_and_leaves_nobody_drawing(settings):
    settings.PDF_SECONDS = 1
    deep = "<div style='float: right'>" * 400 + "ا" * 50 + "</div>" * 400

    with pytest.raises(PdfProblem, match="بزرگ‌تر از آن است"):
        render_pdf(f"<html>{deep * 40}</html>")

    assert len(processes_of(pdf._engine._process.pid)) == 1
    settings.PDF_SECONDS = 10
    assert render_pdf(PAPER).startswith(b"%PDF-")


def test_document_that_takes_too_much_memory_is_refused(settings):
    settings.PDF_MEGABYTES = 130

    with pytest.raises(PdfProblem, match="بزرگ‌تر از آن است"):
        render_pdf(f"<html>{'<p>سلام بر همه</p>' * 20_000}</html>")

    settings.PDF_MEGABYTES = 400
    assert render_pdf(PAPER).startswith(b"%PDF-")


def test_document_nobody_hears_of_is_given_up_after_a_while(settings, monkeypatch):
    monkeypatch.setattr(pdf, "WAIT_SECONDS", 0)

    with pytest.raises(PdfProblem, match="بزرگ‌تر از آن است"):
        render_pdf(PAPER)


def test_drawing_process_that_was_killed_costs_nobody_a_document():
    before = render_pdf(PAPER)
    pdf._engine._process.kill()
    pdf._engine._process.wait()

    assert render_pdf(PAPER) == before


def test_drawing_process_knows_no_secret_of_this_one(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "not for the eyes of a document")
    pdf.end_engine()
    render_pdf(PAPER)

    known = Path(f"/proc/{pdf._engine._process.pid}/environ").read_bytes()

    assert b"SECRET_KEY" not in known


def test_machine_that_has_everything_has_no_problem():
    assert pdf_problem() is None


def test_missing_library_is_told_in_persian(monkeypatch):
    monkeypatch.setattr(pdf, "_missing_libraries", lambda: ("pango-1.0",))

    assert "pango-1.0" in pdf_problem()
    with pytest.raises(PdfProblem, match="کتابخانهٔ"):
        render_pdf(PAPER)


def test_missing_fonts_are_told_in_persian(settings, tmp_path):
    settings.FONTS_ROOT = tmp_path

    assert "وزیرمتن" in pdf_problem()


def test_web_process_that_only_asks_whether_it_could_draw_stays_small(tmp_path):
    code = (
        "import sys; from django.conf import settings; from pathlib import Path;"
        f"settings.configure(FONTS_ROOT=Path({str(tmp_path)!r}));"
        "from core.pdf import pdf_problem; pdf_problem(); print('weasyprint' in sys.modules)"
    )

    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)

    assert answer.stdout.strip() == "False"


@pytest.mark.slow
def test_memory_does_not_grow_with_the_papers_drawn():
    def resident_after(papers):
        for number in range(papers):
            render_pdf(PAPER.replace("۱۲۳", str(number)))
        return int(Path("/proc/self/statm").read_text().split()[1])

    early = resident_after(50)

    assert resident_after(250) <= 1.10 * early

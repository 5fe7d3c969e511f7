"""The printed licence: drawn once, kept, readable by a decoder."""

import subprocess

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from core import fonts
from licensing.licences import documents
from licensing.licences.documents import licence_html
from licensing.licences.services import verification_url
from tests.factories import issued_licence

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session", autouse=True)
def _fonts():
    """Papers are drawn in our own type."""
    from django.conf import settings

    fonts.prepare(settings.FONTS_ROOT)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_licence_is_drawn_once_and_its_qr_leads_to_its_public_page(tmp_path):
    licence = issued_licence()

    assert documents.draw_up_licence(licence.pk)
    assert not documents.draw_up_licence(licence.pk)

    licence.refresh_from_db()
    assert licence.document_at is not None
    paper = tmp_path / "paper"
    subprocess.run(["pdftoppm", "-r", "120", "-png", "-singlefile", licence.document.path, paper], check=True)
    assert [code.text for code in zxingcpp.read_barcodes(Image.open(f"{paper}.png"))] == [
        verification_url(licence.token)
    ]


def test_printed_licence_is_an_archive_pdf_with_a_title(tmp_path):
    licence = issued_licence()
    documents.draw_up_licence(licence.pk)
    licence.refresh_from_db()

    with pikepdf.open(licence.document.path) as pdf:
        metadata = pdf.open_metadata()
        assert metadata["pdfaid:part"] == "3"
        assert licence.number in str(metadata["dc:title"])
        assert len(pdf.pages) == 1


def test_printed_page_carries_what_the_rule_asks_for():
    licence = issued_licence()

    page = licence_html(licence)

    for text in (licence.holder_name, licence.union.name, licence.category.name, licence.unit_name):
        assert text in page
    assert licence.holder.national_code not in page


def test_name_with_markup_prints_as_text():
    licence = issued_licence(unit_name="<b>نان</b> & شیر")

    assert "&lt;b&gt;نان&lt;/b&gt; &amp; شیر" in licence_html(licence)


def test_paper_that_was_missed_is_drawn_by_the_sweep_a_minute_later(grown_old):
    licence = issued_licence()

    assert documents.sweep_documents() == 0
    grown_old(licence)
    assert documents.sweep_documents() == 1
    assert documents.sweep_documents() == 0


@pytest.fixture
def grown_old():
    """Make a licence look two minutes old."""
    from datetime import timedelta

    from licensing.licences.models import Licence

    def shift(licence):
        Licence.objects.filter(pk=licence.pk).update(created_at=licence.created_at - timedelta(minutes=2))

    return shift

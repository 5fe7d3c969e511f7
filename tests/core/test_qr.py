"""QR codes are small and can be read."""

import base64
import io
import xml.etree.ElementTree as ET

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from core.pdf import render_pdf
from core.qr import qr_data_uri, qr_svg
from tests.core.raster import first_page

ADDRESS = "https://asnaf.example.ir/v/aB3xQ9kLm2PzR7tYw1VcN5-_x0"


@pytest.mark.parametrize("text", [ADDRESS, ADDRESS[:30], ADDRESS.ljust(60, "0")])
def test_code_for_an_address_weighs_little(text):
    assert len(qr_svg(text, title="بررسی اصالت پروانه")) <= 2560


def test_code_tells_a_screen_reader_what_it_is_and_keeps_markup_out():
    svg = ET.fromstring(qr_svg(ADDRESS, title="پروانهٔ <b>نان</b>"))

    title = svg.find("{http://www.w3.org/2000/svg}title")
    assert (svg.get("role"), title.text) == ("img", "پروانهٔ <b>نان</b>")


def test_code_has_no_inline_style_or_script():
    assert "style" not in qr_svg(ADDRESS, title="t")
    assert "script" not in qr_svg(ADDRESS, title="t")


def test_same_text_gives_the_same_code():
    assert qr_data_uri(ADDRESS) == qr_data_uri(ADDRESS)
    assert qr_data_uri(ADDRESS) != qr_data_uri(f"{ADDRESS}1")


def test_data_address_holds_the_same_drawing():
    kind, _, content = qr_data_uri(ADDRESS).partition(",")

    assert kind == "data:image/svg+xml;base64"
    assert base64.b64decode(content).decode() == qr_svg(ADDRESS, title="QR")


@pytest.mark.parametrize("centimetres", [2, 4])
def test_code_on_a_paper_is_read_back(prepared_fonts, centimetres):
    html = f"""<html lang="fa" dir="rtl"><style>img {{ width: {centimetres}cm }}</style>
        <h1>پروانهٔ کسب</h1><img src="{qr_data_uri(ADDRESS)}" alt="QR"></html>"""

    page = first_page(render_pdf(html))

    assert [code.text for code in zxingcpp.read_barcodes(page)] == [ADDRESS]


def test_code_survives_a_worn_corner(prepared_fonts):
    html = f'<html><style>img {{ width: 6cm }}</style><img src="{qr_data_uri(ADDRESS)}" alt=""></html>'
    page = first_page(render_pdf(html)).convert("L")
    box = page.point(lambda light: 255 if light < 128 else 0).getbbox()

    patch = (box[2] - box[0]) // 5
    page.paste(255, (box[2] - patch, box[3] - patch, box[2], box[3]))

    assert [code.text for code in zxingcpp.read_barcodes(page)] == [ADDRESS]


def test_code_is_drawn_as_lines_not_as_a_picture(prepared_fonts):
    pdf = render_pdf(f'<html><img src="{qr_data_uri(ADDRESS)}" alt=""></html>')

    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert not document.pages[0].get_images()
    assert isinstance(first_page(pdf), Image.Image)

"""What people upload is taken by content and written anew."""

import io

import pikepdf
import pytest
from PIL import Image

from core.refusals import RuleBroken
from core.uploads import LARGEST_BYTES, read_upload
from tests.factories import photo


def pdf(pages=1, change=None, **options):
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out, **options)
    return out.getvalue()


def with_script(document):
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def with_hidden_script(document):
    document.pages[0].Annots = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Subtype=pikepdf.Name.Link, A=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="x")
            )
        ]
    )


def with_form(document):
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([pikepdf.Dictionary(T="name")]))


def with_attachment(document):
    document.attachments["a.exe"] = b"MZ"


def with_address(document):
    document.pages[0].Annots = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Subtype=pikepdf.Name.Link, A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="http://x")
            )
        ]
    )


def test_photo_of_a_phone_comes_out_upright_small_and_without_place_or_device():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Phone"  # lying on its side; maker
    exif.get_ifd(0x8825)[1] = "N"  # a place

    clean = read_upload(photo(3000, 2000, exif=exif))

    picture = Image.open(io.BytesIO(clean.content))
    assert clean.media_type == "image/jpeg"
    assert picture.size == (1333, 2000)
    assert dict(picture.getexif()) == {}
    assert b"Phone" not in clean.content
    assert max(Image.open(io.BytesIO(clean.thumbnail)).size) == 320


def test_see_through_png_becomes_a_picture_on_white():
    out = io.BytesIO()
    Image.new("RGBA", (30, 20), (0, 0, 0, 0)).save(out, "PNG")

    clean = read_upload(out.getvalue())

    assert Image.open(io.BytesIO(clean.content)).getpixel((5, 5)) == (255, 255, 255)


def test_plain_pdf_is_written_anew_without_its_author():
    def signed(document):
        document.docinfo["/Author"] = "Parisa"

    clean = read_upload(pdf(2, signed))

    assert (clean.media_type, clean.thumbnail, clean.suffix) == ("application/pdf", b"", ".pdf")
    with pikepdf.open(io.BytesIO(clean.content)) as document:
        assert len(document.pages) == 2
        assert "/Author" not in document.docinfo


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"x" * (LARGEST_BYTES + 1), "size"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "kind"),
        (b"GIF89a", "kind"),
        (photo()[:300], "unreadable"),
        (b"%PDF-1.7 nothing", "unreadable"),
        (photo(5000, 4900, "PNG"), "pixels"),
        (pdf(31), "pages"),
        (pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "encrypted"),
        (pdf(encryption=pikepdf.Encryption(owner="a", user="")), "encrypted"),
        (pdf(change=with_script), "active"),
        (pdf(change=with_hidden_script), "active"),
        (pdf(change=with_form), "active"),
        (pdf(change=with_attachment), "active"),
        (pdf(change=with_address), "active"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_file_that_is_not_a_plain_picture_or_document_is_refused_in_persian(content, code):
    with pytest.raises(RuleBroken) as refusal:
        read_upload(content)

    assert refusal.value.code == code
    assert str(refusal.value)

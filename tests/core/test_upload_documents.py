"""PDFs that people send are written anew from what their pages draw; the rest falls away (security bar 3)."""

import io
import subprocess
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from core.refusals import RuleBroken
from core.uploads.checking import clean_upload, words
from core.uploads.texts import REFUSALS
from tests.factories import photo

SECRET = "SECRET-MARK"


def helvetica():
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)


def pdf(change=None, pages=1, **options):
    """A document whose pages say «Rent 12»."""
    document = pikepdf.new()
    for _ in range(pages):
        page = document.add_blank_page(page_size=(200, 100))
        page.Resources = Dictionary(Font=Dictionary(F1=document.make_indirect(helvetica())))
        page.Contents = document.make_stream(b"BT /F1 20 Tf 20 50 Td (Rent 12) Tj ET")
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out, compress_streams=False, **options)
    return out.getvalue()


def rewritten(content):
    clean = clean_upload(content)
    assert (clean.media_type, clean.suffix, clean.thumbnail) == ("application/pdf", ".pdf", b"")
    return pikepdf.open(io.BytesIO(clean.content))


def refusal_of(content):
    with pytest.raises(RuleBroken) as refusal:
        clean_upload(content)
    assert str(refusal.value) == words(REFUSALS[refusal.value.code])
    return refusal.value.code


def everything(document):
    """All that a document holds, with its streams unpacked."""
    out = io.BytesIO()
    whole = pikepdf.StreamDecodeLevel.all
    document.save(out, qdf=True, compress_streams=False, stream_decode_level=whole)
    return out.getvalue()


def text_of(document):
    """The words a reader sees."""
    out = io.BytesIO()
    document.save(out)
    told = subprocess.run(["pdftotext", "-", "-"], input=out.getvalue(), stdout=subprocess.PIPE, check=True)
    return told.stdout.decode()


def action(kind, **more):
    return Dictionary(S=Name(f"/{kind}"), Mark=SECRET, **more)


def annotated(**annotation):
    def change(document):
        document.pages[0].Annots = Array([Dictionary(Type=Name.Annot, Rect=[0, 0, 50, 50], **annotation)])

    return change


def put_in_root(**entries):
    def change(document):
        for key, value in entries.items():
            document.Root[f"/{key}"] = value

    return change


def put_in_page(**entries):
    def change(document):
        for key, value in entries.items():
            document.pages[0].obj[f"/{key}"] = value

    return change


def with_outline(document):
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(SECRET, 0))


def with_attachment(document):
    document.attachments["a.exe"] = SECRET.encode()


def with_author(document):
    document.docinfo["/Author"] = SECRET
    with document.open_metadata() as metadata:
        metadata["dc:creator"] = [SECRET]


def with_picture_that_knows_its_owner(document):
    picture = document.make_stream(
        b"0 0 10 10 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 10, 10]
    )
    picture.PieceInfo = Dictionary(App=Dictionary(Mark=SECRET))
    picture.Metadata = document.make_stream(SECRET.encode())
    picture.Ref = Dictionary(F=SECRET)
    document.pages[0].Resources.XObject = Dictionary(X=picture)
    document.pages[0].Contents = Array([document.pages[0].Contents, document.make_stream(b" /X Do")])


def with_script_of_printers(document):
    program = document.make_stream(SECRET.encode(), Type=Name.XObject, Subtype=Name.PS)
    document.pages[0].Resources.XObject = Dictionary(P=program)


def with_stream_from_elsewhere(document):
    document.pages[0].Contents.F = Dictionary(Type=Name.Filespec, F=SECRET)


CHAIN = action("GoTo", D=[0], Next=Array([action("Launch", F="a.exe"), action("URI", URI="http://x")]))
DROPPED = {
    "link": annotated(Subtype=Name.Link, A=action("URI", URI="http://x")),
    "script behind a link": annotated(Subtype=Name.Link, A=action("JavaScript", JS="x")),
    "link with an action of its page": annotated(Subtype=Name.Link, PA=action("URI", URI="http://x")),
    "attachment behind a pin": annotated(Subtype=Name.FileAttachment, FS=Dictionary(F=SECRET)),
    "film": annotated(Subtype=Name.RichMedia, RichMediaContent=Dictionary(Mark=SECRET)),
    "outline": with_outline,
    "page to open at": put_in_root(OpenAction=Array([SECRET, Name.Fit])),
    "open action of pdfTeX": put_in_root(OpenAction=action("GoTo", D=Array([0, Name.Fit]))),
    "chain behind a harmless action": put_in_root(OpenAction=CHAIN),
    "form that is sent off": put_in_root(OpenAction=action("SubmitForm", F="http://x")),
    "actions of the document": put_in_root(AA=Dictionary(WC=action("JavaScript", JS="x"))),
    "actions of a page": put_in_page(AA=Dictionary(O=action("JavaScript", JS="x"))),
    "scripts by name": put_in_root(
        Names=Dictionary(JavaScript=Dictionary(Names=Array(["a", action("JavaScript", JS="x")])))
    ),
    "attachment": with_attachment,
    "properties of a program": put_in_page(PieceInfo=Dictionary(App=Dictionary(Mark=SECRET))),
    "associated files": put_in_page(AF=Array([Dictionary(F=SECRET)])),
    "author": with_author,
    "threads and structure": put_in_root(StructTreeRoot=Dictionary(Mark=SECRET), Threads=Array([SECRET])),
    "data beside a drawing": with_picture_that_knows_its_owner,
    "script of printers": with_script_of_printers,
    "stream that lies elsewhere": with_stream_from_elsewhere,
}


@pytest.mark.parametrize("change", DROPPED.values(), ids=DROPPED)
def test_what_does_not_draw_is_dropped_and_the_page_is_taken(change):
    given = pdf(change)
    with pikepdf.open(io.BytesIO(given)) as before:
        assert SECRET.encode() in everything(before) or b"http://x" in everything(before)

    with rewritten(given) as after:
        assert set(after.Root.keys()) == {"/Type", "/Pages"}
        assert SECRET.encode() not in everything(after)
        assert b"http" not in everything(after)
        assert "Rent 12" in text_of(after)


def test_font_may_be_called_like_a_script_and_still_draws():
    def change(document):
        document.pages[0].Resources.Font = Dictionary(JS=helvetica(), AA=helvetica())
        document.pages[0].Contents = document.make_stream(b"BT /JS 20 Tf 20 50 Td (Rent 12) Tj ET")

    with rewritten(pdf(change)) as after:
        assert set(after.pages[0].Resources.Font.keys()) == {"/JS", "/AA"}
        assert "Rent 12" in text_of(after)


def test_document_locked_only_against_changes_is_taken_without_its_lock():
    content = pdf(encryption=pikepdf.Encryption(owner="a", user=""))

    with rewritten(content) as after:
        assert not after.is_encrypted
        assert "Rent 12" in text_of(after)


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n", b"\0 a mail's head\r\n"])
def test_what_stands_before_the_beginning_of_a_document_is_passed_over(before):
    with rewritten(before + pdf()) as after:
        assert "Rent 12" in text_of(after)


def test_page_keeps_what_it_takes_over_from_the_pages_above_it():
    def change(document):
        document.Root.Pages.Rotate = 90
        document.Root.Pages.Resources = document.pages[0].Resources
        document.Root.Pages.MediaBox = Array([0, 0, 177, 88])
        del document.pages[0].obj["/Resources"], document.pages[0].obj["/MediaBox"]

    with rewritten(pdf(change)) as after:
        assert [int(number) for number in after.pages[0].mediabox] == [0, 0, 177, 88]
        assert after.pages[0].obj.Rotate == 90
        assert "Rent 12" in text_of(after)


def test_layer_that_was_not_seen_stays_unseen():
    def change(document):
        layer = document.make_indirect(Dictionary(Type=Name.OCG, Name="draft", Mark=SECRET))
        document.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary(OFF=[layer], AS=[SECRET]))
        document.pages[0].Resources.Properties = Dictionary(L=layer, M=Dictionary(Mark=SECRET))
        unseen = document.make_stream(b"/OC /L BDC BT /F1 9 Tf 9 9 Td (Unseen) Tj ET EMC")
        document.pages[0].Contents = Array([document.pages[0].Contents, unseen])

    with rewritten(pdf(change)) as after:
        layer = after.pages[0].Resources.Properties.L
        assert after.Root.OCProperties.D.OFF[0].objgen == layer.objgen
        assert SECRET.encode() not in everything(after)


# Forms and notes


def field(document, value, *, appearance=True, stale=False, kind=Name.Tx):
    box = Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=[10, 10, 150, 40], FT=kind, T="name", V=value)
    box.DA = pikepdf.String("/Helv 12 Tf 0 g")
    if appearance:
        drawn = document.make_stream(
            b"BT /Helv 12 Tf 2 5 Td (as drawn) Tj ET",
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=[0, 0, 140, 30],
        )
        drawn.Resources = Dictionary(Font=Dictionary(Helv=helvetica()))
        box.AP = Dictionary(N=drawn)
    box = document.make_indirect(box)
    document.pages[0].Annots = Array([box])
    document.Root.AcroForm = Dictionary(
        Fields=Array([box]), DR=Dictionary(Font=Dictionary(Helv=helvetica())), NeedAppearances=stale
    )
    return box


@pytest.mark.parametrize(
    ("value", "appearance", "stale", "seen"),
    [
        ("Parisa", True, False, "as drawn"),
        ("پریسا", True, False, "as drawn"),
        ("Parisa", False, False, "Parisa"),
        ("Parisa", True, True, "Parisa"),
        ("", False, True, "Rent 12"),
    ],
)
def test_form_is_drawn_into_its_page(value, appearance, stale, seen):
    with rewritten(pdf(lambda document: field(document, value, appearance=appearance, stale=stale))) as after:
        assert "/AcroForm" not in after.Root
        assert "/Annots" not in after.pages[0].obj
        assert seen in text_of(after)
        assert "Rent 12" in text_of(after)


def test_signature_and_stamp_are_drawn_into_the_page():
    def change(document):
        box = field(document, Dictionary(Type=Name.Sig, Contents=SECRET), kind=Name.Sig)
        stamp = Dictionary(
            Type=Name.Annot, Subtype=Name.Stamp, Rect=[100, 50, 190, 90], AP=Dictionary(N=box.AP.N)
        )
        document.pages[0].Annots.append(stamp)

    with rewritten(pdf(change)) as after:
        assert text_of(after).count("as drawn") == 2
        assert SECRET.encode() not in everything(after)


@pytest.mark.parametrize(
    "change",
    [
        lambda document: field(document, "پریسا", appearance=False),
        lambda document: field(document, "پریسا", stale=True),
        lambda document: field(document, Array(["Rey", "ری"]), appearance=False, kind=Name.Ch),
        put_in_root(NeedsRendering=True),
        annotated(Subtype=Name.FreeText, Contents="متن"),
    ],
    ids=["not drawn", "drawn before it was filled in", "chosen", "drawn by the program only", "note"],
)
def test_document_whose_writing_stands_on_no_page_is_refused_rather_than_emptied(change):
    assert refusal_of(pdf(change)) == "form"


# Pictures inside


def owned_photo():
    jpeg = photo()
    note = b"Exif\0\0" + SECRET.encode()
    return jpeg[:2] + b"\xff\xe1" + (len(note) + 2).to_bytes(2, "big") + note + jpeg[2:]


def jpeg2000():
    box = SECRET.encode()
    return (
        b"\0\0\0\x0cjP  \r\n\x87\n"
        + (len(box) + 8).to_bytes(4, "big")
        + b"uuid"
        + box
        + b"\0\0\0\x0cjp2cdata"
    )


@pytest.mark.parametrize(
    ("raw", "filters"),
    [
        (owned_photo(), [Name.DCTDecode]),
        (zlib.compress(owned_photo()), [Name.FlateDecode, Name.DCTDecode]),
        (jpeg2000(), [Name.JPXDecode]),
    ],
    ids=["JPEG", "packed JPEG", "JPEG 2000"],
)
def test_picture_of_a_page_loses_place_and_device_and_stays_a_picture(raw, filters):
    def change(document):
        picture = Stream(document, raw)
        picture.Type, picture.Subtype, picture.Filter = Name.XObject, Name.Image, Array(filters)
        picture.Width, picture.Height, picture.BitsPerComponent, picture.ColorSpace = (
            60,
            40,
            8,
            Name.DeviceRGB,
        )
        document.pages[0].Resources.XObject = Dictionary(Photo=picture)

    with rewritten(pdf(change)) as after:
        picture = after.pages[0].Resources.XObject.Photo
        assert SECRET.encode() not in picture.read_raw_bytes()
        assert picture.Width == 60
        if filters[-1] == Name.DCTDecode:
            assert pikepdf.PdfImage(picture).as_pil_image().getpixel((5, 5))[0] < 20  # teal


# Refused


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "password"),
        (pdf(pages=31), "pages"),
        (pdf(put_in_root(Collection=Dictionary())), "portfolio"),
        (b"%PDF-1.7 nothing", "unreadable"),
    ],
    ids=["password", "pages", "portfolio", "unreadable"],
)
def test_document_that_cannot_be_taken_is_refused_in_its_own_words(content, code):
    assert refusal_of(content) == code

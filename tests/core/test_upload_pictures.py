"""Pictures that people send come out upright, small, and showing what they showed (security bar 3)."""

import base64
import io
import struct
import zlib

import pytest
from PIL import Image

from core.refusals import RuleBroken
from core.uploads.checking import clean_upload, words
from core.uploads.texts import REFUSALS
from tests.factories import photo

#: 64 × 48 pixels lying on their side, with a maker and a place in its EXIF.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAchtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAADRpbG9jAAAAAERAAAIAAQAAAAAB7AABAAAAAAAAAB8AAgAAAAACCwABAAAAAAAAAFQAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAABB2lwcnAAAADmaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAAAlpcm90AwAAABlpcG1hAAAAAAAAAAEAAQaBAgMFhIYAAAAaaXJlZgAAAAAAAAAOY2RzYwACAAEAAQAAAHttZGF0AAAAGygBrwtg9QruC418WNfdRrq5+3/KjM9HuAA9WwAAAAZFeGlmAABNTQAqAAAACAADAQ8AAgAAAAYAAAAyARIAAwAAAAEABgAAiCUABAAAAAEAAAA4AAAAAFBob25lAAABAAEAAgAAAAJOAAAAAAAAAA=="
)


def shades(width=300, height=200):
    """From black above to white below."""
    return Image.linear_gradient("L").resize((width, height))


def written(picture, kind="PNG", **options):
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def shown(clean):
    return Image.open(io.BytesIO(clean.content))


def refusal_of(content):
    with pytest.raises(RuleBroken) as refusal:
        clean_upload(content)
    assert str(refusal.value) == words(REFUSALS[refusal.value.code])
    return refusal.value.code


def with_chunk(png, kind, body):
    """The PNG with one more chunk behind its header."""
    chunk = struct.pack(">I4s", len(body), kind) + body + struct.pack(">I", zlib.crc32(kind + body))
    return png[:33] + chunk + png[33:]


def sized(content, before, form, *numbers):
    """The file saying of itself that it is as large as this."""
    at = content.index(before) + len(before)
    return content[:at] + struct.pack(form, *numbers) + content[at + struct.calcsize(form) :]


def with_exif(jpeg, exif):
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 8) + b"Exif\0\0" + exif + jpeg[2:]


def deep(white):
    """Sixteen bits, of which a scanner used those up to `white`."""
    return shades().convert("I").point(lambda grey: grey * white / 255).convert("I;16")


@pytest.mark.parametrize(
    ("picture", "kind"),
    [
        (shades(), "PNG"),
        (deep(0xFFFF), "PNG"),
        (deep(0xFFF), "PNG"),
        (deep(0xFF), "PNG"),
        (shades().convert("1"), "PNG"),
        (
            Image.merge("LA", (Image.new("L", (300, 200), 0), Image.eval(shades(), lambda grey: 255 - grey))),
            "PNG",
        ),
        (Image.merge("RGBA", [*[Image.new("L", (300, 200), 255)] * 3, shades()]), "PNG"),
        (shades().convert("RGB").convert("CMYK"), "JPEG"),
        (shades(), "JPEG"),
    ],
    ids=["L", "16 bits", "12 of 16", "8 of 16", "1", "LA", "white ink on nothing", "CMYK", "grey JPEG"],
)
def test_picture_of_any_depth_keeps_its_black_above_and_its_white_below(picture, kind):
    clean = clean_upload(written(picture, kind))

    grey = shown(clean).convert("L").resize((3, 20))
    assert grey.getpixel((1, 0)) < 40
    assert 90 < grey.getpixel((1, 10)) < 170
    assert grey.getpixel((1, 19)) > 215


def test_palette_with_a_see_through_colour_stands_on_white():
    picture = Image.new("P", (40, 20), 1)
    picture.putpalette([200, 0, 0, 0, 0, 200])
    picture.paste(0, (0, 0, 20, 20))

    result = shown(clean_upload(written(picture, transparency=0)))

    assert min(result.getpixel((4, 10))) > 240
    assert result.getpixel((35, 10))[2] > 150


def test_see_through_png_without_anything_on_it_becomes_a_white_picture():
    clean = clean_upload(written(Image.new("RGBA", (30, 20), (0, 0, 0, 0))))

    assert shown(clean).getpixel((5, 5)) == (255, 255, 255)


def test_picture_that_would_lose_all_it_shows_is_refused_and_not_kept():
    speck = Image.new("L", (60_000, 1000), 255)
    speck.putpixel((20_000, 500), 0)

    assert refusal_of(written(speck)) == "blank"


def test_photo_of_a_phone_comes_out_upright_small_and_without_place_or_device():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Phone"  # lying on its side; maker
    exif.get_ifd(0x8825)[1] = "N"  # a place

    clean = clean_upload(photo(3000, 2000, exif=exif))

    picture = shown(clean)
    assert clean.media_type == "image/jpeg"
    assert picture.size == (1333, 2000)
    assert dict(picture.getexif()) == {}
    assert b"Phone" not in clean.content
    assert max(Image.open(io.BytesIO(clean.thumbnail)).size) == 320


def test_heic_of_a_phone_becomes_an_upright_jpeg():
    clean = clean_upload(HEIC)

    picture = shown(clean)
    assert (clean.media_type, clean.suffix, picture.format) == ("image/jpeg", ".jpg", "JPEG")
    assert picture.size == (48, 64)
    assert b"Phone" not in clean.content
    low, high = picture.convert("L").getextrema()
    assert high - low > 200


@pytest.mark.slow
def test_photo_of_200_million_pixels_is_taken():
    clean = clean_upload(photo(16320, 12240))

    assert shown(clean).size == (2000, 1500)


@pytest.mark.parametrize(
    "content",
    [
        sized(photo(), b"\xff\xc0\0\x11\x08", ">HH", 12240, 16400),
        sized(
            photo(progressive=True), b"\xff\xc2\0\x11\x08", ">HH", 7200, 9000
        ),  # cannot be read at a reduced scale
        sized(photo(kind="PNG"), b"IHDR", ">II", 9000, 7200),
        HEIC.replace(b"clap", b"free").replace(struct.pack(">II", 64, 64), struct.pack(">II", 9000, 9000)),
    ],
    ids=["JPEG", "progressive JPEG", "PNG", "HEIC"],
)
def test_picture_with_too_many_pixels_is_refused_before_it_is_decoded(content):
    assert refusal_of(content) == "pixels"


# What stands beside the picture never decides over it


def test_negative_number_in_the_exif_of_a_turned_photo_does_not_cost_the_photo():
    turned = struct.pack("<HHIHH", 0x0112, 3, 1, 6, 0)
    resolution = struct.pack("<HHII", 0x011A, 10, 1, 38)
    exif = struct.pack("<2sHIH", b"II", 42, 8, 2) + turned + resolution + struct.pack("<Iii", 0, -1, 3)

    clean = clean_upload(with_exif(written(shades().convert("RGB"), "JPEG"), exif))

    assert shown(clean).size == (200, 300)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda jpeg: with_exif(jpeg, b"MM\0*\0\0\0\x08\xff\xff"),
        lambda jpeg: with_exif(jpeg, b"II*\0\xff\xff\xff\xff"),
        lambda jpeg: with_exif(jpeg, struct.pack("<2sHIHHHIHH", b"II", 42, 8, 1, 0x0112, 3, 1, 77, 0)),
        lambda jpeg: jpeg.removesuffix(b"\xff\xd9"),
        lambda jpeg: b"\r\n" + jpeg,
        lambda jpeg: b"\xef\xbb\xbf" + jpeg,
        lambda jpeg: jpeg + b"a film of two seconds",
        lambda jpeg: jpeg[:2] + b"\xff\xe2\0\x08MPF\0\0\0" + jpeg[2:],
        lambda jpeg: jpeg[:2] + b"\xff\xfe\0\x06note" + jpeg[2:],
    ],
    ids=["short", "beyond", "no such turn", "no end", "blank line", "mark", "film", "MPF", "comment"],
)  # fmt: skip
def test_damage_beside_the_picture_of_a_jpeg_does_not_cost_the_picture(spoil):
    jpeg = written(shades().convert("RGB"), "JPEG")

    clean = clean_upload(spoil(jpeg))

    assert clean.content == clean_upload(jpeg).content


@pytest.mark.parametrize(
    "spoil",
    [
        lambda png: with_chunk(png, b"eXIf", b"II*\0\xff\xff\xff\xff"),
        lambda png: with_chunk(png, b"zTXt", b"note\0\0" + zlib.compress(b"x" * 80_000_000)),
        lambda png: with_chunk(png, b"iCCP", b"profile\0\0nothing"),
        lambda png: png[:-12],
    ],
    ids=["EXIF", "text", "profile", "no end"],
)
def test_damage_beside_the_picture_of_a_png_does_not_cost_the_picture(spoil):
    png = written(shades())

    clean = clean_upload(spoil(png))

    assert clean.content == clean_upload(png).content


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (written(shades(), "JPEG")[:700], "cut"),
        (written(shades(), "JPEG")[:-20], "cut"),
        (written(shades())[:-60], "cut"),
        (b"", "empty"),
        (b"x" * (20 * 1024 * 1024 + 1), "size"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "kind"),
        (b"GIF89a", "kind"),
        (b"\xff\xd8\xff\xe0 nothing", "unreadable"),
        (b"\x89PNG\r\n\x1a\n nothing", "unreadable"),
        (HEIC[:450], "unreadable"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_whole_picture_is_refused_in_its_own_words(content, code):
    assert refusal_of(content) == code

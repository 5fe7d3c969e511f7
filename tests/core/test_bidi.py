"""Codes keep the order of their groups inside Persian text."""

import pytest

pytest.importorskip("bidi")

from bidi import get_display

from core.bidi import LRI, PDI, isolate_code, keep_order, shown, shown_code
from core.text import normalise
from tests.reading_order import misread

CODES = [
    "۰۰۱۴۰-۱۴۰۵-۰۰۰۰۱",
    "00140-1405-00001",
    "۱۲۳۴ ۵۶۷۸ ۹۰۱۲ ۳۴۵۰",
    "۰۹۱۲•••۴۵۶۷",
    "۰۰۱•••••۷۹",
    "۰۲۱-۸۸۹۹۰۰۱۱",
    "۰۲۱ ۸۸۹۹۰۰۱۱",
    "۱۲-۳/۱۴۰۵",
    "۶۰۳۷ ۹۹۷۵ ۱۲۳۴ ۵۶۷۸",
]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("sentence", ["شمارهٔ {} ثبت شد.", "{}", "({})", "{} و {}", "کد:\n{}"])
def test_code_in_a_sentence_is_read_in_its_own_order(code, sentence):
    assert misread(f"شمارهٔ {code}")  # what the bidirectional algorithm does to it by itself
    assert misread(keep_order(sentence.replace("{}", code))) == []


@pytest.mark.parametrize(
    "text",
    [
        "تا ۱۸ مهر ۱۴۰۵، ساعت ۱۴:۰۵",
        "مصوبهٔ ۱۲/۴۵۶ مورخ ۱۴۰۵/۰۷/۰۱",
        "۳٬۰۰۰٬۰۰۰ ریال و ۱۲٫۵ درصد",
        "در سال ۱۴۰۴ ۲۳۵ پرونده",
        "نشانی https://asnaf.example/v/2024-11-22 است",
        "www.example.ir/a-1 و ali-5@example.ir",
        "@asnaf.example #123456",
        "نیم‌فاصله - و خط تیره",
        "",
    ],
)
def test_dates_amounts_and_addresses_stay_as_they_are(text):
    assert keep_order(text) == text


@pytest.mark.parametrize(
    "name", ["Café 24-7", "IR12 3456 7890 1234", "A-12-34", "QR 00140-1405-00001", "Wi-Fi 6"]
)
def test_what_begins_with_latin_is_left_alone_and_read_from_its_own_beginning(name):
    text = f"واحد {name} در تهران"

    assert keep_order(text) == text
    assert name in get_display(text, base_dir="R")


def test_isolating_twice_changes_nothing_more():
    once = keep_order("شمارهٔ ۰۰۱۴۰-۱۴۰۵-۰۰۰۰۱ و ۰۹۱۲•••۴۵۶۷")

    assert keep_order(once) == once
    assert isolate_code(isolate_code("۱-۲")) == f"{LRI}۱-۲{PDI}"
    assert isolate_code("") == ""


def test_shown_text_has_persian_digits_and_what_is_pasted_back_is_the_code_again():
    assert shown("شمارهٔ 12-3") == f"شمارهٔ {LRI}۱۲-۳{PDI}"
    assert shown_code("12/3") == f"{LRI}۱۲/۳{PDI}"
    assert normalise(shown("12-3")) == "12-3"


def test_long_hostile_text_takes_no_time():
    keep_order("a" * 200_000 + " 1-" * 20_000)

"""The one spelling that is stored, and the keys made from it."""

import time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core.text import (
    LONGEST_SEARCH,
    MOST_WORDS,
    ZWNJ,
    clean_person_name,
    mixes_scripts,
    normalise,
    search_key,
    search_words,
    sort_key,
    to_ascii_digits,
    to_persian_digits,
)

PERSIAN = st.text("ءآابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیأإؤئة \u200c\u0654\u064b\u0651۰۱۲", max_size=40)
AWKWARD = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "\u200c\u064a\u0643\u06c0\u06d5\u0640\u0654\u0316\u064b\u202e\ufeff\ufe8f\ufdfc\u00ad\r\n\t یبا"
        ),
    ),
    max_size=60,
)


@given(st.text("0123456789", max_size=20))
def test_digits_go_to_persian_and_back_unchanged(digits: str) -> None:
    assert to_ascii_digits(to_persian_digits(digits)) == digits


def test_arabic_and_full_width_digits_are_understood() -> None:
    assert to_ascii_digits("\u0661\u0662\u0663 \uff14۵") == "123 45"
    assert to_persian_digits("\u0661a2") == "۱a۲"


@given(AWKWARD, st.booleans())
def test_normalising_twice_changes_nothing_more(text: str, multiline: bool) -> None:
    once = normalise(text, multiline=multiline)
    assert normalise(once, multiline=multiline) == once


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("\u0639\u0644\u064a \u0643\u0631\u064a\u0645\u064a", "علی کریمی"),
        ("خان\u06c0 ما", "خانه\u0654 ما"),
        ("سـلام", "سلام"),
        ("  دو   فاصله\u00a0 ", "دو فاصله"),
        ("می‌روم", "می‌روم"),
        ("می‌‌‌روم", "می‌روم"),
        ("خانهٔ‌ما", "خانهٔ‌ما"),
        ("علی‌ رضایی‌", "علی رضایی"),
        ("۱۲‌۳", "123"),
        ("pay‌pal", "paypal"),
        ("abc\u202egpj.exe", "abcgpj.exe"),
        ("\u2067متن\u2069\u200f\ufeff\u00ad\u0000", "متن"),
        ("\ufe91\ufe8e\ufe8d", "باا"),
        ("خط\r\nدوم\u2028سوم", "خط دوم سوم"),
        ("مسی\u0654له", "مسئله"),
        ("\ufdfc", "ریال"),
    ],
)
def test_typed_text_takes_the_one_stored_spelling(typed: str, stored: str) -> None:
    assert normalise(typed) == stored


def test_line_ends_stay_only_where_many_lines_are_wanted() -> None:
    assert normalise(" یک \r\n\r\n\r\n\r\n دو\rسه\n", multiline=True) == "یک\n\nدو\nسه"
    assert normalise("یک\r\nBcc: دو") == "یک Bcc: دو"


@pytest.mark.parametrize(
    "unit", ["\u200c", "ب\u200c", "\u0301", "\n ", "\ufdfa", "\u200c\u0301", "-", "ی\u0654"]
)
def test_hostile_lengths_take_linear_time(unit: str) -> None:
    def seconds(size: int) -> float:
        text = (unit * size)[:size]
        started = time.process_time()
        normalise(text, multiline=True)
        return time.process_time() - started

    assert min(seconds(100_000) for _ in range(3)) < 40 * max(min(seconds(10_000) for _ in range(3)), 0.001)


@pytest.mark.parametrize(
    "word", ["\u200c", "\u200d", "\u202a", "\u2066", "\u061c", "\ufe0f", "\U000e0061", "\u034f", "\ue000"]
)
def test_hidden_characters_never_reach_the_store(word: str) -> None:
    assert normalise(f"{word}نام {word} x{word}y{word}") == "نام xy"


def test_a_name_of_two_scripts_is_noticed() -> None:
    assert mixes_scripts("p\u0430ypal")  # a Cyrillic letter
    assert mixes_scripts("علی reza")
    assert not mixes_scripts("علی‌رضا ۲ - 3")
    assert not mixes_scripts("Ali Reza")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (" \u0639\u0644\u064a‌اکبر ", "علی‌اکبر"),
        ("محمّد", "محمّد"),
        ("O’Neil-Smith", "O’Neil-Smith"),
        ("هدایت‌الله  فرّخی", "هدایت‌الله فرّخی"),
    ],
)
def test_a_person_with_an_ordinary_name_is_accepted(typed: str, name: str) -> None:
    assert clean_person_name(typed) == name


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("علی2", "invalid"),
        ("علی reza", "mixed_scripts"),
        ("=cmd", "invalid"),
        ("\u0410\u043b\u0438", "invalid"),
        ("ع", "too_short"),
        ("", "invalid"),
        ("--", "too_short"),
        ("م\u0651\u064e\u0651\u064e\u0651حمد", "invalid"),
    ],
)
def test_a_name_with_signs_or_two_scripts_is_refused(typed: str, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        clean_person_name(typed)
    assert refusal.value.code == code


def test_names_sort_in_persian_order() -> None:
    ordered = [
        "آبادان", "ابهر", "بابل", "پاوه", "تبریز", "چابهار", "حسن", "زابل", "ژاله", "سنندج",
        "کرج", "گرگان", "لار", "مشهد", "نائین", "ورامین", "همدان", "یزد", "Abadan", "Zagros",
    ]  # fmt: skip
    backwards = ordered[::-1]
    assert sorted(backwards, key=sort_key) == ordered


def test_blanks_sort_before_letters_and_numbers_by_value() -> None:
    ordered = ["منطقه", "منطقه ۲", "منطقه ۱۰", "منطقه شرق", "منطقه‌ها"]
    backwards = ordered[::-1]
    assert sorted(backwards, key=sort_key) == ordered


def test_half_spaces_marks_and_hamza_do_not_count_in_the_order() -> None:
    assert sort_key("علی‌آباد") == sort_key("علیآباد")
    assert sort_key("محمّد") == sort_key("محمد")
    assert sort_key("أحمد") == sort_key("احمد")
    assert sort_key("Éa") == sort_key("ea")


@given(AWKWARD)
def test_the_sort_key_is_made_of_letters_every_database_orders_alike(text: str) -> None:
    assert set(sort_key(text)) <= set("0123456789abcdefghijklmnopqrstuvwxyz")


@given(PERSIAN)
def test_a_sort_key_is_at_most_twice_as_long(text: str) -> None:
    assert len(sort_key(text)) <= 2 * len(normalise(text)) + 2 * sum(c.isdigit() for c in text)


@given(PERSIAN)
def test_folding_for_search_twice_changes_nothing_more(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)
    assert ZWNJ not in search_key(text)


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("علی‌آباد", "\u0639\u0644\u064aاباد"),
        ("میوه‌فروشی", "میوه فروشی"),
        ("میوه فروشی", "میوهفروشی"),
        ("گاو وحشی", "گاووحشی"),
        ("مسئول", "مسیول"),
        ("مسئول", "مسؤول"),
        ("مسؤول", "مسوول"),
        ("هیئت", "هیأت"),
        ("هیئت", "هییت"),
        ("هیأت", "هيات"),
        ("مسئله", "مسأله"),
        ("سؤال", "سوال"),
        ("رئیس", "رییس"),
        ("مؤسسهٔ ۱۲", "موسسه \u0661\u0662"),
        ("LG (تهران)", "lg تهران"),
        ("رحمة", "رحمه"),
        ("Café", "CAFE"),
        ("۱۲/۴۵۶/الف", "12-456-الف"),
        ("021-1234", "۰۲۱۱۲۳۴"),
    ],
)
def test_a_seeker_finds_a_name_typed_another_way(stored: str, asked: str) -> None:
    assert search_key(stored) == search_key(asked)


@given(st.text("ءآابتهوسمیأؤئلن۱۲ \u200c", max_size=40))
def test_blanks_and_half_spaces_are_nothing_for_a_search(text: str) -> None:
    assert search_key(text) == search_key(text.replace(" ", "")) == search_key(text.replace(" ", ZWNJ))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("تعمیر  موبایل", ["تعمیر", "موبایل"]),
        ("نان/شیرینی، نان", ["نان", "شیرینی"]),
        ("۱۲-۳۴۵ و ۱۲/۴۵۶", ["12345", "و", "12456"]),
        ("ردیف ۷", ["ردیف", "7"]),
        (" \u200c-٪", []),
        ("ا " * 500, ["ا"]),
    ],
)
def test_a_query_falls_into_words_but_a_number_stays_whole(typed: str, words: list[str]) -> None:
    assert search_words(typed) == words


def test_a_query_without_end_is_cut() -> None:
    assert search_words("ن" * 10_000) == ["ن" * LONGEST_SEARCH]
    assert len(search_words(" ".join(str(number) for number in range(40)))) == MOST_WORDS

"""The check rules of handbook chapter 4 on the test values of chapter 14."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core import checks
from core.text import to_persian_digits

ACCEPTED = [
    (checks.clean_national_code, "0012345679", "0012345679"),
    (checks.clean_national_code, "0070000018", "0070000018"),
    (checks.clean_national_code, "1279999993", "1279999993"),
    (checks.clean_national_code, "0000000124", "0000000124"),
    (checks.clean_national_code, "12345679", "0012345679"),
    (checks.clean_national_code, "070000018", "0070000018"),
    (checks.clean_national_code, " ۰۰۱-۲۳۴۵۶۷-۹ ", "0012345679"),
    (checks.clean_legal_id, "10260001230", "10260001230"),
    (checks.clean_legal_id, "14000000120", "14000000120"),
    (checks.clean_mobile, "09121234567", "09121234567"),
    (checks.clean_mobile, "+989121234567", "09121234567"),
    (checks.clean_mobile, "00989121234567", "09121234567"),
    (checks.clean_mobile, "989121234567", "09121234567"),
    (checks.clean_mobile, "+98 (0)912 123-4567", "09121234567"),
    (checks.clean_mobile, "\u0660\u0669\u0661\u0662 \u0661\u0662\u0663 ۴۵۶۷", "09121234567"),
    (checks.clean_mobile, "\u202a+98 912 123 4567\u202c", "09121234567"),
    (checks.clean_mobile, "09898989898", "09898989898"),
    (checks.clean_postal_code, "1193653471", "1193653471"),
    (checks.clean_postal_code, "5135655555", "5135655555"),
    (checks.clean_postal_code, "1135756789", "1135756789"),
    (checks.clean_postal_code, "۱۱۹۳۶-۵۳۴۷۱", "1193653471"),
    (checks.clean_postal_code, "1111156789", "1111156789"),
    (checks.clean_postal_code, "11936-53420", "1193653420"),
    (checks.clean_postal_code, "1193553471", "1193553471"),
    (checks.clean_sheba, "IR760170000000000000000001", "IR760170000000000000000001"),
    (checks.clean_sheba, "IR160120000000001234567890", "IR160120000000001234567890"),
    (checks.clean_sheba, "ir76 0170 0000 0000 0000 0000 01", "IR760170000000000000000001"),
    (checks.clean_sheba, "۷۶۰۱۷۰۰۰۰۰۰۰۰۰۰۰۰۰۰۰۰۰۰۱", "IR760170000000000000000001"),
    (checks.clean_card, "6037990000000014", "6037990000000014"),
    (checks.clean_card, "6104-3300-0000-0128", "6104330000000128"),
    (checks.clean_foreign_id, "۱۰۰۲۳۴۵۶۷۸۹۰", "100234567890"),
    (checks.clean_workshop_code, "0121234567", "0121234567"),
    (checks.clean_branch_code, "۱۲", "0012"),
    (checks.clean_branch_code, "0121", "0121"),
    (checks.clean_guild_id, "0412345678", "0412345678"),
    (checks.clean_licence_number, " ۱۴۰۳/۱۲۳–۴۵ ", "1403/123-45"),
    (checks.clean_licence_number, "1234", "1234"),
    (checks.clean_approval_number, "۱۲/۴۵۶/الف", "12/456/الف"),
    (checks.clean_isic_code, "521128", "521128"),
    (checks.clean_isic_code, "5211281234", "5211281234"),
]

REFUSED = [
    (checks.clean_national_code, "1111111111", "equal_digits"),
    (checks.clean_national_code, "00000000", "equal_digits"),
    (checks.clean_national_code, "0012345678", "check_digit"),
    (checks.clean_national_code, "123456789a", "not_digits"),
    (checks.clean_national_code, "12345", "length"),
    (checks.clean_national_code, "00123456790", "length"),
    (checks.clean_national_code, "", "required"),
    (checks.clean_legal_id, "10260001231", "check_digit"),
    (checks.clean_legal_id, "11111111111", "equal_digits"),
    (checks.clean_legal_id, "10100000006", "zeros"),
    (checks.clean_legal_id, "1026000123", "length"),
    (checks.clean_mobile, "0912123456", "length"),
    (checks.clean_mobile, "08121234567", "start"),
    (checks.clean_mobile, "9121234567", "leading_zero"),
    (checks.clean_mobile, "+4915112345678", "foreign"),
    (checks.clean_mobile, "+98912123456", "length"),
    (checks.clean_mobile, "0912123456x", "not_digits"),
    (checks.clean_mobile, "  ", "required"),
    (checks.clean_postal_code, "1234567890", "form"),
    (checks.clean_postal_code, "0193653471", "form"),
    (checks.clean_postal_code, "1193053471", "form"),
    (checks.clean_postal_code, "2193653471", "form"),
    (checks.clean_postal_code, "119365347", "length"),
    (checks.clean_sheba, "IR770170000000000000000001", "check_digit"),
    (checks.clean_sheba, "IR76017000000000000000000", "length"),
    (checks.clean_sheba, "DE760170000000000000000001", "not_digits"),
    (checks.clean_card, "6037990000000015", "check_digit"),
    (checks.clean_card, "0000000000000000", "check_digit"),
    (checks.clean_card, "603799000000001", "length"),
    (checks.clean_foreign_id, "1234567890123", "length"),
    (checks.clean_workshop_code, "012123456", "length"),
    (checks.clean_branch_code, "12345", "length"),
    (checks.clean_guild_id, "41234567", "length"),
    (checks.clean_licence_number, "123", "form"),
    (checks.clean_licence_number, "1" * 21, "form"),
    (checks.clean_licence_number, "A1234", "form"),
    (checks.clean_licence_number, "-----", "form"),
    (checks.clean_licence_number, "", "required"),
    (checks.clean_approval_number, "مصوبه", "form"),
    (checks.clean_approval_number, "=1+1", "form"),
    (checks.clean_approval_number, "1" * 41, "form"),
    (checks.clean_isic_code, "52112", "length"),
    (checks.clean_isic_code, "52112812", "length"),
]

ALL = sorted({check for check, _, _ in ACCEPTED}, key=lambda check: check.__name__)


@pytest.mark.parametrize(("check", "typed", "canonical"), ACCEPTED)
def test_a_right_value_comes_out_in_its_canonical_form(
    check: Callable[[str], str], typed: str, canonical: str
) -> None:
    assert check(typed) == canonical
    assert check(to_persian_digits(typed)) == canonical
    assert check(canonical) == canonical


@pytest.mark.parametrize(("check", "typed", "code"), REFUSED)
def test_a_wrong_value_is_refused_with_its_reason_and_an_example(
    check: Callable[[str], str], typed: str, code: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        check(typed)
    assert refusal.value.code == code
    message = refusal.value.message
    assert "مانند" in message or "نمونهٔ درست" in message
    assert not any(digit in message for digit in "0123456789")


@pytest.mark.parametrize("check", ALL)
def test_the_example_a_message_gives_is_itself_accepted(check: Callable[[str], str]) -> None:
    with pytest.raises(ValidationError) as refusal:
        check("!")
    example = refusal.value.message.split("مانند ")[1].split(" (")[0].rstrip(".")
    assert check(example)


@pytest.mark.parametrize("check", ALL)
@given(typed=st.text(max_size=40) | st.from_regex(r"[+0-9۰-۹ /-]{1,30}", fullmatch=True))
def test_whatever_is_typed_is_accepted_once_for_all_or_refused(
    check: Callable[[str], str], typed: str
) -> None:
    try:
        canonical = check(typed)
    except ValidationError:
        return
    assert check(canonical) == canonical
    assert not any(sign in canonical for sign in "۰۱۲۳۴۵۶۷۸۹\n\u202e")


@given(st.integers(0, 999_999_999))
def test_a_national_code_has_exactly_one_right_check_digit(body: int) -> None:
    accepted = [code for last in range(10) if is_accepted(code := f"{body:09}{last}")]
    if len(set(f"{body:09}")) > 1:
        assert len(accepted) == 1


def is_accepted(code: str) -> bool:
    try:
        return bool(checks.clean_national_code(code))
    except ValidationError:
        return False


def test_messages_say_how_many_digits_were_typed() -> None:
    with pytest.raises(ValidationError) as refusal:
        checks.clean_mobile("0912123456")
    assert "۱۱ رقم دارد، ولی شما ۱۰ رقم نوشته‌اید" in refusal.value.message


def test_a_wrong_postal_code_is_told_which_rule_it_breaks() -> None:
    with pytest.raises(ValidationError, match="در پنج رقم اول کد پستی ۰ و ۲ نیست"):
        checks.clean_postal_code("1234567890")


@pytest.mark.parametrize(
    ("code", "note"),
    [
        ("1111156789", "با پاکت پست مقایسه کنید"),
        ("1193553471", "با پاکت پست مقایسه کنید"),
        ("1193653420", "با پاکت پست مقایسه کنید"),
        ("1113356789", ""),
        ("1193653471", ""),
        ("5135655555", ""),
        ("", ""),
    ],
)
def test_an_unusual_postal_code_is_to_be_compared_and_the_usual_one_is_not(code: str, note: str) -> None:
    assert checks.postal_code_note(code) == note


def test_the_branch_inside_the_workshop_code_is_compared() -> None:
    assert checks.branch_fits_workshop("0012", "0121234567")
    assert not checks.branch_fits_workshop("0013", "0121234567")


def test_lists_show_only_the_ends_of_a_code() -> None:
    assert checks.mask_national_code("0012345679") == "001•••••79"
    assert checks.mask_mobile("09121234567") == "0912•••4567"
    assert checks.mask_national_code("12345") == "•••••"
    assert checks.mask_mobile("") == ""


@pytest.mark.parametrize("typed", ["1403/123-45", "140312345", "1403-123-45", "1403 123 45", "45-1403/123"])
def test_licence_number_is_the_same_whatever_stands_between_its_groups(typed):
    assert checks.is_same_number(typed, "1403/123-45")


@pytest.mark.parametrize("typed", ["14031234", "1403/123-46", "", "54-321/3041"])
def test_another_licence_number_is_not(typed):
    assert not checks.is_same_number(typed, "1403/123-45")

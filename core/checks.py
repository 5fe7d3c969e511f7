"""Check rules of the numbers people type (handbook 4): raw text in, the canonical form out.

Each `clean_…` takes the text as typed, with any digits, blanks and hyphens, and returns ASCII. What does not
fit raises ValidationError whose words say what is wrong and what a right value looks like.
"""

import re

from django.core.exceptions import ValidationError

from core.references import bare_code
from core.text import normalise, to_persian_digits

_DIGITS = re.compile("[0-9]+")
_BLANKS_AND_HYPHENS = str.maketrans("", "", " -‐‑–—−")
_HYPHENS = str.maketrans("‐‑‒–—−－_", "--------")
_MOBILE_SIGNS = str.maketrans("", "", " -‐‑–—−().")
_BARE_COUNTRY_CODE = re.compile("980?9[0-9]{9}$")
_MASK = "•"
_LEGAL_ID_WEIGHTS = (29, 27, 23, 19, 17) * 2
_LICENCE_NUMBER = re.compile("[0-9/-]{4,20}")
_POSTAL_ITEM = re.compile("[0-9A-Z]{1,30}")
_POSTAL_SIGNS = str.maketrans("", "", " -‐‑–—−/.")
_APPROVAL_NUMBER = re.compile("[^\\W_](?:[^\\W_]|[ /.\u200c-]){0,39}")


def _digits(raw: str, label: str, example: str) -> str:
    text = normalise(raw).translate(_BLANKS_AND_HYPHENS)
    if not text:
        raise ValidationError(f"{label} را بنویسید، مانند {example}.", code="required")
    if not _DIGITS.fullmatch(text):
        raise ValidationError(f"{label} فقط رقم دارد، بدون حرف و نشانه؛ مانند {example}.", code="not_digits")
    return text


def _digits_of_length(raw: str, label: str, example: str, length: int) -> str:
    digits = _digits(raw, label, example)
    if len(digits) != length:
        raise _wrong_length(digits, label, example, length)
    return digits


def _wrong_length(digits: str, label: str, example: str, length: int) -> ValidationError:
    counts = to_persian_digits(f"{label} {length} رقم دارد، ولی شما {len(digits)} رقم نوشته‌اید؛ نمونهٔ درست: ")
    return ValidationError(f"{counts}{example}.", code="length")


def clean_mobile(raw: str) -> str:
    """An Iranian mobile number as 09xxxxxxxxx; +98, 0098 and 98 before it are understood (R1)."""
    label, example = "شمارهٔ تلفن همراه", "۰۹۱۲۱۲۳۴۵۶۷"
    typed = normalise(raw).translate(_MOBILE_SIGNS)
    if typed.startswith(("+98", "0098")) or _BARE_COUNTRY_CODE.match(typed):
        typed = "0" + typed.partition("98")[2].removeprefix("0")
    if typed.startswith("+"):
        raise ValidationError(f"فقط شمارهٔ تلفن همراه ایران پذیرفته می‌شود، مانند {example}.", code="foreign")
    digits = _digits(typed, label, example)
    if len(digits) == 10 and digits.startswith("9"):
        raise ValidationError(
            f"صفرِ اول شمارهٔ تلفن همراه را هم بنویسید، مانند {example}.", code="leading_zero"
        )
    if len(digits) != 11:
        raise _wrong_length(digits, label, example, 11)
    if not digits.startswith("09"):
        raise ValidationError(f"شمارهٔ تلفن همراه با ۰۹ آغاز می‌شود، مانند {example}.", code="start")
    return digits


def clean_national_code(raw: str) -> str:
    """A person's national code, ten digits; eight or nine are completed with zeros at the front."""
    label, example = "کد ملی", "۰۰۱۲۳۴۵۶۷۹"
    digits = _digits(raw, label, example)
    if not 8 <= len(digits) <= 10:
        raise _wrong_length(digits, label, example, 10)
    code = digits.zfill(10)
    if len(set(code)) == 1:
        raise ValidationError(f"کد ملی ده رقم یکسان نیست؛ نمونهٔ درست: {example}.", code="equal_digits")
    rest = sum(int(digit) * (10 - place) for place, digit in enumerate(code[:9])) % 11
    if int(code[9]) != (rest if rest < 2 else 11 - rest):
        raise ValidationError(
            f"این کد ملی درست نیست؛ رقم‌ها را با کارت ملی بسنجید. نمونهٔ درست: {example}.", code="check_digit"
        )
    return code


def clean_legal_id(raw: str) -> str:
    """The national id of a legal person, eleven digits."""
    label, example = "شناسهٔ ملی", "۱۰۲۶۰۰۰۱۲۳۰"
    code = _digits_of_length(raw, label, example, 11)
    if len(set(code)) == 1:
        raise ValidationError(f"شناسهٔ ملی یازده رقم یکسان نیست؛ نمونهٔ درست: {example}.", code="equal_digits")
    if code[3:9] == "000000":
        raise ValidationError(
            f"رقم‌های چهارم تا نهم شناسهٔ ملی همه صفر نیست؛ نمونهٔ درست: {example}.", code="zeros"
        )
    shift = int(code[9]) + 2
    total = sum(
        (int(digit) + shift) * weight for digit, weight in zip(code[:10], _LEGAL_ID_WEIGHTS, strict=True)
    )
    if int(code[10]) != total % 11 % 10:
        raise ValidationError(
            f"این شناسهٔ ملی درست نیست؛ رقم‌ها را بررسی کنید. نمونهٔ درست: {example}.", code="check_digit"
        )
    return code


def clean_foreign_id(raw: str) -> str:
    """The identifier of a foreign person (کد فراگیر), up to twelve digits."""
    label, example = "کد فراگیر", "۱۰۰۲۳۴۵۶۷۸۹۰"
    code = _digits(raw, label, example)
    if len(code) > 12:
        raise ValidationError(f"کد فراگیر حداکثر ۱۲ رقم دارد، مانند {example}.", code="length")
    return code


def clean_postal_code(raw: str) -> str:
    """A postal code, ten digits, no 0 and no 2 among the first five; the hyphen after the fifth is removed.

    Whether such a code exists is the post register's to say (R103); `postal_code_note` tells of unusual ones.
    """
    label, example = "کد پستی", "۱۱۹۳۶۵۳۴۷۱"
    code = _digits_of_length(raw, label, example, 10)
    if set("02") & set(code[:5]):
        raise ValidationError(
            f"در پنج رقم اول کد پستی ۰ و ۲ نیست؛ آن را با قبض یا سند بسنجید. نمونهٔ درست: {example}.",
            code="form",
        )
    return code


def postal_code_note(code: str) -> str:
    """A soft warning to stand beside a stored postal code of an unusual form; "" for the usual and for none.

    Unusual: four equal digits in front, a 5 in the fifth place, a 2 among the last five. Such codes exist.
    """
    unusual = len(set(code[:4])) == 1 or code[4:5] == "5" or "2" in code[5:]
    return "با پاکت پست مقایسه کنید" if unusual else ""


def clean_workshop_code(raw: str) -> str:
    """A social security workshop code, ten digits."""
    return _digits_of_length(raw, "کد کارگاه", "۰۱۲۱۲۳۴۵۶۷", 10)


def clean_branch_code(raw: str) -> str:
    """A social security branch code, one to four digits, returned as four."""
    label, example = "کد شعبهٔ تأمین اجتماعی", "۰۰۱۲"
    code = _digits(raw, label, example)
    if len(code) > 4:
        raise ValidationError(f"{label} حداکثر ۴ رقم دارد، مانند {example}.", code="length")
    return code.zfill(4)


def branch_fits_workshop(branch_code: str, workshop_code: str) -> bool:
    """Whether the canonical branch code is the one inside the workshop code; if not, a warning, no error."""
    return branch_code == workshop_code[:3].zfill(4)


def clean_guild_id(raw: str) -> str:
    """A guild identifier, ten digits with their leading zeros."""
    return _digits_of_length(raw, "شناسهٔ صنفی", "۰۴۱۲۳۴۵۶۷۸", 10)


def clean_licence_number(raw: str) -> str:
    """The number of a licence: digits, slash and hyphen, four to twenty of them."""
    number = normalise(raw).translate(_HYPHENS).replace(" ", "")
    if not number:
        raise ValidationError("شمارهٔ پروانه را بنویسید، مانند ۱۴۰۳/۱۲۳۴۵.", code="required")
    if not _LICENCE_NUMBER.fullmatch(number) or not _DIGITS.search(number):
        raise ValidationError(
            "شمارهٔ پروانه ۴ تا ۲۰ نویسه است: فقط رقم، خط کج و خط تیره؛ مانند ۱۴۰۳/۱۲۳۴۵.", code="form"
        )
    return number


def is_same_number(typed: str, stored: str) -> bool:
    """Whether a typed licence number means the stored one: the one folding, wherever such numbers are compared."""
    return _bare_licence_number(stored) in licence_keys(typed)


def licence_keys(typed: str) -> set[str]:
    """What a licence number is found by, in digits alone: whatever stands between the groups, or nothing.

    The groups may also come from right to left, as a phone that knows no isolates draws them (ADR 13).
    """
    turned = "-".join(reversed(typed.translate(_HYPHENS).split("-")))
    return {_bare_licence_number(typed), _bare_licence_number(turned)}


def _bare_licence_number(number: str) -> str:
    return bare_code(number).replace("/", "")


def clean_approval_number(raw: str) -> str:
    """The number of a commission's approval: a short text with at least one digit."""
    number = normalise(raw).translate(_HYPHENS)
    if not _APPROVAL_NUMBER.fullmatch(number) or not _DIGITS.search(number):
        raise ValidationError(
            "شمارهٔ مصوبه را همان‌گونه که در صورتجلسه آمده بنویسید، مانند ۱۲/۴۵۶ (حداکثر ۴۰ نویسه).",
            code="form",
        )
    return number


def clean_postal_item(raw: str) -> str:
    """The number on a receipt of the post office: Latin letters and digits, at least one digit, at most thirty.

    Its forms have changed over the years (13 signs with letters, 20 and 24 digits), so no length is asked for.
    """
    number = normalise(raw).translate(_POSTAL_SIGNS).upper()
    if not _POSTAL_ITEM.fullmatch(number) or not _DIGITS.search(number):
        raise ValidationError(
            "شمارهٔ مرسوله فقط رقم و حرف لاتین دارد؛ آن را از روی رسید پست بنویسید (حداکثر ۳۰ نویسه).",
            code="form",
        )
    return number


def clean_isic_code(raw: str) -> str:
    """The code of a category: six, seven, nine or ten digits."""
    label, example = "کد رسته", "۵۲۱۱۲۸"
    code = _digits(raw, label, example)
    if len(code) not in {6, 7, 9, 10}:
        raise ValidationError(f"کد رسته ۶، ۷، ۹ یا ۱۰ رقم دارد، مانند {example}.", code="length")
    return code


def clean_sheba(raw: str) -> str:
    """A Sheba (IBAN) as IR and 24 digits; the letters may be left out."""
    label, example = "شمارهٔ شبا", "IR۷۶۰۱۷۰۰۰۰۰۰۰۰۰۰۰۰۰۰۰۰۰۰۱"
    digits = _digits(normalise(raw).upper().strip().removeprefix("IR"), label, example)
    if len(digits) != 24:
        counts = to_persian_digits(f"شمارهٔ شبا پس از IR ۲۴ رقم دارد، ولی شما {len(digits)} رقم نوشته‌اید؛ ")
        raise ValidationError(f"{counts}نمونهٔ درست: {example}.", code="length")
    if int(f"{digits[2:]}1827{digits[:2]}") % 97 != 1:
        raise ValidationError(
            f"این شمارهٔ شبا درست نیست؛ رقم‌ها را بررسی کنید. نمونهٔ درست: {example}.", code="check_digit"
        )
    return f"IR{digits}"


def clean_card(raw: str) -> str:
    """The number of a bank card, sixteen digits (Luhn)."""
    label, example = "شمارهٔ کارت", "۶۰۳۷۹۹۰۰۰۰۰۰۰۰۱۴"
    number = _digits_of_length(raw, label, example, 16)
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(number))
    if int(number) == 0 or sum(value - 9 if value > 9 else value for value in doubled) % 10:
        raise ValidationError(
            f"این شمارهٔ کارت درست نیست؛ رقم‌ها را بررسی کنید. نمونهٔ درست: {example}.", code="check_digit"
        )
    return number


def _mask(text: str, first: int, last: int) -> str:
    """The ends of a text with dots between; all dots when the ends would give it away."""
    hidden = len(text) - first - last
    if hidden <= 0:
        return _MASK * len(text)
    return f"{text[:first]}{_MASK * hidden}{text[-last:]}"


def mask_national_code(code: str) -> str:
    """The first three and last two digits of a personal code, for lists: 001•••••79 (R352)."""
    return _mask(code, 3, 2)


def mask_mobile(mobile: str) -> str:
    """A mobile number as its owner knows it again: 0912•••4567 (R352)."""
    return _mask(mobile, 4, 4)

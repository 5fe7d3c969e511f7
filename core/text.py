"""Persian text: digits, the one spelling we store, and keys for sorting and searching.

Everything a person types passes `normalise` once, on the way in. What is stored is therefore comparable
byte by byte: ASCII digits, Persian ye and kaf, no hidden or direction characters, single spaces.
"""

import re
import unicodedata
from functools import lru_cache

from django.core.exceptions import ValidationError

from core.numbers import is_digits

ZWNJ = "\u200c"
PERSIAN_DIGITS = "۰۱۲۳۴۵۶۷۸۹"
MARKS_IN_A_ROW = 3
_ASCII_DIGITS = "0123456789"
_ARABIC_DIGITS = "".join(chr(0x0660 + n) for n in range(10))
_FULL_WIDTH_DIGITS = "".join(chr(0xFF10 + n) for n in range(10))
_TO_ASCII = str.maketrans(PERSIAN_DIGITS + _ARABIC_DIGITS + _FULL_WIDTH_DIGITS, _ASCII_DIGITS * 3)
_TO_PERSIAN = str.maketrans(_ASCII_DIGITS + _ARABIC_DIGITS, PERSIAN_DIGITS * 2)
_HAMZA_ABOVE = "\u0654"
_YE_WITH_HAMZA = ("ی" + _HAMZA_ABOVE, "ئ")
_ARABIC_LETTERS = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff\u0750-\u077f"
)
_ARABIC_MARKS = "\u064b-\u0655\u0670"
_LATIN_LETTERS = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017e"
_PRESENTATION_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")
_HALF_SPACES = re.compile(f"{ZWNJ}+")
_ARABIC_LETTER = re.compile(f"[{_ARABIC_LETTERS}]")
_MANY_EMPTY_LINES = re.compile("\n{3,}")
_PERSIAN_NAME = re.compile(f"[{_ARABIC_LETTERS}{_ARABIC_MARKS}{ZWNJ} .'’-]+")
_LATIN_NAME = re.compile(f"[{_LATIN_LETTERS} .'’-]+")
_PILED_MARKS = re.compile(f"[{_ARABIC_MARKS}]{{3}}")

# Letters of other keyboards that Persian writes differently; the numbers are Unicode code points.
_LETTERS = {
    0x0643: "ک",  # Arabic kaf
    0x06AA: "ک",  # swash kaf
    0x0649: "ی",  # alef maksura
    0x064A: "ی",  # Arabic yeh
    0x06D2: "ی",  # yeh barree
    0x06D3: "ئ",
    0x06BE: "ه",  # heh doachashmee
    0x06C1: "ه",  # heh goal
    0x06D5: "ه",  # ae
    0x06C0: "ه" + _HAMZA_ABOVE,
    0x06C2: "ه" + _HAMZA_ABOVE,
    0x06C3: "ة",
    0x0640: "",  # tatweel
}
_LINE_ENDS = dict.fromkeys((0x0A, 0x0B, 0x0C, 0x0D, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029), "\n")
_BLANKS = dict.fromkeys((0x09, 0x1F, 0x2800, 0x3164), " ")
# Letters and marks that draw nothing although Unicode does not call them format characters.
_INVISIBLE = dict.fromkeys(
    (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0xFFA0, *range(0xFE00, 0xFE10)),
    "",
)


class _InputTable(dict[int, str]):
    """What each typed character becomes; characters not met yet are judged by their Unicode category."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        category = unicodedata.category(char)
        if category == "Zs":
            kept = " "
        elif category[0] == "C" or 0xE0100 <= code <= 0xE01EF:
            kept = ""
        else:
            kept = char
        if code < 0x3000:  # remember common scripts only: the table must not grow with hostile input
            self[code] = kept
        return kept


_INPUT = _InputTable(
    {0x200C: ZWNJ}
    | {code: chr(ascii_code) for code, ascii_code in _TO_ASCII.items()}
    | _LETTERS
    | _LINE_ENDS
    | _BLANKS
    | _INVISIBLE
)


def to_ascii_digits(text: str) -> str:
    """The text with Persian, Arabic and full-width digits as 0–9; nothing else changes."""
    return text.translate(_TO_ASCII)


def to_persian_digits(text: str) -> str:
    """The text with ASCII and Arabic digits as ۰–۹; nothing else changes."""
    return text.translate(_TO_PERSIAN)


@lru_cache(maxsize=1)
def _run_of_marks() -> re.Pattern[str]:
    """Four or more marks in a row that combine with a letter: what no writing has. All of them stand below U+1F000."""
    marks = "".join(chr(code) for code in range(0x300, 0x1F000) if unicodedata.combining(chr(code)))
    return re.compile(f"([{marks}]{{{MARKS_IN_A_ROW}}})[{marks}]+")


def _limit_marks(text: str) -> str:
    """The text with at most three marks on a letter: putting long runs in order takes quadratic time."""
    return text if text.isascii() else _run_of_marks().sub(r"\1", text)


def normalise(text: str, *, multiline: bool = False) -> str:
    """Bring typed text into the one spelling that is stored, searched and compared.

    Digits become ASCII, letters of other keyboards Persian; tatweel, control, hidden and direction
    characters go; a half-space stays only between letters; blanks are folded and trimmed. Line ends
    become blanks, or with `multiline` plain "\\n" with at most one empty line in a row. Idempotent, and linear in
    the length of the text, whatever stands in it: marks piled on a letter are cut to three.
    """
    text = _limit_marks(text)
    text = _PRESENTATION_FORMS.sub(lambda forms: unicodedata.normalize("NFKC", forms[0]), text)
    text = text.replace("\r\n", "\n").translate(_INPUT)
    text = _HALF_SPACES.sub(_half_space_between_letters, text)
    text = unicodedata.normalize("NFC", _limit_marks(text)).replace(*_YE_WITH_HAMZA)
    if not multiline:
        return " ".join(text.split())
    lines = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    return _MANY_EMPTY_LINES.sub("\n\n", lines).strip()


def _half_space_between_letters(found: re.Match[str]) -> str:
    """One half-space if the run stands between two letters of the Arabic script, else nothing."""
    text, before = found.string, found.start() - 1
    while before >= 0 and unicodedata.combining(text[before]):
        before -= 1
    follows_letter = before >= 0 and _ARABIC_LETTER.match(text, before)
    return ZWNJ if follows_letter and _ARABIC_LETTER.match(text, found.end()) else ""


@lru_cache(maxsize=2048)
def _script_of(char: str) -> str:
    """The first word of a letter's Unicode name (ARABIC, LATIN, CYRILLIC…); "" for what is no letter."""
    if unicodedata.category(char)[0] != "L":
        return ""
    return unicodedata.name(char, "UNKNOWN").partition(" ")[0]


def mixes_scripts(name: str) -> bool:
    """Whether letters of two scripts stand in one name, as look-alike names do (security bar 3)."""
    return len({_script_of(char) for char in name} - {""}) > 1


def clean_person_name(text: str) -> str:
    """A person's first or last name, normalised: letters of one script, Persian or Latin.

    Raises ValidationError for digits, signs, piled-up marks, other or mixed scripts, and single letters.
    """
    name = normalise(text)
    if mixes_scripts(name):
        raise ValidationError("نام را با یک خط بنویسید: یا همه فارسی یا همه لاتین.", code="mixed_scripts")
    fits = _PERSIAN_NAME.fullmatch(name) or _LATIN_NAME.fullmatch(name)
    if not fits or _PILED_MARKS.search(name):
        raise ValidationError(
            "در نام فقط حرف و فاصله بنویسید، بدون رقم و نشانه؛ مانند «علی‌اکبر».", code="invalid"
        )
    if sum(char.isalpha() for char in name) < 2:
        raise ValidationError("نام دست‌کم دو حرف دارد؛ آن را کامل بنویسید.", code="too_short")
    return name


def _words(text: str) -> str:
    """Letters and digits in small letters, words apart by one blank, without marks and half-spaces."""
    kept: list[str] = []
    for char in normalise(unicodedata.normalize("NFKC", _limit_marks(text))).casefold():
        if char.isalnum():
            kept.append(char)
        elif char != ZWNJ and unicodedata.category(char)[0] != "M":
            kept.append(" ")
    return " ".join("".join(kept).split())


_SEARCH_LETTERS = str.maketrans({0x064A: "ی", 0x0629: "ه", 0x0671: "ا", 0x0621: ""})
#: Signs inside a number, as in ۱۲-۳۴۵ or ۱۲/۴۵۶: they do not part it.
_INSIDE_NUMBERS = re.compile("(?<=[0-9]) ?[-‐‑–—−/._] ?(?=[0-9])")
#: هیئت and هیأت, مسئله and مسأله: the same hamza, written on two seats.
_HAMZA_ON_ALEF = re.compile("(?<![او])ئ(?=[تل])")
#: مسئول and مسؤول, رئوف and رؤوف, داوود and داود.
_DOUBLE_VAV = re.compile("[ئؤو]*و")
#: The same words where the hamza was left out: هییت, مسیله, مسیول.
_BARE_SEATS = (
    (re.compile("(?<=هی)ی(?=ت)|(?<=مس)ی(?=له)"), "ا"),
    (re.compile("(?<=مس)ی(?=ول)"), ""),
)
#: Longer texts are no search: what stands behind is left out.
LONGEST_SEARCH = 100
MOST_WORDS = 8


def search_key(text: str) -> str:
    """The text folded for searching: stored beside a name or number, and made from the query in the same way.

    Only letters and digits are left, so a half-space, a blank and nothing are one, and hyphens and slashes of codes do
    not count. ASCII digits, small Latin letters, no marks and no lone hamza; آ, أ as ا, ئ as ی, ؤ as و, ة as ه; a
    hamza that is written on two seats as one (هیئت/هیأت, مسئول/مسؤول), doubled و as one. Folding twice changes
    nothing more.
    """
    tight = _HAMZA_ON_ALEF.sub("ا", _words(text).replace(" ", ""))
    parts = unicodedata.normalize("NFKD", _DOUBLE_VAV.sub("و", tight))
    folded = "".join(char for char in parts if unicodedata.category(char)[0] != "M")
    key = _DOUBLE_VAV.sub("و", folded.translate(_SEARCH_LETTERS))
    for seat, letter in _BARE_SEATS:
        key = seat.sub(letter, key)
    return key


def search_words(text: str) -> list[str]:
    """The words of a query, folded by `search_key`; each is to be part of a key that is to be found.

    Blanks and signs part words, but not inside a number. At most `MOST_WORDS` of the first `LONGEST_SEARCH` letters.
    """
    typed = _INSIDE_NUMBERS.sub("", normalise(text[:LONGEST_SEARCH]))
    keys = (search_key(word) for word in _words(typed).split())
    return list(dict.fromkeys(key for key in keys if key))[:MOST_WORDS]


_ALPHABET = "ءآابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_VARIANTS = {"أ": "ا", "إ": "ا", "\u0671": "ا", "ؤ": "و", "ئ": "ی", "ة": "ه"}
_BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"
_SORT_TOKEN = re.compile("[0-9]+|[^0-9]")


def sort_key(text: str) -> str:
    """A string whose plain order is the Persian alphabetical order, for `*_sort` columns.

    The key consists of 0–9 and a–z only, two for each letter, so SQLite and every collation of PostgreSQL
    order it alike. Blank before number before Persian before Latin; numbers by value; half-spaces and
    marks do not count. Give its column twice the length of the text's.
    """
    return "".join(_sort_code(token) for token in _SORT_TOKEN.findall(_words(text)))


@lru_cache(maxsize=4096)
def _sort_code(token: str) -> str:
    """The code of one letter or one run of digits; no code is the beginning of another."""
    if token == " ":
        return "00"
    if is_digits(token):
        number = token.lstrip("0") or "0"
        return f"1{_BASE36[min(len(number), 35)]}{number}"
    place = _ALPHABET.find(_VARIANTS.get(token, token))
    if place >= 0:
        return f"a{_BASE36[place]}"
    base = unicodedata.normalize("NFKD", token)[0]
    if "a" <= base <= "z":
        return f"l{base}"
    code = ord(token)
    return "z" + "".join(_BASE36[code // 36**power % 36] for power in (3, 2, 1, 0))

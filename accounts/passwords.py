"""What makes a password of staff easy to guess, each with the reason a person is told (security bar 1).

Django's own checks (length, the list of common passwords, digits alone, likeness to the user name) stand beside these
in `AUTH_PASSWORD_VALIDATORS`. They judge the text as a whole; those here take out of it what anybody would try first
and ask what is left. Blanks, case and hidden characters count for nothing.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from accounts.models import User
from core.text import normalise

#: Characters that must be left when what can be guessed is taken out.
LEAST_LEFT = 8
#: Of a common word, that many others around it are no protection.
AROUND_A_WORD = 4
#: Different characters, and the length of a pattern that may not simply be repeated.
LEAST_DIFFERENT, LONGEST_PATTERN = 6, 8
SHORTEST_NAME, SHORTEST_WORD, SHORTEST_WALK = 3, 4, 4
#: Neighbours on the Latin and the Persian keyboard, in rows and columns, and in the order of letters and digits.
WALKS = (
    "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz",
    "1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik", "9ol", "0p",
    "ضصثقفغعهخحجچ", "شسیبلاتنمکگ", "ظطزرذدپو", "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
)  # fmt: skip
#: Words that are tried first here and are in no list made elsewhere.
COMMON_HERE = (
    "asnaf", "iran", "tehran", "parvane", "salam", "khoda", "password",
    "اصناف", "سامانه", "ایران", "تهران", "پروانه", "اتحادیه", "گذرواژه", "رمزعبور", "سلام", "خدا", "یاعلی",
)  # fmt: skip


def folded(password: str) -> str:
    """A password without blanks, case, hidden characters and ways of writing a letter."""
    text = normalise(unicodedata.normalize("NFKC", password)).casefold()
    return "".join(
        sign for sign in text if not sign.isspace() and unicodedata.category(sign) not in {"Cc", "Cf"}
    )


@cache
def _common() -> frozenset[str]:
    listed = CommonPasswordValidator().passwords
    return frozenset(word for word in (*listed, *COMMON_HERE) if len(word) >= SHORTEST_WORD)


@cache
def _steps() -> frozenset[tuple[str, str]]:
    """Pairs of signs that follow each other on a walk, forwards and backwards."""
    ways = [way for walk in WALKS for way in (walk, walk[::-1])]
    return frozenset(pair for way in ways for pair in pairwise(way))


def without_walks(text: str) -> str:
    """The text with every walk over the keyboard or the alphabet shortened to its first sign."""
    kept, begin = "", 0
    for place in range(1, len(text) + 1):
        if place < len(text) and (text[place - 1], text[place]) in _steps():
            continue
        walk = text[begin:place]
        kept += walk[0] if len(walk) >= SHORTEST_WALK else walk
        begin = place
    return kept


def without(text: str, pieces: Iterable[str]) -> str:
    """The text with these pieces taken out, the longest first."""
    for piece in sorted(set(pieces), key=len, reverse=True):
        text = text.replace(piece, "") if len(piece) >= SHORTEST_NAME else text
    return text


def is_repeated(text: str) -> bool:
    """Whether a text is a few characters, or a short pattern, again and again."""
    if len(set(text)) < LEAST_DIFFERENT:
        return True
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, LONGEST_PATTERN + 1))


def is_a_common_word(text: str) -> bool:
    """Whether a text is one or two common words, with some digits or signs around them."""
    text = "".join(sign for sign in text if sign.isalnum())
    for begin in range(len(text) - SHORTEST_WORD + 1):
        for end in range(begin + SHORTEST_WORD, len(text) + 1):
            if text[begin:end] in _common():
                left = text.replace(text[begin:end], "")
                letters = left.strip("0123456789")
                if len(left) <= AROUND_A_WORD or not letters or letters in _common():
                    return True
    return False


def names_of(user: User) -> list[str]:
    """What others know of a person and their account: user name and its parts, names, national code and mobile."""
    person = user.person
    known = [user.username, *user.username.replace("-", ".").split(".")]
    if person is not None:
        known += [person.first_name, person.last_name, person.national_code, person.mobile or ""]
    return [name for name in map(folded, known) if name]


class GuessableValidator:
    """Refuses a password of which too little is left without what can be guessed; each reason has its code."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError: "password_blank", "password_repeated", "password_too_similar", "password_walk",
        "password_too_common"."""
        text = folded(password)
        if len(text) < LEAST_LEFT:
            raise ValidationError("Too little but blanks.", code="password_blank")
        if is_repeated(text):
            raise ValidationError("A repeated pattern.", code="password_repeated")
        if user is not None and _is_about(text, names_of(user)):
            raise ValidationError("Made of the user's names.", code="password_too_similar")
        if len(without_walks(text)) < LEAST_LEFT:
            raise ValidationError("A walk over the keyboard.", code="password_walk")
        if is_a_common_word(text):
            raise ValidationError("A common word.", code="password_too_common")

    def get_help_text(self) -> str:
        return ""


def _is_about(text: str, names: list[str]) -> bool:
    left = without(text, names)
    return left != text and len(left) < LEAST_LEFT

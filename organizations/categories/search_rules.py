"""In which order categories answer a search, and which of their names answered (R62): names in, ranks out."""

import re
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import NamedTuple

from django.core.exceptions import ValidationError

from core.bidi import shown
from core.likeness import is_slip_of
from core.text import LONGEST_SEARCH, normalise, search_key, search_words, to_persian_digits

LONGEST_SYNONYM = 60
MOST_SYNONYMS = 40
_PADDING = frozenset(
    search_key(word)
    for word in ("پروانه", "پروانهٔ", "جواز", "کسب", "مجوز", "صنفی", "مغازه", "مغازهٔ", "دکان", "شغل")
)
_BETWEEN_SYNONYMS = re.compile("[،,؛;\n]")


class Fit(IntEnum):
    """How a name answers a search; the lower, the nearer."""

    NAME = 0
    SYNONYM = 1
    BEGINNING = 2
    PART = 3
    SLIP = 4


class Answer(NamedTuple):
    """How a category answers, and the name people use that answered; "" when it was its own name or code."""

    fit: Fit
    known_as: str


def without_padding(typed: str) -> str:
    """The query without what people write around a trade («جواز کافه»، «مغازهٔ لباس»), unless nothing else is left."""
    words = normalise(typed[:LONGEST_SEARCH]).split()
    return " ".join(word for word in words if search_key(word) not in _PADDING) or typed[:LONGEST_SEARCH]


def answer(typed: str, *, name: str, code: str, synonyms: Sequence[str]) -> Answer | None:
    """The best answer of a category to what was typed, or None when its names lack one of the words."""
    asked, words = search_key(typed), search_words(typed)
    if code.startswith(asked):
        return Answer(Fit.NAME if code == asked else Fit.BEGINNING, "")
    keys = {"": search_key(name)} | {synonym: search_key(synonym) for synonym in synonyms}
    found = [Answer(_whole(asked, key, is_own=not known_as), known_as) for known_as, key in keys.items()]
    best = min(found, key=lambda one: one.fit)
    if best.fit < Fit.PART:
        return best
    if not all(any(word in key for key in keys.values()) for word in words):
        return None
    return Answer(Fit.PART, max(keys, key=lambda known_as: sum(word in keys[known_as] for word in words)))


def _whole(asked: str, key: str, *, is_own: bool) -> Fit:
    """How the whole query fits one name; PART stands for «not as a whole»."""
    if key == asked:
        return Fit.NAME if is_own else Fit.SYNONYM
    return Fit.BEGINNING if key.startswith(asked) else Fit.PART


def slips_of(typed: str, names: Iterable[str]) -> set[str]:
    """Those of the names that may be meant although something was typed wrong.

    Either the whole name is meant, or every word typed is part of the name or a slip of one of its words.
    """
    asked, words = search_key(typed), search_words(typed)
    keys = {name: (search_key(name), search_words(name)) for name in names}
    vocabulary = {word for _, own in keys.values() for word in own}
    near = {word: {meant for meant in vocabulary if is_slip_of(word, meant)} for word in words}
    return {
        name
        for name, (key, own) in keys.items()
        if is_slip_of(asked, key)
        or (words and all(word in key or not near[word].isdisjoint(own) for word in words))
    }


def read_synonyms(text: str) -> tuple[str, ...]:
    """The names in common use that stand in a text, one a line or with «،» between; each once, however it is spelled.

    Raises:
        ValidationError: a name without letters, a long one, too many of them.
    """
    found: dict[str, str] = {}
    for part in _BETWEEN_SYNONYMS.split(text):
        name = normalise(part)
        if not name:
            continue
        if not any(char.isalpha() for char in name):
            raise ValidationError(f"نام رایج «{shown(name)}» را با حرف بنویسید.", code="no_letters")
        if len(name) > LONGEST_SYNONYM:
            raise ValidationError(
                to_persian_digits(f"نام رایج «{name[:20]}…» بیش از {LONGEST_SYNONYM} نویسه است."), code="long"
            )
        found.setdefault(search_key(name), name)
    if len(found) > MOST_SYNONYMS:
        raise ValidationError(
            to_persian_digits(f"یک رسته بیش از {MOST_SYNONYMS} نام رایج نمی‌گیرد."), code="too_many"
        )
    return tuple(found.values())

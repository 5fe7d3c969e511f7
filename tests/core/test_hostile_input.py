"""Input that was made to cost: long runs of marks, hidden characters, brackets. It is bounded before it is worked on."""

import contextlib
import importlib
import pkgutil
import time
from collections.abc import Iterator

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from core.text import normalise, search_key

LENGTH = 100_000
HOSTILE = {
    "alternating marks": "ا" + "\u0651\u0316" * (LENGTH // 2),
    "marks of other scripts": "a" + "\u0301\u0323\u0345\u035c" * (LENGTH // 4),
    "marks hidden between joiners": "ا" + "\u0651\u200d\u0316\u200d" * (LENGTH // 4),
    "half-spaces": "\u200c" * LENGTH,
    "half-spaces after marks": "ا" + "\u0651\u200c" * (LENGTH // 2),
    "direction characters": "\u202e\u2066\u2069" * (LENGTH // 3),
    "nothing": "\0" * LENGTH,
    "digits": "۹" * LENGTH,
    "brackets": "(" * LENGTH,
    "blanks": " " * LENGTH,
    "presentation forms": "\ufe71\ufc60" * (LENGTH // 2),
    "hangul": "\u1100\u1161\u11a8" * (LENGTH // 3),
    "commas": "،," * (LENGTH // 2),
    "hyphens": "-" * LENGTH,
    "lines": "\n" * LENGTH,
}
#: A linear pass takes about 10 ms; what is quadratic takes minutes.
CPU_SECONDS = 0.5
APPS = (
    "accounts",
    "deadlines",
    "guild_units",
    "licensing",
    "messaging",
    "organizations",
    "personnel",
    "support",
    "core",
)


def cost_of(work) -> float:
    """CPU seconds of this process that `work` takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("multiline", [False, True])
def test_text_is_normalised_in_time_whatever_stands_in_it(kind, multiline):
    assert cost_of(lambda: normalise(HOSTILE[kind], multiline=multiline)) < CPU_SECONDS
    assert cost_of(lambda: search_key(HOSTILE[kind])) < CPU_SECONDS


def test_letter_keeps_three_marks_and_ordinary_words_stay_as_they_are():
    assert normalise("مُحَمَّد") == "مُحَمَّد"
    assert len(normalise("ا" + "\u0651\u0316" * 50)) <= 4
    assert normalise(normalise("ب" + "\u0651" * 9)) == normalise("ب" + "\u0651" * 9)


def form_classes() -> Iterator[type[forms.BaseForm]]:
    """Every form of ours, found by loading every module of ours."""
    for app in APPS:
        package = importlib.import_module(app)
        for module in pkgutil.walk_packages(package.__path__, f"{app}."):
            if ".migrations" not in module.name and ".management" not in module.name:
                importlib.import_module(module.name)
    waiting, seen = [forms.BaseForm], set()
    while waiting:
        found = waiting.pop()
        waiting += found.__subclasses__()
        if found.__module__.split(".")[0] in APPS and found not in seen:
            seen.add(found)
            yield found


def text_fields() -> dict[str, forms.Field]:
    """One field of each kind a person can type text into, by the name of the first that is met.

    Two fields of one class, control and set of checks do the same work, so one of them is tried.
    """
    found: dict[object, tuple[str, forms.Field]] = {}
    for form in sorted(form_classes(), key=lambda form: f"{form.__module__}.{form.__qualname__}"):
        for name, field in getattr(form, "base_fields", {}).items():
            if isinstance(field, forms.FileField | forms.ModelChoiceField):
                continue
            checks = tuple(sorted(type(check).__name__ for check in field.validators))
            kind = (type(field), type(field.widget), checks)
            found.setdefault(kind, (f"{form.__module__}.{form.__qualname__}.{name}", field))
    return dict(found.values())


@pytest.mark.django_db
def test_every_field_of_every_form_answers_hostile_text_in_time():
    slow, fields = {}, text_fields()
    assert len(fields) > 30

    for name, field in fields.items():
        for kind, text in HOSTILE.items():
            value = [text] * 3 if isinstance(field, forms.MultiValueField) else text

            def clean(field=field, value=value) -> None:
                with contextlib.suppress(ValidationError):
                    field.clean(value)

            seconds = cost_of(clean)
            if seconds > CPU_SECONDS:
                slow[name, kind] = round(seconds, 2)

    assert slow == {}


@pytest.mark.django_db
def test_form_larger_than_its_address_takes_is_refused_before_it_is_read(client):
    kind = "application/x-www-form-urlencoded"
    room = settings.FORM_BYTES[-1][1]

    assert client.generic("POST", "/sign-in/", b"mobile=" + b"9" * room, content_type=kind).status_code == 413
    assert (
        client.generic("POST", "/sign-in/", b"mobile=" + b"9" * (room // 2), content_type=kind).status_code
        == 200
    )

"""Fields that find a row by what people know of it: a trade by code or name, an account by its user name."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from core.forms import PersianTextField
from core.text import normalise, to_persian_digits
from organizations.models import Category
from organizations.search_rules import Fit
from organizations.services import search_categories

SHOWN = 5


class CategoryField(PersianTextField):
    """A trade typed by its ISIC code or its name; several that fit are named in the error."""

    def clean(self, value: Any) -> Any:
        """The category, or None for an empty optional field. Raises ValidationError with the candidates."""
        text = super().clean(value)
        if not text:
            return None
        found = search_categories(text)
        if not found:
            raise ValidationError("رسته‌ای با این کد یا نام نیست.", code="unknown")
        exact = [answer for answer in found if answer.fit == Fit.NAME] or found
        if len(exact) == 1 and exact[0].fit != Fit.SLIP:
            return exact[0].category
        rows = [answer.category for answer in exact[:SHOWN]]
        some = "، ".join(f"{row.name} ({to_persian_digits(row.isic_code)})" for row in rows)
        if found[0].fit == Fit.SLIP:
            raise ValidationError(f"رسته‌ای با این نام نیست؛ شاید این باشد: {some}.", code="slip")
        raise ValidationError(f"چند رسته به این نام می‌خورد؛ کد را بنویسید: {some}.", code="ambiguous")

    def prepare_value(self, value: Any) -> Any:
        """A stored category by its code."""
        return value.isic_code if isinstance(value, Category) else value


class StaffField(forms.CharField):
    """A member of staff by user name; whether such an account exists is told only to who may grant roles."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"dir": "ltr", "autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
        super().__init__(max_length=64, widget=forms.TextInput(attrs), **kwargs)

    def clean(self, value: Any) -> Any:
        """The active staff account. Raises ValidationError when there is none."""
        name = normalise(super().clean(value))
        found = User.objects.filter(username=name, is_staff=True, is_active=True).first()
        if found is None:
            raise ValidationError("حساب فعال همکاری با این نام کاربری نیست.", code="unknown")
        return found

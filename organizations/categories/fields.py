"""A trade typed by its code or its name."""

from typing import Any

from django.core.exceptions import ValidationError

from core.fields import PersianTextField
from core.text import to_persian_digits
from organizations.categories.models import Category
from organizations.categories.search import search_categories
from organizations.categories.search_rules import Fit

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
        return value.isic_code if isinstance(value, Category) else value

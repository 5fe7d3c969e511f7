"""An account typed by its user name."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from core.text import normalise


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

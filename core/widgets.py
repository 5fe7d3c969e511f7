"""Widgets of the core fields: plain HTML that works without a script."""

from typing import Any

from django import forms

from core.jalali import MONTHS, split_jalali, to_jalali
from core.text import to_persian_digits

# No autofill: browsers keep Gregorian birthdays and would put wrong numbers into these boxes.
_BOX = {"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}
_MONTH_CHOICES = [("", "ماه"), *((str(number), name) for number, name in enumerate(MONTHS, start=1))]


class JalaliDateWidget(forms.MultiWidget):
    """Day, month (by name) and year, posted as `<name>_day`, `<name>_month`, `<name>_year`.

    One text under the plain name, such as 1403/07/01, is understood too.
    """

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            "day": forms.TextInput(_BOX | {"maxlength": "2", "aria-label": "روز"}),
            "month": forms.Select({"autocomplete": "off", "aria-label": "ماه"}, _MONTH_CHOICES),
            "year": forms.TextInput(_BOX | {"maxlength": "4", "aria-label": "سال"}),
        }
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> list[str]:
        """The three boxes for a stored date; a text that is no date stands in the first box."""
        if not value:
            return ["", "", ""]
        if isinstance(value, str):
            parts = split_jalali(value)
            return list(reversed(parts)) if parts else [value, "", ""]
        year, month, day = to_jalali(value)
        return [to_persian_digits(str(day)), str(month), to_persian_digits(str(year))]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        boxes = [box or "" for box in super().value_from_datadict(data, files, name)]
        return boxes if any(boxes) else self.decompress(data.get(name))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether neither the boxes nor the one text were sent."""
        return name not in data and super().value_omitted_from_data(data, files, name)

"""Form fields that take text as people type it: each normalises before it validates."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from core import checks
from core.jalali import format_date, parse_jalali, tehran_today
from core.numbers import is_digits
from core.references import clean_tracking_code
from core.rials import LARGEST, format_rials, group_digits, parse_rials
from core.text import clean_person_name, normalise, to_persian_digits
from core.widgets import JalaliDateWidget

DateBound = dt.date | Callable[[], dt.date] | None
_WHOLE_NUMBER = re.compile("[+-]?[0-9]{1,18}")
_GROUPING = str.maketrans("−", "-", " ٬,،")


#: Characters of a text without a length of its own.
LONGEST_TEXT = 20_000
#: What is typed may be longer than what is stored, by blanks and hidden characters that fall away; above this it is
#: refused before any work is done on it.
ROOM, LEAST_ROOM = 4, 1000


class PersianTextField(forms.CharField):
    """Text in the one spelling we store; line ends survive only under a `Textarea`."""

    def to_python(self, value: Any) -> str:
        if value in self.empty_values:
            return str(self.empty_value or "")
        raw = str(value)
        longest = self.max_length or LONGEST_TEXT
        if len(raw) > max(ROOM * longest, LEAST_ROOM):
            MaxLengthValidator(longest)(raw)
        text = normalise(raw, multiline=isinstance(self.widget, forms.Textarea))
        return text or str(self.empty_value or "")


class CheckedField(PersianTextField):
    """A text with a check of its own: what comes out is in the canonical form.

    `html` are attributes of the input; its `maxlength` leaves room for blanks, hyphens and prefixes.
    """

    check: Callable[[str], str]
    html: ClassVar[dict[str, str]] = {}

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return self.check(text) if text else text

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {} if widget.is_hidden else dict(self.html)


def code_input(maxlength: int, *, inputmode: str = "numeric", autocomplete: str = "off") -> dict[str, str]:
    """Attributes of an input for a code, which reads from left to right inside Persian."""
    return {
        "dir": "ltr",
        "inputmode": inputmode,
        "autocomplete": autocomplete,
        "maxlength": str(maxlength),
        "spellcheck": "false",
    }


class MobileField(CheckedField):
    """A mobile number, 09xxxxxxxxx."""

    check = staticmethod(checks.clean_mobile)
    html = code_input(20, inputmode="tel", autocomplete="tel")


class NationalCodeField(CheckedField):
    """A person's national code, ten digits."""

    check = staticmethod(checks.clean_national_code)
    html = code_input(14)


class LegalIdField(CheckedField):
    """The national id of a legal person, eleven digits."""

    check = staticmethod(checks.clean_legal_id)
    html = code_input(16)


class ForeignIdField(CheckedField):
    """The identifier of a foreign person, up to twelve digits."""

    check = staticmethod(checks.clean_foreign_id)
    html = code_input(16)


class PostalCodeField(CheckedField):
    """A postal code, ten digits."""

    check = staticmethod(checks.clean_postal_code)
    html = code_input(14, autocomplete="postal-code")


class WorkshopCodeField(CheckedField):
    """A social security workshop code, ten digits."""

    check = staticmethod(checks.clean_workshop_code)
    html = code_input(14)


class BranchCodeField(CheckedField):
    """A social security branch code, stored with four digits."""

    check = staticmethod(checks.clean_branch_code)
    html = code_input(6)


class GuildIdField(CheckedField):
    """A guild identifier, ten digits."""

    check = staticmethod(checks.clean_guild_id)
    html = code_input(14)


class LicenceNumberField(CheckedField):
    """The number of a licence: digits, slash, hyphen."""

    check = staticmethod(checks.clean_licence_number)
    html = code_input(30, inputmode="text")


class ApprovalNumberField(CheckedField):
    """The number of a commission's approval."""

    check = staticmethod(checks.clean_approval_number)
    html: ClassVar[dict[str, str]] = {"autocomplete": "off", "maxlength": "60"}


class IsicCodeField(CheckedField):
    """The code of a category: six, seven, nine or ten digits."""

    check = staticmethod(checks.clean_isic_code)
    html = code_input(14)


class ShebaField(CheckedField):
    """A Sheba (IBAN), IR and 24 digits."""

    check = staticmethod(checks.clean_sheba)
    html = code_input(40, inputmode="text")


class CardField(CheckedField):
    """The number of a bank card, sixteen digits."""

    check = staticmethod(checks.clean_card)
    html = code_input(26)


class TrackingCodeField(CheckedField):
    """A tracking code, refused by its check digit before the database is asked.

    Where a code is looked up, `unknown` says that there is none such: a wrong check digit is told in the same words.
    """

    html = code_input(26)

    def __init__(self, *, unknown: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.unknown = unknown

    def check(self, raw: str) -> str:
        try:
            return clean_tracking_code(raw)
        except ValidationError as error:
            if error.code != "check_digit" or not self.unknown:
                raise
            raise ValidationError(self.unknown, code="unknown") from error


class PersonNameField(CheckedField):
    """A first or last name: letters of one script."""

    check = staticmethod(clean_person_name)
    html: ClassVar[dict[str, str]] = {"maxlength": "80"}


class DigitsCharField(PersianTextField):
    """Digits kept as text, such as a one-time code: `length` of them, or from `min_length` to `max_length`."""

    def __init__(
        self,
        *,
        length: int | None = None,
        autocomplete: str = "off",
        min_length: int | None = None,
        max_length: int | None = None,
        **kwargs: Any,
    ) -> None:
        self.autocomplete = autocomplete
        super().__init__(min_length=length or min_length, max_length=length or max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        digits = super().to_python(value).replace(" ", "").replace("-", "")
        if digits and not (is_digits(digits)):
            raise ValidationError("اینجا فقط رقم بنویسید، بدون حرف و نشانه.", code="not_digits")
        if (
            self.min_length
            and self.min_length == self.max_length
            and digits
            and len(digits) != self.min_length
        ):
            message = f"باید {self.min_length} رقم باشد، ولی {len(digits)} رقم نوشته‌اید."
            raise ValidationError(to_persian_digits(message), code="length")
        return digits

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        if widget.is_hidden:
            return {}
        return dict(code_input((self.max_length or 32) + 6, autocomplete=self.autocomplete))


class PersianIntegerField(forms.IntegerField):
    """A whole number in any digits and grouping."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        typed = normalise(str(value)).translate(_GROUPING)
        if not _WHOLE_NUMBER.fullmatch(typed):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(typed)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {} if widget.is_hidden else dict(code_input(24))


class RialsField(PersianIntegerField):
    """An amount of money in rials, typed with any digits and grouping, shown grouped."""

    def __init__(self, *, min_value: int = 0, max_value: int = LARGEST, **kwargs: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)
        self.error_messages["min_value"] = f"مبلغ نمی‌تواند کمتر از {format_rials(min_value)} باشد."
        self.error_messages["max_value"] = f"مبلغ نمی‌تواند بیش از {format_rials(max_value)} باشد."

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or isinstance(value, int):
            return value if isinstance(value, int) else None
        return parse_rials(str(value))

    def prepare_value(self, value: Any) -> Any:
        return group_digits(value) if isinstance(value, int) else value


class ClockField(forms.TimeField):
    """An hour and minute typed with any digits: ۱۴:۳۰."""

    widget = forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"})
    default_error_messages = {"invalid": "ساعت را مانند ۱۴:۳۰ بنویسید."}

    def to_python(self, value: Any) -> dt.time | None:
        return super().to_python(normalise(value) if isinstance(value, str) else value)


class JalaliDateField(forms.Field):
    """A date typed as Jalali day, month and year (or one text); the clean value is a `datetime.date`.

    `min_value` and `max_value` are dates or callables, both allowed themselves; `past_only` refuses days
    after today in Tehran.
    """

    widget = JalaliDateWidget

    def __init__(
        self,
        *,
        min_value: DateBound = None,
        max_value: DateBound = None,
        past_only: bool = False,
        **kwargs: Any,
    ) -> None:
        self.min_value, self.max_value, self.past_only = min_value, max_value, past_only
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        if isinstance(value, dt.date):
            return value
        if value and not isinstance(value, list | tuple):
            value = [value, "", ""]
        typed = [normalise(str(part or "")) for part in value or ()]
        if not any(typed):
            return None
        day, month, year = typed
        if not (month or year or is_digits(day)):
            return parse_jalali(day)
        if not (day and month and year):
            raise self._gaps(day, month, year)
        return parse_jalali(year, month, day)

    def _gaps(self, day: str, month: str, year: str) -> ValidationError:
        where = f"در «{self.label}» " if self.label else ""
        gaps = [
            ValidationError(f"{where}{part} را {verb}.", code=f"missing_{code}")
            for part, verb, code, typed in (
                ("روز", "بنویسید", "day", day),
                ("ماه", "انتخاب کنید", "month", month),
                ("سال", "بنویسید", "year", year),
            )
            if not typed
        ]
        return ValidationError(gaps)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if self.past_only and value > tehran_today():
            raise ValidationError("این روز هنوز نرسیده است؛ تاریخی تا امروز بنویسید.", code="future")
        first, last = (bound() if callable(bound) else bound for bound in (self.min_value, self.max_value))
        if first and value < first:
            raise ValidationError(f"تاریخ نمی‌تواند پیش از {format_date(first)} باشد.", code="min_value")
        if last and value > last:
            raise ValidationError(f"تاریخ نمی‌تواند پس از {format_date(last)} باشد.", code="max_value")

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != self.to_python(initial))
        except ValidationError:
            return True

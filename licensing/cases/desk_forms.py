"""Base forms of the review desk; each carries the version its page was drawn from."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse
from django.utils.text import Truncator

from core.text import to_persian_digits
from licensing.cases.minutes import minutes_for
from licensing.cases.models import LicenceRequest
from organizations.desk.forms import DeskForm
from organizations.members.models import BoardMinute

NO_MINUTE_YET = "هیأت مدیره هنوز صورتجلسه‌ای پس از رسیدن این درخواست ثبت نکرده است."

#: How many letters of a minute's text stand beside its number.
MINUTE_WORDS = 60
NOT_LISTED = "{label} را از میان گزینه‌های همین فهرست انتخاب کنید."

if TYPE_CHECKING:
    _ModelChoice = forms.ModelChoiceField[Any]
else:
    _ModelChoice = forms.ModelChoiceField


class StepForm(DeskForm):
    """A step without further questions."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)


class MinuteField(_ModelChoice):
    """One of the minutes the board entered: number, day, and how its text begins. `files` are those to read first."""

    files: Sequence[dict[str, str]] = ()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            BoardMinute.objects.none(),
            label="صورتجلسه",
            empty_label="انتخاب کنید",
            error_messages={"required": "صورتجلسه‌ای را که این کار در آن آمده است انتخاب کنید."},
            **kwargs,
        )

    def label_from_instance(self, obj: Any) -> str:
        words = Truncator(obj.text).chars(MINUTE_WORDS) or "متن در فایل"
        return to_persian_digits(f"{obj}: {words}" + (" (با فایل)" if obj.file and obj.text else ""))


class MinuteForm(StepForm):
    """The board minute a step rests on (R73)."""

    minute = MinuteField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_minutes(self, self.row)


def offer_minutes(form: forms.Form, case: LicenceRequest) -> None:
    """Fill the form's field `minute` with the minutes this file may rest on."""
    field: Any = form.fields["minute"]
    field.queryset = minutes_for(case)
    rows = list(field.queryset)
    offered = [(row.pk, field.label_from_instance(row)) for row in rows]
    field.choices = [("", field.empty_label), *offered]
    field.files = [
        {
            "label": to_persian_digits(str(row)),
            "url": "" if row.awaits_scan else reverse("admin:organizations_boardminute_file", args=[row.pk]),
        }
        for row in rows
        if row.file
    ]
    if not offered:
        field.help_text = NO_MINUTE_YET

"""The desk's forms: clean values; whether the act is lawful the services say."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.fields import ClockField, JalaliDateField
from core.jalali import at_tehran
from deadlines.querysets import counties_of, provinces_of, speaking_bodies
from deadlines.services.limits import OUTAGE_LONGEST, days_of
from deadlines.states import HolidaySource, Unit
from deadlines.texts import end_may_stay_empty
from organizations.bodies.models import Body
from organizations.desk.forms import DeskForm, PreviewedForm
from organizations.places.models import County, Province


class NoteForm(PreviewedForm):
    """Why something is taken back."""

    note = forms.CharField(label="توضیح", max_length=300, required=False)


class HolidayForm(PreviewedForm):
    """A new official holiday."""

    date = JalaliDateField(label="تاریخ")
    title = forms.CharField(label="مناسبت", max_length=200)
    source = forms.ChoiceField(
        label="منبع",
        choices=[(one.value, one.label) for one in (HolidaySource.NATIONAL, HolidaySource.MANUAL)],
    )
    legal_basis = forms.CharField(label="مبنا", max_length=200, help_text="مانند مصوبهٔ هیأت وزیران")
    basis_number = forms.CharField(label="شمارهٔ مصوبه", max_length=40)
    basis_on = JalaliDateField(label="تاریخ مصوبه")
    is_estimated = forms.BooleanField(label="تاریخ قمری و هنوز تخمینی است", required=False)


class HolidayChangeForm(PreviewedForm):
    """A correction, most often a lunar date that came a day sooner or later."""

    date = JalaliDateField(label="تاریخ درست")
    title = forms.CharField(label="مناسبت", max_length=200)
    legal_basis = forms.CharField(label="مبنا", max_length=200, help_text="مانند اعلام رؤیت هلال")
    basis_number = forms.CharField(label="شمارهٔ مصوبه", max_length=40)
    basis_on = JalaliDateField(label="تاریخ مصوبه")
    is_estimated = forms.BooleanField(label="تاریخ قمری و هنوز تخمینی است", required=False)


class BasisForm(PreviewedForm):
    """The announcement a lunar date rests on."""

    legal_basis = forms.CharField(label="مبنا", max_length=200, help_text="مانند اعلام رؤیت هلال")
    basis_number = forms.CharField(label="شمارهٔ مصوبه", max_length=40)
    basis_on = JalaliDateField(label="تاریخ مصوبه")


class ClosureForm(PreviewedForm):
    """Days on which a county or a province is closed."""

    county = forms.ModelChoiceField(
        label="شهرستان", queryset=County.objects.none(), required=False, empty_label="—"
    )
    province = forms.ModelChoiceField(
        label="یا همهٔ استان",
        queryset=Province.objects.none(),
        required=False,
        empty_label="—",
        help_text="فقط یکی را برگزینید: شهرستان یا استان",
    )
    date_from = JalaliDateField(label="از روز")
    date_to = JalaliDateField(label="تا روز")
    reason = forms.CharField(label="علت", max_length=200)
    legal_basis = forms.CharField(
        label="مبنای قانونی", max_length=200, help_text="مانند مصوبهٔ کارگروه مدیریت بحران استان"
    )
    basis_number = forms.CharField(label="شمارهٔ مصوبه", max_length=40)
    basis_on = JalaliDateField(label="تاریخ مصوبه")
    announced_by = forms.ModelChoiceField(label="نهاد اعلام‌کننده", queryset=Body.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["county"], counties_of(self.user))
        _offer(self.fields["province"], provinces_of(self.user))
        _offer(self.fields["announced_by"], speaking_bodies(self.user))


class OutageForm(PreviewedForm):
    """From when to when the network is down."""

    county = forms.ModelChoiceField(label="شهرستان", queryset=County.objects.none())
    from_day = JalaliDateField(label="از روز")
    from_time = ClockField(label="از ساعت")
    to_day = JalaliDateField(label="تا روز", required=False)
    to_time = ClockField(label="تا ساعت", required=False)
    reason = forms.CharField(label="علت", max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["county"], counties_of(self.user))
        self.fields["to_day"].help_text = end_may_stay_empty(days_of(OUTAGE_LONGEST))

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        begins = _moment(typed.pop("from_day", None), typed.pop("from_time", None))
        ends = _end(typed.pop("to_day", None), typed.pop("to_time", None))
        return typed | {"from_at": begins, "to_at": ends}


class OutageEndForm(PreviewedForm):
    """When the network came back; now if left empty."""

    to_day = JalaliDateField(label="روز پایان", required=False, help_text="خالی یعنی هم‌اکنون")
    to_time = ClockField(label="ساعت پایان", required=False)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        return {"to_at": _end(typed.pop("to_day", None), typed.pop("to_time", None))}


class TermForm(DeskForm):
    """A new length of a statutory term."""

    amount = forms.IntegerField(label="مدت", min_value=1, max_value=3650)
    unit = forms.ChoiceField(label="واحد", choices=Unit.choices)
    valid_from = JalaliDateField(label="اعتبار از")
    legal_basis = forms.CharField(label="مبنای قانونی", max_length=200)


def _offer(field: forms.Field, rows: Any) -> None:
    field.queryset = rows  # type: ignore[attr-defined]  # a ModelChoiceField


def _moment(day: date | None, hour: time | None) -> datetime | None:
    if day is None or hour is None:
        return None
    return at_tehran(day, hour)


def _end(day: date | None, hour: time | None) -> datetime | None:
    if (day is None) != (hour is None):
        raise ValidationError("برای پایان قطعی، روز و ساعت را با هم بنویسید.", code="half_a_moment")
    return _moment(day, hour)

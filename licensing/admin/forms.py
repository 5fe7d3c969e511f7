"""Forms of the review desk. Each carries the version its page was drawn from."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse
from django.utils.text import Truncator

from core.forms import PersianForm, PersianTextField, RialsField
from core.rials import format_rials
from core.text import to_persian_digits
from licensing import rules
from licensing.models import LicenceRequest, Reason
from licensing.rules import Ground, ReasonKind, Source
from licensing.services.billing import Cost
from licensing.services.minutes import minutes_for
from organizations.models import BoardMinute
from organizations.pages import BILL_COLUMNS, bill_rows
from organizations.services import Bill

NO_MINUTE_YET = "هیأت مدیره هنوز صورتجلسه‌ای پس از رسیدن این درخواست ثبت نکرده است."
#: How many letters of a minute's text stand beside its number.
MINUTE_WORDS = 60
NO_GROUND = "{label} را با ماده‌اش از فهرست انتخاب کنید؛ متن آزاد به‌تنهایی دلیل نیست."
NOT_LISTED = "{label} را از میان گزینه‌های همین فهرست انتخاب کنید."


if TYPE_CHECKING:
    _ModelChoice = forms.ModelChoiceField[Any]
else:
    _ModelChoice = forms.ModelChoiceField


class StepForm(PersianForm):
    """A step without further questions."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)


class BillForm(StepForm):
    """The bill goes out: for each line at cost what was paid out, and the receipt (R135)."""

    def __init__(self, *args: Any, bill: Bill, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bill = bill
        self._at_cost = [charge.fee for charge in bill.charges if charge.amount is None]
        for fee in self._at_cost:
            self.fields[f"cost_{fee.pk}"] = RialsField(
                label=f"مبلغ پرداخت‌شده: {fee.title}",
                required=False,
                min_value=1,
                help_text="همان که پرداخته‌اید، به ریال؛ اگر هزینه‌ای نبوده است، خالی بگذارید.",
            )
            self.fields[f"evidence_{fee.pk}"] = PersianTextField(
                label=f"رسید: {fee.title}",
                required=False,
                max_length=200,
                help_text="شمارهٔ قبض یا رسید و تاریخ آن؛ در صورتحساب می‌آید.",
            )

    def clean(self) -> dict[str, Any]:
        """An amount and its receipt are written together."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for fee in self._at_cost:
            cost, evidence = f"cost_{fee.pk}", f"evidence_{fee.pk}"
            if found.get(cost) and not found.get(evidence) and evidence not in self.errors:
                self.add_error(evidence, "رسید این هزینه را بنویسید؛ هزینهٔ بی‌رسید گرفته نمی‌شود.")
            if found.get(evidence) and not found.get(cost) and cost not in self.errors:
                self.add_error(cost, "مبلغی را که این رسید نشان می‌دهد بنویسید.")
        return found

    def costs(self) -> dict[int, Cost]:
        """What was paid out, by the key of the line of the tariff."""
        return {
            fee.pk: Cost(amount, self.cleaned_data[f"evidence_{fee.pk}"])
            for fee in self._at_cost
            if (amount := self.cleaned_data[f"cost_{fee.pk}"])
        }


def bill_context(bill: Bill) -> dict[str, Any]:
    """The bill that would go out today, for `_bill_awaiting.html`."""
    return {
        "columns": BILL_COLUMNS,
        "rows": bill_rows(bill),
        "total": format_rials(bill.known_total),
        "refusal": str(bill.refusal or ""),
    }


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
        """What a person chooses by."""
        words = Truncator(obj.text).chars(MINUTE_WORDS) or "متن در فایل"
        return to_persian_digits(f"{obj}: {words}" + (" (با فایل)" if obj.file and obj.text else ""))


class MinuteForm(StepForm):
    """The board minute a step rests on (R73)."""

    minute = MinuteField()

    def __init__(self, *args: Any, case: LicenceRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_minutes(self, case)


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
            "url": "" if row.is_held else reverse("admin:organizations_boardminute_file", args=[row.pk]),
        }
        for row in rows
        if row.file
    ]
    if not offered:
        field.help_text = NO_MINUTE_YET


class IssueForm(MinuteForm):
    """The issue, with its minute."""


class GroundsForm(StepForm):
    """Coded reasons of an answer, each tied to an article of the conditions the applicant accepted (R67)."""

    ROWS = 4

    def __init__(self, *args: Any, case: LicenceRequest, kind: ReasonKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        reasons = list(Reason.objects.filter(kind=kind, is_active=True).prefetch_related("places"))
        self._reasons = {str(reason.pk): reason for reason in reasons}
        choices = _ground_choices(case, reasons)
        for number in range(1, self.ROWS + 1):
            self._add_row(number, choices)

    def _add_row(self, number: int, choices: list[tuple[str, str]]) -> None:
        label = f"{ReasonKind(self.kind).label} {to_persian_digits(str(number))}"
        self.fields[f"ground_{number}"] = forms.ChoiceField(
            label=label,
            required=number == 1,
            error_messages={
                "required": NO_GROUND.format(label=label),
                "invalid_choice": NOT_LISTED.format(label=label),
            },
            choices=[("", "انتخاب کنید"), *choices],
        )
        self.fields[f"explanation_{number}"] = PersianTextField(
            label=f"توضیح {label}", required=False, max_length=500
        )

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The fields of each reason, side by side."""
        parts = ("ground", "explanation")
        return [[self[f"{part}_{number}"] for part in parts] for number in range(1, self.ROWS + 1)]

    def clean(self) -> dict[str, Any]:
        """Text alone is no reason."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(1, self.ROWS + 1):
            name = f"ground_{number}"
            if cleaned.get(f"explanation_{number}") and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, NO_GROUND.format(label=self.fields[name].label))
        return cleaned

    def grounds(self) -> list[Ground]:
        """The reasons chosen, in order."""
        chosen = []
        for number in range(1, self.ROWS + 1):
            key = self.cleaned_data[f"ground_{number}"]
            if key:
                reason, source, article = key.split(":")
                explanation = self.cleaned_data[f"explanation_{number}"]
                chosen.append(Ground(self._reasons[reason], Source(source), int(article), explanation))
        return chosen


class AnswerForm(GroundsForm):
    """A board's answer with its reasons and its minute."""

    minute = MinuteField()

    def __init__(self, *args: Any, case: LicenceRequest, kind: ReasonKind, **kwargs: Any) -> None:
        super().__init__(*args, case=case, kind=kind, **kwargs)
        offer_minutes(self, case)


def _ground_choices(case: LicenceRequest, reasons: Sequence[Reason]) -> list[tuple[str, str]]:
    """Each reason with each article of the accepted conditions it may rest on; no other pair is offered."""
    return [
        (
            f"{reason.pk}:{source}:{number}",
            to_persian_digits(
                f"{reason.text.rstrip('.')} ({source.label}، مادهٔ {number}. {article.title}".rstrip(" .:")
                + ")"
            ),
        )
        for reason in reasons
        for (source, number), article in rules.articles_of(case).items()
        if reason.may_rest_on(source, article.part)
    ]

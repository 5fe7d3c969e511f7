"""Forms of the board's answers."""

from collections.abc import Sequence
from typing import Any

from django import forms

from core.fields import PersianTextField
from core.text import to_persian_digits
from licensing.cases.desk_forms import NOT_LISTED, MinuteField, StepForm, offer_minutes
from licensing.cases.models import LicenceRequest
from licensing.decisions import rules
from licensing.decisions.grounds import Ground
from licensing.decisions.reason_models import Reason
from licensing.decisions.states import ReasonKind, Source

NO_GROUND = "{label} را با ماده‌اش از فهرست انتخاب کنید؛ متن آزاد به‌تنهایی دلیل نیست."


class GroundsForm(StepForm):
    """Coded reasons of an answer, each tied to an article of the conditions the applicant accepted (R67)."""

    ROWS = 4

    def __init__(self, *args: Any, kind: ReasonKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        reasons = list(Reason.objects.filter(kind=kind, is_active=True).prefetch_related("places"))
        self._reasons = {str(reason.pk): reason for reason in reasons}
        choices = _ground_choices(self.row, reasons)
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
        parts = ("ground", "explanation")
        return [[self[f"{part}_{number}"] for part in parts] for number in range(1, self.ROWS + 1)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(1, self.ROWS + 1):
            name = f"ground_{number}"
            if cleaned.get(f"explanation_{number}") and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, NO_GROUND.format(label=self.fields[name].label))
        return cleaned

    def grounds(self) -> list[Ground]:
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_minutes(self, self.row)

    def arguments(self) -> dict[str, Any]:
        chosen = {name: self.cleaned_data[name] for name in ("minute", "seen_version")}
        return chosen | {"grounds": self.grounds()}


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

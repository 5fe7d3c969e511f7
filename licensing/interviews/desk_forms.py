"""What the union says of an interview: when and where, and what came of it."""

import re
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from core.fields import JalaliDateField, PersianTextField
from core.jalali import TEHRAN, at_tehran, day_of, tehran_today
from core.text import normalise, to_ascii_digits, to_persian_digits
from deadlines.services.working_days import is_working_day
from licensing.cases.desk_forms import StepForm
from licensing.cases.models import LicenceRequest
from licensing.interviews import texts
from licensing.interviews.models import Interview
from licensing.interviews.rules import RESULTS, doubts_about
from licensing.interviews.services import ahead
from licensing.papers import paper_list

_CLOCK = re.compile(r"(\d{1,2})(?:[:٫.](\d{2}))?")
_MIDNIGHT_AFTER = 24


class ClockField(PersianTextField):
    """A time of day typed as ۹:۳۰ or ۹; the clean value is a `datetime.time`."""

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        found = _CLOCK.fullmatch(to_ascii_digits(typed).replace(" ", ""))
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (_MIDNIGHT_AFTER, 0)
        try:
            return time(hour, minute)
        except ValueError as error:
            raise ValidationError(texts.NOT_A_TIME.format(label=self.label), code="invalid") from error


class InvitationForm(StepForm):
    """When, where, and which originals; `anyway` is asked for only when the time looks like a slip."""

    day = JalaliDateField(label="روز مصاحبه", min_value=tehran_today)
    clock = ClockField(
        label="ساعت", max_length=10, help_text="مانند ۹:۳۰", widget=forms.TextInput({"dir": "ltr"})
    )
    place = PersianTextField(label="محل", max_length=300)
    papers = forms.MultipleChoiceField(
        label="اصل کدام مدارک همراه باشد؟", required=False, widget=forms.CheckboxSelectMultiple
    )
    also = PersianTextField(label="چیز دیگری که باید همراه باشد", required=False, max_length=200)
    anyway = forms.BooleanField(
        label="با این حال همین زمان ثبت شود", required=False, widget=forms.HiddenInput
    )

    beside: ClassVar[Mapping[str, str]] = {"in_the_past": "clock"}

    def __init__(self, *args: Any, row: LicenceRequest, initial: dict[str, Any], **kwargs: Any) -> None:
        """The words of an appointment that this one replaces stand in the form."""
        titles = [paper.type.title for paper in paper_list.papers_of(row) if paper.needed or paper.documents]
        self.before = ahead(row)
        initial |= _words_of(self.before, titles) if self.before else {"place": row.union.address}
        super().__init__(*args, row=row, initial=initial, **kwargs)
        self.doubts: list[str] = []
        self.fields["papers"].choices = [(title, title) for title in titles]  # type: ignore[attr-defined]

    @property
    def at(self) -> datetime:
        """The moment typed on Tehran's clock."""
        return at_tehran(self.cleaned_data["day"], self.cleaned_data["clock"])

    def originals(self) -> list[str]:
        """Titles of what is to be brought, the free line last."""
        also = self.cleaned_data["also"]
        return [*self.cleaned_data["papers"], *([also] if also else [])]

    def is_valid(self) -> bool:
        """A time that looks like a slip is asked about once: the tick that confirms it is shown then."""
        if not super().is_valid():
            return False
        working = is_working_day(day_of(self.at), self.row.county)
        self.doubts = doubts_about(self.at, is_working_day=working, due_at=self.row.due_at)
        if self.doubts:
            self.fields["anyway"].widget = forms.CheckboxInput()
        return not self.doubts or self.cleaned_data["anyway"]

    def arguments(self) -> dict[str, Any]:
        said = {name: self.cleaned_data[name] for name in ("place", "seen_version")}
        return said | {"at": self.at, "originals": self.originals()}


def _words_of(before: Interview, titles: list[str]) -> dict[str, Any]:
    local = before.at.astimezone(TEHRAN)
    others = [line for line in before.originals_list if line not in titles]
    return {
        "day": day_of(local),
        "clock": to_persian_digits(local.strftime("%H:%M")),
        "place": before.place,
        "papers": [line for line in before.originals_list if line in titles],
        "also": normalise("، ".join(others)),
    }


class InterviewResultForm(StepForm):
    """What came of the interview."""

    result = forms.ChoiceField(
        label="نتیجهٔ مصاحبه",
        choices=[(result.value, result.label) for result in RESULTS],
        widget=forms.RadioSelect,
    )
    note = PersianTextField(
        label="شرح", required=False, max_length=500, help_text="فقط همکاران پرونده این شرح را می‌بینند."
    )

"""The checklist of the special conditions on the review desk (R212)."""

from collections.abc import Mapping
from typing import Any

from django import forms

from accounts.models import User
from licensing.cases.desk import refusal_by
from licensing.cases.desk_forms import StepForm
from licensing.cases.models import LicenceRequest
from licensing.cases.rules import check_works_impartially
from licensing.decisions.rules import checklist_of
from licensing.desk import checklist
from organizations.desk.cards import Card
from organizations.desk.steps import Step


class ChecklistForm(StepForm):
    """One tick for each point of the conditions the applicant accepted."""

    points = forms.MultipleChoiceField(
        label="بندهایی که دیده شد و درست است", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["points"].choices = list(checklist_of(self.row).items())  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        return {"codes": self.cleaned_data["points"], "seen_version": self.cleaned_data["seen_version"]}


def _ticked(case: LicenceRequest, user: User) -> Mapping[str, Any]:
    return {"points": list(case.ticks.values_list("code", flat=True))}


STEP = Step(
    name="checklist",
    service=checklist.tick_checklist,
    form=ChecklistForm,
    button="نگه داشتن چک‌لیست",
    done="چک‌لیست نگه داشته شد.",
    initial=_ticked,
    offered=lambda case, user: bool(checklist_of(case)),
    why=refusal_by(check_works_impartially),
    kind="secondary",
    is_panel=False,
)


def cards(case: LicenceRequest) -> list[Card]:
    """The points and who ticked them; nothing when the conditions have no checklist."""
    points = checklist_of(case)
    if not points:
        return []
    ticks = {tick.code: tick for tick in case.ticks.select_related("ticked_by__person")}
    known = {
        "rows": [{"text": text, "tick": ticks.get(code)} for code, text in points.items()],
        "left": len(set(points) - set(ticks)),
    }
    return [Card("admin/licensing/_checklist.html", known, anchor="checklist", tab="چک‌لیست")]

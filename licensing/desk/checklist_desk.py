"""The checklist of the special conditions on the review desk (R212)."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from accounts.models import User
from core.refusals import why_not
from licensing.cases import rules as cases_rules
from licensing.cases.desk_forms import StepForm
from licensing.cases.models import LicenceRequest
from licensing.decisions import rules as decisions_rules
from licensing.desk import checklist


class ChecklistForm(StepForm):
    """One tick for each point of the conditions the applicant accepted."""

    points = forms.MultipleChoiceField(
        label="بندهایی که دیده شد و درست است", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, case: LicenceRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["points"].choices = list(decisions_rules.checklist_of(case).items())  # type: ignore[attr-defined]


class ChecklistViews:
    """Ticking the checklist, for the desk's admin class."""

    if TYPE_CHECKING:
        admin_site: Any
        _find: Any
        _act: Any

    def checklist_urls(self) -> list[URLPattern]:
        """The address the ticks are sent to."""
        view = self.admin_site.admin_view(require_POST(self.checklist_view))
        return [path("<number:pk>/checklist/", view, name="licensing_request_checklist")]

    def checklist_of(
        self, case: LicenceRequest, user: User, bound: StepForm | None = None
    ) -> dict[str, Any] | None:
        """The points, who ticked them, and the form for those who may tick; None when there is no checklist."""
        points = decisions_rules.checklist_of(case)
        if not points:
            return None
        ticks = {tick.code: tick for tick in case.ticks.select_related("ticked_by__person")}
        may_tick = not (
            why_not(cases_rules.check_works_on, case, user)
            or why_not(cases_rules.check_impartial, case, user)
        )
        form = bound if isinstance(bound, ChecklistForm) else None
        if form is None:
            initial = {"seen_version": case.version, "points": list(ticks)}
            form = ChecklistForm(initial=initial, case=case, auto_id="checklist_%s")
        return {
            "rows": [{"text": text, "tick": ticks.get(code)} for code, text in points.items()],
            "left": len(set(points) - set(ticks)),
            "form": form if may_tick else None,
            "url": reverse("admin:licensing_request_checklist", args=[case.pk]),
        }

    def checklist_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the ticks as they were sent."""
        case = self._find(request, pk)
        form = ChecklistForm(request.POST, case=case, auto_id="checklist_%s")

        def act() -> object:
            asked = form.cleaned_data
            return checklist.tick_checklist(
                case, asked["points"], by=cast("User", request.user), seen_version=asked["seen_version"]
            )

        return cast("HttpResponse", self._act(request, case, form, act, "چک‌لیست نگه داشته شد."))

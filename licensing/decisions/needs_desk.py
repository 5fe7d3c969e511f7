"""Needs the board listed, at the desk: what the applicant said of them, and what the board finds (R81)."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from accounts.models import User
from core.forms import PersianTextField
from core.refusals import why_not
from licensing.cases.desk_forms import MinuteForm, StepForm
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from licensing.decisions import needs, needs_texts


class SettleForm(StepForm):
    """The needs are met."""


class AskAgainForm(MinuteForm):
    """The needs are not met: what is still missing, under the board's minute."""

    field_order = ("text",)

    text = PersianTextField(
        label="چه چیزی هنوز کم است؟",
        max_length=needs.LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )


class NeedsViews:
    """The board's look at needs, for the desk's admin class."""

    if TYPE_CHECKING:
        admin_site: Any
        _act: Any

        def _find(self, request: HttpRequest, pk: int) -> LicenceRequest: ...

    def needs_urls(self) -> list[URLPattern]:
        """The addresses of both findings."""
        acts = {"settle": self.settle_view, "again": self.ask_again_view}
        return [
            path(
                f"<number:pk>/needs/{name}/",
                self.admin_site.admin_view(require_POST(view)),
                name=f"licensing_request_needs_{name}",
            )
            for name, view in acts.items()
        ]

    def needs_context(self, case: LicenceRequest, user: User, bound: StepForm | None) -> dict[str, Any]:
        """The needs that are open, and the findings this person may write down now."""
        found = needs.needs_of(case)
        may_judge = bool(found) and not why_not(needs.check_may_judge, case, user)
        initial = {"seen_version": case.version}
        again = (
            bound
            if isinstance(bound, AskAgainForm)
            else AskAgainForm(initial=initial, case=case, auto_id="again_%s")
        )
        settles = may_judge and case.status == Status.IN_PROGRESS
        return {
            "needs": found,
            "needs_settle": SettleForm(initial=initial, auto_id="settle_%s") if settles else None,
            "needs_settle_url": reverse("admin:licensing_request_needs_settle", args=[case.pk]),
            "needs_again": again if may_judge and case.needs_met_at else None,
            "needs_again_url": reverse("admin:licensing_request_needs_again", args=[case.pk]),
        }

    def settle_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The board found them met."""
        case, form = self._find(request, pk), SettleForm(request.POST, auto_id="settle_%s")

        def act() -> object:
            return needs.settle_needs(case, by=cast("User", request.user), **form.cleaned_data)

        return cast("HttpResponse", self._act(request, case, form, act, needs_texts.DONE_SETTLED))

    def ask_again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The board found something still missing."""
        case = self._find(request, pk)
        form = AskAgainForm(request.POST, case=case, auto_id="again_%s")

        def act() -> object:
            return needs.ask_again(case, by=cast("User", request.user), **form.cleaned_data)

        return cast("HttpResponse", self._act(request, case, form, act, needs_texts.DONE_ASKED))

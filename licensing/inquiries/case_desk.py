"""The inquiries of one file on the review desk, and the printing of their letters (annex 14)."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from accounts.models import User
from core.refusals import RuleBroken
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Actor
from licensing.inquiries import reminders, services
from licensing.inquiries.states import OPEN
from organizations.desk.scope import ScopedAdmin

if TYPE_CHECKING:
    _Desk = ScopedAdmin
else:
    _Desk = object


class InquiriesOfCase(_Desk):
    """What the review desk shows and does about inquiries."""

    if TYPE_CHECKING:

        def _find(self, request: HttpRequest, pk: int) -> LicenceRequest: ...

        def _back(self, case: LicenceRequest) -> HttpResponseRedirect: ...

    def inquiry_urls(self) -> list[URLPattern]:
        """Where letters are printed."""
        view = self.admin_site.admin_view(require_POST(self.letters_view))
        return [path("<number:pk>/letters/", view, name="licensing_request_letters")]

    def inquiries_context(self, case: LicenceRequest, user: User) -> dict[str, Any]:
        """The inquiries with the day of their last reminder, and whether this person may print letters."""
        found = list(
            case.inquiries.select_related("body", "postal_check").annotate(reminded_at=reminders.REMINDED_AT)
        )
        unanswered = [row for row in found if row.state in OPEN]
        return {
            "inquiries": found,
            "inquiries_open": len(unanswered),
            "may_print_inquiries": Actor.UNION_OPERATOR in case.actors_of(user)
            and bool(unanswered)
            and services.may_print(case, user),
        }

    def letters_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Print the letters of this request that have no answer yet (annex 14)."""
        case = self._find(request, pk)
        rows = case.inquiries.filter(state__in=OPEN).select_related("body", "case")
        try:
            batch = services.print_letters(rows, by=cast("User", request.user))
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            return self._back(case)
        return HttpResponseRedirect(reverse("admin:licensing_inquiry_letters", args=[batch.pk]))

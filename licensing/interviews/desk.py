"""The interview at the union's desk: inviting on a page of its own, and what came of it (R77)."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from core.jalali import day_of
from core.refusals import RuleBroken, why_not
from core.text import to_persian_digits
from deadlines import services as deadlines
from licensing.cases import rules as cases_rules
from licensing.cases.models import LicenceRequest
from licensing.cases.stale import CONFLICT, REFUSED, now_changed
from licensing.cases.states import Actor, Status
from licensing.interviews import rules, services
from licensing.interviews.desk_forms import InterviewResultForm, InvitationForm
from licensing.interviews.models import Interview

TITLE, TITLE_AGAIN = "دعوت به مصاحبه", "زمان تازهٔ مصاحبه"


class InterviewViews:
    """Invitation and result, for the desk's admin class."""

    if TYPE_CHECKING:
        admin_site: Any
        _act: Any
        _not_done: Any

        def _find(self, request: HttpRequest, pk: int) -> LicenceRequest: ...
        def _back(self, case: LicenceRequest) -> HttpResponseRedirect: ...

    def interview_urls(self) -> list[URLPattern]:
        """The page of the invitation, and the address of the result."""
        page = require_http_methods(["GET", "HEAD", "POST"])(self.interview_view)
        result = require_POST(self.interview_result_view)
        return [
            path(
                "<number:pk>/interview/",
                self.admin_site.admin_view(page, cacheable=False),
                name="licensing_request_interview",
            ),
            path(
                "<number:pk>/interview/result/",
                self.admin_site.admin_view(result),
                name="licensing_request_interview_result",
            ),
        ]

    def interviews_of(self, case: LicenceRequest, user: User, bound: Any = None) -> dict[str, Any] | None:
        """The appointments and what may be done about them; None where there is nothing to say."""
        may_invite = rules.may_invite(case, user) and not why_not(cases_rules.check_impartial, case, user)
        rows = list(case.interviews.select_related("result_by__person"))
        if not rows and not may_invite:
            return None
        ahead = rows[-1] if rows and not rows[-1].result else None
        records = ahead and case.status == Status.INTERVIEW and Actor.UNION_OPERATOR in case.actors_of(user)
        form = bound if isinstance(bound, InterviewResultForm) else None
        return {
            "rows": [_row(interview) for interview in rows],
            "invite_label": (TITLE_AGAIN if ahead else TITLE) if may_invite else "",
            "invite_url": reverse("admin:licensing_request_interview", args=[case.pk]),
            "form": (form or InterviewResultForm(initial={"seen_version": case.version}))
            if records
            else None,
            "result_url": reverse("admin:licensing_request_interview_result", args=[case.pk]),
        }

    def interview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """When, where and with what; a time that looks like a slip is asked about once."""
        case, user = self._find(request, pk), cast("User", request.user)
        before = services.ahead(case)
        if request.method != "POST":
            try:
                rules.check_may_invite(case, user)
            except RuleBroken as refusal:
                messages.error(request, str(refusal))
                return self._back(case)
            form = InvitationForm(initial={"seen_version": case.version}, case=case, before=before)
            return self._interview_page(request, case, form, before)
        form = InvitationForm(request.POST, case=case, before=before)
        doubts: list[str] = []
        if form.is_valid():
            doubts = _doubts(case, form)
            if not doubts or form.cleaned_data["anyway"]:
                try:
                    services.invite(
                        case,
                        at=form.at,
                        place=form.cleaned_data["place"],
                        originals=form.originals(),
                        by=user,
                        seen_version=form.cleaned_data["seen_version"],
                    )
                except RuleBroken as refusal:
                    case = self._find(request, pk)
                    if not rules.may_invite(case, user):
                        return cast("HttpResponse", self._not_done(request, case, form, refusal))
                    if refusal.code == "stale":
                        changed = now_changed(case, form)
                        if doubts:
                            form.ask_again()
                        return self._interview_page(
                            request, case, form, services.ahead(case), doubts, changed=changed
                        )
                    form.add_error("clock" if refusal.code == "in_the_past" else None, str(refusal))
                else:
                    messages.success(request, "دعوت به مصاحبه ثبت و به متقاضی پیامک شد.")
                    return self._back(case)
            form.ask_again()
        return self._interview_page(request, case, form, before, doubts)

    def _interview_page(
        self,
        request: HttpRequest,
        case: LicenceRequest,
        form: InvitationForm,
        before: Interview | None,
        doubts: list[str] | None = None,
        *,
        changed: dict[str, Any] | None = None,
    ) -> HttpResponse:
        code, title = to_persian_digits(str(case)), TITLE_AGAIN if before else TITLE
        desk = reverse("admin:licensing_licencerequest_change", args=[case.pk])
        context = self.admin_site.each_context(request) | {
            "title": title,
            "trail": [
                {"label": self.admin_site.index_title, "url": reverse("admin:index")},
                {
                    "label": case._meta.verbose_name_plural,
                    "url": reverse("admin:licensing_licencerequest_changelist"),
                },
                {"label": code, "url": desk},
                {"label": title, "url": ""},
            ],
            "case": case,
            "code": code,
            "form": form,
            "before": before and services.in_words(before.at),
            "doubts": doubts,
            "desk_url": desk,
            "changed": changed,
        }
        status = CONFLICT if changed else REFUSED if form.is_bound else 200
        return render(request, "admin/licensing/interview.html", context, status=status)

    def interview_result_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What came of it."""
        case, form = self._find(request, pk), InterviewResultForm(request.POST)

        def act() -> object:
            return services.record_interview(case, by=cast("User", request.user), **form.cleaned_data)

        return cast("HttpResponse", self._act(request, case, form, act, "نتیجهٔ مصاحبه ثبت شد."))


def _doubts(case: LicenceRequest, form: InvitationForm) -> list[str]:
    working = deadlines.is_working_day(day_of(form.at), case.county)
    return rules.doubts_about(form.at, is_working_day=working, due_at=case.due_at)


def _row(interview: Interview) -> dict[str, Any]:
    return {
        "when": services.in_words(interview.at),
        "place": interview.place,
        "originals": interview.originals_list,
        "result": interview.get_result_display() if interview.result else "",
        "note": interview.note,
        "by": str(interview.result_by) if interview.result_by else "",
    }

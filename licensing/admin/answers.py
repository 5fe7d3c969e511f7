"""The board's answers that carry reasons, each on a page of its own (annexes 11, 12)."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods

from accounts.models import User
from core.refusals import RuleBroken
from core.text import to_persian_digits
from licensing import rules, services
from licensing.admin.forms import AnswerForm
from licensing.models import LicenceRequest
from licensing.rules import ReasonKind, Status

#: Name in the address, heading, button's colour, kind of reason, and what is said when it is done.
ANSWERS: dict[Status, tuple[str, str, str, ReasonKind, str]] = {
    Status.CONDITIONAL: (
        "conditional",
        "قبول مشروط",
        "secondary",
        ReasonKind.NEED,
        "قبول مشروط ثبت و فهرست نیازها به متقاضی اعلام شد.",
    ),
    Status.REJECTED: (
        "reject",
        "رد درخواست",
        "danger",
        ReasonKind.REFUSAL,
        "رد درخواست با دلیل‌ها ثبت و به متقاضی اعلام شد.",
    ),
}
_ACTS: dict[Status, Callable[..., object]] = {
    Status.CONDITIONAL: services.accept_conditionally,
    Status.REJECTED: services.reject,
}


class AnswerViews:
    """Pages of conditional acceptance and refusal, for the desk's admin class."""

    if TYPE_CHECKING:
        admin_site: Any

        def _find(self, request: HttpRequest, pk: int) -> LicenceRequest: ...
        def _back(self, case: LicenceRequest) -> HttpResponseRedirect: ...

    def answer_urls(self) -> list[URLPattern]:
        """One address per answer."""
        return [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(
                    require_http_methods(["GET", "HEAD", "POST"])(self.answer_view), cacheable=False
                ),
                {"to": to},
                name=f"licensing_request_{name}",
            )
            for to, (name, *_) in ANSWERS.items()
        ]

    def answer_links(self, case: LicenceRequest, moves: Sequence[Status]) -> list[dict[str, str]]:
        """The buttons of the answers open to this person."""
        return [
            {
                "label": title,
                "kind": colour,
                "url": reverse(f"admin:licensing_request_{name}", args=[case.pk]),
            }
            for to, (name, title, colour, *_) in ANSWERS.items()
            if to in moves
        ]

    def answer_view(self, request: HttpRequest, pk: int, to: Status) -> HttpResponse:
        """Reasons and minute of one answer; a refused form is shown again as typed."""
        case, user = self._find(request, pk), cast("User", request.user)
        kind, done = ANSWERS[to][3:]
        if request.method != "POST":
            try:
                rules.check_move(case, to, user)
            except RuleBroken as refusal:
                messages.error(request, str(refusal))
                return self._back(case)
            form = AnswerForm(initial={"seen_version": case.version}, case=case, kind=kind)
            return self._answer_page(request, case, to, form)
        form = AnswerForm(request.POST, case=case, kind=kind)
        if form.is_valid():
            minute = {
                name: form.cleaned_data[name] for name in ("minute_number", "minute_date", "seen_version")
            }
            try:
                _ACTS[to](case, grounds=form.grounds(), by=user, **minute)
            except RuleBroken as refusal:
                if refusal.code == "stale":
                    messages.error(request, str(refusal))
                    return self._back(case)
                form.add_error(None, str(refusal))
            else:
                messages.success(request, done)
                return self._back(case)
        return self._answer_page(request, case, to, form)

    def _answer_page(
        self, request: HttpRequest, case: LicenceRequest, to: Status, form: AnswerForm
    ) -> HttpResponse:
        title, code = ANSWERS[to][1], to_persian_digits(str(case))
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
            "desk_url": desk,
            "is_refusal": to is Status.REJECTED,
        }
        return render(request, "admin/licensing/answer.html", context, status=400 if form.is_bound else 200)

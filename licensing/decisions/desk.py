"""The board's answers that carry reasons, each on a page of its own (annexes 11, 12)."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods

from accounts.models import User
from core.refusals import RuleBroken, why_not
from core.text import to_persian_digits
from licensing.cases import rules as cases_rules
from licensing.cases.models import LicenceRequest
from licensing.cases.stale import CONFLICT, REFUSED, now_changed
from licensing.cases.states import Status
from licensing.decisions import refusals
from licensing.decisions.desk_forms import AnswerForm
from licensing.decisions.refusals import check_may_answer
from licensing.decisions.states import ReasonKind


class Answer(NamedTuple):
    """One answer: its name in the address, its words, and the service that records it."""

    name: str
    title: str
    kind: ReasonKind
    notice: str
    done: str
    act: Callable[..., object]

    @property
    def colour(self) -> str:
        """Of its button on the desk: a refusal is red."""
        return "danger" if self.kind is ReasonKind.REFUSAL else "secondary"


ANSWERS: dict[Status, Answer] = {
    Status.CONDITIONAL: Answer(
        "conditional",
        "قبول مشروط",
        ReasonKind.NEED,
        "متقاضی این فهرست را می‌بیند و تا پایان مهلت تکمیل مدارک وقت برآوردن آن را دارد. پس از آن هیأت مدیره "
        "پذیرش را قطعی یا درخواست را رد می‌کند.",
        "قبول مشروط ثبت و فهرست نیازها به متقاضی اعلام شد.",
        refusals.accept_conditionally,
    ),
    Status.REJECTED: Answer(
        "reject",
        "رد درخواست",
        ReasonKind.REFUSAL,
        "متقاضی همین دلیل‌ها و ماده‌ها را می‌بیند و می‌تواند نزد اتاق اصناف اعتراض کند. متن آزاد به‌تنهایی دلیل نیست.",
        "رد درخواست با دلیل‌ها ثبت و به متقاضی اعلام شد.",
        refusals.reject,
    ),
    Status.IN_PROGRESS: Answer(
        "return",
        "بازگشت برای تکمیل",
        ReasonKind.NEED,
        "متقاضی این فهرست را می‌بیند و مهلت تکمیل مدارک برای او از نو آغاز می‌شود. صورتحساب پرداخت‌شده "
        "پذیرفته می‌ماند. مهلت صدور اتحادیه با کامل شدن دوبارهٔ مدارک از نو آغاز می‌شود.",
        "بازگشت پرونده ثبت و فهرست نیازها به متقاضی اعلام شد.",
        refusals.return_for_completion,
    ),
    Status.REFUSED: Answer(
        "refuse",
        "عدم صدور",
        ReasonKind.REFUSAL,
        "پرونده با این تصمیم بسته و استعلام‌های بی‌پاسخ باطل می‌شود و آنچه پرداخت شده است "
        "به متقاضی بازمی‌گردد. پاسخ منفی یک دستگاه به‌خودی‌خود دلیل نیست؛ هیأت "
        "مدیره تصمیم می‌گیرد. متقاضی همین دلیل‌ها و ماده‌ها را می‌بیند و می‌تواند نزد اتاق اصناف اعتراض کند.",
        "عدم صدور با دلیل‌ها ثبت و به متقاضی اعلام شد.",
        refusals.refuse_to_issue,
    ),
}


class AnswerViews:
    """Pages of conditional acceptance and refusal, for the desk's admin class."""

    if TYPE_CHECKING:
        admin_site: Any

        def _find(self, request: HttpRequest, pk: int) -> LicenceRequest: ...
        def _back(self, case: LicenceRequest) -> HttpResponseRedirect: ...

        _not_done: Any

    def answer_urls(self) -> list[URLPattern]:
        """One address per answer."""
        return [
            path(
                f"<number:pk>/{answer.name}/",
                self.admin_site.admin_view(
                    require_http_methods(["GET", "HEAD", "POST"])(self.answer_view), cacheable=False
                ),
                {"to": to},
                name=f"licensing_request_{answer.name}",
            )
            for to, answer in ANSWERS.items()
        ]

    def answer_links(self, case: LicenceRequest, moves: Sequence[Status], user: User) -> list[dict[str, str]]:
        """The buttons of the answers open to this person, each with why it is not open now."""
        return [
            {
                "label": answer.title,
                "kind": answer.colour,
                "url": reverse(f"admin:licensing_request_{answer.name}", args=[case.pk]),
                "why": why_not(check_may_answer, case, to, user),
            }
            for to, answer in ANSWERS.items()
            if to in moves
        ]

    def answer_view(self, request: HttpRequest, pk: int, to: Status) -> HttpResponse:
        """Reasons and minute of one answer; a refused form is shown again as typed."""
        case, user = self._find(request, pk), cast("User", request.user)
        answer = ANSWERS[to]
        if request.method != "POST":
            if why := why_not(check_may_answer, case, to, user):
                messages.error(request, why)
                return self._back(case)
            form = AnswerForm(initial={"seen_version": case.version}, case=case, kind=answer.kind)
            return self._answer_page(request, case, to, form)
        form = AnswerForm(request.POST, case=case, kind=answer.kind)
        if form.is_valid():
            chosen = {name: form.cleaned_data[name] for name in ("minute", "seen_version")}
            try:
                answer.act(case, grounds=form.grounds(), by=user, **chosen)
            except RuleBroken as refusal:
                case = self._find(request, pk)
                if to not in cases_rules.moves_open_to(case, user):
                    return cast("HttpResponse", self._not_done(request, case, form, refusal))
                if refusal.code == "stale":
                    return self._answer_page(request, case, to, form, changed=now_changed(case, form))
                form.add_error(None, str(refusal))
            else:
                messages.success(request, answer.done)
                return self._back(case)
        return self._answer_page(request, case, to, form)

    def _answer_page(
        self,
        request: HttpRequest,
        case: LicenceRequest,
        to: Status,
        form: AnswerForm,
        *,
        changed: dict[str, Any] | None = None,
    ) -> HttpResponse:
        answer, code = ANSWERS[to], to_persian_digits(str(case))
        desk = reverse("admin:licensing_licencerequest_change", args=[case.pk])
        context = self.admin_site.each_context(request) | {
            "title": answer.title,
            "trail": [
                {"label": self.admin_site.index_title, "url": reverse("admin:index")},
                {
                    "label": case._meta.verbose_name_plural,
                    "url": reverse("admin:licensing_licencerequest_changelist"),
                },
                {"label": code, "url": desk},
                {"label": answer.title, "url": ""},
            ],
            "case": case,
            "code": code,
            "form": form,
            "desk_url": desk,
            "answer": answer,
            "changed": changed,
        }
        status = CONFLICT if changed else REFUSED if form.is_bound else 200
        return render(request, "admin/licensing/answer.html", context, status=status)

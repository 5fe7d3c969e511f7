"""Putting files on a board's agenda, taking them off, and the reasons of one file."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.models import User
from core.numbers import number_in, numbers_in, pairs_in
from core.refusals import RuleBroken
from core.text import to_persian_digits
from licensing.cases.models import LicenceRequest
from licensing.cases.states import ON_AGENDA
from licensing.decisions.desk_forms import GroundsForm
from licensing.sessions import agenda, services
from licensing.sessions.desk_rows import facts_of
from licensing.sessions.models import AgendaItem, BoardSession
from licensing.sessions.states import REASONS_OF, SessionState
from organizations.desk.stale import refresh_seen_version as with_version

QUEUE = 50


class AgendaViews:
    """The agenda's pages, for the session's admin class."""

    if TYPE_CHECKING:
        find: Any
        enter: Any
        page: Any
        session_page: Any
        get_queryset: Any

    def queue_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The files a board can decide on, what falls due soonest first; ticked ones are put on together."""
        session = self.find(request, pk)
        if request.method == "POST":
            return self._put(request, session, request.POST.getlist("seen"))
        waiting = LicenceRequest.objects.filter(union=session.union_id).for_agenda()
        cases = list(waiting.select_related("applicant", "category", "county")[:QUEUE])
        facts = facts_of(cases)
        context = self.session_page(request, session, "افزودن پرونده به دستور کار") | {
            "rows": [facts[case.pk] for case in cases],
            "is_cut": len(cases) == QUEUE,
            "session_url": session.get_absolute_url(),
        }
        return render(request, "admin/licensing/session_queue.html", context)

    def choose_view(self, request: HttpRequest) -> HttpResponse:
        """Files ticked in the inbox, or one from its desk: which can be put on, and on which planned session."""
        self.enter(request)
        if "confirm" in request.POST:
            key = number_in(request.POST.get("session"))
            if key is None:
                messages.error(request, "جلسه را انتخاب کنید.")
                return redirect("admin:licensing_licencerequest_changelist")
            return self._put(request, self.find(request, key), request.POST.getlist("seen"))
        picked = numbers_in(request.POST.getlist("pick") or request.GET.getlist("pick"))
        if not picked:
            messages.info(request, "نخست پرونده‌ها را در فهرست علامت بزنید.")
            return redirect("admin:licensing_licencerequest_changelist")
        user = cast("User", request.user)
        sessions = list(
            self.get_queryset(request).filter(state=SessionState.PLANNED).order_by("held_on", "pk")
        )
        rows = LicenceRequest.objects.visible_to(user).filter(pk__in=picked)
        rows = rows.select_related("applicant", "category", "county").order_by("due_at", "submitted_at", "pk")
        cases, query = list(rows), "&".join(f"pick={pk}" for pk in picked)
        taken = _sessions_by_case(cases)
        fit = [case for case in cases if case.status in ON_AGENDA and case.pk not in taken]
        facts = facts_of(cases)
        context = self.page(request, "افزودن به دستور کار", below=True) | {
            "rows": [facts[case.pk] for case in fit],
            "others": [facts[case.pk] | {"session": taken.get(case.pk)} for case in cases if case not in fit],
            "sessions": sessions,
            "chosen": request.GET.get("session", str(sessions[0].pk) if sessions else ""),
            "plan_url": f"{reverse('admin:licensing_boardsession_add')}?{query}",
            "inbox_url": reverse("admin:licensing_licencerequest_changelist"),
        }
        return render(request, "admin/licensing/session_choose.html", context)

    def _put(self, request: HttpRequest, session: BoardSession, posted: Sequence[str]) -> HttpResponse:
        try:
            seen = pairs_in(posted)
        except ValueError as error:
            raise Http404 from error
        if not seen:
            messages.info(request, "نخست پرونده‌ها را علامت بزنید.")
            return redirect("admin:licensing_session_queue", session.pk)
        visible = LicenceRequest.objects.visible_to(cast("User", request.user))
        if visible.filter(pk__in=seen, union=session.union_id).count() < len(seen):
            raise Http404
        try:
            count = agenda.add_to_agenda(session, seen, by=cast("User", request.user))
        except RuleBroken as refusal:
            messages.error(request, f"هیچ پرونده‌ای افزوده نشد. {refusal}")
            return redirect("admin:licensing_session_queue", session.pk)
        messages.success(request, f"{to_persian_digits(str(count))} پرونده در دستور کار گذاشته شد.")
        return redirect(session)

    def remove_view(self, request: HttpRequest, pk: int, item: int) -> HttpResponse:
        """Take one file off, for the reason that was typed."""
        session = self.find(request, pk)
        row = self._item(session, item)
        try:
            agenda.take_off_agenda(row, reason=request.POST.get("reason", ""), by=cast("User", request.user))
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"«{row.case.unit_name}» از دستور کار برداشته شد.")
        return redirect(session)

    def reasons_view(self, request: HttpRequest, pk: int, item: int) -> HttpResponse:
        """The coded reasons of one file's outcome."""
        session = self.find(request, pk)
        row = self._item(session, item)
        kind = REASONS_OF.get(row.outcome)
        if kind is None or not session.is_open:
            messages.info(request, "نخست «قبول مشروط» یا «رد» را انتخاب و ثبت کنید، سپس دلیل‌ها را بنویسید.")
            return redirect(session)
        initial = {"seen_version": session.version} | _as_initial(row)
        form = GroundsForm(
            request.POST or None, initial=initial, row=row.case, user=cast("User", request.user), kind=kind
        )
        if request.method == "POST" and form.is_valid():
            try:
                services.set_grounds(
                    row,
                    form.grounds(),
                    by=cast("User", request.user),
                    seen_version=form.cleaned_data["seen_version"],
                )
            except RuleBroken as refusal:
                form.add_error(None, str(refusal))
                if refusal.code == "stale":
                    with_version(form, session)
            else:
                messages.success(request, "دلیل‌ها نگه داشته شد.")
                return redirect(f"{session.get_absolute_url()}#item-{row.pk}")
        title = f"دلیل‌های ردیف {to_persian_digits(str(row.order))}: {row.get_outcome_display()}"
        context = self.session_page(request, session, title) | {
            "form": form,
            "case": row.case,
            "session_url": f"{session.get_absolute_url()}#item-{row.pk}",
        }
        status = 400 if form.is_bound else 200
        return render(request, "admin/licensing/session_reasons.html", context, status=status)

    def _item(self, session: BoardSession, key: int) -> AgendaItem:
        rows = session.items.standing().select_related(
            "session__union",
            "case__applicant",
            "case__category",
            "case__special_conditions",
            "case__general_conditions",
        )
        return cast("AgendaItem", get_object_or_404(rows, pk=key))


def _sessions_by_case(cases: Sequence[LicenceRequest]) -> dict[int, BoardSession]:
    items = AgendaItem.objects.open().filter(case__in=cases).select_related("session")
    return {item.case_id: item.session for item in items}


def _as_initial(item: AgendaItem) -> dict[str, Any]:
    """The reasons kept, as the form shows them."""
    found: dict[str, Any] = {}
    for number, row in enumerate(item.grounds.all(), start=1):
        found[f"ground_{number}"] = f"{row.reason_id}:{row.source}:{row.article}"
        found[f"explanation_{number}"] = row.explanation
    return found

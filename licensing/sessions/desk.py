"""The board's sessions at the desk: the list, the sheet of one session, its publication and its printed minutes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from functools import partial
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.models import User
from accounts.requests import StaffRequest
from core.jalali import at_tehran, day_of, tehran_today
from core.numbers import number_in, numbers_in, place_in, place_text
from core.text import to_persian_digits
from licensing.cases.models import LicenceRequest
from licensing.cases.states import ON_AGENDA
from licensing.sessions import publishing, services
from licensing.sessions.agenda_desk import AGENDA
from licensing.sessions.desk_forms import PlanForm, PublishForm
from licensing.sessions.desk_rows import (
    Sheet,
    facts_of,
    groups_of,
    removed_from,
    sessions_by_case,
    tally_of,
)
from licensing.sessions.models import BoardSession
from licensing.sessions.rules import quorum
from licensing.sessions.states import ItemResult, SessionState
from organizations.desk.base import View
from organizations.desk.cards import Row
from organizations.desk.forms import DeskForm
from organizations.desk.pages import Desk
from organizations.desk.scope import roles_of
from organizations.desk.steps import Offer, Step
from organizations.roles.states import Role

PAGE = 25
TONES = {SessionState.PLANNED: "info", SessionState.PUBLISHED: "success", SessionState.CANCELLED: "neutral"}
PUBLISHED_BY_BOARD = "اعلام نتیجه‌ها در اختیار هیأت مدیره و فقط برای جلسهٔ باز است."


def _announcement(row: Any, user: User, form: PublishForm) -> Row:
    """What will be announced to whom, with the number of each outcome, and what stands in the way."""
    ahead = publishing.preview(row, by=user)
    known = {item.pk: why for item, why in form.problems} | ahead.problems
    return {
        "session": row,
        "tone": TONES[SessionState(row.state)],
        "refusal": "" if form.errors else ahead.refusal,
        "problems": [{"item": item, "why": known[item.pk]} for item in row.sheet.items if item.pk in known],
        "groups": groups_of(row.sheet.rows),
        "tally": tally_of(row.sheet.rows),
    }


PLAN = Step(
    name="plan",
    form=PlanForm,
    service=services.plan_session,
    button="برنامه‌ریزی جلسه",
    done="جلسه برنامه‌ریزی شد. پرونده‌ها را در دستور کار بگذارید.",
    hint="کاربر اتحادیه هم می‌تواند جلسه را برنامه‌ریزی و دستور کار را آماده کند؛ اعلام نتیجه‌ها با هیأت مدیره است.",
    initial=lambda row, user: {"held_on": tehran_today()},
    goes_to=lambda row, session: reverse("admin:licensing_session_queue", args=[session.pk]),
)

STEPS = (
    *AGENDA,
    Step(
        name="publish",
        form=PublishForm,
        service=publishing.publish,
        button="اعلام همهٔ نتیجه‌ها",
        title="پیش‌نمایش آنچه به متقاضیان اعلام می‌شود",
        done="نتیجه‌ها با یک صورتجلسه ثبت و به متقاضیان اعلام شد.",
        why=lambda row, user: PUBLISHED_BY_BOARD if row.sheet.why_not_decided else "",
        own_page=True,
        template="admin/licensing/session_publish.html",
        values=_announcement,
    ),
    Step(
        name="cancel",
        form=DeskForm,
        service=services.cancel_session,
        button="لغو جلسه",
        kind="danger",
        done="جلسه لغو شد و پرونده‌های آن آزادند.",
        why=lambda row, user: row.sheet.why_not_decided,
        own_page=True,
        template="admin/licensing/session_cancel.html",
    ),
)


@admin.register(BoardSession)
class BoardSessionAdmin(Desk):
    """Only the union's own staff; operators prepare the agenda, the board decides."""

    write_roles = (Role.UNION_OPERATOR, Role.UNION_BOARD)
    names = "licensing_session"
    page_template = "admin/licensing/session.html"
    form_template = "admin/licensing/form.html"
    add_label = "برنامه‌ریزی جلسهٔ هیأت مدیره"
    adds = PLAN
    steps = STEPS
    views = (
        View("choose/", "licensing_session_choose", "choose_view", ("GET", "HEAD", "POST")),
        View("<number:pk>/print/", "licensing_session_print", "print_view"),
    )

    def has_module_permission(self, request: HttpRequest) -> bool:
        """In the index of boards; operators come from their inbox."""
        return Role.UNION_BOARD in roles_of(request)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The sessions of one's union, newest first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows: Any = self.get_queryset(request).select_related("union", "minute")
        rows = rows.annotate(files=Count("items", filter=~Q(items__result=ItemResult.REMOVED)))
        place = place_in(request.GET.get("after", ""))
        rows = rows.before(day_of(place[0]), place[1]) if place else rows
        found = list(rows.order_by("-held_on", "-pk")[: PAGE + 1])
        address, last = reverse(self.name_of("changelist")), found[PAGE - 1] if len(found) > PAGE else None
        following = place_text(at_tehran(last.held_on, time.min), last.pk) if last else ""
        context = self.context(request, str(self.opts.verbose_name_plural)) | {
            "trail": self.trail(),
            "rows": [{"session": row, "tone": TONES[row.state]} for row in found[:PAGE]],
            "add_url": reverse(self.name_of("add")),
            "next_url": f"{address}?after={following}" if last else "",
            "first_url": address if place else "",
        }
        return render(request, "admin/licensing/sessions.html", context)

    def adding(self, step: Step, request: StaffRequest) -> Step:
        """Files picked in the inbox come along to the session that is planned for them."""
        picked = numbers_in(request.GET.getlist("pick"))
        return replace(step, goes_to=partial(_to_choice, picked)) if picked else step

    def rows(self, request: HttpRequest) -> QuerySet[Any]:
        return self.get_queryset(request).select_related(
            "union", "minute", "made_by__person", "published_by__person"
        )

    def find(self, request: HttpRequest, pk: int) -> Any:
        """The session, and what its pages read of it."""
        session = super().find(request, pk)
        session.sheet = Sheet(session, cast("StaffRequest", request).user)
        return session

    def title_of(self, row: BoardSession) -> str:
        return to_persian_digits(str(row))

    def more(self, request: StaffRequest, row: Any, offers: Mapping[str, Offer]) -> Row:
        """Who is there, what is proposed for each file, how each voted; a refused form stands beside what is kept."""
        sheet: Sheet = row.sheet
        form, lawful = offers["sheet"].form, services.lawful_seats(row)
        cards = {card["item"].pk: card for card in form.cards()} if form else {}
        return {
            "session": row,
            "tone": TONES[row.state],
            "rows": [one | {"card": cards.get(one["item"].pk)} for one in sheet.rows],
            "form": form,
            "may_prepare": not sheet.why_not_prepared,
            "present": [seat for seat in sheet.seats if seat.pk in sheet.present],
            "seats": lawful,
            "vacant": lawful - len(sheet.seats),
            "quorum": quorum(lawful),
            "tally": tally_of(sheet.rows),
            "removed": removed_from(row),
        }

    def step_view(self, request: StaffRequest, pk: int, name: str, **parts: Any) -> HttpResponse:
        """The sheet is sent to the session's own page."""
        if name == "sheet" and request.method != "POST":
            return self.change_view(request, str(pk))
        return super().step_view(request, pk, name, **parts)

    def choose_view(self, request: StaffRequest) -> HttpResponse:
        """Files ticked in the inbox, or one from its desk: which can be put on, and on which planned session."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        inbox = reverse("admin:licensing_licencerequest_changelist")
        if "confirm" in request.POST:
            key = number_in(request.POST.get("session"))
            if key is None:
                messages.error(request, "جلسه را انتخاب کنید.")
                return redirect(inbox)
            return self.step_view(request, key, "queue")
        picked = numbers_in(request.POST.getlist("pick") or request.GET.getlist("pick"))
        if not picked:
            messages.info(request, "نخست پرونده‌ها را در فهرست علامت بزنید.")
            return redirect(inbox)
        planned = list(
            self.get_queryset(request).filter(state=SessionState.PLANNED).order_by("held_on", "pk")
        )
        rows = LicenceRequest.objects.visible_to(request.user).filter(pk__in=picked)
        rows = rows.select_related("applicant", "category", "county").order_by("due_at", "submitted_at", "pk")
        cases = list(rows)
        taken, facts = sessions_by_case(cases), facts_of(cases)
        fit = [case for case in cases if case.status in ON_AGENDA and case.pk not in taken]
        context = self.context(request, "افزودن به دستور کار") | {
            "rows": [facts[case.pk] for case in fit],
            "others": [facts[case.pk] | {"session": taken.get(case.pk)} for case in cases if case not in fit],
            "sessions": planned,
            "chosen": request.GET.get("session", str(planned[0].pk) if planned else ""),
            "plan_url": f"{reverse(self.name_of('add'))}?{urlencode({'pick': picked}, doseq=True)}",
            "inbox_url": inbox,
        }
        return render(request, "admin/licensing/session_choose.html", context)

    def print_view(self, request: StaffRequest, pk: int) -> HttpResponse:
        """Agenda before the session, minutes after it, with a place for signatures."""
        session = self.find(request, pk)
        sheet: Sheet = session.sheet
        above = {"label": self.title_of(session), "url": self.url_of(session)}
        context = self.context(request, "صورتجلسهٔ هیأت مدیره", above) | {
            "session": session,
            "rows": sheet.rows,
            "seats": [(seat, seat.pk in sheet.present) for seat in sheet.seats],
            "tally": tally_of(sheet.rows),
        }
        return render(request, "admin/licensing/session_print.html", context)


def _to_choice(picked: list[int], row: None, session: BoardSession) -> str:
    """Where the files that were picked are put on the session that was just planned."""
    query = urlencode({"pick": picked, "session": session.pk}, doseq=True)
    return f"{reverse('admin:licensing_session_choose')}?{query}"

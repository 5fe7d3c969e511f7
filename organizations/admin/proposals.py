"""Activation of electronic intake, its progress, and suggestions of missing trades."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from accounts.models import User
from core.checks import mask_mobile
from core.jalali import format_date, format_datetime, tehran_today
from core.numbers import number_in
from core.rials import group_digits
from core.text import to_persian_digits
from organizations import services
from organizations.admin.base import Cells, Page, Panel, Row, ServiceAdmin
from organizations.admin.desks import ABOVE_UNIONS, ENTERING
from organizations.admin.filters import choice
from organizations.forms.proposals import (
    AnswerForm,
    ApproveForm,
    EntryForm,
    ProposeForm,
    PublishEntryForm,
    RefuseForm,
    RejectForm,
    ReturnEntryForm,
)
from organizations.models import CategoryEntry, CategorySuggestion, Union, UnionActivation
from organizations.querysets import holds
from organizations.rules import ActivationState, EntryState, Party, Role, SuggestionState
from organizations.services import activation, suggestions
from organizations.services.category_entries import TAKES_ENTRIES

ACTIVATION_TONES = {
    ActivationState.PROPOSED: "warning",
    ActivationState.APPROVED: "success",
    ActivationState.REFUSED: "danger",
    ActivationState.WITHDRAWN: "neutral",
}
SUGGESTION_TONES = {
    SuggestionState.OPEN: "warning",
    SuggestionState.GUIDED: "success",
    SuggestionState.ADDED: "success",
    SuggestionState.REJECTED: "neutral",
}
ENTRY_TONES = {
    EntryState.WAITING: "warning",
    EntryState.RETURNED: "danger",
    EntryState.PUBLISHED: "success",
}
READY_THINGS = (
    ("has_software", "نرم‌افزار"),
    ("has_hardware", "سخت‌افزار"),
    ("has_trained_staff", "کارکنان آموزش‌دیده"),
)


@admin.register(UnionActivation)
class ActivationAdmin(ServiceAdmin):
    """The chamber proposes, the commission decides (R220)."""

    read_roles = ABOVE_UNIONS
    write_roles = ENTERING
    columns = ("اتحادیه", "وضعیت", "پیشنهاد", "آغاز پذیرش")
    list_select_related = ("union", "approval")
    ordering = ("-pk",)
    name_search = ("union__name_search",)
    list_filter = (choice("وضعیت", "state", ActivationState.choices),)
    search_hint = "اتحادیه"
    add_label = "پیشنهاد فعال‌سازی"
    added = "پیشنهاد فعال‌سازی ثبت شد و تصمیم با کمیسیون است؛ تا تصویب، اتحادیه درخواست نمی‌گیرد."
    add_hint = "پس از تصویب کمیسیون، پذیرش کاغذی فقط هنگام قطعی اعلام‌شده مجاز است."
    intro = "پذیرش الکترونیکی با پیشنهاد اتاق و تصویب کمیسیون آغاز می‌شود؛ پیش از آن، اتحادیه درخواست نمی‌گیرد."

    def add_form(self, request: HttpRequest, data: Any) -> BaseForm | None:
        """The readiness list."""
        return ProposeForm(data, by=cast("User", request.user))

    def add(self, values: Mapping[str, Any], form: Any, by: User) -> Model:
        """Propose."""
        return services.propose_activation(by=by, **values)

    def cells(self, row: UnionActivation, by: User) -> Cells:
        """Union, state, days."""
        begins = format_date(row.effective_from) if row.effective_from else "—"
        state = {"text": row.get_state_display(), "tone": ACTIVATION_TONES[ActivationState(row.state)]}
        return [row.union.name, state, format_date(row.proposed_at), begins]

    def page(self, row: UnionActivation, by: User) -> Page:
        """The readiness list and the decisions open to this person."""
        ready = [name for field, name in READY_THINGS if getattr(row, field)]
        page = Page(
            facts=[
                {"key": "اتحادیه", "value": row.union.name},
                {
                    "key": "وضعیت",
                    "value": row.get_state_display(),
                    "tone": ACTIVATION_TONES[ActivationState(row.state)],
                },
                {"key": "آماده است", "value": "، ".join(ready)},
                {"key": "شرح آمادگی", "value": to_persian_digits(row.readiness_note)},
                {"key": "پیشنهاد", "value": f"{format_datetime(row.proposed_at)}، {row.proposed_by}"},
                *_decision(row),
            ]
        )
        panels = {
            ActivationState.APPROVED: lambda: _approve_panel(row, by),
            ActivationState.REFUSED: lambda: _refuse_panel(row, by),
            ActivationState.WITHDRAWN: lambda: _withdraw_panel(row, by),
        }
        page.panels = [panels[ActivationState(to)]() for to in activation.moves_open_to(row, by)]
        return page

    def list_links(self, by: User) -> list[Row]:
        """How far the places are."""
        return [{"label": "پیشرفت استان‌ها", "url": reverse("admin:organizations_activation_progress")}]

    def get_urls(self) -> list[URLPattern]:
        """The progress page before the rows' own."""
        own = [
            path(
                "progress/",
                self.admin_site.admin_view(self.progress),
                name="organizations_activation_progress",
            )
        ]
        return own + super().get_urls()

    def progress(self, request: HttpRequest) -> HttpResponse:
        """Shares of electronic unions by province, or by county of one province, in this person's scope (R225)."""
        if not self.has_view_permission(request):
            raise Http404
        unions = Union.objects.visible_to(cast("User", request.user))
        province = number_in(request.GET.get("province"))
        by_county = province is not None
        if by_county:
            unions = unions.filter(province=province)
        rows = services.progress(unions, by_county=by_county)
        context = self._context(request, "پیشرفت پذیرش الکترونیکی") | {
            "rows": [_progress_row(row, linked=not by_county) for row in rows],
            "total": _progress_total(rows),
            "by_county": by_county,
            "all_url": reverse("admin:organizations_activation_progress"),
        }
        return render(request, "admin/organizations/progress.html", context)


def _progress_row(row: Mapping[str, Any], *, linked: bool) -> Row:
    url = f"{reverse('admin:organizations_activation_progress')}?province={row['province']}" if linked else ""
    return {"name": row["place_name"], "url": url} | _share(row["electronic"], row["total"])


def _progress_total(rows: list[Any]) -> Row:
    return _share(sum(row["electronic"] for row in rows), sum(row["total"] for row in rows))


def _share(part: int, whole: int) -> Row:
    percent = 100 * part // whole if whole else 0
    return {
        "electronic": group_digits(part),
        "total": group_digits(whole),
        "share": percent,
        "percent": f"{group_digits(percent)}٪",
    }


def _decision(row: UnionActivation) -> list[Row]:
    if row.decided_at is None:
        return []
    facts: list[Row] = [{"key": "تصمیم", "value": f"{format_datetime(row.decided_at)}، {row.decided_by}"}]
    if row.approval and row.effective_from:
        facts.append({"key": "مصوبه", "value": str(row.approval)})
        facts.append({"key": "آغاز پذیرش", "value": format_date(row.effective_from)})
    if row.reason:
        facts.append({"key": "علت", "value": row.reason})
    return facts


def _approve_panel(row: UnionActivation, by: User) -> Panel:
    return Panel(
        name="approve",
        title="تصویب",
        submit="تصویب فعال‌سازی",
        form=ApproveForm(initial={"effective_from": tehran_today()}),
        act=lambda values: services.approve_activation(row, by=by, **values),
        done="فعال‌سازی تصویب شد.",
    )


def _refuse_panel(row: UnionActivation, by: User) -> Panel:
    return Panel(
        name="refuse",
        title="رد پیشنهاد",
        submit="رد پیشنهاد",
        kind="danger",
        form=RefuseForm(),
        act=lambda values: services.refuse_activation(row, by=by, **values),
        done="پیشنهاد رد شد.",
    )


def _withdraw_panel(row: UnionActivation, by: User) -> Panel:
    return Panel(
        name="withdraw",
        title="پس گرفتن پیشنهاد",
        submit="پس گرفتن",
        kind="danger",
        form=RefuseForm(),
        act=lambda values: services.withdraw_activation(row, by=by, **values),
        done="پیشنهاد پس گرفته شد.",
    )


@admin.register(CategorySuggestion)
class SuggestionAdmin(ServiceAdmin):
    """Missing trades: the chamber guides or writes the entry, the secretariat publishes it (R62)."""

    read_roles = ABOVE_UNIONS
    columns = ("متقاضی", "شهرستان", "شرح", "ثبت", "وضعیت", "مدخل")
    list_select_related = ("county",)
    ordering = ("-pk",)
    list_filter = (choice("وضعیت", "state", SuggestionState.choices),)
    intro = (
        "کسانی که رستهٔ خود را در فهرست نیافته‌اند. اتاق راهنمایی می‌کند یا مدخل رستهٔ تازه را می‌نویسد؛ "
        "دبیرخانه مدخل را منتشر می‌کند."
    )

    def cells(self, row: CategorySuggestion, by: User) -> Cells:
        """Who, where, what."""
        state = {"text": row.get_state_display(), "tone": SUGGESTION_TONES[SuggestionState(row.state)]}
        newest = next(iter(row.entries.all()), None)
        entry = (
            {"text": newest.get_state_display(), "tone": ENTRY_TONES[EntryState(newest.state)]}
            if newest
            else ""
        )
        return [row.contact_name, str(row.county), row.text[:80], format_date(row.created_at), state, entry]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the entries written for each."""
        return super().get_queryset(request).prefetch_related("entries")

    def page(self, row: CategorySuggestion, by: User) -> Page:
        """The person's own words, and the answers open to this office."""
        page = Page(
            facts=[
                {"key": "متقاضی", "value": row.contact_name},
                {"key": "کد پیگیری", "value": to_persian_digits(row.grouped_code), "ltr": True},
                {"key": "تلفن همراه", "value": to_persian_digits(mask_mobile(row.mobile)), "ltr": True},
                {"key": "شهرستان", "value": str(row.county)},
                {"key": "شرح کسب‌وکار", "value": to_persian_digits(row.text)},
                {
                    "key": "وضعیت",
                    "value": row.get_state_display(),
                    "tone": SUGGESTION_TONES[SuggestionState(row.state)],
                },
                {"key": "رستهٔ مناسب", "value": str(row.category or "—")},
                {"key": "پاسخ", "value": row.answer},
            ]
        )
        entry = next(iter(row.entries.all()), None)
        page.facts += _entry_facts(entry)
        page.panels = _entry_panels(row, entry, by)
        page.panels += [_answer_panel(row, to, by) for to in suggestions.moves_open_to(row, by)]
        return page

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Applicants suggest, not the desk."""
        return False


def _entry_facts(entry: CategoryEntry | None) -> list[Row]:
    """The newest entry the chamber wrote, and what the secretariat said to it."""
    if entry is None:
        return []
    words = f"{entry.name}، {to_persian_digits(entry.isic_code)}، {entry.get_branch_of_trade_display()}"
    tone = ENTRY_TONES[EntryState(entry.state)]
    facts: list[Row] = [
        {"key": "مدخل رستهٔ تازه", "value": words},
        {"key": "اتحادیهٔ پاسخگو", "value": entry.union.name},
        {"key": "وضعیت مدخل", "value": entry.get_state_display(), "tone": tone},
    ]
    return facts + ([{"key": "دلیل برگشت", "value": entry.reason}] if entry.reason else [])


def _entry_panels(row: CategorySuggestion, entry: CategoryEntry | None, by: User) -> list[Panel]:
    """What this office may do about the entry of a missing trade (R62)."""
    waiting = entry if entry is not None and entry.state == EntryState.WAITING else None
    if waiting is None and row.state in TAKES_ENTRIES and Party.CHAMBER in suggestions.parties_of(row, by):
        return [_write_panel(row, entry, by)]
    if waiting is None or not holds(by, Role.SECRETARIAT):
        return []
    return [
        Panel(
            name="publish_entry",
            title="انتشار مدخل اتاق",
            hint="رسته به فهرست ملی افزوده می‌شود، اتحادیه در این شهرستان پاسخگوی آن می‌شود و متقاضی خبر می‌گیرد.",
            submit="انتشار رسته",
            form=PublishEntryForm(auto_id="publish_%s"),
            act=lambda values: services.publish_entry(waiting, by=by, **values),
            done="رسته منتشر شد و متقاضی خبر گرفت.",
        ),
        Panel(
            name="return_entry",
            title="برگشت به اتاق",
            submit="برگشت با دلیل",
            kind="danger",
            form=ReturnEntryForm(auto_id="return_%s"),
            act=lambda values: services.return_entry(waiting, by=by, **values),
            done="مدخل با دلیل به اتاق برگشت.",
        ),
    ]


def _write_panel(row: CategorySuggestion, former: CategoryEntry | None, by: User) -> Panel:
    names = ("name", "isic_code", "branch_of_trade", "union")
    initial = {name: getattr(former, name) for name in names} if former else None
    return Panel(
        name="write_entry",
        title="نوشتن مدخل رستهٔ تازه",
        hint="اگر رسته‌ای در فهرست نیست، اتاق مدخل آن را می‌نویسد و دبیرخانه منتشر می‌کند یا با دلیل برمی‌گرداند.",
        submit="فرستادن برای دبیرخانه",
        form=EntryForm(initial=initial, by=by, auto_id="entry_%s"),
        act=lambda values: services.write_entry(row, by=by, **values),
        done="مدخل برای دبیرخانه فرستاده شد.",
    )


_ANSWERS = {
    SuggestionState.GUIDED: ("راهنمایی به رستهٔ موجود", "فرستادن راهنمایی", "راهنمایی ثبت شد."),
    SuggestionState.ADDED: ("رستهٔ تازه تعریف شد", "اعلام رستهٔ تازه", "رستهٔ تازه اعلام شد."),
    SuggestionState.REJECTED: ("نپذیرفتن", "ثبت پاسخ", "پاسخ ثبت شد."),
}


def _answer_panel(row: CategorySuggestion, to: str, by: User) -> Panel:
    title, submit, done = _ANSWERS[SuggestionState(to)]
    rejected = to == SuggestionState.REJECTED
    return Panel(
        name=to.lower(),
        title=title,
        submit=submit,
        kind="danger" if rejected else "primary",
        form=RejectForm() if rejected else AnswerForm(),
        act=lambda values: services.answer_suggestion(row, to, by=by, **values),
        done=done,
    )

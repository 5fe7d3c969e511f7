"""Activation of electronic intake, its progress, and suggestions of missing trades."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.models import User
from accounts.requests import StaffRequest
from core.checks import mask_mobile
from core.jalali import format_date, format_datetime, tehran_today
from core.numbers import number_in
from core.rials import group_digits
from core.text import to_persian_digits
from organizations.bodies.models import Union
from organizations.desk.base import View
from organizations.desk.cards import Cells, Row
from organizations.desk.filters import choice
from organizations.desk.forms import DeskForm
from organizations.desk.pages import Desk
from organizations.desk.steps import Step
from organizations.proposals import (
    activation,
    category_entries,
    suggestions,
)
from organizations.proposals import (
    activation as proposals_activation,
)
from organizations.proposals import (
    suggestions as proposals_suggestions,
)
from organizations.proposals.category_entries import TAKES_ENTRIES
from organizations.proposals.desk_forms import (
    AnswerForm,
    ApproveForm,
    EntryForm,
    ProposeForm,
    PublishEntryForm,
    RefuseForm,
    RejectForm,
    ReturnEntryForm,
)
from organizations.proposals.models import CategoryEntry, CategorySuggestion, UnionActivation
from organizations.proposals.states import ActivationState, EntryState, SuggestionState
from organizations.roles.groups import ABOVE_UNIONS, ENTERING
from organizations.roles.querysets import holds
from organizations.roles.states import Party, Role

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


def _may_move(to: ActivationState) -> Callable[[UnionActivation, User], bool]:
    return lambda row, user: to in activation.moves_open_to(row, user)


@admin.register(UnionActivation)
class ActivationAdmin(Desk):
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
    intro = "پذیرش الکترونیکی با پیشنهاد اتاق و تصویب کمیسیون آغاز می‌شود؛ پیش از آن، اتحادیه درخواست نمی‌گیرد."

    views = (View("progress/", "organizations_activation_progress", "progress"),)
    adds = Step(
        name="add",
        form=ProposeForm,
        service=proposals_activation.propose_activation,
        button="ثبت",
        done="پیشنهاد فعال‌سازی ثبت شد و تصمیم با کمیسیون است؛ تا تصویب، اتحادیه درخواست نمی‌گیرد.",
        hint="پس از تصویب کمیسیون، پذیرش کاغذی فقط هنگام قطعی اعلام‌شده مجاز است.",
    )
    steps = (
        Step(
            name="approve",
            form=ApproveForm,
            service=proposals_activation.approve_activation,
            title="تصویب",
            button="تصویب فعال‌سازی",
            done="فعال‌سازی تصویب شد.",
            initial=lambda row, user: {"effective_from": tehran_today()},
            offered=_may_move(ActivationState.APPROVED),
        ),
        Step(
            name="refuse",
            form=RefuseForm,
            service=proposals_activation.refuse_activation,
            title="رد پیشنهاد",
            button="رد پیشنهاد",
            done="پیشنهاد رد شد.",
            kind="danger",
            offered=_may_move(ActivationState.REFUSED),
        ),
        Step(
            name="withdraw",
            form=RefuseForm,
            service=proposals_activation.withdraw_activation,
            title="پس گرفتن پیشنهاد",
            button="پس گرفتن",
            done="پیشنهاد پس گرفته شد.",
            kind="danger",
            offered=_may_move(ActivationState.WITHDRAWN),
        ),
    )

    def cells(self, row: UnionActivation, user: User) -> Cells:
        begins = format_date(row.effective_from) if row.effective_from else "—"
        state = {"text": row.get_state_display(), "tone": ACTIVATION_TONES[ActivationState(row.state)]}
        return [row.union.name, state, format_date(row.proposed_at), begins]

    def facts(self, row: UnionActivation, user: User) -> list[Row]:
        ready = [name for field, name in READY_THINGS if getattr(row, field)]
        return [
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

    def list_links(self, user: User) -> list[Row]:
        return [{"label": "پیشرفت استان‌ها", "url": reverse("admin:organizations_activation_progress")}]

    def progress(self, request: StaffRequest) -> HttpResponse:
        """Shares of electronic unions by province, or by county of one province, in this person's scope (R225)."""
        if not self.has_view_permission(request):
            raise Http404
        unions = Union.objects.visible_to(request.user)
        province = number_in(request.GET.get("province"))
        by_county = province is not None
        if by_county:
            unions = unions.filter(province=province)
        rows = proposals_activation.progress(unions, by_county=by_county)
        context = self.context(request, "پیشرفت پذیرش الکترونیکی") | {
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


def _newest_entry(row: CategorySuggestion) -> CategoryEntry | None:
    return next(iter(row.entries.all()), None)


def _waiting_entry(row: CategorySuggestion) -> CategoryEntry | None:
    entry = _newest_entry(row)
    return entry if entry is not None and entry.state == EntryState.WAITING else None


def _may_write_entry(row: CategorySuggestion, user: User) -> bool:
    takes_one = _waiting_entry(row) is None and row.state in TAKES_ENTRIES
    return takes_one and Party.CHAMBER in suggestions.parties_of(row, user)


def _may_publish_entry(row: CategorySuggestion, user: User) -> bool:
    return _waiting_entry(row) is not None and holds(user, Role.SECRETARIAT)


def _former_entry(row: CategorySuggestion, user: User) -> dict[str, Any]:
    former = _newest_entry(row)
    names = ("name", "isic_code", "branch_of_trade", "union")
    return {name: getattr(former, name) for name in names} if former else {}


def _answer(
    to: SuggestionState, form: type[DeskForm], title: str, button: str, done: str, *, kind: str = "primary"
) -> Step:
    return Step(
        name=to.lower(),
        form=form,
        service=partial(proposals_suggestions.answer_suggestion, to=to),
        title=title,
        button=button,
        done=done,
        kind=kind,
        offered=lambda row, user: to in suggestions.moves_open_to(row, user),
    )


#: What the offices may do about a missing trade and the entry written for it (R62).
SUGGESTION_STEPS = (
    Step(
        name="write_entry",
        form=EntryForm,
        service=category_entries.write_entry,
        title="نوشتن مدخل رستهٔ تازه",
        hint="اگر رسته‌ای در فهرست نیست، اتاق مدخل آن را می‌نویسد و دبیرخانه منتشر می‌کند یا با دلیل برمی‌گرداند.",
        button="فرستادن برای دبیرخانه",
        done="مدخل برای دبیرخانه فرستاده شد.",
        initial=_former_entry,
        offered=_may_write_entry,
    ),
    Step(
        name="publish_entry",
        form=PublishEntryForm,
        service=lambda row, **told: category_entries.publish_entry(
            cast("CategoryEntry", _waiting_entry(row)), **told
        ),
        title="انتشار مدخل اتاق",
        hint="رسته به فهرست ملی افزوده می‌شود، اتحادیه در این شهرستان پاسخگوی آن می‌شود و متقاضی خبر می‌گیرد.",
        button="انتشار رسته",
        done="رسته منتشر شد و متقاضی خبر گرفت.",
        offered=_may_publish_entry,
    ),
    Step(
        name="return_entry",
        form=ReturnEntryForm,
        service=lambda row, **told: category_entries.return_entry(
            cast("CategoryEntry", _waiting_entry(row)), **told
        ),
        title="برگشت به اتاق",
        button="برگشت با دلیل",
        done="مدخل با دلیل به اتاق برگشت.",
        kind="danger",
        offered=_may_publish_entry,
    ),
    _answer(
        SuggestionState.GUIDED,
        AnswerForm,
        "راهنمایی به رستهٔ موجود",
        "فرستادن راهنمایی",
        "راهنمایی ثبت شد.",
    ),
    _answer(
        SuggestionState.ADDED, AnswerForm, "رستهٔ تازه تعریف شد", "اعلام رستهٔ تازه", "رستهٔ تازه اعلام شد."
    ),
    _answer(SuggestionState.REJECTED, RejectForm, "نپذیرفتن", "ثبت پاسخ", "پاسخ ثبت شد.", kind="danger"),
)


@admin.register(CategorySuggestion)
class SuggestionAdmin(Desk):
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
    steps = SUGGESTION_STEPS

    def cells(self, row: CategorySuggestion, user: User) -> Cells:
        state = {"text": row.get_state_display(), "tone": SUGGESTION_TONES[SuggestionState(row.state)]}
        newest = _newest_entry(row)
        entry = (
            {"text": newest.get_state_display(), "tone": ENTRY_TONES[EntryState(newest.state)]}
            if newest
            else ""
        )
        return [row.contact_name, str(row.county), row.text[:80], format_date(row.created_at), state, entry]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("entries")

    def facts(self, row: CategorySuggestion, user: User) -> list[Row]:
        return [
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
            *_entry_facts(_newest_entry(row)),
        ]


def _entry_facts(entry: CategoryEntry | None) -> list[Row]:
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

"""Conditions: an editor of plain text boxes with a preview, one act of publishing, versions for ever (R200–R203)."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, cast

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.models import User
from accounts.requests import StaffRequest
from core.jalali import format_datetime
from core.numbers import number_in
from core.text import to_persian_digits
from organizations.approvals.rows import approval_words
from organizations.bodies.desk import chosen_union
from organizations.bodies.desk_forms import PickUnionForm, PostalCodeForm
from organizations.bodies.models import Union
from organizations.bodies.rows import postal_fact
from organizations.bodies.rules import enters_for, is_above
from organizations.conditions import published, services
from organizations.conditions.desk_forms import GeneralForm, SpecialForm, general_initial, special_initial
from organizations.conditions.models import GeneralConditions, SpecialConditions
from organizations.conditions.rows import article_row, articles, conditions_state, size_words
from organizations.desk.cards import Card, Cells, Row, facts_card, state_fact
from organizations.desk.filters import yes_no
from organizations.desk.forms import DeskForm
from organizations.desk.pages import Desk, Refused
from organizations.desk.steps import Step
from organizations.roles.groups import CHAIN, COMMISSIONS, ENTERING, SECRETARIAT
from organizations.roles.querysets import holds
from organizations.roles.states import Role

Text = SpecialConditions | GeneralConditions
EDITOR = "admin/organizations/conditions_form.html"
PUBLISHED = "متن منتشرشده تغییر نمی‌کند؛ نسخهٔ تازه‌ای بسازید."


def may_edit(row: Text, user: User) -> bool:
    """Whether this person enters this text: the chamber or, for national unions and all unions, the secretariat."""
    if isinstance(row, SpecialConditions):
        return enters_for(user, row.union)
    return holds(user, Role.SECRETARIAT)


def _is_draft(row: Text, user: User) -> bool:
    return row.published_at is None and may_edit(row, user)


def editing_step(
    form: type[DeskForm], service: Callable[..., object], initial: Callable[[Any, User], dict[str, Any]]
) -> Step:
    """A draft is changed on a page of its own; a form that somebody overtook is refused with everything typed."""
    return Step(
        name="edit",
        form=form,
        service=service,
        title=lambda row, user: f"ویرایش {row}",
        button="ذخیرهٔ پیش‌نویس",
        done="پیش‌نویس ذخیره شد.",
        initial=initial,
        why=lambda row, user: "" if _is_draft(row, user) else PUBLISHED,
        own_page=True,
        is_panel=False,
    )


def publishing_step(service: Callable[..., object]) -> Step:
    """What cannot be taken back."""
    return Step(
        name="publish",
        form=DeskForm,
        service=service,
        title="انتشار",
        hint="متن را در همین صفحه یک بار بخوانید. پس از انتشار تغییر نمی‌کند و هر اصلاح نسخهٔ تازه است.",
        button="انتشار برای همیشه",
        done="منتشر شد؛ نشانی عمومی آن برای همیشه همین است.",
        offered=_is_draft,
    )


class TextAdmin(Desk):
    """What both kinds of conditions share: a preview before saving, a page for editing a draft, publishing."""

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """A preview stores nothing."""
        asked = cast("StaffRequest", request)
        if "preview" in asked.POST and self.adds and self.has_add_permission(asked):
            step = self.adding(self.adds, asked)
            return self.draw_form(asked, step, step.make_form(None, asked.user, asked.POST))
        return super().add_view(request, form_url, extra_context)

    def step_view(self, request: StaffRequest, pk: int, name: str, **parts: Any) -> HttpResponse:
        """A preview of a draft stores nothing either."""
        row, step = self.find(request, pk), self.step(name)
        if name != "edit" or "preview" not in request.POST or self._closed(step, row, request.user):
            return super().step_view(request, pk, name, **parts)
        return self.draw_step(request, step, row, step.make_form(row, request.user, request.POST))

    def draw_form(self, request: StaffRequest, step: Step, form: Any, *, preview: str = "") -> HttpResponse:
        """The editor, once the union is known."""
        if isinstance(form, PickUnionForm):
            return super().draw_form(request, step, form, preview=preview)
        return self._draw_editor(request, form, self.context(request, self.add_label))

    def draw_step(
        self, request: StaffRequest, step: Step, row: Any, form: Any, refused: Refused | None = None
    ) -> HttpResponse:
        """The editor of a draft."""
        return self._draw_editor(request, form, self.context(request, f"ویرایش {row}"))

    def _draw_editor(self, request: StaffRequest, form: Any, context: Row) -> HttpResponse:
        """The page of the text boxes, with a preview when what was typed can be read; nothing typed is lost."""
        shown = form.is_bound and form.is_valid()
        context |= {
            "form": form,
            "hint": self.adds.hint if self.adds else "",
            "preview": [article_row(article) for article in form.cleaned_data["articles"]] if shown else None,
        }
        status = 400 if form.is_bound and form.errors else 200
        return render(request, EDITOR, context, status=status)

    def cards(self, row: Any, user: User) -> list[Card]:
        text = Card("organizations/_articles_card.html", {"articles": articles(row)})
        return [facts_card(self.facts(row, user)), *([text] if articles(row) else [])]

    def links(self, row: Any, user: User) -> list[Row]:
        """Edit a draft; of a published text the public page."""
        if row.published_at is not None:
            return [{"label": "صفحهٔ عمومی", "url": row.get_absolute_url()}]
        if not may_edit(row, user):
            return []
        edit = reverse(f"admin:organizations_{self.opts.model_name}_edit", args=[row.pk])
        return [{"label": "ویرایش پیش‌نویس", "url": edit}]


@admin.register(SpecialConditions)
class SpecialConditionsAdmin(TextAdmin):
    """The special conditions of the unions."""

    read_roles = CHAIN
    write_roles = ENTERING
    columns = ("عنوان", "اتحادیه", "رسته", "نسخه", "وضعیت")
    list_select_related = ("union", "category", "approval")
    ordering = ("union__name_sort", "category__name_sort", "-version")
    name_search, text_search = ("union__name_search", "category__name_search"), ("title",)
    list_filter = (
        yes_no("وضعیت", "published", "منتشرشده", "پیش‌نویس", lambda: Q(published_at__isnull=False)),
    )
    search_hint = "عنوان، اتحادیه یا رسته"
    add_label = "ضوابط تازه"
    intro = "ضوابط را اتاق پس از تصویب کمیسیون وارد می‌کند و زیر نام هیأت مدیره منتشر می‌شود."
    adds = Step(
        name="add",
        form=SpecialForm,
        service=services.draft_conditions,
        button="ذخیرهٔ پیش‌نویس",
        hint="پس از تصویب کمیسیون. پیش‌نویس را می‌توان بارها ذخیره کرد؛ متن منتشرشده برای همیشه همان می‌ماند.",
    )
    steps = (
        editing_step(
            SpecialForm, services.revise_draft, lambda row, user: special_initial(row, with_approval=True)
        ),
        publishing_step(services.publish_conditions),
        Step(
            name="postal",
            form=PostalCodeForm,
            service=services.correct_postal_code,
            title="اصلاح کد پستی",
            hint="تنها چیزی که پس از انتشار اصلاح می‌شود.",
            button="اصلاح",
            done="کد پستی اصلاح شد.",
            kind="secondary",
            initial=lambda row, user: {"postal_code": row.union_postal_code},
            offered=lambda row, user: row.published_at is not None and is_above(user, row.union),
        ),
    )

    def adding(self, step: Step, request: StaffRequest) -> Step:
        """First the union; `?from=` copies a version, whose approval must be a new one."""
        union = chosen_union(request)
        if union is None:
            return replace(step, form=PickUnionForm)
        initial = _initial(request, union)
        return replace(step, form=partial(SpecialForm, union=union), initial=lambda row, user: initial)

    def cells(self, row: SpecialConditions, user: User) -> Cells:
        return [
            row.title,
            row.union.name,
            str(row.category or "همهٔ رسته‌ها"),
            to_persian_digits(str(row.version)),
            conditions_state(row),
        ]

    def facts(self, row: SpecialConditions, user: User) -> list[Row]:
        return [
            {"key": "اتحادیه", "value": row.union.name},
            {"key": "رسته", "value": str(row.category or "همهٔ رسته‌ها")},
            {"key": "نسخه", "value": to_persian_digits(str(row.version))},
            {"key": "مصوبه", "value": f"{approval_words(row.approval)}، {row.approval.body}"},
            postal_fact("کد پستی اتحادیه", row.union_postal_code),
            {"key": "اندازه", "value": size_words(row)},
            state_fact(conditions_state(row)),
            *_published(row),
        ]

    def links(self, row: SpecialConditions, user: User) -> list[Row]:
        return [*super().links(row, user), *_version_links(row, may_draft=may_edit(row, user))]


def _initial(request: StaffRequest, union: Union) -> dict[str, Any]:
    asked = number_in(request.GET.get("from"))
    rows = SpecialConditions.objects.filter(union=union)
    source = None if asked is None else rows.filter(pk=asked).first()
    if source is not None:
        return special_initial(source, with_approval=False)
    return {
        "title": f"ضوابط خاص {union.name}"[:200],
        "issuer": union.name,
        "union_postal_code": union.postal_code,
        "revision": 0,
    }


def _published(row: Text) -> list[Row]:
    return [{"key": "انتشار", "value": format_datetime(row.published_at)}] if row.published_at else []


def _version_links(row: SpecialConditions, *, may_draft: bool) -> list[Row]:
    links: list[Row] = []
    before = published.versions_of(row).filter(version__lt=row.version).first()
    if before is not None and row.published_at is not None:
        url = reverse("conditions_difference", args=[before.pk, row.pk])
        links.append({"label": "تفاوت با نسخهٔ پیشین", "url": url})
    if may_draft and row.published_at is not None:
        add = reverse("admin:organizations_specialconditions_add")
        links.append({"label": "نسخهٔ تازه از روی این", "url": f"{add}?union={row.union_id}&from={row.pk}"})
    return links


@admin.register(GeneralConditions)
class GeneralConditionsAdmin(TextAdmin):
    """The regulation and general conditions everybody accepts."""

    read_roles = (*CHAIN, *COMMISSIONS)
    write_roles = SECRETARIAT
    columns = ("عنوان", "نسخه", "اندازه", "وضعیت")
    ordering = ("-version",)
    add_label = "نسخهٔ تازه"
    adds = Step(
        name="add",
        form=GeneralForm,
        service=services.draft_general,
        button="ذخیرهٔ پیش‌نویس",
        hint="متن نسخهٔ پیشین برای ویرایش آماده است؛ تا انتشار، نسخهٔ پیشین به کار می‌رود.",
        initial=lambda row, user: _newest_general() | {"revision": 0},
    )
    steps = (
        editing_step(GeneralForm, services.revise_general, lambda row, user: general_initial(row)),
        publishing_step(services.publish_general),
    )

    def cells(self, row: GeneralConditions, user: User) -> Cells:
        return [row.title, to_persian_digits(str(row.version)), size_words(row), conditions_state(row)]

    def facts(self, row: GeneralConditions, user: User) -> list[Row]:
        return [
            {"key": "نسخه", "value": to_persian_digits(str(row.version))},
            {"key": "اندازه", "value": size_words(row)},
            state_fact(conditions_state(row)),
            *_published(row),
        ]


def _newest_general() -> dict[str, Any]:
    newest = GeneralConditions.objects.first()
    return general_initial(newest) if newest else {}

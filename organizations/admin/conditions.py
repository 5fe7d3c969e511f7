"""Conditions: an editor of plain text boxes with a preview, one act of publishing, versions for ever (R200–R203)."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from accounts.models import User
from core.jalali import format_datetime
from core.numbers import number_in
from core.text import to_persian_digits
from organizations import services
from organizations.admin.base import Cells, Page, Panel, Row, ServiceAdmin, attempt
from organizations.admin.desks import CHAIN, COMMISSIONS, ENTERING, SECRETARIAT
from organizations.admin.filters import yes_no
from organizations.admin.tariffs import chosen_union
from organizations.admin.union_sections import conditions_state
from organizations.forms.conditions import (
    GeneralForm,
    PickUnionForm,
    PostalCodeForm,
    SpecialForm,
    general_initial,
    special_initial,
)
from organizations.forms.proposals import EmptyForm
from organizations.models import GeneralConditions, SpecialConditions, Union
from organizations.pages import approval_words, article_row, articles, postal_fact, size_words
from organizations.querysets import holds
from organizations.rules import Role
from organizations.services.competence import enters_for, is_above

Text = SpecialConditions | GeneralConditions
EDITOR = "admin/organizations/conditions_form.html"


class TextAdmin(ServiceAdmin):
    """What both kinds of conditions share: preview before saving, a page for editing a draft, publishing."""

    def get_urls(self) -> list[URLPattern]:
        """The editor of a draft."""
        view = self.admin_site.admin_view(self.edit_view)
        name = f"organizations_{self.model._meta.model_name}_edit"
        return [path("<number:pk>/edit/", view, name=name), *super().get_urls()]

    def draw_form(self, request: HttpRequest, form: BaseForm) -> HttpResponse:
        """The editor, with a preview when it was asked for and what was typed can be read."""
        if isinstance(form, PickUnionForm):
            return super().draw_form(request, form)
        return self.draw_editor(request, form, self.add_label)

    def draw_editor(self, request: HttpRequest, form: Any, title: str) -> HttpResponse:
        """The page of the text boxes; nothing typed is lost."""
        shown = form.is_bound and form.is_valid()
        context = self._context(request, title) | {
            "form": form,
            "hint": self.add_hint,
            "preview": [article_row(article) for article in form.cleaned_data["articles"]] if shown else None,
        }
        status = 400 if form.is_bound and form.errors else 200
        return render(request, EDITOR, context, status=status)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """A preview stores nothing."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST" and "preview" in request.POST:
            form = self.add_form(request, request.POST)
            return self.draw_form(request, cast("BaseForm", form))
        return super().add_view(request, form_url, extra_context)

    def edit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change a draft; a form that somebody overtook is refused with everything typed."""
        row, by = self.find(request, str(pk)), cast("User", request.user)
        if row.published_at is not None or not self.may_edit(row, by):
            messages.error(request, "متن منتشرشده تغییر نمی‌کند؛ نسخهٔ تازه‌ای بسازید.")
            return HttpResponseRedirect(self.url_of(row))
        form = self.edit_form(row, request.POST if request.method == "POST" else None)
        saving = request.method == "POST" and "preview" not in request.POST and form.is_valid()
        if saving and attempt(form, lambda: self.revise(row, form, by)) is not None:
            messages.success(request, "پیش‌نویس ذخیره شد.")
            return HttpResponseRedirect(self.url_of(row))
        return self.draw_editor(request, form, f"ویرایش {row}")

    def may_edit(self, row: Any, by: User) -> bool:
        """Whether this person enters this text."""
        raise NotImplementedError

    def edit_form(self, row: Any, data: Any) -> Any:
        """The editor's form for a draft."""
        raise NotImplementedError

    def revise(self, row: Any, form: Any, by: User) -> object:
        """Call the service that saves a draft."""
        raise NotImplementedError

    def publish_panel(self, row: Text, act: Any) -> Panel:
        """The button that cannot be taken back."""
        return Panel(
            name="publish",
            title="انتشار",
            submit="انتشار برای همیشه",
            form=EmptyForm(),
            act=act,
            done="منتشر شد؛ نشانی عمومی آن برای همیشه همین است.",
            hint="متن را در همین صفحه یک بار بخوانید. پس از انتشار تغییر نمی‌کند و هر اصلاح نسخهٔ تازه است.",
        )

    def draft_links(self, row: Text, by: User) -> list[Row]:
        """Edit a draft; of a published text the public page."""
        name = f"admin:organizations_{self.model._meta.model_name}_edit"
        if row.published_at is None:
            return (
                [{"label": "ویرایش پیش‌نویس", "url": reverse(name, args=[row.pk])}]
                if self.may_edit(row, by)
                else []
            )
        return [{"label": "صفحهٔ عمومی", "url": row.get_absolute_url()}]


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
    add_hint = "پس از تصویب کمیسیون. پیش‌نویس را می‌توان بارها ذخیره کرد؛ متن منتشرشده برای همیشه همان می‌ماند."
    intro = "ضوابط را اتاق پس از تصویب کمیسیون وارد می‌کند و زیر نام هیأت مدیره منتشر می‌شود."

    def add_form(self, request: HttpRequest, data: Any) -> BaseForm | None:
        """First the union; `?from=` copies a version, whose approval must be a new one."""
        union = chosen_union(request)
        if union is None:
            return PickUnionForm(by=cast("User", request.user))
        return SpecialForm(data, union=union, initial=_initial(request, union))

    def add(self, values: Mapping[str, Any], form: Any, by: User) -> Model:
        """Draft the next version."""
        return services.draft_conditions(form.union, values["category"], form.written(), by=by)

    def may_edit(self, row: SpecialConditions, by: User) -> bool:
        """The chamber; for national unions the secretariat."""
        return enters_for(by, row.union)

    def edit_form(self, row: SpecialConditions, data: Any) -> Any:
        """The text boxes of a draft."""
        initial = special_initial(row, with_approval=True)
        return SpecialForm(data, union=row.union, draft=row, initial=initial)

    def revise(self, row: SpecialConditions, form: Any, by: User) -> object:
        """Save the draft."""
        revision = form.cleaned_data["revision"]
        return services.revise_draft(row, form.written(), seen_revision=revision, by=by)

    def cells(self, row: SpecialConditions, by: User) -> Cells:
        """Title, union, trade, version."""
        return [
            row.title,
            row.union.name,
            str(row.category or "همهٔ رسته‌ها"),
            to_persian_digits(str(row.version)),
            conditions_state(row),
        ]

    def page(self, row: SpecialConditions, by: User) -> Page:
        """Facts, text, versions, and what this office may do."""
        state = conditions_state(row)
        page = Page(
            facts=[
                {"key": "اتحادیه", "value": row.union.name},
                {"key": "رسته", "value": str(row.category or "همهٔ رسته‌ها")},
                {"key": "نسخه", "value": to_persian_digits(str(row.version))},
                {"key": "مصوبه", "value": f"{approval_words(row.approval)}، {row.approval.body}"},
                postal_fact("کد پستی اتحادیه", row.union_postal_code),
                {"key": "اندازه", "value": size_words(row)},
                {"key": "وضعیت", "value": state["text"], "tone": state["tone"]},
                *_published(row),
            ],
            links=self.draft_links(row, by),
            articles=articles(row),
        )
        page.links += _version_links(row, may_draft=self.may_edit(row, by))
        if row.published_at is None and self.may_edit(row, by):
            page.panels.append(self.publish_panel(row, lambda _: services.publish_conditions(row, by=by)))
        if row.published_at and is_above(by, row.union):
            page.panels.append(_postal_panel(row, by))
        return page


def _initial(request: HttpRequest, union: Union) -> dict[str, Any]:
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
    """The difference to the version before, and the way to the next one."""
    links: list[Row] = []
    before = services.versions_of(row).filter(version__lt=row.version).first()
    if before is not None and row.published_at is not None:
        url = reverse("conditions_difference", args=[before.pk, row.pk])
        links.append({"label": "تفاوت با نسخهٔ پیشین", "url": url})
    if may_draft and row.published_at is not None:
        add = reverse("admin:organizations_specialconditions_add")
        links.append({"label": "نسخهٔ تازه از روی این", "url": f"{add}?union={row.union_id}&from={row.pk}"})
    return links


def _postal_panel(row: SpecialConditions, by: User) -> Panel:
    return Panel(
        name="postal",
        title="اصلاح کد پستی",
        submit="اصلاح",
        kind="secondary",
        form=PostalCodeForm(initial={"postal_code": row.union_postal_code}),
        act=lambda values: services.correct_postal_code(row, values["postal_code"], by=by),
        done="کد پستی اصلاح شد.",
        hint="تنها چیزی که پس از انتشار اصلاح می‌شود.",
    )


@admin.register(GeneralConditions)
class GeneralConditionsAdmin(TextAdmin):
    """The regulation and general conditions everybody accepts."""

    read_roles = (*CHAIN, *COMMISSIONS)
    write_roles = SECRETARIAT
    columns = ("عنوان", "نسخه", "اندازه", "وضعیت")
    ordering = ("-version",)
    add_label = "نسخهٔ تازه"
    add_hint = "متن نسخهٔ پیشین برای ویرایش آماده است؛ تا انتشار، نسخهٔ پیشین به کار می‌رود."

    def add_form(self, request: HttpRequest, data: Any) -> BaseForm | None:
        """The newest version as a beginning."""
        newest = GeneralConditions.objects.first()
        return GeneralForm(data, initial=(general_initial(newest) if newest else {}) | {"revision": 0})

    def add(self, values: Mapping[str, Any], form: Any, by: User) -> Model:
        """Draft the next version."""
        return services.draft_general(by=by, **form.written())

    def may_edit(self, row: GeneralConditions, by: User) -> bool:
        """The secretariat."""
        return holds(by, Role.SECRETARIAT)

    def edit_form(self, row: GeneralConditions, data: Any) -> Any:
        """The text box of the draft."""
        return GeneralForm(data, initial=general_initial(row))

    def revise(self, row: GeneralConditions, form: Any, by: User) -> object:
        """Save the draft."""
        revision = form.cleaned_data["revision"]
        return services.revise_general(row, seen_revision=revision, by=by, **form.written())

    def cells(self, row: GeneralConditions, by: User) -> Cells:
        """Title, version, size."""
        return [row.title, to_persian_digits(str(row.version)), size_words(row), _general_state(row)]

    def page(self, row: GeneralConditions, by: User) -> Page:
        """Facts, text, and publishing for the secretariat."""
        state = _general_state(row)
        page = Page(
            facts=[
                {"key": "نسخه", "value": to_persian_digits(str(row.version))},
                {"key": "اندازه", "value": size_words(row)},
                {"key": "وضعیت", "value": state["text"], "tone": state["tone"]},
                *_published(row),
            ],
            links=self.draft_links(row, by),
            articles=articles(row),
        )
        if row.published_at is None and self.may_edit(row, by):
            page.panels.append(self.publish_panel(row, lambda _: services.publish_general(row, by=by)))
        return page


def _general_state(row: GeneralConditions) -> Row:
    if row.published_at is None:
        return {"text": "پیش‌نویس", "tone": "warning"}
    return {"text": "منتشر شده", "tone": "success"}

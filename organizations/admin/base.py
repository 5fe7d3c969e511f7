"""The staff's pages of this app: lists, forms and rows whose every write is a service's.

Django's own list gives scope, search, filters and pages; the words around them and every form are ours, so that a
refusal stands beside its field and nothing typed is lost.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.aims import is_within
from accounts.models import User
from core.refusals import RuleBroken
from core.rials import group_digits
from organizations.admin.history import history_rows
from organizations.admin_scope import ScopedAdmin, row_key
from organizations.forms.conditions import PickUnionForm
from organizations.services import with_numbers

Row = dict[str, Any]
Cells = list[Any]


@dataclass(frozen=True)
class Panel:
    """One thing to do on a row's page: a form and the service behind its button."""

    name: str
    title: str
    submit: str
    form: BaseForm
    act: Callable[[Mapping[str, Any]], object]
    done: str
    hint: str = ""
    kind: str = "primary"


@dataclass(frozen=True)
class Section:
    """A table on a row's page, with the way to add to it."""

    caption: str
    columns: list[str]
    rows: list[Cells]
    empty: str = ""
    add_url: str = ""
    add_label: str = ""


@dataclass
class Page:
    """What stands on a row's page."""

    facts: list[Row] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    notices: list[Row] = field(default_factory=list)
    links: list[Row] = field(default_factory=list)
    articles: list[Row] = field(default_factory=list)


class ServiceAdmin(ScopedAdmin):
    """Scoped list, add form and row page of one model."""

    columns: tuple[str, ...] = ()
    intro = ""
    search_hint = ""
    add_label = ""
    #: What is said after adding, where the row is not yet what its name says.
    added = ""
    add_hint = ""
    add_submit = "ثبت"
    actions = None

    # What a subclass says -------------------------------------------------------------------------------------

    def cells(self, row: Any, by: User) -> Cells:
        """The cells of a row in the list; the first one names it and leads to its page."""
        raise NotImplementedError

    def page(self, row: Any, by: User) -> Page:
        """What stands on the row's page for this person."""
        raise NotImplementedError

    def add_form(self, request: HttpRequest, data: Any) -> BaseForm | None:
        """The form that adds a row; None where rows are added elsewhere."""
        return None

    def add(self, values: Mapping[str, Any], form: Any, by: User) -> Model:
        """Call the service that adds."""
        raise NotImplementedError

    def list_links(self, by: User) -> list[Row]:
        """Further buttons above the list."""
        return []

    # The list -------------------------------------------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Writers add, where there is a form for it."""
        return bool(self.add_label) and super().has_add_permission(request)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Django's list, drawn as our table: cards on a phone."""
        response = super().changelist_view(request, extra_context)
        context = getattr(response, "context_data", None)
        if context is None or "cl" not in context:
            return response
        by, found = cast("User", request.user), context["cl"]
        response.template_name = "admin/organizations/list.html"  # type: ignore[attr-defined]
        context |= {
            "intro": self.intro,
            "columns": list(self.columns),
            "rows": [self._linked(row, by) for row in found.result_list],
            "filters": [self._pick(spec) for spec in found.filter_specs],
            "search_hint": self.search_hint,
            "add_label": self.add_label if self.has_add_permission(request) else "",
            "add_url": reverse(f"{self._name()}_add"),
            "links": self.list_links(by),
            "pages": _pages(found) if found.multi_page else [],
            "count": _count(found),
        }
        return response

    def _linked(self, row: Any, by: User) -> Cells:
        first, *rest = self.cells(row, by)
        link = first if isinstance(first, dict) else {"text": first}
        return [link | {"url": self.url_of(row)}, *rest]

    def _pick(self, spec: Any) -> Row:
        return {
            "title": spec.title,
            "name": spec.parameter_name,
            "choices": [
                {"value": value, "label": label, "selected": str(spec.value() or "") == str(value)}
                for value, label in spec.lookup_choices
            ],
        }

    # Adding ---------------------------------------------------------------------------------------------------

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The add form; a refusal shows it again with everything typed. `?next=` leads back to a page of the portal."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = self.add_form(request, request.POST if request.method == "POST" else None)
        if form is None:
            raise Http404
        if request.method == "POST" and form.is_valid():
            by = cast("User", request.user)
            row = attempt(form, lambda: self.add(cast(Any, form).cleaned_data, form, by))
            if row is not None:
                messages.success(request, self.added or f"{self.model._meta.verbose_name} ثبت شد.")
                return HttpResponseRedirect(_came_from(request) or self.url_of(row))
        return self.draw_form(request, form)

    def draw_form(self, request: HttpRequest, form: BaseForm) -> HttpResponse:
        """The page of the add form."""
        context = self._context(request, self.add_label) | {
            "form": form,
            "hint": with_numbers(self.add_hint),
            "submit_label": self.add_submit,
            "cancel_url": _came_from(request) or reverse(f"{self._name()}_changelist"),
            "method": "get" if isinstance(form, PickUnionForm) else "post",
        }
        return render(request, "admin/organizations/form.html", context, status=_status(form))

    # One row --------------------------------------------------------------------------------------------------

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The row's page. A form posted with `?act=name` runs the service of that panel, if it is offered."""
        row, by = self.find(request, object_id), cast("User", request.user)
        page = self.page(row, by)
        if request.method != "POST":
            return self._draw(request, row, page, None)
        panel = next((panel for panel in page.panels if panel.name == request.GET.get("act")), None)
        if panel is None:
            messages.error(request, "این کار دیگر برای شما باز نیست؛ وضعیت عوض شده است.")
            return HttpResponseRedirect(self.url_of(row))
        bound = self.bind(panel, request)
        if bound.is_valid() and attempt(bound, lambda: panel.act(cast(Any, bound).cleaned_data)) is not None:
            messages.success(request, panel.done)
            return HttpResponseRedirect(self.url_of(row))
        return self._draw(request, self.find(request, object_id), page, (panel.name, bound))

    def bind(self, panel: Panel, request: HttpRequest) -> Any:
        """The panel's form with what was typed."""
        form: Any = panel.form
        form.data, form.files, form.is_bound = request.POST, request.FILES, True
        return form

    def find(self, request: HttpRequest, object_id: str) -> Any:
        """The row, if this person may see it; another's is a 404."""
        if not self.has_view_permission(request):
            raise Http404
        return get_object_or_404(self.get_queryset(request), pk=row_key(object_id))

    def url_of(self, row: Model) -> str:
        """Address of the row's page."""
        return reverse(f"{self._name()}_change", args=[row.pk])

    def _draw(
        self, request: HttpRequest, row: Any, page: Page, bound: tuple[str, BaseForm] | None
    ) -> HttpResponse:
        context = self._context(request, str(row)) | {
            "page": page,
            "row": row,
            "history_url": reverse(f"{self._name()}_history", args=[row.pk]),
        }
        status = _status(bound[1]) if bound else 200
        return render(request, "admin/organizations/page.html", context, status=status)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What was done to the row, from the audit trail: who, when, before and after."""
        row = self.find(request, object_id)
        context = self._context(request, "تاریخچه") | {
            "row": row,
            "row_url": self.url_of(row),
            "entries": history_rows(row),
            "change_columns": ["چه چیزی", "پیش از آن", "پس از آن"],
        }
        return render(request, "admin/organizations/history.html", context)

    def _context(self, request: HttpRequest, title: str) -> Row:
        return self.admin_site.each_context(request) | {
            "title": title,
            "opts": self.model._meta,
            "list_url": reverse(f"{self._name()}_changelist"),
        }

    def _name(self) -> str:
        meta = self.model._meta
        return f"admin:{meta.app_label}_{meta.model_name}"


def attempt(form: Any, act: Callable[[], Any]) -> Any:
    """What the service returned, or None when it refused; the refusal then stands in the form."""
    try:
        return act() or True
    except RuleBroken as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as refusal:
        fields: Mapping[str, Any] = getattr(refusal, "error_dict", {"": refusal.error_list})
        for name, errors in fields.items():
            for error in errors:
                form.add_error(name if name in form.fields else None, error)
    return None


def _came_from(request: HttpRequest) -> str:
    """The page of the portal that `?next=` names; empty when there is none, or it is somebody else's."""
    address = request.GET.get("next", "")
    return address if is_within(request, address) else ""


def _pages(found: Any) -> list[Row]:
    """The pages of Django's list, far ones left out."""
    numbers = found.paginator.get_elided_page_range(found.page_num, on_each_side=1, on_ends=1)
    return [
        {
            "label": group_digits(number) if isinstance(number, int) else "…",
            "url": found.get_query_string({"p": number}) if isinstance(number, int) else "",
            "current": number == found.page_num,
        }
        for number in numbers
    ]


def _count(found: Any) -> str:
    """How many rows were found, as far as a list counts."""
    rows = f"{group_digits(found.result_count)} ردیف"
    return f"بیش از {rows}؛ با جست‌وجو کوتاهش کنید" if found.paginator.is_cut else rows


def _status(form: BaseForm) -> int:
    return 400 if form.is_bound and form.errors else 200

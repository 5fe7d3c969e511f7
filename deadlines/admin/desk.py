"""A page of the staff's desk: the facts of a row, and a form for each act; every act calls one service."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from core.refusals import RuleBroken
from deadlines.forms import DeskForm, PreviewedForm
from organizations.admin_scope import ScopedAdmin, has_role, row_key

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Act:
    """A button of a row's page: its words, its form, when it is offered, and the service it calls."""

    label: str
    hint: str
    done: str
    form: type[DeskForm]
    run: Callable[..., object]
    offered: Callable[[Any], bool]
    initial: Callable[[Any], dict[str, Any]] = lambda row: {}
    kind: str = "primary"


def awaits_preview(form: DeskForm) -> bool:
    """Whether what this form would do has to be shown before it is done."""
    return isinstance(form, PreviewedForm) and form.is_bound and form.is_valid() and not form.is_previewed


class ServiceDesk(ScopedAdmin):
    """Lists as usual; rows are added and changed by services only, and nothing typed is lost on a refusal."""

    add_form: ClassVar[type[DeskForm] | None] = None
    added = ""
    acts: ClassVar[Mapping[str, Act]] = {}

    def add_row(self, user: "User", values: dict[str, Any]) -> object:
        """Call the service that adds a row."""
        raise NotImplementedError

    def added_words(self, row: Any) -> str:
        """What is said when a row has been added."""
        return self.added

    def facts(self, row: Any) -> list[tuple[str, str]]:
        """What the page of a row tells, as label and text."""
        raise NotImplementedError

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Writers add, where rows are added by hand at all."""
        return self.add_form is not None and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Django's own form never changes a row."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """One address for the acts of a row, before Django's."""
        act = self.admin_site.admin_view(require_POST(self.act_view))
        return [path("<number:pk>/<slug:name>/act/", act, name=self._name("act")), *super().get_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The form of a new row."""
        if self.add_form is None or not self.has_add_permission(request):
            raise PermissionDenied
        user = cast("User", request.user)
        form = self.add_form(request.POST or None, user=user)
        context = {"title": f"{self.opts.verbose_name} تازه", "add_form": form}

        def add(values: dict[str, Any]) -> object:
            return self.add_row(user, values)

        if awaits_preview(form):
            if shown := self._preview(form, add, lambda run: self.preview(form.cleaned_data, run)):
                return self._page(request, context | {"preview": shown}, refused=False)
        elif form.is_bound and self._done(request, form, add, self.added_words):
            return HttpResponseRedirect(reverse(f"admin:{self._name('changelist')}"))
        return self._page(request, context, refused=form.is_bound)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The facts of a row and what may be done with it."""
        return self._row_page(request, self._find(request, row_key(object_id)))

    def act_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Do one act, once its effect has been shown; a refusal shows the page again with everything typed."""
        row, act, user = self._find(request, pk), self.acts.get(name), cast("User", request.user)
        if act is None:
            raise Http404
        if not has_role(user, self.write_roles):
            raise PermissionDenied
        form = act.form(request.POST, user=user, prefix=name)

        def run(values: dict[str, Any]) -> object:
            return act.run(row, by=user, **values)

        if awaits_preview(form):
            shown = self._preview(form, run, self.preview_of_act)
            return self._row_page(request, row, bound=(name, form), preview=shown)
        if self._done(request, form, run, lambda done: act.done):
            return HttpResponseRedirect(reverse(f"admin:{self._name('changelist')}"))
        return self._row_page(request, row, bound=(name, form))

    def preview(self, values: dict[str, Any], run: Callable[[], object]) -> str:
        """What adding a row with these values, as `run` does, would do, in words; for forms that are previewed."""
        raise NotImplementedError

    def preview_of_act(self, run: Callable[[], object]) -> str:
        """What an act would do, in words; for forms that are previewed."""
        raise NotImplementedError

    def _preview(
        self,
        form: Any,
        run: Callable[[dict[str, Any]], object],
        words: Callable[[Callable[[], object]], str],
    ) -> str:
        """The effect of the typed values in words, which the form then carries; empty when the service refuses them.

        The service is run and taken back, so a refusal is known beforehand and nothing is written.
        """
        try:
            with transaction.atomic():
                run(form.cleaned_data)
                transaction.set_rollback(True)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
            return ""
        form.show_previewed()
        return words(lambda: run(form.cleaned_data))

    def _done(
        self,
        request: HttpRequest,
        form: DeskForm,
        run: Callable[[dict[str, Any]], object],
        words: Callable[[Any], str],
    ) -> bool:
        if not form.is_valid():
            return False
        try:
            row = run(form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
            return False
        messages.success(request, words(row))
        return True

    def _find(self, request: HttpRequest, pk: int) -> Any:
        if not self.has_view_permission(request):
            raise Http404
        return get_object_or_404(self.get_queryset(request), pk=pk)

    def _row_page(
        self,
        request: HttpRequest,
        row: Any,
        bound: tuple[str, DeskForm] | None = None,
        preview: str = "",
    ) -> HttpResponse:
        user = cast("User", request.user)
        offered = self.acts.items() if has_role(user, self.write_roles) else ()
        steps = []
        for name, act in offered:
            if act.offered(row):
                sent = bound is not None and bound[0] == name
                form = (
                    bound[1] if bound and sent else act.form(user=user, prefix=name, initial=act.initial(row))
                )
                steps.append(
                    {
                        "act": act,
                        "form": form,
                        "url": reverse(f"admin:{self._name('act')}", args=[row.pk, name]),
                        "preview": preview if sent else "",
                    }
                )
        context = {"title": str(row), "row": row, "facts": self.facts(row), "steps": steps}
        return self._page(
            request, context | self.more_context(row), refused=bound is not None and not preview
        )

    def more_context(self, row: Any) -> dict[str, Any]:
        """More for the template of a row's page."""
        return {}

    def _page(self, request: HttpRequest, context: dict[str, Any], *, refused: bool) -> HttpResponse:
        whole = self.admin_site.each_context(request) | {"opts": self.opts} | context
        return render(request, "deadlines/desk.html", whole, status=400 if refused else 200)

    def _name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

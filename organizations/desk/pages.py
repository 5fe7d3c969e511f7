"""The staff's pages of one model: list, add form, page of a row, its steps and its history."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from accounts.models import User
from accounts.next_page import is_own_address
from accounts.requests import StaffRequest
from organizations.desk.base import DeskBase
from organizations.desk.cards import Card, Place
from organizations.desk.forms import show_refusal
from organizations.desk.history import history_rows
from organizations.desk.lists import draw_list
from organizations.desk.scope import roles_of, row_key
from organizations.desk.stale import VERSION, refresh_seen_version, seen_version, typed_rows
from organizations.desk.steps import Offer, Outcome, Step, in_words, perform

GONE = "این کار دیگر برای شما باز نیست؛ وضعیت عوض شده است."
REFUSED, CONFLICT = 400, 409


@dataclass(frozen=True)
class Refused:
    """A posted step that was not done: its form as typed, and what the page says of it."""

    step: Step
    form: Any
    status: int = REFUSED
    preview: str = ""
    changed: Card | None = None
    typed: list[dict[str, str]] = field(default_factory=list)
    why: str = ""


class Desk(DeskBase):
    """Scoped list, add form and row page of one model. Rows change by steps only, and every step calls a service."""

    def get_urls(self) -> list[URLPattern]:
        """The further pages and one address per step, before Django's own."""
        views: list[tuple[str, str, Any, dict[str, str]]] = [
            (view.address, view.name, view.of(self), {}) for view in self.views
        ]
        before = self.names or f"{self.opts.app_label}_{self.opts.model_name}"
        steps = [
            (f"<number:pk>/{step.address}", f"{before}_{step.name}", self.step_view, {"name": step.name})
            for step in self.steps
        ]
        own = [
            path(address, self.admin_site.admin_view(view), values, name=name)
            for address, name, view, values in [*views, *steps]
        ]
        return own + super().get_urls()

    # The list -------------------------------------------------------------------------------------------------

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        return draw_list(self, cast("StaffRequest", request), response) if self.columns else response

    # Adding ---------------------------------------------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Writers add, where rows are added by hand at all."""
        return self.adds is not None and super().has_add_permission(request)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The add form; a refusal shows it again with everything typed. `?next=` leads back to a page of the portal."""
        asked = cast("StaffRequest", request)
        if self.adds is None or not self.has_add_permission(asked):
            raise PermissionDenied
        step = self.adding(self.adds, asked)
        form = step.make_form(None, asked.user)
        if asked.method != "POST" or form.sent_by == "get":
            return self.draw_form(asked, step, form)
        form = step.make_form(None, asked.user, asked.POST, asked.FILES)
        outcome = perform(step, None, asked.user, form, asked.POST)
        if outcome.is_done:
            return self.after(asked, step, None, outcome.result)
        if outcome.refusal:
            show_refusal(form, outcome.refusal)
        return self.draw_form(asked, step, form, preview=outcome.preview)

    def draw_form(self, request: StaffRequest, step: Step, form: Any, *, preview: str = "") -> HttpResponse:
        """The page of the add form."""
        title = self.add_label or f"{self.opts.verbose_name} تازه"
        context = self.context(request, title) | {
            "form": form,
            "hint": in_words(step.hint, None, request.user),
            "submit_label": step.button,
            "cancel_url": _came_from(request) or reverse(self.name_of("changelist")),
            "preview": preview,
        }
        refused = form.is_bound and form.errors
        return render(request, self.form_template, context, status=REFUSED if refused else 200)

    def after(self, request: StaffRequest, step: Step, row: Any, result: Any) -> HttpResponse:
        """Where a step leads that was done; an added row is itself the result."""
        if step.warning and (warning := step.warning(result)):
            messages.warning(request, warning)
        said = step.said(result) or (f"{self.opts.verbose_name} ثبت شد." if row is None else "")
        if said:
            messages.success(request, said)
        to = _came_from(request) if row is None else ""
        if not to:
            to = (
                step.goes_to(row, result)
                if step.goes_to
                else self._back(step, result if row is None else row)
            )
        return HttpResponseRedirect(to)

    # One row --------------------------------------------------------------------------------------------------

    def find(self, request: HttpRequest, pk: int) -> Any:
        """The row, if this person may see it; another's is a 404."""
        if not self.has_view_permission(request):
            raise Http404
        return get_object_or_404(self.rows(request), pk=pk)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        asked = cast("StaffRequest", request)
        row = self.find(asked, row_key(object_id))
        self.opened(row, asked.user)
        return self.draw_row(asked, row)

    def draw_row(self, request: StaffRequest, row: Any, refused: Refused | None = None) -> HttpResponse:
        """The row's page; a step that was not done stands there as it was typed."""
        user = request.user
        offers = self.offers(request, row, refused)
        cards = list(self.cards(row, user))
        context = self.context(request, self.title_of(row)) | {
            "row": row,
            "links": self.links(row, user),
            "history_url": reverse(self.name_of("history"), args=[row.pk]) if self.shows_history else "",
            "offers": offers,
            "panels": [offer for offer in offers.values() if offer.step.is_panel],
            "refused": refused,
            **{f"{place}_cards": [card for card in cards if card.place == place] for place in Place},
            **self.more(request, row, offers),
        }
        return render(request, self.page_template, context, status=refused.status if refused else 200)

    def offers(self, request: StaffRequest, row: Any, refused: Refused | None = None) -> dict[str, Offer]:
        """The steps offered to this person on this row, by their names."""
        if self.steps_for_writers and roles_of(request).isdisjoint(self.write_roles):
            return {}
        offered = (step for step in self.steps if not step.part and step.offered(row, request.user))
        return {step.name: self._offer(step, row, request.user, refused) for step in offered}

    def _offer(self, step: Step, row: Any, user: User, refused: Refused | None) -> Offer:
        url, why = self.url_of_step(row, step), step.why(row, user)
        sent = refused if refused is not None and refused.step.name == step.name else None
        form = None
        if not why and not step.own_page:
            form = sent.form if sent else step.make_form(row, user, url=url)
        return Offer(
            step=step,
            url=url,
            title=in_words(step.title, row, user) or step.button,
            hint=in_words(step.hint, row, user),
            why=why,
            form=form,
            preview=sent.preview if sent else "",
            values=step.values(row, user, form) if step.values and not why and not step.own_page else {},
        )

    # Steps ----------------------------------------------------------------------------------------------------

    @method_decorator([sensitive_post_parameters(), sensitive_variables("outcome")])
    def step_view(self, request: StaffRequest, pk: int, name: str, **parts: Any) -> HttpResponse:
        """Do one step, or show the page of its own; whoever is late loses nothing typed."""
        row, step = self.find(request, pk), self.step(name)
        if step.part:
            step = step.about(step.part(row, **parts))
        if self.steps_for_writers and roles_of(request).isdisjoint(self.write_roles):
            raise PermissionDenied
        if request.method != "POST":
            return self._own_page(request, step, row)
        url = self.url_of_step(row, step)
        form = step.make_form(row, request.user, request.POST, request.FILES, url=url)
        if closed := self._closed(step, row, request.user):
            return self._too_late(request, step, row, form, closed)
        outcome = perform(step, row, request.user, form, request.POST, **parts)
        if outcome.is_done:
            return self.after(request, step, row, outcome.result)
        if form is None:
            messages.error(request, str(outcome.refusal))
            return HttpResponseRedirect(url if step.own_page else self._back(step, row))
        return self._not_done(request, step, row, form, outcome)

    def step(self, name: str) -> Step:
        """The step of this name. Raises Http404 when there is none."""
        found = next((step for step in self.steps if step.name == name), None)
        if found is None:
            raise Http404
        return found

    def _closed(self, step: Step, row: Any, user: User) -> str:
        """Why a step is not open to this person; empty when it is."""
        return step.why(row, user) or ("" if step.offered(row, user) else GONE)

    def _own_page(self, request: StaffRequest, step: Step, row: Any) -> HttpResponse:
        if not step.own_page:
            return HttpResponseNotAllowed(["POST"])
        if closed := self._closed(step, row, request.user):
            messages.error(request, closed)
            return HttpResponseRedirect(self.url_of(row))
        return self.draw_step(request, step, row, step.make_form(row, request.user))

    def _not_done(
        self, request: StaffRequest, step: Step, row: Any, form: Any, outcome: Outcome
    ) -> HttpResponse:
        """The page again: a preview, faults beside their fields, or the service's refusal."""
        if outcome.preview:
            refused = Refused(step, form, 200, preview=outcome.preview)
        else:
            row = self.find(request, row.pk)
            if outcome.refusal and (closed := self._closed(step, row, request.user)):
                why = closed if outcome.is_stale else _words_of(outcome.refusal)
                return self._too_late(request, step, row, form, why, was_open=True)
            changed, is_stale = self._changed(row, form), outcome.is_stale and VERSION in form.fields
            if is_stale:
                refresh_seen_version(form, row)
            is_told = is_stale and changed is not None
            if outcome.refusal and not is_told:
                show_refusal(form, outcome.refusal)
            refused = Refused(step, form, CONFLICT if is_told else REFUSED, changed=changed)
        if step.own_page:
            return self.draw_step(request, step, row, form, refused)
        return self.draw_row(request, row, refused)

    def _too_late(
        self, request: StaffRequest, step: Step, row: Any, form: Any, why: str, *, was_open: bool = False
    ) -> HttpResponse:
        """The step is closed. What was typed while it was open, or for all we know, stands on a card to be copied."""
        if form is not None:
            form.is_valid()
            changed, typed = self._changed(row, form), typed_rows(form)
            if (was_open or VERSION in form.fields) and (changed or typed):
                if changed:
                    changed = replace(changed, values={**changed.values, "typed": typed})
                return self.draw_row(request, row, Refused(step, form, CONFLICT, "", changed, typed, why))
        messages.error(request, why)
        return HttpResponseRedirect(self._back(step, row))

    def _back(self, step: Step, row: Any) -> str:
        return self.url_after(row) + (f"#{step.anchor}" if step.anchor else "")

    def _changed(self, row: Any, form: Any) -> Card | None:
        seen = seen_version(form)
        return None if seen is None or seen == row.version else self.changes_since(row, seen)

    def draw_step(
        self, request: StaffRequest, step: Step, row: Any, form: Any, refused: Refused | None = None
    ) -> HttpResponse:
        """The page of one step."""
        title = in_words(step.title, row, request.user) or step.button
        context = self.context(request, title, {"label": self.title_of(row), "url": self.url_of(row)}) | {
            "row": row,
            "row_url": self.url_of(row),
            "step": step,
            "form": form,
            "hint": in_words(step.hint, row, request.user),
            "refused": refused,
            **(step.values(row, request.user, form) if step.values else {}),
        }
        status = refused.status if refused else 200
        return render(request, step.template or "desk/step.html", context, status=status)

    # History --------------------------------------------------------------------------------------------------

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What was done to the row, from the audit trail: who, when, before and after."""
        row = self.find(request, row_key(object_id))
        context = self.context(request, "تاریخچه", {"label": str(row), "url": self.url_of(row)}) | {
            "row": row,
            "entries": history_rows(row),
            "change_columns": ["چه چیزی", "پیش از آن", "پس از آن"],
        }
        return render(request, "desk/history.html", context)


class NarrowDesk(Desk):
    """Django's list, and pages of few facts: who writes has the steps, others read; a step leads to the list."""

    steps_for_writers = True
    page_template = "desk/narrow.html"
    shows_history = False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Django's own form never changes a row."""
        return False

    def url_after(self, row: Any) -> str:
        return reverse(self.name_of("changelist"))


def _words_of(refusal: Exception) -> str:
    found: Sequence[str] | None = getattr(refusal, "messages", None)
    return " ".join(found) if found else str(refusal)


def _came_from(request: HttpRequest) -> str:
    """The page of the portal that `?next=` names; empty when there is none, or it is somebody else's."""
    address = request.GET.get("next", "")
    return address if is_own_address(request, address) else ""

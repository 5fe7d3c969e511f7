"""What a desk of one model says: its words, its steps, what stands on its pages, and where they are."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import StaffRequest
from organizations.desk.cards import Card, Cells, Row, facts_card
from organizations.desk.scope import ScopedAdmin
from organizations.desk.steps import Offer, Step


class View(NamedTuple):
    """A further page of a desk: its address below the list's, the name of the address, and what draws it: a method of
    the desk, or a function that takes the desk and what the method would.
    """

    address: str
    name: str
    method: str | Callable[..., HttpResponse]
    verbs: tuple[str, ...] = ("GET", "HEAD")

    def of(self, desk: "DeskBase") -> Callable[..., HttpResponse]:
        """The page of this desk."""
        draw = getattr(desk, self.method) if isinstance(self.method, str) else partial(self.method, desk)
        return require_http_methods(self.verbs)(draw)


class DeskBase(ScopedAdmin):
    """What a desk may say of itself, and the addresses and frame of its pages; the pages are `Desk`'s."""

    #: Our own list has columns; a desk without them keeps Django's list.
    columns: tuple[str, ...] = ()
    #: What the list is called, when it is not the plural of its rows.
    list_title = ""
    intro = ""
    search_hint = ""
    add_label = ""
    actions: tuple[str, ...] | None = None
    #: How a row is added; its hint stands over the form.
    adds: Step | None = None
    steps: tuple[Step, ...] = ()
    #: Whether steps are for the roles that write alone; otherwise each step says itself to whom it is offered.
    steps_for_writers = False
    views: tuple["View", ...] = ()
    #: Before the names of the steps' addresses, where it is not app and model.
    names = ""
    page_template = "desk/page.html"
    form_template = "desk/form.html"
    #: Whether a row's page leads to its history.
    shows_history = True

    def cells(self, row: Any, user: User) -> Cells:
        """The cells of a row in the list; the first one names it and leads to its page."""
        raise NotImplementedError

    def list_links(self, user: User) -> list[Row]:
        """Further buttons above the list."""
        return []

    def facts(self, row: Any, user: User) -> list[Row]:
        """What there is to know of a row: key, value, and optionally tone, ltr."""
        return []

    def cards(self, row: Any, user: User) -> Iterable[Card]:
        """What stands on the row's page."""
        facts = self.facts(row, user)
        return [facts_card(facts)] if facts else []

    def links(self, row: Any, user: User) -> list[Row]:
        """Buttons beside the row's name."""
        return []

    def more(self, request: StaffRequest, row: Any, offers: Mapping[str, Offer]) -> Row:
        """Further values for the template of the row's page, where it is the desk's own."""
        return {}

    def title_of(self, row: Any) -> str:
        """What the row's page is called."""
        return str(row)

    def rows(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows of this person's scope, with what a row's page needs."""
        return self.get_queryset(request)

    def opened(self, row: Any, user: User) -> None:
        """Somebody looked at the row's page."""

    def adding(self, step: Step, request: StaffRequest) -> Step:
        """The step that adds a row, as this address asks for it."""
        return step

    def changes_since(self, row: Any, seen: int) -> Card | None:
        """What happened to the row after the version `seen` of a page; the card also gets what was `typed`."""
        return None

    def url_after(self, row: Any) -> str:
        """Where a step of this row leads that says nothing else."""
        return self.url_of(row)

    # Addresses ------------------------------------------------------------------------------------------------

    def name_of(self, page: str) -> str:
        """The name of the address of one of Django's pages: changelist, add, change, history."""
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"

    def url_of(self, row: Model) -> str:
        """Address of the row's page."""
        return reverse(self.name_of("change"), args=[row.pk])

    def url_of_step(self, row: Model, step: Step) -> str:
        """Where a step of this row is sent; empty for one that needs more than the row."""
        if "<" in step.address:
            return ""
        before = self.names or f"{self.opts.app_label}_{self.opts.model_name}"
        return reverse(f"admin:{before}_{step.name}", args=[row.pk])

    def trail(self, *below: Row) -> list[Row]:
        """The way back: the desk, this list, and `below` it; the last one is where the person is."""
        home = {"label": self.admin_site.index_title, "url": reverse("admin:index")}
        here = {
            "label": self.list_title or str(self.opts.verbose_name_plural),
            "url": reverse(self.name_of("changelist")),
        }
        way: list[Row] = [home, here, *below]
        return [*way[:-1], way[-1] | {"url": ""}]

    def context(self, request: HttpRequest, title: str, *above: Row) -> Row:
        """What every page of this desk is drawn with; `above` are the pages between it and the list."""
        return self.admin_site.each_context(request) | {
            "title": title,
            "opts": self.opts,
            "trail": self.trail(*above, {"label": title, "url": ""}),
            "list_url": reverse(self.name_of("changelist")),
        }

"""The admin's doors: which staff see a model's rows, and who may add or change them.

Django's permission rows are not used; a role in a body is (handbook 2.2, R302).
"""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property

from accounts.querysets import of_number, rows_of_number
from core.forms import PersianModelForm
from core.numbers import number_in
from core.searching import NOTHING, coded, labelled, named, parts_of, said, typed_number
from core.text import search_words

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
    _Paginator = Paginator[Any]
else:
    _ModelAdmin, _Paginator = admin.ModelAdmin, Paginator

#: No page counts further; who looks for more narrows the list.
MOST_COUNTED = 1000
#: Where a request keeps the roles that were asked for.
ROLES = "_roles_today"


class BoundedPaginator(_Paginator):
    """Pages of a list that counts to `MOST_COUNTED` rows and no further: a count of millions takes seconds."""

    @cached_property
    def found(self) -> int:
        """How many rows there are; one more than `MOST_COUNTED` says that there are more."""
        rows: QuerySet[Any] = cast("QuerySet[Any]", self.object_list)
        return rows.order_by()[: MOST_COUNTED + 1].count()

    @property
    def count(self) -> int:
        """How many rows the pages hold."""
        return min(self.found, MOST_COUNTED)

    @property
    def is_cut(self) -> bool:
        """Whether there are rows no page shows."""
        return self.found > MOST_COUNTED


def roles_of(request: HttpRequest) -> frozenset[str]:
    """The roles that whoever asks holds in any body today; asked once a request, so that a change shows in the next."""
    known: frozenset[str] | None = getattr(request, ROLES, None)
    if known is None:
        user: Any = request.user
        asks = user.is_active and getattr(user, "is_staff", False)
        known = frozenset(user.memberships.in_force().values_list("role", flat=True) if asks else ())
        setattr(request, ROLES, known)
    return known


def row_key(text: str) -> int:
    """The key in an address of the admin.

    Raises:
        Http404: the text is no number of ASCII digits, or one no table can hold.
    """
    key = number_in(text)
    if key is None:
        raise Http404
    return key


class ScopedAdmin(_ModelAdmin):
    """Rows through the model's `visible_to`; doors by role. Nothing is ever deleted from here.

    Subclasses name the roles that may look (`read_roles`) and those that may add or change
    (`write_roles`); writers may look too.
    """

    read_roles: tuple[str, ...] = ()
    write_roles: tuple[str, ...] = ()
    #: What the search looks through, at least all a row shows: keys of names, numbers, plain texts of short tables,
    #: choices by their labels, and ways to persons («applicant__») who are found by name, national code and mobile.
    name_search: tuple[str, ...] = ()
    code_search: tuple[str, ...] = ()
    text_search: tuple[str, ...] = ()
    choice_search: tuple[str, ...] = ()
    person_search: tuple[str, ...] = ()
    #: Of a large table instead of names, numbers and texts: the keys to short tables whose names a row shows, beside
    #: what the row itself is found by (`core.searched.Searched`).
    key_search: tuple[str, ...] | None = None
    form = PersianModelForm
    list_per_page = 50
    list_max_show_all = 0
    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        """Only the rows this member of staff may see; another's row is a 404."""
        rows: QuerySet[Any] = super().get_queryset(request)
        visible_to = getattr(rows, "visible_to", None)
        return visible_to(request.user) if visible_to else rows

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Model:
        """The row, for every page of Django's own; one out of scope does not exist, where Django would redirect.

        Raises:
            Http404: this person sees no such row, or no table can hold its key.
        """
        row_key(object_id)
        found: Model | None = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """All that is searched; Django draws a search box when there is any."""
        if self.key_search is not None:
            return ("search",)
        people = tuple(f"{path}name_search" for path in self.person_search)
        return self.name_search + self.code_search + self.text_search + self.choice_search + people

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Every word is part of a name or text, or the whole is the beginning of a number or a person's own number."""
        if not search_words(search_term):
            return queryset, False
        if self.key_search is not None:
            return queryset.filter(self._found_on_the_row(search_term)), False
        names = (*self.name_search, *(f"{path}name_search" for path in self.person_search))
        rows, found = coded(queryset, search_term, self.code_search)
        found |= said(queryset, search_term, self.text_search)
        found |= labelled(self.model, search_term, self.choice_search)
        if names:
            found |= named(search_term, *names)
        number = typed_number(search_term)
        for path in self.person_search:
            found |= of_number(number, path) or NOTHING
        return rows.filter(found), False

    def _found_on_the_row(self, typed: str) -> Q:
        """What the search of a large table asks of the row itself."""
        keys = self.key_search or ()
        short = {key: self.model._meta.get_field(key).related_model._default_manager for key in keys}
        found = parts_of(typed, "search", {key: (rows.all(), "name_search") for key, rows in short.items()})
        found |= labelled(self.model, typed, self.choice_search)
        if number := typed_number(typed):  # written with or without a word before it
            found |= Q(search__contains=number)
            for path in self.person_search:
                found |= rows_of_number(self.model, number, path)
        return found

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the model stands in this person's index."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return not roles_of(request).isdisjoint(self.read_roles + self.write_roles)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return not roles_of(request).isdisjoint(self.write_roles)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return not roles_of(request).isdisjoint(self.write_roles)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody deletes: rows end by dates and states, and the trail stays."""
        return False


class ListForReaders(ScopedAdmin):
    """Readers get the list alone; a row's page is the writers' form.

    Django's page without a form draws dates its own way and leads to rows the reader may not open.
    """

    def get_list_display_links(self, request: HttpRequest, list_display: Any) -> Any:
        """No way to a page for those who cannot change it."""
        return super().get_list_display_links(request, list_display) if self._writes(request) else None

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self._writes(request):
            raise Http404
        return super().change_view(request, object_id, *args, **kwargs)

    def _writes(self, request: HttpRequest) -> bool:
        return not roles_of(request).isdisjoint(self.write_roles)

"""«مدیریت واحد صنفی»: the owner's units, their licences and the people at work (seed 000 §10)."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.decorators import citizen_required
from accounts.requests import CitizenRequest
from core.checks import mask_national_code
from core.jalali import format_month
from core.numbers import number_in
from core.paging import newest_first
from core.text import to_persian_digits
from guild_units import rows
from guild_units.models import GuildUnit
from guild_units.states import EmploymentForm
from personnel import texts
from personnel.models import Personnel
from personnel.querysets import count_people

UNITS_A_PAGE = 5
PEOPLE_OF_A_CARD = 10
PEOPLE_A_PAGE = 25


@require_safe
@never_cache
@citizen_required
def my_units(request: CitizenRequest) -> HttpResponse:
    """Own units, newest first, each with the particulars of its licence and the first of its people."""
    mine = count_people(_mine(request))
    shown, beside = newest_first(mine, request.GET, address=reverse("my_units"), size=UNITS_A_PAGE)
    people: dict[int, list[Personnel]] = defaultdict(list)
    keys = [unit.pk for unit in shown]
    for one in Personnel.objects.at_work().first_of_each_unit(keys, PEOPLE_OF_A_CARD) if keys else ():
        people[one.unit_id].append(one)
    context = {
        "cards": [_card(unit, people[unit.pk]) for unit in shown],
        "columns": texts.COLUMNS,
    }
    return render(request, "personnel/my_units.html", context | beside)


@require_safe
@never_cache
@citizen_required
def unit_page(request: CitizenRequest, pk: int) -> HttpResponse:
    """One unit with all its people, 25 a page by name."""
    unit = get_object_or_404(count_people(_mine(request)), pk=pk)
    people = Personnel.objects.at_work().filter(unit=unit).order_by("name_sort", "pk")
    after = number_in(request.GET.get("after"))
    if after is not None:
        people = people.after(after)
    found = list(people[: PEOPLE_A_PAGE + 1])
    shown, address = found[:PEOPLE_A_PAGE], unit.get_absolute_url()
    context = _card(unit, shown) | {
        "columns": texts.COLUMNS,
        "newer_url": address if after is not None else "",
        "older_url": f"{address}?after={shown[-1].pk}" if len(found) > PEOPLE_A_PAGE else "",
        "trail": [{"label": "مدیریت واحد صنفی", "url": reverse("my_units")}, {"label": str(unit)}],
    }
    return render(request, "personnel/unit.html", context)


def _mine(request: CitizenRequest) -> QuerySet[GuildUnit]:
    return GuildUnit.objects.visible_to(request.user).with_licence()


def _card(unit: GuildUnit, people: Iterable[Personnel]) -> dict[str, Any]:
    formal = unit.employment_form == EmploymentForm.FORMAL
    count = unit.people  # type: ignore[attr-defined]  # annotated by `count_people`
    return {
        "unit": unit,
        "state": rows.state(unit),
        "licence_facts": rows.licence_facts(unit),
        "workshop_facts": rows.workshop_facts(unit),
        "people": people_rows(people),
        "people_count": to_persian_digits(str(count)),
        "everybody": texts.EVERYBODY.format(count=to_persian_digits(str(count)))
        if count > PEOPLE_OF_A_CARD
        else "",
        "nobody": texts.NOBODY_FORMAL if formal else texts.NOBODY_SELF_EMPLOYED,
    }


def people_rows(people: Iterable[Personnel]) -> list[list[Any]]:
    """Cells of the list of people; codes masked (R352)."""
    return [
        [
            str(one),
            {"text": to_persian_digits(mask_national_code(one.national_code)), "ltr": True},
            format_month(one.list_month) if one.list_month else texts.NOT_ON_A_LIST,
        ]
        for one in people
    ]

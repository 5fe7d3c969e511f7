"""The public working-day calendar."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.jalali import WEEKDAYS, tehran_today, to_jalali
from core.numbers import number_in
from deadlines.services import month as deadline_month


@require_safe
def working_days(request: HttpRequest) -> HttpResponse:
    """This month."""
    year, month, _ = to_jalali(tehran_today())
    return _page(request, year, month)


@require_safe
def working_days_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """Any month of 1390–1420, for the country or for one county (`?county=`)."""
    return _page(request, year, month)


def _page(request: HttpRequest, year: int, month: int) -> HttpResponse:
    county = deadline_month.county_chosen(number_in(request.GET.get("county")))
    try:
        found = deadline_month.month_of(year, month, county)
    except ValueError as error:
        raise Http404 from error
    context = {
        "month": found,
        "county": county,
        "weekdays": WEEKDAYS,
        "provinces": deadline_month.counties_by_province(),
    }
    return render(request, "deadlines/calendar.html", context)

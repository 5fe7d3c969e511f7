"""How long this union took to answer others, before one asks it."""

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from core.jalali import TEHRAN
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from licensing.decisions.models import Decision
from licensing.decisions.states import Outcome
from licensing.intake.answer_times import answer_times, percentile
from tests.factories import (
    CitizenFactory,
    LicenceRequestFactory,
    WorkingUnionFactory,
    bring_to,
    signed_in,
)

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 10, 19, 10, tzinfo=TEHRAN)  # 27 Mehr 1405; no holiday in the two weeks after it


def answered(union, days, *, silent=False):
    """A request received on a Monday and answered so many calendar days later."""
    case = LicenceRequestFactory(union=union, submitted=True)
    LicenceRequest.objects.filter(pk=case.pk).update(submitted_at=MONDAY)
    if silent:
        Decision.objects.create(
            case=case, outcome=Outcome.ACCEPT, by_silence=True, decided_at=MONDAY + timedelta(days=days)
        )
    else:
        bring_to(case, Status.IN_PROGRESS)
        Decision.objects.filter(case=case).update(decided_at=MONDAY + timedelta(days=days))


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(MONDAY + timedelta(days=40))


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([1], 50, 1), ([1, 2], 50, 1), ([1, 2, 3], 50, 2), (list(range(1, 11)), 90, 9), ([1, 9], 90, 9)],
)
def test_percentile_is_a_value_that_really_occurred(values, share, expected):
    assert percentile(values, share) == expected


def test_median_and_ninetieth_count_working_days_without_fridays():
    union = WorkingUnionFactory()
    for days in (1, 1, 2, 7, 9):
        answered(union, days)

    times = answer_times(union)

    assert (times.cases, times.median, times.ninetieth) == (5, 2, 8)


def test_under_five_answers_there_is_no_figure():
    union = WorkingUnionFactory()
    for _ in range(4):
        answered(union, 1)

    assert answer_times(union) is None


def test_silence_counts_as_the_whole_term():
    union = WorkingUnionFactory()
    for _ in range(5):
        answered(union, 3, silent=True)

    assert answer_times(union).median == 15


def test_another_unions_answers_and_issues_are_left_out():
    union = WorkingUnionFactory()
    for _ in range(5):
        answered(union, 1)
        answered(WorkingUnionFactory(), 20)
    bring_to(LicenceRequest.objects.filter(union=union).first(), Status.ISSUED)

    times = answer_times(union)

    assert (times.cases, times.ninetieth) == (5, 1)


def test_the_figures_are_reckoned_once_an_hour(django_assert_num_queries):
    union = WorkingUnionFactory()
    for _ in range(5):
        answered(union, 1)
    first = answer_times(union)

    with django_assert_num_queries(0):
        assert answer_times(union) == first
    cache.clear()
    assert answer_times(union) == first


def test_the_page_of_the_union_draws_them_or_says_there_are_none():
    union = WorkingUnionFactory()
    address = {"county": union.county.code, "category": union.coverage.get().category.isic_code}
    client = signed_in(CitizenFactory())

    none = client.get(reverse("new_request"), address).content.decode()
    for days in (1, 1, 2, 9, 25):
        answered(union, days)
    cache.clear()
    some = client.get(reverse("new_request"), address).content.decode()

    assert "هنوز آماری" in none
    assert "تا ۲ روز کاری و نه نفر" in some
    assert "۱۵ روز کاری یا بیشتر" in some
    assert "نه نفر از ده نفر" in some

"""The public calendar, and the parts other pages draw."""

import re

import pytest
from django.template.loader import render_to_string

from deadlines.services import clock, explaining
from deadlines.states import Key, State
from tests.deadlines.cases import begin, jalali
from tests.deadlines.test_declaring import close_days

pytestmark = pytest.mark.django_db


def page(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_month_names_its_holidays_and_counts_its_working_days(client):
    html = page(client, "/working-days/1401/1/")

    assert "فروردین ۱۴۰۱: ۲۲ روز کاری" in html
    assert "روز طبیعت" in html
    assert html.count('scope="col"') == 7
    assert html.count("<td") == 35


def test_month_begins_under_its_weekday(client):
    html = page(client, "/working-days/1403/7/")  # 1 Mehr 1403 is a Sunday

    first_week = re.search(r"<tbody>\s*<tr>(.*?)</tr>", html, re.S)
    assert first_week[1].count("month__blank") == 1


def test_this_month_marks_today(client):
    assert page(client, "/working-days/").count('aria-current="date"') == 1


def test_lunar_guesses_are_marked(client):
    html = page(client, "/working-days/1415/2/")

    assert "(تخمینی)" in html
    assert "(تخمینی)" not in page(client, "/working-days/1401/1/")


def test_closed_county_is_shown_to_who_asks_for_it(client, commission, commissioner):
    close_days(commissioner, commission)
    county = commission.county

    assert "آلودگی هوا" in page(client, f"/working-days/1403/7/?county={county.pk}")
    assert "آلودگی هوا" not in page(client, "/working-days/1403/7/")
    assert f"/working-days/1403/8/?county={county.pk}" in page(
        client, f"/working-days/1403/7/?county={county.pk}"
    )


@pytest.mark.parametrize("county", ["x", "0", "999999", "-1", "۱", "9" * 40, "1 OR 1=1"])
def test_nonsense_in_place_of_a_county_shows_the_country(client, county):
    answer = client.get("/working-days/1403/7/", {"county": county})

    assert answer.status_code == 200
    assert "شهرستان نمونه" not in re.search(r"<caption>.*?</caption>", answer.content.decode(), re.S)[0]


@pytest.mark.parametrize("address", ["1389/12", "1421/1", "1403/13", "1403/0", "99999999999/1"])
def test_month_outside_the_table_is_not_found(client, address):
    assert client.get(f"/working-days/{address}/").status_code == 404


def test_first_and_last_month_have_one_neighbour(client):
    assert 'rel="prev"' not in page(client, "/working-days/1390/1/")
    assert 'rel="next"' not in page(client, "/working-days/1420/12/")


def test_calendar_only_reads(client):
    assert client.post("/working-days/").status_code == 405


def test_month_costs_few_queries(client, django_assert_max_num_queries):
    page(client, "/working-days/1403/7/")

    with django_assert_max_num_queries(3):
        page(client, "/working-days/1403/7/")


def test_ledger_part_draws_every_line_once():
    told = explaining.explain(begin(at=jalali(1400, 12, 1)), jalali(1400, 12, 5))

    html = render_to_string("deadlines/_ledger.html", {"explanation": told})

    assert all(html.count(entry.sentence) == 1 for entry in told.entries)
    assert "نوبت اتحادیه" in html
    assert "۱۱ روز کاری مانده" in html


def test_ledger_part_warns_of_guesses_and_doubtful_terms():
    told = explaining.explain(begin(Key.T3_ISSUE, at=jalali(1415, 1, 21)))

    html = render_to_string("deadlines/_ledger.html", {"explanation": told})

    assert "تابع قانون" in html


@pytest.mark.parametrize(("outcome", "word"), [(State.MET, "انجام‌شده"), (State.CANCELLED, "بی‌اثر")])
def test_badge_of_a_closed_deadline_is_its_outcome(outcome, word):
    closed = clock.close(begin(at=jalali(1403, 7, 1)), outcome=outcome, at=jalali(1403, 7, 2))

    html = render_to_string("deadlines/_badge.html", {"explanation": explaining.explain(closed)})

    assert word in html
    assert "نوبت" not in html

"""Landing page, dashboard, headers and failure pages."""

import pytest

from licensing.cases.states import Status
from tests.factories import (
    CitizenFactory,
    LicenceRequestFactory,
    account_of,
    bring_to,
    issued_licence,
    signed_in,
)

pytestmark = pytest.mark.django_db


def test_landing_page_speaks_of_the_licence_and_asks_nothing_of_the_database(
    client, django_assert_num_queries
):
    client.get("/")  # the lengths of the law are remembered for a minute

    with django_assert_num_queries(0):
        response = client.get("/")

    assert response.status_code == 200
    assert "پروانه کسب" in response.content.decode()
    assert not response.cookies


def test_every_page_carries_the_strict_headers(client):
    response = client.get("/")

    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


def test_page_that_does_not_exist_is_told_in_persian(client):
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert "پیدا نشد" in response.content.decode()


def test_failure_carries_the_number_that_finds_its_log_line(client, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise RuntimeError("on purpose")

    monkeypatch.setattr("asnaf.views.render", fail)
    client.raise_request_exception = False

    response = client.get("/")

    number = response["X-Request-ID"]
    assert response.status_code == 500
    assert number in response.content.decode()
    assert "on purpose" not in response.content.decode()
    assert any(
        getattr(getattr(record, "request", None), "request_id", "") == number for record in caplog.records
    )


def test_form_without_its_token_says_what_is_kept(settings):
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/sign-in/", {"mobile": "09121234567"})

    assert response.status_code == 403
    assert "صفحه" in response.content.decode()


def test_new_person_begins_with_registration_and_finds_what_to_do_after_it():
    browser = signed_in(CitizenFactory())

    first = browser.get("/panel/", follow=True)
    response = browser.post("/panel/units/add/no-licence/", follow=True)

    assert "شمارهٔ پروانه کسب" in first.content.decode()
    assert "درخواست پروانه کسب بدهید" in response.content.decode()


def test_dashboard_shows_open_requests_with_whose_turn_it_is_and_own_licences_only():
    licence = issued_licence(unit_name="نان گرم")
    LicenceRequestFactory(applicant=licence.holder, submitted=True)
    issued_licence(unit_name="مال دیگری")

    page = signed_in(account_of(licence.holder)).get("/panel/").content.decode()

    assert "نان گرم" in page
    assert "مال دیگری" not in page
    assert "نوبت اتحادیه" in page


def test_dashboard_asks_the_same_number_of_questions_for_one_request_and_for_three(
    django_assert_max_num_queries,
):
    case = bring_to(LicenceRequestFactory(submitted=True), Status.UNDER_REVIEW)
    browser = signed_in(account_of(case.applicant))
    browser.get("/panel/")
    with django_assert_max_num_queries(6) as one:
        browser.get("/panel/")
    for _ in range(2):
        LicenceRequestFactory(applicant=case.applicant, submitted=True)

    with django_assert_max_num_queries(len(one.captured_queries)):
        browser.get("/panel/")


def test_menu_marks_the_page_one_is_on_and_none_on_a_page_outside_it():
    browser = signed_in(account_of(issued_licence().holder))

    requests, sessions = (
        browser.get(url).content.decode() for url in ("/panel/requests/", "/panel/sessions/")
    )

    assert 'href="/panel/requests/" aria-current="page"' in requests
    assert 'href="/panel/" aria-current="page"' not in requests
    assert 'href="/panel/" aria-current="page"' not in sessions

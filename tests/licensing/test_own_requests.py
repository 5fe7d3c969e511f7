"""A person's own requests: where each stands, who may see it, and the list of all."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from licensing.cases import texts as cases_texts
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from licensing.intake import texts
from licensing.licences import texts as licences_texts
from licensing.panel import requests
from tests.factories import (
    CitizenFactory,
    LicenceRequestFactory,
    account_of,
    bring_to,
    signed_in,
)

pytestmark = pytest.mark.django_db
NEW = "/panel/requests/new/"


def owner(case):
    return signed_in(account_of(case.applicant))


def page(case, name="request"):
    return reverse(name, args=[case.pk])


@pytest.fixture
def applicant():
    return signed_in(CitizenFactory())


class TestWhereItStands:
    def test_every_state_has_a_next_step_in_words(self):
        assert set(cases_texts.NEXT_STEP) == set(Status)

    def test_a_submitted_request_shows_turn_days_history_and_ledger(self):
        case = LicenceRequestFactory(submitted=True)
        text = owner(case).get(page(case)).content.decode()
        assert "نوبت اتحادیه" in text
        assert "روز کاری" in text
        assert f"به {case.union.name} رسید" in text
        assert "حساب مهلت" in text

    def test_a_decision_is_shown_with_its_minute(self):
        case = bring_to(LicenceRequestFactory(submitted=True), Status.IN_PROGRESS)
        assert "صورتجلسهٔ ۱۲ مورخ" in owner(case).get(page(case)).content.decode()

    def test_a_bill_shows_amount_account_and_approval(self):
        case = bring_to(LicenceRequestFactory(submitted=True), Status.AWAITING_PAYMENT)
        text = owner(case).get(page(case)).content.decode()
        line = case.invoice.lines.get(fee__kind="ISSUE")
        for shown in (line.account, line.approval, "۶۰۰٬۰۰۰ ریال", "پرداخت نشده"):
            assert shown in text

    def test_a_licence_without_its_file_yet_says_it_is_being_made(self):
        case = bring_to(LicenceRequestFactory(submitted=True), Status.ISSUED)
        client = owner(case)
        text = client.get(page(case)).content.decode()
        assert "در حال آماده‌سازی است" in text
        assert case.licence.get_absolute_url() in text
        early = client.get(reverse("licence_document", args=[case.licence.pk]), follow=True)
        assert licences_texts.PDF_NOT_READY in early.content.decode()

    def test_the_licence_file_is_the_holders_and_never_cached(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        case = bring_to(LicenceRequestFactory(submitted=True), Status.ISSUED)
        case.licence.document.save("licence.pdf", ContentFile(b"%PDF-1.7"))
        address = reverse("licence_document", args=[case.licence.pk])
        answer = owner(case).get(address)
        assert answer.content == b"%PDF-1.7"
        assert answer["Content-Disposition"].startswith("attachment")
        assert "no-store" in answer["Cache-Control"]
        assert signed_in(CitizenFactory()).get(address).status_code == 404

    def test_withdrawing_asks_first_and_then_closes_the_file(self):
        case = LicenceRequestFactory(submitted=True)
        client = owner(case)
        assert "بازگشت ندارد" in client.get(page(case, "withdraw_request")).content.decode()
        case.refresh_from_db()
        assert case.status == Status.SUBMITTED
        response = client.post(page(case, "withdraw_request"), {"version": case.version}, follow=True)
        case.refresh_from_db()
        assert case.status == Status.WITHDRAWN
        assert texts.DONE_WITHDRAWN in response.content.decode()

    def test_withdrawing_on_a_stale_page_is_refused_with_the_news(self):
        case = LicenceRequestFactory(submitted=True)
        seen = case.version
        case = bring_to(case, Status.IN_PROGRESS)
        response = owner(case).post(page(case, "withdraw_request"), {"version": seen}, follow=True)
        assert "پرونده تغییر کرده است" in response.content.decode()
        case.refresh_from_db()
        assert case.status == Status.IN_PROGRESS

    def test_there_is_no_way_out_of_an_issued_licence(self):
        case = bring_to(LicenceRequestFactory(submitted=True), Status.ISSUED)
        assert "انصراف ممکن نیست" in owner(case).get(page(case, "withdraw_request")).content.decode()


PAGES = ["request", "request_person", "request_place", "request_platform", "request_check", "request_code"]


class TestWhoSeesWhat:
    @pytest.mark.parametrize("name", [*PAGES, "withdraw_request"])
    @pytest.mark.parametrize("submitted", [False, True])
    def test_another_persons_request_does_not_exist(self, applicant, name, submitted):
        case = LicenceRequestFactory(submitted=submitted)
        assert applicant.get(page(case, name)).status_code == 404

    @pytest.mark.parametrize("name", ["request_person", "request_place", "request_check", "withdraw_request"])
    def test_another_persons_request_cannot_be_changed(self, applicant, name):
        case = LicenceRequestFactory()
        assert applicant.post(page(case, name), {"undertaking": "on"}).status_code == 404
        case.refresh_from_db()
        assert case.version == 1

    @pytest.mark.parametrize("name", PAGES)
    def test_a_visitor_is_asked_to_sign_in(self, client, name):
        case = LicenceRequestFactory()
        assert client.get(page(case, name)).url.startswith(reverse("sign_in"))

    def test_nobody_has_requests_at_first_and_is_told_how_to_begin(self, applicant):
        text = applicant.get(reverse("my_requests")).content.decode()
        assert "هنوز درخواستی نداده‌اید" in text
        assert NEW in text

    def test_the_list_goes_on_by_key_newest_first(self, monkeypatch):
        monkeypatch.setattr(requests, "SHOWN", 2)
        cases = LicenceRequestFactory.create_batch(3)
        LicenceRequest.objects.update(applicant=cases[0].applicant)
        client = owner(cases[0])
        first = client.get(reverse("my_requests")).content.decode()
        assert page(cases[2]) in first
        assert page(cases[1]) in first
        assert page(cases[0]) not in first
        second = client.get(reverse("my_requests"), {"before": cases[1].pk}).content.decode()
        assert page(cases[0]) in second
        assert page(cases[1]) not in second

    @pytest.mark.parametrize("before", ["x", "-1", "۱", "9" * 30])
    def test_a_nonsense_key_of_the_list_is_no_error(self, applicant, before):
        assert applicant.get(reverse("my_requests"), {"before": before}).status_code == 200

    def test_the_list_asks_as_much_for_three_requests_as_for_one(self, django_assert_num_queries):
        first = LicenceRequestFactory(submitted=True)
        client = owner(first)
        client.get(reverse("my_requests"))
        with CaptureQueriesContext(
            connection,
        ) as one:
            client.get(reverse("my_requests"))
        LicenceRequestFactory.create_batch(2, applicant=first.applicant, submitted=True)
        with django_assert_num_queries(len(one)):
            client.get(reverse("my_requests"))

    def test_the_page_of_a_request_asks_as_much_however_long_its_history(self):
        counts = []
        for status in (Status.SUBMITTED, Status.IN_PROGRESS, Status.AWAITING_PAYMENT):
            case = bring_to(LicenceRequestFactory(submitted=True), status)
            client = owner(case)
            client.get(page(case))
            with CaptureQueriesContext(connection) as asked:
                client.get(page(case))
            counts.append(len(asked))
        assert counts[1] <= counts[0] + 1  # the letters one may print
        assert counts[2] <= counts[0] + 1  # the lines of the bill
        assert counts[2] <= 15

"""The applicant's page of a request: what matters now stands before its way, what is past lies in a fold."""

import pytest

from licensing.cases.states import Status
from tests.factories import LicenceRequestFactory, account_of, bring_to, signed_in

pytestmark = pytest.mark.django_db
WAY, DETAILS, BILL = "<h2>مراحل پرونده</h2>", "<h2>جزئیات پرونده</h2>", '<h2 id="bill">صورتحساب</h2>'


def page_of(status: Status) -> str:
    """What the applicant of a request in this state reads."""
    case = bring_to(LicenceRequestFactory(submitted=True), status)
    return signed_in(account_of(case.applicant)).get(case.get_absolute_url()).content.decode()


def test_applicant_who_has_to_pay_reads_the_bill_before_the_way():
    page = page_of(Status.AWAITING_PAYMENT)

    assert page.index(BILL) < page.index(WAY) < page.index(DETAILS)
    assert "نوبت شما" in page


def test_applicant_who_has_paid_finds_the_bill_in_a_fold_with_its_sum():
    page = page_of(Status.READY)

    assert BILL not in page
    assert "<summary>صورتحساب: " in page[page.index(DETAILS) :]


def test_applicant_whose_licence_is_issued_finds_the_way_in_a_fold():
    page = page_of(Status.ISSUED)

    assert WAY not in page
    assert "<summary>مراحل پرونده</summary>" in page


def test_applicant_who_waits_for_offices_reads_their_answers_counted():
    page = page_of(Status.IN_PROGRESS)

    assert "<h2>استعلام‌ها: ۰ پاسخ از" in page
    assert page.index("<h2>استعلام‌ها") < page.index(WAY)

"""The form for related offices (annex 7), and what each letter of inquiry takes from it."""

import pytest
from django.urls import reverse

from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from licensing.inquiries import services as inquiries
from licensing.inquiries.letters import facts_for, letters_html
from licensing.inquiries.models import InquiryBody
from licensing.inquiries.states import ASKED
from tests.factories import (
    EmptyDraftFactory,
    LicenceRequestFactory,
    WorkingUnionFactory,
    account_of,
    board_of,
    bring_to,
    signed_in,
)

pytestmark = pytest.mark.django_db
TYPED = {
    "birth_certificate_no": "۲۱۸۳",
    "birth_certificate_place": "كرمان",
    "building_use": "COMMERCIAL",
    "municipal_code": "۱۲-۳۴-۵۶",
    "tax_code": "",
    "staff_count": "۳",
}


def send(case, **changes):
    client = signed_in(account_of(case.applicant))
    return client.post(reverse("request_offices", args=[case.pk]), TYPED | changes)


def test_applicant_answers_once_what_the_offices_will_ask():
    case = EmptyDraftFactory()

    assert send(case).url == case.get_absolute_url()

    case.refresh_from_db()
    assert (case.birth_certificate_no, case.birth_certificate_place) == ("2183", "کرمان")
    assert (case.municipal_code, case.tax_code, case.staff_count) == ("12-34-56", "", 3)


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("birth_certificate_no", "", "شمارهٔ شناسنامه را بنویسید"),
        ("birth_certificate_no", "الف", "اینجا فقط رقم بنویسید"),
        ("building_use", "CASTLE", "کاربری محل"),
        ("municipal_code", "<script>", "کد نوسازی فقط رقم و خط تیره دارد"),
        ("tax_code", "۱۲۳", "۱۰"),
        ("staff_count", "-1", "شمار کارکنان"),
        ("staff_count", "خیلی", "شمار کارکنان"),
    ],
)
def test_bad_answer_is_told_beside_its_field_and_nothing_typed_is_lost(field, typed, told):
    case = EmptyDraftFactory()

    page = send(case, **{field: typed}).content.decode()

    assert told in page
    assert 'aria-invalid="true"' in page
    assert "كرمان" in page or "کرمان" in page
    case.refresh_from_db()
    assert case.staff_count is None


def test_request_is_not_sent_before_the_offices_form_is_filled():
    case = LicenceRequestFactory(birth_certificate_no="", staff_count=None)
    client = signed_in(account_of(case.applicant))

    page = client.post(reverse("request_check", args=[case.pk]), {"undertaking": "on"}).content.decode()

    assert "اطلاعات برای ادارات مرتبط" in page
    assert LicenceRequest.objects.get().status == Status.DRAFT


@pytest.mark.parametrize(("staff", "asked"), [(0, False), (2, True)])
def test_social_security_is_asked_only_where_people_are_employed(staff, asked):
    case = bring_to(LicenceRequestFactory(submitted=True, staff_count=staff), Status.IN_PROGRESS)

    assert case.inquiries.filter(body__code="SOCIAL_SECURITY").exists() is asked


@pytest.mark.parametrize("food", [False, True])
def test_health_centre_is_asked_for_trades_that_need_it(food):
    union = WorkingUnionFactory(covers__needs_health_inquiry=food)
    case = bring_to(LicenceRequestFactory(union=union, submitted=True), Status.IN_PROGRESS)

    assert case.inquiries.filter(body__code="HEALTH").exists() is food


def test_each_letter_tells_its_body_what_it_needs_and_no_more():
    case = bring_to(
        LicenceRequestFactory(submitted=True, municipal_code="12-34", tax_code="1234567890", staff_count=2),
        Status.IN_PROGRESS,
    )
    told = {row.body.code: dict(facts_for(row)) for row in case.inquiries.select_related("body")}

    assert told["TAX"] == {"کد ثبت‌نام مالیاتی": "۱۲۳۴۵۶۷۸۹۰"}
    assert told["MUNICIPALITY"]["کد نوسازی"] == "۱۲-۳۴"
    assert told["POLICE"]["شمارهٔ شناسنامه"] == "۲۱۸۳"
    assert "شمارهٔ شناسنامه" not in told["MUNICIPALITY"]
    assert told["SOCIAL_SECURITY"] == {"شمار کارکنان": "۲ نفر"}
    batch = inquiries.print_letters(case.inquiries.all(), by=board_of(case.union))
    assert "۱۲-۳۴" in letters_html(batch)


def test_every_body_with_facts_of_its_own_is_in_the_list_of_bodies():
    assert set(ASKED) <= set(InquiryBody.objects.values_list("code", flat=True))

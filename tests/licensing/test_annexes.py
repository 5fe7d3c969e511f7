"""The 22 annex screens of the directive (handbook 10), each named and opened as its own reader opens it."""

import re
import subprocess
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from core import fonts
from core.references import group_tracking_code
from core.text import to_persian_digits
from licensing.cases.states import Status
from licensing.decisions import refusals as decisions
from licensing.decisions.states import ReasonKind
from licensing.inquiries import letters as inquiry_letters
from licensing.inquiries import services as inquiries
from licensing.inquiries.states import InquiryState
from licensing.intake import texts
from organizations.models import Category
from organizations.roles.states import Role
from tests.factories import (
    BoardMemberFactory,
    CitizenFactory,
    EmptyDraftFactory,
    GeneralConditionsFactory,
    LicenceRequestFactory,
    MembershipFactory,
    WorkingUnionFactory,
    account_of,
    board_of,
    bring_to,
    grounds_of,
    minute_of,
    signed_in,
)
from tests.test_doors import verified

pytestmark = pytest.mark.django_db
NEW = "/panel/requests/new/"


def read(client, address, **query):
    """The text of a page that answers."""
    response = client.get(f"{address}?{urlencode(query)}" if query else address)
    assert response.status_code == 200, address
    return response.content.decode()


def desk(name, *args):
    return reverse(f"admin:{name}", args=args)


@pytest.fixture
def union():
    return WorkingUnionFactory(covers__name="سوپرمارکت")


@pytest.fixture
def citizen():
    return signed_in(CitizenFactory())


@pytest.fixture
def board(union):
    return verified(board_of(union))


@pytest.fixture
def submitted(union):
    return LicenceRequestFactory(union=union, submitted=True)


@pytest.fixture
def accepted(submitted):
    return bring_to(submitted, Status.IN_PROGRESS)


@pytest.fixture
def refused(submitted):
    case = bring_to(submitted, Status.UNDER_REVIEW)
    return decisions.reject(
        case,
        grounds=grounds_of(ReasonKind.REFUSAL),
        minute=minute_of(case.union, "21"),
        by=board_of(case.union),
    )


def test_annex_1_home_page_has_the_entry_to_a_licence_request(client):
    page = read(client, reverse("home"))

    assert f'href="{reverse("request_guide")}"' in page
    assert "درخواست پروانه کسب" in page
    assert NEW in read(client, reverse("request_guide"))


def test_annex_2_applicant_chooses_province_and_county(citizen, union):
    assert union.province.name in read(citizen, NEW)
    assert union.county.name in read(citizen, NEW, province=union.province.code)


def test_annex_3_applicant_chooses_a_category_below_which_stands_the_link_for_a_missing_one(citizen, union):
    page = read(citizen, NEW, county=union.county.code)

    assert "سوپرمارکت" in page
    assert page.index(texts.NOT_LISTED_TITLE) > page.index("سوپرمارکت")


def conditions_page(client, union):
    category = union.coverage.get().category
    return read(client, NEW, county=union.county.code, category=category.isic_code, step="conditions")


def test_annex_4_applicant_reads_the_regulation_and_general_conditions(citizen, union):
    page = conditions_page(citizen, union)

    assert GeneralConditionsFactory().title in page
    assert "متن عمومی" in page
    assert texts.ACCEPT in page


def test_annex_5_applicant_reads_the_special_conditions_and_charges_with_their_approvals(citizen, union):
    assert union.conditions.get().title in conditions_page(citizen, union)

    category = union.coverage.get().category
    charges = read(citizen, NEW, county=union.county.code, category=category.isic_code)
    assert "حق صدور پروانه کسب" in charges
    assert to_persian_digits(union.fees.get().approval.number) in charges


def test_annex_6_applicant_fills_the_data_for_guild_bodies():
    case = EmptyDraftFactory()
    client = signed_in(account_of(case.applicant))

    assert "تاریخ تولد" in read(client, reverse("request_person", args=[case.pk]))
    place = read(client, reverse("request_place", args=[case.pk]))
    assert all(label in place for label in ("نام واحد صنفی", "نوع تصرف محل", "نشانی محل کسب", "کد پستی"))


def test_annex_7_applicant_fills_the_data_for_related_offices():
    case = EmptyDraftFactory()
    client = signed_in(account_of(case.applicant))

    page = read(client, reverse("request_offices", args=[case.pk]))

    assert all(label in page for label in ("شمارهٔ شناسنامه", "کاربری محل", "کد نوسازی", "شمار کارکنان"))


def test_annex_8_applicant_gets_the_tracking_code_to_print(submitted):
    client = signed_in(account_of(submitted.applicant))

    page = read(client, reverse("request_code", args=[submitted.pk]))

    assert to_persian_digits(group_tracking_code(submitted.tracking_code)) in page
    assert "چاپ" in page


def test_annex_9_union_sees_its_requests_in_order(board, submitted):
    page = read(board, desk("licensing_licencerequest_changelist"))

    assert submitted.unit_name in page
    assert desk("licensing_licencerequest_change", submitted.pk) in page


def test_annex_10_union_reads_one_request_in_detail(board, submitted):
    page = read(board, desk("licensing_licencerequest_change", submitted.pk))

    for fact in (submitted.applicant.full_name, submitted.category.name, submitted.unit_name):
        assert fact in page


def test_annex_11_union_enters_its_answer_with_a_board_minute(board, submitted):
    case = bring_to(submitted, Status.UNDER_REVIEW)

    page = read(board, desk("licensing_licencerequest_change", case.pk))

    assert desk("licensing_request_accept", case.pk) in page
    assert desk("licensing_request_reject", case.pk) in page
    assert 'name="minute"' in page


def test_annex_12_union_gives_coded_reasons_for_a_refusal(board, submitted):
    case = bring_to(submitted, Status.UNDER_REVIEW)

    page = read(board, desk("licensing_request_reject", case.pk))

    assert grounds_of(ReasonKind.REFUSAL)[0].reason.text.rstrip(".") in page
    assert "ضوابط خاص، مادهٔ ۱" in page


def test_annex_13_applicant_reads_the_answer_with_its_reasons(refused):
    page = read(signed_in(account_of(refused.applicant)), reverse("request", args=[refused.pk]))

    assert grounds_of(ReasonKind.REFUSAL)[0].reason.text in page
    assert "صورتجلسه" in page


def test_annex_14_union_prints_inquiries_under_the_boards_permission(board, accepted):
    page = read(board, desk("licensing_licencerequest_change", accepted.pk))
    assert desk("licensing_request_letters", accepted.pk) in page

    operator = MembershipFactory(body=accepted.union, role=Role.UNION_OPERATOR).user
    without = read(verified(operator), desk("licensing_licencerequest_change", accepted.pk))
    assert desk("licensing_request_letters", accepted.pk) not in without


@pytest.fixture
def letters(union):
    """What is printed for a request about which all six bodies are asked, with the card form."""
    Category.objects.filter(coverage__union=union).update(needs_health_inquiry=True)
    case = bring_to(LicenceRequestFactory(union=union, submitted=True, staff_count=2), Status.IN_PROGRESS)
    waiting = case.inquiries.filter(state=InquiryState.PREPARED).select_related("body", "case")
    batch = inquiries.print_letters(waiting, by=account_of(case.applicant), card_of=case)
    return case, batch, inquiry_letters.letters_html(batch)


SIX = {
    15: "اماکن عمومی نیروی انتظامی",
    16: "اداره امور مالیاتی",
    17: "شهرداری",
    18: "مرکز بهداشت",
    19: "سازمان تأمین اجتماعی",
    20: "اداره تشخیص هویت و مرکز آزمایش اعتیاد",
}


@pytest.mark.parametrize(("number", "body"), SIX.items(), ids=[f"annex_{number}" for number in SIX])
def test_annexes_15_to_20_are_the_six_printed_inquiry_letters(letters, number, body):
    case, _, html = letters

    letter = next(
        part for part in html.split("<section") if f"ضمیمهٔ {to_persian_digits(str(number))} " in part
    )

    assert body in letter
    assert case.applicant.full_name in letter
    assert case.inquiries.get(body__form_no=number).code_in_groups in letter


def test_all_letters_and_the_card_form_are_one_file_with_a_page_each(letters, settings, tmp_path):
    fonts.prepare(settings.FONTS_ROOT)
    settings.MEDIA_ROOT = tmp_path
    case, batch, _ = letters

    inquiry_letters.draw_up_letters(batch.pk)

    batch.refresh_from_db()
    facts = subprocess.run(
        ["pdfinfo", batch.document.path], check=True, capture_output=True, text=True
    ).stdout
    assert re.search(r"^Pages: +(\d+)$", facts, re.MULTILINE)[1] == str(case.inquiries.count() + 1)


def test_annex_21_is_the_guild_card_form_for_bank_mellat(letters):
    case, _, html = letters

    form = html.split("<section")[-1]

    assert "ضمیمهٔ ۲۱" in form
    assert "بانک ملت" in form
    assert case.applicant.full_name in form


def test_annex_22_union_form_has_the_boards_names_and_below_them_the_special_conditions(union):
    seat = BoardMemberFactory(union=union)
    page = read(verified(board_of(union)), desk("organizations_union_change", union.pk))

    assert page.index(seat.person.full_name) < page.index(union.conditions.get().title)

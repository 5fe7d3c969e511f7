"""The lists of the staff's desk are searched alike: names folded, numbers without their signs, persons by their numbers."""

from datetime import date

import pytest
from django.urls import reverse

from deadlines.models import Holiday
from deadlines.states import HolidaySource
from licensing.cases.states import Status
from licensing.decisions.reason_models import Reason
from licensing.decisions.states import ReasonKind
from licensing.inquiries.models import Inquiry
from tests.factories import (
    LicenceRequestFactory,
    PersonFactory,
    WorkingUnionFactory,
    board_of,
    bring_to,
)
from tests.test_doors import verified

pytestmark = pytest.mark.django_db


def found(user, model, typed):
    """The keys of the rows that stand in the list."""
    answer = verified(user).get(
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"), {"q": typed}
    )
    return set(answer.context_data["cl"].queryset.values_list("pk", flat=True))


@pytest.fixture
def union():
    return WorkingUnionFactory()


@pytest.fixture
def case(union):
    return LicenceRequestFactory(
        union=union,
        submitted=True,
        unit_name="کیک‌پزی هیئت",
        applicant=PersonFactory(first_name="شیرین", last_name="رؤوفی"),
    )


def test_licences_are_found_by_number_holder_and_unit(union, case):
    licence = bring_to(case, Status.ISSUED).licence
    other = bring_to(
        LicenceRequestFactory(union=union, submitted=True, unit_name="دیگر"), Status.ISSUED
    ).licence
    board, plain = board_of(union), licence.number.replace("-", "").replace("/", "")
    typed = [
        *(licence.number, plain, f"پروانهٔ شماره {licence.number}", licence.guild_id),
        *("کیک پزی هیأت", "رئوفی شیرین", case.applicant.national_code, f"+98{case.applicant.mobile[1:]}"),
    ]

    assert plain != licence.number
    for words in typed:
        assert found(board, type(licence), words) == {licence.pk}, words
    assert found(board, type(licence), "٪") == {licence.pk, other.pk}
    assert found(board_of(WorkingUnionFactory()), type(licence), licence.number) == set()


def test_inquiries_are_found_by_the_code_of_letter_or_file_and_by_the_person(union, case):
    bring_to(case, Status.IN_PROGRESS)
    bring_to(LicenceRequestFactory(union=union, submitted=True), Status.IN_PROGRESS)
    mine = set(Inquiry.objects.filter(case=case).values_list("pk", flat=True))
    one, board = Inquiry.objects.filter(case=case).first(), board_of(union)
    code = "-".join(case.tracking_code[start : start + 4] for start in range(0, 16, 4))

    for words in (code, f"کد رهگیری {code}", case.applicant.national_code, "رؤوفی"):
        assert found(board, Inquiry, words) == mine, words
    assert found(board, Inquiry, f"{one.code[:3]}-{one.code[3:]}") == {one.pk}


def test_short_lists_are_found_by_their_folded_texts(union):
    board = board_of(union)
    day = Holiday.objects.create(date=date(2030, 1, 1), title="روز رئیس هیئت", source=HolidaySource.PACKAGE)
    reason = Reason.objects.create(
        code="X1", kind=ReasonKind.NEED, text="گواهی‌نامهٔ مسئول فنی", basis="مادهٔ ۱۲"
    )

    assert found(board, Holiday, "رييس هیأت") == {day.pk}
    assert found(board, Reason, "گواهی نامه مسؤول") == {reason.pk}
    assert found(board, Reason, "پرورش سیمرغ") == set()

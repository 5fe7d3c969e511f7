"""One open request per person, trade and premises: a second is led to the first."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from licensing.cases.models import LicenceRequest
from licensing.cases.states import CLOSED, Status
from licensing.intake import services as intake
from licensing.intake import texts
from licensing.intake.rules import AlreadyOpen
from tests.factories import (
    POSTAL_CODE,
    CitizenFactory,
    EmptyDraftFactory,
    LicenceRequestFactory,
    SpecialConditionsFactory,
    WorkingUnionFactory,
    account_of,
    bring_to,
    signed_in,
)

pytestmark = pytest.mark.django_db
PLACE = {"unit_name": "سوپرمارکت", "tenure": "OWN", "area_m2": "20", "address": "تهران، پلاک ۱"}


def second_draft(first, **more):
    """A fresh draft of the same person for the same trade, before it names its premises."""
    return EmptyDraftFactory(union=first.union, applicant=first.applicant, **more)


def typed(postal_code=POSTAL_CODE):
    return PLACE | {"postal_code": postal_code}


@pytest.mark.parametrize("submitted", [False, True])
def test_second_request_for_the_same_premises_is_led_to_the_first(submitted):
    first = LicenceRequestFactory(submitted=submitted)
    second = second_draft(first)

    page = signed_in(account_of(first.applicant)).post(reverse("request_place", args=[second.pk]), typed())

    text = page.content.decode()
    assert texts.ALREADY_OPEN in text
    assert f'href="{first.get_absolute_url()}"' in text
    assert 'value="سوپرمارکت"' in text
    second.refresh_from_db()
    assert second.postal_code == ""


def test_correcting_a_mistyped_postal_code_goes_on_with_the_second_request():
    first = LicenceRequestFactory(submitted=True)
    second = second_draft(first)

    page = signed_in(account_of(first.applicant)).post(
        reverse("request_place", args=[second.pk]), typed("1193653473")
    )

    assert page.url == second.get_absolute_url()


def test_saving_the_own_premises_again_is_no_second_request():
    first = LicenceRequestFactory()

    page = signed_in(account_of(first.applicant)).post(reverse("request_place", args=[first.pk]), typed())

    assert page.url == first.get_absolute_url()


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.ISSUED])
def test_a_closed_request_stands_in_nobodys_way(status):
    first = LicenceRequestFactory(submitted=True)
    if status == Status.WITHDRAWN:
        intake.withdraw(first, by=account_of(first.applicant))
    else:
        bring_to(first, status)
    second = second_draft(first)

    intake.save_details(second, {"postal_code": POSTAL_CODE}, by=account_of(first.applicant))

    second.refresh_from_db()
    assert second.postal_code == POSTAL_CODE


def test_another_person_or_another_trade_may_ask_for_the_same_premises():
    first = LicenceRequestFactory(submitted=True)
    LicenceRequestFactory(union=first.union, submitted=True)
    LicenceRequestFactory(applicant=first.applicant, submitted=True)

    assert LicenceRequest.objects.filter(postal_code=POSTAL_CODE).count() == 3


def test_the_database_itself_refuses_a_second_open_request():
    first = LicenceRequestFactory(submitted=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        LicenceRequestFactory(union=first.union, applicant=first.applicant)


def test_a_page_that_comes_too_late_is_led_to_the_first_by_the_database(monkeypatch):
    first = LicenceRequestFactory()
    second = second_draft(first)
    found = LicenceRequest.objects.filter(pk=first.pk)
    monkeypatch.setattr(
        "licensing.cases.querysets.LicenceRequestQuerySet.twins_of", lambda self, request: Late(found)
    )

    with pytest.raises(AlreadyOpen) as refusal:
        intake.save_details(second, {"postal_code": POSTAL_CODE}, by=account_of(first.applicant))

    assert refusal.value.first == first


class Late:
    """Rows another page writes between our look and our own writing."""

    def __init__(self, found):
        self.get = found.get

    def first(self):
        return None

    def select_for_update(self):
        return self


def test_closed_states_of_the_rules_and_of_the_constraint_are_the_same():
    for status in Status:
        first = LicenceRequestFactory(submitted=True)
        LicenceRequest.objects.filter(pk=first.pk).exclude(pk=None).update(
            status=status,
            **({"tracking_code": None, "submitted_at": None} if status == Status.DRAFT else {}),
        )
        try:
            with transaction.atomic():
                LicenceRequestFactory(union=first.union, applicant=first.applicant)
            free = True
        except IntegrityError:
            free = False

        assert free == (status in CLOSED), status


class TestAcceptingTheConditions:
    def start(self, union, account):
        return intake.start_request(county=union.county, category=union.coverage.get().category, by=account)

    def test_a_draft_without_premises_is_continued_instead_of_a_second_one(self):
        union, account = WorkingUnionFactory(), CitizenFactory()
        first = self.start(union, account)
        intake.save_details(first, {"unit_name": "نسیم"}, by=account)

        assert self.start(union, account) == first
        assert LicenceRequest.objects.count() == 1

    def test_newer_conditions_accepted_are_pinned_to_the_same_draft(self):
        union, account = WorkingUnionFactory(), CitizenFactory()
        first = self.start(union, account)
        newer = SpecialConditionsFactory(union=union, version=2)

        again = self.start(union, account)

        assert again == first
        first.refresh_from_db()
        assert (first.special_conditions, first.version) == (newer, 2)

    def test_the_same_trade_in_another_county_is_another_draft(self):
        union, account = WorkingUnionFactory(), CitizenFactory()
        category = union.coverage.get().category
        elsewhere = WorkingUnionFactory(covers=category)

        self.start(union, account)
        self.start(elsewhere, account)

        assert LicenceRequest.objects.count() == 2

    def test_a_draft_opened_this_very_moment_is_found_by_the_page_that_came_second(self, monkeypatch):
        union, account = WorkingUnionFactory(), CitizenFactory()
        first = self.start(union, account)
        found = LicenceRequest.objects.filter(pk=first.pk)
        monkeypatch.setattr(
            "licensing.cases.querysets.LicenceRequestQuerySet.without_place",
            lambda self, **where: Late(found),
        )

        assert self.start(union, account) == first

    def test_the_page_of_the_union_names_the_open_request(self):
        first = LicenceRequestFactory(submitted=True)
        address = {"county": first.county.code, "category": first.category.isic_code}

        text = signed_in(account_of(first.applicant)).get(reverse("new_request"), address).content.decode()
        others = signed_in(CitizenFactory()).get(reverse("new_request"), address).content.decode()

        assert texts.OPEN_ELSEWHERE in text
        assert f'href="{first.get_absolute_url()}"' in text
        assert texts.OPEN_ELSEWHERE not in others

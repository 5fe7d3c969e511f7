"""What rows of large tables are found by stands on the row, and follows the names it is made of."""

import pytest
from django.db import connection
from django.test import TestCase

from accounts.services import people
from core.searching import parts_of
from core.text import search_key
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from licensing.inquiries.models import Inquiry
from organizations.categories.models import Category
from registries.ports import PersonFacts
from support.models import Ticket
from tests.factories import (
    BIRTH_DATE,
    LicenceRequestFactory,
    StaffFactory,
    account_of,
    board_of,
    bring_to,
    issued_licence,
)
from tests.support.cases import ask

pytestmark = pytest.mark.django_db


def renamed(person):
    """The civil registry tells another name."""
    facts = PersonFacts(
        national_code=person.national_code,
        first_name="زهره",
        last_name="پارساپور",
        father_name="حسن",
        birth_date=BIRTH_DATE,
        gender="FEMALE",
    )
    with TestCase.captureOnCommitCallbacks(execute=True):
        people.record_identity(person, facts, by=StaffFactory())


def test_files_inquiries_and_conversations_are_found_by_the_new_name_of_their_person():
    case = bring_to(LicenceRequestFactory(submitted=True), Status.IN_PROGRESS)
    ticket = ask(account_of(case.applicant))
    board = board_of(case.union)
    old, new = search_key(case.applicant.last_name), "پارساپور"

    renamed(case.applicant)

    assert list(LicenceRequest.objects.visible_to(board).matching(new)) == [case]
    assert not LicenceRequest.objects.matching(old).exists()
    assert set(Inquiry.objects.filter(search__contains=new)) == set(case.inquiries.all())
    assert list(Ticket.objects.matching(new)) == [ticket]


def test_same_name_told_again_writes_nothing(django_assert_max_num_queries):
    case = LicenceRequestFactory(submitted=True)
    person = case.applicant
    facts = PersonFacts(
        national_code=person.national_code,
        first_name=person.first_name,
        last_name=person.last_name,
        father_name="منوچهر",
        birth_date=BIRTH_DATE,
        gender="FEMALE",
    )

    with TestCase.captureOnCommitCallbacks() as after:
        people.record_identity(person, facts, by=StaffFactory())

    assert after == []


def test_saving_another_column_leaves_the_text_and_asks_for_no_name(django_assert_num_queries):
    case = LicenceRequest.objects.get(pk=LicenceRequestFactory(submitted=True).pk)

    with django_assert_num_queries(1):
        case.save(update_fields=["due_at"])


def test_new_name_of_the_unit_is_found_when_only_the_name_is_saved():
    case = LicenceRequestFactory()
    case.unit_name = "نان سنگک پامنار"

    case.save(update_fields=["unit_name"])

    assert list(LicenceRequest.objects.matching("پامنار سنگک")) == [case]


def test_words_of_a_short_table_become_keys_and_the_condition_stays_on_one_table():
    case = LicenceRequestFactory(submitted=True)
    known = {"category": (Category.objects.all(), "name_search")}

    found = LicenceRequest.objects.filter(parts_of(f"{case.unit_name} {case.category.name}", "search", known))

    assert case in found
    assert "JOIN" not in str(found.query)


def test_licence_is_found_by_any_part_of_its_numbers():
    licence = issued_licence()

    assert search_key(licence.number)[3:9] in licence.search
    assert licence.guild_id in licence.search


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such index")
def test_index_finds_parts_of_texts_within_a_scope():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'request_search'")
        (definition,) = cursor.fetchone()

    assert "USING gin (union_id, search gin_trgm_ops)" in definition

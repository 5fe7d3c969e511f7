"""Ages, years and counts of the law are read from the row of the day that counts, by the rule and by its words."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from core.jalali import add_months, day_of, tehran_today
from core.refusals import RuleBroken
from licensing.cases import terms
from licensing.cases.states import Status, Term
from licensing.cases.terms import YEARS
from licensing.intake import eligibility, guide
from licensing.intake import services as intake
from licensing.intake.rules import MINIMUM_AGE
from licensing.licences import documents
from licensing.licences.validity import TIMES_TEMPORARY
from licensing.papers import paper_list
from licensing.papers.models import DocumentType
from organizations.law.first_values import first_values
from organizations.law.models import LegalValue
from organizations.law.services import with_numbers
from tests.factories import LicenceRequestFactory, account_of, bring_to, issued_licence

pytestmark = pytest.mark.django_db
NEXT_MONTH = timedelta(days=30)


def set_number(key: str, value: int, valid_from: date) -> None:
    known = LegalValue.objects.filter(key=key).first()
    LegalValue.objects.create(
        key=key, title=known.title, value=value, unit=known.unit, valid_from=valid_from, basis="قانون تازه"
    )


def refusal_of_submission(case) -> str:
    with pytest.raises(RuleBroken) as refusal:
        intake.submit(case, undertaking=True, by=account_of(case.applicant))
    return refusal.value


class TestAges:
    def test_applicant_is_as_old_as_the_law_of_the_day_asks(self):
        young, other = LicenceRequestFactory(), LicenceRequestFactory()
        set_number(MINIMUM_AGE, 60, tehran_today() + NEXT_MONTH)

        intake.submit(young, undertaking=True, by=account_of(young.applicant))
        with time_machine.travel(other.created_at + NEXT_MONTH + timedelta(days=1)):
            refused = refusal_of_submission(other)

        assert refused.code == "under_age"
        assert "۶۰ سال تمام" in str(refused)

    def test_question_before_one_begins_names_the_age_of_today(self):
        set_number(MINIMUM_AGE, 21, tehran_today())
        set_number("military_service_age_limit", 45, tehran_today())
        answers = dict.fromkeys(eligibility.QUESTIONS, "NO") | {
            "citizenship": "IRANIAN", "age": "MINOR", "place": "OFFICIAL", "service": "MISSING", "record": "CLEAN",
        }  # fmt: skip

        page = Client().post(reverse("eligibility"), answers).content.decode()

        assert "بله، ۲۱ سال تمام دارم" in page
        assert "متقاضی پروانه باید ۲۱ سال تمام داشته باشد" in page
        assert "آقایان زیر ۴۵ سال" in page
        assert "آقایان از ۴۵ سالگی" in page

    def test_school_certificate_is_waived_by_the_age_and_the_law_of_the_day_of_submission(self):
        before = LicenceRequestFactory(submitted=True)
        draft = LicenceRequestFactory()
        set_number("school_certificate_waiver_age", 20, tehran_today() + NEXT_MONTH)

        def asks(case):
            found = {paper.type.code: paper for paper in paper_list.papers_of(case)}["SCHOOL_CERTIFICATE"]
            return found.needed, found.condition

        words = "دست‌کم توان خواندن و نوشتن؛ از {} سالگی لازم نیست"
        assert asks(before) == asks(draft) == (True, words.format("۵۰"))
        with time_machine.travel(draft.created_at + NEXT_MONTH + timedelta(days=1)):
            assert asks(draft) == (False, words.format("۲۰"))
            assert asks(before) == (True, words.format("۵۰"))

    def test_list_of_papers_names_the_ages_of_today(self):
        set_number("training_waiver_age", 65, tehran_today())

        listed = {paper.title: paper.condition for paper in guide.required_papers(paper_list.NATURAL)}

        training = DocumentType.objects.get(code="TRAINING_CERTIFICATE")
        assert listed[training.title].startswith("بالای ۶۵ سال")


class TestValidity:
    def test_licence_holds_as_many_years_as_the_law_of_the_day_of_issue_says(self):
        case = bring_to(LicenceRequestFactory(submitted=True), Status.READY)
        set_number(YEARS[Term.PERMANENT], 3, tehran_today())

        licence = bring_to(case, Status.ISSUED).licence

        assert licence.valid_to == add_months(licence.issued_on, 36) - timedelta(days=1)
        assert "دائم (۳ ساله)" in documents.licence_html(licence)

    def test_licence_keeps_the_words_of_its_own_day(self):
        licence = issued_licence()
        set_number(YEARS[Term.PERMANENT], 3, tehran_today() + NEXT_MONTH)

        with time_machine.travel(licence.created_at + NEXT_MONTH + timedelta(days=1)):
            assert terms.in_words(Term.PERMANENT, tehran_today()) == "دائم (۳ ساله)"
            assert terms.of_case(licence.case) == "دائم (۵ ساله)"
            assert "دائم (۵ ساله)" in documents.licence_html(licence)

    def test_temporary_licence_lasts_one_year(self):
        day = tehran_today()

        assert terms.last_day(Term.TEMPORARY, day) == add_months(day, 12) - timedelta(days=1)

    def test_temporary_licence_is_given_once_for_a_person_and_a_place(self):
        first = issued_licence(term=Term.TEMPORARY)
        again = LicenceRequestFactory(
            term=Term.TEMPORARY, applicant=first.holder, postal_code=first.postal_code, union=first.union
        )

        refused = refusal_of_submission(again)
        set_number(TIMES_TEMPORARY, 2, day_of(again.created_at))
        intake.submit(again, undertaking=True, by=account_of(again.applicant))

        assert refused.code == "temporary_again"
        assert "حداکثر ۱ بار" in str(refused)
        assert again.applicant == first.holder


def test_every_number_named_in_a_sentence_is_a_number_of_the_law():
    keys = {row["key"] for row in first_values()}
    sentences = [label for label, _ in eligibility.QUESTIONS.values()]
    sentences += [words for _, answers in eligibility.QUESTIONS.values() for words in answers.labels]
    sentences += list(eligibility._STOPS.values()) + list(eligibility._NEEDS.values())
    sentences += DocumentType.objects.values_list("condition", flat=True)

    named = {key for sentence in sentences for key in re.findall("{(.*?)}", sentence)}

    assert {MINIMUM_AGE, "training_waiver_age"} <= named <= keys


def test_words_in_braces_that_are_no_number_stay_as_they_are():
    assert with_numbers("{unknown} و {board_term} سال") == "{unknown} و ۴ سال"

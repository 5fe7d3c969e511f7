"""«آیا می‌توانم درخواست بدهم؟», and the veteran whose electronic way is not open yet."""

import pytest
from django.conf import settings as portal
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.refusals import RuleBroken
from core.text import to_persian_digits
from licensing.cases.states import Status
from licensing.intake import services as intake
from licensing.intake import texts
from licensing.intake.eligibility import QUESTIONS, Weight, findings, verdict
from messaging.models import Message
from organizations.law.services import with_numbers
from tests.factories import BIRTH_DATE, EmptyDraftFactory, LicenceRequestFactory, account_of, signed_in

FINE = {
    "citizenship": "IRANIAN",
    "age": "ADULT",
    "place": "OFFICIAL",
    "service": "DONE",
    "record": "CLEAN",
    "veteran": "NO",
}
ADDRESS = "/request/eligibility/"
BIRTH = {"birth_date_day": "3", "birth_date_month": "9", "birth_date_year": "1372"}


class TestTheQuestions:
    def test_nothing_in_the_way_means_begin(self):
        assert findings(FINE) == []
        assert verdict([]) is Weight.FINE

    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            ({"citizenship": "NEITHER"}, "پروانهٔ اقامت"),
            ({"age": "MINOR"}, "سال تمام"),
            ({"place": "NONE"}, "کد پستی"),
            ({"service": "MISSING"}, "وظیفهٔ عمومی"),
            ({"veteran": "YES"}, "ایثارگران"),
        ],
    )
    def test_a_hindrance_is_named_with_the_way_out(self, answer, words):
        found = findings(FINE | answer)

        assert [finding.weight for finding in found] == [Weight.STOPS]
        assert words in found[0].text
        assert verdict(found) is Weight.STOPS

    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            ({"citizenship": "PERMITTED"}, "گذرنامه"),
            ({"place": "PRIVATE"}, "محضری"),
            ({"record": "CONVICTED"}, "سوءپیشینه"),
        ],
    )
    def test_what_must_be_brought_hinders_nobody(self, answer, words):
        found = findings(FINE | answer)

        assert verdict(found) is Weight.NEEDS
        assert words in found[0].text

    def test_hindrances_stand_before_what_must_be_brought(self):
        found = findings(FINE | {"citizenship": "PERMITTED", "age": "MINOR"})

        assert [finding.weight for finding in found] == [Weight.STOPS, Weight.NEEDS]

    def test_women_and_men_of_fifty_are_not_asked_for_service(self):
        assert findings(FINE | {"service": "NOT_ASKED"}) == []

    def test_veterans_may_begin_once_their_way_is_open(self, settings):
        settings.ISARGAR_ELECTRONIC = True

        assert findings(FINE | {"veteran": "YES"}) == []


@pytest.mark.django_db
class TestThePage:
    def test_it_asks_every_question_and_is_found_from_the_guide(self, client):
        text = client.get(ADDRESS).content.decode()

        for question, answers in QUESTIONS.values():
            assert with_numbers(question) in text
            for label in answers.labels:
                assert with_numbers(label) in text
        assert f'href="{ADDRESS}"' in client.get(reverse("request_guide")).content.decode()

    def test_a_clear_way_leads_to_the_request(self, client):
        text = client.post(ADDRESS, FINE).content.decode()

        assert texts.VERDICTS[Weight.FINE]["title"] in text
        assert reverse("new_request") in text

    def test_a_hindrance_shows_no_button_to_begin(self, client):
        text = client.post(ADDRESS, FINE | {"age": "MINOR"}).content.decode()

        assert texts.VERDICTS[Weight.STOPS]["title"] in text
        assert reverse("new_request") not in text

    @pytest.mark.parametrize("typed", [{}, {"age": ""}, {"age": "SEVEN"}])
    def test_a_question_left_out_is_asked_again_without_judging(self, client, typed):
        text = client.post(ADDRESS, (FINE | typed) if typed else {}).content.decode()

        assert "یکی از پاسخ‌ها را انتخاب کنید" in text
        assert not any(words["title"] in text for words in texts.VERDICTS.values())

    def test_nothing_is_stored_and_no_session_begins(self):
        visitor = Client()
        with CaptureQueriesContext(connection) as asked:
            response = visitor.post(ADDRESS, FINE | {"record": "CONVICTED"})

        assert not [query for query in asked if query["sql"].startswith(("INSERT", "UPDATE"))]
        assert portal.SESSION_COOKIE_NAME not in response.cookies
        assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
class TestVeterans:
    def declare(self, case, **typed):
        client = signed_in(account_of(case.applicant))
        return client, client.post(reverse("request_person", args=[case.pk]), BIRTH | typed, follow=True)

    def test_a_veteran_is_told_once_where_to_hand_the_request_in(self):
        case = EmptyDraftFactory()

        _, page = self.declare(case, is_isargar="on")
        self.declare(case, is_isargar="on")

        case.refresh_from_db()
        assert case.is_isargar
        case.applicant.refresh_from_db()
        assert case.applicant.birth_date == BIRTH_DATE
        text = page.content.decode()
        assert "راه الکترونیکی برای ایثارگران هنوز باز نشده است" in text
        assert to_persian_digits(case.union.phone) in text
        message = Message.objects.get(kind="M5")
        assert to_persian_digits(case.union.name) in message.body
        assert "روال کاغذی" in message.body

    def test_a_veterans_complete_draft_gets_no_tracking_code(self):
        case = LicenceRequestFactory(is_isargar=True)
        client = signed_in(account_of(case.applicant))

        draft = client.get(case.get_absolute_url()).content.decode()
        check = client.get(reverse("request_check", args=[case.pk])).content.decode()
        sent = client.post(reverse("request_check", args=[case.pk]), {"undertaking": "on"}).content.decode()

        assert reverse("request_check", args=[case.pk]) not in draft
        assert "ثبت درخواست و دریافت کد رهگیری" not in check
        assert f"به دفتر {case.union.name} بدهید" in sent
        case.refresh_from_db()
        assert case.status == Status.DRAFT
        with pytest.raises(RuleBroken) as refusal:
            intake.submit(case, undertaking=True, by=account_of(case.applicant))
        assert refusal.value.code == "isargar"

    def test_whoever_ticked_it_by_mistake_takes_it_back_and_goes_on(self):
        case = LicenceRequestFactory(is_isargar=True)

        intake.declare_isargar(case, False, by=account_of(case.applicant))

        sent = intake.submit(case, undertaking=True, by=account_of(case.applicant))
        assert sent.tracking_code

    def test_with_the_way_open_a_veteran_sends_the_request_like_everybody(self, settings):
        settings.ISARGAR_ELECTRONIC = True
        case = LicenceRequestFactory(is_isargar=True)

        client = signed_in(account_of(case.applicant))
        text = client.get(reverse("request_check", args=[case.pk])).content.decode()

        assert "ایثارگر" in text
        assert intake.submit(case, undertaking=True, by=account_of(case.applicant)).tracking_code
        assert not Message.objects.filter(kind="M5").exists()

    def test_nobody_declares_it_in_a_request_that_is_sent(self):
        case = LicenceRequestFactory(submitted=True)

        with pytest.raises(RuleBroken) as refusal:
            intake.declare_isargar(case, True, by=account_of(case.applicant))

        assert refusal.value.code == "not_draft"

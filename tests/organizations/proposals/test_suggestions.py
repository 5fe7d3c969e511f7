"""A trade that is not in the list: told without an account, followed by a code, answered with the way on (R62)."""

from uuid import uuid4

import pytest
from captcha.models import CaptchaStore
from django.urls import reverse

from accounts.texts import LOOKED_UP_TOO_OFTEN
from core.references import is_tracking_code
from core.refusals import RuleBroken
from core.text import to_persian_digits
from messaging.models import Message, Sms
from organizations.proposals import suggestions, texts
from organizations.proposals import suggestions as proposals_suggestions
from organizations.proposals.models import CategorySuggestion
from organizations.proposals.states import SuggestionState
from tests.factories import CategoryFactory, CitizenFactory, PersonFactory, account_of, signed_in
from tests.races import at_once

pytestmark = pytest.mark.django_db

WORDS = "تعمیر و فروش پهپاد و قطعه‌های آن"


def captcha():
    """The fields of a captcha answered rightly."""
    key = CaptchaStore.generate_key()
    return {"captcha_0": key, "captcha_1": CaptchaStore.objects.get(hashkey=key).response}


def told(nation, **more):
    return {
        "county": nation.union.county_id,
        "text": WORDS,
        "contact_name": "پریسا کاویان",
        "mobile": "۰۹۱۲۱۲۳۴۵۶۷",
        "form_key": str(uuid4()),
    } | more


def suggest(nation, **more):
    values = {"contact_name": "پریسا", "mobile": "09121234567", "county": nation.union.county, "text": WORDS}
    return proposals_suggestions.suggest_category(**values | more)


def answered(row, nation, category=None):
    """The chamber guides to a trade."""
    category = category or CategoryFactory(name="تعمیر وسایل پرنده")
    return proposals_suggestions.answer_suggestion(
        row, SuggestionState.GUIDED, answer="همین رسته است.", category=category, by=nation.by_chamber
    )


class TestForm:
    def test_a_stranger_tells_of_a_trade_and_gets_a_code_on_screen_alone(self, client, nation):
        page = client.post(reverse("suggest_category"), told(nation) | captcha(), follow=True)

        row = CategorySuggestion.objects.get()
        grouped = to_persian_digits(row.grouped_code)
        assert is_tracking_code(row.code)
        assert (row.mobile, row.person, row.state) == ("09121234567", None, SuggestionState.OPEN)
        assert grouped in page.content.decode()
        assert "پیامک هم شده" not in page.content.decode()
        assert not Sms.objects.exists()

    def test_thirty_numbers_of_others_get_no_text_message(self, nation):
        """Thirty suggestions in an hour wrote to thirty people who had never heard of them."""
        for number in range(30):
            row = suggest(nation, mobile=f"091200000{number:02}", address="203.0.113.9")
            proposals_suggestions.answer_suggestion(
                row, SuggestionState.REJECTED, answer="این کار پروانه نمی‌خواهد.", by=nation.by_chamber
            )

        assert CategorySuggestion.objects.count() == 30
        assert not Sms.objects.exists()

    def test_without_the_captcha_a_stranger_keeps_what_was_typed_and_nothing_is_stored(self, client, nation):
        page = client.post(reverse("suggest_category"), told(nation)).content.decode()

        assert WORDS in page
        assert "رقم‌های تصویر را بنویسید" in page
        assert not CategorySuggestion.objects.exists()

    def test_another_picture_judges_nothing(self, client, nation):
        page = client.post(reverse("suggest_category"), told(nation, refresh_captcha="1")).content.decode()

        assert WORDS in page
        assert "field--bad" not in page

    def test_a_citizen_needs_no_captcha_and_is_written_to_at_the_proved_number_alone(self, nation):
        person = PersonFactory(first_name="پریسا", last_name="کاویان", mobile="09121234567")
        client = signed_in(account_of(person))

        empty = client.get(reverse("suggest_category")).content.decode()
        page = client.post(reverse("suggest_category"), told(nation, mobile="09350000000"), follow=True)

        assert "captcha" not in empty
        assert "پریسا کاویان" in empty
        assert 'name="mobile"' not in empty
        row = CategorySuggestion.objects.get()
        assert (row.person, row.mobile) == (person, "09121234567")
        assert to_persian_digits(row.grouped_code) in Sms.objects.get().text
        assert Sms.objects.get().mobile == "09121234567"
        assert "پیامک هم شده" in page.content.decode()

    def test_the_county_of_the_list_is_chosen_already(self, client, nation):
        county = nation.union.county
        page = client.get(reverse("suggest_category"), {"county": county.code}).content.decode()

        assert f'value="{county.pk}" selected' in page

    def test_the_same_form_sent_twice_is_one_suggestion(self, client, nation):
        form = told(nation) | captcha()

        first = client.post(reverse("suggest_category"), form)
        second = client.post(reverse("suggest_category"), form)

        assert first.url == second.url == reverse("suggestion_sent")
        assert CategorySuggestion.objects.count() == 1

    def test_a_number_suggests_three_times_a_day_and_its_owner_all_the_same(self, client, nation):
        for _ in range(3):
            suggest(nation)

        page = client.post(reverse("suggest_category"), told(nation) | captcha()).content.decode()
        owner = PersonFactory(mobile="09121234567")
        for _ in range(3):
            suggest(nation, person=owner)

        assert texts.TOO_MANY.partition("{")[0] in page
        assert CategorySuggestion.objects.count() == 6
        with pytest.raises(RuleBroken):
            suggest(nation, person=owner)

    def test_an_address_suggests_thirty_times_an_hour(self, nation):
        for number in range(30):
            suggest(nation, mobile=f"091200000{number:02}", address="203.0.113.9")

        with pytest.raises(RuleBroken) as refusal:
            suggest(nation, mobile="09129999999", address="203.0.113.9")

        assert refusal.value.code == "rate_limited"

    def test_the_list_of_trades_leads_here(self, nation):
        client = signed_in(CitizenFactory())
        county = nation.union.county

        page = client.get(reverse("new_request"), {"county": county.code}).content.decode()

        assert f"{reverse('suggest_category')}?county={county.code}" in page

    def test_without_a_suggestion_there_is_no_receipt(self, client):
        assert client.get(reverse("suggestion_sent")).url == reverse("suggest_category")


class TestFollowing:
    def follow(self, client, code):
        return client.post(reverse("track_suggestion"), {"code": code} | captcha(), follow=True)

    def test_the_code_shows_state_answer_and_the_way_to_a_request(self, client, nation):
        row = answered(suggest(nation), nation)

        page = self.follow(client, row.grouped_code).content.decode()

        assert "راهنمایی شد" in page
        assert "همین رسته است." in page
        link = f"{reverse('new_request')}?county={row.county.code}&amp;category={row.category.isic_code}"
        assert link in page

    def test_nothing_of_the_person_is_shown(self, client, nation):
        row = suggest(nation)

        page = self.follow(client, row.code).content.decode()

        assert "در انتظار پاسخ" in page
        assert not [word for word in ("پریسا", "0912", "۰۹۱۲", WORDS) if word in page]

    def test_an_unknown_code_and_a_mistyped_one_get_the_same_words(self, client, nation):
        row = suggest(nation)
        mistyped = row.code[:-1] + str((int(row.code[-1]) + 1) % 10)

        pages = [self.follow(client, code).content.decode() for code in ("0000000000000000", mistyped)]

        assert all(texts.WRONG_CODE in page for page in pages)

    def test_look_ups_are_counted_together_with_those_of_requests(self, client, nation):
        code = suggest(nation).code
        for _ in range(6):
            self.follow(client, code)
            client.post(reverse("track"), {"code": "0000000000000000"} | captcha())

        page = self.follow(client, code).content.decode()

        assert LOOKED_UP_TOO_OFTEN.partition("{")[0] in page

    def test_another_picture_judges_nothing(self, client):
        page = client.post(reverse("track_suggestion"), {"code": "12", "refresh_captcha": "1"})

        assert "field--bad" not in page.content.decode()

    def test_a_citizen_sees_the_own_suggestions_and_nobody_elses(self, nation):
        person = PersonFactory(mobile="09121234567")
        before_signing_in, mine = suggest(nation), suggest(nation, person=person, mobile="09350000000")
        of_another = suggest(nation, person=PersonFactory(mobile="09350000001"))
        client = signed_in(account_of(person))

        page = client.get(reverse("my_suggestions")).content.decode()

        for row, seen in ((before_signing_in, True), (mine, True), (of_another, False)):
            address = reverse("my_suggestion", args=[row.pk])
            assert (address in page) is seen
            assert client.get(address).status_code == (200 if seen else 404)

    def test_a_long_list_is_paged(self, nation):
        person = PersonFactory()
        rows = [
            CategorySuggestion(
                contact_name="پریسا",
                mobile="09121234567",
                county=nation.union.county,
                text=WORDS,
                person=person,
            )
            for _ in range(26)
        ]
        CategorySuggestion.objects.bulk_create(rows)
        client = signed_in(account_of(person))
        newest = CategorySuggestion.objects.order_by("-pk")

        first = client.get(reverse("my_suggestions")).content.decode()
        second = client.get(reverse("my_suggestions"), {"before": newest[24].pk}).content.decode()

        oldest = reverse("my_suggestion", args=[newest[25].pk])
        assert oldest not in first
        assert oldest in second

    def test_staff_and_people_without_a_number_own_nothing_of_others(self, nation):
        suggest(nation)

        own = CategorySuggestion.objects.of_citizen

        assert not own(nation.by_chamber).exists()
        assert not own(account_of(PersonFactory(mobile=""))).exists()


class TestAnswer:
    def test_m23_names_the_trade_in_the_box_and_by_sms(self, nation):
        person = PersonFactory(mobile="09121234567")
        row = answered(suggest(nation, person=person), nation)

        message = Message.objects.get(recipient=person, kind="M23")
        assert "تعمیر وسایل پرنده" in message.body
        assert f"county={row.county.code}&category={row.category.isic_code}" in message.body
        assert "تعمیر وسایل پرنده" in Sms.objects.filter(mobile="09121234567").last().text

    def test_whoever_signed_in_later_with_that_number_finds_the_answer_in_the_box_without_an_sms(
        self, nation
    ):
        person = PersonFactory(mobile="09121234567")

        answered(suggest(nation), nation)

        assert Message.objects.filter(recipient=person, kind="M23").count() == 1
        assert not Sms.objects.exists()

    def test_somebody_unknown_to_the_portal_reads_the_answer_under_the_code(self, nation):
        proposals_suggestions.answer_suggestion(
            suggest(nation), SuggestionState.REJECTED, answer="این کار پروانه نمی‌خواهد.", by=nation.by_chamber
        )

        assert not Message.objects.exists()
        assert not Sms.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_same_form_at_one_moment_is_one_suggestion_with_one_code(nation):
    key = uuid4()

    results = at_once(2, lambda: suggest(nation, form_key=key))

    assert {row.pk for row in results} == {CategorySuggestion.objects.get().pk}


def test_when_no_free_code_is_found_the_person_is_asked_to_try_again(nation, monkeypatch):
    row = suggest(nation)
    monkeypatch.setattr(suggestions, "new_tracking_code", lambda: row.code)

    with pytest.raises(RuleBroken) as refusal:
        suggest(nation)

    assert refusal.value.code == "try_again"

"""Pages for everybody: what they show, and above all what they do not."""

from datetime import UTC, datetime, timedelta

import pytest
from captcha.models import CaptchaStore
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.texts import LOOKED_UP_TOO_OFTEN
from core.bidi import shown_code
from core.jalali import format_date, tehran_today
from core.references import group_tracking_code, new_tracking_code
from core.text import to_persian_digits
from licensing.cases.states import Status
from licensing.licences import texts as licences_texts
from licensing.licences.models import Licence
from licensing.licences.states import LicenceState
from licensing.panel import texts as panel_texts
from organizations import data_files
from registries.models import SampleOutage
from tests.factories import (
    BoardMemberFactory,
    CitizenFactory,
    FeeFactory,
    GeneralConditionsFactory,
    GuildUnitFactory,
    LicenceRequestFactory,
    RegisterLicenceFactory,
    SpecialConditionsFactory,
    WorkingUnionFactory,
    bring_to,
    issued_licence,
)

pytestmark = pytest.mark.django_db
LOOKED_UP = LOOKED_UP_TOO_OFTEN.partition("{")[0]


def captcha():
    """The fields of a captcha answered rightly."""
    key = CaptchaStore.generate_key()
    return {"captcha_0": key, "captcha_1": CaptchaStore.objects.get(hashkey=key).response}


def look_up(client, code, **more):
    return client.post(reverse("track"), {"code": code} | captcha() | more, follow=True)


@pytest.fixture
def case():
    return LicenceRequestFactory(submitted=True)


class TestGuide:
    def test_it_tells_what_to_have_at_hand_and_where_to_begin(self, client):
        text = client.get(reverse("request_guide")).content.decode()
        assert "شروع درخواست" in text
        assert reverse("new_request") in text
        assert "کارت ملی" in text


class TestTracking:
    @pytest.mark.parametrize("between", [" ", "-", "–", "‑", "  ", "_"])
    def test_code_is_found_as_a_person_reads_or_pastes_it(self, client, case, between):
        groups = group_tracking_code(case.tracking_code).split()
        response = look_up(client, shown_code(between.join(groups)))
        assert response.redirect_chain == [(reverse("track_status"), 302)]

    def test_a_right_code_shows_step_turn_and_days(self, client, case):
        response = look_up(client, case.tracking_code)
        assert response.redirect_chain == [(reverse("track_status"), 302)]
        text = response.content.decode()
        for shown in ("ثبت شده", "نوبت اتحادیه", "روز کاری", "با پست"):
            assert shown in text

    def test_a_code_is_understood_in_persian_digits_and_groups(self, client, case):
        response = look_up(client, to_persian_digits(group_tracking_code(case.tracking_code)))
        assert response.redirect_chain

    def test_the_page_names_no_person_number_officer_or_minute(self, client):
        case = bring_to(LicenceRequestFactory(submitted=True), Status.ISSUED)
        text = look_up(client, case.tracking_code).content.decode()
        assert "صادر شده" in text
        person, licence = case.applicant, case.licence
        hidden = [person.first_name, person.last_name, person.national_code, person.mobile, case.unit_name]
        hidden += [
            "خیابان بهار",
            case.postal_code,
            licence.number,
            licence.guild_id,
            "گلزاری",
            "صورتجلسه",
            case.union.name,
        ]
        for secret in hidden:
            assert secret not in text
            assert to_persian_digits(secret) not in text

    def test_an_unknown_code_gets_the_page_and_words_of_a_mistyped_one(self, client, case):
        unknown = new_tracking_code()
        mistyped = unknown[:-1] + str((int(unknown[-1]) + 1) % 10)
        pages = [look_up(client, code) for code in (unknown, mistyped)]
        for response in pages:
            assert response.status_code == 200
            assert panel_texts.WRONG_TRACKING_CODE in response.content.decode()
            assert not response.redirect_chain

    @pytest.mark.parametrize("code", ["", "12", "abc", "9" * 16, "<b>1</b>", "1" * 5000])
    def test_what_cannot_be_a_code_never_reaches_the_requests(self, client, code, django_assert_num_queries):
        answered = captcha()
        with CaptureQueriesContext(connection) as asked:
            client.post(reverse("track"), {"code": code} | answered)
        assert not any("licensing_licencerequest" in query["sql"] for query in asked)

    def test_a_wrong_captcha_keeps_the_code_and_looks_nothing_up(self, client, case):
        response = look_up(client, case.tracking_code, captcha_1="00000")
        text = response.content.decode()
        assert "کد امنیتی درست نبود" in text
        assert case.tracking_code in text
        assert not response.redirect_chain

    def test_a_captcha_is_good_for_one_look_only(self, client, case):
        answered = captcha()
        client.post(reverse("track"), {"code": case.tracking_code} | answered)
        again = client.post(reverse("track"), {"code": case.tracking_code} | answered)
        assert again.status_code == 200

    def test_another_picture_is_shown_without_judging(self, client, case):
        response = look_up(client, case.tracking_code, captcha_1="", refresh_captcha="1")
        text = response.content.decode()
        assert case.tracking_code in text
        assert "summary-of-errors" not in text

    def test_the_eleventh_look_in_a_minute_is_refused(self, client, case, time_machine):
        time_machine.move_to(datetime(2026, 6, 1, 12, 0, 1, tzinfo=UTC), tick=False)
        for _ in range(10):
            look_up(client, new_tracking_code())
        response = look_up(client, case.tracking_code)
        assert LOOKED_UP_TOO_OFTEN.format(moment="ساعت ۱۵:۳۲") in response.content.decode()
        assert not response.redirect_chain
        time_machine.shift(60)
        assert look_up(client, case.tracking_code).redirect_chain

    def test_four_sessions_of_one_address_look_up_no_more_than_one(self, case):
        sessions = [Client() for _ in range(4)]
        assert len({session.session.session_key for session in sessions}) == 4

        pages = [look_up(sessions[number % 4], new_tracking_code()) for number in range(12)]

        assert [LOOKED_UP in page.content.decode() for page in pages] == [False] * 10 + [True] * 2

    def test_addresses_of_one_network_share_a_larger_limit(self, case):
        pages = [
            look_up(Client(REMOTE_ADDR=f"198.51.100.{number // 9}"), new_tracking_code())
            for number in range(41)
        ]

        assert [LOOKED_UP in page.content.decode() for page in pages] == [False] * 40 + [True]
        assert look_up(Client(REMOTE_ADDR="203.0.113.9"), case.tracking_code).redirect_chain

    def test_an_address_has_a_limit_for_the_day_and_one_for_each_code(
        self, client, case, settings, time_machine
    ):
        time_machine.move_to(datetime(2026, 6, 1, 4, 0, tzinfo=UTC), tick=False)
        settings.LOOKUPS_PER_DAY, settings.LOOKUPS_OF_ONE_CODE_PER_DAY = 5, 3
        codes = [case.tracking_code] * 4 + [new_tracking_code() for _ in range(3)]
        refused = []
        for code in codes:
            refused.append(LOOKED_UP in look_up(client, code).content.decode())
            time_machine.shift(61)

        assert refused == [False, False, False, True, False, False, True]
        assert look_up(Client(REMOTE_ADDR="203.0.113.9"), case.tracking_code).redirect_chain

    def test_the_status_page_without_a_code_asks_for_one(self, client):
        assert client.get(reverse("track_status")).url == reverse("track")

    def test_a_draft_cannot_be_tracked(self, client):
        LicenceRequestFactory()
        client.get(reverse("track"))
        session = client.session
        session["tracked_code"] = None
        session.save()
        assert client.get(reverse("track_status")).url == reverse("track")


class TestVerifyByNumber:
    def numbers(self, licence):
        return {"number": licence.number, "guild_id": licence.guild_id}

    def test_two_right_numbers_lead_to_the_page_of_the_qr(self, client):
        licence = issued_licence()
        response = client.post(reverse("verify"), self.numbers(licence) | captcha())
        assert response.url == licence.get_absolute_url()

    @pytest.mark.parametrize(
        "read",
        [
            to_persian_digits,
            shown_code,
            lambda number: f" {shown_code(number)} ",
            lambda number: number.replace("-", " "),
            lambda number: number.replace("-", "–"),
            lambda number: number.replace("-", ""),
            lambda number: "-".join(number.split("-")[::-1]),  # as a phone without isolates draws it
        ],
    )
    def test_number_is_found_as_a_person_reads_or_pastes_it(self, client, read):
        licence = issued_licence()
        typed = {"number": read(licence.number), "guild_id": shown_code(licence.guild_id)}
        response = client.post(reverse("verify"), typed | captcha())
        assert response.status_code == 302
        assert response.url == licence.get_absolute_url()

    @pytest.mark.parametrize("wrong", [{"number": "99999-1400-00001"}, {"guild_id": "2300009999"}])
    def test_one_wrong_number_finds_nothing_and_says_neither_which(self, client, wrong):
        licence = issued_licence()
        response = client.post(reverse("verify"), self.numbers(licence) | wrong | captcha())
        assert panel_texts.WRONG_LICENCE in response.content.decode()

    def test_a_wrong_captcha_keeps_both_numbers(self, client):
        licence = issued_licence()
        response = client.post(reverse("verify"), self.numbers(licence) | captcha() | {"captcha_1": "1"})
        assert licence.number in response.content.decode()
        assert "کد امنیتی درست نبود" in response.content.decode()

    def test_another_picture_keeps_what_was_typed(self, client):
        response = client.post(reverse("verify"), {"number": "12345/67", "refresh_captcha": "1"})
        assert "12345/67" in response.content.decode()

    def verify(self, client, licence):
        answer = client.post(reverse("verify"), self.numbers(licence) | captcha())
        return answer.content.decode()

    def test_licence_of_the_register_is_found_with_its_source_and_the_day(self, client):
        licence = RegisterLicenceFactory()

        text = self.verify(client, licence)

        assert licences_texts.LICENCE_STATES[LicenceState.VALID] in text
        assert panel_texts.WRONG_LICENCE not in text
        for shown in (licence.unit_name, licence.union_name, str(licence.holder), "سامانهٔ پروانه‌های پیشین"):
            assert shown in text
        assert format_date(tehran_today()) in text
        assert licence.holder.national_code not in text

    def test_licence_of_the_register_that_ran_out_is_not_called_valid(self, client):
        licence = RegisterLicenceFactory(valid_to=tehran_today() - timedelta(days=1))

        text = self.verify(client, licence)

        assert licences_texts.LICENCE_OUT_OF_DATE in text
        assert licences_texts.LICENCE_STATES[LicenceState.VALID] not in text

    def test_guild_id_of_another_licence_of_the_register_finds_nothing(self, client):
        licence = RegisterLicenceFactory()
        licence.guild_id = RegisterLicenceFactory().guild_id

        text = self.verify(client, licence)

        assert panel_texts.WRONG_LICENCE in text
        assert licence.unit_name not in text

    def test_silent_register_is_no_not_found(self, client):
        licence = RegisterLicenceFactory()
        SampleOutage.objects.create(register="licences", mode="DOWN")

        text = self.verify(client, licence)

        assert "اکنون نتوانستیم از سامانهٔ پروانه‌های پیشین بپرسیم" in text
        assert panel_texts.WRONG_LICENCE not in text
        assert licence.guild_id in text

    def test_silent_register_lets_its_last_answer_speak_with_that_day(self, client):
        then = tehran_today() - timedelta(days=40)
        unit = GuildUnitFactory(told_on=then)
        unit.number = unit.licence_number
        SampleOutage.objects.create(register="licences", mode="DOWN")

        text = self.verify(client, unit)

        assert licences_texts.LICENCE_WAS_VALID in text
        assert licences_texts.LICENCE_STATES[LicenceState.VALID] not in text.replace(
            licences_texts.LICENCE_WAS_VALID, ""
        )
        assert format_date(then) in text

    def test_many_look_ups_do_not_reach_the_register(self, client, time_machine, monkeypatch):
        time_machine.move_to(datetime(2026, 6, 1, 12, 0, 1, tzinfo=UTC), tick=False)
        licence = RegisterLicenceFactory()
        asked = []
        monkeypatch.setattr(
            "registries.backends.sample.LicenceRegister.licence", lambda self, number: asked.append(number)
        )
        client.get(reverse("verify"))
        for _ in range(11):
            text = self.verify(client, licence)

        assert LOOKED_UP in text
        assert len(asked) == 10


class TestVerifyByQr:
    def test_it_shows_what_hangs_on_the_wall(self, client):
        licence = issued_licence()
        text = client.get(licence.get_absolute_url()).content.decode()
        assert licences_texts.LICENCE_STATES[LicenceState.VALID] in text
        for shown in (
            "سوپرمارکت نسیم",
            "پریسا کاویان",
            licence.union.name,
            licence.county.name,
            licence.category.name,
        ):
            assert shown in text

    def test_it_shows_no_personal_number(self, client):
        licence = issued_licence()
        text = client.get(licence.get_absolute_url()).content.decode()
        holder = licence.holder
        for secret in (holder.national_code, holder.mobile, licence.case.tracking_code):
            assert secret not in text
            assert to_persian_digits(secret) not in text

    def test_one_statement_no_cookie_and_no_cache(self, django_assert_num_queries):
        licence = issued_licence()
        visitor = Client()
        with django_assert_num_queries(1):
            response = visitor.get(licence.get_absolute_url())
        assert not response.cookies
        assert "no-store" in response["Cache-Control"]
        assert "Cookie" not in response.get("Vary", "")

    def test_a_signed_in_visitor_sees_the_same_page(self):
        licence = issued_licence()
        signed_in = Client()
        signed_in.force_login(CitizenFactory(), backend="accounts.backends.CitizenBackend")
        address = licence.get_absolute_url()
        with CaptureQueriesContext(connection) as asked:
            answer = signed_in.get(address)
        assert len(asked) == 1
        assert answer.content == Client().get(address).content

    @pytest.mark.parametrize(
        ("state", "ended"),
        [
            (LicenceState.CANCELLED, False),
            (LicenceState.SUSPENDED, False),
            (LicenceState.SUPERSEDED, False),
            (LicenceState.VALID, True),
        ],
    )
    def test_a_licence_that_does_not_hold_is_never_called_valid(self, client, state, ended):
        licence = issued_licence()
        yesterday = tehran_today() - timedelta(days=1)
        dates = {"issued_on": yesterday - timedelta(days=9), "valid_to": yesterday} if ended else {}
        Licence.objects.filter(pk=licence.pk).update(state=state, **dates)
        text = client.get(licence.get_absolute_url()).content.decode()
        assert licences_texts.LICENCE_STATES[LicenceState.VALID] not in text
        assert (licences_texts.LICENCE_OUT_OF_DATE if ended else licences_texts.LICENCE_STATES[state]) in text

    def test_a_forged_qr_is_told_plainly_and_leaks_nothing(self, client, django_assert_num_queries):
        issued_licence()
        with django_assert_num_queries(1):
            response = client.get(reverse("verify_licence", args=["A" * 24]))
        assert response.status_code == 404
        text = response.content.decode()
        assert "این QR از این سامانه نیست" in text
        assert "سوپرمارکت" not in text

    @pytest.mark.parametrize("token", ["x", "A" * 23, "A" * 25, "آ" * 24, "'" * 24, "A" * 23 + "%"])
    def test_what_cannot_be_a_token_is_not_looked_up(self, client, token, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert client.get(reverse("verify_licence", args=[token])).status_code == 404


class TestConditions:
    def test_a_version_stands_under_the_boards_names_with_articles_and_fees(self, client):
        union = WorkingUnionFactory()
        BoardMemberFactory(union=union)
        gone = tehran_today() - timedelta(days=1)
        BoardMemberFactory(union=union, person__last_name="پیشین", to_date=gone)
        text = client.get(reverse("conditions", args=[union.conditions.get().pk])).content.decode()
        assert text.index("هانیه باقری") < text.index("مادهٔ ۱. مدارک") < text.index("۶۰۰٬۰۰۰ ریال")
        assert "پیشین" not in text
        fee = union.fees.get()
        assert to_persian_digits(fee.approval.number) in text
        assert to_persian_digits(fee.account.number) in text

    def test_a_renewal_fee_is_published_too(self, client):
        union = WorkingUnionFactory()
        FeeFactory(union=union, kind="MEMBERSHIP_ANNUAL", title="حق عضویت سالانه", applies_to=["RENEWAL"])
        text = client.get(reverse("conditions", args=[union.conditions.get().pk])).content.decode()
        assert "حق عضویت سالانه" in text

    def test_an_older_version_stays_at_its_address_and_points_to_the_newer(self, client):
        union = WorkingUnionFactory()
        old = union.conditions.get()
        new = SpecialConditionsFactory(union=union, version=2, approval=old.approval)
        text = client.get(reverse("conditions", args=[old.pk])).content.decode()
        assert reverse("conditions", args=[new.pk]) in text
        assert "نسخهٔ تازه" not in client.get(reverse("conditions", args=[new.pk])).content.decode()

    def test_a_version_that_is_not_published_does_not_exist(self, client):
        draft = SpecialConditionsFactory(published_at=None)
        assert client.get(reverse("conditions", args=[draft.pk])).status_code == 404

    def test_the_original_articles_of_521128_are_shown_with_items_and_notes(self, client):
        known = data_files.document("special_conditions_521128.json")
        text = SpecialConditionsFactory(content={"articles": known["articles"]})
        html = client.get(reverse("conditions", args=[text.pk])).content.decode()
        assert "مادهٔ ۴. وسایل و ابزار کار" in html
        assert "<strong>الف)</strong> بستر آنلاین" in html
        assert "تبصرهٔ ۵:" in html
        assert "مبنای قانونی" not in html  # a title of ours, not of the document

    def test_general_conditions_have_an_address_for_every_version(self, client):
        GeneralConditionsFactory()
        GeneralConditionsFactory(version=2, title="نسخهٔ دوم")
        text = client.get(reverse("general_conditions", args=[1])).content.decode()
        assert "متن عمومی" in text
        assert reverse("general_conditions", args=[2]) in text
        assert client.get(reverse("general_conditions", args=[3])).status_code == 404

    def test_text_of_a_union_prints_as_text(self, client):
        evil = "<script>alert(1)</script>"
        text = SpecialConditionsFactory(content={"articles": [{"number": 1, "title": evil, "text": evil}]})
        assert evil not in client.get(reverse("conditions", args=[text.pk])).content.decode()

    def test_public_text_pages_set_no_cookie(self):
        union = WorkingUnionFactory()
        response = Client().get(reverse("conditions", args=[union.conditions.get().pk]))
        assert settings.SESSION_COOKIE_NAME not in response.cookies

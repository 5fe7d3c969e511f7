"""The applicant's pages: the way into a request, its forms, its tracking code."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from core.jalali import tehran_today, to_jalali
from licensing.cases import rules as cases_rules
from licensing.cases import texts as cases_texts
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from licensing.intake import services as intake
from licensing.intake import texts
from tests.factories import (
    BIRTH_DATE,
    CategoryFactory,
    CategorySynonymFactory,
    ChamberFactory,
    CitizenFactory,
    CountyFactory,
    CoverageFactory,
    EmptyDraftFactory,
    GeneralConditionsFactory,
    LicenceRequestFactory,
    NewcomerFactory,
    OnlineCategoryFactory,
    ProvinceFactory,
    SpecialConditionsFactory,
    StaffFactory,
    UnionFactory,
    WorkingUnionFactory,
    account_of,
    signed_in,
)

pytestmark = pytest.mark.django_db
NEW = "/panel/requests/new/"


def owner(case):
    return signed_in(account_of(case.applicant))


def page(case, name="request"):
    return reverse(name, args=[case.pk])


@pytest.fixture
def applicant():
    return signed_in(CitizenFactory())


@pytest.fixture
def union():
    return WorkingUnionFactory(covers__name="سوپرمارکت", covers__isic_code="521101")


def place(union, **more):
    return {"county": union.county.code, "category": union.coverage.get().category.isic_code} | more


def place_url(union):
    """The link of the only trade of the union, as it stands in a page."""
    return f"{NEW}?{urlencode(place(union))}".replace("&", "&amp;")


def versions(union):
    return {"general": GeneralConditionsFactory().pk, "special": union.conditions.get().pk}


class TestTheWayIn:
    def test_a_visitor_is_sent_to_sign_in_and_comes_back_to_the_same_step(self, client, union):
        response = client.get(NEW, {"county": union.county.code})
        assert response.status_code == 302
        assert response.url.startswith(reverse("sign_in"))
        assert f"county%3D{union.county.code}" in response.url

    def test_a_member_of_staff_is_sent_to_their_desk(self):
        staff = Client()
        staff.force_login(StaffFactory(), backend="accounts.backends.StaffBackend")
        assert staff.get(NEW).url == reverse("admin:index")

    def test_provinces_stand_in_persian_order(self, applicant):
        for code, name in (("1", "یزد"), ("2", "گیلان"), ("3", "چهارمحال و بختیاری"), ("4", "البرز")):
            ProvinceFactory(code=code, name=name)
        text = applicant.get(NEW).content.decode()
        places = [text.index(name) for name in ("البرز", "چهارمحال و بختیاری", "گیلان", "یزد")]
        assert places == sorted(places)

    def test_a_province_leads_to_its_own_counties_only(self, applicant, union):
        other = CountyFactory(province__code="04", name="شهرستان دور")
        text = applicant.get(NEW, {"province": union.province.code}).content.decode()
        assert union.county.name in text
        assert other.name not in text

    @pytest.mark.parametrize(
        "typed", [{"county": "999999"}, {"province": "zz"}, {"county": "' OR 1=1"}, {"county": "\u202e"}]
    )
    def test_an_unknown_place_asks_again_with_a_sentence(self, applicant, typed):
        response = applicant.get(NEW, typed)
        assert response.status_code == 200
        assert texts.NO_SUCH_PLACE in response.content.decode()

    @pytest.mark.parametrize("typed", ["سوپرمارکت", "سوپر ماركت", "سوپر‌مارکت", "مارکت", "521101", "۵۲۱۱"])
    def test_a_trade_is_found_however_it_is_typed(self, applicant, union, typed):
        CategoryFactory(name="نانوایی")
        text = applicant.get(NEW, {"county": union.county.code, "q": typed}).content.decode()
        found = text.split("پیدا شد")[1].split("همهٔ رسته‌ها")[0]
        assert "سوپرمارکت" in found
        assert "نانوایی" not in found

    @pytest.mark.parametrize("typed", ["پرورش سیمرغ", "٪٪٪", "ژ" * 5000])
    def test_a_search_that_finds_nothing_leaves_the_list_and_the_way_to_describe_the_trade(
        self, applicant, union, typed
    ):
        text = applicant.get(NEW, {"county": union.county.code, "q": typed}).content.decode()
        assert "پیدا نشد" in text
        assert place_url(union) in text.split("همهٔ رسته‌ها")[1]
        assert f"{reverse('suggest_category')}?county={union.county.code}" in text

    def test_a_common_name_finds_the_trade_and_says_so_and_a_slip_offers_it(self, applicant, union):
        shop = union.coverage.get().category
        CategorySynonymFactory(category=shop, name="بقالی")
        address = {"county": union.county.code}

        common = applicant.get(NEW, address | {"q": "بقالي"}).content.decode().split("۱ رسته پیدا شد")[1]
        slip = applicant.get(NEW, address | {"q": "بقاالی"}).content.decode()

        assert "بقالی، " in common.split("همهٔ رسته‌ها")[0]
        assert place_url(union) in common.split("همهٔ رسته‌ها")[0]
        assert place_url(union) in slip.split("شاید یکی از این‌ها باشد")[1].split("همهٔ رسته‌ها")[0]

    def test_a_trade_that_is_not_listed_leads_to_the_chamber_of_the_county(self, applicant, union):
        chamber = ChamberFactory(county=union.county)
        text = applicant.get(NEW, {"county": union.county.code, "q": "پرورش سیمرغ"}).content.decode()
        assert "پیدا نشد" in text
        assert texts.NOT_LISTED_TITLE in text
        assert chamber.name in text

    def test_the_union_follows_with_its_fees_and_approvals_and_answer_time(self, applicant, union):
        text = applicant.get(NEW, place(union)).content.decode()
        fee = union.fees.get()
        for shown in (union.name, "۱۱۹۳۶۵۳۴۷۱", "۶۰۰٬۰۰۰ ریال", "۱۵ روز کاری", fee.title):
            assert shown in text
        assert "step=conditions" in text

    def test_a_county_without_a_union_says_so_keeps_the_choices_and_names_the_chamber(self, applicant):
        county, category = CountyFactory(), CategoryFactory()
        chamber = ChamberFactory(county=county)
        response = applicant.get(NEW, {"county": county.code, "category": category.isic_code})
        text = response.content.decode()
        assert "هنوز اتحادیه‌ای تعیین نشده است" in text
        assert chamber.name in text
        assert f"county={county.code}" in text

    def test_a_union_still_on_paper_is_named_with_its_address(self, applicant, union):
        union.electronic_since = None
        union.save()
        text = applicant.get(NEW, place(union)).content.decode()
        assert "هنوز درخواست الکترونیکی نمی‌پذیرد" in text
        assert union.phone[-4:] not in text  # in Persian digits
        assert "خیابان بهار" in text

    def test_a_union_without_published_conditions_takes_no_request(self, applicant):
        union = CoverageFactory().union
        draft = SpecialConditionsFactory(union=union, published_at=None)
        typed = place(union, accepted="on", general=GeneralConditionsFactory().pk, special=draft.pk)
        response = applicant.post(NEW, typed)
        assert "ضوابط خاص" in response.content.decode()
        assert not LicenceRequest.objects.exists()

    def test_both_conditions_stand_in_full_with_versions(self, applicant, union):
        text = applicant.get(NEW, place(union, step="conditions")).content.decode()
        assert "متن عمومی" in text
        assert "همهٔ مقررات صنفی رعایت شود." in text
        assert text.count("نسخهٔ ۱") == 2

    def test_the_forms_do_not_open_without_acceptance(self, applicant, union):
        response = applicant.post(NEW, place(union, **versions(union)))
        assert response.status_code == 200
        assert "این گزینه را علامت بزنید" in response.content.decode()
        assert not LicenceRequest.objects.exists()

    def test_acceptance_opens_a_draft_with_the_versions_pinned(self, applicant, union):
        response = applicant.post(NEW, place(union, accepted="on", **versions(union)))
        case = LicenceRequest.objects.get()
        assert response.url == page(case)
        assert (case.status, case.special_conditions, case.union) == (
            Status.DRAFT,
            union.conditions.get(),
            union,
        )

    def test_accepting_twice_opens_one_draft(self, applicant, union):
        for _ in range(2):
            applicant.post(NEW, place(union, accepted="on", **versions(union)))
        assert LicenceRequest.objects.count() == 1

    def test_conditions_that_changed_meanwhile_are_shown_again_before_they_bind(self, applicant, union):
        read = versions(union)
        SpecialConditionsFactory(
            union=union, version=2, content={"articles": [{"number": 1, "title": "متن تازه"}]}
        )
        response = applicant.post(NEW, place(union, accepted="on", **read))
        text = response.content.decode()
        assert "ضوابط همین حالا تغییر کرد" in text
        assert "متن تازه" in text
        assert not LicenceRequest.objects.exists()


class TestTheForms:
    def test_a_new_draft_lists_what_is_to_do_and_sending_is_closed(self):
        case = EmptyDraftFactory()
        text = owner(case).get(page(case)).content.decode()
        assert text.count(texts.TO_DO) == 3
        assert texts.NOT_YET in text
        assert page(case, "request_check") not in text
        assert texts.PLATFORM not in text

    def test_an_online_trade_has_a_form_of_its_own(self):
        case = EmptyDraftFactory(union=WorkingUnionFactory(covers=OnlineCategoryFactory()))
        client = owner(case)
        assert texts.PLATFORM in client.get(page(case)).content.decode()
        assert "area_m2" not in client.get(page(case, "request_place")).content.decode()
        accepted = {"answers_for_platform": "on"}
        wrong = client.post(page(case, "request_platform"), {"website": "no address"} | accepted)
        assert "نشانی سایت را کامل بنویسید" in wrong.content.decode()
        client.post(page(case, "request_platform"), {"website": "example.ir"} | accepted)
        case.refresh_from_db()
        assert (case.website, case.answers_for_platform) == ("example.ir", True)

    def test_the_holder_answers_for_the_platform_and_nobody_else_is_asked_for(self):
        case = EmptyDraftFactory(union=WorkingUnionFactory(covers=OnlineCategoryFactory()))
        client = owner(case)

        form = client.get(page(case, "request_platform")).content.decode()
        silent = client.post(page(case, "request_platform"), {"website": "example.ir"}).content.decode()

        assert set(re.findall(r'<input[^>]* name="(?!csrf)([a-z_]+)"', form)) == {
            "website",
            "answers_for_platform",
        }
        assert "بر عهدهٔ فرد صنفی" in silent
        case.refresh_from_db()
        assert "مشخصات سامانهٔ برخط" in intake.missing_parts(case)

    def test_the_birth_date_brings_the_name_from_the_civil_registry(self):
        case = EmptyDraftFactory()
        response = owner(case).post(page(case, "request_person"), birth("3", "9", "۱۳۷۲"), follow=True)
        assert "پریسا کاویان" in response.content.decode()
        case.applicant.refresh_from_db()
        assert case.applicant.birth_date == BIRTH_DATE

    def test_a_wrong_birth_date_is_told_beside_the_field_and_kept(self):
        case = EmptyDraftFactory()
        response = owner(case).post(page(case, "request_person"), birth("4", "9", "1372"))
        text = response.content.decode()
        assert "در ثبت احوال نمی‌خواند" in text
        assert 'value="1372"' in text
        case.applicant.refresh_from_db()
        assert case.applicant.full_name == ""

    def test_an_applicant_under_eighteen_is_told_so(self):
        young = NewcomerFactory(registered__birth_date=tehran_today() - timedelta(days=15 * 365))
        case = EmptyDraftFactory(applicant=young)
        year, month, day = to_jalali(tehran_today() - timedelta(days=15 * 365))
        response = owner(case).post(page(case, "request_person"), birth(str(day), str(month), str(year)))
        assert "۱۸ سال تمام" in response.content.decode()

    def test_a_bad_place_form_says_what_is_wrong_and_loses_nothing(self):
        case = EmptyDraftFactory()
        typed = {
            "unit_name": "سوپرمارکت نسیم",
            "tenure": "OWN",
            "area_m2": "خیلی",
            "address": "",
            "postal_code": "12",
        }
        text = owner(case).post(page(case, "request_place"), typed).content.decode()
        assert 'value="سوپرمارکت نسیم"' in text
        assert "نشانی محل کسب را بنویسید" in text
        case.refresh_from_db()
        assert case.unit_name == ""

    def test_persian_digits_and_lines_are_stored_in_one_spelling(self):
        case = EmptyDraftFactory()
        typed = {
            "unit_name": "كبابي نسيم",
            "tenure": "OWN",
            "area_m2": "۳۲",
            "address": "تهران\nپلاک ۱۲",
            "postal_code": "۱۱۹۳۶-۵۳۴۷۱",
        }
        assert owner(case).post(page(case, "request_place"), typed).url == page(case)
        case.refresh_from_db()
        stored = (case.unit_name, case.area_m2, case.address, case.postal_code)
        assert stored == ("کبابی نسیم", 32, "تهران پلاک 12", "1193653471")

    def test_a_form_takes_only_its_own_fields(self):
        case = EmptyDraftFactory()
        typed = {
            "unit_name": "الف",
            "tenure": "OWN",
            "area_m2": "1",
            "address": "ب",
            "postal_code": "1193653471",
        }
        owner(case).post(page(case, "request_place"), typed | {"status": "ISSUED", "term": "TEMPORARY"})
        case.refresh_from_db()
        assert (case.status, case.term) == (Status.DRAFT, "PERMANENT")


class TestSending:
    def test_the_check_page_shows_every_answer_with_its_way_back(self):
        case = LicenceRequestFactory()
        text = owner(case).get(page(case, "request_check")).content.decode()
        for shown in ("پریسا کاویان", "سوپرمارکت نسیم", "۳۲ متر مربع", "پلاک ۱۲", "۱۱۹۳۶۵۳۴۷۱"):
            assert shown in text
        assert page(case, "request_place") in text

    def test_an_unusual_postal_code_is_kept_and_marked_on_the_check_page(self):
        case, unusual = LicenceRequestFactory(), "11111-53426"
        client, note = owner(case), "با پاکت پست مقایسه کنید"
        usual = client.get(page(case, "request_check")).content.decode()
        typed = {"unit_name": "بهار", "tenure": "OWN", "area_m2": "۳۲", "address": "تهران، پلاک ۱۲"}

        answer = client.post(page(case, "request_place"), typed | {"postal_code": unusual})
        text = client.get(page(case, "request_check")).content.decode()

        assert answer.url == page(case)
        case.refresh_from_db()
        assert case.postal_code == "1111153426"
        assert note not in usual
        assert note in text

    def test_an_incomplete_draft_gets_no_button_and_no_code(self):
        case = EmptyDraftFactory()
        client = owner(case)
        assert "هنوز کامل نیست" in client.get(page(case, "request_check")).content.decode()
        response = client.post(page(case, "request_check"), {"undertaking": "on"})
        assert "پیش از ثبت، این بخش‌ها را کامل کنید" in response.content.decode()
        case.refresh_from_db()
        assert case.tracking_code is None

    def test_without_the_undertaking_nothing_is_sent(self):
        case = LicenceRequestFactory()
        response = owner(case).post(page(case, "request_check"))
        assert "علامت بزنید" in response.content.decode()
        case.refresh_from_db()
        assert case.status == Status.DRAFT

    def test_sending_gives_a_code_and_sending_again_the_same_one(self):
        case = LicenceRequestFactory()
        client = owner(case)
        first = client.post(page(case, "request_check"), {"undertaking": "on"})
        case.refresh_from_db()
        code = case.tracking_code
        again = client.post(page(case, "request_check"), {"undertaking": "on"})
        case.refresh_from_db()
        assert first.url == again.url == page(case, "request_code")
        assert case.tracking_code == code
        assert case.undertaking_at is not None

    def test_the_code_page_shows_code_union_and_due_day(self):
        case = LicenceRequestFactory(submitted=True)
        text = owner(case).get(page(case, "request_code")).content.decode()
        assert case.tracking_code in text  # what the copy button takes
        assert case.union.name in text
        assert "data-print" in text
        assert reverse("track") in text

    def test_a_draft_has_no_code_page(self):
        case = LicenceRequestFactory()
        assert owner(case).get(page(case, "request_code")).url == page(case)

    @pytest.mark.parametrize("name", ["request_person", "request_place"])
    def test_forms_of_a_sent_request_lead_back_to_its_page(self, name):
        case = LicenceRequestFactory(submitted=True)
        response = owner(case).post(page(case, name), {"unit_name": "نام دیگر"}, follow=True)
        assert cases_texts.ALREADY_SENT in response.content.decode()
        case.refresh_from_db()
        assert case.unit_name == "سوپرمارکت نسیم"


def birth(day, month, year):
    return {"birth_date_day": day, "birth_date_month": month, "birth_date_year": year}


def test_the_task_list_knows_every_part_the_rules_ask_for():
    case = EmptyDraftFactory(union=WorkingUnionFactory(covers=OnlineCategoryFactory()))
    assert intake.missing_parts(case) == [
        texts.PERSON,
        texts.PLACE,
        texts.PLATFORM,
        texts.OFFICES,
    ]
    assert cases_rules.moves_open_to(case, account_of(case.applicant)) == [Status.SUBMITTED]


def test_a_union_can_be_without_a_chamber_to_ask():
    county = UnionFactory().county
    client = signed_in(CitizenFactory())
    text = client.get(NEW, {"county": county.code, "category": CategoryFactory().isic_code}).content.decode()
    assert "انتخاب رستهٔ دیگر" in text

"""After a lapse or a withdrawal: the same answers once more, the conditions of today."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from core.refusals import RuleBroken
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from licensing.decisions import lapsing
from licensing.intake import restarting, texts
from licensing.intake import services as intake
from licensing.intake.services import DETAIL_FIELDS
from tests.factories import (
    CitizenFactory,
    GeneralConditionsFactory,
    LicenceRequestFactory,
    SpecialConditionsFactory,
    WorkingUnionFactory,
    account_of,
    bring_to,
    content,
    signed_in,
)

pytestmark = pytest.mark.django_db
BUTTON = "شروع دوباره با همین اطلاعات"


def withdrawn(**facts):
    case = LicenceRequestFactory(submitted=True, **facts)
    return intake.withdraw(case, by=account_of(case.applicant))


def lapsed():
    case = bring_to(LicenceRequestFactory(submitted=True), Status.IN_PROGRESS)
    with time_machine.travel(case.due_at + timedelta(seconds=1), tick=False):
        assert lapsing.lapse(case)
    case.refresh_from_db()
    return case


def again(case):
    return reverse("restart_request", args=[case.pk])


def accepted(case, **more):
    special = case.union.conditions.order_by("-version").first()
    return {"general": case.general_conditions_id, "special": special.pk, "accepted": "on"} | more


@pytest.mark.parametrize("closed", [lapsed, withdrawn])
def test_applicant_begins_again_with_every_answer_and_gets_a_new_code(closed):
    case = closed()
    client = signed_in(account_of(case.applicant))
    assert again(case) in client.get(case.get_absolute_url()).content.decode()

    page = client.post(again(case), accepted(case), follow=True)

    draft = LicenceRequest.objects.exclude(pk=case.pk).get()
    assert page.redirect_chain == [(draft.get_absolute_url(), 302)]
    assert texts.STARTED_AGAIN in page.content.decode()
    assert [getattr(draft, name) for name in DETAIL_FIELDS] == [getattr(case, name) for name in DETAIL_FIELDS]
    assert (draft.status, draft.tracking_code, draft.undertaking_at) == (Status.DRAFT, None, None)
    sent = intake.submit(draft, undertaking=True, by=account_of(case.applicant))
    assert sent.tracking_code != case.tracking_code


def test_nothing_begins_before_the_conditions_are_accepted():
    case = withdrawn()
    client = signed_in(account_of(case.applicant))

    shown = client.get(again(case)).content.decode()
    refused = client.post(again(case), accepted(case, accepted="")).content.decode()

    assert "همان نسخه‌ای که پیش‌تر پذیرفتید" in shown
    assert "علامت بزنید" in refused
    assert LicenceRequest.objects.count() == 1


def test_words_that_changed_in_the_conditions_are_marked():
    case = withdrawn()
    SpecialConditionsFactory(
        union=case.union, version=2, content=content("همهٔ مقررات صنفی و بهداشتی رعایت شود.")
    )

    text = signed_in(account_of(case.applicant)).get(again(case)).content.decode()

    assert "نسخهٔ ۲" in text
    assert "<ins>" in text
    assert "بهداشتی" in text.split("<ins>")[1].split("</ins>")[0]


def test_a_new_version_with_the_same_words_says_so():
    case = withdrawn()
    GeneralConditionsFactory(version=2)

    text = signed_in(account_of(case.applicant)).get(again(case)).content.decode()

    assert "متن ماده‌ها عوض نشده است" in text


def test_an_article_that_came_and_one_that_went_are_named():
    case = withdrawn()
    article = {"number": 2, "title": "ایمنی", "text": "کپسول آتش‌نشانی", "items": [], "notes": []}
    SpecialConditionsFactory(
        union=case.union, version=2, content={"articles": [*content()["articles"], article]}
    )
    GeneralConditionsFactory(version=2, content={"articles": [], "preamble": ""})

    text = signed_in(account_of(case.applicant)).get(again(case)).content.decode()

    assert "(مادهٔ تازه)" in text
    assert "(حذف شده)" in text


def test_conditions_published_while_reading_are_shown_before_they_bind():
    case = withdrawn()
    read = accepted(case)
    SpecialConditionsFactory(union=case.union, version=2)

    page = signed_in(account_of(case.applicant)).post(again(case), read)

    assert "ضوابط همین حالا تغییر کرد" in page.content.decode()
    assert LicenceRequest.objects.count() == 1


def test_pressing_twice_leads_to_the_same_draft():
    case = withdrawn()
    client = signed_in(account_of(case.applicant))

    first = client.post(again(case), accepted(case))
    second = client.post(again(case), accepted(case), follow=True)

    assert second.redirect_chain == [(first.url, 302)]
    assert texts.ALREADY_OPEN in second.content.decode()
    assert LicenceRequest.objects.count() == 2


def test_an_open_file_offers_no_second_beginning():
    case = LicenceRequestFactory(submitted=True)
    client = signed_in(account_of(case.applicant))

    assert BUTTON not in client.get(case.get_absolute_url()).content.decode()
    assert client.get(again(case)).url == case.get_absolute_url()
    with pytest.raises(RuleBroken) as refusal:
        restarting.start_again(case, by=account_of(case.applicant))
    assert refusal.value.code == "not_over"


def test_nobody_begins_anothers_request_again():
    case = withdrawn()

    assert signed_in(CitizenFactory()).post(again(case), accepted(case)).status_code == 404
    with pytest.raises(RuleBroken):
        restarting.start_again(case, by=CitizenFactory())


def test_a_union_that_went_back_to_paper_is_told_with_its_address():
    case = withdrawn()
    case.union.electronic_since = None
    case.union.save()

    text = signed_in(account_of(case.applicant)).get(again(case)).content.decode()

    assert "هنوز درخواست الکترونیکی نمی‌پذیرد" in text
    assert "خیابان بهار" in text
    assert BUTTON not in text


def test_another_union_answering_now_is_named():
    case = withdrawn()
    case.union.coverage.all().delete()
    other = WorkingUnionFactory(county=case.county, covers=case.category, name="اتحادیهٔ تازه")
    client = signed_in(account_of(case.applicant))

    assert "اتحادیهٔ تازه" in client.get(again(case)).content.decode()
    client.post(again(case), accepted(case, special=other.conditions.get().pk))

    assert LicenceRequest.objects.get(status=Status.DRAFT).union == other

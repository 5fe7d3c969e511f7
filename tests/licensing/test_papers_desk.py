"""Papers at the review desk: no verdict stands chosen, and what was sent anew stands beside what it replaces."""

import re

import pytest
from django.urls import reverse

from licensing.papers import services as papers
from tests.factories import LicenceRequestFactory, account_of, board_of, photo, uploaded
from tests.test_doors import verified

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def page_of(case):
    address = reverse("admin:licensing_licencerequest_change", args=[case.pk])
    return verified(board_of(case.union)).get(address).content.decode()


def test_no_verdict_stands_chosen_and_none_sent_changes_nothing():
    case = LicenceRequestFactory(submitted=True)
    document = uploaded(case)
    address = reverse("admin:licensing_request_paper_verdict", args=[case.pk, document.pk])
    page = page_of(case)
    radios = re.findall(r'<input type="radio" name="state"[^>]*>', page)
    assert len(radios) == 3
    assert not any("checked" in radio for radio in radios)

    answer = verified(board_of(case.union)).post(address, {"reason": ""}, follow=True)

    document.refresh_from_db()
    assert document.state == "SENT"
    assert "یکی از گزینه‌ها را انتخاب کنید" in answer.content.decode()


def test_new_paper_stands_beside_the_one_it_replaces_with_the_reason():
    case = LicenceRequestFactory(submitted=True)
    old = uploaded(case)
    papers.give_verdict(old, state="REPLACE", reason="UNREADABLE", by=board_of(case.union))
    papers.upload(case, old.type, photo(), by=account_of(case.applicant), replaces=old)

    page = page_of(case)

    assert reverse("admin:licensing_paper_small", args=[case.pk, old.pk]) in page
    assert "خوانا نیست یا بخشی از آن دیده نمی‌شود" in page[page.index("sheet__before") :]

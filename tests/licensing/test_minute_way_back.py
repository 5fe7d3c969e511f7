"""A minute that was missed while working on a file is entered, and the way leads back to the file (R73)."""

from urllib.parse import quote

import pytest
from django.urls import reverse

from core.jalali import tehran_today, to_jalali
from licensing.cases.states import Status
from licensing.decisions.minute_requests import ask_for_minute
from organizations.members.models import BoardMinute
from organizations.roles.states import Role
from tests.factories import LicenceRequestFactory, MembershipFactory, board_of, bring_to
from tests.test_doors import verified

pytestmark = pytest.mark.django_db

ADD = "/admin/organizations/boardminute/add/"


@pytest.fixture
def case():
    return bring_to(LicenceRequestFactory(submitted=True), Status.UNDER_REVIEW)


def desk_of(case):
    return reverse("admin:licensing_licencerequest_change", args=[case.pk])


def page(case, address):
    return verified(board_of(case.union)).get(address).content.decode()


def typed(union):
    """A minute of today as the form posts it."""
    year, month, day = to_jalali(tehran_today())
    return {
        "union": union.pk,
        "number": "9",
        "text": "متن",
        "held_on_year": year,
        "held_on_month": month,
        "held_on_day": day,
    }


def test_every_page_that_misses_a_minute_names_itself_as_the_way_back(case):
    operator = MembershipFactory(body=case.union, role=Role.UNION_OPERATOR).user
    asked = ask_for_minute(case, text="نقشهٔ محل", by=operator)
    reject = reverse("admin:licensing_request_reject", args=[case.pk])
    answer = reverse("admin:licensing_minuterequest_change", args=[asked.pk])

    for address in (desk_of(case), reject):
        assert f'href="{ADD}?union={case.union_id}&amp;next={quote(address)}"' in page(case, address)
    assert f"next={quote(answer, safe='')}" in page(case, answer)


def test_after_saving_the_desk_of_the_file_opens_and_offers_the_minute(case):
    client = verified(board_of(case.union))

    opened = client.post(f"{ADD}?union={case.union_id}&next={desk_of(case)}", typed(case.union), follow=True)

    assert opened.request["PATH_INFO"] == desk_of(case)
    assert "صورتجلسه ثبت شد." in opened.content.decode()
    assert str(BoardMinute.objects.get(number="9")) in opened.content.decode()


def test_giving_up_leads_back_too(case):
    form = page(case, f"{ADD}?union={case.union_id}&next={desk_of(case)}")

    assert f'href="{desk_of(case)}"' in form


@pytest.mark.parametrize(
    "aim", ["https://example.com/", "//example.com", "/\\example.com", "javascript:alert(1)"]
)
def test_nobody_is_led_out_of_the_portal(case, aim):
    client, address = verified(board_of(case.union)), f"{ADD}?next={quote(aim)}"

    form = client.get(address).content.decode()
    done = client.post(address, typed(case.union))

    row = BoardMinute.objects.get(number="9")
    assert done.url == reverse("admin:organizations_boardminute_change", args=[row.pk])
    assert f'href="{aim}"' not in form

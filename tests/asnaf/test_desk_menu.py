"""The top bar of the staff's desk follows the roles of whoever is signed in."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from asnaf import desk_menu
from asnaf.desk_menu import DESKS, MOST_ENTRIES
from organizations.members.models import Membership
from organizations.roles.states import Role
from tests.factories import MembershipFactory, StaffFactory
from tests.test_doors import verified

pytestmark = pytest.mark.django_db

INDEX = "/admin/"
UNION = ["کارتابل", "درخواست‌های پروانه", "جلسه‌های هیأت مدیره", "پروانه‌های کسب", "استعلام‌ها"]
OVERSEER = ["کارتابل", "درخواست‌های پروانه", "فعال‌سازی اتحادیه‌ها", "پیشنهادهای رسته", "پروانه‌های کسب"]
EXPECTED = {
    Role.UNION_BOARD: UNION,
    Role.UNION_OPERATOR: UNION,
    Role.CHAMBER_OPERATOR: [
        "کارتابل",
        "درخواست‌های پروانه",
        "فعال‌سازی اتحادیه‌ها",
        "ضوابط خاص",
        "پیشنهادهای رسته",
    ],
    Role.CHAMBER_INSPECTOR: ["کارتابل", "درخواست‌های پروانه", "استعلام‌ها", "پروانه‌های کسب"],
    Role.COMMISSION_COUNTY: OVERSEER,
    Role.COMMISSION_PROVINCE: OVERSEER,
    Role.NATIONAL_CHAMBER: [
        "کارتابل",
        "درخواست‌های پروانه",
        "پروانه‌های کسب",
        "پیشنهادهای رسته",
        "دستورالعمل‌ها",
    ],
    Role.SECRETARIAT: [
        "کارتابل",
        "درخواست‌های پروانه",
        "فعال‌سازی اتحادیه‌ها",
        "پیشنهادهای رسته",
        "دستورالعمل‌ها",
    ],
    Role.INQUIRY_BODY: ["کارتابل", "استعلام‌ها"],
    Role.HEALTH_VERIFIER: ["کارتابل"],
    Role.EXECUTIVE_BODY: ["کارتابل"],
    Role.BANK_OFFICER: ["کارتابل"],
    Role.SUPPORT_STAFF: ["کارتابل", "تیکت‌ها", "تغییر شماره‌ها"],
}


@pytest.fixture(autouse=True)
def ready(monkeypatch):
    """A portal in which the first union works; what the bar shows until then is in `test_setup_portal`."""
    monkeypatch.setattr(desk_menu.readiness, "is_incomplete", lambda user: False)


def entries(client, address=INDEX):
    return [entry["label"] for entry in client.get(address).context["shell"]["nav"]]


@pytest.mark.parametrize("role", Role.values)
def test_every_role_finds_its_daily_desks_and_no_entry_leads_to_a_refusal(role):
    client = verified(MembershipFactory(role=role).user)

    nav = client.get(INDEX).context["shell"]["nav"]

    assert [entry["label"] for entry in nav] == EXPECTED[role]
    assert len(nav) <= MOST_ENTRIES
    assert {entry["url"]: client.get(entry["url"]).status_code for entry in nav} == {
        entry["url"]: 200 for entry in nav
    }


def test_a_role_withdrawn_or_granted_shows_with_the_next_request():
    held = MembershipFactory(role=Role.UNION_OPERATOR)
    client = verified(held.user)
    assert entries(client) == UNION

    Membership.objects.filter(pk=held.pk).update(valid_from="2020-01-01", valid_to="2020-02-01")
    assert entries(client) == ["کارتابل"]

    MembershipFactory(user=held.user, role=Role.SUPPORT_STAFF)
    assert entries(client) == ["کارتابل", "تیکت‌ها", "تغییر شماره‌ها"]


def test_several_roles_share_the_bar_and_the_first_desk_of_each_stands_in_it():
    user = MembershipFactory(role=Role.CHAMBER_OPERATOR).user
    MembershipFactory(user=user, role=Role.SUPPORT_STAFF)

    found = entries(verified(user))

    assert len(found) == MOST_ENTRIES
    assert {"درخواست‌های پروانه", "تیکت‌ها"} < set(found)


def test_the_bar_stands_on_djangos_own_lists_too_and_marks_the_present_one():
    client = verified(MembershipFactory(role=Role.UNION_BOARD).user)

    page = client.get(reverse("admin:licensing_inquiry_changelist")).content.decode()

    assert (
        f'<a href="{reverse("admin:licensing_inquiry_changelist")}" aria-current="page">استعلام‌ها</a>' in page
    )


def test_doors_and_bar_of_a_page_ask_for_the_roles_once():
    client = verified(MembershipFactory(role=Role.SECRETARIAT).user)

    with CaptureQueriesContext(connection) as asked:
        client.get(INDEX)

    of_roles = [query["sql"] for query in asked if "organizations_membership" in query["sql"]]
    assert len(of_roles) == 1


def test_account_without_a_role_has_the_index_alone():
    assert entries(verified(StaffFactory())) == ["کارتابل"]


def test_every_role_with_a_desk_is_a_role():
    assert set(DESKS) <= set(Role.values)

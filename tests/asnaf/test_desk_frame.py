"""One head, one name and Persian digits on every page of the desk, whoever draws it: we or Django."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from organizations.desk.scope import ScopedAdmin
from organizations.roles.states import Role
from organizations.tariffs.models import PayeeAccount
from tests.factories import MembershipFactory
from tests.test_doors import verified

pytestmark = pytest.mark.django_db
LISTS = sorted(
    (
        model
        for model, door in admin.site._registry.items()
        if isinstance(door, ScopedAdmin) and Role.SECRETARIAT in door.read_roles + door.write_roles
    ),
    key=lambda model: model._meta.label,
)


@pytest.fixture
def secretariat():
    return verified(MembershipFactory(role=Role.SECRETARIAT).user)


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model._meta.label)
def test_every_list_has_the_portals_head_and_is_named_by_what_it_holds(secretariat, model):
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")

    page = secretariat.get(address).content.decode()

    assert page.count('<header class="top">') == 1
    assert 'id="user-tools"' not in page
    assert "انتخاب کنید |" not in page  # Django's «… را برای تغییر انتخاب کنید»
    title = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)
    assert title is not None
    assert "انتخاب کنید" not in title[1]


def test_pages_and_rows_of_djangos_own_list_are_counted_in_persian(secretariat):
    first = reverse("admin:licensing_documenttype_changelist")

    page = secretariat.get(first).content.decode()

    assert "۲۹ ردیف" in page
    assert not re.search(r"paginator[^<]*>[^<]*[0-9]", page)


def test_pages_of_a_long_list_lead_on_with_what_was_asked(secretariat):
    page = secretariat.get(reverse("admin:deadlines_holiday_changelist"), {"o": "1"}).content.decode()

    assert '<b aria-current="page">۱</b>' in page
    assert re.search(r'href="\?o=1&amp;p=2">۲</a>', page)


def test_a_row_is_named_in_persian_digits_in_its_head_its_way_back_and_its_window(secretariat):
    row = PayeeAccount.objects.create(
        body=MembershipFactory(role=Role.SECRETARIAT).body, bank="بانک تجارت", number="157855026"
    )

    page = secretariat.get(reverse("admin:organizations_payeeaccount_change", args=[row.pk])).content.decode()

    assert "<h1>بانک تجارت ۱۵۷۸۵۵۰۲۶</h1>" in page
    assert "157855026" not in page


def test_form_of_days_off_stands_in_the_same_frame(secretariat):
    page = secretariat.get(reverse("admin:deadlines_holiday_add")).content.decode()

    assert page.count('<header class="top">') == 1
    assert "css/bodies.css" in page
    assert 'data-opens="sign-out"' in page
    assert 'id="sign-out"' in page

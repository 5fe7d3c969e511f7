"""The staff's list of deliveries."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from messaging import services
from messaging.admin import SmsAdmin
from messaging.models import Sms
from organizations.bodies.models import Body
from organizations.members.models import Membership
from organizations.roles.states import BodyKind, Level, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> SmsAdmin:
    return SmsAdmin(Sms, admin.site)


def staff(role: str, kind: str) -> User:
    """A member of staff with one role."""
    user = User.objects.create(username=role.lower(), is_staff=True)
    body = Body.objects.create(name="نهاد", kind=kind, level=Level.NATIONAL)
    Membership.objects.create(user=user, body=body, role=role)
    return user


def request_of(user: User):
    request = RequestFactory().get("/admin/messaging/sms/")
    user.is_verified = lambda: True  # the second factor is the door of the site, tried elsewhere
    request.user = user
    return request


@pytest.mark.parametrize(
    ("role", "kind"), [(Role.SECRETARIAT, BodyKind.SECRETARIAT), (Role.SUPPORT_STAFF, BodyKind.SUPPORT)]
)
def test_secretariat_and_support_look_at_deliveries_and_change_nothing(desk, role, kind):
    sms = services.send_sms(mobile="09121234567", text="متن شخصی", kind="M6")
    request = request_of(staff(role, kind))

    assert list(desk.get_queryset(request)) == [sms]
    assert desk.has_view_permission(request)
    assert not desk.has_add_permission(request)
    assert not desk.has_change_permission(request, sms)
    assert not desk.has_delete_permission(request, sms)


def test_a_bank_officer_sees_no_delivery(desk):
    services.send_sms(mobile="09121234567", text="متن شخصی", kind="M6")
    request = request_of(staff(Role.BANK_OFFICER, BodyKind.BANK))

    assert not desk.get_queryset(request).exists()
    assert not desk.has_view_permission(request)


def test_the_list_shows_neither_a_full_number_nor_a_text(desk):
    sms = services.send_sms(mobile="09121234567", text="متن شخصی", kind="M6")
    request = request_of(staff(Role.SUPPORT_STAFF, BodyKind.SUPPORT))

    lists = desk.changelist_view(request).render().content.decode()
    single = desk.change_view(request, str(sms.pk)).content.decode()

    for page in (lists, single):
        assert "۰۹۱۲•••۴۵۶۷" in page
        assert "09121234567" not in page
        assert "متن شخصی" not in page


def test_three_deliveries_cost_no_more_queries_than_one(desk):
    request = request_of(staff(Role.SUPPORT_STAFF, BodyKind.SUPPORT))

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.changelist_view(request).render()
        return len(queries)

    services.send_sms(mobile="09121234567", text="یک", kind="M6")
    desk.changelist_view(request).render()
    one = cost()
    services.send_sms(mobile="09121234567", text="دو", kind="M6")
    services.send_sms(mobile="09121234567", text="سه", kind="M6")

    assert cost() == one

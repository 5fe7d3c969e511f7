"""The desk that gives people their access back: who sees what, and that it takes two."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import limits, rules
from accounts.models import MobileChange
from accounts.states import ChangeState
from core.models import AuditEntry
from organizations.bodies.models import Body
from organizations.members.querysets import accounts_below
from organizations.roles.states import BodyKind, Level, Role
from tests.desk import step_url
from tests.factories import ChamberFactory, MembershipFactory, PersonFactory, StaffFactory, UnionFactory

LIST = "admin:accounts_mobilechange_changelist"


@pytest.fixture
def change(db):
    person = PersonFactory(national_code="0012345679", mobile="09121234567")
    return MobileChange.objects.create(
        reference="1234567895",
        lost_sim=True,
        national_code=person.national_code,
        new_mobile="09351112233",
        state=ChangeState.AWAITING_CHECK,
        ends_at=timezone.now() + rules.CHECK_WITHIN,
    )


def desk_of(user):
    """A browser in which this member of staff has passed both factors."""
    device = TOTPDevice.objects.create(user=user, name="phone", confirmed=True)
    client = Client()
    client.force_login(user, backend="accounts.backends.StaffBackend")
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client


def national(kind):
    return Body.objects.create(kind=kind, level=Level.NATIONAL, name=BodyKind(kind).label)


@pytest.fixture
def support(db):
    return MembershipFactory(body=national(BodyKind.SUPPORT), role=Role.SUPPORT_STAFF).user


@pytest.fixture
def operator(db):
    return MembershipFactory(body=UnionFactory(), role=Role.UNION_OPERATOR).user


def check_page(change):
    return reverse("admin:accounts_mobilechange_check", args=[change.reference])


def test_support_sees_what_waits_and_a_unions_staff_does_not(change, support, operator):
    shown = desk_of(support).get(reverse(LIST)).content.decode()
    hidden = desk_of(operator).get(reverse(LIST)).content.decode()

    assert check_page(change) in shown
    assert check_page(change) not in hidden


def test_unions_staff_reaches_the_request_by_the_reference_the_person_brings(change, operator):
    client = desk_of(operator)

    unknown = client.post(reverse(LIST), {"reference": "0000000000"})
    found = client.post(reverse(LIST), {"reference": "۱۲۳۴۵۶۷۸۹۵"})

    assert "پیدا نشد" in unknown.content.decode()
    assert found.url == check_page(change)


def test_eleventh_look_up_within_a_minute_is_refused(change, operator):
    client = desk_of(operator)
    for _ in range(10):
        limits.count(limits.Limit(f"reference:{operator.pk}", 10, 60))

    assert "زیاد شد" in client.post(reverse(LIST), {"reference": "1234567895"}).content.decode()


def test_other_roles_and_primary_keys_lead_nowhere(change, operator):
    commission = MembershipFactory(body=ChamberFactory(), role=Role.CHAMBER_OPERATOR).user

    assert desk_of(commission).get(reverse(LIST)).status_code == 404
    assert desk_of(commission).get(check_page(change)).status_code == 404
    by_key = reverse("admin:accounts_mobilechange_change", args=[change.pk])
    assert desk_of(operator).get(by_key).status_code == 404


def test_check_is_recorded_with_what_was_seen_and_by_whom(change, support):
    client = desk_of(support)
    page = client.get(check_page(change)).content.decode()
    answer = client.post(check_page(change), {"seen": "NATIONAL_CARD", "note": "حضوری، چهره با عکس یکی بود"})

    change.refresh_from_db()
    assert answer.url == reverse(LIST)
    assert (change.state, change.checked_by, change.seen) == (
        ChangeState.AWAITING_CODE,
        support,
        "NATIONAL_CARD",
    )
    assert AuditEntry.objects.filter(action="viewed", actor_id=support.pk).count() == 1
    assert "0012345679" not in page
    assert "09351112233" not in page


def test_check_without_a_note_is_refused_and_changes_nothing(change, support):
    page = desk_of(support).post(check_page(change), {"seen": "PASSPORT", "note": ""})

    change.refresh_from_db()
    assert "شرح بررسی را بنویسید" in page.content.decode()
    assert change.state == ChangeState.AWAITING_CHECK


def test_refusal_is_recorded_with_its_reason(change, support):
    url = reverse("admin:accounts_mobilechange_refuse", args=[change.reference])
    client = desk_of(support)
    client.post(url, {"note": ""})
    client.post(url, {"note": "مدرک همراه نداشت"})

    change.refresh_from_db()
    assert (change.state, change.note) == (ChangeState.REFUSED, "مدرک همراه نداشت")
    assert "دیگر در انتظار بررسی نیست" in client.get(check_page(change)).content.decode()


def test_member_of_staff_cannot_check_themselves(change, support):
    person = PersonFactory._meta.model.objects.get(national_code=change.national_code)
    support.person = person
    support.save()

    page = desk_of(support).post(check_page(change), {"seen": "PASSPORT", "note": "خودم"})

    change.refresh_from_db()
    assert "هویت خودش" in page.content.decode()
    assert change.state == ChangeState.AWAITING_CHECK


@pytest.fixture
def ladder(db):
    """A chamber, a union under it with a clerk, and a union of another county."""
    chamber = ChamberFactory()
    union = UnionFactory(parent=chamber, county=chamber.county, province=chamber.province)
    return {
        "chamber": MembershipFactory(body=chamber, role=Role.CHAMBER_OPERATOR).user,
        "clerk": MembershipFactory(body=union, role=Role.UNION_OPERATOR).user,
        "far": MembershipFactory(body=UnionFactory(), role=Role.UNION_OPERATOR).user,
    }


def test_body_above_sees_the_accounts_it_granted_and_no_others(ladder):
    assert list(accounts_below(ladder["chamber"])) == [ladder["clerk"]]
    assert list(accounts_below(ladder["clerk"])) == []


def test_account_with_a_further_role_elsewhere_is_beyond_the_body(ladder):
    MembershipFactory(user=ladder["clerk"], body=national(BodyKind.SUPPORT), role=Role.SUPPORT_STAFF)

    assert list(accounts_below(ladder["chamber"])) == []


def test_holders_of_the_secretariat_look_after_each_other(db):
    body = national(BodyKind.SECRETARIAT)
    first, second = (MembershipFactory(body=body, role=Role.SECRETARIAT).user for _ in range(2))

    assert second in accounts_below(first)
    assert first not in accounts_below(first)


def test_second_account_of_the_same_person_is_never_among_them(ladder):
    twin = ladder["clerk"]
    twin.person = ladder["chamber"].person
    twin.save()

    assert list(accounts_below(ladder["chamber"])) == []


def test_factor_is_reset_by_the_body_above_and_by_nobody_else(ladder):
    TOTPDevice.objects.create(user=ladder["clerk"], name="lost", confirmed=True)
    url = step_url(reverse("admin:accounts_user_change", args=[ladder["clerk"].pk]), "reset")

    far = desk_of(ladder["far"]).post(url)
    kept = TOTPDevice.objects.filter(user=ladder["clerk"]).exists()
    above = desk_of(ladder["chamber"])
    page = above.get(reverse("admin:accounts_user_change", args=[ladder["clerk"].pk]))
    above.post(url)

    assert far.status_code == 404
    assert kept
    assert "بازنشانی عامل دوم" in page.content.decode()
    assert not TOTPDevice.objects.filter(user=ladder["clerk"]).exists()


def test_list_of_accounts_opens_for_the_body_above(ladder):
    page = desk_of(ladder["chamber"]).get(reverse("admin:accounts_user_changelist")).content.decode()

    assert ladder["clerk"].username in page
    assert ladder["far"].username not in page


def test_account_without_any_role_is_nobodys(ladder):
    nobody = StaffFactory()

    assert nobody not in accounts_below(ladder["chamber"])

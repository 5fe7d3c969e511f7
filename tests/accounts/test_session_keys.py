"""A new session key when roles change (security bar 1): the old key is dead, the session and its forms go on."""

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Session
from accounts.services import clearing, sessions
from organizations.members import services as members
from organizations.members.models import Membership
from organizations.roles.states import Role
from tests.accounts.test_staff import LOGIN, clerk_with_device, enter, token
from tests.factories import CitizenFactory, MembershipFactory, UnionFactory, signed_in
from tests.races import at_once

START = "2026-11-21T08:00:00Z"
INDEX = "/admin/"


@pytest.fixture
def frozen():
    with time_machine.travel(START, tick=False) as clock:
        yield clock


def key_of(client):
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def browser_with(key):
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    return client


def signed_in_clerk(client):
    user = clerk_with_device()
    assert enter(client, otp=token(user)).status_code == 302
    return user


@pytest.fixture
def commission(db):
    """A body in which the secretariat grants roles, and somebody of the secretariat."""
    return MembershipFactory(body=secretariat(), role=Role.SECRETARIAT).user


def secretariat():
    from organizations.bodies.models import Body

    return Body.objects.create(kind="SECRETARIAT", level="NATIONAL", name="دبیرخانه")


def support():
    from organizations.bodies.models import Body

    return Body.objects.create(kind="SUPPORT", level="NATIONAL", name="پشتیبانی")


def test_role_that_is_granted_gives_a_new_key_and_the_old_one_is_dead(client, commission, frozen):
    user = signed_in_clerk(client)
    old = key_of(client)

    members.grant_role(user=user, body=support(), role=Role.SUPPORT_STAFF, by=commission)
    page = client.get(INDEX)

    assert page.status_code == 200
    assert key_of(client) != old
    assert not Session.objects.filter(pk=old).exists()
    assert browser_with(old).get(INDEX).status_code == 302


def test_role_that_is_withdrawn_gives_every_browser_of_its_holder_a_key_of_its_own(
    client, commission, frozen
):
    user = signed_in_clerk(client)
    frozen.shift(60)
    elsewhere = Client()
    enter(elsewhere, otp=token(user))
    row = members.grant_role(user=user, body=support(), role=Role.SUPPORT_STAFF, by=commission)
    for browser in (client, elsewhere):
        browser.get(INDEX)
    before = [key_of(client), key_of(elsewhere)]

    members.withdraw_role(row, by=commission, note="پایان کار")

    assert [browser.get(INDEX).status_code for browser in (client, elsewhere)] == [200, 200]
    after = [key_of(client), key_of(elsewhere)]
    assert len({*before, *after}) == 4
    assert set(Session.objects.values_list("pk", flat=True)) == set(after)


def test_key_changes_once_and_pages_ask_nothing_more(client, commission, frozen):
    user = signed_in_clerk(client)
    client.get(INDEX)
    with CaptureQueriesContext(connection) as usual:
        client.get(INDEX)

    members.grant_role(user=user, body=support(), role=Role.SUPPORT_STAFF, by=commission)
    client.get(INDEX)
    new = key_of(client)
    Membership.objects.all().delete()
    with CaptureQueriesContext(connection) as later:
        client.get(INDEX)

    assert key_of(client) == new
    assert len(later) == len(usual)


def test_roles_begin_and_end_with_a_day_so_the_key_changes_with_it(client, db, frozen):
    frozen.move_to("2026-11-21T20:25:00Z")  # 23:55 in Tehran
    user = signed_in_clerk(client)
    MembershipFactory(user=user, body=UnionFactory(), role=Role.UNION_OPERATOR)
    client.get(INDEX)
    old = key_of(client)
    frozen.shift(240)
    client.get(INDEX)
    same_day = key_of(client)

    frozen.shift(120)
    next_day = client.get(INDEX)

    assert same_day == old
    assert next_day.status_code == 200
    assert key_of(client) != old
    assert browser_with(old).get(INDEX).status_code == 302


def test_form_sent_at_the_very_request_of_the_new_key_is_received(client, commission, frozen):
    user = signed_in_clerk(client)
    body = support()
    members.grant_role(user=user, body=body, role=Role.SUPPORT_STAFF, by=commission)

    page = client.post("/admin/accounts/mobilechange/", {"reference": "1234567895"})

    assert "پیدا نشد" in page.content.decode()
    assert "۱۲۳۴۵۶۷۸۹۵" in page.content.decode() or "1234567895" in page.content.decode()


def test_form_kept_from_an_ended_session_outlives_the_new_key(client, commission, frozen):
    user = signed_in_clerk(client)
    members.grant_role(user=user, body=support(), role=Role.SUPPORT_STAFF, by=commission)
    client.get(INDEX)
    frozen.shift(901)
    client.post("/admin/accounts/mobilechange/", {"reference": "1234567895"})
    enter(client, otp=token(user))
    Membership.objects.filter(user=user).first()
    sessions.renew_keys_of(user)

    page = client.get("/admin/accounts/mobilechange/")

    assert page.context["form"]["reference"].value() == "1234567895"


def test_second_factor_stays_checked_under_the_new_key(client, db, frozen):
    user = signed_in_clerk(client)

    sessions.renew_keys_of(user)

    assert client.get(INDEX).status_code == 200
    assert client.get(LOGIN).url == reverse("admin:index")


def test_session_from_before_this_version_learns_the_roles_and_keeps_its_key(client, db, frozen):
    user = signed_in_clerk(client)
    session = client.session
    del session["rights"]
    session.save()
    old = key_of(client)
    client.get(INDEX)
    kept = key_of(client)

    sessions.renew_keys_of(user)
    client.get(INDEX)

    assert kept == old
    assert key_of(client) != old


def test_citizens_sessions_keep_their_key_over_midnight(db, frozen):
    frozen.move_to("2026-11-21T20:25:00Z")
    client = signed_in(CitizenFactory())
    client.get(reverse("my_sessions"))
    old = key_of(client)
    frozen.shift(600)

    assert client.get(reverse("my_sessions")).status_code == 200
    assert key_of(client) == old


@pytest.mark.django_db(transaction=True)
def test_two_grants_at_once_are_both_counted():
    by = MembershipFactory(body=secretariat(), role=Role.SECRETARIAT).user
    user = clerk_with_device()
    bodies = iter([support(), support()])
    lined_up = list(bodies)

    results = at_once(
        2,
        lambda: members.grant_role(user=user, body=lined_up.pop(), role=Role.SUPPORT_STAFF, by=by).pk,
    )
    user.refresh_from_db()

    assert len(set(results)) == 2
    assert user.rights_version == 2


def test_sessions_that_ran_out_are_removed_with_the_old_codes(db, frozen, monkeypatch):
    monkeypatch.setattr("accounts.services.clearing.PORTION", 2)
    for _ in range(5):
        client = signed_in(CitizenFactory())
        client.get(reverse("my_sessions"))
    frozen.shift(settings.SESSION_COOKIE_AGE + 1)
    fresh = signed_in(CitizenFactory())
    fresh.get(reverse("my_sessions"))

    clearing.clear_expired()

    assert [row.pk for row in Session.objects.all()] == [key_of(fresh)]

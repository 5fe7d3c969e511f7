"""Backup codes: ten new ones by oneself, how many are left, and a warning in time."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import BackupCode
from accounts.services import staff
from core.models import AuditEntry
from messaging.models import Message
from tests.accounts.test_codes import refusal_of
from tests.accounts.test_staff import clerk, clerk_with_device, enter, set_up, token
from tests.factories import CitizenFactory
from tests.races import at_once

START = "2026-11-21T08:00:00Z"
PAGE = "/admin/backup-codes/"


@pytest.fixture
def frozen():
    with time_machine.travel(START, tick=False) as clock:
        yield clock


@pytest.fixture
def at_desk(db, client, frozen):
    """A clerk who has just set up the authenticator, half a minute ago."""
    user = clerk()
    codes = set_up(client).context["codes"]
    frozen.shift(30)
    return user, codes


def use_up(user, count):
    keys = BackupCode.objects.filter(user=user, used_at=None).values_list("pk", flat=True)[:count]
    BackupCode.objects.filter(pk__in=list(keys)).update(used_at=timezone.now())


def test_ten_new_codes_are_shown_once_and_the_old_ones_die(at_desk, client):
    user, old = at_desk

    page = client.post(PAGE, {"otp_token": token(user)})
    new = page.context["codes"]

    assert len({*new, *old}) == 20
    assert all(code in page.content.decode() for code in new)
    assert "no-store" in page.headers["Cache-Control"]
    assert not staff.use_backup_code(user, old[0])
    assert staff.use_backup_code(user, new[0])
    assert AuditEntry.objects.filter(action="backup_codes_renewed", subject_id=str(user.pk)).count() == 1


def test_who_is_a_citizen_too_finds_it_in_the_box(at_desk, client):
    user, _ = at_desk
    CitizenFactory(person=user.person)

    client.post(PAGE, {"otp_token": token(user)})

    message = Message.objects.get(recipient=user.person)
    assert (message.kind, message.subject) == ("M4", "کدهای پشتیبان تازه")
    assert user.username in message.body


def test_who_is_no_citizen_has_no_box_and_none_is_made(at_desk, client):
    user, _ = at_desk

    client.post(PAGE, {"otp_token": token(user)})

    assert not Message.objects.exists()


@pytest.mark.parametrize("typed", ["000000", "", "abc", "12345"])
def test_wrong_token_is_told_at_the_field_and_changes_nothing(at_desk, client, typed):
    user, old = at_desk

    page = client.post(PAGE, {"otp_token": typed})

    assert page.context["form"].errors["otp_token"]
    assert staff.use_backup_code(user, old[0])


def test_backup_code_does_not_make_new_ones(at_desk, client):
    _, old = at_desk

    page = client.post(PAGE, {"otp_token": old[0]})

    assert page.context["form"].errors["otp_token"]


def test_token_of_the_sign_in_is_used_up(db, client, frozen):
    user = clerk_with_device()
    used = token(user)
    enter(client, otp=used)

    page = client.post(PAGE, {"otp_token": used})

    assert "یک بار به کار رفته" in page.context["form"].errors["otp_token"][0]


def test_sixth_wrong_token_waits(at_desk, client):
    user, _ = at_desk
    for _ in range(5):
        client.post(PAGE, {"otp_token": "000000"})

    page = client.post(PAGE, {"otp_token": token(user)})

    assert "صبر کنید" in page.context["form"].errors["otp_token"][0]


def test_page_says_how_many_are_left(at_desk, client):
    user, _ = at_desk
    use_up(user, 6)

    assert "۴ کد" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("left", "said"), [(4, ""), (3, "فقط ۳ کد"), (1, "فقط ۱ کد"), (0, "همهٔ کدهای پشتیبان")]
)
def test_three_left_are_told_at_sign_in(at_desk, frozen, left, said):
    user, _ = at_desk
    use_up(user, 10 - left)
    frozen.shift(60)
    again = Client()

    enter(again, otp=token(user))
    page = again.get(reverse("admin:index")).content.decode()

    assert said in page if said else "کدهای پشتیبان شما" not in page


def test_page_is_linked_under_ones_name_and_closed_to_strangers(at_desk, client):
    assert f'href="{PAGE}"' in client.get("/admin/password_change/").content.decode()
    assert Client().get(PAGE).status_code == 302
    half_way = Client()
    half_way.force_login(at_desk[0], backend="accounts.backends.StaffBackend")
    assert half_way.get(PAGE).status_code == 302


def test_account_without_an_authenticator_gets_none(db, frozen):
    assert refusal_of(staff.renew_backup_codes, clerk(), "123456").code == "no_factor"


@pytest.mark.django_db(transaction=True)
def test_one_token_sent_eight_times_at_once_makes_one_set_of_codes():
    user = clerk_with_device()
    code = token(user)

    results = at_once(8, lambda: len(staff.renew_backup_codes(user, code)))

    assert results.count(10) == 1
    assert set(results) <= {10, "wrong_token", "staff_wait"}
    assert BackupCode.objects.filter(user=user).count() == 10

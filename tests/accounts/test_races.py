"""At one moment, from many threads: each guard must hold, and each test fails when its guard is taken out."""

import pytest
from captcha.models import CaptchaStore
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import captcha, limits
from accounts.models import BackupCode, MobileChange, Session, User
from accounts.services import mobiles, people, staff
from core.models import AuditEntry
from tests.accounts.browsers import ask_for_code
from tests.factories import PersonFactory, StaffFactory
from tests.races import at_once, together

pytestmark = pytest.mark.django_db(transaction=True)


def test_twenty_right_answers_at_once_use_a_code_once(ask, use, sent_codes):
    challenge = ask()

    results = at_once(20, lambda: use(challenge, sent_codes[0]).pk)

    assert results.count(challenge.pk) == 1
    assert set(results) == {challenge.pk, "dead_code"}


def test_fifty_guesses_at_once_are_five(ask, use, sent_codes):
    challenge = ask()
    guess = f"{(int(sent_codes[0]) + 1) % 1_000_000:06d}"

    at_once(50, lambda: use(challenge, guess))

    challenge.refresh_from_db()
    assert challenge.attempts == 5


def test_two_pages_asking_at_once_send_one_code(ask, sent_codes):
    results = at_once(8, lambda: ask().pk)

    assert len(sent_codes) == 1
    assert results.count("resend_too_early") == 7


def test_one_captcha_answer_passes_once_however_many_send_it():
    store = CaptchaStore.objects.create(challenge="۱۳۴", response="134")

    results = at_once(12, lambda: captcha.consume(store.hashkey, "134"))

    assert results.count(True) == 1


def test_every_count_gets_its_own_number():
    results = at_once(16, lambda: limits.count(limits.Limit("key", 0, 3600)))

    assert sorted(results) == list(range(1, 17))


def test_twenty_browsers_typing_the_right_code_at_once_open_one_session(sim, sent_codes):
    browser = Client()
    ask_for_code(browser)

    def verify():
        twin = Client()
        twin.cookies = browser.cookies.copy()
        return twin.post(reverse("sign_in_code"), {"code": sent_codes[-1]}).status_code

    answers = at_once(20, verify)

    assert Session.objects.filter(user__isnull=False).count() == 1
    assert answers.count(302) >= 1
    assert set(answers) <= {200, 302, 400}


def test_first_sign_ins_at_once_of_somebody_known_from_paper_open_one_account(ask, sim):
    PersonFactory(national_code=sim.person.national_code, mobile=sim.mobile)
    challenge = ask()

    results = at_once(8, lambda: people.citizen_of(challenge).pk)

    assert set(results) == {User.objects.get().pk}
    assert AuditEntry.objects.filter(action="account_opened").count() == 1


def test_token_typed_in_many_places_at_once_passes_once():
    device = TOTPDevice.objects.create(user=StaffFactory(), name="phone", confirmed=True)
    token = f"{TOTP(device.bin_key).token():06d}"

    results = at_once(12, lambda: staff.use_totp(TOTPDevice.objects.get(pk=device.pk), token))

    assert results.count(True) == 1


def test_backup_code_typed_in_many_places_at_once_passes_once():
    user = StaffFactory()
    code = staff._new_backup_codes(user)[0]

    results = at_once(12, lambda: staff.use_backup_code(user, code))

    assert results.count(True) == 1
    assert BackupCode.objects.filter(used_at=None).count() == 9


def test_thirty_password_guesses_at_once_are_five():
    def guess():
        staff.staff_credentials(None, username="clerk", password="wrong", token="123456", address="10.0.0.1")

    results = at_once(30, guess)

    assert results.count("wrong_credentials") == 5
    assert results.count("captcha_needed") == 25


def test_equal_requests_after_a_lost_sim_at_once_are_one(sim):
    references = at_once(
        8,
        lambda: (
            mobiles.ask_after_lost_sim(
                national_code=sim.person.national_code, new_mobile=sim.mobile
            ).reference
        ),
    )

    assert len(set(references)) == 1
    assert MobileChange.objects.count() == 1


def test_mismatches_at_once_tell_three_guessers_at_most(ask):
    results = at_once(16, lambda: ask(national_code="0070000018"))

    assert results.count("mismatch") <= 3
    assert set(results) <= {"mismatch", "neutral"}


def test_of_many_tries_at_once_no_more_pass_than_any_of_their_limits_allows():
    five, hundred = limits.Limit("five", 5, 3600), limits.Limit("hundred", 100, 3600)

    results = at_once(16, lambda: limits.check(hundred, five, refusal="تا {moment}"))

    assert results.count(None) == 5
    assert results.count("rate_limited") == 11


def test_tries_on_the_same_limits_in_another_order_never_wait_for_each_other():
    rows = [limits.Limit(f"row-{number}", 1000, 3600) for number in range(400)]
    forth, back = rows, rows[::-1]

    results = together(*[lambda order=order: limits.count_each(*order) for order in [forth, back] * 4])

    assert len(results) == 8
    assert {limits.so_far(row) for row in rows[::40]} == {8}

"""Staff sign-in: password, second factor, its set-up and reset, waits that lock nobody out for ever."""

import time

import pytest
import time_machine
from django.contrib import auth
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.module_loading import import_string
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import ceilings, limits, texts
from accounts.models import BackupCode, RateCount, Session, User
from accounts.services import staff
from asnaf import settings as real_settings
from core.models import AuditEntry
from core.refusals import RuleBroken
from tests.accounts.browsers import captcha_of
from tests.accounts.test_codes import refusal_of
from tests.factories import StaffFactory

START = "2026-11-21T08:00:00Z"
PASSWORD = "چهار اسب آرام در باران"
LOGIN = "/admin/login/"


def clerk(**changes):
    user = StaffFactory(username="clerk", **changes)
    user.set_password(PASSWORD)
    user.save()
    return user


def clerk_with_device(**changes):
    user = clerk(**changes)
    TOTPDevice.objects.create(user=user, name="phone", confirmed=True)
    return user


def token(user, *, ahead=0):
    device = TOTPDevice.objects.get(user=user)
    totp = TOTP(device.bin_key)
    totp.time = time.time() + 30 * ahead
    return f"{totp.token():06d}"


def enter(client, *, password=PASSWORD, otp="", username="clerk", **extra):
    fields = {"username": username, "password": password, "otp_token": otp}
    return client.post(LOGIN, fields, **extra)


@pytest.fixture
def frozen():
    with time_machine.travel(START, tick=False) as clock:
        yield clock


def test_password_and_token_open_a_verified_session_with_a_new_key(db, client, frozen):
    user = clerk_with_device()
    client.get(LOGIN)

    answer = enter(client, otp=token(user))

    assert answer.url == reverse("admin:index")
    assert client.get(reverse("admin:index")).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [{"password": "wrong"}, {"username": "nobody"}, {"otp": "000000"}, {"otp": ""}, {"otp": "حروف"}],
    ids=["password", "name", "token", "no token", "letters"],
)
def test_whatever_is_wrong_the_answer_is_one_and_the_same(db, client, frozen, wrong):
    user = clerk_with_device()

    page = enter(client, **({"otp": token(user)} | wrong))

    assert page.context["form"].non_field_errors() == ["نام کاربری، گذرواژه یا کد تأیید درست نیست."]
    assert "_auth_user_id" not in client.session


def test_token_works_once(db, frozen):
    user = clerk_with_device()
    first, second = enter(Client(), otp=token(user)), enter(Client(), otp=token(user))

    assert first.status_code == 302
    assert second.status_code == 200


def test_token_in_persian_digits_is_understood(db, client, frozen):
    user = clerk_with_device()
    persian = token(user).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))

    assert enter(client, otp=persian).status_code == 302


def test_citizens_cannot_use_this_door(db, client, frozen):
    user = clerk_with_device()
    User.objects.update(is_staff=False)

    assert enter(client, otp=token(user)).status_code == 200


def guess(times, **extra):
    """Somebody else at the same address types wrong passwords."""
    for _ in range(times):
        enter(Client(), password="wrong", **extra)


def solved(page, right=True):
    """The captcha the page asks for."""
    key, answer = captcha_of(page).values()
    return {"captcha_0": key, "captcha_1": answer if right else "0"}


def enter_with_captcha(client, page, *, right=True, **fields):
    typed = {"username": "clerk", "password": PASSWORD, "otp_token": ""} | solved(page, right) | fields
    return client.post(LOGIN, typed)


def test_five_wrong_passwords_of_a_stranger_do_not_lock_the_owner_out(db, client, frozen):
    user = clerk_with_device()
    guess(5)

    asked = enter(client, otp=token(user))
    let_in = enter_with_captcha(client, asked, otp_token=token(user))

    assert texts.CAPTCHA_NEEDED in asked.content.decode()
    assert let_in.url == reverse("admin:index")


def test_wrong_captcha_compares_no_password(db, client, frozen):
    user = clerk_with_device()
    guess(5)

    page = enter_with_captcha(client, enter(client), right=False, otp_token=token(user))

    assert "captcha" in page.context["form"].errors
    assert "_auth_user_id" not in client.session


def test_a_quarter_later_no_captcha_is_asked_for(db, client, frozen):
    user = clerk_with_device()
    guess(6)

    frozen.shift(901)

    assert enter(client, otp=token(user)).status_code == 302


def test_whoever_guesses_with_captchas_waits_at_their_own_address(db, client, frozen):
    user = clerk_with_device()
    guess(5)
    page = enter(client)
    for _ in range(22):  # one of them with a picture that had become too short
        page = enter_with_captcha(client, page, password="wrong")

    elsewhere = enter(Client(), otp=token(user), REMOTE_ADDR="198.51.100.1")

    assert "تا ساعت ۱۱:۴۵" in page.context["form"].non_field_errors()[0]
    assert elsewhere.status_code == 302


def test_unknown_name_is_asked_for_a_captcha_in_the_same_words(db, client, frozen):
    guess(5, username="nobody")

    page = enter(client, username="nobody", password="wrong")

    assert texts.CAPTCHA_NEEDED in page.content.decode()


def test_success_forgets_earlier_mistakes(db, client, frozen):
    user = clerk_with_device()
    for _ in range(4):
        enter(client, password="wrong")
    enter(client, otp=token(user))
    client.post(reverse("sign_out"))
    frozen.shift(60)
    enter(client, password="wrong")

    assert enter(client, otp=token(user)).status_code == 302


def test_guesser_at_another_address_does_not_keep_the_owner_out(db, client, frozen):
    user = clerk_with_device()
    for _ in range(8):
        enter(Client(), password="wrong", REMOTE_ADDR="203.0.113.7")

    assert enter(client, otp=token(user)).status_code == 302


def test_guessing_from_many_addresses_ends_but_not_for_the_owners_browser(db, client, frozen):
    user = clerk_with_device()
    enter(client, otp=token(user))
    client.post(reverse("sign_out"))
    for number in range(51):
        enter(Client(), password="wrong", REMOTE_ADDR=f"203.0.{number}.7")
    frozen.shift(60)

    stranger = enter(Client(), otp=token(user), REMOTE_ADDR="198.51.100.1")

    assert texts.CAPTCHA_NEEDED in stranger.content.decode()
    assert enter(client, otp=token(user)).status_code == 302


def test_changing_names_from_one_address_are_asked_for_a_captcha_and_hash_nothing(db, frozen, monkeypatch):
    clerk_with_device()
    hashed = []
    monkeypatch.setattr(auth, "authenticate", lambda *args, **kwargs: hashed.append(1))

    pages = [enter(Client(), username=f"name-{number}", password="wrong") for number in range(12)]

    assert [texts.CAPTCHA_NEEDED in page.content.decode() for page in pages] == [False] * 10 + [True] * 2
    assert len(hashed) == 10


def test_changing_addresses_of_one_network_are_asked_for_a_captcha_too(db, frozen):
    clerk_with_device()
    pages = [
        enter(Client(), username=f"name-{number}", password="wrong", REMOTE_ADDR=f"203.0.113.{number}")
        for number in range(41)
    ]

    assert [texts.CAPTCHA_NEEDED in page.content.decode() for page in pages] == [False] * 40 + [True]


def test_names_typed_above_the_limit_fill_no_table(db, frozen):
    for number in range(30):
        enter(Client(), username=f"name-{number}", password="wrong")

    assert RateCount.objects.filter(key__startswith="staff:a:name-").count() == 10


def test_an_office_behind_one_address_signs_in_as_often_as_it_likes(db, frozen):
    for number in range(15):
        user = StaffFactory(username=f"clerk-{number}")
        user.set_password(PASSWORD)
        user.save()
        TOTPDevice.objects.create(user=user, name="phone", confirmed=True)
        assert enter(Client(), username=user.username, otp=token(user)).status_code == 302


def test_after_five_captchas_the_pictures_grow(db, client, frozen):
    clerk_with_device()
    guess(5)
    page = enter(client)
    lengths = []
    for _ in range(7):
        lengths.append(len(captcha_of(page)["captcha_1"]))
        page = enter_with_captcha(client, page, password="wrong")

    assert lengths == [5] * 6 + [7]


def test_network_that_guesses_with_captchas_waits_as_a_whole(db, client, frozen):
    clerk_with_device()
    guess(5)
    for _ in range(80):
        limits.count(ceilings.staff_tries_with_captcha("127.0.0.1")[1])

    page = enter_with_captcha(client, enter(client), password="wrong")

    assert "تا ساعت ۱۱:۴۵" in page.context["form"].non_field_errors()[0]


def test_right_credentials_at_the_last_allowed_try_leave_no_wait_behind(db, client, frozen):
    user = clerk_with_device()
    guess(4)
    assert enter(client, otp=token(user)).status_code == 302
    frozen.shift(60)

    assert enter(Client(), otp=token(user)).status_code == 302


def test_forged_mark_of_a_browser_gains_nothing(db, frozen):
    clerk_with_device()
    refusals = []
    for number in range(6):
        client = Client()
        client.cookies["staff_browser"] = f"forged-{number}"
        refusals.append(enter(client, password="wrong").content.decode())

    assert texts.CAPTCHA_NEEDED in refusals[-1]


def test_open_session_lives_on_while_the_name_waits(db, client, frozen):
    user = clerk_with_device()
    enter(client, otp=token(user))
    for _ in range(9):
        enter(Client(), password="wrong")

    assert client.get(reverse("admin:index")).status_code == 200


def set_up(client):
    """From the password to the backup codes; returns the last page."""
    assert enter(client).url == reverse("admin:second_factor")
    client.get(reverse("admin:second_factor"))
    return client.post(
        reverse("admin:second_factor"), {"otp_token": token(User.objects.get(username="clerk"))}
    )


def test_password_alone_reaches_only_the_set_up_page(db, client, frozen):
    clerk()

    enter(client)
    page = client.get(reverse("admin:second_factor"))
    secret = page.context["plain_secret"]

    assert "_auth_user_id" not in client.session
    assert client.get(reverse("admin:index")).status_code == 302
    assert secret in page.content.decode()
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="qr"' in page.content.decode()
    assert client.get(reverse("admin:second_factor")).context["plain_secret"] == secret


def test_set_up_ends_with_ten_backup_codes_shown_once_and_kept_as_hashes(db, client, frozen):
    clerk()

    page = set_up(client)
    codes = page.context["codes"]

    assert len(set(codes)) == 10
    assert all(code in page.content.decode() for code in codes)
    stored = " ".join(BackupCode.objects.values_list("code_hash", flat=True))
    assert not any(code in stored or code.replace("-", "") in stored for code in codes)
    assert client.get(reverse("admin:index")).status_code == 200
    assert client.get(reverse("admin:second_factor")).status_code == 302


def test_backup_code_stands_in_for_the_phone_once(db, client, frozen):
    clerk()
    code = set_up(client).context["codes"][0]

    assert enter(Client(), otp=code.upper()).status_code == 302
    assert enter(Client(), otp=code).status_code == 200


def test_backup_code_of_another_account_is_worthless(db, client, frozen):
    clerk()
    code = set_up(client).context["codes"][0]
    other = StaffFactory()

    assert not staff.use_backup_code(other, code)


def test_backup_code_outlives_a_change_of_the_secret_key(db, client, frozen, settings):
    user = clerk()
    code = set_up(client).context["codes"][0]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key" * 6

    assert staff.use_backup_code(user, code)


def test_wrong_first_code_keeps_the_set_up_open_and_five_make_it_wait(db, client, frozen):
    clerk()
    enter(client)
    pages = [client.post(reverse("admin:second_factor"), {"otp_token": "000000"}) for _ in range(6)]

    assert "درست نیست" in pages[0].context["form"].errors["otp_token"][0]
    assert "صبر کنید" in pages[5].context["form"].errors["otp_token"][0]
    assert not TOTPDevice.objects.filter(confirmed=True).exists()


def test_set_up_page_closes_after_a_quarter_of_an_hour_and_to_strangers(db, client, frozen):
    clerk()
    enter(client)

    frozen.shift(901)

    assert client.get(reverse("admin:second_factor")).status_code == 302
    assert Client().get(reverse("admin:second_factor")).status_code == 302


def test_account_with_a_device_never_reaches_the_set_up_again(db, client, frozen):
    user = clerk()
    enter(client)
    TOTPDevice.objects.create(user=user, name="phone", confirmed=True)

    assert client.get(reverse("admin:second_factor")).status_code == 302
    assert enter(Client()).status_code == 200


def test_first_password_must_be_changed_before_anything_else(db, client, frozen):
    user = clerk_with_device(must_change_password=True)
    enter(client, otp=token(user))

    sent_on = client.get(reverse("admin:index"))
    changed = client.post(
        reverse("admin:password_change"),
        {
            "old_password": PASSWORD,
            "new_password": "نان و پنیر و سبزی تازه",
            "new_password_again": "نان و پنیر و سبزی تازه",
        },
    )

    assert sent_on.url == reverse("admin:password_change")
    assert changed.url == reverse("admin:index")
    assert client.get(reverse("admin:index")).status_code == 200


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        ("wrong", "نان و پنیر و سبزی تازه", None, "گذرواژهٔ کنونی درست نیست."),
        (PASSWORD, PASSWORD, None, "فرق داشته باشد"),
        (PASSWORD, "کوتاه", None, "دست‌کم ۱۲ نویسه"),
        (PASSWORD, "1234567890123", None, "فقط رقم"),
        (PASSWORD, "1q2w3e4r5t6y", None, "زود حدس زده می‌شود"),
        (PASSWORD, "نان و پنیر و سبزی تازه", "چیز دیگر", "تکرار گذرواژه"),
    ],
)
def test_bad_new_password_is_refused_in_persian(db, client, frozen, old, new, again, said):
    user = clerk_with_device(must_change_password=True)
    enter(client, otp=token(user))

    page = client.post(
        reverse("admin:password_change"),
        {"old_password": old, "new_password": new, "new_password_again": new if again is None else again},
    )

    assert said in " ".join(message for errors in page.context["form"].errors.values() for message in errors)
    assert User.objects.get(pk=user.pk).must_change_password


def test_changed_password_ends_the_sessions_elsewhere(db, client, frozen):
    user = clerk_with_device()
    elsewhere = Client()
    enter(elsewhere, otp=token(user))
    frozen.shift(60)
    enter(client, otp=token(user))
    new = "نان و پنیر و سبزی تازه"

    client.post(
        reverse("admin:password_change"),
        {"old_password": PASSWORD, "new_password": new, "new_password_again": new},
    )

    assert client.get(reverse("admin:index")).status_code == 200
    assert elsewhere.get(reverse("admin:index")).status_code == 302


def test_second_person_resets_a_factor_and_the_account_sets_up_a_new_one(db, client, frozen):
    user = clerk_with_device()
    enter(client, otp=token(user))

    staff.reset_second_factor(user, by=StaffFactory())

    assert not TOTPDevice.objects.filter(user=user).exists()
    assert not Session.objects.filter(user=user).exists()
    assert client.get(reverse("admin:index")).status_code == 302
    assert AuditEntry.objects.filter(action="second_factor_reset", subject_id=str(user.pk)).exists()
    assert enter(Client()).url == reverse("admin:second_factor")


def test_nobody_resets_their_own_factor_not_even_from_a_second_account(db):
    user = clerk_with_device()
    twin = StaffFactory(person=user.person)

    for by in (user, twin):
        with pytest.raises(RuleBroken):
            staff.reset_second_factor(user, by=by)
    assert TOTPDevice.objects.filter(user=user).exists()


def test_staff_sign_out_asks_too(db, client, frozen):
    user = clerk_with_device()
    enter(client, otp=token(user))

    question = client.get(reverse("admin:logout"), follow=True)

    assert "از سامانه خارج می‌شوید؟" in question.content.decode()
    assert client.get(reverse("admin:index")).status_code == 200
    client.post(reverse("sign_out"))
    assert client.get(reverse("admin:index")).status_code == 302


def test_next_page_is_followed_inside_the_portal_only(db, frozen):
    user = clerk_with_device()
    inside = Client().post(
        LOGIN,
        {
            "username": "clerk",
            "password": PASSWORD,
            "otp_token": token(user),
            "next": "/admin/messaging/sms/",
        },
    )
    frozen.shift(60)
    outside = Client().post(
        LOGIN,
        {
            "username": "clerk",
            "password": PASSWORD,
            "otp_token": token(user),
            "next": "https://evil.example/",
        },
    )

    assert inside.url == "/admin/messaging/sms/"
    assert outside.url == reverse("admin:index")


def test_password_is_hashed_with_argon2id_in_the_real_settings():
    (hasher,) = [import_string(path)() for path in real_settings.PASSWORD_HASHERS]

    assert hasher.encode("گذرواژه", "salt-of-16-bytes").startswith("argon2$argon2id$")


def test_unknown_name_costs_as_many_statements_as_a_wrong_password(db, frozen):
    clerk_with_device()

    def statements(name):
        with CaptureQueriesContext(connection) as seen:
            refusal_of(
                staff.staff_credentials,
                None,
                username=name,
                password="wrong",
                token="123456",
                address="10.0.0.1",
            )
        return len(seen)

    assert statements("clerk") == statements("nobody")


def test_verified_member_of_staff_needs_no_second_sign_in(db, client, frozen):
    user = clerk_with_device()
    enter(client, otp=token(user))

    assert client.get(LOGIN).url == reverse("admin:index")


def test_form_of_the_desk_sent_after_the_session_ended_waits_for_its_sender(db, client, frozen):
    user = clerk_with_device()
    enter(client, otp=token(user))
    frozen.shift(901)

    away = client.post("/admin/accounts/mobilechange/", {"reference": "1234567895"})
    back = enter(client, otp=token(user))

    assert away.status_code == 302
    assert back.url == "/admin/accounts/mobilechange/"

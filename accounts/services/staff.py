"""Staff sign-in: password, second factor, its set-up and reset; waits that lock nobody out for ever."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib import auth
from django.contrib.auth import password_validation
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.http import HttpRequest  # noqa: TID251 - Django's own login takes the request
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import ceilings, limits, rules, signals, texts
from accounts.hashers import asked_by_known
from accounts.limits import QUARTER, Limit
from accounts.models import BackupCode, RateCount, User
from accounts.services.sessions import end_sessions_of, open_session
from core import audit
from core.numbers import number_in
from core.refusals import RuleBroken
from core.text import to_ascii_digits, to_persian_digits

BACKUP_CODES = 10
#: Passwords of one's own that are not set again, beside the present one.
FORMER = 5
#: Letters and digits that cannot be taken for one another.
BACKUP_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class StaffEntry:
    """Right credentials. Without a device the account has none yet: it may only set one up."""

    user: User
    device: TOTPDevice | None


def staff_credentials(
    request: HttpRequest | None,
    *,
    username: str,
    password: str,
    token: str,
    address: str,
    browser: str = "",
    captcha_solved: bool = False,
) -> StaffEntry:
    """The account with this password and second factor; one answer for whatever is wrong.

    Tries are counted before anything is compared, and taken off again when they succeed. After five of a name from one
    address, ten of an address, forty of its network or fifty of a name from everywhere a captcha is asked for with
    each further one, and those are counted on the address and network that ask: whoever guesses waits, and nobody's
    guessing keeps an owner out. A browser in which this account has signed in before is counted by itself alone.

    Args:
        browser: the mark of a known browser of this account, or empty.
        captcha_solved: whether a captcha was solved for this try.

    Raises:
        RuleBroken: "captcha_needed", "staff_wait", "wrong_credentials", "first_password_over", "busy".
    """
    name = username.lower()[:64]
    counted = _count_sign_in(name, address, browser, captcha_solved=captcha_solved)
    with asked_by_known(bool(browser)), _uncounted_when_busy(*counted):
        user = auth.authenticate(request, username=username, password=password)
    if not isinstance(user, User):
        raise RuleBroken(texts.WRONG_STAFF_SIGN_IN, code="wrong_credentials")
    device = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    _check_first_password(user)
    is_new = device is None and not token
    if not is_new and (device is None or not (use_totp(device, token) or use_backup_code(user, token))):
        raise RuleBroken(texts.WRONG_STAFF_SIGN_IN, code="wrong_credentials")
    _take_back(*counted)
    limits.forget(_own_tries(name, address, browser))
    return StaffEntry(user, device)


def _own_tries(name: str, address: str, browser: str) -> Limit:
    key = f"staff:b:{name}:{browser}" if browser else f"staff:a:{name}:{address}"
    return Limit(key, settings.STAFF_TRIES, QUARTER)


def _count_sign_in(name: str, address: str, browser: str, *, captcha_solved: bool) -> tuple[Limit, ...]:
    """Count one try where it belongs; the limits it was counted on. Raises RuleBroken above them."""
    own = _own_tries(name, address, browser)
    if browser:
        _count_try(own)
        return (own,)
    if captcha_solved:
        of_address, of_network = ceilings.staff_tries_with_captcha(address)
        limits.check(of_network, refusal=texts.STAFF_WAIT, code="staff_wait")
        _count_try(of_address)
        return of_address, of_network
    of_name = Limit(f"staff:n:{name}", settings.STAFF_TRIES_PER_NAME, QUARTER)
    of_asker = ceilings.staff_tries(address)
    try:
        limits.check(*of_asker, refusal=texts.STAFF_WAIT)  # first: names that do not exist fill no table
        _count_try(own)
        _count_try(of_name)
    except RuleBroken as refusal:
        raise RuleBroken(texts.CAPTCHA_NEEDED, code="captcha_needed") from refusal
    return own, of_name, *of_asker


def sign_in_lock(account: User) -> datetime | None:
    """Until when an unknown browser needs a captcha for this account, or a known one waits; None when neither."""
    waits = RateCount.objects.filter(_rows_of(account, "wait:"), ends_at__gt=timezone.now())
    found: datetime | None = waits.aggregate(until=Max("ends_at"))["until"]
    return found


def _rows_of(account: User, *prefixes: str) -> Q:
    name, found = account.username.lower()[:64], Q()
    for prefix in prefixes:
        found |= Q(key=f"{prefix}staff:n:{name}")
        for kind in ("n", "a", "b"):
            found |= Q(key__startswith=f"{prefix}staff:{kind}:{name}:")
    return found


@transaction.atomic
def unlock_sign_in(account: User, *, by: User) -> None:
    """Forget the wrong tries of an account: its holder asks for it, a second person does it.

    Raises:
        RuleBroken: "own_factor", "not_locked".
    """
    rules.check_second_person(account, by)
    if sign_in_lock(account) is None:
        raise RuleBroken(texts.NOT_LOCKED, code="not_locked")
    RateCount.objects.filter(_rows_of(account, "", "wait:", "waits:")).delete()
    audit.record(account, "sign_in_unlocked", by=by)


def _check_first_password(user: User) -> None:
    """A password somebody else made opens the account for three days only."""
    until = user.first_password_until
    if user.must_change_password and until is not None and until <= timezone.now():
        raise RuleBroken(texts.FIRST_PASSWORD_OVER, code="first_password_over")


def _count_try(limit: Limit) -> None:
    """Count a try; those above the limit are refused until so long after the last one allowed."""
    until = limits.waits_until(limit.key)
    if until is None:
        n = limits.count(limit)
        if n == limit.at_most:
            limits.begin_wait(limit.key, steps=(limit.seconds,))
        if n <= limit.at_most:
            return
        until = limits.waits_until(limit.key) or limits.full_until(limit) or timezone.now()
    limits.note_refusal(limit)
    raise RuleBroken(texts.STAFF_WAIT.format(moment=texts.moment(until)), code="staff_wait")


@contextmanager
def _uncounted_when_busy(*counted: Limit) -> Iterator[None]:
    """Where there was no room to hash, nothing was compared: the try is taken off again."""
    try:
        yield
    except RuleBroken as refusal:
        if refusal.code == "busy":
            _take_back(*counted)
        raise


def _take_back(*counted: Limit) -> None:
    """The try was no failure: it counts no more, and holds nobody up."""
    limits.give_back(*counted)
    limits.end_waits(*counted)


def _own_account_tries(what: str, user: User) -> Limit:
    return Limit(f"staff:{what}:{user.pk}", settings.STAFF_TRIES, QUARTER)


def use_totp(device: TOTPDevice, token: str) -> bool:
    """Use up a token of the authenticator; of equal tokens at one moment one passes.

    django-otp reads, compares and saves; here one statement moves `last_t` on, and only forwards.
    """
    digits = to_ascii_digits(token.strip())
    number = number_in(digits)
    if number is None or len(digits) != device.digits:
        return False
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time()
    if not totp.verify(number, device.tolerance, device.last_t + 1):
        return False
    used = TOTPDevice.objects.filter(pk=device.pk, last_t__lt=totp.t()).update(
        last_t=totp.t(), drift=totp.drift, last_used_at=timezone.now()
    )
    return bool(used)


def use_backup_code(user: User, typed: str) -> bool:
    """Use up one of the ten backup codes, in one statement."""
    code = "".join(char for char in to_ascii_digits(typed).lower() if char.isalnum())
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    hashes = [_backup_hash(user, code, key) for key in keys]
    unused = BackupCode.objects.filter(user=user, code_hash__in=hashes, used_at=None)
    with transaction.atomic():
        if not unused.update(used_at=timezone.now()):
            return False
        audit.record(user, "backup_code_used", by=user)
    return True


def _backup_hash(user: User, code: str, key: str) -> str:
    return salted_hmac(f"backup:{user.pk}", code, secret=key, algorithm="sha256").hexdigest()


def sign_in_staff(request: HttpRequest, user: User, device: TOTPDevice) -> None:
    """Open a verified session with a new key."""
    user.otp_device = device  # type: ignore[attr-defined]  # django-otp marks the session with it at sign-in
    open_session(request, user, backend="accounts.backends.StaffBackend")


@transaction.atomic
def second_factor_to_set_up(user: User) -> TOTPDevice:
    """The device whose secret the set-up page shows; the same one until it is confirmed.

    Raises:
        RuleBroken: "has_factor": the account has a confirmed device, only a reset opens this page again.
    """
    User.objects.select_for_update().get(pk=user.pk)
    _check_no_factor(user)
    device, _ = TOTPDevice.objects.get_or_create(
        user=user, confirmed=False, defaults={"name": "authenticator"}
    )
    return device


def _check_no_factor(user: User) -> None:
    if TOTPDevice.objects.filter(user=user, confirmed=True).exists():
        raise RuleBroken(texts.SETUP_EXPIRED, code="has_factor")


def confirm_second_factor(user: User, token: str) -> tuple[TOTPDevice, list[str]]:
    """The authenticator shows the right code: the device counts from now on.

    Returns the device and ten backup codes, which are shown this once and kept as keyed hashes only.

    Raises:
        RuleBroken: "staff_wait", "wrong_token", "has_factor".
    """
    _count_try(_own_account_tries("setup", user))
    with transaction.atomic():
        device = second_factor_to_set_up(user)
        if not use_totp(device, token):
            raise RuleBroken(texts.WRONG_TOKEN, code="wrong_token")
        TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
        device.refresh_from_db()
        audit.record(user, "second_factor_set_up", by=user)
        return device, _new_backup_codes(user)


def _new_backup_codes(user: User) -> list[str]:
    BackupCode.objects.filter(user=user).delete()
    codes = ["".join(secrets.choice(BACKUP_ALPHABET) for _ in range(10)) for _ in range(BACKUP_CODES)]
    BackupCode.objects.bulk_create(
        BackupCode(user=user, code_hash=_backup_hash(user, code, settings.SECRET_KEY)) for code in codes
    )
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def backup_codes_left(user: User) -> int:
    """How many of the backup codes are still good."""
    return BackupCode.objects.filter(user=user, used_at=None).count()


def few_backup_codes(user: User) -> str:
    """The warning of an account with three codes left or fewer; an empty text for others."""
    used = list(BackupCode.objects.filter(user=user).values_list("used_at", flat=True))
    left = used.count(None)
    if not used or left > rules.FEW_BACKUP_CODES:
        return ""
    return texts.FEW_BACKUP_CODES.format(left=to_persian_digits(str(left))) if left else texts.NO_BACKUP_CODES


def renew_backup_codes(user: User, token: str) -> list[str]:
    """Ten fresh codes for whoever holds the authenticator; the former ones die. Shown this once, kept as hashes.

    Raises:
        RuleBroken: "staff_wait", "wrong_token", "no_factor".
    """
    tries = _own_account_tries("codes", user)
    _count_try(tries)
    device = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    if device is None:
        raise RuleBroken(texts.FACTOR_IS_NOT_SET, code="no_factor")
    with transaction.atomic():
        if not use_totp(device, token):
            raise RuleBroken(texts.WRONG_TOKEN, code="wrong_token")
        codes = _new_backup_codes(user)
        audit.record(user, "backup_codes_renewed", by=user)
        if user.person is not None:
            signals.staff_account_changed.send(User, user=user, event="backup_codes")
    limits.forget(tries)
    return codes


@transaction.atomic
def reset_second_factor(account: User, *, by: User) -> None:
    """Take away a lost authenticator and its backup codes; the account's sessions end.

    The password stays, known to its holder alone: whoever resets cannot get in, and neither can a thief of the
    password without the one who resets.

    Raises:
        RuleBroken: "own_factor".
    """
    rules.check_second_person(account, by)
    User.objects.select_for_update().get(pk=account.pk)
    TOTPDevice.objects.filter(user=account).delete()
    BackupCode.objects.filter(user=account).delete()
    end_sessions_of(account)
    audit.record(account, "second_factor_reset", by=by)


def change_password(user: User, *, old: str, new: str) -> User:
    """Set a password of one's own; sessions elsewhere end with it.

    Raises:
        RuleBroken: "staff_wait", "wrong_password", "same_password", "former_password", "first_password",
            "weak_password", "changed_meanwhile", "busy".
    """
    tries = _own_account_tries("password", user)
    _count_try(tries)
    judged = user.password
    with asked_by_known(), _uncounted_when_busy(tries):
        if not user.check_password(old):
            raise RuleBroken(texts.WRONG_PASSWORD, code="wrong_password")
        limits.forget(tries)
        _check_new_password(user, old, new)
        hashed = make_password(new)  # before any row is locked
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=user.pk)
        if row.password != judged:
            raise RuleBroken(texts.PASSWORD_CHANGED_MEANWHILE, code="changed_meanwhile")
        keep_former_password(row)
        row.password = hashed
        row.must_change_password, row.first_password_until = False, None
        row.save(update_fields=["password", "must_change_password", "first_password_until"])
        audit.record(row, "password_changed", by=row)
    return row


def keep_former_password(user: User) -> None:
    """Keep the hash of a password that ends now: the newest five of one's own, and each that somebody else made.

    Call with the row locked, before the new password is set.
    """
    if not user.has_usable_password():
        return
    user.former_passwords.create(password=user.password, was_first=user.must_change_password)
    own = user.former_passwords.filter(was_first=False)
    newest = list(own.order_by("-pk").values_list("pk", flat=True)[:FORMER])
    own.exclude(pk__in=newest).delete()


def _check_not_former(user: User, new: str) -> None:
    for former in user.former_passwords.order_by("-pk"):
        if check_password(new, former.password):
            words, code = (
                (texts.FIRST_PASSWORD_AGAIN, "first_password")
                if former.was_first
                else (texts.FORMER_PASSWORD, "former_password")
            )
            raise RuleBroken(words, code=code)


def _check_new_password(user: User, old: str, new: str) -> None:
    if old == new:
        raise RuleBroken(texts.SAME_PASSWORD, code="same_password")
    try:
        password_validation.validate_password(new, user)
    except ValidationError as error:
        faults = [
            texts.PASSWORD_FAULTS.get(fault.code or "", str(fault.message)) for fault in error.error_list
        ]
        raise RuleBroken(" ".join(dict.fromkeys(faults)), code="weak_password") from error
    _check_not_former(user, new)

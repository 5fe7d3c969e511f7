"""Sending and checking one-time codes, and opening sessions (R2, R4–R7, security bar 1)."""

import secrets
import time
from datetime import timedelta

from django.conf import settings
from django.contrib import auth
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest  # noqa: TID251 - Django's own login takes the request
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django_otp import match_token

from accounts import limits, rules, signals, texts
from accounts.models import OtpChallenge, Person, RateCount, User
from accounts.sessions import SEEN_KEY, STARTED_KEY
from core import audit
from core.refusals import RuleBroken
from core.text import to_ascii_digits
from registries import services as registries
from registries.ports import Match, PersonFacts, RegisterUnavailable

QUARTER, HOUR, DAY = 900, 3600, 86400
STAFF_FAILURES = 5
PORTAL_CODES_AN_HOUR = 100_000


def request_code(
    *, mobile: str, national_code: str, purpose: str, session_token: str, address: str = ""
) -> OtpChallenge:
    """Check that the SIM is the person's and send a fresh code, which kills the old one.

    Args:
        mobile: canonical, 09….
        national_code: canonical, ten digits.
        purpose: a `rules.Purpose`.
        session_token: random value kept in the visitor's session; only that session can use the code.
        address: the visitor's network address, for the outer limits.

    Raises:
        RuleBroken: codes "mismatch", "unknown", "rate_limited", "resend_too_early".
    """
    _check_ceilings(address)
    _check_owner(mobile, national_code)
    _check_resend(mobile, purpose)
    return _issue(mobile, national_code, purpose, session_token)


def _check_ceilings(address: str) -> None:
    """Whole mobile networks share one address, so the limit of an address is only very high."""
    if address:
        limits.check(f"code:a:{address}", at_most=300, seconds=HOUR, refusal=texts.BUSY)
    limits.check("code:portal", at_most=PORTAL_CODES_AN_HOUR, seconds=HOUR, refusal=texts.BUSY)


def _check_owner(mobile: str, national_code: str) -> None:
    """UNKNOWN is never a match. After three mismatches an hour the register is not asked again."""
    tried = max(limits.so_far(f"mismatch:{key}", seconds=HOUR) for key in (mobile, national_code))
    if tried >= 3:
        raise RuleBroken(texts.MISMATCH, code="mismatch")
    try:
        answer = registries.identity().mobile_owner(mobile, national_code)
    except RegisterUnavailable as error:
        raise RuleBroken(str(error), code="unknown") from error
    if answer is Match.UNKNOWN:
        raise RuleBroken(texts.UNKNOWN, code="unknown")
    if answer is Match.MISMATCH:
        for key in (mobile, national_code):
            limits.count(f"mismatch:{key}", seconds=HOUR)
        raise RuleBroken(texts.MISMATCH, code="mismatch")


def _check_resend(mobile: str, purpose: str) -> None:
    last = (
        OtpChallenge.objects.filter(mobile=mobile, purpose=purpose, used_at=None).order_by("-sent_at").first()
    )
    if last and last.dead_at is None:
        rules.check_resend(last, timezone.now())


@transaction.atomic
def _issue(mobile: str, national_code: str, purpose: str, session_token: str) -> OtpChallenge:
    now = timezone.now()
    live = OtpChallenge.objects.filter(mobile=mobile, purpose=purpose, used_at=None, dead_at=None)
    live.filter(resend_allowed_at__lte=now).update(dead_at=now)
    code = f"{secrets.randbelow(10**settings.OTP_LENGTH):0{settings.OTP_LENGTH}d}"
    try:
        with transaction.atomic():
            challenge = OtpChallenge.objects.create(
                purpose=purpose,
                mobile=mobile,
                national_code=national_code,
                session_key=session_token,
                sent_at=now,
                resend_allowed_at=now + timedelta(seconds=settings.OTP_RESEND_SECONDS),
                expires_at=now + timedelta(seconds=settings.OTP_VALID_SECONDS),
            )
    except IntegrityError as error:  # another page sent one this very moment
        raise RuleBroken(texts.JUST_SENT, code="resend_too_early") from error
    _check_sent_so_far(mobile, national_code)
    challenge.code_hash = _hash(challenge, code)
    challenge.save(update_fields=["code_hash"])
    signals.code_issued.send(OtpChallenge, challenge=challenge, code=code)
    return challenge


def _check_sent_so_far(mobile: str, national_code: str) -> None:
    """Five codes an hour and ten a day; counted with the sending, so that a refused try costs nothing."""
    for key in (f"code:m:{mobile}", f"code:n:{national_code}"):
        limits.check(f"{key}:h", at_most=settings.OTP_PER_HOUR, seconds=HOUR, refusal=texts.TOO_MANY_CODES)
        limits.check(f"{key}:d", at_most=settings.OTP_PER_DAY, seconds=DAY, refusal=texts.TOO_MANY_CODES)


def _hash(challenge: OtpChallenge, code: str, secret: str | None = None) -> str:
    return salted_hmac(f"otp:{challenge.pk}", code, secret=secret, algorithm="sha256").hexdigest()


def verify_code(*, challenge_id: int, session_token: str, purpose: str, code: str) -> OtpChallenge:
    """Use a code. Trying, counting and using are single statements on one row, so races gain nothing.

    Raises:
        RuleBroken: "dead_code" (used, replaced, expired or tried five times), "wrong_code",
            "rate_limited" (too many wrong tries on this number).
    """
    now = timezone.now()
    open_rows = OtpChallenge.objects.filter(
        pk=challenge_id,
        session_key=session_token,
        purpose=purpose,
        used_at=None,
        dead_at=None,
        expires_at__gt=now,
    )
    challenge = open_rows.first()
    if challenge is None:
        raise RuleBroken(texts.DEAD_CODE, code="dead_code")
    _check_wrong_tries(challenge.mobile)
    if not open_rows.filter(attempts__lt=settings.OTP_MAX_ATTEMPTS).update(attempts=F("attempts") + 1):
        raise RuleBroken(texts.DEAD_CODE, code="dead_code")
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not any(constant_time_compare(challenge.code_hash, _hash(challenge, code, key)) for key in keys):
        raise _wrong(challenge)
    if not open_rows.update(used_at=now):
        raise RuleBroken(texts.DEAD_CODE, code="dead_code")
    return challenge


def _wrong(challenge: OtpChallenge) -> RuleBroken:
    limits.count(f"wrong:{challenge.mobile}", seconds=HOUR)
    limits.count(f"wrong:{challenge.mobile}:d", seconds=DAY)
    challenge.refresh_from_db(fields=["attempts"])
    left = settings.OTP_MAX_ATTEMPTS - challenge.attempts
    if left <= 0:
        return RuleBroken(texts.DEAD_CODE, code="dead_code")
    return RuleBroken(texts.WRONG_CODE.format(left=left), code="wrong_code")


def _check_wrong_tries(mobile: str) -> None:
    """Ten wrong codes an hour or twenty a day on one number pause this step; open sessions live on."""
    if (
        limits.so_far(f"wrong:{mobile}", seconds=HOUR) >= 10
        or limits.so_far(f"wrong:{mobile}:d", seconds=DAY) >= 20
    ):
        raise RuleBroken(texts.TOO_MANY_TRIES.format(minutes=60), code="rate_limited")


@transaction.atomic
def citizen_of(challenge: OtpChallenge) -> User:
    """The account of the person who just proved their SIM; made at the first visit."""
    person, _ = Person.objects.get_or_create(national_code=challenge.national_code)
    if person.mobile != challenge.mobile:
        person.mobile = challenge.mobile
        person.save(update_fields=["mobile", "name_sort", "name_search"])
        audit.record(person, "mobile_verified")
    user, created = User.objects.get_or_create(
        person=person, is_staff=False, defaults={"username": f"citizen-{person.pk}"}
    )
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        audit.record(user, "account_opened", by=user)
    return user


def citizen_person(user: User) -> Person:
    """The person behind a citizen's account.

    Raises:
        RuleBroken: "staff_account": staff act for their body, never for themselves.
    """
    if user.is_staff or user.person is None:
        raise RuleBroken(texts.CITIZENS_ONLY, code="staff_account")
    return user.person


def sign_in(request: HttpRequest, user: User) -> None:
    """Open a session with a new key for a citizen whose code was right."""
    agent = request.headers.get("User-Agent", "")[:120]
    auth.login(request, user, backend="accounts.backends.CitizenBackend")
    request.session[STARTED_KEY] = request.session[SEEN_KEY] = time.time()
    request.session["agent"] = agent
    signals.signed_in.send(User, user=user, session_key=request.session.session_key)


@transaction.atomic
def record_identity(person: Person, facts: PersonFacts, *, by: User) -> Person:
    """Write the names and birth date the civil registry told for this person."""
    row = Person.objects.select_for_update().get(pk=person.pk)
    row.first_name, row.last_name, row.father_name = facts.first_name, facts.last_name, facts.father_name
    row.birth_date = facts.birth_date
    row.save()
    audit.record(row, "identity_recorded", by=by)
    return row


def clear_expired() -> int:
    """Remove codes a day after they expired and counters whose window is over (security bar 6)."""
    now = timezone.now()
    codes, _ = OtpChallenge.objects.filter(expires_at__lt=now - timedelta(days=1)).delete()
    counters, _ = RateCount.objects.filter(ends_at__lt=now).delete()
    return codes + counters


def staff_credentials(request: HttpRequest | None, username: str, password: str, token: str) -> User:
    """The staff account with this password and second factor; five failures in 15 minutes make it wait.

    The wait ends by itself, so nobody can lock a victim out for ever; open sessions live on.

    Raises:
        RuleBroken: "staff_wait", or "wrong_credentials" whichever part was wrong.
    """
    key = f"staff:{username.lower()}"
    if limits.so_far(key, seconds=QUARTER) >= STAFF_FAILURES:
        raise RuleBroken(texts.STAFF_WAIT, code="staff_wait")
    user = auth.authenticate(request, username=username, password=password)
    device = match_token(user, to_ascii_digits(token.strip())) if isinstance(user, User) else None
    if not isinstance(user, User) or device is None:
        limits.count(key, seconds=QUARTER)
        raise RuleBroken(texts.WRONG_STAFF_SIGN_IN, code="wrong_credentials")
    user.otp_device = device  # type: ignore[attr-defined]  # django-otp marks the session with it at sign-in
    return user

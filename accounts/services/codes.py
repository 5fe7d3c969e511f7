"""Sending and checking one-time codes (R2, R4–R7, security bar 1)."""

import logging
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from captcha.models import CaptchaStore
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts import limits, rules, signals, texts
from accounts.limits import DAY, HOUR, QUARTER
from accounts.models import OtpChallenge, RateCount, Session
from core.refusals import RuleBroken
from core.text import to_persian_digits
from registries import services as registries
from registries.ports import Match, RegisterUnavailable

logger = logging.getLogger(__name__)

#: Wrong codes on a number before its step waits: so many within so many seconds.
WRONG_CODES = ((10, HOUR), (20, DAY))
WAITS = (QUARTER, HOUR, 2 * HOUR)
MISMATCHES_AN_HOUR = 3
CODES_OF_ADDRESS_FOR_HARD_CAPTCHA, CODES_OF_ADDRESS = 30, 300
#: All questions of the sign-in page to the register together, in seconds; the page itself answers within five.
REGISTER_SECONDS = 3.0
#: Below this share of used codes in an hour somebody may be spending our messages; judged from so many codes on.
USED_SHARE, LEAST_CODES = 0.40, 20
#: Sessions that ran out are removed in so many portions at most, of so many rows each.
SESSION_PORTIONS, SESSION_PORTION = 50, 500


def request_code(
    *, mobile: str, national_code: str, purpose: str, session_token: str, address: str = ""
) -> OtpChallenge:
    """Check that the SIM is the person's and send a fresh code, which kills the old one.

    Nothing here asks whether the portal knows the number or the person: both take the same path.

    Args:
        mobile: canonical, 09….
        national_code: canonical, ten digits.
        purpose: a `rules.Purpose`.
        session_token: random value kept in the visitor's session; only that session can use the code.
        address: the visitor's network address, for the outer limits.

    Raises:
        RuleBroken: codes "mismatch", "neutral", "unknown", "rate_limited", "resend_too_early".
    """
    _check_ceilings(address)
    _check_wait(mobile, purpose)
    check_owner(mobile, national_code)
    _check_resend(mobile, purpose)
    return _issue(mobile, national_code, purpose, session_token)


def captcha_is_hard(address: str) -> bool:
    """Whether this address asked for so many codes within the hour that its pictures get longer."""
    if not address:
        return False
    return limits.so_far(f"code:a:{address}", seconds=HOUR) >= CODES_OF_ADDRESS_FOR_HARD_CAPTCHA


def _check_ceilings(address: str) -> None:
    """Whole mobile networks share one address, so the limit of an address is only very high."""
    if address:
        limits.check(f"code:a:{address}", at_most=CODES_OF_ADDRESS, seconds=HOUR, refusal=texts.BUSY)
    limits.check("code:portal", at_most=settings.PORTAL_CODES_PER_HOUR, seconds=HOUR, refusal=texts.BUSY)


def check_owner(mobile: str, national_code: str) -> None:
    """Whether the SIM belongs to the holder of the national code; UNKNOWN is never a match (R2).

    After three mismatches within an hour, of the number or of the code, the register is not asked and the answer
    says nothing about them, not even when the pair is right.

    Raises:
        RuleBroken: "mismatch", "neutral", "unknown".
    """
    keys = [f"mismatch:{mobile}", f"mismatch:{national_code}"]
    _check_mismatches(keys)
    try:
        with registries.time_budget(REGISTER_SECONDS):
            answer = registries.identity().mobile_owner(mobile, national_code)
    except RegisterUnavailable as error:
        raise RuleBroken(str(error), code="unknown") from error
    if answer is Match.UNKNOWN:
        raise RuleBroken(texts.UNKNOWN, code="unknown")
    if answer is Match.MISMATCH:
        if max(limits.tally(key, seconds=HOUR) for key in keys) > MISMATCHES_AN_HOUR:
            raise _neutral(keys)
        raise RuleBroken(texts.MISMATCH, code="mismatch")
    _check_mismatches(keys)  # others may have guessed while the register was asked


def _check_mismatches(keys: list[str]) -> None:
    if any(limits.tallied(key)[0] >= MISMATCHES_AN_HOUR for key in keys):
        raise _neutral(keys)


def _neutral(keys: list[str]) -> RuleBroken:
    counts = [limits.tallied(key) for key in keys]
    ends = [end for n, end in counts if n >= MISMATCHES_AN_HOUR and end is not None]
    until = max(ends, default=timezone.now())
    return RuleBroken(texts.NEUTRAL.format(moment=texts.moment(until)), code="neutral")


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
        for name, at_most, seconds in (("h", settings.OTP_PER_HOUR, HOUR), ("d", settings.OTP_PER_DAY, DAY)):
            if limits.tally(f"{key}:{name}", seconds=seconds) > at_most:
                again = limits.tallied(f"{key}:{name}")[1] or timezone.now()
                raise RuleBroken(texts.TOO_MANY_CODES.format(moment=texts.moment(again)), code="rate_limited")


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
    _check_wait(challenge.mobile, purpose)
    if not open_rows.filter(attempts__lt=settings.OTP_MAX_ATTEMPTS).update(attempts=F("attempts") + 1):
        raise RuleBroken(texts.DEAD_CODE, code="dead_code")
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not any(constant_time_compare(challenge.code_hash, _hash(challenge, code, key)) for key in keys):
        raise _wrong(challenge)
    if not open_rows.update(used_at=now):
        raise RuleBroken(texts.DEAD_CODE, code="dead_code")
    return challenge


def _wrong(challenge: OtpChallenge) -> RuleBroken:
    """Count a wrong code; every tenth within an hour and twentieth within a day begins a longer wait."""
    key = _wait_key(challenge.mobile, challenge.purpose)
    full = [limits.tally(f"{key}:{seconds}", seconds=seconds) % most == 0 for most, seconds in WRONG_CODES]
    if any(full):
        return _waiting(limits.begin_wait(key, steps=WAITS))
    challenge.refresh_from_db(fields=["attempts"])
    left = settings.OTP_MAX_ATTEMPTS - challenge.attempts
    if left <= 0:
        return RuleBroken(texts.DEAD_CODE, code="dead_code")
    return RuleBroken(texts.WRONG_CODE.format(left=to_persian_digits(str(left))), code="wrong_code")


def _check_wait(mobile: str, purpose: str) -> None:
    """A step that waits refuses right codes too; open sessions and other steps go on."""
    until = limits.waits_until(_wait_key(mobile, purpose))
    if until:
        raise _waiting(until)


def _wait_key(mobile: str, purpose: str) -> str:
    return f"wrong:{purpose}:{mobile}"


def _waiting(until: datetime) -> RuleBroken:
    return RuleBroken(texts.TOO_MANY_TRIES.format(moment=texts.moment(until)), code="rate_limited")


def clear_expired() -> int:
    """Remove codes a day after they expired, captchas and sessions that ran out, counters whose window is over."""
    now = timezone.now()
    codes, _ = OtpChallenge.objects.filter(expires_at__lt=now - timedelta(days=1)).delete()
    counters, _ = RateCount.objects.filter(ends_at__lt=now).delete()
    captchas: int = CaptchaStore.objects.filter(expiration__lt=now).delete()[0]
    return codes + counters + captchas + _clear_sessions(now)


def _clear_sessions(now: datetime) -> int:
    """Remove sessions that ran out, in portions that no statement limit stops."""
    removed = 0
    for _ in range(SESSION_PORTIONS):
        keys = list(
            Session.objects.filter(expire_date__lt=now).values_list("pk", flat=True)[:SESSION_PORTION]
        )
        removed += Session.objects.filter(pk__in=keys).delete()[0]
        if len(keys) < SESSION_PORTION:
            break
    return removed


class UseOfCodes(NamedTuple):
    """How many codes were sent in the last full hour, and how many of them were used."""

    sent: int
    used: int


def use_of_codes() -> UseOfCodes:
    """The last hour whose codes are all used or too old by now."""
    until = timezone.now() - timedelta(seconds=settings.OTP_VALID_SECONDS)
    sent = OtpChallenge.objects.filter(sent_at__gt=until - timedelta(hours=1), sent_at__lte=until)
    return UseOfCodes(**sent.aggregate(sent=Count("pk"), used=Count("pk", filter=Q(used_at__isnull=False))))


def watch_codes() -> float | None:
    """Write an alarm to the log when under 40 % of the codes of the last full hour were used.

    Returns the used share, or None when too few codes were sent to tell.
    """
    use = use_of_codes()
    if use.sent < LEAST_CODES:
        return None
    share = use.used / use.sent
    if share < USED_SHARE:
        logger.error("ALARM few codes are used: %d of %d in an hour", use.used, use.sent)
    return share

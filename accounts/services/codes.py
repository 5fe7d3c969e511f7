"""Sending and checking one-time codes (R2, R4–R7, security bar 1)."""

import logging
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts import ceilings, limits, rules, signals, texts
from accounts.limits import DAY, HOUR, QUARTER, Limit
from accounts.models import OtpChallenge, Person
from core.refusals import RuleBroken
from core.text import to_persian_digits
from registries import services as registries
from registries.ports import Match, RegisterUnavailable

logger = logging.getLogger(__name__)

#: Wrong codes on a number before its step waits: so many within so many seconds.
WRONG_CODES = ((10, HOUR), (20, DAY))
WAITS = (QUARTER, HOUR, 2 * HOUR)
#: All questions of the sign-in page to the register together, in seconds; the page itself answers within five.
REGISTER_SECONDS = 3.0
#: Below this share of used codes in an hour somebody may be spending our messages; judged from so many codes on.
USED_SHARE, LEAST_CODES = 0.40, 20


def request_code(
    *,
    mobile: str,
    national_code: str,
    purpose: str,
    session_token: str,
    address: str = "",
    browser: str = "",
) -> OtpChallenge:
    """Check that the SIM is the person's and send a fresh code, which kills the old one.

    A limit falls on whoever asks: what strangers ask for a number is counted apart from what its owner asks for in a
    browser known to the portal. Only what is sent counts against the number and the portal.

    Args:
        mobile: canonical, 09….
        national_code: canonical, ten digits.
        purpose: a `states.Purpose`.
        session_token: random value kept in the visitor's session; only that session can use the code.
        address: the visitor's network address.
        browser: the mark of a browser, or of a session, in which the holder of `national_code` has signed in.

    Raises:
        RuleBroken: codes "mismatch", "neutral", "unknown", "rate_limited", "resend_too_early".
    """
    if address:
        asked = ceilings.codes_asked(address, settings.CODES_PER_ADDRESS)
        limits.check(asked, refusal=texts.BUSY)
    challenge = OtpChallenge(
        purpose=purpose,
        mobile=mobile,
        national_code=national_code,
        session_key=session_token,
        by_known_browser=bool(browser),
    )
    _check_wait(challenge)
    check_owner(mobile, national_code, address=address, browser=browser)
    _check_resend(mobile, purpose)
    with limits.charged(ceilings.codes_of_portal(purpose), refusal=texts.BUSY):
        return _issue(challenge, address)


def check_owner(mobile: str, national_code: str, *, address: str = "", browser: str = "") -> None:
    """Whether the SIM belongs to the holder of the national code; UNKNOWN is never a match (R2).

    After three mismatches within an hour, of the pair or of whoever asks, the register is not asked and the answer says
    nothing about them, not even when the pair is right. The pair on record passes: nobody's guesses keep its owner out.

    Args:
        address: the visitor's network address, who asks unless `browser` is known.
        browser: as for `request_code`; staff and signed-in people are counted by their account.

    Raises:
        RuleBroken: "mismatch", "neutral", "unknown".
    """
    counts = [ceilings.mismatches_of_pair(mobile, national_code)]
    if browser or address:
        counts.append(ceilings.mismatches_of_asker(browser or address))
    passes = Person.objects.filter(national_code=national_code, mobile=mobile).exists()
    _check_mismatches(counts, passes=passes)
    try:
        with registries.time_budget(REGISTER_SECONDS):
            answer = registries.identity().mobile_owner(mobile, national_code)
    except RegisterUnavailable as error:
        raise RuleBroken(str(error), code="unknown") from error
    if answer is Match.UNKNOWN:
        raise RuleBroken(texts.UNKNOWN, code="unknown")
    if answer is Match.MISMATCH:
        limits.check(*counts, refusal=texts.NEUTRAL, code="neutral")
        raise RuleBroken(texts.MISMATCH, code="mismatch")
    _check_mismatches(counts, passes=passes)  # others may have guessed while the register was asked


def _check_mismatches(counts: list[Limit], *, passes: bool) -> None:
    until = limits.full_until(*counts)
    if until is not None and not passes:
        limits.note_refusal(counts[0])
        raise RuleBroken(texts.NEUTRAL.format(moment=texts.moment(until)), code="neutral")


def _check_resend(mobile: str, purpose: str) -> None:
    last = (
        OtpChallenge.objects.filter(mobile=mobile, purpose=purpose, used_at=None).order_by("-sent_at").first()
    )
    if last and last.dead_at is None:
        rules.check_resend(last, timezone.now())


@transaction.atomic
def _issue(challenge: OtpChallenge, address: str) -> OtpChallenge:
    now = timezone.now()
    of_number = OtpChallenge.objects.filter(mobile=challenge.mobile, purpose=challenge.purpose)
    live = of_number.filter(used_at=None, dead_at=None)
    live.filter(resend_allowed_at__lte=now).update(dead_at=now)
    code = f"{secrets.randbelow(10**settings.OTP_LENGTH):0{settings.OTP_LENGTH}d}"
    challenge.sent_at = now
    challenge.resend_allowed_at = now + timedelta(seconds=settings.OTP_RESEND_SECONDS)
    challenge.expires_at = now + timedelta(seconds=settings.OTP_VALID_SECONDS)
    try:
        with transaction.atomic():
            challenge.save(force_insert=True)
    except IntegrityError as error:  # another page sent one this very moment
        raise RuleBroken(texts.JUST_SENT, code="resend_too_early") from error
    sent = ceilings.codes_sent(
        challenge.mobile,
        challenge.national_code,
        challenge.purpose,
        address=address,
        known=challenge.by_known_browser,
    )
    limits.check(*sent, refusal=texts.TOO_MANY_CODES)
    challenge.code_hash = _hash(challenge, code)
    challenge.save(update_fields=["code_hash"])
    signals.code_issued.send(OtpChallenge, challenge=challenge, code=code)
    return challenge


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
    _check_wait(challenge)
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
    key = _wait_key(challenge)
    full = [limits.count(Limit(key, most, seconds)) % most == 0 for most, seconds in WRONG_CODES]
    if any(full):
        return _waiting(limits.begin_wait(key, steps=WAITS))
    challenge.refresh_from_db(fields=["attempts"])
    left = settings.OTP_MAX_ATTEMPTS - challenge.attempts
    if left <= 0:
        return RuleBroken(texts.DEAD_CODE, code="dead_code")
    return RuleBroken(texts.WRONG_CODE.format(left=to_persian_digits(str(left))), code="wrong_code")


def _check_wait(challenge: OtpChallenge) -> None:
    """A step that waits refuses right codes too; open sessions, other steps and known browsers go on."""
    until = limits.waits_until(_wait_key(challenge))
    if until:
        raise _waiting(until)


def _wait_key(challenge: OtpChallenge) -> str:
    kind = "known:" if challenge.by_known_browser else ""
    return f"wrong:{challenge.purpose}:{kind}{challenge.mobile}"


def _waiting(until: datetime) -> RuleBroken:
    return RuleBroken(texts.TOO_MANY_TRIES.format(moment=texts.moment(until)), code="rate_limited")


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

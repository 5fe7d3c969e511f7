"""The applicant opens the whole file from the tracking page by a code to the mobile, without an account (R65)."""

from django.conf import settings
from django.db import transaction

from accounts import limits
from accounts.limits import DAY, HOUR, Limit
from accounts.models import OtpChallenge, User
from accounts.services import codes
from accounts.states import Purpose
from core import audit
from core.refusals import RuleBroken
from licensing.cases.models import LicenceRequest
from licensing.panel import texts

#: What a person may be told about a code that was not sent; everything else would tell about its owner.
MAY_BE_TOLD = frozenset({"rate_limited", "resend_too_early"})


def send_code(
    case: LicenceRequest, *, session_token: str, address: str = "", browser: str = ""
) -> OtpChallenge:
    """Send a one-time code for this request to the applicant's mobile. A captcha was answered before.

    Whoever has found a receipt spends no more than the codes of this request; those for signing in are counted apart.

    Args:
        session_token: random value kept in the visitor's session; only that session can use the code.
        address: the visitor's network address.
        browser: the mark of a browser in which the applicant has signed in; it has codes of its own.

    Raises:
        RuleBroken: "rate_limited", "resend_too_early", or "not_sent" for whatever else, in the same words.
    """
    applicant = case.applicant
    if not applicant.mobile:
        raise RuleBroken(texts.OPENING_CODE_NOT_SENT, code="not_sent")
    try:
        with limits.charged(*_codes_of(case, known=bool(browser)), refusal=texts.TOO_MANY_OPENING_CODES):
            return codes.request_code(
                mobile=applicant.mobile,
                national_code=applicant.national_code,
                purpose=Purpose.TRACK,
                session_token=session_token,
                address=address,
                browser=browser,
            )
    except RuleBroken as refusal:
        if refusal.code in MAY_BE_TOLD:
            raise
        raise RuleBroken(texts.OPENING_CODE_NOT_SENT, code="not_sent") from refusal


def _codes_of(case: LicenceRequest, *, known: bool) -> tuple[Limit, Limit]:
    key = f"open:known:{case.pk}" if known else f"open:{case.pk}"
    return (
        Limit(key, settings.OTP_OF_REQUEST_PER_HOUR, HOUR),
        Limit(key, settings.OTP_OF_REQUEST_PER_DAY, DAY),
    )


def use_code(case: LicenceRequest, *, challenge_id: int, session_token: str, code: str) -> None:
    """Check the code; the caller may show this request, and no other, from now on.

    Raises:
        RuleBroken: "wrong_code", "dead_code", "rate_limited"; "dead_code" too when it went to another person.
    """
    challenge = codes.verify_code(
        challenge_id=challenge_id, session_token=session_token, purpose=Purpose.TRACK, code=code
    )
    if challenge.national_code != case.applicant.national_code:
        raise RuleBroken(texts.OPENING_CODE_NOT_SENT, code="dead_code")
    with transaction.atomic():  # a wrong try above must stay counted
        audit.record(case, "opened by a code")


def account_of_applicant(case: LicenceRequest) -> User | None:
    """The applicant's own account, as which the opened file acts; None before a first sign-in (paper files)."""
    return User.objects.filter(person=case.applicant_id, is_staff=False, is_active=True).first()

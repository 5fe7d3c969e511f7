"""Issue of the licence (R78, R79, R138, R150, R153)."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import audit
from core.jalali import tehran_today, to_jalali
from core.qr import qr_svg
from core.queue import after_commit
from core.text import to_persian_digits
from core.tokens import new_token
from deadlines.states import Key, State
from licensing.cases import clock, terms
from licensing.cases import rules as cases_rules
from licensing.cases.models import LicenceRequest
from licensing.cases.moves import lock, move
from licensing.cases.serials import next_serial
from licensing.cases.states import Status
from licensing.decisions import rules as decisions_rules
from licensing.decisions.models import Decision
from licensing.decisions.states import Outcome
from licensing.licences import texts
from licensing.licences.models import Licence
from messaging import services as messaging
from organizations.members.models import BoardMinute


@transaction.atomic
def issue(
    case: LicenceRequest,
    *,
    minute: BoardMinute,
    by: User,
    seen_version: int | None = None,
) -> Licence:
    """The board issues; number and identifier are given exactly once. The originals were compared before the bill.

    The printed licence is drawn up after commit.

    Raises:
        RuleBroken: as `check_may_issue`; "stale", "other_unions_minute", "minute_too_early".
    """
    case = lock(case, seen_version=seen_version)
    check_may_issue(case, by)
    cases_rules.check_minute(case, minute)
    Decision.objects.create(case=case, outcome=Outcome.ISSUE, minute=minute, decided_by=by)
    licence = _create(case)
    clock.stop(case, Key.T3_ISSUE, outcome=State.MET)
    number = to_persian_digits(licence.number)
    move(case, Status.ISSUED, by=by, text=texts.ISSUED.format(number=number, minute=minute), minute=minute)
    audit.record(licence, "issued", by=by, after={"number": licence.number})
    messaging.notify(
        case.applicant,
        link=case.get_absolute_url(),
        kind="M18",
        subject=texts.SUBJECT_ISSUED,
        body=texts.BODY_ISSUED.format(number=number),
        sms_text=texts.SMS_ISSUED.format(number=number),
    )
    after_commit("licensing.draw_up_licence", licence_id=licence.pk)
    after_commit("licensing.draw_up_label", licence_id=licence.pk)
    return licence


def check_may_issue(case: LicenceRequest, by: User) -> None:
    """The board may issue this licence now: all is paid (R138), every point of the checklist is in order (R212).

    Raises:
        RuleBroken: "checklist", "own_file", "unknown_officer", moves.
    """
    cases_rules.check_may_lead(case, Status.ISSUED, by)
    decisions_rules.check_checklist(case, case.ticks.values_list("code", flat=True))


def _create(case: LicenceRequest) -> Licence:
    today = tehran_today()
    year = to_jalali(today)[0]
    token = new_token()
    return Licence.objects.create(
        number=f"{case.union_id:05d}-{year}-{next_serial(f'licence:{case.union_id}:{year}'):05d}",
        guild_id=f"{case.county.province.code}{next_serial('guild_id'):08d}",
        token=token,
        case=case,
        holder=case.applicant,
        holder_name=case.applicant.full_name,
        union=case.union,
        category=case.category,
        county=case.county,
        unit_name=case.unit_name,
        address=case.address,
        postal_code=case.postal_code,
        term=case.term,
        issued_on=today,
        valid_to=terms.last_day(case.term, today),
        qr_svg=qr_svg(verification_url(token), title="نشانی استعلام پروانه"),
        created_at=timezone.now(),
    )


def verification_url(token: str) -> str:
    """The https address in the QR: a random token and nothing about the person (R53)."""
    return f"{settings.SITE_URL}/v/{token}/"

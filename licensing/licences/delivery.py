"""The end of a request: the licence is handed over or posted (R79, R80, S001 B-12, M18)."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import audit
from core.jalali import format_date, tehran_today
from core.text import to_persian_digits
from licensing.cases import rules as cases_rules
from licensing.cases.models import LicenceRequest
from licensing.cases.moves import lock, move
from licensing.cases.states import Status
from licensing.licences import rules, texts
from licensing.licences.models import Licence
from licensing.licences.states import DeliveryMethod
from messaging import services as messaging


@transaction.atomic
def deliver(
    case: LicenceRequest,
    *,
    method: str,
    on: date,
    originals_seen: bool = False,
    received_by: str = "",
    number: str = "",
    by: User,
    seen_version: int | None = None,
) -> Licence:
    """The union hands the licence over, or posts it when it is sure of the papers; the request ends here.

    Args:
        method: a value of `DeliveryMethod`.
        on: the day it left the union, not before the day of issue.
        originals_seen: by hand: the originals were there.
        received_by: by hand: who took it when it was not the holder.
        number: by post: the number of the registered item.

    Raises:
        RuleBroken: "before_issue", "in_future", "wrong_method", "originals", "no_number", "papers_unsure",
            "own_file", "stale", or as the table of moves.
    """
    case = lock(case, seen_version=seen_version)
    cases_rules.check_move(case, Status.DELIVERED, by)
    by_hand = method == DeliveryMethod.HAND
    number, received_by = number.strip(), received_by.strip()
    rules.check_way(method, number=number, originals_seen=originals_seen)
    licence = Licence.objects.get(case=case)
    rules.check_day(licence, on, tehran_today())
    if not by_hand:
        rules.check_sure_of_papers(case.documents.current().select_related("type"))
    licence.delivery_method, licence.delivered_on = method, on
    licence.delivery_number = "" if by_hand else number
    licence.delivered_to = (received_by or licence.holder_name) if by_hand else ""
    licence.delivered_at, licence.delivered_by = timezone.now(), by
    licence.save(update_fields=[*_FIELDS])
    words = {
        "number": to_persian_digits(licence.number),
        "day": format_date(on),
        "who": licence.delivered_to,
        "item": to_persian_digits(licence.delivery_number),
    }
    move(case, Status.DELIVERED, by=by, text=(texts.HANDED_OVER if by_hand else texts.POSTED).format(**words))
    audit.record(licence, "delivered", by=by, after={"method": method, "on": on.isoformat()})
    _tell(case, words, by_hand=by_hand)
    return licence


_FIELDS = (
    "delivery_method",
    "delivered_on",
    "delivery_number",
    "delivered_to",
    "delivered_at",
    "delivered_by",
)


def _tell(case: LicenceRequest, words: dict[str, str], *, by_hand: bool) -> None:
    """M18 once more: how and, by post, with which number."""
    messaging.notify(
        case.applicant,
        link=case.get_absolute_url(),
        kind="M18",
        subject=texts.SUBJECT_HANDED_OVER if by_hand else texts.SUBJECT_POSTED,
        body=(texts.BODY_HANDED_OVER if by_hand else texts.BODY_POSTED).format(**words),
        sms_text=(texts.SMS_HANDED_OVER if by_hand else texts.SMS_POSTED).format(**words),
    )

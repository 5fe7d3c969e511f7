"""How long a licence holds, and how often it is given for a short time: numbers of the law of a day (R150, R151)."""

from datetime import date

from core.refusals import RuleBroken
from core.text import to_persian_digits
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Term
from licensing.licences import texts
from licensing.licences.models import Licence
from organizations.law.services import legal_value

TIMES_TEMPORARY = "temporary_licence_times"


def check_temporary_again(case: LicenceRequest, on: date) -> None:
    """One person gets a temporary licence for one place only so many times (R151).

    Args:
        on: the day of submission, whose law counts.

    Raises:
        RuleBroken: "temporary_again".
    """
    if case.term != Term.TEMPORARY:
        return
    given = Licence.objects.filter(
        holder=case.applicant_id, postal_code=case.postal_code, term=Term.TEMPORARY
    ).count()
    times = legal_value(TIMES_TEMPORARY, on)
    if given >= times:
        raise RuleBroken(
            texts.TEMPORARY_AGAIN.format(times=to_persian_digits(str(times))), code="temporary_again"
        )

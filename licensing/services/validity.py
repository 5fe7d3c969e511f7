"""How long a licence holds, and how often it is given for a short time: numbers of the law of a day (R150, R151)."""

from datetime import date, timedelta

from core.jalali import add_months, tehran_today
from core.refusals import RuleBroken
from core.text import to_persian_digits
from licensing import texts
from licensing.models import Licence, LicenceRequest
from licensing.rules import Status, Term
from organizations.services import legal_value

#: Keys of the numbers of the law, by what they are the number of.
YEARS = {Term.PERMANENT: "permanent_licence_term", Term.TEMPORARY: "temporary_licence_term"}
TIMES_TEMPORARY = "temporary_licence_times"


def last_day(term: str, issued_on: date) -> date:
    """The last day of a licence of this term, by the law of the day of issue. Raises RuleBroken "no_legal_value"."""
    return add_months(issued_on, 12 * legal_value(YEARS[Term(term)], issued_on)) - timedelta(days=1)


def in_words(term: str, on: date) -> str:
    """The term with its length on a day: «دائم (۵ ساله)». Raises RuleBroken "no_legal_value"."""
    years = to_persian_digits(str(legal_value(YEARS[Term(term)], on)))
    return f"{Term(term).label} ({years} ساله)"


def of_request(request: LicenceRequest) -> str:
    """The term that is asked for, in words: with the length of the day of issue, or of today while it is not issued."""
    issued = request.status == Status.ISSUED
    return in_words(request.term, request.licence.issued_on if issued else tehran_today())


def check_temporary_again(request: LicenceRequest, on: date) -> None:
    """One person gets a temporary licence for one place only so many times (R151).

    Args:
        on: the day of submission, whose law counts.

    Raises:
        RuleBroken: "temporary_again".
    """
    if request.term != Term.TEMPORARY:
        return
    given = Licence.objects.filter(
        holder=request.applicant_id, postal_code=request.postal_code, term=Term.TEMPORARY
    ).count()
    times = legal_value(TIMES_TEMPORARY, on)
    if given >= times:
        raise RuleBroken(
            texts.TEMPORARY_AGAIN.format(times=to_persian_digits(str(times))), code="temporary_again"
        )

"""How long a licence is asked for: numbers of the law of a day (R150)."""

from datetime import date, timedelta

from core.jalali import add_months, tehran_today
from core.text import to_persian_digits
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status, Term
from organizations.law.services import legal_value

#: Keys of the numbers of the law, by what they are the number of.
YEARS = {Term.PERMANENT: "permanent_licence_term", Term.TEMPORARY: "temporary_licence_term"}


def last_day(term: str, issued_on: date) -> date:
    """The last day of a licence of this term, by the law of the day of issue. Raises RuleBroken "no_legal_value"."""
    return add_months(issued_on, 12 * legal_value(YEARS[Term(term)], issued_on)) - timedelta(days=1)


def in_words(term: str, on: date) -> str:
    """The term with its length on a day: «دائم (۵ ساله)». Raises RuleBroken "no_legal_value"."""
    years = to_persian_digits(str(legal_value(YEARS[Term(term)], on)))
    return f"{Term(term).label} ({years} ساله)"


def of_case(case: LicenceRequest) -> str:
    """The term that is asked for, in words: with the length of the day of issue, or of today while it is not issued."""
    issued = case.status == Status.ISSUED
    return in_words(case.term, case.licence.issued_on if issued else tehran_today())

"""The inquiry letters an applicant prints, on her own page and on the one a code opened (R102, R104)."""

from django.contrib import messages
from django.http import HttpRequest

from accounts.models import User
from core.refusals import RuleBroken
from licensing.cases.models import LicenceRequest
from licensing.cases.rows import Row
from licensing.inquiries import rows as inquiries_rows
from licensing.inquiries import services as inquiries
from licensing.inquiries import texts
from licensing.inquiries.models import LetterBatch
from licensing.inquiries.states import OPEN


def letters_of(case: LicenceRequest, by: User | None) -> Row:
    """The inquiries of a request, and the letters its applicant may carry herself (R102).

    Args:
        by: the applicant's account; without one nothing can be printed.
    """
    may_print = by is not None and inquiries.may_print(case, by)
    printed = LetterBatch.objects.visible_to(by).filter(card_of=case) if by and may_print else None
    return {
        "inquiries": inquiries_rows.inquiries(case.inquiries.select_related("body")),
        "may_print_letters": may_print,
        "letters": printed.order_by("-pk").first() if printed is not None else None,
    }


def ask_for_letters(request: HttpRequest, case: LicenceRequest, *, by: User) -> None:
    """Have the letters and the guild card form drawn for this account, and say on the next page what became of it."""
    rows = case.inquiries.filter(state__in=OPEN).select_related("body", "case")
    try:
        inquiries.print_letters(rows, by=by, card_of=case)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, texts.LETTERS_ASKED)

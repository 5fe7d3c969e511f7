"""Deposit slips: a number counts once for each account, and one slip for several lines pays exactly their sum (R134).

Both who hands slips in and who confirms them ask the same rule; only a confirmed slip takes its number.
"""

from collections.abc import Iterable, Mapping

from django.db import IntegrityError, transaction

from accounts.models import User
from core.jalali import format_date
from core.numbers import is_digits
from core.refusals import RuleBroken
from core.rials import format_rials
from core.text import search_key, to_persian_digits
from licensing.billing import texts
from licensing.billing.models import DepositSlip, InvoiceLine
from licensing.cases.models import LicenceRequest


def plain_number(number: str) -> str:
    """The number without the signs between its digits, so that 12/34 and 12-34 are one slip; "" if nothing is left."""
    return search_key(number)[:30]


def check_slips(
    case: LicenceRequest, given: Iterable[tuple[InvoiceLine, str]], shared: Mapping[int, int], *, by: User
) -> dict[str, list[InvoiceLine]]:
    """Whether these numbers can pay these lines, beside the slips the other lines of the bill have already.

    Args:
        given: lines of the bill, each with the number that is now written for it.
        shared: the amount in rials on the slip that pays several lines of an account, by the account's primary key.

    Returns:
        By the plain number of each slip that was given, every line of the bill it pays.

    Raises:
        RuleBroken: "slip_without_digit"; "slip_of_two_accounts"; "slip_used" when the number was confirmed for another
            bill, with where; "slip_shared" when one number pays several lines and its amount was not said;
            "slip_differs" when that amount is not their sum.
    """
    numbers = {line.pk: number for line, number in given}
    found = _by_slip(case.invoice.lines.select_related("paid_into").order_by("pk"), numbers)
    for number, paid in found.items():
        if not any(map(is_digits, number)):
            raise _refusal(texts.SLIP_WITHOUT_DIGIT, "slip_without_digit", number=number)
        if len({line.paid_into_id for line in paid}) > 1:
            raise _refusal(texts.SLIP_OF_TWO_ACCOUNTS, "slip_of_two_accounts", number=number)
        _check_unused(case, number, paid[0].paid_into_id, by=by)
        _check_shared(number, paid, shared)
    return found


def keep_slips(case: LicenceRequest, slips: Mapping[str, list[InvoiceLine]], *, by: User) -> None:
    """Take the numbers of slips that were confirmed, each with the sum of its lines; a slip that paid a part before
    grows by the rest.

    Raises:
        RuleBroken: "slip_used" when another bill took the number in this very moment.
    """
    for number, paid in slips.items():
        account = paid[0].paid_into
        try:
            with transaction.atomic():
                DepositSlip.objects.update_or_create(
                    invoice=case.invoice,
                    account=account,
                    number=number,
                    defaults={"amount": sum(line.amount for line in paid)},
                )
        except IntegrityError:
            _check_unused(case, number, account.pk, by=by)
            raise


def _by_slip(lines: Iterable[InvoiceLine], numbers: Mapping[int, str]) -> dict[str, list[InvoiceLine]]:
    """The lines that each of the given slips pays, with those that stand under its number from before."""
    new = {plain_number(number) for number in numbers.values()}
    found: dict[str, list[InvoiceLine]] = {}
    for line in lines:
        plain = plain_number(numbers.get(line.pk, line.slip_number))
        if plain in new:
            found.setdefault(plain, []).append(line)
    return found


def _check_shared(number: str, paid: list[InvoiceLine], shared: Mapping[int, int]) -> None:
    """One slip pays several lines only when it is said for how much it is."""
    if len(paid) == 1:
        return
    total, said = sum(line.amount for line in paid), shared.get(paid[0].paid_into_id)
    titles, sum_words = "، ".join(f"«{line.title}»" for line in paid), format_rials(total)
    if said is None:
        raise _refusal(texts.SLIP_SHARED, "slip_shared", number=number, lines=titles, total=sum_words)
    if said != total:
        words = {"said": format_rials(said), "lines": titles, "total": sum_words}
        raise _refusal(texts.SLIP_DIFFERS, "slip_differs", number=number, **words)


def _check_unused(case: LicenceRequest, number: str, account_id: int, *, by: User) -> None:
    """A number confirmed for another bill is refused with its place: the file for who may see it, else its union."""
    used = (
        DepositSlip.objects.filter(account=account_id, number=number)
        .exclude(invoice=case.invoice)
        .select_related("invoice__case__union")
        .first()
    )
    if used is None:
        return
    other = used.invoice.case
    is_known = LicenceRequest.objects.visible_to(by).filter(pk=other.pk).exists()
    place = texts.ONE_FILE.format(code=other) if is_known else texts.FILE_OF_UNION.format(union=other.union)
    raise _refusal(texts.SLIP_USED, "slip_used", number=number, place=place, day=format_date(used.seen_at))


def _refusal(text: str, code: str, **words: str) -> RuleBroken:
    return RuleBroken(to_persian_digits(text.format(**words)), code=code)

"""Deposit slips of a bill: handed in by the applicant, verified or refused by the union (R134, R138, M17)."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.refusals import NotYourTurn, RuleBroken
from core.rials import format_rials
from core.text import normalise, to_ascii_digits, to_persian_digits
from deadlines.states import Key, Owner, State
from licensing.billing import texts
from licensing.billing.models import InvoiceLine
from licensing.billing.refund_models import SlipRefusal
from licensing.billing.slips import check_slips, keep_slips, plain_number
from licensing.billing.states import SlipFault
from licensing.billing.texts import PAID
from licensing.cases import clock, turn_texts, turns
from licensing.cases import rules as cases_rules
from licensing.cases.clock import Turn
from licensing.cases.models import LicenceRequest
from licensing.cases.moves import add_to_history, lock, move
from licensing.cases.states import Actor, Status
from messaging import services as messaging


def may_hand_in(case: LicenceRequest, by: User) -> bool:
    """Whether this person writes the numbers of the slips."""
    return case.status == Status.AWAITING_PAYMENT and Actor.APPLICANT in case.actors_of(by)


@transaction.atomic
def hand_in(
    case: LicenceRequest,
    slips: Mapping[int, str],
    *,
    by: User,
    shared: Mapping[int, int] = MappingProxyType({}),
) -> LicenceRequest:
    """The applicant writes the numbers of the slips; with the last one it is the union's turn, and T22 stands.

    Args:
        slips: slip number by the line's primary key; lines without a number stay as they are.
        shared: the amount in rials on the slip that pays several lines of an account, by the account's primary key.

    Raises:
        RuleBroken: "closed_step", "not_your_turn", "slips_missing", "deadline_passed"; as `check_slips`.
    """
    case = lock(case)
    if case.status != Status.AWAITING_PAYMENT:
        raise RuleBroken(texts.SLIPS_CLOSED.format(state=case.get_status_display()), code="closed_step")
    if not may_hand_in(case, by):
        raise NotYourTurn
    given = _with_numbers(case, slips)
    if not given:
        raise RuleBroken(texts.SLIPS_MISSING, code="slips_missing")
    check_slips(case, [(line, number) for line, number in given if number != line.slip_number], shared, by=by)
    for line, number in given:
        line.slip_number = number
        line.save(update_fields=["slip_number"])
    add_to_history(case, by=by, text=texts.SLIPS_HANDED_IN)
    turns.settle(case, by=by)
    return case


@transaction.atomic
def confirm_payments(
    case: LicenceRequest,
    slips: Mapping[int, str],
    *,
    by: User,
    shared: Mapping[int, int] = MappingProxyType({}),
    seen_version: int | None = None,
) -> LicenceRequest:
    """The union saw these deposit slips; when every line has one the file is ready for issue (R134, R138, M17).

    Args:
        slips: slip number by the line's primary key; lines without a number wait.
        shared: the amount in rials on the slip that pays several lines of an account, by the account's primary key.

    Raises:
        RuleBroken: "slips_missing", "own_file", "unknown_officer", "stale", moves; as `check_slips`.
    """
    case = lock(case, seen_version=seen_version)
    check_may_confirm(case, by)
    given = _with_numbers(case, slips)
    if not given:
        raise RuleBroken(texts.SLIPS_MISSING, code="slips_missing")
    keep_slips(case, check_slips(case, given, shared, by=by), by=by)
    now = timezone.now()
    for line, number in given:
        line.slip_number, line.verified_at, line.verified_by = number, now, by
        line.save(update_fields=["slip_number", "verified_at", "verified_by"])
    left = list(case.invoice.lines.filter(verified_at=None))
    lines = [line for line, _ in given]
    if left:
        add_to_history(case, by=by, text=_verified_so_far(case, left))
        turns.settle(case, by=by)
    else:
        _paid(case, by=by)
    _tell_verified(case, lines, left)
    return case


@transaction.atomic
def refuse_slip(
    case: LicenceRequest, *, line: int, reason: str, by: User, seen_version: int | None = None
) -> SlipRefusal:
    """A slip is not the one it should be: its line waits for another, and it is the applicant's turn again (M17).

    Args:
        line: primary key of the line.
        reason: a `SlipFault`.

    Raises:
        RuleBroken: "no_reason", "no_such_line", "no_slip", "own_file", "unknown_officer", "stale", moves.
    """
    case = lock(case, seen_version=seen_version)
    check_may_confirm(case, by)
    if reason not in SlipFault.values:
        raise RuleBroken(texts.NO_SLIP_REASON, code="no_reason")
    row: InvoiceLine | None = case.invoice.lines.select_for_update().filter(pk=line).first()
    if row is None:
        raise RuleBroken(texts.NOT_ITS_LINE, code="no_such_line")
    if not row.slip_number or row.verified_at is not None:
        raise RuleBroken(texts.SLIP_NOT_THERE, code="no_slip")
    refusal: SlipRefusal = SlipRefusal.objects.create(
        line=row, slip_number=row.slip_number, reason=reason, refused_by=by
    )
    why = refusal.get_reason_display()
    row.slip_number = ""
    row.save(update_fields=["slip_number"])
    add_to_history(case, by=by, text=texts.SLIP_REFUSED.format(title=row.title, reason=why))
    turns.settle(case, by=by)
    messaging.notify(
        case.applicant,
        link=case.get_absolute_url(),
        kind="M17",
        subject=texts.SUBJECT_SLIP_REFUSED,
        body=texts.BODY_SLIP_REFUSED.format(
            number=to_persian_digits(refusal.slip_number),
            title=row.title,
            category=case.category.name,
            reason=why,
        ),
    )
    return refusal


def check_may_confirm(case: LicenceRequest, by: User) -> None:
    """The union looks at slips while the bill is being paid, never at those of one's own file.

    Raises:
        RuleBroken: "own_file", "unknown_officer", moves.
    """
    cases_rules.check_may_lead(case, Status.READY, by)


def _paid(case: LicenceRequest, *, by: User) -> None:
    """Every line is verified: the applicant's time to pay is met, the union's time to issue goes on."""
    clock.stop(case, Key.T22_PAYMENT, outcome=State.MET)
    issue = Turn(Owner.UNION, turn_texts.ISSUE)
    case.due_at = clock.give_turn(case, Key.T3_ISSUE, issue, runs=True, basis="", by=by)
    move(case, Status.READY, by=by, text=PAID)


def _with_numbers(case: LicenceRequest, slips: Mapping[int, str]) -> list[tuple[InvoiceLine, str]]:
    lines = case.invoice.lines.select_for_update().filter(verified_at=None).order_by("pk")
    clean = {pk: to_ascii_digits(normalise(number))[:30] for pk, number in slips.items()}
    return [(line, clean[line.pk]) for line in lines if plain_number(clean.get(line.pk, ""))]


def _verified_so_far(case: LicenceRequest, left: list[InvoiceLine]) -> str:
    every = case.invoice.lines.count()
    words = texts.SLIPS_VERIFIED.format(count=every - len(left), all=every)
    return to_persian_digits(words)


def _tell_verified(case: LicenceRequest, lines: Iterable[InvoiceLine], left: Iterable[InvoiceLine]) -> None:
    titles = "، ".join(line.title for line in left)
    rows = "\n".join(
        texts.LINE.format(
            title=line.title, amount=format_rials(line.amount), number=to_persian_digits(line.slip_number)
        )
        for line in lines
    )
    rest = texts.SOME_LEFT.format(titles=titles) if titles else texts.ALL_VERIFIED
    body = texts.BODY_VERIFIED.format(category=case.category.name, lines=rows, rest=rest)
    messaging.notify(
        case.applicant, link=case.get_absolute_url(), kind="M17", subject=texts.SUBJECT_VERIFIED, body=body
    )

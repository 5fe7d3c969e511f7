"""A deposit slip's number counts once for each account, and one slip for several lines pays their sum (R134)."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.refusals import RuleBroken
from core.text import to_persian_digits
from licensing.billing import payments
from licensing.billing import services as billing
from licensing.billing.models import DepositSlip
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from organizations.tariffs.models import FeeItem
from organizations.tariffs.states import FeeKind
from tests.factories import (
    FeeFactory,
    LicenceRequestFactory,
    account_of,
    board_of,
    bring_to,
    signed_in,
    slips_of,
    with_originals,
)
from tests.races import together
from tests.test_doors import verified

pytestmark = pytest.mark.django_db


def refusal_of(act, *args, **kwargs):
    """The refusal of a service."""
    with pytest.raises(RuleBroken) as refusal:
        act(*args, **kwargs)
    return refusal.value


def fresh(case):
    return LicenceRequest.objects.get(pk=case.pk)


@pytest.fixture
def billed():
    """A bill with two lines of the union's account, 600 000 and 400 000 rials, and one of the secretariat's."""
    case = with_originals(bring_to(LicenceRequestFactory(submitted=True), Status.DOCS_COMPLETE))
    values = {"kind": FeeKind.SERVICES, "title": "خدمات", "amount": 400_000}
    issue = FeeItem.objects.get(union=case.union, kind=FeeKind.ISSUE)
    FeeFactory(union=case.union, approval__body=case.union, account=issue.account, **values)
    billing.send_invoice(case, by=board_of(case.union))
    return fresh(case)


def next_bill(**of):
    """The bill of another file."""
    return bring_to(LicenceRequestFactory(submitted=True, **of), Status.AWAITING_PAYMENT)


def line_of(case, kind):
    return case.invoice.lines.get(fee__kind=kind)


def union_lines(case):
    return case.invoice.lines.exclude(fee__kind=FeeKind.E_SERVICES).order_by("pk")


def by_board(case, slips, **shared):
    """The board confirms what it saw."""
    return payments.confirm_payments(case, slips, by=board_of(case.union), **shared)


def by_applicant(case, slips, **shared):
    """The applicant writes the numbers."""
    return payments.hand_in(case, slips, by=account_of(case.applicant), **shared)


WHO = pytest.mark.parametrize("write", [by_board, by_applicant])


@WHO
def test_one_number_for_lines_of_two_accounts_is_refused(billed, write):
    refusal = refusal_of(write, billed, dict.fromkeys(slips_of(billed), "4417"))

    assert refusal.code == "slip_of_two_accounts"
    assert not DepositSlip.objects.exists()
    assert not billed.invoice.lines.exclude(slip_number="").exists()


@WHO
def test_one_slip_for_several_lines_of_an_account_is_taken_when_its_amount_is_their_sum(billed, write):
    slips = slips_of(billed) | {line.pk: "44/17" for line in union_lines(billed)}
    account = union_lines(billed).first().paid_into_id

    silent = refusal_of(write, billed, slips)
    wrong = refusal_of(write, billed, slips, shared={account: 900_000})
    write(billed, slips, shared={account: 1_000_000})

    assert (silent.code, wrong.code) == ("slip_shared", "slip_differs")
    assert "«خدمات»" in str(wrong)
    assert "۱٬۰۰۰٬۰۰۰ ریال" in str(silent)
    assert {line.slip_number for line in union_lines(billed)} == {"44/17"}


@WHO
def test_a_number_confirmed_before_is_refused_with_the_place_where_it_was(billed, write):
    slips = slips_of(billed)
    by_board(billed, slips)
    other = next_bill(union=billed.union)
    used = slips[line_of(billed, FeeKind.ISSUE).pk]
    again = slips_of(other) | {line_of(other, FeeKind.ISSUE).pk: f"{used[:2]}-{used[2:]}"}

    refusal = refusal_of(write, other, again)

    may_know = write is by_board
    assert refusal.code == "slip_used"
    assert (to_persian_digits(str(billed)) in str(refusal)) == may_know
    assert may_know or to_persian_digits(billed.union.name) in str(refusal)
    assert not DepositSlip.objects.filter(invoice=other.invoice).exists()


def test_a_file_of_another_union_is_named_by_its_union_alone(billed):
    slips = slips_of(billed)
    by_board(billed, slips)
    other = next_bill()
    used = slips[line_of(billed, FeeKind.E_SERVICES).pk]

    refusal = refusal_of(by_board, other, slips_of(other) | {line_of(other, FeeKind.E_SERVICES).pk: used})

    assert refusal.code == "slip_used"
    assert to_persian_digits(billed.union.name) in str(refusal)
    assert to_persian_digits(str(billed)) not in str(refusal)


def test_what_is_only_handed_in_takes_no_number_from_anybody(billed):
    by_applicant(billed, slips_of(billed))
    other = next_bill(union=billed.union)
    number = slips_of(billed)[line_of(billed, FeeKind.ISSUE).pk]

    by_board(other, {line_of(other, FeeKind.ISSUE).pk: number})

    assert DepositSlip.objects.get(number=number).invoice == other.invoice


def test_a_slip_that_paid_one_line_pays_another_later_only_for_the_sum_of_both(billed):
    first, second = union_lines(billed)
    account = first.paid_into_id
    by_board(billed, {first.pk: "4417"})

    silent = refusal_of(by_board, fresh(billed), {second.pk: "44-17"})
    by_board(fresh(billed), {second.pk: "44-17"}, shared={account: 1_000_000})

    slip = DepositSlip.objects.get()
    assert silent.code == "slip_shared"
    assert (slip.number, slip.account_id, slip.amount) == ("4417", account, 1_000_000)


def test_signs_alone_are_no_number(billed):
    line = union_lines(billed).first()

    assert refusal_of(by_board, billed, {line.pk: "-/-"}).code == "slips_missing"


@WHO
def test_a_word_without_a_digit_is_no_number_of_a_slip(billed, write):
    issue = line_of(billed, FeeKind.ISSUE)

    refusal = refusal_of(write, billed, {issue.pk: "abc!!"})

    assert refusal.code == "slip_without_digit"
    assert line_of(billed, FeeKind.ISSUE).slip_number == ""


def test_the_history_counts_the_lines_that_are_paid_while_others_wait(billed):
    by_board(billed, {line_of(billed, FeeKind.ISSUE).pk: "777"})

    assert billed.events.latest("pk").text == "فیش ۱ سطر از ۳ سطر صورتحساب تأیید شد."


def test_the_database_keeps_a_number_once_for_each_account(billed):
    by_board(billed, slips_of(billed))
    slip = DepositSlip.objects.first()

    with pytest.raises(IntegrityError), transaction.atomic():
        DepositSlip.objects.create(
            invoice=next_bill().invoice, account=slip.account, number=slip.number, amount=1
        )


def test_the_desk_asks_for_the_amount_of_a_shared_slip(billed):
    secretariat = line_of(billed, FeeKind.E_SERVICES)
    slips = {f"slip_{line.pk}": "4417" for line in billed.invoice.lines.all()}
    slips |= {f"slip_{secretariat.pk}": "4418", "seen_version": billed.version}
    address = reverse("admin:licensing_request_pay", args=[billed.pk])
    client = verified(board_of(billed.union))
    account = union_lines(billed).first().paid_into_id

    asked = client.post(address, slips).content.decode()
    done = client.post(address, slips | {f"shared_{account}": "۱٬۰۰۰٬۰۰۰"})

    assert "مبلغ آن را هم بنویسید" in asked
    assert f"shared_{secretariat.paid_into_id}" not in asked
    assert done.status_code == 302
    assert DepositSlip.objects.count() == 2


def test_the_applicants_page_asks_for_it_in_the_same_words(billed):
    typed = {f"slip_{line.pk}": "۴۴۱۷" for line in union_lines(billed)}
    account = union_lines(billed).first().paid_into_id
    address = reverse("request_slips", args=[billed.pk])
    client = signed_in(account_of(billed.applicant))

    asked = client.post(address, typed).content.decode()
    done = client.post(address, typed | {f"shared_{account}": "۱۰۰۰۰۰۰"}, follow=True).content.decode()

    assert "مبلغ آن را هم بنویسید" in asked
    assert "(اختیاری)" not in asked  # every slip is owed, some may come later
    assert done.count("فیش ۴۴۱۷، در انتظار تأیید") == 2


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_one_number_confirmed_for_two_files_at_one_moment_counts_for_one():
    first = next_bill()
    second = next_bill(union=first.union)
    board = board_of(first.union)

    def confirm(case):
        return payments.confirm_payments(case, {line_of(case, FeeKind.ISSUE).pk: "4417"}, by=board).pk

    outcomes = together(lambda: confirm(first), lambda: confirm(second))

    assert DepositSlip.objects.filter(number="4417").count() == 1
    assert outcomes.count("slip_used") == 1

"""One rule says what a bill has: the pages before it, the desk's form and the service ask the same (R120–R135)."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.refusals import RuleBroken
from core.rials import format_rials
from core.text import to_persian_digits
from licensing.billing import services as billing
from licensing.billing.models import Invoice, InvoiceLine
from licensing.billing.services import Cost
from licensing.cases.states import Status
from licensing.intake import guide
from organizations.tariffs.models import FeeItem
from organizations.tariffs.states import FeeKind
from tests.factories import (
    EServicesFeeFactory,
    FeeFactory,
    LicenceRequestFactory,
    board_of,
    bring_to,
    with_originals,
)
from tests.test_doors import verified

pytestmark = pytest.mark.django_db

POSTAGE = {"kind": FeeKind.POSTAGE, "title": "هزینهٔ پست و استعلام", "amount": None}


def refusal_of(act, *args, **kwargs):
    """The refusal of a service."""
    with pytest.raises(RuleBroken) as refusal:
        act(*args, **kwargs)
    return refusal.value


@pytest.fixture
def case():
    """A request whose bill is next."""
    return with_originals(bring_to(LicenceRequestFactory(submitted=True), Status.DOCS_COMPLETE))


@pytest.fixture
def postage(case):
    """The line at cost of its union."""
    return FeeFactory(union=case.union, approval__body=case.union, **POSTAGE)


def desk(case):
    """The review desk, for the board."""
    address = reverse("admin:licensing_licencerequest_change", args=[case.pk])
    return verified(board_of(case.union)).get(address).content.decode()


def send_bill(case, **typed):
    """The board presses the button of the bill."""
    address = reverse("admin:licensing_request_bill", args=[case.pk])
    return verified(board_of(case.union)).post(address, {"seen_version": case.version} | typed)


class TestElectronicServices:
    """The line every bill has (R129)."""

    def test_it_stands_on_the_bill_with_the_laws_amount_and_the_secretariats_account(self, case):
        invoice = billing.send_invoice(case, by=board_of(case.union))

        line = invoice.lines.get(fee__kind=FeeKind.E_SERVICES)
        assert line.amount == 50_000
        assert line.fee.account.body.name in line.account
        assert invoice.total == 650_000

    def test_without_it_no_bill_goes_out_and_desk_and_guide_say_why(self, case):
        FeeItem.objects.filter(kind=FeeKind.E_SERVICES).update(valid_to="2021-01-01")

        refusal = refusal_of(billing.send_invoice, case, by=board_of(case.union))

        assert refusal.code == "no_e_services"
        assert str(refusal) in desk(case)
        assert guide.offer(case.county, case.category).bill.refusal.code == "no_e_services"
        assert not Invoice.objects.exists()


class TestAtCost:
    """Postage and inquiries are charged as they were paid, with the receipt (R135)."""

    def test_a_cost_with_its_receipt_stands_on_the_bill(self, case, postage):
        typed = {f"cost_{postage.pk}": "۱۸۵٬۰۰۰", f"evidence_{postage.pk}": "قبض پست ۴۴۱۷"}

        answer = send_bill(case, **typed)

        assert answer.status_code == 302
        line = InvoiceLine.objects.get(fee=postage)
        assert (line.amount, line.is_at_cost, line.evidence) == (185_000, True, "قبض پست 4417")
        assert line.invoice.total == 835_000
        assert "قبض پست ۴۴۱۷" in desk(case)

    def test_nothing_was_paid_and_nothing_is_charged(self, case, postage):
        assert send_bill(case).status_code == 302

        assert not InvoiceLine.objects.filter(fee=postage).exists()

    @pytest.mark.parametrize(("cost", "evidence"), [("185000", ""), ("", "قبض ۴۴۱۷")])
    def test_an_amount_and_its_receipt_come_together(self, case, postage, cost, evidence):
        answer = send_bill(case, **{f"cost_{postage.pk}": cost, f"evidence_{postage.pk}": evidence})

        assert "error" in answer.content.decode()
        assert not Invoice.objects.exists()

    def test_the_service_refuses_a_cost_without_receipt_and_one_for_another_line(self, case, postage):
        send, by = billing.send_invoice, board_of(case.union)
        issue = FeeItem.objects.get(union=case.union, kind=FeeKind.ISSUE)

        bare = refusal_of(send, case, costs={postage.pk: Cost(1000, " ")}, by=by)
        other = refusal_of(send, case, costs={issue.pk: Cost(1000, "قبض")}, by=by)

        assert (bare.code, other.code) == ("no_evidence", "not_at_cost")
        assert not Invoice.objects.exists()

    def test_the_database_keeps_a_cost_with_its_receipt(self, case, postage):
        invoice = billing.send_invoice(case, by=board_of(case.union))
        values = {
            "invoice": invoice,
            "fee": postage,
            "title": "پست",
            "amount": 1,
            "account": "",
            "approval": "",
        }

        for wrong in ({"is_at_cost": True}, {"evidence": "قبض"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                InvoiceLine.objects.create(**values | wrong)


class TestOneRule:
    """Guide, conditions page, desk and bill show the same lines."""

    def test_every_page_shows_the_lines_and_the_total_of_the_bill(self, case, client):
        annual = {"kind": FeeKind.MEMBERSHIP_ANNUAL, "title": "حق عضویت", "amount": 700_000}
        entry = {"kind": FeeKind.MEMBERSHIP_ENTRY, "title": "حق ورودی", "amount": 2_900_000}
        FeeFactory(union=case.union, approval__body=case.union, **annual)
        FeeFactory(union=case.union, approval__body=case.union, applies_to=["NEW"], **entry)

        offered = guide.offer(case.county, case.category).bill
        before = desk(case)
        conditions = client.get(case.special_conditions.get_absolute_url()).content.decode()
        invoice = billing.send_invoice(case, by=board_of(case.union))

        assert [charge.fee.title for charge in offered.charges] == [
            line.title for line in invoice.lines.all()
        ]
        assert offered.known_total == invoice.total == 1_350_000
        assert format_rials(invoice.total) in before
        assert [left["title"] for left in invoice.withheld] == ["حق ورودی"]
        for page in (before, conditions, desk(case)):
            assert offered.withheld[0].obstacle in page

    def test_a_line_of_another_day_is_not_billed(self, case):
        EServicesFeeFactory()
        FeeItem.objects.filter(union=case.union).update(valid_to="2021-01-01")

        assert refusal_of(billing.send_invoice, case, by=board_of(case.union)).code == "no_fees"

    def test_the_numbers_of_approval_and_account_are_those_of_the_tariff(self, case):
        invoice = billing.send_invoice(case, by=board_of(case.union))

        for line in invoice.lines.all():
            assert line.approval.startswith(to_persian_digits(line.fee.approval.number))
            assert to_persian_digits(line.fee.account.number) in line.account

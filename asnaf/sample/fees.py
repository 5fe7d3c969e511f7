"""The numbers of the law, the accounts fees are paid into, and the seven lawful charges of every union."""

from collections.abc import Iterator

from asnaf.sample import files
from asnaf.sample.approvals import FEES, approvals_by_union
from asnaf.sample.chance import dice
from asnaf.sample.conditions import publishes
from asnaf.sample.nation import Nation, PlannedUnion, insert_missing
from core.jalali import from_jalali
from organizations.legal_values import first_values
from organizations.models import Body, FeeItem, LegalValue, PayeeAccount
from organizations.rules import BodyKind, FeeKind, Payee

ENTRY_MULTIPLE, ENTRY_CEILING = 5, 3_000_000


def load_legal_values(nation: Nation) -> int:
    """The ceilings, multiples and shares of the law, each with the day it began and its basis."""
    wanted = (LegalValue(**row) for row in first_values())
    return insert_missing(LegalValue, wanted, "key", "valid_from")


def load_accounts(nation: Nation) -> int:
    """One account for every union and chamber, and the two national ones of the directive. None is in use."""
    return insert_missing(PayeeAccount, _accounts(nation), "bank", "number")


def load_fees(nation: Nation) -> int:
    """The charges of every union whose conditions are published (R120, R126)."""
    return insert_missing(FeeItem, _fees(nation), "union_id", "kind", "version")


def _accounts(nation: Nation) -> Iterator[PayeeAccount]:
    bodies = Body.objects.filter(kind__in=[BodyKind.UNION, BodyKind.CHAMBER], accounts=None).order_by("pk")
    for pk, name in bodies.values_list("pk", "name"):
        bank = dice("bank", name).choice(("بانک ملی", "بانک صادرات", "بانک ملت", "بانک سپه"))
        yield PayeeAccount(body_id=pk, bank=bank, branch="شعبهٔ مرکزی", number=f"000{pk:09d}")
    payees = {Payee.NATIONAL_CHAMBER: BodyKind.NATIONAL_CHAMBER, Payee.SECRETARIAT: BodyKind.SECRETARIAT}
    for row in files.rows("fees.csv"):
        if row["account"]:
            bank, _, branch = row["bank"].partition("، ")
            pk = nation.body(payees[Payee(row["payee"])])
            yield PayeeAccount(body_id=pk, bank=bank, branch=branch, number=row["account"])


def _fees(nation: Nation) -> Iterator[FeeItem]:
    approvals = approvals_by_union(nation, FEES)
    accounts = dict(PayeeAccount.objects.values_list("body_id", "pk"))
    rows = files.rows("fees.csv")
    for union in filter(publishes, nation.unions):
        for row in rows:
            yield FeeItem(
                union_id=union.pk,
                kind=row["kind"],
                title=row["title"],
                amount=_amount(union, row),
                payee=row["payee"],
                account_id=accounts[_payee(nation, union, row["payee"])],
                applies_to=row["applies_to"].split(),
                approval_id=approvals[union.pk],
                valid_from=from_jalali(1400, 1, 1),
            )


def _amount(union: PlannedUnion, row: dict[str, str]) -> int | None:
    """In rials; what the union itself sets differs from group to group, the shares of the higher bodies do not."""
    annual = 700_000 + 50_000 * dice("fee", union.group.slug).randint(-6, 6)
    if row["kind"] == FeeKind.MEMBERSHIP_ENTRY:
        return min(ENTRY_MULTIPLE * annual, ENTRY_CEILING)
    if row["kind"] == FeeKind.MEMBERSHIP_ANNUAL:
        return annual
    return int(row["amount_rials"]) if row["amount_rials"] else None


def _payee(nation: Nation, union: PlannedUnion, payee: str) -> int:
    """The body that gets the money; what belongs to a chamber goes to the one above the union."""
    if payee == Payee.UNION:
        return union.pk
    if payee == Payee.SECRETARIAT:
        return nation.body(BodyKind.SECRETARIAT)
    if payee == Payee.NATIONAL_CHAMBER or union.province is None:
        return nation.body(BodyKind.NATIONAL_CHAMBER)
    seat = union.county or nation.counties_of(union.province)[0]
    return nation.body(BodyKind.CHAMBER, province=union.province, county=seat)

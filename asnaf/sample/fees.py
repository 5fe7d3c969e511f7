"""The numbers of the law, the accounts fees are paid into, and the seven lawful charges of every union."""

from collections.abc import Iterator

from asnaf.sample.approvals import FEES, approvals_by_union, decision_on_shares
from asnaf.sample.chance import dice
from asnaf.sample.conditions import publishes
from asnaf.sample.nation import Nation, PlannedUnion, insert_missing
from core.jalali import from_jalali
from organizations import data_files
from organizations.bodies.models import Body
from organizations.law.first_values import first_values
from organizations.law.models import LegalValue
from organizations.roles.states import BodyKind
from organizations.tariffs.models import FeeItem, PayeeAccount
from organizations.tariffs.rules import ENTRY_CEILING, ENTRY_MULTIPLE
from organizations.tariffs.states import KINDS_WITHOUT_AMOUNT, NATIONAL_KINDS, FeeKind, Payee


def load_legal_values(nation: Nation) -> int:
    """The ceilings, multiples and shares of the law, each with the day it began and its basis."""
    wanted = (LegalValue(**row) for row in first_values())
    return insert_missing(LegalValue, wanted, "key", "valid_from")


def load_accounts(nation: Nation) -> int:
    """One account for every union and chamber, and the two national ones of the directive. None is in use."""
    return insert_missing(PayeeAccount, _accounts(nation), "bank", "number")


def load_fees(nation: Nation) -> int:
    """The charges of every union whose conditions are published, and those of the whole country (R120, R126, R130)."""
    return insert_missing(FeeItem, [*_national_fees(nation), *_fees(nation)], "union_id", "kind", "version")


def _accounts(nation: Nation) -> Iterator[PayeeAccount]:
    bodies = Body.objects.filter(kind__in=[BodyKind.UNION, BodyKind.CHAMBER], accounts=None).order_by("pk")
    for pk, name in bodies.values_list("pk", "name"):
        bank = dice("bank", name).choice(("بانک ملی", "بانک صادرات", "بانک ملت", "بانک سپه"))
        yield PayeeAccount(body_id=pk, bank=bank, branch="شعبهٔ مرکزی", number=f"000{pk:09d}")
    payees = {Payee.NATIONAL_CHAMBER: BodyKind.NATIONAL_CHAMBER, Payee.SECRETARIAT: BodyKind.SECRETARIAT}
    for row in data_files.rows("fees.csv"):
        if row["account"]:
            bank, _, branch = row["bank"].partition("، ")
            pk = nation.body(payees[Payee(row["payee"])])
            yield PayeeAccount(body_id=pk, bank=bank, branch=branch, number=row["account"])


def _fees(nation: Nation) -> Iterator[FeeItem]:
    approvals = approvals_by_union(nation, FEES)
    accounts = dict(PayeeAccount.objects.values_list("body_id", "pk"))
    rows = [row for row in data_files.rows("fees.csv") if row["kind"] not in NATIONAL_KINDS]
    for union in filter(publishes, nation.unions):
        for row in rows:
            yield FeeItem(
                union_id=union.pk,
                kind=row["kind"],
                title=row["title"],
                amount=_amount(union, row),
                payee=row["payee"],
                account_id=accounts[union.pk],
                applies_to=row["applies_to"].split(),
                approval_id=approvals[union.pk],
                valid_from=from_jalali(1400, 1, 1),
            )


def _national_fees(nation: Nation) -> Iterator[FeeItem]:
    """The shares and electronic services, by the high board's decision; the law or each chamber fills what is empty."""
    decision = decision_on_shares(nation)
    accounts = dict(PayeeAccount.objects.values_list("body_id", "pk"))
    holders = {
        Payee.NATIONAL_CHAMBER: nation.body(BodyKind.NATIONAL_CHAMBER),
        Payee.SECRETARIAT: nation.body(BodyKind.SECRETARIAT),
    }
    for row in data_files.rows("fees.csv"):
        if row["kind"] in NATIONAL_KINDS:
            holder = holders.get(Payee(row["payee"]))
            yield FeeItem(
                kind=row["kind"],
                title=row["title"],
                amount=None if row["kind"] in KINDS_WITHOUT_AMOUNT else int(row["amount_rials"]),
                payee=row["payee"],
                account_id=accounts[holder] if holder else None,
                applies_to=row["applies_to"].split(),
                approval_id=decision,
                valid_from=from_jalali(1400, 1, 1),
            )


def _amount(union: PlannedUnion, row: dict[str, str]) -> int | None:
    """In rials; the membership fees differ from group to group."""
    annual = 700_000 + 50_000 * dice("fee", union.group.slug).randint(-6, 6)
    if row["kind"] == FeeKind.MEMBERSHIP_ENTRY:
        numbers = {row["key"]: row["value"] for row in first_values()}
        return min(numbers[ENTRY_MULTIPLE] * annual, numbers[ENTRY_CEILING])
    if row["kind"] == FeeKind.MEMBERSHIP_ANNUAL:
        return annual
    return int(row["amount_rials"]) if row["amount_rials"] else None

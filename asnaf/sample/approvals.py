"""The numbered decisions that conditions and fees rest on (R125, R202)."""

from asnaf.sample.nation import Nation, PlannedUnion, insert_missing
from core.jalali import from_jalali
from organizations.approvals.models import CommissionApproval
from organizations.approvals.states import ApprovalState
from organizations.roles.states import BodyKind

CONDITIONS, FEES = 1, 2
ON_SHARES = "1399/31/47"
_SUBJECTS = {CONDITIONS: "ضوابط خاص", FEES: "تعرفهٔ خدمات"}


def load_approvals(nation: Nation) -> int:
    """One decision on the conditions and one on the fees of every union, and the high board's on the shares."""
    wanted = [
        CommissionApproval(
            body_id=authority(nation, union),
            number=number(union, matter),
            approved_on=from_jalali(1399, 12, 1 + union.serial % 28),
            subject=f"{subject} {union.name}",
            source_id=source(nation, union, matter),
            state=ApprovalState.ENTERED if is_typed_by_chamber(union, matter) else ApprovalState.CONFIRMED,
        )
        for union in nation.unions
        for matter, subject in _SUBJECTS.items()
    ]
    wanted.append(
        CommissionApproval(
            body_id=nation.body(BodyKind.SECRETARIAT),
            number=ON_SHARES,
            approved_on=from_jalali(1399, 12, 1),
            subject="سهم‌های اتاق‌های اصناف و خدمات الکترونیکی",
            source_id=nation.body(BodyKind.SECRETARIAT),
            state=ApprovalState.CONFIRMED,
        )
    )
    return insert_missing(CommissionApproval, wanted, "body_id", "number")


def decision_on_shares(nation: Nation) -> int:
    """The id of the high board's decision on the shares (R130)."""
    found = CommissionApproval.objects.get(body_id=nation.body(BodyKind.SECRETARIAT), number=ON_SHARES)
    return found.pk


def approvals_by_union(nation: Nation, matter: int) -> dict[int, int]:
    """The id of the decision on `matter` for each union's id."""
    ids = {
        (body, text): pk
        for pk, body, text in CommissionApproval.objects.values_list("pk", "body_id", "number")
    }
    return {union.pk: ids[(authority(nation, union), number(union, matter))] for union in nation.unions}


def authority(nation: Nation, union: PlannedUnion) -> int:
    """Who decides: the commission of the county or province; for a national union the secretariat (R202)."""
    if union.province is None:
        return nation.body(BodyKind.SECRETARIAT)
    return nation.body(BodyKind.COMMISSION, province=union.province, county=union.county)


def is_typed_by_chamber(union: PlannedUnion, matter: int) -> bool:
    """Some tariffs of counties were typed by the chamber and await the commission's word."""
    return matter == FEES and union.county is not None and union.serial % 5 == 0


def source(nation: Nation, union: PlannedUnion, matter: int) -> int:
    """Who wrote the decision down."""
    if is_typed_by_chamber(union, matter):
        return nation.body(BodyKind.CHAMBER, province=union.province, county=union.county)
    return authority(nation, union)


def number(union: PlannedUnion, matter: int) -> str:
    """The number of the decision, such as 1399/012/1."""
    return f"1399/{union.group.number:03d}/{matter}"

"""The charges of the whole country as whoever runs the installation brings them in, before the secretariat has an
account: by the high board's decision and with what it says, never with numbers of our own (R129, R130)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from core.jalali import tehran_today
from core.refusals import RuleBroken
from organizations import data_files
from organizations.bodies.models import Body
from organizations.roles import trail
from organizations.roles.states import BodyKind
from organizations.tariffs.models import FeeItem, PayeeAccount
from organizations.tariffs.services import Line, enter_national_on_server
from organizations.tariffs.states import NATIONAL_KINDS, PAYEE_OF_KIND, FeeKind, Payee

ON_SERVER = "روی سرور، به استناد مصوبهٔ هیأت عالی نظارت"


@dataclass(frozen=True, slots=True)
class Account:
    """An account as it is told: the bank's name, the number, and the branch where one is named."""

    bank: str
    number: str
    branch: str = ""


@dataclass(frozen=True, slots=True)
class HighBoardDecision:
    """What the high board decided of the shares, and where they are paid. Shares are in rials; what is None was not
    told, and the line that needs it is left out."""

    number: str
    approved_on: date
    national_share: int | None = None
    chamber_share: int | None = None
    national_chamber_account: Account | None = None
    secretariat_account: Account | None = None


def national_kinds_missing() -> list[FeeKind]:
    """The charges of the whole country of which no line was ever entered."""
    entered = set(FeeItem.objects.filter(union=None).values_list("kind", flat=True))
    return [kind for kind in NATIONAL_KINDS if kind not in entered]


@transaction.atomic
def enter_national_fees(decision: HighBoardDecision) -> list[FeeItem]:
    """Enter the missing lines of the whole country for which everything was told, valid from today on.

    Raises:
        RuleBroken: "no_authority" before the secretariat is registered; "account_of_another" for an account number
            that belongs to another body or is closed; as `enter_tariff`.
        ValidationError: by field; a number of a decision that is none.
    """
    titles = {row["kind"]: row for row in data_files.rows("fees.csv")}
    entered = []
    for kind in national_kinds_missing():
        if is_told(kind, decision):
            line = Line(
                title=titles[kind]["title"],
                amount=_share(kind, decision),
                account=_account(kind, decision),
                applies_to=titles[kind]["applies_to"].split(),
                approval_number=decision.number,
                approved_on=decision.approved_on,
                valid_from=tehran_today(),
            )
            entered.append(enter_national_on_server(kind, line))
    return entered


def is_told(kind: str, decision: HighBoardDecision) -> bool:
    """Whether the decision says all that a line of this kind needs: its amount, unless the law sets it, and the
    account, unless each chamber has its own."""
    has_amount = kind == FeeKind.E_SERVICES or _share(kind, decision) is not None
    return has_amount and (kind == FeeKind.CHAMBER_SHARE or _told_account(kind, decision) is not None)


def _share(kind: str, decision: HighBoardDecision) -> int | None:
    return {
        FeeKind.NATIONAL_SHARE: decision.national_share,
        FeeKind.CHAMBER_SHARE: decision.chamber_share,
    }.get(FeeKind(kind))


def _told_account(kind: str, decision: HighBoardDecision) -> Account | None:
    return {
        Payee.NATIONAL_CHAMBER: decision.national_chamber_account,
        Payee.SECRETARIAT: decision.secretariat_account,
    }.get(Payee(PAYEE_OF_KIND[kind]))


def _account(kind: str, decision: HighBoardDecision) -> PayeeAccount | None:
    told = _told_account(kind, decision)
    if told is None:
        return None
    is_secretariats = PAYEE_OF_KIND[kind] == Payee.SECRETARIAT
    body_kind = BodyKind.SECRETARIAT if is_secretariats else BodyKind.NATIONAL_CHAMBER
    body = Body.objects.filter(kind=body_kind).order_by("pk").first()
    known: PayeeAccount | None = PayeeAccount.objects.filter(bank=told.bank, number=told.number).first()
    if known is None and body is not None:
        known = PayeeAccount(body=body, bank=told.bank, branch=told.branch, number=told.number)
        trail.insert(known, by=None, action="opened", note=ON_SERVER)
    if body is None or known is None or known.body_id != body.pk or not known.is_active:
        raise RuleBroken("این شماره حساب از آنِ نهاد دیگری است یا بسته شده است.", code="account_of_another")
    return known

"""Which charges are whose, and what the law allows of them (handbook 6.7, R121–R135). No database."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.refusals import RuleBroken
from core.rials import format_rials
from core.text import to_persian_digits
from organizations.tariffs.states import REQUEST_KINDS, FeeKind

MEMBERSHIP_KINDS = (FeeKind.MEMBERSHIP_ENTRY, FeeKind.MEMBERSHIP_ANNUAL)
#: Keys of the numbers of the law that first-year membership is held against (R121).
ENTRY_MULTIPLE, ENTRY_CEILING = "entry_fee_multiple", "entry_fee_ceiling"
#: Key of the amount for electronic services (R129).
E_SERVICES_AMOUNT = "e_services_amount"
NEW_LICENCE = "NEW"
ENTRY_FEE_FOR = (NEW_LICENCE,)
SERVICE_FEE_FOR = ("NEW", "RENEWAL", "EXCHANGE")


@dataclass(frozen=True, slots=True)
class Membership:
    """The membership lines of a union on one day, in rials; None where there is no such line."""

    entry: int | None
    annual: int | None
    #: Whether the annual line stands on the bill of a new licence too.
    annual_for_new: bool

    @property
    def first_year(self) -> int:
        """What a new member is charged in all."""
        return (self.entry or 0) + ((self.annual or 0) if self.annual_for_new else 0)


def check_first_year(lines: Membership, *, multiple: int, ceiling: int) -> None:
    """First-year membership in total is at most `multiple` annual fees and at most `ceiling` rials (R121).

    Raises:
        RuleBroken: "no_annual", "above_ceiling", "above_multiple".
    """
    if lines.first_year == 0:
        return
    if lines.annual is None:
        raise RuleBroken(
            "سقف حق ورودی از روی حق عضویت سالانه حساب می‌شود و حق عضویت سالانه‌ای در کار نیست.",
            code="no_annual",
        )
    together = "حق ورودی و حق عضویت سال اول با هم" if lines.annual_for_new else "حق ورودی"
    if lines.first_year > ceiling:
        raise RuleBroken(f"{together} بیش از {format_rials(ceiling)} قانونی نیست.", code="above_ceiling")
    if lines.first_year > multiple * lines.annual:
        raise RuleBroken(
            f"{together} حداکثر {to_persian_digits(str(multiple))} برابر حق عضویت سالانه است؛"
            f" برای این اتحادیه تا {format_rials(min(multiple * lines.annual, ceiling))}.",
            code="above_multiple",
        )


def check_applies_to(kind: str, applies_to: Iterable[str]) -> None:
    """The entry fee only for new licences; the fee for services only for new, renewal and exchange; electronic
    services on every bill (R122, R124, R129).

    Raises:
        RuleBroken: "applies_to_nothing", "entry_fee_on_renewal", "services_without_request", "not_on_every_bill".
    """
    wanted = set(applies_to)
    if not wanted:
        raise RuleBroken("دست‌کم یک نوع درخواست را انتخاب کنید.", code="applies_to_nothing")
    if kind == FeeKind.MEMBERSHIP_ENTRY and not wanted <= set(ENTRY_FEE_FOR):
        raise RuleBroken(
            "گرفتن حق ورودی برای تمدید یا تعویض غیرقانونی است؛ فقط پروانهٔ تازه.", code="entry_fee_on_renewal"
        )
    if kind == FeeKind.SERVICES and not wanted <= set(SERVICE_FEE_FOR):
        raise RuleBroken(
            "هزینهٔ خدمات فقط از متقاضی صدور، تمدید یا تعویض گرفته می‌شود.", code="services_without_request"
        )
    if kind == FeeKind.E_SERVICES and not wanted >= set(REQUEST_KINDS):
        raise RuleBroken(
            "خدمات الکترونیکی در هر صورتحسابی می‌آید؛ همهٔ نوع‌های درخواست را انتخاب کنید.",
            code="not_on_every_bill",
        )

"""What one union needs before its first request: the bodies above it, and everything of its own."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from asnaf.readiness.steps import SECRETARIAT, Door, Step, has_holder
from core.jalali import format_date, tehran_today
from core.rials import group_digits
from core.text import to_persian_digits
from organizations.approvals.states import ApprovalState
from organizations.bodies.models import Body, Chamber, Commission, Union, UnionCoverage
from organizations.conditions.models import SpecialConditions
from organizations.members import boards
from organizations.members.rules import FULL_SEATS
from organizations.places.models import Province
from organizations.proposals.states import ActivationState
from organizations.roles.states import Level, Role
from organizations.tariffs import charges as tariffs_charges
from organizations.tariffs.models import PayeeAccount

AFTER_FOUNDING = "پس از ثبت اتحادیه."
NEW_ACCOUNT = Door("accounts.User", "add")


@dataclass(frozen=True, slots=True)
class Chain:
    """A union and the bodies above it; None for each that is not registered yet."""

    province: Commission | None
    commission: Commission | None
    chamber: Chamber | None
    union: Union | None

    @property
    def is_national(self) -> bool:
        """The secretariat enters and decides for a national union; no chamber and no commission stands above it."""
        return self.union is not None and self.union.level == Level.NATIONAL

    @property
    def enters(self) -> str:
        """Who enters the union's board, conditions and charges, in words."""
        return SECRETARIAT if self.is_national else str(self.chamber or "اتاق اصناف شهرستان")

    @property
    def decides(self) -> str:
        """Who founds the union and approves, in words."""
        if self.is_national:
            return SECRETARIAT
        if self.union is not None and self.union.level == Level.PROVINCE:
            return str(self.province or "کمیسیون نظارت مرکز استان")
        return str(self.commission or "کمیسیون نظارت شهرستان")

    @property
    def grants(self) -> str:
        """Who opens the accounts of the union, in words."""
        return "اتاق اصناف ایران" if self.is_national else self.enters


def steps_above(chain: Chain) -> Iterator[Step]:
    """The commissions and the chamber, each with somebody at work in it."""
    if chain.is_national:
        return
    provinces = Commission.objects.filter(level=Level.PROVINCE, is_active=True).count()
    yield _body(
        "کمیسیون نظارت مرکز استان",
        chain.province,
        Role.COMMISSION_PROVINCE,
        ("organizations.Commission", SECRETARIAT),
        note=f"{group_digits(provinces)} استان از {group_digits(Province.objects.count())} استان کمیسیون دارد.",
    )
    above = str(chain.province) if chain.province else SECRETARIAT
    yield _body(
        "کمیسیون نظارت شهرستان",
        chain.commission,
        Role.COMMISSION_COUNTY,
        ("organizations.Commission", above),
    )
    above = str(chain.commission or "کمیسیون نظارت شهرستان")
    yield _body("اتاق اصناف شهرستان", chain.chamber, Role.CHAMBER_OPERATOR, ("organizations.Chamber", above))
    has_account = chain.chamber is not None and _has_payee_account(chain.chamber)
    yield Step(
        title="حساب بانکی اتاق اصناف",
        done=has_account,
        detail="حساب اعلام شده است." if has_account else "سهم اتاق بدون آن گرفته نمی‌شود.",
        turn=str(chain.chamber or "اتاق اصناف شهرستان"),
        door=Door("organizations.PayeeAccount", "changelist" if has_account else "add"),
        is_needed=False,
    )


def steps_of(chain: Chain) -> Iterator[Step]:
    """The union itself: founded, with trades, a board, conditions, charges, the electronic way and people."""
    union = chain.union
    yield Step(
        title="ثبت اتحادیه",
        done=union is not None,
        detail=f"{union}" if union else "هنوز اتحادیه‌ای ثبت نشده است.",
        turn=chain.decides,
        door=Door("organizations.Union", "changelist" if union else "add"),
    )
    for draw in (_coverage, _board, _conditions, _tariff, _activation, _people):
        step = draw(chain)
        yield step if union else replace(step, detail=AFTER_FOUNDING, door=None)


def _body(title: str, body: Body | None, role: str, where: tuple[str, str], *, note: str = "") -> Step:
    """A body that the secretariat registers; the body above it opens its account."""
    model, above = where
    has_account = has_holder(body, role)
    there = str(body) if has_account else f"{body}؛ هنوز حسابی ندارد."
    detail = there if body is not None else "ثبت نشده است."
    return Step(
        title=title,
        done=has_account,
        detail=f"{detail.rstrip('.')}؛ {note}" if note else detail,
        turn=SECRETARIAT if body is None else above,
        door=Door(model, "add") if body is None else NEW_ACCOUNT,
    )


def _has_payee_account(body: Body) -> bool:
    return PayeeAccount.objects.filter(body=body.pk, is_active=True).exists()


def _coverage(chain: Chain) -> Step:
    rows = UnionCoverage.objects.filter(union=chain.union, is_active=True, category__is_active=True)
    count = rows.count() if chain.union else 0
    detail = f"پاسخگوی {group_digits(count)} رسته در محدودهٔ خود است."
    return Step(
        title="رسته‌ها و شهرستان‌های زیر پوشش",
        done=count > 0,
        detail=detail if count else "هنوز پاسخگوی رسته‌ای نیست.",
        turn=chain.decides,
        door=Door("organizations.UnionCoverage"),
    )


def _board(chain: Chain) -> Step:
    seated = full = 0
    is_counted = False
    if chain.union:
        seated = sum(seat.role in FULL_SEATS for seat in boards.board_on(chain.union))
        full = boards.board_size(chain.union).full
        is_counted = chain.union.unit_counts.exists()
    detail = f"{group_digits(seated)} عضو اصلی از {group_digits(full)} عضو ثبت شده است."
    if not is_counted:
        detail += " شمار واحدهای صنفی ثبت نشده است؛ شمار عضوها از آن برمی‌آید."
    return Step(
        title="هیأت مدیره",
        done=chain.union is not None and seated >= full,
        detail=detail,
        turn=chain.enters,
        door=Door("organizations.BoardMember", "changelist" if seated else "add"),
    )


def _conditions(chain: Chain) -> Step:
    covered: set[int] = set()
    published: set[int | None] = set()
    if chain.union:
        covered = set(
            chain.union.coverage.filter(is_active=True).values_list("category", flat=True).distinct()
        )
        published = set(
            SpecialConditions.objects.filter(union=chain.union).published().values_list("category", flat=True)
        )
    open_ones = set() if None in published else covered - published
    done = bool(published) and not open_ones
    lacking = (
        f"{group_digits(len(open_ones))} رسته هنوز ضوابط منتشرشده ندارد." if open_ones else "منتشر نشده است."
    )
    return Step(
        title="ضوابط خاص",
        done=done,
        detail="برای همهٔ رسته‌های زیر پوشش منتشر شده است." if done else lacking,
        turn=chain.enters,
        door=Door("organizations.SpecialConditions"),
    )


def _tariff(chain: Chain) -> Step:
    charges = tariffs_charges.charges_on(chain.union, kind="NEW") if chain.union else []
    own = [charge for charge in charges if charge.fee.union_id]
    obstacles = list(dict.fromkeys(charge.obstacle for charge in own if charge.obstacle))
    waiting = {
        charge.fee.approval.number for charge in own if charge.fee.approval.state == ApprovalState.ENTERED
    }
    if obstacles:
        detail = " ".join(obstacles)
    elif waiting:
        numbers = "، ".join(to_persian_digits(number) for number in sorted(waiting))
        detail = f"مصوبهٔ {numbers} در انتظار تأیید کمیسیون است."
    else:
        detail = (
            f"{group_digits(len(own))} سطر تعرفه برای پروانهٔ تازه اعتبار دارد."
            if own
            else "تعرفه‌ای برای پروانهٔ تازه اعتبار ندارد."
        )
    waits = bool(waiting) and not obstacles
    return Step(
        title="تعرفه با مصوبهٔ تأییدشده",
        done=bool(own) and not obstacles and not waiting,
        detail=detail,
        turn=chain.decides if waits else chain.enters,
        door=Door("organizations.CommissionApproval" if waits else "organizations.FeeItem"),
        is_needed=not waits,
    )


def _activation(chain: Chain) -> Step:
    since = chain.union.electronic_since if chain.union else None
    waits = (
        chain.union is not None
        and not since
        and chain.union.activations.filter(state=ActivationState.PROPOSED).exists()
    )
    if since:
        detail = f"از {format_date(since)} باز است."
    else:
        detail = "پیشنهاد اتاق در انتظار تصویب است." if waits else "پیشنهاد و تصویب نشده است."
    return Step(
        title="آغاز پذیرش الکترونیکی",
        done=since is not None and since <= tehran_today(),
        detail=detail,
        turn=chain.decides if waits else chain.enters,
        door=Door("organizations.UnionActivation", "changelist" if waits or since else "add"),
    )


def _people(chain: Chain) -> Step:
    lacking = [
        Role(role).label
        for role in (Role.UNION_BOARD, Role.UNION_OPERATOR)
        if not has_holder(chain.union, role)
    ]
    detail = f"هنوز کسی این نقش را ندارد: {'، '.join(lacking)}." if lacking else "هر دو نقش حساب دارند."
    return Step(
        title="حساب هیأت مدیره و کاربر اتحادیه",
        done=not lacking,
        detail=detail,
        turn=chain.grants,
        door=NEW_ACCOUNT,
    )

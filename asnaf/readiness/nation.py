"""What the whole country needs once: places, trades, days off, the secretariat, conditions and charges for all."""

from collections.abc import Iterator

from django.conf import settings

from asnaf import health, production
from asnaf.readiness.steps import SECRETARIAT, SERVER, Door, Step, has_holder
from core.jalali import from_jalali, month_length, tehran_today, to_jalali
from core.rials import group_digits
from core.text import to_persian_digits
from deadlines.models import Holiday
from organizations.approvals.states import ApprovalState
from organizations.bodies.models import Body
from organizations.categories.models import Category
from organizations.conditions import published as conditions_published
from organizations.members.models import Membership
from organizations.places.models import County, Province
from organizations.roles.states import BodyKind, Role
from organizations.tariffs.models import FeeItem
from organizations.tariffs.states import NATIONAL_KINDS, FeeKind

SETUP = "manage.py setup_portal"
#: By the beginning of the variable's name that `asnaf.production` complains about.
GATEWAYS = {
    "SMS": "درگاه پیامک",
    "KAVENEGAR": "درگاه پیامک",
    "REGISTRY": "ثبت‌های بیرونی",
    "SCANNER": "پویشگر ویروس",
}


def steps() -> Iterator[Step]:
    """In the order in which they are best done."""
    yield _places()
    yield _categories()
    yield _holidays()
    yield from _secretariat()
    yield _iran_chamber()
    yield _general_conditions()
    yield _national_fees()
    yield _gateways()
    yield _background()


def _places() -> Step:
    provinces, counties = Province.objects.count(), County.objects.count()
    return Step(
        title="استان‌ها و شهرستان‌ها",
        done=bool(provinces and counties),
        detail=f"{group_digits(provinces)} استان و {group_digits(counties)} شهرستان ثبت شده است.",
        turn=SERVER,
        door=Door("organizations.County"),
        command=SETUP,
        is_shared=True,
    )


def _categories() -> Step:
    count = Category.objects.filter(is_active=True).count()
    return Step(
        title="رسته‌ها",
        done=count > 0,
        detail=f"{group_digits(count)} رستهٔ فعال ثبت شده است.",
        turn=SERVER,
        door=Door("organizations.Category"),
        command=SETUP,
        is_shared=True,
    )


def _holidays() -> Step:
    this_year = to_jalali(tehran_today())[0]
    empty = [year for year in (this_year, this_year + 1) if not _has_holidays(year)]
    names = " و ".join(to_persian_digits(str(year)) for year in empty)
    return Step(
        title="تعطیلات رسمی امسال و سال آینده",
        done=not empty,
        detail=f"برای {names} تعطیلی ثبت نشده است." if empty else "برای امسال و سال آینده ثبت شده است.",
        turn=SERVER,
        door=Door("deadlines.Holiday"),
        command=f"manage.py load_holidays --from {empty[0]} --to {empty[-1]}" if empty else "",
        is_shared=True,
    )


def _has_holidays(year: int) -> bool:
    first, last = from_jalali(year, 1, 1), from_jalali(year, 12, month_length(year, 12))
    return Holiday.objects.in_force().filter(date__range=(first, last)).exists()


def _secretariat() -> Iterator[Step]:
    rows = Membership.objects.in_force().filter(role=Role.SECRETARIAT, user__is_active=True)
    holders = rows.values("user").distinct().count()
    is_there = Body.objects.filter(kind=BodyKind.SECRETARIAT).exists()
    yield Step(
        title="نهاد دبیرخانه و حساب نخست آن",
        done=is_there and holders > 0,
        detail="دبیرخانه حساب فعال دارد." if holders else "هنوز هیچ حسابی نقش دبیرخانه ندارد.",
        turn=SERVER,
        command=f"{SETUP} --account secretariat-1",
    )
    yield Step(
        title="نفر دوم دبیرخانه",
        done=holders > 1,
        detail="دبیرخانه جانشین دارد."
        if holders > 1
        else "تصمیم‌های دو نفره و گم‌شدن رمزساز نفر نخست، نفر دوم می‌خواهد.",
        turn=SERVER,
        command=f"{SETUP} --account secretariat-2",
        is_needed=False,
    )


def _iran_chamber() -> Step:
    body = Body.objects.filter(kind=BodyKind.NATIONAL_CHAMBER).order_by("pk").first()
    has_account = has_holder(body, Role.NATIONAL_CHAMBER)
    if body is None:
        detail = "این نهاد ثبت نشده است."
    else:
        detail = "نهاد و حساب آن آماده است." if has_account else "نهاد ثبت شده است ولی هنوز حسابی ندارد."
    return Step(
        title="اتاق اصناف ایران",
        done=has_account,
        detail=detail,
        turn=SERVER if body is None else SECRETARIAT,
        door=None if body is None else Door("accounts.User", "add"),
        command=SETUP if body is None else "",
        is_needed=body is None,
    )


def _general_conditions() -> Step:
    published = conditions_published.general_conditions_in_force()
    return Step(
        title="ضوابط عمومی",
        done=published is not None,
        detail=f"{published} منتشر شده است."
        if published
        else "هنوز منتشر نشده است؛ متقاضی باید آن را بپذیرد.",
        turn=SECRETARIAT,
        door=Door("organizations.GeneralConditions", "changelist" if published else "add"),
        is_shared=True,
    )


def _national_fees() -> Step:
    lines = FeeItem.objects.in_force(tehran_today()).filter(union=None).select_related("approval")
    states = {line.kind: line.approval.state for line in lines}
    lacking = [
        FeeKind(kind).label for kind in NATIONAL_KINDS if states.get(kind) in {None, ApprovalState.DISPUTED}
    ]
    waits = not lacking and ApprovalState.ENTERED in states.values()
    if lacking:
        detail = f"وارد نشده است یا مرجع، مصوبهٔ آن را نپذیرفته است: {'، '.join(lacking)}."
    else:
        detail = "مصوبه در انتظار تأیید دبیرخانه است." if waits else "هر سه تعرفه اعتبار دارد."
    return Step(
        title="تعرفه‌های سراسری با مصوبهٔ هیأت عالی نظارت",
        done=not lacking and not waits,
        detail=detail,
        turn=SECRETARIAT,
        door=Door("organizations.CommissionApproval" if waits else "organizations.FeeItem"),
        is_needed=bool(lacking),
        is_shared=True,
    )


def _gateways() -> Step:
    """What a production site would refuse to start without; a demonstration works with samples."""
    names = [sentence.split("_")[0] for sentence in production.complaints_about_services(_settings())]
    lacking = list(dict.fromkeys(GATEWAYS[name] for name in names if name in GATEWAYS))
    return Step(
        title="درگاه پیامک، ثبت‌های بیرونی و پویشگر ویروس",
        done=not lacking,
        detail=f"{'، '.join(lacking)} تنظیم نشده است." if lacking else "هر سه تنظیم شده است.",
        turn=SERVER,
        is_needed=not settings.DEMO,
    )


def _settings() -> dict[str, object]:
    return {name: getattr(settings, name) for name in dir(settings) if name.isupper()}


def _background() -> Step:
    problems = health.background_problems()
    return Step(
        title="کارهای پس‌زمینه",
        done=not problems,
        detail=" ".join(problems) or "کارگر و فرستندهٔ کدها در کارند.",
        turn=SERVER,
        is_needed=not settings.DEMO,
    )

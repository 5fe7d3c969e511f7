"""Names of bodies, roles and fees; who grants which role; which proposal moves where; the checks of the law
(handbook 2, 6.7, 6.12, 6.13, R121–R124, R220).
"""

from collections.abc import Mapping

from django.db import models

from core.refusals import RuleBroken


class BodyKind(models.TextChoices):
    """The kinds of body a person can work for."""

    UNION = "UNION", "اتحادیه"
    CHAMBER = "CHAMBER", "اتاق اصناف شهرستان"
    COMMISSION = "COMMISSION", "کمیسیون نظارت"
    NATIONAL_CHAMBER = "NATIONAL_CHAMBER", "اتاق اصناف ایران"
    SECRETARIAT = "SECRETARIAT", "دبیرخانه هیأت عالی نظارت"
    INQUIRY_BODY = "INQUIRY_BODY", "دستگاه استعلام‌شونده"
    HEALTH = "HEALTH", "وزارت بهداشت"
    EXECUTIVE_BODY = "EXECUTIVE_BODY", "دستگاه اجرایی"
    BANK = "BANK", "بانک عامل"
    SUPPORT = "SUPPORT", "پشتیبانی"


class Level(models.TextChoices):
    """How far a body reaches."""

    COUNTY = "COUNTY", "شهرستان"
    PROVINCE = "PROVINCE", "استان"
    NATIONAL = "NATIONAL", "کشور"


class Role(models.TextChoices):
    """The roles of handbook 2.2. A citizen's role (applicant, owner) follows from their rows, not from here."""

    UNION_OPERATOR = "UNION_OPERATOR", "کاربر اتحادیه"
    UNION_BOARD = "UNION_BOARD", "هیأت مدیره اتحادیه"
    CHAMBER_OPERATOR = "CHAMBER_OPERATOR", "کاربر اتاق اصناف"
    CHAMBER_INSPECTOR = "CHAMBER_INSPECTOR", "بازرس اتاق اصناف"
    COMMISSION_COUNTY = "COMMISSION_COUNTY", "کمیسیون نظارت شهرستان"
    COMMISSION_PROVINCE = "COMMISSION_PROVINCE", "کمیسیون نظارت مرکز استان"
    NATIONAL_CHAMBER = "NATIONAL_CHAMBER", "اتاق اصناف ایران"
    SECRETARIAT = "SECRETARIAT", "دبیرخانه هیأت عالی نظارت"
    INQUIRY_BODY = "INQUIRY_BODY", "دستگاه استعلام‌شونده"
    HEALTH_VERIFIER = "HEALTH_VERIFIER", "ناظر وزارت بهداشت"
    EXECUTIVE_BODY = "EXECUTIVE_BODY", "دستگاه اجرایی"
    BANK_OFFICER = "BANK_OFFICER", "کارشناس بانک عامل"
    SUPPORT_STAFF = "SUPPORT_STAFF", "کارشناس پشتیبانی"


#: The kind of body in which a role can be held; the service that grants it refuses any other pair.
BODY_OF_ROLE: dict[str, str] = {
    Role.UNION_OPERATOR: BodyKind.UNION,
    Role.UNION_BOARD: BodyKind.UNION,
    Role.CHAMBER_OPERATOR: BodyKind.CHAMBER,
    Role.CHAMBER_INSPECTOR: BodyKind.CHAMBER,
    Role.COMMISSION_COUNTY: BodyKind.COMMISSION,
    Role.COMMISSION_PROVINCE: BodyKind.COMMISSION,
    Role.NATIONAL_CHAMBER: BodyKind.NATIONAL_CHAMBER,
    Role.SECRETARIAT: BodyKind.SECRETARIAT,
    Role.INQUIRY_BODY: BodyKind.INQUIRY_BODY,
    Role.HEALTH_VERIFIER: BodyKind.HEALTH,
    Role.EXECUTIVE_BODY: BodyKind.EXECUTIVE_BODY,
    Role.BANK_OFFICER: BodyKind.BANK,
    Role.SUPPORT_STAFF: BodyKind.SUPPORT,
}


class BranchOfTrade(models.TextChoices):
    """The four branches of trade."""

    PRODUCTION = "PRODUCTION", "تولیدی"
    TECHNICAL_SERVICE = "TECHNICAL_SERVICE", "خدمات فنی"
    DISTRIBUTION = "DISTRIBUTION", "توزیعی"
    SERVICE = "SERVICE", "خدماتی"


class FeeKind(models.TextChoices):
    """The only things an applicant may be charged for (handbook 6.7, R120)."""

    MEMBERSHIP_ENTRY = "MEMBERSHIP_ENTRY", "حق ورودی (عضویت سال اول)"
    MEMBERSHIP_ANNUAL = "MEMBERSHIP_ANNUAL", "حق عضویت سالانه"
    SERVICES = "SERVICES", "خدمات فنی و آموزشی"
    ISSUE = "ISSUE", "حق صدور، تمدید و تعویض"
    NATIONAL_SHARE = "NATIONAL_SHARE", "حق‌السهم اتاق اصناف ایران"
    CHAMBER_SHARE = "CHAMBER_SHARE", "حق‌السهم اتاق اصناف شهرستان"
    E_SERVICES = "E_SERVICES", "خدمات الکترونیکی"
    POSTAGE = "POSTAGE", "هزینه پست و استعلام"


class Payee(models.TextChoices):
    """Whose account a fee goes to."""

    UNION = "UNION", "اتحادیه"
    CHAMBER = "CHAMBER", "اتاق اصناف شهرستان"
    NATIONAL_CHAMBER = "NATIONAL_CHAMBER", "اتاق اصناف ایران"
    SECRETARIAT = "SECRETARIAT", "دبیرخانه هیأت عالی نظارت"


#: Each kind of charge goes to its own payee (handbook 6.7, R130).
PAYEE_OF_KIND: dict[str, str] = {
    FeeKind.MEMBERSHIP_ENTRY: Payee.UNION,
    FeeKind.MEMBERSHIP_ANNUAL: Payee.UNION,
    FeeKind.SERVICES: Payee.UNION,
    FeeKind.ISSUE: Payee.UNION,
    FeeKind.NATIONAL_SHARE: Payee.NATIONAL_CHAMBER,
    FeeKind.CHAMBER_SHARE: Payee.CHAMBER,
    FeeKind.E_SERVICES: Payee.SECRETARIAT,
    FeeKind.POSTAGE: Payee.UNION,
}
#: The kinds of request a line of the tariff may be for, as the licensing app names them.
REQUEST_KINDS: dict[str, str] = {
    "NEW": "صدور",
    "RENEWAL": "تمدید",
    "EXCHANGE": "تعویض",
}


class BoardRole(models.TextChoices):
    """Seats on a board (handbook 2.1)."""

    CHAIR = "CHAIR", "رئیس"
    FIRST_VICE = "FIRST_VICE", "نایب رئیس اول"
    SECOND_VICE = "SECOND_VICE", "نایب رئیس دوم"
    SECRETARY = "SECRETARY", "دبیر"
    TREASURER = "TREASURER", "خزانه‌دار"
    MEMBER = "MEMBER", "عضو اصلی"
    SUBSTITUTE = "SUBSTITUTE", "عضو علی‌البدل"
    INSPECTOR = "INSPECTOR", "بازرس"


#: Who may grant and withdraw a role: the holder of one of these roles in the body above (handbook 2.3). The role of
#: the secretariat is opened by whoever runs the installation: nobody inside the portal stands above it.
GRANTED_BY: dict[str, tuple[str, ...]] = {
    Role.UNION_OPERATOR: (Role.CHAMBER_OPERATOR, Role.NATIONAL_CHAMBER),
    Role.UNION_BOARD: (Role.CHAMBER_OPERATOR, Role.NATIONAL_CHAMBER),
    Role.CHAMBER_OPERATOR: (Role.COMMISSION_COUNTY,),
    Role.CHAMBER_INSPECTOR: (Role.COMMISSION_COUNTY,),
    Role.COMMISSION_COUNTY: (Role.COMMISSION_PROVINCE, Role.SECRETARIAT),
    Role.COMMISSION_PROVINCE: (Role.SECRETARIAT,),
    Role.NATIONAL_CHAMBER: (Role.SECRETARIAT,),
    Role.SECRETARIAT: (),
    Role.INQUIRY_BODY: (Role.SECRETARIAT,),
    Role.HEALTH_VERIFIER: (Role.SECRETARIAT,),
    Role.EXECUTIVE_BODY: (Role.SECRETARIAT,),
    Role.BANK_OFFICER: (Role.SECRETARIAT,),
    Role.SUPPORT_STAFF: (Role.SECRETARIAT,),
}
#: The level a commission must have for the role held in it.
LEVEL_OF_ROLE: dict[str, str] = {
    Role.COMMISSION_COUNTY: Level.COUNTY,
    Role.COMMISSION_PROVINCE: Level.PROVINCE,
}


class Party(models.TextChoices):
    """In which part somebody acts on a proposal: the body that brings it, the one that decides, the secretariat."""

    CHAMBER = "CHAMBER", "اتاق اصناف"
    COMMISSION = "COMMISSION", "کمیسیون نظارت"
    SECRETARIAT = "SECRETARIAT", "دبیرخانه"


class ApprovalState(models.TextChoices):
    """What the body in whose name a decision stands has said of it (R127, R133)."""

    ENTERED = "ENTERED", "در انتظار تأیید مرجع"
    CONFIRMED = "CONFIRMED", "تأیید شده"
    DISPUTED = "DISPUTED", "مورد اعتراض مرجع"


class ActivationState(models.TextChoices):
    """Where a proposal to begin electronic intake stands (handbook 6.13, R220)."""

    PROPOSED = "PROPOSED", "پیشنهاد شده"
    APPROVED = "APPROVED", "تصویب شده"
    REFUSED = "REFUSED", "رد شده"
    WITHDRAWN = "WITHDRAWN", "پس گرفته شده"


ACTIVATION_MOVES: dict[str, dict[str, str]] = {
    ActivationState.PROPOSED: {
        ActivationState.APPROVED: Party.COMMISSION,
        ActivationState.REFUSED: Party.COMMISSION,
        ActivationState.WITHDRAWN: Party.CHAMBER,
    },
}


class SuggestionState(models.TextChoices):
    """What became of a trade somebody did not find in the list (R62)."""

    OPEN = "OPEN", "در انتظار پاسخ"
    GUIDED = "GUIDED", "راهنمایی شد"
    ADDED = "ADDED", "رسته تعریف شد"
    REJECTED = "REJECTED", "پذیرفته نشد"


SUGGESTION_MOVES: dict[str, dict[str, tuple[str, ...]]] = {
    SuggestionState.OPEN: {
        SuggestionState.GUIDED: (Party.CHAMBER, Party.SECRETARIAT),
        SuggestionState.REJECTED: (Party.CHAMBER, Party.SECRETARIAT),
        SuggestionState.ADDED: (Party.SECRETARIAT,),
    },
    SuggestionState.GUIDED: {SuggestionState.ADDED: (Party.SECRETARIAT,)},
}


class EntryState(models.TextChoices):
    """What became of the entry a chamber wrote for a missing trade (R62)."""

    WAITING = "WAITING", "در انتظار دبیرخانه"
    RETURNED = "RETURNED", "برگشت به اتاق"
    PUBLISHED = "PUBLISHED", "منتشر شد"


class AuthorizationKind(models.TextChoices):
    """What a board lets an operator do: print for every request, or for one (handbook 6.6, S001 C-5)."""

    GENERAL = "GENERAL", "عمومی (همهٔ پرونده‌ها)"
    CASE = "CASE", "موردی (یک پرونده)"


class ImportMode(models.TextChoices):
    """What happens to a file of categories in which some rows are wrong."""

    ALL_OR_NOTHING = "ALL_OR_NOTHING", "همه یا هیچ"
    GOOD_ROWS = "GOOD_ROWS", "فقط ردیف‌های درست"


class ImportState(models.TextChoices):
    """Where an uploaded file of categories stands."""

    CHECKED = "CHECKED", "بررسی شده، در انتظار تصمیم"
    DONE = "DONE", "وارد شده"
    DISCARDED = "DISCARDED", "کنار گذاشته شده"


class Part(models.TextChoices):
    """The parts of special conditions, in the order they are printed (handbook 6.12)."""

    LEGAL_BASIS = "legal_basis", "مبنای قانونی"
    CATEGORY = "category", "رستهٔ شغلی و کد آیسیک"
    DEFINITIONS = "definitions", "تعریف‌ها"
    PERMITTED_SERVICES = "permitted_services", "خدمات قابل ارائه"
    MEANS = "means", "وسایل و ابزار کار"
    EQUIPMENT = "equipment", "تجهیزات ایمنی، انتظامی و بهداشتی"
    DUTIES = "duties", "تکالیف فرد صنفی"
    DOCUMENTS = "documents", "مدارک خواسته‌شده"
    INQUIRIES = "inquiries", "استعلام‌های لازم"
    FEES = "fees", "هزینه‌ها"
    APPROVAL = "approval", "تصویب و ابلاغ"


def moves_of(
    table: Mapping[str, Mapping[str, str | tuple[str, ...]]], state: str, parties: set[str]
) -> list[str]:
    """The states a proposal may go to when acted on by somebody in one of these parts."""
    return [
        to
        for to, allowed in table.get(state, {}).items()
        if parties & ({allowed} if isinstance(allowed, str) else set(allowed))
    ]


def check_move(
    table: Mapping[str, Mapping[str, str | tuple[str, ...]]], state: str, to: str, parties: set[str]
) -> None:
    """Refuse a move that is not in the table, or is not this person's.

    Raises:
        RuleBroken: "closed" when the step is not open any more, "not_your_office" when it is another's.
    """
    if to not in table.get(state, {}):
        raise RuleBroken("این گام دیگر باز نیست؛ وضعیت عوض شده است.", code="closed")
    if to not in moves_of(table, state, parties):
        raise RuleBroken("این تصمیم در صلاحیت نهاد شما نیست.", code="not_your_office")


def check_ready(*, software: bool, hardware: bool, trained_staff: bool) -> None:
    """A union is proposed for electronic work only with software, hardware and trained staff (R220).

    Raises:
        RuleBroken: "not_ready", naming what is missing.
    """
    things = (("نرم‌افزار", software), ("سخت‌افزار", hardware), ("کارکنان آموزش‌دیده", trained_staff))
    missing = [name for name, there in things if not there]
    if missing:
        raise RuleBroken(f"اتحادیه هنوز آماده نیست؛ {' و '.join(missing)} فراهم نشده است.", code="not_ready")

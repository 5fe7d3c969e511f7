"""The words of a licence request: its states, who acts, what is asked for, what an answer rests on (handbook 6.5)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from licensing.models import Reason


class Status(models.TextChoices):
    """The states of a request, with the words people read."""

    DRAFT = "DRAFT", "پیش‌نویس"
    SUBMITTED = "SUBMITTED", "ثبت شده"
    UNDER_REVIEW = "UNDER_REVIEW", "در دست بررسی هیأت مدیره"
    CONDITIONAL = "CONDITIONAL", "قبول مشروط"
    ACCEPTED = "ACCEPTED", "پذیرش اولیه"
    ACCEPTED_BY_SILENCE = "ACCEPTED_BY_SILENCE", "پذیرش به دلیل عدم اعلام نظر"
    IN_PROGRESS = "IN_PROGRESS", "تکمیل مدارک و استعلام‌ها"
    DOCS_COMPLETE = "DOCS_COMPLETE", "مدارک کامل"
    INTERVIEW = "INTERVIEW", "دعوت به مصاحبه"
    AWAITING_PAYMENT = "AWAITING_PAYMENT", "در انتظار پرداخت"
    READY = "READY", "آمادهٔ صدور"
    ISSUED = "ISSUED", "صادر شده"
    DELIVERED = "DELIVERED", "تحویل شده"
    REJECTED = "REJECTED", "رد شده"
    REFUSED = "REFUSED", "عدم صدور"
    LAPSED = "LAPSED", "منقضی (متقاضی جدید)"
    WITHDRAWN = "WITHDRAWN", "انصراف"


class Actor(models.TextChoices):
    """Who may take a step."""

    APPLICANT = "APPLICANT", "متقاضی"
    UNION_OPERATOR = "UNION_OPERATOR", "کاربر اتحادیه"
    UNION_BOARD = "UNION_BOARD", "هیأت مدیره اتحادیه"
    SYSTEM = "SYSTEM", "سامانه، به حکم قانون"


class Kind(models.TextChoices):
    """What is asked for."""

    NEW = "NEW", "صدور"
    RENEWAL = "RENEWAL", "تمدید"
    EXCHANGE = "EXCHANGE", "تعویض"


class Term(models.TextChoices):
    """How long the licence will hold; how many years that is says the number of the law (R150)."""

    PERMANENT = "PERMANENT", "دائم"
    TEMPORARY = "TEMPORARY", "موقت"


class Tenure(models.TextChoices):
    """By what right the applicant has the premises."""

    OWN = "OWN", "مالک"
    LEASE_OFFICIAL = "LEASE_OFFICIAL", "اجاره با سند رسمی"
    LEASE_PRIVATE = "LEASE_PRIVATE", "اجارهٔ عادی"
    PURCHASE_DEED = "PURCHASE_DEED", "قولنامه"
    CONTRACT = "CONTRACT", "قرارداد"


class BuildingUse(models.TextChoices):
    """What the municipality's papers say the premises are for (annex 7); not knowing is an answer."""

    COMMERCIAL = "COMMERCIAL", "تجاری"
    OFFICE = "OFFICE", "اداری"
    WORKSHOP = "WORKSHOP", "کارگاهی"
    RESIDENTIAL = "RESIDENTIAL", "مسکونی"
    UNKNOWN = "UNKNOWN", "معلوم نیست"


class ReasonKind(models.TextChoices):
    """What a coded reason is for."""

    REFUSAL = "REFUSAL", "دلیل رد"
    NEED = "NEED", "نیاز"


class Source(models.TextChoices):
    """Which of the two texts the applicant accepted a reason rests on (R63, R76)."""

    SPECIAL = "SPECIAL", "ضوابط خاص"
    GENERAL = "GENERAL", "ضوابط عمومی"


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason of an answer: its code, the published article it rests on, and what the board adds (R67)."""

    reason: "Reason"
    source: Source
    article: int
    explanation: str = ""


class InterviewResult(models.TextChoices):
    """What came of an interview; empty while it is ahead."""

    HELD = "HELD", "برگزار شد"
    NO_SHOW = "NO_SHOW", "متقاضی نیامد"
    CANCELLED = "CANCELLED", "لغو شد"
    MOVED = "MOVED", "به زمان دیگری رفت"


class DeliveryMethod(models.TextChoices):
    """How a licence leaves the union (R80)."""

    HAND = "HAND", "تحویل حضوری"
    POST = "POST", "پست سفارشی"


class LicenceState(models.TextChoices):
    """The states of an issued licence (handbook 6.10)."""

    VALID = "VALID", "معتبر"
    SUSPENDED = "SUSPENDED", "تعلیق شده"
    CANCELLED = "CANCELLED", "باطل شده"
    SUPERSEDED = "SUPERSEDED", "جایگزین شده"

"""States of an inquiry, who moves it, and what a letter asks (handbook 6.8)."""

from collections.abc import Mapping

from django.db import models

from licensing.cases.states import Status


class InquiryChannel(models.TextChoices):
    """How the letter reaches the body (R102)."""

    UNION_POST = "UNION_POST", "پست سفارشی دوقبضهٔ اتحادیه"
    APPLICANT_HAND = "APPLICANT_HAND", "به دست متقاضی"
    ONLINE = "ONLINE", "برخط"
    REGISTER = "REGISTER", "پایگاه نشانی پست"


class InquiryState(models.TextChoices):
    """The states of an inquiry."""

    PREPARED = "PREPARED", "آمادهٔ چاپ"
    PRINTED = "PRINTED", "چاپ شده"
    SENT = "SENT", "فرستاده شده"
    DELIVERED = "DELIVERED", "رسیده به دستگاه"
    POSITIVE = "POSITIVE", "پاسخ مثبت"
    NEGATIVE = "NEGATIVE", "پاسخ منفی"
    CONDITIONAL = "CONDITIONAL", "پاسخ مشروط"
    DEEMED_POSITIVE = "DEEMED_POSITIVE", "مثبت به حکم قانون"
    CANCELLED = "CANCELLED", "باطل شده"


class InquiryActor(models.TextChoices):
    """Who may take a step of an inquiry."""

    APPLICANT = "APPLICANT", "متقاضی"
    UNION = "UNION", "اتحادیه"
    BODY = "BODY", "دستگاه استعلام‌شونده"
    JUDGE = "JUDGE", "اتحادیه، وقتی نشانی پست با درخواست یکی نیست"
    SYSTEM = "SYSTEM", "سامانه، به حکم قانون یا با پاسخ پایگاه پست"


class ReminderStep(models.TextChoices):
    """Which of the two reminders a body gets; how long after receipt are terms (`deadlines.models.Term`)."""

    FIRST = "INQUIRY_REMINDER", "یادآوری نخست"
    LAST = "INQUIRY_LAST_REMINDER", "یادآوری پایانی"


class PostalState(models.TextChoices):
    """What came of asking the post register for the place of the postal code (R103)."""

    WAITING = "WAITING", "در انتظار پاسخ پست"
    CONFIRMED = "CONFIRMED", "پست تأیید کرد"
    DIFFERS = "DIFFERS", "با درخواست یکی نیست"
    BY_HAND = "BY_HAND", "با نامه پرسیده می‌شود"


class NeededWhen(models.TextChoices):
    """When a body is asked, unless a county or a trade says otherwise (R108)."""

    ALWAYS = "ALWAYS", "همیشه"
    HEALTH = "HEALTH", "رسته‌های خوراکی و بهداشتی"
    STAFF = "STAFF", "واحدهای دارای کارکن"
    CATEGORY = "CATEGORY", "به ضوابط رسته"
    CASE = "CASE", "موردی"


#: The body whose answer the post register can give (R103).
POSTAL_BODY = "POST"


class Fact(models.TextChoices):
    """What a letter may tell a body beside name, national code, trade and address."""

    FATHER = "FATHER", "نام پدر"
    BIRTH_DATE = "BIRTH_DATE", "تاریخ تولد"
    BIRTH_CERTIFICATE = "BIRTH_CERTIFICATE", "شمارهٔ شناسنامه"
    ISSUED_AT = "ISSUED_AT", "محل صدور شناسنامه"
    USE = "USE", "کاربری محل"
    TENURE = "TENURE", "نوع تصرف محل"
    AREA = "AREA", "مساحت"
    MUNICIPAL_CODE = "MUNICIPAL_CODE", "کد نوسازی"
    TAX_CODE = "TAX_CODE", "کد ثبت‌نام مالیاتی"
    STAFF = "STAFF", "شمار کارکنان"


_PERSON = (Fact.FATHER, Fact.BIRTH_DATE, Fact.BIRTH_CERTIFICATE, Fact.ISSUED_AT)

#: Which facts go to which body (by its code): each learns what its own answer needs and no more.
ASKED: Mapping[str, tuple[Fact, ...]] = {
    "POLICE": _PERSON,
    "IDENTIFICATION": _PERSON,
    "TAX": (Fact.TAX_CODE,),
    "MUNICIPALITY": (Fact.USE, Fact.MUNICIPAL_CODE, Fact.TENURE, Fact.AREA),
    "HEALTH": (Fact.STAFF, Fact.AREA),
    "SOCIAL_SECURITY": (Fact.STAFF,),
    "FIRE": (Fact.USE, Fact.AREA),
    "DEEDS_REGISTRY": (Fact.USE, Fact.TENURE),
}
_U, _A, _B, _S = InquiryActor.UNION, InquiryActor.APPLICANT, InquiryActor.BODY, InquiryActor.SYSTEM
_J = InquiryActor.JUDGE
_ANSWERS = {InquiryState.POSITIVE: (_U, _S), InquiryState.NEGATIVE: (_U,), InquiryState.CONDITIONAL: (_U,)}

#: state → {next state: who may take the step}
MOVES: Mapping[InquiryState, Mapping[InquiryState, tuple[InquiryActor, ...]]] = {
    InquiryState.PREPARED: {
        InquiryState.PRINTED: (_U, _A),
        InquiryState.DELIVERED: (_U,),
        InquiryState.POSITIVE: (_J, _S),
        InquiryState.NEGATIVE: (_J,),
        InquiryState.CONDITIONAL: (_J,),
        InquiryState.CANCELLED: (_S,),
    },
    InquiryState.PRINTED: {
        InquiryState.SENT: (_U,),
        InquiryState.DELIVERED: (_U,),
        **_ANSWERS,
        InquiryState.CANCELLED: (_S,),
    },
    InquiryState.SENT: {InquiryState.DELIVERED: (_U,), **_ANSWERS, InquiryState.CANCELLED: (_S,)},
    InquiryState.DELIVERED: {
        InquiryState.POSITIVE: (_U, _B, _S),
        InquiryState.NEGATIVE: (_U, _B),
        InquiryState.CONDITIONAL: (_U, _B),
        InquiryState.DEEMED_POSITIVE: (_S,),
        InquiryState.CANCELLED: (_S,),
    },
}
ANSWERED_BY_BODY = (InquiryState.POSITIVE, InquiryState.NEGATIVE, InquiryState.CONDITIONAL)

#: A wrongly recorded answer → what it is corrected to; its reasons or number alone may be corrected too.
CORRECTIONS: Mapping[InquiryState, Mapping[InquiryState, tuple[InquiryActor, ...]]] = {
    state: {to: (_U, _B) for to in ANSWERED_BY_BODY if to != state} for state in ANSWERED_BY_BODY
}
CLOSED = (*ANSWERED_BY_BODY, InquiryState.DEEMED_POSITIVE, InquiryState.CANCELLED)
OPEN = tuple(MOVES)

#: Nothing is printed before acceptance (R100), nor after the file is complete.
TAKES_INQUIRIES = (Status.IN_PROGRESS,)

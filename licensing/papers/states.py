"""How papers come, and what the union says of each (handbook 6.9)."""

from django.db import models

from licensing.cases.states import Status


class Channel(models.TextChoices):
    """How a paper reaches the union."""

    UPLOAD = "UPLOAD", "بارگذاری"
    POST = "POST", "پست"


class DocumentState(models.TextChoices):
    """What the union says of a paper."""

    SENT = "SENT", "فرستاده شده"
    ACCEPTED = "ACCEPTED", "پذیرفته شده"
    REJECTED = "REJECTED", "پذیرفته نشده"
    REPLACE = "REPLACE", "فقط همین را دوباره بفرستید"


class DocumentReason(models.TextChoices):
    """Why a paper was not accepted; free text alone is no reason."""

    UNREADABLE = "UNREADABLE", "خوانا نیست یا بخشی از آن دیده نمی‌شود"
    PAGES_MISSING = "PAGES_MISSING", "همهٔ صفحه‌ها فرستاده نشده است"
    WRONG_PAPER = "WRONG_PAPER", "این مدرک، مدرک خواسته‌شده نیست"
    OTHER_PERSON = "OTHER_PERSON", "به نام شخص دیگری است"
    OUT_OF_DATE = "OUT_OF_DATE", "اعتبار آن گذشته است"
    NOT_SIGNED = "NOT_SIGNED", "امضا یا مهر ندارد"
    OTHER_PLACE = "OTHER_PLACE", "مربوط به نشانی محل کسب نیست"
    INFECTED = "INFECTED", "فایل آلوده به ویروس بود و برداشته شد"


#: What the union may choose from; the rest is the portal's own.
REASONS_OF_UNION = tuple(reason for reason in DocumentReason if reason != DocumentReason.INFECTED)


class Needed(models.TextChoices):
    """When a paper is needed."""

    ALWAYS = "ALWAYS", "همیشه"
    BELOW_WAIVER_AGE = "WAIVER_AGE", "تا سن معافیت از مدرک تحصیلی"
    PRIVATE_DEED = "PRIVATE_DEED", "برای سند عادی محل"
    CASE = "CASE", "اگر شامل حال متقاضی باشد"
    WITH_BILL = "WITH_BILL", "با صورتحساب، به شمارهٔ فیش"


#: The kinds of applicant a paper is asked of, as `DocumentType.applies` names them.
APPLICANTS = {
    "NATURAL": "اشخاص حقیقی",
    "LEGAL": "اشخاص حقوقی",
    "FOREIGN": "اتباع خارجی",
    "RENEWAL": "تمدید",
    "DUPLICATE": "المثنی",
}
UNION_LOOKS = (Status.SUBMITTED, Status.UNDER_REVIEW, Status.CONDITIONAL, Status.IN_PROGRESS)
TAKES_PAPERS = (Status.DRAFT, *UNION_LOOKS)

#: When the board sees the originals: the file is complete, nothing is billed yet (R78).
COMPARES = (Status.DOCS_COMPLETE, Status.INTERVIEW)
REFUSED = (DocumentState.REJECTED, DocumentState.REPLACE)

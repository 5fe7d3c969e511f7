"""The kinds of fees, who gets them, and for which requests they are charged (handbook 6)."""

from django.db import models


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

#: Charges the high board sets for the whole country: one row each, entered by the secretariat (R129, R130).
NATIONAL_KINDS = (FeeKind.NATIONAL_SHARE, FeeKind.CHAMBER_SHARE, FeeKind.E_SERVICES)
#: Charges whose row holds no amount: a number of the law sets it, or it is charged at cost (R129, R135).
KINDS_WITHOUT_AMOUNT = (FeeKind.E_SERVICES, FeeKind.POSTAGE)

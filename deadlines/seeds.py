"""The terms of handbook 8 and the official holidays as first entered, for the migration that seeds them."""

from datetime import date, timedelta
from typing import Any, Protocol
from uuid import uuid4

from django.apps.registry import Apps

from core.jalali import from_jalali
from deadlines.holiday_table import official_holidays
from deadlines.states import AtEnd, Confidence, Key, Owner, Unit

#: The day the terms begin for cases of this portal: 1 Farvardin 1380, before any case it can hold.
SINCE = date(2001, 3, 21)
#: Article 27 was amended from 2 Mordad 1403 on: the notice takes the place of the clearance of goods.
SINCE_ART27_AMENDED = from_jalali(1403, 5, 2)
_S, _P, _G, _A = Confidence.SEED, Confidence.PUBLIC, Confidence.GENERAL, Confidence.DECIDED
_DAY, _WORKING, _MONTH = Unit.CALENDAR_DAY, Unit.WORKING_DAY, Unit.MONTH

# key, amount, unit, whose turn, at the end, basis, confidence
_ROWS: tuple[tuple[str, int, str, str, str, str, str], ...] = (
    (
        Key.T1_UNION_ANSWER,
        15,
        _WORKING,
        Owner.UNION,
        AtEnd.ACCEPTED_BY_SILENCE,
        "مادهٔ ۲۶ قانون نظام صنفی؛ دستورالعمل صدور الکترونیکی، بخش ج، بند ۱",
        _P,
    ),
    (Key.T2_DOCUMENTS, 3, _MONTH, Owner.APPLICANT, AtEnd.LAPSED, "مادهٔ ۲۶ قانون نظام صنفی", _P),
    (Key.T3_ISSUE, 15, _DAY, Owner.UNION, AtEnd.ALARM, "مادهٔ ۲۶ قانون نظام صنفی", _G),
    (Key.T4_INQUIRY, 15, _DAY, Owner.BODY, AtEnd.DEEMED_POSITIVE, "تبصرهٔ مادهٔ ۱۲ قانون نظام صنفی", _P),
    (Key.T5_OBJECT_CHAMBER, 20, _DAY, Owner.APPLICANT, AtEnd.RIGHT_LOST, "تبصرهٔ مادهٔ ۲۶ قانون نظام صنفی", _G),
    (Key.T6_CHAMBER_ANSWER, 15, _DAY, Owner.CHAMBER, AtEnd.ALARM, "تبصرهٔ مادهٔ ۲۶ قانون نظام صنفی", _G),
    (
        Key.T7_OBJECT_COMMISSION,
        20,
        _DAY,
        Owner.APPLICANT,
        AtEnd.RIGHT_LOST,
        "تبصرهٔ مادهٔ ۲۶ قانون نظام صنفی",
        _G,
    ),
    (Key.T8_COMMISSION, 1, _MONTH, Owner.COMMISSION, AtEnd.ALARM, "تبصرهٔ مادهٔ ۲۶ قانون نظام صنفی", _G),
    (
        Key.T9_EXPIRY_NOTICE,
        1,
        _MONTH,
        Owner.UNIT_OWNER,
        AtEnd.UNLICENSED,
        "تبصرهٔ ۲ مادهٔ ۵ قانون نظام صنفی",
        _P,
    ),
    (
        Key.T10_HANDOVER_WARNING,
        15,
        _DAY,
        Owner.UNIT_OWNER,
        AtEnd.CANCELLED,
        "تبصرهٔ ۵ مادهٔ ۱۲ قانون نظام صنفی",
        _P,
    ),
    (Key.T11_HEIRS, 2, Unit.YEAR, Owner.APPLICANT, AtEnd.VOID, "آیین‌نامهٔ اجرایی مادهٔ ۱۲ قانون نظام صنفی", _P),
    (
        Key.T12_POS_BLOCK,
        14,
        _DAY,
        Owner.UNIT_OWNER,
        AtEnd.UNBLOCKED,
        "نامهٔ اتاق اصناف ایران دربارهٔ کد QR، گام دوم",
        _S,
    ),
    (
        Key.T13_SEAL,
        30,
        _DAY,
        Owner.UNIT_OWNER,
        AtEnd.UNSEALED,
        "نامهٔ اتاق اصناف ایران دربارهٔ کد QR، گام سوم",
        _S,
    ),
    (Key.T14_LIFT, 72, Unit.CLOCK_HOUR, Owner.CHAMBER, AtEnd.ALARM, "نامهٔ اتاق اصناف ایران دربارهٔ کد QR", _S),
    (Key.T15_COMPLAINT_UNION, 10, _DAY, Owner.UNION, AtEnd.FORWARDED, "آیین‌نامهٔ رسیدگی به شکایت‌های صنفی", _P),
    (Key.T16_TAZIRAT, 2, Unit.WEEK, Owner.EXECUTIVE, AtEnd.NOTHING, "قانون نظام صنفی، فصل تخلفات", _P),
    (Key.T17_DIRECTIVES, 5, _DAY, Owner.CHAMBER, AtEnd.FORWARDED, "مادهٔ ۳۰ قانون نظام صنفی", _P),
    (
        Key.T18_ROLLOUT,
        6,
        _MONTH,
        Owner.COMMISSION,
        AtEnd.REPORT,
        "دستورالعمل صدور الکترونیکی، بخش ذ، بند ۲",
        _S,
    ),
    (
        Key.T19_GOODS_CLEARANCE,
        10,
        _DAY,
        Owner.UNIT_OWNER,
        AtEnd.SEALED,
        "مادهٔ ۲۷ قانون نظام صنفی، پیش از اصلاح ۲ مرداد ۱۴۰۳",
        _P,
    ),
    (
        Key.T20_ART27_NOTICE,
        20,
        _DAY,
        Owner.UNIT_OWNER,
        AtEnd.SEALED,
        "مادهٔ ۲۷ قانون نظام صنفی، اصلاحی ۲ مرداد ۱۴۰۳",
        _P,
    ),
    (
        Key.T21_RECORD_CHECKS,
        1,
        _MONTH,
        Owner.APPLICANT,
        AtEnd.STALE,
        "آیین‌نامهٔ اجرایی مادهٔ ۱۲ قانون نظام صنفی",
        _P,
    ),
    (
        Key.T22_PAYMENT,
        3,
        _MONTH,
        Owner.APPLICANT,
        AtEnd.LAPSED,
        "تصمیم سامانه؛ به اندازهٔ مهلت مدارک در مادهٔ ۲۶ قانون نظام صنفی",
        _A,
    ),
    (
        Key.QUARANTINE_DAYS,
        14,
        _DAY,
        Owner.UNIT_OWNER,
        AtEnd.BACK_TO_NORMAL,
        "شیوه‌نامهٔ بهداشتی کرونا، تصمیم سامانه",
        _A,
    ),
    (
        Key.INQUIRY_REMINDER,
        10,
        _DAY,
        Owner.BODY,
        AtEnd.NOTHING,
        "تصمیم سامانه؛ پانزده روز دستگاه از تبصرهٔ مادهٔ ۱۲ می‌آید",
        _A,
    ),
    (
        Key.INQUIRY_LAST_REMINDER,
        13,
        _DAY,
        Owner.BODY,
        AtEnd.NOTHING,
        "تصمیم سامانه؛ پانزده روز دستگاه از تبصرهٔ مادهٔ ۱۲ می‌آید",
        _A,
    ),
    (
        Key.PAPER_LOOK,
        5,
        _WORKING,
        Owner.UNION,
        AtEnd.ALARM,
        "تصمیم سامانه؛ تا سکوت اتحادیه مهلت مادهٔ ۲۶ متقاضی را نگیرد",
        _A,
    ),
    *(
        (
            key,
            days,
            _DAY,
            Owner.APPLICANT,
            AtEnd.NOTHING,
            "تصمیم سامانه؛ مهلت‌ها از مادهٔ ۲۶ قانون نظام صنفی می‌آید",
            _A,
        )
        for key, days in (
            (Key.LAPSE_WARNING_FIRST, 60),
            (Key.LAPSE_WARNING_SECOND, 30),
            (Key.LAPSE_WARNING_LAST, 7),
        )
    ),
)

#: Measures that last so many days: an end on a holiday does not lengthen them.
LASTING = (Key.T12_POS_BLOCK, Key.T13_SEAL, Key.QUARANTINE_DAYS)
#: The terms a declared outage stops (handbook 6.13).
STOPPED_BY_OUTAGES = (Key.T1_UNION_ANSWER, Key.T2_DOCUMENTS, Key.T3_ISSUE)


class TermModel(Protocol):
    """`Term`, or what a migration knows as such."""

    objects: Any


def seed_terms(model: TermModel) -> None:
    """Enter each term once; a row already there is left as it is."""
    for key, amount, unit, owner, at_end, basis, confidence in _ROWS:
        model.objects.get_or_create(
            key=key,
            variant="",
            valid_from=SINCE_ART27_AMENDED if key == Key.T20_ART27_NOTICE else SINCE,
            defaults={
                "title": Key(key).label,
                "amount": amount,
                "valid_to": SINCE_ART27_AMENDED - timedelta(days=1)
                if key == Key.T19_GOODS_CLEARANCE
                else None,
                "amount_max": 20 if key == Key.T19_GOODS_CLEARANCE else None,
                "unit": unit,
                "owner": owner,
                "at_end": at_end,
                "legal_basis": basis,
                "confidence": confidence,
                "rolls": key not in LASTING,
                "stops_in_outage": key in STOPPED_BY_OUTAGES,
            },
        )


def seed_calendar(holiday: Any, version: Any) -> None:
    """Enter the official holidays of 1390–1420 and the first version of the calendar."""
    holiday.objects.bulk_create(
        holiday(date=row.date, title=row.title, is_estimated=row.is_estimated, source="PACKAGE")
        for row in official_holidays(1390, 1420)
    )
    version.objects.create(pk=1, token=uuid4().hex)


def seed(apps: Apps) -> None:
    """Everything the first migration enters; `apps` holds the models as the migration knows them."""
    seed_terms(apps.get_model("deadlines", "Term"))
    seed_calendar(apps.get_model("deadlines", "Holiday"), apps.get_model("deadlines", "CalendarVersion"))

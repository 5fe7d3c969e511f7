"""The terms of the law by name, how they are counted, who owes what, and what a deadline can be."""

from datetime import timedelta

from django.db import models


class Key(models.TextChoices):
    """The statutory terms of handbook 8."""

    T1_UNION_ANSWER = "T1_UNION_ANSWER", "پاسخ اتحادیه به درخواست"
    T2_DOCUMENTS = "T2_DOCUMENTS", "تکمیل مدارک متقاضی"
    T3_ISSUE = "T3_ISSUE", "صدور پروانه"
    T4_INQUIRY = "T4_INQUIRY", "پاسخ دستگاه به استعلام"
    T5_OBJECT_CHAMBER = "T5_OBJECT_CHAMBER", "اعتراض نزد اتاق اصناف"
    T6_CHAMBER_ANSWER = "T6_CHAMBER_ANSWER", "پاسخ اتاق اصناف به اعتراض"
    T7_OBJECT_COMMISSION = "T7_OBJECT_COMMISSION", "اعتراض نزد کمیسیون نظارت"
    T8_COMMISSION = "T8_COMMISSION", "تصمیم کمیسیون نظارت"
    T9_EXPIRY_NOTICE = "T9_EXPIRY_NOTICE", "اخطار پایان اعتبار پروانه"
    T10_HANDOVER_WARNING = "T10_HANDOVER_WARNING", "اخطار واگذاری بدون انتقال"
    T11_HEIRS = "T11_HEIRS", "مهلت وراث"
    T12_POS_BLOCK = "T12_POS_BLOCK", "مسدودی کارتخوان"
    T13_SEAL = "T13_SEAL", "پلمب واحد"
    T14_LIFT = "T14_LIFT", "رفع پلمب یا مسدودی"
    T15_COMPLAINT_UNION = "T15_COMPLAINT_UNION", "رسیدگی اتحادیه به شکایت"
    T16_TAZIRAT = "T16_TAZIRAT", "رسیدگی تعزیرات حکومتی"
    T17_DIRECTIVES = "T17_DIRECTIVES", "ابلاغ بخشنامه به اتحادیه‌ها"
    T18_ROLLOUT = "T18_ROLLOUT", "فراگیر شدن طرح در استان"
    T19_GOODS_CLEARANCE = "T19_GOODS_CLEARANCE", "تخلیهٔ کالا پیش از پلمب (تا ۱ مرداد ۱۴۰۳)"
    T20_ART27_NOTICE = "T20_ART27_NOTICE", "اخطار مادهٔ ۲۷ (از ۲ مرداد ۱۴۰۳)"
    T21_RECORD_CHECKS = "T21_RECORD_CHECKS", "اعتبار گواهی‌های سوءپیشینه و بهداشت"
    T22_PAYMENT = "T22_PAYMENT", "پرداخت صورتحساب"
    QUARANTINE_DAYS = "QUARANTINE_DAYS", "دورهٔ قرنطینه"
    INQUIRY_REMINDER = "INQUIRY_REMINDER", "یادآوری نخست استعلام به دستگاه"
    INQUIRY_LAST_REMINDER = "INQUIRY_LAST_REMINDER", "یادآوری پایانی استعلام به دستگاه"
    PAPER_LOOK = "PAPER_LOOK", "بررسی مدرک رسیده"
    LAPSE_WARNING_FIRST = "LAPSE_WARNING_FIRST", "هشدار نخست پیش از انقضای درخواست"
    LAPSE_WARNING_SECOND = "LAPSE_WARNING_SECOND", "هشدار دوم پیش از انقضای درخواست"
    LAPSE_WARNING_LAST = "LAPSE_WARNING_LAST", "هشدار پایانی پیش از انقضای درخواست"


class Unit(models.TextChoices):
    """What a term is counted in."""

    WORKING_DAY = "WORKING_DAY", "روز کاری"
    CALENDAR_DAY = "CALENDAR_DAY", "روز"
    WEEK = "WEEK", "هفته"
    MONTH = "MONTH", "ماه"
    YEAR = "YEAR", "سال"
    CLOCK_HOUR = "CLOCK_HOUR", "ساعت"


class Owner(models.TextChoices):
    """Whose turn it is while an interval lasts."""

    UNION = "UNION", "اتحادیه"
    APPLICANT = "APPLICANT", "متقاضی"
    CHAMBER = "CHAMBER", "اتاق اصناف"
    COMMISSION = "COMMISSION", "کمیسیون نظارت"
    BODY = "BODY", "دستگاه استعلام‌شونده"
    SECRETARIAT = "SECRETARIAT", "دبیرخانهٔ هیأت عالی نظارت"
    UNIT_OWNER = "UNIT_OWNER", "دارندهٔ واحد صنفی"
    EXECUTIVE = "EXECUTIVE", "دستگاه اجرایی"
    OUTAGE = "OUTAGE", "قطعی اعلام‌شدهٔ سامانه"


class State(models.TextChoices):
    """Where a deadline stands. OPEN and PAUSED are alive, the others are the end."""

    OPEN = "OPEN", "در جریان"
    PAUSED = "PAUSED", "متوقف"
    MET = "MET", "انجام‌شده"
    MISSED = "MISSED", "پایان‌یافته"
    CANCELLED = "CANCELLED", "بی‌اثر"


LIVE = (State.OPEN, State.PAUSED)

CLOSED = (State.MET, State.MISSED, State.CANCELLED)


class AtEnd(models.TextChoices):
    """What the law attaches to the end of a term."""

    ACCEPTED_BY_SILENCE = "ACCEPTED_BY_SILENCE", "سکوت به منزلهٔ پذیرش است"
    DEEMED_POSITIVE = "DEEMED_POSITIVE", "پاسخ مثبت تلقی می‌شود"
    LAPSED = "LAPSED", "درخواست از اعتبار می‌افتد"
    RIGHT_LOST = "RIGHT_LOST", "حق اعتراض از بین می‌رود"
    UNLICENSED = "UNLICENSED", "واحد بدون پروانه شناخته می‌شود"
    CANCELLED = "CANCELLED", "پروانه باطل می‌شود"
    VOID = "VOID", "پروانه از اعتبار می‌افتد"
    UNBLOCKED = "UNBLOCKED", "کارتخوان باز می‌شود"
    UNSEALED = "UNSEALED", "پلمب برداشته می‌شود"
    SEALED = "SEALED", "واحد پلمب می‌شود"
    STALE = "STALE", "گواهی باید تازه شود"
    BACK_TO_NORMAL = "BACK_TO_NORMAL", "به وضعیت عادی بازمی‌گردد"
    FORWARDED = "FORWARDED", "به مرجع بالاتر فرستاده می‌شود"
    ALARM = "ALARM", "به نهاد بالادست هشدار داده می‌شود"
    REPORT = "REPORT", "در گزارش می‌آید"
    NOTHING = "NOTHING", "اثر خودکار ندارد"


#: Ends after which the act itself is still possible, only late; after any other end it comes too late.
LATE_IS_ALLOWED = (AtEnd.FORWARDED, AtEnd.ALARM, AtEnd.REPORT, AtEnd.NOTHING, AtEnd.SEALED, AtEnd.STALE)


class Confidence(models.TextChoices):
    """How sure the source of a term is (handbook 0.1)."""

    SEED = "S", "در سند پایه آمده"
    PUBLIC = "P", "در منبع عمومی آمده"
    GENERAL = "G", "بر پایهٔ دانش عمومی، تابع قانون"
    DECIDED = "A", "تصمیم سامانه"


class HolidaySource(models.TextChoices):
    """Where a holiday row comes from."""

    PACKAGE = "PACKAGE", "جدول تعطیلات"
    NATIONAL = "NATIONAL", "مصوبهٔ هیأت وزیران"
    MANUAL = "MANUAL", "ثبت دبیرخانه"


#: A deadline that ends at 23:59:59 includes that whole second.
LAST_SECOND = timedelta(seconds=1)

"""Sentences about licences."""

from licensing.licences.states import LicenceState

ISSUED = "پروانه کسب به شمارهٔ {number} صادر شد ({minute})."
HANDED_OVER = "پروانه در {day} به {who} تحویل شد."
POSTED = "پروانه در {day} با پست سفارشی به شمارهٔ {item} فرستاده شد."
SUBJECT_ISSUED = "پروانه کسب شما صادر شد"
BODY_ISSUED = "پروانه کسب شما به شمارهٔ {number} صادر شد. فایل آن در صفحهٔ درخواست است؛ هنگام تحویل، اصل مدارک همراهتان باشد."
SMS_ISSUED = "سامانه اصناف: پروانه کسب شما به شمارهٔ {number} صادر شد."
SUBJECT_HANDED_OVER = "پروانه تحویل شد"
BODY_HANDED_OVER = "پروانه کسب شمارهٔ {number} در {day} به {who} تحویل شد. اگر شما یا نمایندهٔ شما آن را نگرفته‌اید، همین امروز به اتحادیه خبر دهید."
SMS_HANDED_OVER = (
    "سامانه اصناف: پروانه کسب شمارهٔ {number} در {day} تحویل شد. نام تحویل‌گیرنده در صندوق پیام‌های شماست."
)
SUBJECT_POSTED = "پروانه پست شد"
BODY_POSTED = "پروانه کسب شمارهٔ {number} در {day} با پست سفارشی فرستاده شد. شمارهٔ مرسوله: {item}"
SMS_POSTED = "سامانه اصناف: پروانه کسب شمارهٔ {number} پست شد. شمارهٔ مرسولهٔ سفارشی: {item}"
TEMPORARY_AGAIN = "برای این محل پیش‌تر پروانهٔ موقت به نام شما صادر شده است؛ پروانهٔ موقت برای هر کس و هر محل حداکثر {times} بار صادر می‌شود."
LABEL_NOT_READY = "برچسب صنفی در حال آماده‌سازی است؛ چند لحظهٔ دیگر دوباره تلاش کنید."
PDF_NOT_READY = "فایل چاپی پروانه در حال آماده‌سازی است؛ چند لحظهٔ دیگر دوباره تلاش کنید."
LICENCE_STATES: dict[str, str] = {
    LicenceState.VALID: "این پروانه معتبر است",
    LicenceState.SUSPENDED: "این پروانه تعلیق شده است",
    LicenceState.CANCELLED: "این پروانه باطل شده است",
    LicenceState.SUPERSEDED: "به جای این پروانه، پروانهٔ تازه‌ای صادر شده است",
}
LICENCE_WAS_VALID = "بنا بر آخرین پاسخ ثبت، این پروانه معتبر است"
LICENCE_OUT_OF_DATE = "اعتبار این پروانه پایان یافته است"
LICENCE_CHECK = "استعلام پروانه کسب"
CHECKED_ON = "نتیجهٔ استعلام از سامانه اصناف در {day}"

#: The answer of another register: of today, or of the day it last answered.
TOLD_TODAY = "پاسخ {source} در {day}"
TOLD_THEN = "اکنون نتوانستیم از {source} بپرسیم؛ این پاسخ از {day} است."
SOURCE = "{source}، {day}"

# Why something is refused.
BEFORE_ISSUE = "روز تحویل پیش از صدور پروانه ({issued_on}) است."
IN_FUTURE = "روز تحویل هنوز نرسیده است."
WRONG_METHOD = "راه تحویل را از فهرست انتخاب کنید."
ORIGINALS = "پروانه هنگام تحویل با دیدن اصل مدارک داده می‌شود."
NO_NUMBER = "شمارهٔ مرسولهٔ سفارشی را بنویسید."
PAPERS_UNSURE = "با پست فقط وقتی فرستاده می‌شود که همهٔ مدارک مطابق اصل باشد. این‌ها نیست: {unsure}."

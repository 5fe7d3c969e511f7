"""Sentences about inquiries."""

from licensing.inquiries.states import InquiryState

INQUIRY_TONES: dict[str, str] = {
    InquiryState.POSITIVE: "success",
    InquiryState.DEEMED_POSITIVE: "success",
    InquiryState.NEGATIVE: "danger",
    InquiryState.CONDITIONAL: "warning",
    InquiryState.SENT: "info",
    InquiryState.DELIVERED: "info",
}
SUBJECT_INQUIRY = "پاسخ استعلام {body}"
BODY_INQUIRY = "نتیجهٔ استعلام {body} برای درخواست شما: {answer}."
BODY_REASONS = "\nدلیل‌ها یا شرط‌ها: {reasons}\nهیأت مدیرهٔ اتحادیه دربارهٔ آن تصمیم می‌گیرد؛ درخواست شما به این دلیل خودبه‌خود رد نمی‌شود."
NEGATIVE_NEEDS_BOARD = (
    "یکی از استعلام‌ها پاسخ منفی دارد؛ صورتحساب را فقط هیأت مدیره می‌فرستد، یا صدور را با دلیل رد می‌کند."
)
NO_RECORDED_ANSWER = "پاسخی که کسی ثبت کرده باشد در این استعلام نیست؛ چیزی برای تصحیح نیست."
DECIDED_ON_ANSWER = "هیأت مدیره با این پاسخ تصمیم گرفته است و پاسخ دیگر تصحیح نمی‌شود."
NEGATIVE_TAKEN_BACK_BY_BOARD = "پاسخ منفی را فقط عضو هیأت مدیره تصحیح می‌کند."
CORRECTED_MEANWHILE = "این پاسخ همین حالا تصحیح شده است. صفحهٔ تازه را ببینید."
NO_CORRECTION_REASON = "علت تصحیح را بنویسید."
NOTHING_CORRECTED = "پاسخ همین است که ثبت شده؛ چیزی تغییر نکرده است."
ANSWER_CORRECTED = "پاسخ استعلام {body} تصحیح شد: از «{before}» به «{answer}». علت: {reason}"
SUBJECT_CORRECTED = "پاسخ استعلام {body} تصحیح شد"
BODY_CORRECTED = (
    "نتیجهٔ استعلام {body} که پیش‌تر «{before}» ثبت شده بود، تصحیح شد: {answer}.\nعلت تصحیح: {reason}"
)
LETTERS_NOT_READY = "نامه‌ها در حال آماده‌سازی است؛ چند لحظهٔ دیگر دوباره بزنید."
LETTERS_ASKED = "نامه‌ها چند لحظهٔ دیگر آمادهٔ دریافت است."
NO_SUCH_CODE = "استعلامی با این رمز پیدا نشد. رمز را از روی نامه دوباره بخوانید."
STAFF_COUNT = "{count} نفر"
SQUARE_METRES = "{area} متر مربع"
SUBJECT_REMINDER = "یادآوری: یک استعلام در انتظار پاسخ شماست"
BODY_REMINDER = (
    "استعلام «{title}» با رمز {code} هنوز پاسخ ندارد.\n\nمهلت پاسخ تا پایان {due} است. پس از آن، به حکم قانون پاسخ مثبت شمرده می‌شود. "
    "آن را در «استعلام‌ها» در میز کار باز کنید و پاسخ دهید."
)
NOTHING_TO_REMIND = "هنوز زمان یادآوری نرسیده است، یا پاسخ رسیده است."
NO_SPACE_FOR_SLIP = (
    "تصویر قبض ذخیره نشد. آنچه نوشته‌اید همین‌جاست؛ چند دقیقهٔ دیگر دوباره ثبت کنید یا بدون تصویر ادامه دهید."
)

# Why something is refused.
CLOSED_STEP = "این گام باز نیست؛ وضعیت استعلام اکنون «{state}» است."
NOT_ACCEPTED = "نامهٔ استعلام فقط پس از پذیرش اولیه و تا پیش از کامل‌شدن پرونده چاپ می‌شود؛ وضعیت درخواست اکنون «{status}» است."
NO_AUTHORIZATION = "برای چاپ استعلام، مجوز معتبر هیأت مدیره (عمومی یا برای همین پرونده) لازم است."
NOT_AN_ANSWER = "یکی از پاسخ‌ها را انتخاب کنید."
NO_REASONS = "برای پاسخ منفی یا مشروط، دلیل‌ها یا شرط‌ها را بنویسید."
NOTHING_CHOSEN = "هیچ استعلامی انتخاب نشده است."
TOO_MANY_LETTERS = "در هر نوبت حداکثر ۱۰۰ نامه چاپ می‌شود."
ANSWERED_ALREADY = "پاسخ {body} ثبت شده است."
IN_FUTURE = "روز رسیدن نامه در آینده است."
BEFORE_PRINTING = "نامه پیش از چاپ به دستگاه نرسیده است."
NO_OFFICE = "این دستگاه در این شهرستان پاسخ برخط نمی‌دهد."

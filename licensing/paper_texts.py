"""Persian texts of papers and inquiries: history, messages and pages."""

NO_SPACE = (
    "الان جایی برای نگه‌داشتن فایل نیست و فایل شما ذخیره نشد. بقیهٔ مدارک سر جایش است؛ کمی بعد دوباره بفرستید."
)
SUBJECT_PAPER = "یک مدرک را دوباره بفرستید"
BODY_PAPER = (
    "اتحادیه «{title}» را نپذیرفت: {reason}.\nفقط همین را دوباره بفرستید؛ بقیهٔ مدارک سر جایش است. "
    "صفحهٔ «مدارک» در درخواست شما باز است."
)
SMS_PAPER = "سامانهٔ اصناف: «{title}» پذیرفته نشد ({reason}). فقط همین را دوباره بفرستید."
PAPERS_MISSING = "این مدارک هنوز پذیرفته نشده است: {titles}."

PAPERS = "مدارک"
PAPER_SENT = "«{title}» فرستاده شد."
PAPER_REMOVED = "«{title}» برداشته شد."
NOT_SENT, OPTIONAL, NOT_LOOKED_AT = "فرستاده نشده", "اگر شامل حال شماست", "در انتظار بررسی اتحادیه"
